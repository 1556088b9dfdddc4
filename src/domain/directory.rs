use super::{AppId, ObjectId, TenantId};

/// A user as the pickers and lists need it. The whole Graph object stays on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Object id in its own tenant.
    pub id: ObjectId,
    /// Name shown to people.
    pub display_name: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// `Member`, `Guest`, or empty when the source does not say.
    pub user_type: String,
    /// Department, or empty.
    pub department: String,
}

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Object id in its own tenant.
    pub id: ObjectId,
    /// Name shown to people.
    pub display_name: String,
    /// Direct members; `None` when membership has not been imported.
    pub members: Option<Vec<ObjectId>>,
}

/// An application of the tenant (a service principal, by client id).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Application {
    /// Client id, which is what policies name.
    pub app_id: AppId,
    /// Name shown to people.
    pub display_name: String,
    /// The tenant that registered it, where it was told (`appOwnerOrganizationId`).
    pub owner: Option<TenantId>,
}

/// The directory of one tenant, as far as it was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Users, in the order of the export.
    pub users: Vec<Person>,
    /// Groups, in the order of the export.
    pub groups: Vec<Group>,
    /// Applications, in the order of the export.
    pub applications: Vec<Application>,
}

impl Directory {
    /// Whether nothing was imported.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.groups.is_empty() && self.applications.is_empty()
    }
}
