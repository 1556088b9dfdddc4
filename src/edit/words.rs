use super::{Edit, synchronization};
use crate::domain::{
    CloudEndpoint, Direction, DomainName, Setting, Subject, SyncKind, TargetConfiguration,
    TargetType, TenantId, Workspace,
};

/// What edits do, in one line for the history: written before they are made.
pub fn words(workspace: &Workspace, edits: &[Edit]) -> String {
    match edits {
        [] => "nothing".to_owned(),
        [edit] => one(workspace, edit),
        [first, rest @ ..] => {
            let what = value_words(first);
            let alike = !what.is_empty()
                && edits.iter().all(|edit| on_partner(edit) && value_words(edit) == what);
            if alike {
                format!("{} partners: {what}", edits.len())
            } else {
                format!("{} and {} more", one(workspace, first), rest.len())
            }
        }
    }
}

fn on_partner(edit: &Edit) -> bool {
    match edit {
        Edit::B2b { subject, .. } | Edit::Half { subject, .. } | Edit::Switch { subject, .. } => {
            matches!(subject, Subject::Partner(_))
        }
        _ => false,
    }
}

/// The name of a tenant, or its id where we know no name.
fn name(workspace: &Workspace, id: TenantId) -> String {
    match workspace.draft.tenant(id) {
        Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
        _ => id.to_string(),
    }
}

fn whom(workspace: &Workspace, owner: TenantId, subject: Subject) -> String {
    match subject {
        Subject::Default => format!("default of {}", name(workspace, owner)),
        Subject::Partner(id) => name(workspace, id),
    }
}

fn one(workspace: &Workspace, edit: &Edit) -> String {
    let of = |owner: &TenantId, what: &str| format!("{}: {what}", name(workspace, *owner));
    match edit {
        Edit::B2b { owner, subject, .. }
        | Edit::Half { owner, subject, .. }
        | Edit::Switch { owner, subject, .. } => {
            format!("{}: {}", whom(workspace, *owner, *subject), value_words(edit))
        }
        Edit::ResetDefault { owner } => of(owner, "default reset to the service default"),
        Edit::AddPartner { owner, partner } => {
            of(owner, &format!("partner {} added", name(workspace, partner.tenant_id)))
        }
        Edit::RemovePartner { owner, partner } => {
            of(owner, &format!("partner {} removed", name(workspace, *partner)))
        }
        Edit::CloudEndpoints { owner, endpoints } => {
            let words: Vec<_> = endpoints.iter().map(CloudEndpoint::word).collect();
            let list = if words.is_empty() { "none".to_owned() } else { words.join(", ") };
            of(owner, &format!("other clouds {list}"))
        }
        Edit::Redemption { owner, .. } => of(owner, "redemption order changed"),
        Edit::InvitesFrom { owner, value } => {
            of(owner, &format!("invitations by {}", value.title()))
        }
        Edit::GuestLevel { owner, value } => of(owner, &format!("guests see {}", value.title())),
        Edit::Domains { owner, allowed, blocked } => of(owner, &domain_words(allowed, blocked)),
        Edit::SelfServiceSignUp { owner, value } => {
            of(owner, &format!("self-service sign-up {}", on_off(Some(*value))))
        }
        Edit::AllowLeave { owner, value } => {
            of(owner, &format!("guests may leave {}", on_off(Some(*value))))
        }
        Edit::Note { partner, .. } => format!("{}: note", name(workspace, *partner)),
        Edit::Address { entry, id } => match entry {
            Some(entry) => format!("address book: {}", entry.name),
            None => format!("address book: {id} removed"),
        },
        Edit::Synchronization { id, configuration } => match configuration {
            Some(held) => match workspace.synchronizations.get(id) {
                Some(before) => synchronization::words(workspace, before, held),
                None => of(&held.source, &format!("synchronisation {} made", held.display_name)),
            },
            None => match workspace.synchronizations.get(id) {
                Some(held) => {
                    of(&held.source, &format!("synchronisation {} removed", held.display_name))
                }
                None => format!("synchronisation {id} removed"),
            },
        },
        Edit::AddTenant(tenant) => format!("tenant {} made known", tenant.display_name),
    }
}

fn domain_words(allowed: &[DomainName], blocked: &[DomainName]) -> String {
    match (allowed.len(), blocked.len()) {
        (0, 0) => "any domain may be invited".to_owned(),
        (1, 0) => "only 1 domain may be invited".to_owned(),
        (count, 0) => format!("only {count} domains may be invited"),
        (_, 1) => "1 domain may not be invited".to_owned(),
        (_, count) => format!("{count} domains may not be invited"),
    }
}

fn on_off(value: Option<bool>) -> &'static str {
    match value {
        Some(true) => "on",
        Some(false) => "off",
        None => "inherited",
    }
}

/// What one edit sets, without naming whom it is for.
fn value_words(edit: &Edit) -> String {
    match edit {
        Edit::B2b { setting, value, .. } => match value {
            None => format!("{} inherited", setting.title()),
            Some(value) => {
                let users = value.users_and_groups.as_ref().map(list_words);
                let apps = value.applications.as_ref().map(list_words);
                let unsaid = || "unsaid".to_owned();
                format!(
                    "{} {}, {}",
                    setting.title(),
                    users.unwrap_or_else(unsaid),
                    apps.unwrap_or_else(unsaid)
                )
            }
        },
        Edit::Half { setting, half, value, .. } => {
            format!("{} {}", Setting::Half(*setting, *half).row().title, list_words(value))
        }
        Edit::Switch { setting, value, .. } => {
            let what = match setting {
                Setting::Half(..) => "setting",
                Setting::Trust(_) => setting.row().title,
                Setting::Consent(Direction::Inbound) => "automatic redemption inbound",
                Setting::Consent(Direction::Outbound) => "automatic redemption outbound",
                Setting::Sync(SyncKind::Users) => "synchronise users in",
                Setting::Sync(SyncKind::Groups) => "synchronise groups in",
            };
            format!("{what} {}", on_off(*value))
        }
        _ => String::new(),
    }
}

/// A list of targets in words: `allow all users`, `block 2 groups and 1 user`.
fn list_words(list: &TargetConfiguration) -> String {
    let verb = match &list.access {
        crate::domain::AccessType::Allowed => "allow",
        crate::domain::AccessType::Blocked => "block",
        crate::domain::AccessType::Other(word) => word,
    };
    if list.is_all() {
        return format!("{verb} all");
    }
    let count = |kind: &TargetType| list.targets.iter().filter(|t| t.kind == *kind).count();
    let parts: Vec<String> = [
        (count(&TargetType::Group), "group"),
        (count(&TargetType::User), "user"),
        (count(&TargetType::Application), "app"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
    .collect();
    if parts.is_empty() {
        return format!("{verb} nothing");
    }
    format!("{verb} {}", parts.join(" and "))
}
