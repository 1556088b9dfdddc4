use clap::Subcommand;
use serde_json::{Value, json};

use super::sync::list;
use super::why::directories;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::describe::{b2b_word, on_off, setting_words, sync_word, target_words, trust_word};
use crate::cli::drafted::{Drafted, Whose};
use crate::cli::look::Sign;
use crate::cli::names::{self, domain_of, filtered, filtered_partners, name_of};
use crate::cli::reach::Reaches;
use crate::cli::table::Table;
use crate::cli::trouble::Trouble;
use crate::cli::view::{Spot, to_value};
use crate::domain::{
    AllowInvitesFrom, B2b, B2bManagementPolicy, CloudEndpoint, CrossTenantAccessPolicy, DomainName,
    Estate, ExternalCollaboration, GuestLevel, Ownership, SETTINGS, Setting, Subject, TenantId,
    Workspace,
};
use crate::partners::Source;
use crate::plan::differences;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// Whose settings; may be left out when one tenant only is ours
    #[arg(long, value_name = "TENANT", global = true)]
    tenant: Option<String>,
    /// What was imported, instead of the draft
    #[arg(long, global = true)]
    observed: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The tenants of the workspace
    Tenants {
        /// Words in name, domain or id; `field:value` for name, domain, id, cloud
        #[arg(long, value_name = "Q")]
        filter: Option<String>,
    },
    /// All partners of a tenant
    Partners {
        /// Filter as on the screen: words, `in:block`, `trust:none`, `-sync:allow`, `~plan`, `/regex/`
        #[arg(long, value_name = "Q")]
        filter: Option<String>,
    },
    /// One partner: every setting in force, and who says so
    Partner {
        /// Its id, domain or name
        #[arg(value_name = "ID")]
        partner: String,
    },
    /// What holds for every tenant without a setting of its own
    Default,
    /// External collaboration settings
    Collaboration,
    /// Configurations of cross-tenant synchronisation
    Syncs,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = desk.workspace();
    let observed = args.observed.then(|| workspace.observed_estate());
    let room = Room {
        call,
        workspace,
        estate: observed.as_ref().unwrap_or(&workspace.draft),
        drafted: Drafted::of(workspace),
    };
    if matches!(args.what, What::Syncs) {
        return Ok(list::configurations(workspace, room.call));
    }
    if let What::Tenants { filter } = &args.what {
        return room.tenants(filter.as_deref().unwrap_or_default());
    }
    let owner = match &args.tenant {
        // Also what others say can be looked at, where it was imported.
        Some(text) => names::tenant(room.estate, text)?,
        None => names::owner(room.estate, None)?,
    };
    if matches!(args.what, What::Collaboration) {
        return Ok(room.collaboration(owner));
    }
    let Some(policy) = room.estate.policy(owner) else {
        return Err(Trouble::bad(format!(
            "the cross-tenant access policy of {} is not in the workspace; import it",
            name_of(room.estate, owner)
        )));
    };
    let spot = |subject| Spot { estate: room.estate, owner, policy, subject };
    match &args.what {
        What::Partners { filter } => room.partners(&spot, filter.as_deref().unwrap_or_default()),
        What::Partner { partner } => {
            let other = names::tenant(room.estate, partner)?;
            if policy.partners.contains_key(&other) {
                let disk = desk.disk();
                let (directories, notices) = directories(disk.as_ref(), [owner, other])?;
                let reaches = Reaches::of(room.estate, &directories, owner, other);
                let spot = spot(Subject::Partner(other));
                let answer = room.one(&spot, Whose::Partner(other), Some(&reaches));
                call.notices.extend(notices);
                return Ok(answer);
            }
            Err(Trouble::bad(format!(
                "{} is not a partner of {}; the default holds for it, see `detente show default`",
                name_of(room.estate, other),
                name_of(room.estate, owner)
            )))
        }
        What::Default | What::Tenants { .. } | What::Collaboration | What::Syncs => {
            Ok(room.one(&spot(Subject::Default), Whose::Default, None))
        }
    }
}

/// What every answer is made from.
struct Room<'r, 'w> {
    call: &'r Call<'w>,
    workspace: &'r Workspace,
    estate: &'r Estate,
    drafted: Drafted,
}

