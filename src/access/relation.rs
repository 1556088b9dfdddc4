//! How one tenant stands to another, at a glance: what people of the one may do in the other,
//! whoever they are.

use super::cloud;
use super::gate::{Scene, inbound, outbound};
use super::membership::Directories;
use super::question::{Kind, Question};
use super::resolve::resolve_bool;
use super::rule::Truth;
use super::summary::{Sign, b2b_standing};
use super::trace::Outcome;
use crate::domain::{Claim, Direction, Estate, Setting, Subject, SyncKind, TenantId};

/// What two sides say together, and what those say that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// Both; not known where one is not known and the other does not shut it.
    pub whole: Sign,
    /// As far as it is known; not known where neither is.
    pub known: Sign,
}

impl Together {
    /// What one side says alone, which is all there is to say.
    fn one(sign: Sign) -> Self {
        Together { whole: sign, known: sign }
    }
}

/// One side of what two tenants have with each other: people of the home tenant, in the resource
/// tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// B2B collaboration: both sides and the clouds together.
    pub collaboration: Together,
    /// B2B direct connect, likewise.
    pub direct_connect: Together,
    /// Whether the resource tenant trusts MFA, compliant and hybrid joined devices of the home tenant.
    pub trust: [Truth; 3],
    /// Whether the resource tenant lets users be synchronised in.
    pub sync: Truth,
    /// Automatic redemption: outbound in the home tenant, inbound in the resource tenant. The prompt
    /// is hidden with both.
    pub redemption: [Truth; 2],
}

impl Relation {
    /// The relation of two tenants in an estate.
    pub fn of(estate: &Estate, home: TenantId, resource: TenantId) -> Self {
        let switch = |owner, other, setting| match estate.policy(owner) {
            None => Truth::Unknown,
            Some(policy) => resolve_bool(policy, Subject::Partner(other), setting)
                .is_some_and(|found| found.value)
                .into(),
        };
        Relation {
            collaboration: open(estate, home, resource, Kind::Collaboration),
            direct_connect: open(estate, home, resource, Kind::DirectConnect),
            trust: Claim::ALL.map(|claim| switch(resource, home, Setting::Trust(claim))),
            sync: switch(resource, home, Setting::Sync(SyncKind::Users)),
            redemption: [
                switch(home, resource, Setting::Consent(Direction::Outbound)),
                switch(resource, home, Setting::Consent(Direction::Inbound)),
            ],
        }
    }

    /// Trust in one sign: all claims, some, none.
    pub fn trust_sign(&self) -> Together {
        let [mfa, compliant, hybrid] = self.trust;
        Together::one(match (mfa.and(compliant).and(hybrid), mfa.or(compliant).or(hybrid)) {
            (Truth::Yes, _) => Sign::Allow,
            (_, Truth::Yes) => Sign::List,
            (_, Truth::No) => Sign::Block,
            (_, Truth::Unknown) => Sign::Unknown,
        })
    }

    /// Automatic redemption in one sign: hidden, one side only, shown.
    pub fn redemption_sign(&self) -> Together {
        let [home, resource] = self.redemption;
        let any = home.or(resource) == Truth::Yes;
        match home.and(resource) {
            Truth::Yes => Together::one(Sign::Allow),
            Truth::No if any => Together::one(Sign::List),
            Truth::No => Together::one(Sign::Block),
            Truth::Unknown => Together {
                whole: Sign::Unknown,
                known: if any { Sign::List } else { Sign::Unknown },
            },
        }
    }

    /// Synchronisation in one sign: works, is let in but lacks automatic redemption, is not let in.
    pub fn sync_sign(&self) -> Together {
        let [home, resource] = self.redemption;
        match (self.sync, home.and(resource)) {
            (Truth::No, _) => Together::one(Sign::Block),
            (Truth::Unknown, _) => Together::one(Sign::Unknown),
            (Truth::Yes, Truth::Yes) => Together::one(Sign::Allow),
            (Truth::Yes, Truth::No) => Together::one(Sign::List),
            // Nothing lacks on this side; the other is not known.
            (Truth::Yes, Truth::Unknown) => Together { whole: Sign::Unknown, known: Sign::Allow },
        }
    }
}

/// Both sides in one sign. One that is shut shuts it, whatever the other says.
fn open(estate: &Estate, home: TenantId, resource: TenantId, kind: Kind) -> Together {
    let side = |owner, other, setting| match estate.policy(owner) {
        Some(policy) => b2b_standing(policy, Subject::Partner(other), setting).0,
        None => Sign::Unknown,
    };
    let out = side(home, resource, outbound(kind));
    let into = side(resource, home, inbound(kind));
    let question = Question { home, resource, kind, ..Question::default() };
    let directories = Directories::new();
    let scene = Scene::of(estate, &directories, &question);
    let clouds = cloud::gates(&scene).into_iter().map(|line| match line.outcome {
        Outcome::Pass | Outcome::Step | Outcome::NotReached => Sign::Allow,
        Outcome::Block => Sign::Block,
        Outcome::Unknown => Sign::Unknown,
    });
    let rank = |sign: &Sign| match sign {
        Sign::Allow => 0,
        Sign::List => 1,
        Sign::Absent | Sign::Unknown => 2,
        Sign::Block => 3,
    };
    let all: Vec<Sign> = clouds.chain([out, into]).collect();
    let worst = |signs: &mut dyn Iterator<Item = Sign>| signs.max_by_key(rank);
    let known = worst(&mut all.iter().copied().filter(|sign| *sign != Sign::Unknown));
    Together {
        whole: worst(&mut all.iter().copied()).unwrap_or(Sign::Unknown),
        known: known.unwrap_or(Sign::Unknown),
    }
}
