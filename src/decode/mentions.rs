//! Who and what a message names: ids, addresses and quoted names that the workspace knows.

use std::collections::BTreeSet;

use crate::access::{Directories, Kind, Question};
use crate::domain::{
    AddressKind, AppId, DomainName, Guid, ObjectId, TenantId, Workspace, is_office_365, known_app,
};

/// The parts of a question that a message names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// The tenant that owns the account.
    pub home: Option<TenantId>,
    /// The user in it.
    pub user: Option<ObjectId>,
    /// The tenant that holds the application.
    pub resource: Option<TenantId>,
    /// The application.
    pub app: Option<AppId>,
    /// The tenant whose network tags the request, where the code speaks of it.
    pub network: Option<TenantId>,
    /// The way somebody came, as far as the code tells.
    pub kind: Kind,
    /// A tenant whose part is not told.
    pub(super) loose: Option<TenantId>,
}

impl Named {
    /// Two tenants, and nobody in particular.
    pub fn between(home: TenantId, resource: TenantId) -> Self {
        Named { home: Some(home), resource: Some(resource), ..Named::default() }
    }

    /// The question, once both tenants and the application are known. Who is not named is somebody
    /// whom no list names.
    pub fn question(&self) -> Option<Question> {
        Some(Question {
            home: self.home?,
            resource: self.resource?,
            user: self.user.unwrap_or_default(),
            groups: self.user.is_none().then(BTreeSet::new),
            app: self.app?,
            kind: self.kind,
            network: self.network,
            ..Question::default()
        })
    }
}

/// The issuer of tokens: what follows is the home tenant's id.
const ISSUER: &str = "sts.windows.net/";

pub(super) fn find(text: &str, workspace: &Workspace, directories: &Directories) -> Named {
    let mut named = Named::default();
    if let Some((_, rest)) = text.split_once(ISSUER) {
        let id = rest.get(..36).and_then(|id| id.parse().ok());
        named.home = id;
    }
    for id in guids(text) {
        guid(id, workspace, directories, &mut named);
    }
    let word = |c: char| !(c.is_alphanumeric() || "@._-+#'".contains(c));
    for address in text.split(word).map(|word| word.trim_matches(['\'', '.'])) {
        if let Some((_, domain)) = address.rsplit_once('@') {
            person(address, domain, workspace, directories, &mut named);
        }
    }
    for quoted in text.split(['\'', '"', '‘', '’', '“', '”']) {
        tenant_name(quoted.trim(), workspace, &mut named);
    }
    named
}

/// Every id in a text, in order.
fn guids(text: &str) -> Vec<Guid> {
    text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'))
        .filter(|word| word.len() == 36)
        .filter_map(|word| word.parse().ok())
        .collect()
}

fn guid(id: Guid, workspace: &Workspace, directories: &Directories, named: &mut Named) {
    let tenant = TenantId(id);
    if workspace.draft.tenant(tenant).is_some() {
        if named.home != Some(tenant) {
            named.loose.get_or_insert(tenant);
        }
        return;
    }
    for (owner, directory) in directories {
        if directory.users.iter().any(|user| user.id.0 == id) {
            named.home.get_or_insert(*owner);
            named.user.get_or_insert(ObjectId(id));
        }
        if directory.applications.iter().any(|app| app.app_id.0 == id) {
            named.app.get_or_insert(AppId(id));
        }
    }
    if known_app(AppId(id)).is_some() || is_office_365(AppId(id)) {
        named.app.get_or_insert(AppId(id));
    }
    if let Some(entry) = workspace.address_book.get(&id) {
        match entry.kind {
            AddressKind::User => {
                named.home.get_or_insert(entry.tenant);
                named.user.get_or_insert(ObjectId(id));
            }
            AddressKind::Application => {
                named.app.get_or_insert(AppId(id));
            }
            AddressKind::Group => {}
        }
    }
}

fn person(
    address: &str,
    domain: &str,
    workspace: &Workspace,
    directories: &Directories,
    named: &mut Named,
) {
    let domain = DomainName::observed(domain);
    let tenants = workspace.draft.tenants.values();
    let holder =
        tenants.into_iter().find(|tenant| tenant.domains.iter().any(|held| held.name == domain));
    if let Some(holder) = holder {
        named.home.get_or_insert(holder.id);
    }
    for (owner, directory) in directories {
        // A sign-in name belongs to whoever holds its domain, where that is known.
        if holder.is_some_and(|holder| holder.id != *owner) {
            continue;
        }
        let same = |name: &str| name.eq_ignore_ascii_case(address);
        if let Some(user) = directory.users.iter().find(|user| same(&user.user_principal_name)) {
            named.home.get_or_insert(*owner);
            named.user.get_or_insert(user.id);
        }
    }
}

fn tenant_name(quoted: &str, workspace: &Workspace, named: &mut Named) {
    let mut called =
        workspace.draft.tenants.values().filter(|tenant| {
            !quoted.is_empty() && tenant.display_name.eq_ignore_ascii_case(quoted)
        });
    // Of two tenants of one name nobody knows which is meant.
    if let (Some(tenant), None) = (called.next(), called.next())
        && named.home != Some(tenant.id)
    {
        named.loose.get_or_insert(tenant.id);
    }
}