impl Room<'_, '_> {
    fn tenants(&self, filter: &str) -> Result<Answer, Trouble> {
        let look = self.call.look;
        let tenants = filtered(self.estate, filter)?;
        if self.call.is_json() {
            let list: Vec<Value> = tenants
                .into_iter()
                .map(|tenant| {
                    let domains: Vec<Value> = tenant.domains.iter().map(to_value).collect();
                    json!({
                        "tenantId": tenant.id.to_string(),
                        "displayName": tenant.display_name,
                        "domains": domains,
                        "cloud": tenant.cloud.word(),
                        "ownership": to_value(&tenant.ownership),
                        "partners": tenant.policy.as_ref().map(|policy| policy.partners.len()),
                        "observed": self.workspace.observed.get(&tenant.id).map(|seen| &seen.hash),
                    })
                })
                .collect();
            return Ok(Answer::json(&json!(list)));
        }
        let mut table = Table::new(look, &["NAME", "ID", "DOMAIN", "CLOUD", "WHOSE", "PARTNERS"]);
        for tenant in tenants {
            let whose = match tenant.ownership {
                Ownership::Ours => "ours",
                Ownership::Theirs => "theirs",
            };
            let partners = tenant.policy.as_ref().map(|policy| policy.partners.len().to_string());
            table.row([
                look.show(&tenant.display_name).into_owned(),
                tenant.id.to_string(),
                look.show(&domain_of(self.estate, tenant.id)).into_owned(),
                look.show(tenant.cloud.title()).into_owned(),
                whose.to_owned(),
                partners.unwrap_or_else(|| "not known".to_owned()),
            ]);
        }
        Ok(Answer::text(table.text()))
    }

