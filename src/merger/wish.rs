//! One thing that shall be so in one tenant: whether it is, what makes it so, and whose work that
//! is.

use std::collections::BTreeSet;

use super::step::Step;
use crate::access::{Truth, name, resolve_bool, resolve_half};
use crate::domain::{
    AccessType, AllowInvitesFrom, B2b, B2bSetting, CloudEndpoint, Direction, Half, Ownership,
    ScheduleState, Setting, Subject, SyncConfiguration, TargetConfiguration, TenantId, Workspace,
};
use crate::edit::Edit;

/// What shall be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// The tenant works with another cloud.
    Cloud(CloudEndpoint),
    /// The other tenant is a partner, whatever is said about it.
    Listed,
    /// One of the five settings.
    B2b(B2b, B2bSetting),
    /// A switch.
    Switch(Setting, bool),
    /// Somebody at all may invite.
    Invitations,
    /// A configuration of synchronisation, whole.
    Configuration(Box<SyncConfiguration>),
}

/// What shall be so, where, and for which question.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The question it answers.
    pub step: Step,
    /// Whose setting it is: the tenant in which something has to be done.
    pub owner: TenantId,
    /// For whom; the default or the tenant itself where nobody is named.
    pub other: Option<TenantId>,
    /// What.
    pub want: Want,
}

/// Who can do something in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The least role.
    pub role: &'static str,
    /// The licence it needs, or nothing.
    pub licence: &'static str,
    /// Where in the admin center.
    pub page: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

const OVERVIEW: &str = "MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md";
const SYNC: &str = "MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md";
const CLOUDS: &str = "MicrosoftDocs/entra-docs:docs/external-id/cross-cloud-settings.md";
const AUTHORIZATION: &str = "microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/authorizationpolicy-update.md";
const SECURITY: &str = "Security Administrator";
/// What it takes to make or change a configuration.
pub(super) const CONFIGURE: Duty = Duty {
    role: "Hybrid Identity Administrator",
    licence: "Entra ID P1 for every user who is synchronised; Governance or Suite across clouds and for groups",
    page: "External Identities › Cross-tenant synchronization › Configurations",
    source: SYNC,
};

/// What it takes to assign people, or to delete a configuration.
pub(super) const ASSIGN: Duty = Duty {
    role: "Cloud Application Administrator or Application Administrator",
    page: "External Identities › Cross-tenant synchronization › Configurations › Users and groups",
    ..CONFIGURE
};

const ACCESS_PAGE: &str = "External Identities › Cross-tenant access settings";
const P1_LISTS: &str =
    "Entra ID P1 where single users, groups or applications are named; none otherwise (inferred)";

impl Want {
    /// Who does it, with what licence, and where.
    pub fn duty(&self) -> Duty {
        let access = |licence, page| Duty { role: SECURITY, licence, page, source: OVERVIEW };
        match self {
            Want::Cloud(_) => Duty {
                source: CLOUDS,
                ..access(
                    "",
                    "External Identities › Cross-tenant access settings › Microsoft cloud settings",
                )
            },
            Want::Listed => access("", ACCESS_PAGE),
            Want::B2b(setting, value) => {
                let halves = Half::BOTH.map(|half| value.half(half));
                let all = halves.iter().flatten().all(|list| list.is_all());
                let shuts = halves.iter().flatten().all(|list| list.blocks_all());
                let direct =
                    matches!(setting, B2b::DirectConnectInbound | B2b::DirectConnectOutbound);
                let licence = match () {
                    () if shuts => "",
                    () if direct => "Entra ID P1 on both sides",
                    () if all => "",
                    () => P1_LISTS,
                };
                access(licence, ACCESS_PAGE)
            }
            Want::Switch(Setting::Sync(_), _) => Duty {
                role: SECURITY,
                licence: "none for the synchronisation itself by one page, Entra ID P1 or P2 by another",
                page: "External Identities › Cross-tenant access settings › Organizational settings › Inbound access › Cross-tenant sync",
                source: SYNC,
            },
            Want::Switch(Setting::Consent(_), _) => Duty {
                role: SECURITY,
                licence: "Entra ID P1: without it the box is greyed out",
                page: "External Identities › Cross-tenant access settings › Organizational settings › Trust settings",
                source: SYNC,
            },
            Want::Switch(..) => access(
                "Entra ID P1",
                "External Identities › Cross-tenant access settings › Organizational settings › Inbound access › Trust settings",
            ),
            Want::Invitations => Duty {
                role: "Privileged Role Administrator",
                licence: "",
                page: "External Identities › External collaboration settings › Guest invite settings",
                source: AUTHORIZATION,
            },
            Want::Configuration(_) => Duty {
                role: "Hybrid Identity Administrator, and Cloud Application Administrator to assign people",
                ..CONFIGURE
            },
        }
    }

