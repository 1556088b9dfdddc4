//! What was answered, as plain data that a consultant can keep beside the workspace.
//!
//! A question that was not answered is `None` and is left alone; an answer is meant whole: what it
//! says is what shall be so, and what it leaves out shall not.

use serde::{Deserialize, Serialize};

use super::codec::text;
use crate::domain::{Cloud, Guid, ObjectId, Tenant, TenantId, Workspace};

/// All answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answers {
    /// Who takes part, in the order they were named.
    pub tenants: Vec<Member>,
    /// Whose people go where.
    pub topology: Option<Topology>,
    /// Who may be a guest, and in which applications.
    pub collaboration: Option<Collaboration>,
    /// Whether Teams shared channels are opened.
    pub direct_connect: Option<bool>,
    /// Whose accounts are synchronised.
    pub sync: Option<Vec<Source>>,
    /// Which attributes travel.
    pub attributes: Option<Attributes>,
    /// What becomes of leavers, and what stops a job.
    pub leavers: Option<Leavers>,
    /// Whether the consent prompt is hidden.
    pub redemption: Option<bool>,
    /// Whose proof counts.
    pub trust: Option<Trust>,
    /// What the defaults stop for everybody else.
    pub closed: Option<Closed>,
    /// The question that is looked at, by its word: so that whoever comes back is where they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A tenant that takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Member {
    /// Its id.
    #[serde(with = "text")]
    pub id: TenantId,
    /// Its name when the answer was given.
    #[serde(default)]
    pub name: String,
    /// Its cloud, where the workspace does not know the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud: Option<String>,
    /// Whether we administer it. What is not ours is asked of its administrators.
    #[serde(default)]
    pub ours: bool,
}

impl Member {
    /// A tenant of a workspace.
    pub fn of(tenant: &Tenant) -> Self {
        let ours = tenant.ownership == crate::domain::Ownership::Ours;
        Member { id: tenant.id, name: tenant.display_name.clone(), cloud: None, ours }
    }

    /// Its cloud as told here.
    pub fn told_cloud(&self) -> Cloud {
        self.cloud.as_deref().map_or(Cloud::Global, Cloud::parse)
    }
}

/// Which pairs of tenants have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[serde(tag = "shape")]
pub enum Topology {
    /// People of one go to the other, and not back.
    OneWay {
        /// Whose people go.
        #[serde(with = "text")]
        home: TenantId,
        /// Where to.
        #[serde(with = "text")]
        resource: TenantId,
    },
    /// Two tenants, each other's people.
    BothWays,
    /// One in the middle, and nothing among the others.
    Hub {
        /// The one.
        #[serde(with = "text")]
        centre: TenantId,
        /// Which way people go, seen from the middle.
        ways: Ways,
    },
    /// Everybody everywhere.
    FullMesh,
}

/// Which way people go between the middle of a hub and the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ways {
    /// Into the middle: an application hub.
    In,
    /// Out of it: a user hub.
    Out,
    /// Both.
    Both,
}

/// Something with an id in the tenant it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Named {
    /// Its id: an object id, or the client id of an application.
    #[serde(with = "text")]
    pub id: Guid,
    /// Its name when the answer was given, so that a reader need not look it up.
    #[serde(default)]
    pub name: String,
    /// Whether it is a user; a group otherwise. Means nothing for applications.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub user: bool,
}

impl Named {
    /// As a user or group.
    pub fn object(&self) -> ObjectId {
        ObjectId(self.id)
    }
}

/// Who may be a guest, and where. A tenant that is not named sends everybody and opens everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Collaboration {
    /// The people of a home tenant.
    #[serde(default)]
    pub people: Vec<People>,
    /// The applications of a resource tenant.
    #[serde(default)]
    pub apps: Vec<Apps>,
}

/// Who of a tenant may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct People {
    /// The home tenant.
    #[serde(with = "text")]
    pub tenant: TenantId,
    /// Only these users and groups.
    pub only: Vec<Named>,
}

/// Which applications of a tenant are opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Apps {
    /// The resource tenant.
    #[serde(with = "text")]
    pub tenant: TenantId,
    /// The Office 365 suite.
    #[serde(default)]
    pub office365: bool,
    /// These applications, by client id.
    #[serde(default)]
    pub only: Vec<Named>,
}

/// Whose accounts one tenant sends. A tenant that is not named sends nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// The tenant that pushes.
    #[serde(with = "text")]
    pub tenant: TenantId,
    /// Everyone, whether assigned or not.
    #[serde(default)]
    pub everyone: bool,
    /// Otherwise these users and groups, which are assigned.
    #[serde(default)]
    pub assigned: Vec<Named>,
    /// Of those, who meets all of this; empty for no filter.
    #[serde(default)]
    pub rule: Vec<Clause>,
}

