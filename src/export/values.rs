//! What a step writes, value by value, with names: what a person enters in the portal.

use crate::access::{Directories, id_name};
use crate::domain::{
    AccessType, B2bSetting, Claim, DomainList, Half, ObjectId, SyncConfiguration, Target,
    TargetConfiguration, TargetType, TargetValue, TenantId,
};
use crate::plan::{Act, Plan, Property, SetUp, Step, Value, quoted};

/// Whose ids are named.
struct Names<'p> {
    plan: &'p Plan,
    directories: &'p Directories,
    /// Where they may stand: the owner, and the tenant the step is about.
    tenants: Vec<TenantId>,
}

impl Names<'_> {
    fn of(&self, target: &Target) -> String {
        let kind = match target.kind {
            TargetType::Group => "group ",
            TargetType::User => "user ",
            TargetType::Application => "application ",
            TargetType::Other(_) => "",
        };
        match &target.value {
            TargetValue::Id(id) => format!("{kind}{}", self.id(*id)),
            TargetValue::AllUsers => "all users".to_owned(),
            TargetValue::AllApplications => "all applications".to_owned(),
            TargetValue::Office365 => "application Office 365".to_owned(),
            TargetValue::AllMicrosoftApps => "all Microsoft applications".to_owned(),
            TargetValue::Other(word) => format!("{kind}{word}"),
        }
    }

    fn id(&self, id: crate::domain::Guid) -> String {
        let book = self.plan.address_book();
        let found =
            self.tenants.iter().find_map(|tenant| id_name(self.directories, book, *tenant, id));
        match found {
            Some((name, source)) => format!("{name} ({id}; named by: {source})"),
            None => format!("{id} (no name is known)"),
        }
    }

    fn half(&self, title: &str, list: Option<&TargetConfiguration>, out: &mut Vec<String>) {
        let Some(list) = list else { return out.push(format!("{title}: not said")) };
        let verb = match &list.access {
            AccessType::Allowed => "allow",
            AccessType::Blocked => "block",
            AccessType::Other(word) => word,
        };
        if list.targets.is_empty() {
            out.push(format!("{title}: {verb} nothing"));
        }
        out.extend(
            list.targets.iter().map(|target| format!("{title}: {verb} {}", self.of(target))),
        );
    }

    fn setting(&self, title: &str, setting: &B2bSetting, out: &mut Vec<String>) {
        for (half, word) in
            [(Half::UsersAndGroups, "users and groups"), (Half::Applications, "applications")]
        {
            self.half(&format!("{title}, {word}"), setting.half(half), out);
        }
    }

    fn value(&self, value: &Value, out: &mut Vec<String>) {
        let title = value.property().title();
        match value {
            Value::B2b(_, Some(setting)) => self.setting(title, setting, out),
            Value::Trust(Some(trust)) => {
                let switch = |claim: Claim| match trust.claim(claim) {
                    Some(true) => "on",
                    Some(false) => "off",
                    None => "inherited",
                };
                let names = ["MFA", "compliant device", "hybrid joined device"];
                let all = Claim::ALL.into_iter().zip(names);
                out.extend(all.map(|(claim, name)| format!("{title}, {name}: {}", switch(claim))));
            }
            other => out.push(format!("{title}: {}", other.words())),
        }
    }

    fn set_up(&self, held: &SyncConfiguration, part: SetUp, out: &mut Vec<String>) {
        match part {
            SetUp::Instantiate => out.push(format!("name: {}", held.display_name)),
            SetUp::Validate | SetUp::Job | SetUp::Start => {}
            SetUp::Secrets => {
                out.push(format!("target tenant: {}", held.target));
                let whom = if held.sync_all { "everyone" } else { "who is assigned" };
                out.push(format!("scope: {whom}"));
                let most =
                    held.deletion_threshold.map_or("off".to_owned(), |most| most.to_string());
                out.push(format!("accidental-deletion prevention: {most}"));
            }
            SetUp::Assign(ObjectId(id)) => out.push(format!("assign: {}", self.id(id))),
            SetUp::Schema => {
                let name = quoted(&held.display_name);
                out.push(format!(
                    "scope and mappings: the file that `detente sync export {name} --out FILE` writes"
                ));
                let used = held.schema.rules.iter().flat_map(|rule| &rule.object_mappings);
                for mapping in used.filter(|mapping| mapping.enabled != Some(false)) {
                    let kind = mapping.source_object_name.as_deref().unwrap_or("object");
                    let targets: Vec<&str> =
                        mapping.attribute_mappings.iter().map(|row| row.target.as_str()).collect();
                    out.push(format!("{kind}: maps {}", targets.join(", ")));
                }
            }
        }
    }
}

/// The values of a step, one a line.
pub fn values(plan: &Plan, step: &Step, directories: &Directories) -> Vec<String> {
    let partner = match step.act.subject() {
        Some(crate::domain::Subject::Partner(id)) => Some(id),
        _ => None,
    };
    let others = plan.estate().tenants.keys().copied();
    let tenants = std::iter::once(step.owner).chain(partner).chain(others).collect();
    let names = Names { plan, directories, tenants };
    let mut out = Vec::new();
    match &step.act {
        Act::AddPartner(made) => {
            out.push(format!("tenant: {}", made.tenant_id));
            for property in Property::OF_PARTNER {
                let value = property.of(&made.configuration);
                if !value.is_inherited() {
                    names.value(&value, &mut out);
                }
            }
        }
        Act::Partner(_, values) | Act::Default(values) => {
            for value in values {
                names.value(value, &mut out);
            }
        }
        Act::Domains(list) => match list.domain_list() {
            DomainList::Any => out.push("any domain may be invited".to_owned()),
            DomainList::Allow(all) => {
                out.extend(all.iter().map(|name| format!("only these may be invited: {name}")));
            }
            DomainList::Block(all) => {
                out.extend(all.iter().map(|name| format!("may not be invited: {name}")));
            }
            DomainList::Both(..) => {}
        },
        Act::SetUp(held, part) => names.set_up(held, *part, &mut out),
        _ => {}
    }
    out
}