    fn partners<'s>(
        &self,
        spot: &dyn Fn(Subject) -> Spot<'s>,
        filter: &str,
    ) -> Result<Answer, Trouble> {
        let look = self.call.look;
        let base = spot(Subject::Default);
        let passing = filtered_partners(
            Source {
                workspace: self.workspace,
                estate: self.estate,
                owner: base.owner,
                differences: &differences(self.workspace),
            },
            filter,
        )?;
        let ids = base.policy.partners.keys().filter(|id| passing.contains(id));
        let paths = |id: &TenantId| self.drafted.paths(base.owner, Whose::Partner(*id));
        if self.call.is_json() {
            let list: Vec<Value> =
                ids.map(|id| spot(Subject::Partner(*id)).to_json(paths(id))).collect();
            return Ok(Answer::json(&json!(list)));
        }
        let mut ids: Vec<TenantId> = ids.copied().collect();
        ids.sort_by_cached_key(|id| name_of(self.estate, *id).to_lowercase());
        let heads =
            ["NAME", "DOMAIN", "IN", "OUT", "DIRECT IN", "DIRECT OUT", "SYNC", "TRUST", "DRAFT"];
        let mut table = Table::new(look, &heads);
        for id in &ids {
            let spot = spot(Subject::Partner(*id));
            let b2b = |setting| b2b_word(&spot, setting, look);
            let changed = match paths(id).len() {
                0 => String::new(),
                count => format!("{} {count} changed", look.sign(Sign::Changed)),
            };
            table.row([
                look.show(&name_of(self.estate, *id)).into_owned(),
                look.show(&domain_of(self.estate, *id)).into_owned(),
                b2b(B2b::CollaborationInbound),
                b2b(B2b::CollaborationOutbound),
                b2b(B2b::DirectConnectInbound),
                b2b(B2b::DirectConnectOutbound),
                sync_word(&spot, look),
                trust_word(&spot, look),
                changed,
            ]);
        }
        let sign = look.sign(Sign::Inherited);
        Ok(Answer::text(format!(
            "{}{} of {} partners; {sign} inherited from the default\n",
            table.text(),
            ids.len(),
            base.policy.partners.len()
        )))
    }

    fn one(&self, spot: &Spot<'_>, whose: Whose, reaches: Option<&Reaches>) -> Answer {
        let look = self.call.look;
        let paths = self.drafted.paths(spot.owner, whose);
        if self.call.is_json() {
            let mut object = spot.to_json(paths);
            if let (Subject::Default, Some(members)) = (spot.subject, object.as_object_mut()) {
                members.insert("allowedCloudEndpoints".to_owned(), clouds(spot.policy));
            }
            if let (Some(reaches), Some(members)) = (reaches, object.as_object_mut()) {
                members.insert("reach".to_owned(), reaches.to_json());
            }
            return Answer::json(&object);
        }
        let mut table = Table::new(look, &["SETTING", "IN FORCE", "SAID BY", "DRAFT"]);
        let mut named = String::new();
        for row in SETTINGS {
            if matches!((row.setting, spot.subject), (Setting::Sync(_), Subject::Default)) {
                continue;
            }
            let (words, layer) = setting_words(spot, row.setting, look);
            let inside = |path: &String| path.starts_with(row.path) || row.path.starts_with(path);
            let changed = paths.iter().any(inside);
            let mark = if changed {
                format!("{} changed", look.sign(Sign::Changed))
            } else {
                String::new()
            };
            table.row([row.title.to_owned(), words, layer.to_owned(), mark]);
            named.push_str(&self.targets(spot, row.setting, row.title));
        }
        let mut text = format!("{}\n{}", look.show(&spot.title()), table.text());
        if !named.is_empty() {
            text.push_str("named targets\n");
            text.push_str(&named);
        }
        text.push_str(&reaches.map(|reaches| reaches.to_text(look)).unwrap_or_default());
        text.push_str(&self.note(spot));
        Answer::text(text)
    }

    /// The targets of a list that names some only.
    fn targets(&self, spot: &Spot<'_>, setting: Setting, title: &str) -> String {
        let Setting::Half(b2b, half) = setting else { return String::new() };
        let whole = spot.in_force(b2b);
        let Some(list) = whole.half(half).filter(|list| !list.is_all()) else {
            return String::new();
        };
        let words = |target| {
            format!("  {title}: {}\n", target_words(self.workspace, target, self.call.look))
        };
        list.targets.iter().map(words).collect()
    }

    fn note(&self, spot: &Spot<'_>) -> String {
        let Subject::Partner(id) = spot.subject else { return String::new() };
        let Some(note) = self.workspace.notes.get(&(spot.owner, id)) else { return String::new() };
        let fields = [
            ("owner", &note.owner),
            ("purpose", &note.purpose),
            ("ticket", &note.ticket),
            ("review", &note.review),
        ];
        let written = fields.into_iter().filter(|(_, text)| !text.is_empty());
        let lines =
            written.map(|(name, text)| format!("note {name}: {}", self.call.look.show(text)));
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }

    fn collaboration(&self, owner: TenantId) -> Answer {
        let look = self.call.look;
        let nothing = ExternalCollaboration::default();
        let own = self.estate.tenant(owner).and_then(|tenant| tenant.external.as_deref());
        let external = own.unwrap_or(&nothing);
        let authorization = external.authorization.clone().unwrap_or_default();
        let invites = authorization.allow_invites_from.as_ref();
        let role = authorization.guest_user_role_id;
        let (allowed, blocked) = domain_lists(external.b2b_management.as_ref());
        if self.call.is_json() {
            return Answer::json(&json!({
                "tenantId": owner.to_string(),
                "displayName": self.estate.tenant(owner).map(|tenant| &tenant.display_name),
                "effective": {
                    "allowInvitesFrom": invites.map(AllowInvitesFrom::word),
                    "guestUserRoleId": role.map(|role| role.to_string()),
                    "domains": { "allowed": allowed, "blocked": blocked },
                    "selfServiceSignUp": external.self_service_sign_up,
                    "allowExternalIdentitiesToLeave": external.allow_external_identities_to_leave,
                },
                "own": own.map(to_value),
                "draft": self.drafted.paths(owner, Whose::External),
            }));
        }
        let unknown = || format!("{} not known", look.sign(Sign::Unknown));
        let list = |domains: &[String]| match domains {
            _ if external.b2b_management.is_none() => unknown(),
            [] => "none".to_owned(),
            some => look.show(&some.join(", ")).into_owned(),
        };
        let mut table = Table::bare(look);
        let mut row = |name: &str, value: String| table.row([name.to_owned(), value]);
        row("who may invite", invites.map_or_else(unknown, |i| look.show(i.title()).into_owned()));
        row(
            "what guests see",
            role.map_or_else(unknown, |role| GuestLevel::of(role).title().to_owned()),
        );
        row("only these domains", list(&allowed));
        row("not these domains", list(&blocked));
        row("self-service sign-up", on_off(external.self_service_sign_up, look));
        row("guests may leave", on_off(external.allow_external_identities_to_leave, look));
        let name = name_of(self.estate, owner);
        Answer::text(format!("{} ({owner})\n{}", look.show(&name), table.text()))
    }
}

fn clouds(policy: &CrossTenantAccessPolicy) -> Value {
    json!(policy.allowed_cloud_endpoints.iter().map(CloudEndpoint::word).collect::<Vec<_>>())
}

fn domain_lists(policy: Option<&B2bManagementPolicy>) -> (Vec<String>, Vec<String>) {
    let names = |list: Option<&Vec<DomainName>>| {
        list.into_iter().flatten().map(ToString::to_string).collect()
    };
    let invitations = policy.map(|policy| &policy.invitations);
    (
        names(invitations.and_then(|lists| lists.allowed.as_ref())),
        names(invitations.and_then(|lists| lists.blocked.as_ref())),
    )
}
