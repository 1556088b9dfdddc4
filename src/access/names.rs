//! What an id of a tenant is called.

use std::collections::BTreeMap;

use super::membership::Directories;
use crate::domain::{AddressEntry, AppId, Guid, OFFICE_365_APPS, TenantId, known_app};

/// What an id is called, and how we know: its directory, the address book, or the published lists.
pub fn id_name(
    directories: &Directories,
    address_book: &BTreeMap<Guid, AddressEntry>,
    tenant: TenantId,
    id: Guid,
) -> Option<(String, &'static str)> {
    if let Some(directory) = directories.get(&tenant) {
        let user = directory.users.iter().find(|user| user.id.0 == id);
        let group = directory.groups.iter().find(|group| group.id.0 == id);
        let app = directory.applications.iter().find(|app| app.app_id.0 == id);
        let name = user
            .map(|user| &user.display_name)
            .or(group.map(|group| &group.display_name))
            .or(app.map(|app| &app.display_name));
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            return Some((name.clone(), "directory"));
        }
    }
    if let Some(entry) = address_book.get(&id) {
        return Some((entry.name.clone(), "address book"));
    }
    let suite = OFFICE_365_APPS.iter().find(|(app, _)| app.0 == id).map(|(_, name)| *name);
    let name = suite.or_else(|| known_app(AppId(id)).map(|known| known.name));
    name.map(|name| (name.to_owned(), "Microsoft"))
}
