//! One row, whatever it came in, and what becomes of it.

use crate::access::{Kind, LeftOut, Way};
use crate::domain::{AppId, Guid, ObjectId, TenantId};

use super::super::fault::shown;

/// What a row says; an empty text says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row<'a> {
    pub home: &'a str,
    pub resource: &'a str,
    pub user: &'a str,
    pub app: &'a str,
    pub resource_app: &'a str,
    pub access: &'a str,
    pub at: &'a str,
    /// Whether it succeeded, where that is said.
    pub success: Option<bool>,
    pub is_service: bool,
    pub upn: &'a str,
    pub user_name: &'a str,
    pub app_name: &'a str,
    pub resource_name: &'a str,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Taken {
        way: Way,
        success: bool,
        /// The row does not say by which way.
        assumed: bool,
    },
    LeftOut(LeftOut),
}

/// What `crossTenantAccessType` says.
enum Access {
    Silent,
    None,
    By(Kind),
    NotJudged,
}

/// The words are flags, and the portal writes them with spaces.
fn access(text: &str) -> Access {
    match text {
        "" => return Access::Silent,
        "none" => return Access::None,
        "b2bCollaboration" => return Access::By(Kind::Collaboration),
        "b2bDirectConnect" => return Access::By(Kind::DirectConnect),
        _ => {}
    }
    let mut kind = None;
    for word in text.split(',') {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        let one = match word.to_ascii_lowercase().as_str() {
            "none" | "" => continue,
            "b2bcollaboration" => Kind::Collaboration,
            "b2bdirectconnect" => Kind::DirectConnect,
            _ => return Access::NotJudged,
        };
        // Of two ways at once it is not known which settings judged.
        if kind.replace(one).is_some_and(|before| before != one) {
            return Access::NotJudged;
        }
    }
    kind.map_or(Access::None, Access::By)
}

/// The id, nothing where none is given; a fault where it is no id.
fn id(name: &str, text: &str) -> Result<Option<Guid>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let id: Guid =
        text.parse().map_err(|bad| format!("{bad} as `{name}`, found `{}`", shown(text)))?;
    Ok((id != Guid::default()).then_some(id))
}

impl Row<'_> {
    /// What becomes of it.
    pub fn fate(&self) -> Result<Fate, String> {
        let left_out = |reason| Ok(Fate::LeftOut(reason));
        if self.is_service {
            return left_out(LeftOut::ServicePrincipal);
        }
        let home = id("homeTenantId", self.home)?;
        let resource = id("resourceTenantId", self.resource)?;
        let (Some(home), Some(resource)) = (home, resource) else {
            return left_out(LeftOut::NoTenants);
        };
        self.between(TenantId(home), TenantId(resource))
    }

    /// The same, for a row whose tenants are known.
    pub fn between(&self, home: TenantId, resource: TenantId) -> Result<Fate, String> {
        let left_out = |reason| Ok(Fate::LeftOut(reason));
        if home == resource {
            return left_out(LeftOut::WithinTenant);
        }
        let (kind, assumed) = match access(self.access) {
            Access::By(kind) => (kind, false),
            Access::Silent => (Kind::Collaboration, true),
            Access::None => return left_out(LeftOut::WithinTenant),
            Access::NotJudged => return left_out(LeftOut::NotJudged),
        };
        let Some(user) = id("userId", self.user)? else { return left_out(LeftOut::NoUser) };
        // What is not an id here is the address of a resource, which no list can name.
        let resource_app = id("resourceId", self.resource_app).ok().flatten();
        let app = id("appId", self.app)?;
        let Some(first) = app.or(resource_app) else { return left_out(LeftOut::NoApplication) };
        let Some(success) = self.success else { return left_out(LeftOut::NoStatus) };
        let way = Way {
            home,
            resource,
            user: ObjectId(user),
            app: AppId(first),
            other_app: resource_app.filter(|other| *other != first).map(AppId),
            kind,
        };
        Ok(Fate::Taken { way, success, assumed })
    }
}
