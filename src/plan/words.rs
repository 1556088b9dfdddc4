//! Changes and steps in words, for people.

use super::act::{Act, Property, SetUp, Value};
use super::allowed::halves;
use super::change::{Change, Item};
use super::whole::{Plan, Step, Why};
use crate::domain::{
    AccessType, AllowInvitesFrom, B2bManagementPolicy, B2bSetting, CloudEndpoint, Configuration,
    DomainList, ExternalCollaboration, GuestLevel, IdentityProvider, Partner, Subject, SyncKind,
    TargetConfiguration, TargetType, Tenant, TenantId,
};

/// The name of a tenant, or its id.
pub fn name(plan: &Plan, id: TenantId) -> String {
    match plan.estate().tenant(id) {
        Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
        _ => id.to_string(),
    }
}

impl Plan {
    /// Whom a change is about, and what changes, without values.
    pub fn title(&self, change: &Change) -> String {
        let of = |id: TenantId| name(self, id);
        let config = |id| {
            let held = self.synced(id);
            held.map_or_else(|| id.to_string(), |held| held.display_name.clone())
        };
        match change.item {
            Item::Clouds => "other clouds".to_owned(),
            Item::Reset => "the default goes back to the service default".to_owned(),
            Item::Setting(Subject::Default, property) => format!("default: {}", property.title()),
            Item::Setting(Subject::Partner(id), property) => {
                format!("{}: {}", of(id), property.title())
            }
            Item::Added(id) => format!("{}: partner added", of(id)),
            Item::Removed(id) => format!("{}: partner removed", of(id)),
            Item::Sync(id) => format!("{}: permission to synchronise in", of(id)),
            Item::Invites => "who may invite".to_owned(),
            Item::Guests => "what guests see".to_owned(),
            Item::Domains => "which domains may be invited".to_owned(),
            Item::SignUp => "self-service sign-up".to_owned(),
            Item::Leave => "guests may leave by themselves".to_owned(),
            Item::Made(id) => format!("synchronisation {} set up", config(id)),
            Item::Unmade(id) => format!("synchronisation {} taken away", config(id)),
            Item::Edited(id, part) => {
                format!("synchronisation {}: {} changed (by hand)", config(id), part.title())
            }
            Item::Unsaid(what, partner) => {
                let whose = partner.map(|id| format!("{}: ", of(id))).unwrap_or_default();
                format!("{whose}{what} (by hand)")
            }
        }
    }

    /// What a change makes of what: both values in words.
    pub fn values(&self, change: &Change) -> (String, String) {
        let Some((before, after)) = self.ends(change.owner) else { return Default::default() };
        (value(before, change.item), value(after, change.item))
    }

    /// What a step does, in a sentence.
    pub fn says(&self, step: &Step) -> String {
        let mut text = doing(self, &step.act);
        match step.why {
            Why::Draft => {}
            Why::Interim => text.push_str("; on the way only, so that nothing opens meanwhile"),
            Why::Pauses => {
                text.push_str("; closed on the way: access pauses until the last step of the same");
            }
        }
        text
    }
}