/// One condition of a scoping filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clause {
    /// The attribute of the source.
    pub attribute: String,
    /// The operator, as the service writes it.
    pub operator: String,
    /// What it is held against.
    #[serde(default)]
    pub values: Vec<String>,
}

/// Which attributes travel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attributes {
    /// Only these of the target, besides what an account cannot be without; `None` for all that the
    /// template has.
    #[serde(default)]
    pub only: Option<Vec<String>>,
    /// Accounts are made as guests, not as members.
    #[serde(default)]
    pub as_guests: bool,
}

/// What becomes of people who leave the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leavers {
    /// They are soft-deleted in the target; kept there otherwise.
    pub deprovision: bool,
    /// Deletions of one cycle that stop the job; `None` when nothing does.
    pub threshold: Option<u64>,
    /// The job is switched on. A job that runs is never switched off by an answer.
    #[serde(default)]
    pub start: bool,
}

/// Whose proof counts: claims of each home tenant in each resource tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trust {
    /// Multifactor authentication.
    pub mfa: bool,
    /// Compliant devices.
    pub compliant: bool,
    /// Hybrid joined devices.
    pub hybrid: bool,
}

/// What the default of each tenant stops for everybody who is not part of this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Closed {
    /// Nobody else comes in, as a guest or by direct connect.
    pub inbound: bool,
    /// Our people go nowhere else.
    pub outbound: bool,
    /// The same is asked of tenants that are not ours; their defaults are left to them otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub theirs: bool,
}

impl Answers {
    /// Nothing answered but who takes part.
    pub fn blank(tenants: Vec<Member>) -> Self {
        Answers { tenants, ..Answers::default() }
    }

    /// What most mergers want: everybody of both, shared channels, MFA and compliant devices
    /// trusted, no second prompt. Nobody is synchronised, and the defaults stay as they are: to
    /// shut them shuts out partners who have no part in this.
    pub fn recommended(tenants: Vec<Member>, topology: Topology) -> Self {
        Answers {
            tenants,
            topology: Some(topology),
            collaboration: Some(Collaboration::default()),
            direct_connect: Some(true),
            sync: Some(Vec::new()),
            attributes: None,
            leavers: None,
            redemption: Some(true),
            trust: Some(Trust { mfa: true, compliant: true, hybrid: false }),
            closed: Some(Closed::default()),
            at: None,
        }
    }

    /// Ordered pairs `(home, resource)`: whose people go where. A pair stands once, and nobody is
    /// paired with itself, whatever the answers say.
    pub fn pairs(&self) -> Vec<(TenantId, TenantId)> {
        let ids: std::collections::BTreeSet<TenantId> =
            self.tenants.iter().map(|member| member.id).collect();
        let all = || ids.iter().flat_map(|a| ids.iter().map(|b| (*a, *b)));
        let keep: Vec<_> = match self.topology {
            None => Vec::new(),
            Some(Topology::OneWay { home, resource }) => {
                all().filter(|pair| *pair == (home, resource)).collect()
            }
            Some(Topology::BothWays | Topology::FullMesh) => all().collect(),
            Some(Topology::Hub { centre, ways }) => all()
                .filter(|(home, resource)| match ways {
                    Ways::In => *resource == centre,
                    Ways::Out => *home == centre,
                    Ways::Both => *home == centre || *resource == centre,
                })
                .collect(),
        };
        keep.into_iter().filter(|(home, resource)| home != resource).collect()
    }

    /// Whose defaults the answer about everybody else is about.
    pub fn closing(&self) -> impl Iterator<Item = TenantId> {
        let theirs = self.closed.is_some_and(|closed| closed.theirs);
        let is_meant = move |one: &&Member| one.ours || theirs;
        self.tenants.iter().filter(is_meant).map(|one| one.id)
    }

    /// What one tenant sends, where it sends anybody.
    pub fn source(&self, tenant: TenantId) -> Option<&Source> {
        self.sync.as_ref()?.iter().find(|source| source.tenant == tenant)
    }

    /// A tenant that takes part.
    pub fn member(&self, id: TenantId) -> Option<&Member> {
        self.tenants.iter().find(|member| member.id == id)
    }

    /// Why these are not answers about a workspace, or nothing where they are. Answers belong to
    /// every workspace that administers the tenants which they say are ours.
    pub fn foreign(&self, workspace: &Workspace) -> Option<String> {
        let ours = |id| {
            let tenant = workspace.draft.tenant(id);
            tenant.is_some_and(|tenant| tenant.ownership == crate::domain::Ownership::Ours)
        };
        let strange = self.tenants.iter().find(|member| member.ours && !ours(member.id))?;
        Some(format!(
            "these answers belong to another workspace: they configure {} ({}), which is not administered here",
            if strange.name.is_empty() { "a tenant" } else { &strange.name },
            strange.id
        ))
    }
}
