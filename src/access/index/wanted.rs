//! What Conditional Access wants of whoever comes from one tenant to one application. It depends on
//! the person only where policies name people, so it is asked once and kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;

use crate::access::brief::Steps;
use crate::access::conditional;
use crate::access::gate::Scene;
use crate::access::question::{Kind, Question};
use crate::access::trace::{Doubt, Outcome};
use crate::domain::{AppId, Claim, ObjectId, TenantId};

/// What all policies together do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// One stops; what the service says then.
    pub stops: Option<&'static str>,
    /// Of one it is not known what it does.
    pub is_unknown: bool,
    /// Because it cannot be read.
    pub is_unreadable: bool,
    /// What is left to do.
    pub steps: Steps,
}

impl Wanted {
    fn of(scene: &Scene<'_>) -> Self {
        let mut wanted = Wanted::default();
        for line in conditional::gates(scene) {
            match line.outcome {
                Outcome::Block => wanted.stops = wanted.stops.or(line.error),
                Outcome::Unknown => wanted.is_unknown = true,
                Outcome::Pass | Outcome::Step | Outcome::NotReached => {}
            }
            wanted.is_unreadable |= line.doubt == Some(Doubt::Unreadable);
            line.steps.iter().for_each(|step| wanted.steps.add(*step));
        }
        wanted
    }
}

/// All of a question that policies look at.
type Key = (TenantId, TenantId, AppId, Option<AppId>, Kind, u8, Option<ObjectId>);

/// Kept answers are forgotten beyond so many (some 8 MB).
const KEPT_MAX: usize = 1 << 15;

/// The answers so far.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<Key, Wanted, RandomState>>);

impl Kept {
    /// The answer; `is_personal` is whether it turns on who somebody is.
    pub fn ask(&self, scene: &Scene<'_>, is_personal: bool) -> Wanted {
        let Question { home, resource, user, app, other_app, kind, .. } = *scene.question;
        let person = is_personal.then_some(user);
        let key = (home, resource, app, other_app, kind, bits(&scene.question.has), person);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get(&key) {
            return *found;
        }
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        *kept.entry(key).or_insert_with(|| Wanted::of(scene))
    }
}

fn bits(has: &BTreeSet<Claim>) -> u8 {
    let bit = |claim: &Claim| match claim {
        Claim::Mfa => 1,
        Claim::CompliantDevice => 2,
        Claim::HybridJoinedDevice => 4,
    };
    has.iter().map(bit).sum()
}