fn doing(plan: &Plan, act: &Act) -> String {
    let of = |id: &TenantId| name(plan, *id);
    match act {
        Act::AddPartner(partner) => {
            let values = said(&partner.configuration);
            let name = of(&partner.tenant_id);
            if values.is_empty() {
                return format!("add partner {name}, which inherits everything");
            }
            format!("add partner {name} with {}", values.join("; "))
        }
        Act::Partner(id, values) => {
            let words: Vec<String> = values.iter().map(value_words).collect();
            format!("{}: {}", of(id), words.join("; "))
        }
        Act::RemovePartner(id) => {
            format!("remove partner {}; the default holds for it then", of(id))
        }
        Act::AddSync(id, sync) => {
            let on = if sync.is_allowed(SyncKind::Users) == Some(true) { "on" } else { "off" };
            format!("{}: permission to synchronise in, users {on}", of(id))
        }
        Act::Sync(id, kind, on) => {
            let what = match kind {
                SyncKind::Users => "users",
                SyncKind::Groups => "groups",
            };
            format!("{}: synchronise {what} in {}", of(id), on_off(Some(*on)))
        }
        Act::RemoveSync(id) => {
            format!("{}: remove permission to synchronise; users it made stay", of(id))
        }
        Act::Default(values) => {
            let words: Vec<String> = values.iter().map(value_words).collect();
            format!("default: {}", words.join("; "))
        }
        Act::ResetDefault => "put the default back to the service default".to_owned(),
        Act::Clouds(all) => format!("other clouds: {}", clouds(all)),
        Act::Authorization(invites, guests) => {
            let invites = invites.as_ref().map(|i| format!("may invite: {}", i.title()));
            let guests = guests.map(|role| format!("guests see: {}", GuestLevel::of(role).title()));
            invites.into_iter().chain(guests).collect::<Vec<_>>().join("; ")
        }
        Act::Domains(list) => format!("domains: {}", domains(Some(list))),
        Act::SignUp(on) => format!("self-service sign-up {}", on_off(Some(*on))),
        Act::Leave(on) => format!("guests may leave by themselves: {}", on_off(Some(*on))),
        Act::SetUp(held, part) => {
            let what = match part {
                SetUp::Instantiate => {
                    "make the enterprise application from its template".to_owned()
                }
                SetUp::Validate => "test the connection to the target".to_owned(),
                SetUp::Job => "make the job".to_owned(),
                SetUp::Secrets => "say where to and whom".to_owned(),
                SetUp::Assign(id) => format!("assign {id}"),
                SetUp::Schema => "put the schema: scope and mappings".to_owned(),
                SetUp::Start => "start the job".to_owned(),
            };
            format!("synchronisation {}: {what}", held.display_name)
        }
        Act::ByHand(words) => format!("by hand: {words}"),
    }
}

fn said(configuration: &Configuration) -> Vec<String> {
    Property::OF_PARTNER
        .iter()
        .map(|property| property.of(configuration))
        .filter(|value| !value.is_inherited())
        .map(|value| value_words(&value))
        .collect()
}

fn value_words(value: &Value) -> String {
    format!("{} {}", value.property().title(), bare(value))
}

impl Value {
    /// The value in words, without its property.
    pub fn words(&self) -> String {
        bare(self)
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::B2b(_, Some(setting)) => setting_words(setting),
        Value::Trust(Some(trust)) => format!(
            "MFA {}, compliant device {}, hybrid joined device {}",
            on_off(trust.mfa),
            on_off(trust.compliant_device),
            on_off(trust.hybrid_joined_device)
        ),
        Value::Consent(Some(consent)) => {
            format!("inbound {}, outbound {}", on_off(consent.inbound), on_off(consent.outbound))
        }
        Value::Redemption(Some(order)) => {
            let words: Vec<&str> = order.primary.iter().map(IdentityProvider::word).collect();
            let fallback = order.fallback.as_ref().map_or("none", |one| one.word());
            format!("{}, then {fallback}", words.join(", "))
        }
        Value::B2b(_, None)
        | Value::Trust(None)
        | Value::Consent(None)
        | Value::Redemption(None) => "inherited".to_owned(),
    }
}

fn setting_words(setting: &B2bSetting) -> String {
    if let Some((users, apps)) = halves(setting) {
        if users.allows_all() && apps.allows_all() {
            return "everything allowed".to_owned();
        }
        if users.blocks_all() && apps.blocks_all() {
            return "everything blocked".to_owned();
        }
    }
    let half = |list: Option<&TargetConfiguration>| list.map_or("not said".to_owned(), list_words);
    format!(
        "who: {}, what: {}",
        half(setting.users_and_groups.as_ref()),
        half(setting.applications.as_ref())
    )
}

