//! Which user and which application are meant: by id, or by a name that only one has.

use std::collections::BTreeSet;

use super::trouble::Trouble;
use crate::domain::{
    AddressKind, AppId, Directory, Guid, KNOWN_APPS, OFFICE_365_APPS, ObjectId, TenantId, Workspace,
};
use crate::text::{did_you_mean, nearest};

/// Ids that are told when a name is not clear.
const TOLD_MAX: usize = 5;

/// Everything of one kind in one tenant that has a name.
fn told(
    workspace: &Workspace,
    tenant: TenantId,
    kind: AddressKind,
) -> impl Iterator<Item = (Guid, &str)> {
    let entries = workspace.address_book.iter();
    let ours = entries.filter(move |(_, entry)| entry.tenant == tenant && entry.kind == kind);
    ours.map(|(id, entry)| (*id, entry.name.as_str()))
}

/// The user of a tenant that a person named.
pub fn user(
    workspace: &Workspace,
    tenant: TenantId,
    directory: Option<&Directory>,
    text: &str,
) -> Result<ObjectId, Trouble> {
    let people = directory.map(|directory| directory.users.as_slice()).unwrap_or_default();
    let called = people.iter().flat_map(|person| {
        [(person.id.0, person.user_principal_name.as_str()), (person.id.0, &person.display_name)]
    });
    let called = called.chain(told(workspace, tenant, AddressKind::User));
    let place = super::names::name_of(&workspace.draft, tenant);
    let nothing = people.is_empty().then(|| {
        format!("; the directory of {place} is not in the workspace, so name the user by object id")
    });
    one_of("user", &place, called.collect(), text, nothing).map(ObjectId)
}

/// The application of a tenant that a person named.
pub fn app(
    workspace: &Workspace,
    tenant: TenantId,
    directory: Option<&Directory>,
    text: &str,
) -> Result<AppId, Trouble> {
    let own = directory.map(|directory| directory.applications.as_slice()).unwrap_or_default();
    let own = own.iter().map(|app| (app.app_id.0, app.display_name.as_str()));
    let known = KNOWN_APPS.iter().map(|app| (app.id.0, app.name));
    let suite = OFFICE_365_APPS.iter().map(|(id, name)| (id.0, *name));
    let called = told(workspace, tenant, AddressKind::Application).chain(own);
    let called = called.chain(known).chain(suite);
    let place = super::names::name_of(&workspace.draft, tenant);
    one_of("application", &place, called.collect(), text, None).map(AppId)
}

fn one_of(
    noun: &str,
    place: &str,
    called: Vec<(Guid, &str)>,
    text: &str,
    hint: Option<String>,
) -> Result<Guid, Trouble> {
    let text = text.trim();
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let wanted = text.to_lowercase();
    let found: BTreeSet<Guid> = called
        .iter()
        .filter(|(_, name)| !name.is_empty() && name.to_lowercase() == wanted)
        .map(|(id, _)| *id)
        .collect();
    match found.iter().copied().collect::<Vec<_>>().as_slice() {
        [one] => Ok(*one),
        [] => {
            let near = nearest(&wanted, called.iter().map(|(_, name)| *name), 3);
            let hint = hint.filter(|_| near.is_empty()).unwrap_or_else(|| did_you_mean(&near));
            Err(Trouble::bad(format!("no {noun} of {place} is called `{text}`{hint}")))
        }
        many => {
            let ids: Vec<String> = many.iter().take(TOLD_MAX).map(ToString::to_string).collect();
            Err(Trouble::bad(format!(
                "{} {noun}s of {place} are called `{text}`; name the one you mean by its id: {}{}",
                many.len(),
                ids.join(", "),
                if many.len() > TOLD_MAX { ", and more" } else { "" }
            )))
        }
    }
}
