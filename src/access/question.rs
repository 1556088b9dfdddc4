//! What is asked: can this person of that tenant do this here?

use std::collections::BTreeSet;

use crate::domain::{AppId, Claim, ObjectId, TenantId};

/// By which of the two ways somebody comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// B2B collaboration: a guest object stands in the resource tenant.
    #[default]
    Collaboration,
    /// B2B direct connect: no guest object; Teams shared channels only.
    DirectConnect,
}

impl Kind {
    /// Both ways.
    pub const ALL: [Kind; 2] = [Kind::Collaboration, Kind::DirectConnect];

    /// The word in answers and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Collaboration => "collaboration",
            Kind::DirectConnect => "direct-connect",
        }
    }
}

/// How far somebody has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// A guest who has redeemed signs in; for direct connect, anybody.
    #[default]
    SignIn,
    /// Somebody is to be invited.
    Invitation,
    /// Cross-tenant synchronisation is to create the account, which then signs in.
    Synchronisation,
    /// Somebody signs up by a user flow, and then signs in.
    SignUp,
}

impl Stage {
    /// All stages.
    pub const ALL: [Stage; 4] =
        [Stage::SignIn, Stage::Invitation, Stage::Synchronisation, Stage::SignUp];

    /// The word in questions and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Stage::SignIn => "signIn",
            Stage::Invitation => "invitation",
            Stage::Synchronisation => "synchronisation",
            Stage::SignUp => "signUp",
        }
    }
}

/// What is known of the directory roles of whoever invites; directories do not carry them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InviterRole {
    /// Holds Global Administrator, User Administrator or Guest Inviter.
    Entitled,
    /// Holds none of them.
    Plain,
}

/// Who vouches for the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// The home tenant, an Entra organisation.
    #[default]
    Entra,
    /// Somebody else: a social account, a one-time passcode, SAML or WS-Fed. There is no home tenant
    /// then, and whatever stands as one is not looked at.
    Other,
}

impl Identity {
    /// Both.
    pub const ALL: [Identity; 2] = [Identity::Entra, Identity::Other];

    /// The word in questions and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Identity::Entra => "entra",
            Identity::Other => "other",
        }
    }
}

/// One question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The tenant that owns the account.
    pub home: TenantId,
    /// The user, by object id in the home tenant.
    pub user: ObjectId,
    /// The user's groups in the home tenant; `None` means: look them up in its directory.
    pub groups: Option<BTreeSet<ObjectId>>,
    /// The tenant that holds the application.
    pub resource: TenantId,
    /// The application.
    pub app: AppId,
    /// The other id of the same request, where client and resource differ.
    pub other_app: Option<AppId>,
    /// The way.
    pub kind: Kind,
    /// How far.
    pub stage: Stage,
    /// Who invites, by object id in the resource tenant.
    pub inviter: Option<ObjectId>,
    /// What is known of the inviter's roles.
    pub inviter_role: Option<InviterRole>,
    /// The mail address that is invited.
    pub address: Option<String>,
    /// Who vouches for the person.
    pub identity: Identity,
    /// The tenant whose restrictions tag the request; `None` where nothing tags it, and then none are
    /// applied.
    pub network: Option<TenantId>,
    /// What the session can prove: MFA and device claims from the home tenant.
    pub has: BTreeSet<Claim>,
}

impl Question {
    /// The ids the request carries.
    pub fn apps(&self) -> impl Iterator<Item = AppId> + '_ {
        std::iter::once(self.app).chain(self.other_app)
    }
}