fn list_words(list: &TargetConfiguration) -> String {
    let verb = match &list.access {
        AccessType::Allowed => "allow",
        AccessType::Blocked => "block",
        AccessType::Other(word) => word,
    };
    if list.is_all() {
        return format!("{verb} all");
    }
    let nouns = [
        (TargetType::Group, "group"),
        (TargetType::User, "user"),
        (TargetType::Application, "application"),
    ];
    let parts = nouns.iter().filter_map(|(kind, noun)| {
        match list.targets.iter().filter(|target| target.kind == *kind).count() {
            0 => None,
            1 => Some(format!("1 {noun}")),
            count => Some(format!("{count} {noun}s")),
        }
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        format!("{verb} nothing")
    } else {
        format!("{verb} {}", parts.join(" and "))
    }
}

fn on_off(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "on",
        Some(false) => "off",
        None => "inherited",
    }
}

fn clouds(all: &[CloudEndpoint]) -> String {
    match all {
        [] => "none".to_owned(),
        some => some.iter().map(CloudEndpoint::word).collect::<Vec<_>>().join(", "),
    }
}

fn domains(list: Option<&B2bManagementPolicy>) -> String {
    let count = |count: usize| format!("{count} domain{}", if count == 1 { "" } else { "s" });
    match list.map(B2bManagementPolicy::domain_list) {
        None => "not known".to_owned(),
        Some(DomainList::Any) => "any may be invited".to_owned(),
        Some(DomainList::Allow(names)) => format!("only {} may be invited", count(names.len())),
        Some(DomainList::Block(names)) => format!("{} may not be invited", count(names.len())),
        Some(DomainList::Both(..)) => {
            "both lists hold something, which the service refuses".to_owned()
        }
    }
}

fn value(tenant: &Tenant, item: Item) -> String {
    let policy = tenant.policy.as_deref();
    let partner = |id: TenantId| -> Option<&Partner> {
        policy.and_then(|policy| policy.partners.get(&id)).map(AsRef::as_ref)
    };
    let none = ExternalCollaboration::default();
    let external = tenant.external.as_deref().unwrap_or(&none);
    let nothing = Configuration::default();
    let default = policy.and_then(|policy| policy.default.as_deref());
    match item {
        Item::Clouds => {
            clouds(policy.map(|p| p.allowed_cloud_endpoints.as_slice()).unwrap_or_default())
        }
        Item::Reset => match default.and_then(|default| default.is_service_default) {
            Some(true) => "service default".to_owned(),
            _ => "own".to_owned(),
        },
        Item::Setting(Subject::Default, Property::Redemption) => {
            bare(&Value::Redemption(default.and_then(|default| default.redemption.clone())))
        }
        Item::Setting(subject, property) => {
            let configuration = match subject {
                Subject::Default => default.map(|default| &default.configuration),
                Subject::Partner(id) => partner(id).map(|partner| &partner.configuration),
            };
            bare(&property.of(configuration.unwrap_or(&nothing)))
        }
        Item::Added(id) | Item::Removed(id) => match partner(id) {
            None => "no partner".to_owned(),
            Some(partner) => match said(&partner.configuration).as_slice() {
                [] => "a partner that inherits everything".to_owned(),
                some => some.join("; "),
            },
        },
        Item::Sync(id) => match partner(id).and_then(|p| p.identity_synchronization.as_ref()) {
            None => "none".to_owned(),
            Some(sync) => format!(
                "users {}, groups {}",
                if sync.is_allowed(SyncKind::Users) == Some(true) { "on" } else { "off" },
                if sync.is_allowed(SyncKind::Groups) == Some(true) { "on" } else { "off" }
            ),
        },
        Item::Invites => external
            .authorization
            .as_ref()
            .and_then(|a| a.allow_invites_from.as_ref())
            .map_or("not known", AllowInvitesFrom::title)
            .to_owned(),
        Item::Guests => external
            .authorization
            .as_ref()
            .and_then(|a| a.guest_user_role_id)
            .map_or("not known", |role| GuestLevel::of(role).title())
            .to_owned(),
        Item::Domains => domains(external.b2b_management.as_ref()),
        Item::SignUp => switch(external.self_service_sign_up).to_owned(),
        Item::Leave => switch(external.allow_external_identities_to_leave).to_owned(),
        Item::Made(_) | Item::Unmade(_) | Item::Edited(..) | Item::Unsaid(..) => String::new(),
    }
}

fn switch(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "on",
        Some(false) => "off",
        None => "not known",
    }
}
