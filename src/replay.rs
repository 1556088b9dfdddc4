//! Real sign-ins, asked again: what the draft would do to the traffic that a log shows, and which
//! partners a default that blocks needs so that nothing breaks.
//!
//! Nobody is asked twice: a sign-in log is one activity a way, and each way is one question of an
//! existing guest (or of somebody who comes by direct connect) with nothing proven yet. That a
//! Conditional Access policy wants MFA is therefore a step and never a break.

mod judge;
mod outcome;
mod rehearse;
mod sums;

pub use judge::{Decider, Judge, evaluated};
pub use outcome::{Change, Class, Unknown};
pub use rehearse::{Entry, Grain, Rehearsal, Wish, rehearse};
pub use sums::{PartnerSum, Sum, Window};

use std::collections::HashMap;

use crate::access::{Activity, Kind, Way, resolve_bool, resolve_half};
use crate::domain::{B2b, Claim, Direction, Estate, Half, Ownership, Setting, Subject, TenantId};

/// What the draft would do to the traffic of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// The days that the log covers.
    pub window: Option<Window>,
    /// Every way, in order of the ways.
    pub changes: Vec<Change>,
    /// All of it by class.
    pub sums: Vec<(Class, Sum)>,
    /// Ways that signed in although the settings as observed stop them: they were changed since,
    /// or the workspace does not hold all that decides.
    pub disagrees: Sum,
    /// The same by partner: those with something that breaks first, then by sign-ins.
    pub partners: Vec<PartnerSum>,
}

/// Between whom a way goes, seen from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Side {
    /// Our tenant; of two that are ours the one that holds the application.
    pub owner: TenantId,
    /// The other one.
    pub partner: TenantId,
    /// Which way people go, seen from `owner`.
    pub direction: Direction,
}

impl Side {
    /// Seen from us; from the resource where neither is ours.
    pub fn of(estate: &Estate, home: TenantId, resource: TenantId) -> Self {
        let ours = |id| estate.tenant(id).is_some_and(|t| t.ownership == Ownership::Ours);
        if ours(home) && !ours(resource) {
            Side { owner: home, partner: resource, direction: Direction::Outbound }
        } else {
            Side { owner: resource, partner: home, direction: Direction::Inbound }
        }
    }
}

/// Asks every way of both estates. `judge` is [`evaluated`], or anything that comes to the same
/// verdicts.
pub fn replay(
    observed: &Estate,
    draft: &Estate,
    activities: &[Activity],
    judge: &Judge<'_>,
) -> Replay {
    let mut same: HashMap<(TenantId, TenantId, Kind), bool> = HashMap::new();
    let changes: Vec<Change> = activities
        .iter()
        .map(|activity| {
            let Way { home, resource, kind, .. } = activity.way;
            let same = *same
                .entry((home, resource, kind))
                .or_insert_with(|| untouched(observed, draft, home, resource, kind));
            let question = activity.way.question();
            let before = judge(observed, &question);
            let after = if same { before.clone() } else { judge(draft, &question) };
            let side = Side::of(draft, home, resource);
            outcome::change(activity, side, same, before, after)
        })
        .collect();
    sums::summed(changes)
}

/// Whether nothing differs that a sign-in between two tenants is judged by.
fn untouched(
    observed: &Estate,
    draft: &Estate,
    home: TenantId,
    resource: TenantId,
    kind: Kind,
) -> bool {
    let tenants = [home, resource].iter().all(|id| {
        let told = |estate: &Estate| {
            let tenant = estate.tenant(*id);
            tenant.map(|t| (t.cloud.clone(), t.conditional_access.clone(), t.display_name.clone()))
        };
        told(observed) == told(draft)
    });
    let [out, into] = match kind {
        Kind::Collaboration => [B2b::CollaborationOutbound, B2b::CollaborationInbound],
        Kind::DirectConnect => [B2b::DirectConnectOutbound, B2b::DirectConnectInbound],
    };
    tenants
        && [(home, resource, out), (resource, home, into)].iter().all(|(owner, other, setting)| {
            let told = |estate: &Estate| {
                let policy = estate.policy(*owner)?.clone();
                let subject = Subject::Partner(*other);
                let halves = Half::BOTH.map(|half| {
                    resolve_half(&policy, subject, *setting, half)
                        .map(|said| (said.value.clone(), said.layer))
                });
                let trust =
                    Claim::ALL.map(|claim| resolve_bool(&policy, subject, Setting::Trust(claim)));
                let listed = policy.partners.contains_key(other);
                Some((halves, trust, listed, policy.allowed_cloud_endpoints.clone()))
            };
            told(observed) == told(draft)
        })
}

#[cfg(test)]
mod tests;
