//! An answer without its trace: verdict and what decided, in a form that is copied, not allocated.

use super::conditional;
use super::resolve::Layer;
use super::trace::{Gate, Line};
use super::verdict::{Answer, Step, Verdict};
use crate::domain::{Half, TenantId};

/// Steps in order, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps([Option<Step>; Step::COUNT]);

impl Steps {
    /// Nothing is left to do.
    pub const NONE: Self = Steps([None; Step::COUNT]);

    /// Adds one, unless it is there.
    pub fn add(&mut self, step: Step) {
        if let Some(slot) = self.0.iter_mut().find(|slot| slot.is_none_or(|held| held == step)) {
            *slot = Some(step);
        }
    }

    /// The steps.
    pub fn iter(&self) -> impl Iterator<Item = Step> + '_ {
        self.0.iter().copied().flatten()
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::NONE
    }
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The gate.
    pub gate: Gate,
    /// Whose settings spoke.
    pub tenant: TenantId,
    /// Graph's name of the property, empty where there is none.
    pub setting: &'static str,
    /// Which half of it.
    pub part: Option<Half>,
    /// Which layer spoke.
    pub origin: Option<Layer>,
}

impl Decider {
    fn of(line: &Line) -> Self {
        let Line { gate, tenant, setting, part, origin, .. } = *line;
        Decider { gate, tenant, setting, part, origin }
    }

    /// A Conditional Access policy of a tenant.
    pub(super) fn policy_of(tenant: TenantId) -> Self {
        let setting = conditional::POLICY;
        Decider { gate: Gate::ConditionalAccess, tenant, setting, part: None, origin: None }
    }
}

/// What an [`Answer`] says without its trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brief {
    /// What comes out.
    pub verdict: Verdict,
    /// What the person has to do.
    pub steps: Steps,
    /// What the service says when it stops it, where that is documented.
    pub error: Option<&'static str>,
    /// Whether a guest object stands in the resource tenant.
    pub guest_object: bool,
    /// What decided; `None` when all simply pass.
    pub decided_by: Option<Decider>,
}

impl Answer {
    /// The same without the trace.
    pub fn brief(&self) -> Brief {
        let mut steps = Steps::NONE;
        self.steps.iter().for_each(|step| steps.add(*step));
        Brief {
            verdict: self.verdict,
            steps,
            error: self.error,
            guest_object: self.guest_object,
            decided_by: self.deciding().map(Decider::of),
        }
    }
}