    /// Graph's property, as a person would look for it.
    pub fn setting(&self) -> &'static str {
        match self {
            Want::Cloud(_) => "allowedCloudEndpoints",
            Want::Listed => "partners",
            Want::B2b(setting, _) => setting.property(),
            Want::Switch(setting, _) => setting.row().path,
            Want::Invitations => "allowInvitesFrom",
            Want::Configuration(_) => "synchronizationJob",
        }
    }
}

impl Wish {
    /// For whom it is said.
    pub fn subject(&self) -> Subject {
        self.other.map_or(Subject::Default, Subject::Partner)
    }

    /// Whether it is so. What is not in the workspace is not known.
    pub fn is_met(&self, workspace: &Workspace) -> Truth {
        let Workspace { draft, .. } = workspace;
        match &self.want {
            Want::Configuration(wanted) => {
                let same = |held: &&std::sync::Arc<SyncConfiguration>| {
                    held.source == wanted.source && held.target == wanted.target
                };
                let held = workspace
                    .synchronizations
                    .values()
                    .find(|held| held.id == wanted.id || same(held));
                match held {
                    Some(held) => (held.as_ref() == wanted.as_ref()).into(),
                    // What another administration has is not known until it is told.
                    None if self.is_ours(workspace) => Truth::No,
                    None => Truth::Unknown,
                }
            }
            Want::Invitations => {
                let tenant = draft.tenant(self.owner).and_then(|tenant| tenant.external.as_deref());
                let authorization = tenant.and_then(|external| external.authorization.as_ref());
                match authorization.and_then(|policy| policy.allow_invites_from.as_ref()) {
                    None | Some(AllowInvitesFrom::Other(_)) => Truth::Unknown,
                    Some(AllowInvitesFrom::None) => Truth::No,
                    Some(_) => Truth::Yes,
                }
            }
            Want::Cloud(endpoint) => draft.policy(self.owner).map_or(Truth::Unknown, |policy| {
                policy.allowed_cloud_endpoints.contains(endpoint).into()
            }),
            Want::Listed => draft.policy(self.owner).map_or(Truth::Unknown, |policy| {
                self.other.is_none_or(|other| policy.partners.contains_key(&other)).into()
            }),
            Want::B2b(setting, wanted) => {
                draft.policy(self.owner).map_or(Truth::Unknown, |policy| {
                    Half::BOTH
                        .iter()
                        .all(|half| {
                            let held = resolve_half(policy, self.subject(), *setting, *half);
                            match (held, wanted.half(*half)) {
                                (Some(held), Some(wanted)) => means_the_same(held.value, wanted),
                                (_, None) => true,
                                (None, Some(_)) => false,
                            }
                        })
                        .into()
                })
            }
            Want::Switch(setting, wanted) => {
                draft.policy(self.owner).map_or(Truth::Unknown, |policy| {
                    resolve_bool(policy, self.subject(), *setting)
                        .is_some_and(|held| held.value == *wanted)
                        .into()
                })
            }
        }
    }

    /// Whether somebody has to be told, given whether it is met. That something is off which nobody
    /// knows to be on is not asked of anybody: off is how tenants start.
    pub fn is_open(&self, met: Truth) -> bool {
        match met {
            Truth::Yes => false,
            Truth::No => true,
            Truth::Unknown => !matches!(self.want, Want::Switch(_, false)),
        }
    }

    /// Whether the tenant in which it has to be done is ours.
    pub fn is_ours(&self, workspace: &Workspace) -> bool {
        let tenant = workspace.draft.tenant(self.owner);
        tenant.is_some_and(|tenant| tenant.ownership == Ownership::Ours)
    }

