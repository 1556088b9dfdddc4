//! The nouns: tenants and what each says about the others. Plain data, no input or output.
//!
//! Absence is always spelled `Option`, and in a [`Configuration`] it has one meaning: *this layer
//! says nothing, the layer below holds*. Who then speaks is decided in one place only,
//! [`crate::access::resolve_half`] and its siblings.
//!
//! Every record carries an [`Extra`]: the members of a Graph object that this program does not
//! know. They survive import, edit, save and export, because a service adds properties faster than
//! any tool learns them.

mod conditional_access;
mod directory;
mod external;
mod extra;
mod id;
mod known;
mod policy;
mod service_default;
mod setting;
mod synchronization;
mod target;
mod tenant;
mod words;
mod workspace;

pub use conditional_access::{
    AuthenticationStrength, ConditionalAccess, ConditionalAccessPolicy, ExternalPeople,
    ExternalTenants, GrantControl, GrantControls, GrantOperator, PolicyApplications,
    PolicyConditions, PolicyState, PolicyUsers, SessionControls,
};
pub use directory::{Application, Directory, Group, Person};
pub use external::{
    AllowInvitesFrom, AuthorizationPolicy, B2bManagementPolicy, DOMAIN_LIST_CHARACTERS_MAX,
    DomainList, ExternalCollaboration, GuestLevel, InvitationsPolicy,
};
pub use extra::{Extra, Json};
pub use id::{AppId, Guid, ObjectId, TenantId};
pub use known::{KNOWN_APPS, MICROSOFT_TENANTS, OFFICE_365_APPS, is_office_365, known_app};
pub use policy::{
    AutomaticUserConsent, B2bSetting, Configuration, CrossTenantAccessPolicy, DefaultConfiguration,
    FallbackIdentityProvider, IdentityProvider, IdentitySynchronization, InboundTrust, Partner,
    RedemptionOrder, SyncInbound,
};
pub use service_default::{service_default, service_redemption_order};
pub use setting::{B2b, Claim, Direction, Half, SETTINGS, Setting, SyncKind};
pub use synchronization::{
    AttributeMapping, DELETION_THRESHOLD_DEFAULT, FilterClause, FilterGroup, FilterOperand,
    FlowType, MappingSource, ObjectAction, ObjectMapping, ScheduleState, SourceType,
    SyncConfiguration, SyncFilter, SyncNotification, SyncObserved, SyncRule, SyncSchema,
};
pub use target::{
    AccessType, MICROSOFT_ACCOUNTS_TENANT, Target, TargetConfiguration, TargetType, TargetValue,
};
pub use tenant::{Cloud, CloudEndpoint, DomainName, Ownership, Tenant, TenantDomain};
pub use workspace::{AddressEntry, AddressKind, Estate, Note, Observed, Subject, Workspace};