    /// What makes it so; a partner that it is said about must be there.
    pub fn edit(&self, workspace: &Workspace) -> Option<Edit> {
        let (owner, subject) = (self.owner, self.subject());
        Some(match &self.want {
            Want::Cloud(endpoint) => {
                let held =
                    workspace.draft.policy(owner).map(|policy| &policy.allowed_cloud_endpoints);
                let mut endpoints = held.cloned().unwrap_or_default();
                endpoints.push(endpoint.clone());
                Edit::CloudEndpoints { owner, endpoints }
            }
            Want::Listed => return None,
            Want::B2b(setting, value) => {
                Edit::B2b { owner, subject, setting: *setting, value: Some(value.clone()) }
            }
            Want::Switch(setting, value) => {
                Edit::Switch { owner, subject, setting: *setting, value: Some(*value) }
            }
            Want::Invitations => {
                Edit::InvitesFrom { owner, value: AllowInvitesFrom::AdminsAndGuestInviters }
            }
            Want::Configuration(wanted) => {
                Edit::Synchronization { id: wanted.id, configuration: Some(wanted.clone()) }
            }
        })
    }

    /// What shall be so, in words that name no tenant but those the setting is about.
    pub fn words(&self, workspace: &Workspace) -> String {
        let other = self
            .other
            .map_or_else(|| "everybody else".to_owned(), |other| name(&workspace.draft, other));
        match &self.want {
            Want::Cloud(endpoint) => format!("works with the cloud {}", endpoint.word()),
            Want::Listed => format!("{other} is a partner, added by its tenant id"),
            Want::B2b(setting, value) => {
                let way = match setting.people_are() {
                    Direction::Inbound => "from",
                    Direction::Outbound => "to",
                };
                format!("{} {way} {other}: {}", setting.title(), value_words(value))
            }
            Want::Switch(setting, value) => {
                let state = if *value { "on" } else { "off" };
                format!("{} for {other}: {state}", setting.row().title)
            }
            Want::Invitations => "administrators and guest inviters may invite".to_owned(),
            Want::Configuration(wanted) => configuration_words(wanted),
        }
    }
}

/// Two halves that let the same through, in whatever order they name it.
fn means_the_same(held: &TargetConfiguration, wanted: &TargetConfiguration) -> bool {
    let set = |list: &TargetConfiguration| -> BTreeSet<(String, String)> {
        let targets = list.targets.iter();
        targets.map(|one| (one.value.text(), one.kind.word().to_owned())).collect()
    };
    held.access == wanted.access && set(held) == set(wanted)
}

fn value_words(value: &B2bSetting) -> String {
    let words = Half::BOTH.map(|half| {
        value.half(half).map_or_else(
            || "unsaid".to_owned(),
            |list| {
                let noun = match half {
                    Half::UsersAndGroups => "users",
                    Half::Applications => "applications",
                };
                let verb = if list.access == AccessType::Blocked { "blocked" } else { "allowed" };
                if list.is_all() {
                    format!("all {noun} {verb}")
                } else {
                    let (_, words) = crate::access::half_words(&TargetConfiguration {
                        access: AccessType::Allowed,
                        ..list.clone()
                    });
                    format!("{words} {verb}")
                }
            },
        )
    });
    words.join(", ")
}

fn configuration_words(wanted: &SyncConfiguration) -> String {
    let who = match (wanted.sync_all, wanted.assigned.len()) {
        (true, _) => "everyone".to_owned(),
        (false, 1) => "1 assigned user or group".to_owned(),
        (false, count) => format!("{count} assigned users and groups"),
    };
    let users = wanted.users();
    let clauses: usize = users
        .and_then(|users| users.scope.as_ref())
        .map_or(0, |scope| scope.groups.iter().map(|group| group.clauses.len()).sum());
    let filter = match clauses {
        0 => String::new(),
        1 => ", a filter of 1 clause".to_owned(),
        more => format!(", a filter of {more} clauses"),
    };
    let rows = users.map_or(0, |users| users.attribute_mappings.len());
    let leave = users.is_none_or(|users| users.does(crate::domain::ObjectAction::Delete));
    let leavers = if leave { "leavers soft-deleted" } else { "leavers kept" };
    let state = match wanted.schedule_state {
        Some(ScheduleState::Active) => "switched on",
        _ => "not switched on",
    };
    format!(
        "synchronisation {}: {who}{filter}, {rows} attributes, {leavers}, {state}",
        wanted.display_name
    )
}
