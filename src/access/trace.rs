//! What each gate on the way says, and why: the words that screen and command line share.

use std::fmt;

use super::resolve::Layer;
use super::verdict::{Answer, Step, Verdict};
use crate::domain::{Estate, Half, Tenant, TenantId};

/// A gate on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// The question itself.
    Question,
    /// What the tenant of the network says about foreign accounts and foreign applications.
    TenantRestrictions,
    /// Whether the two clouds work together.
    Cloud,
    /// Whether the inviter may invite.
    Inviter,
    /// Whether people may sign up by themselves.
    SignUp,
    /// Whether the mail domain may be invited.
    DomainList,
    /// Whether the resource tenant lets the home tenant synchronise people in.
    Synchronisation,
    /// What the home tenant says about its own people going out.
    HomeOutbound,
    /// What the resource tenant says about people coming in.
    ResourceInbound,
    /// What the resource tenant wants proven.
    ConditionalAccess,
    /// The consent prompt at first access.
    Redemption,
    /// What direct connect needs outside cross-tenant access.
    SharedChannel,
}

impl Gate {
    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Gate::Question => "question",
            Gate::TenantRestrictions => "tenantRestrictions",
            Gate::Cloud => "cloud",
            Gate::Inviter => "inviter",
            Gate::SignUp => "signUp",
            Gate::DomainList => "domainList",
            Gate::Synchronisation => "synchronisation",
            Gate::HomeOutbound => "homeOutbound",
            Gate::ResourceInbound => "resourceInbound",
            Gate::ConditionalAccess => "conditionalAccess",
            Gate::Redemption => "redemption",
            Gate::SharedChannel => "sharedChannel",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Gate::Question => "question",
            Gate::TenantRestrictions => "tenant restrictions",
            Gate::Cloud => "clouds",
            Gate::Inviter => "who may invite",
            Gate::SignUp => "self-service sign-up",
            Gate::DomainList => "domain list",
            Gate::Synchronisation => "synchronisation",
            Gate::HomeOutbound => "home outbound",
            Gate::ResourceInbound => "resource inbound",
            Gate::ConditionalAccess => "Conditional Access",
            Gate::Redemption => "redemption",
            Gate::SharedChannel => "shared channel",
        }
    }
}

/// What a gate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Lets through.
    Pass,
    /// Stops.
    Block,
    /// Lets through once something is done.
    Step,
    /// Cannot be told from what the workspace holds.
    Unknown,
    /// A gate before it stops already, or it is not judged here.
    NotReached,
}

impl Outcome {
    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Block => "block",
            Outcome::Step => "step",
            Outcome::Unknown => "unknown",
            Outcome::NotReached => "notReached",
        }
    }
}

/// Why a gate cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Something is not in the workspace.
    Missing,
    /// Something is there that cannot be read.
    Unreadable,
}

/// What one gate says.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The gate.
    pub gate: Gate,
    /// Whose settings speak.
    pub tenant: TenantId,
    /// Graph's name of the property, empty where there is none.
    pub setting: &'static str,
    /// Which half of it decides.
    pub part: Option<Half>,
    /// Which layer speaks.
    pub origin: Option<Layer>,
    /// The target that matched, as the service writes it.
    pub matched: Option<String>,
    /// What the gate does.
    pub outcome: Outcome,
    /// What it does, or would do if it were reached.
    pub would: Outcome,
    /// Why it cannot be told, where it cannot.
    pub doubt: Option<Doubt>,
    /// Questions the documentation leaves open that touch this line (`A1` to `A21`).
    pub ambiguities: Vec<&'static str>,
    /// What the service says when this gate stops.
    pub error: Option<&'static str>,
    /// What the person has to do here.
    pub steps: Vec<Step>,
    /// Why, in one sentence without its full stop.
    pub because: String,
}

impl Line {
    /// A line that passes.
    pub fn pass(gate: Gate, tenant: TenantId, setting: &'static str, because: String) -> Self {
        Line {
            gate,
            tenant,
            setting,
            part: None,
            origin: None,
            matched: None,
            outcome: Outcome::Pass,
            would: Outcome::Pass,
            doubt: None,
            ambiguities: Vec::new(),
            error: None,
            steps: Vec::new(),
            because,
        }
    }

    fn with(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self.would = outcome;
        self
    }

    /// The gate stops.
    pub fn blocking(self, error: Option<&'static str>) -> Self {
        Line { error, ..self.with(Outcome::Block) }
    }

    /// The gate cannot be told.
    pub fn doubtful(self, doubt: Doubt) -> Self {
        Line { doubt: Some(doubt), ..self.with(Outcome::Unknown) }
    }

    /// The gate is not judged here.
    pub fn aside(self) -> Self {
        self.with(Outcome::NotReached)
    }

    /// The gate wants something done.
    pub fn stepping(self, steps: Vec<Step>) -> Self {
        Line { steps, ..self.with(Outcome::Step) }
    }

    /// A question the documentation leaves open touches this line.
    pub fn unsure(mut self, ambiguity: &'static str) -> Self {
        if !self.ambiguities.contains(&ambiguity) {
            self.ambiguities.push(ambiguity);
        }
        self
    }

    /// The same when it is true that it touches it.
    pub fn unsure_if(self, touches: bool, ambiguity: &'static str) -> Self {
        if touches { self.unsure(ambiguity) } else { self }
    }

    /// What `decidedBy` and `trace` name as ambiguity, or nothing.
    pub fn ambiguity(&self) -> Option<String> {
        (!self.ambiguities.is_empty()).then(|| self.ambiguities.join(", "))
    }
}

/// What a tenant is called: its name, or its id where no name is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Called<'a> {
    Name(&'a str),
    Id(TenantId),
}

impl<'a> Called<'a> {
    pub fn of(tenant: Option<&'a Tenant>, id: TenantId) -> Self {
        let name = tenant.map(|tenant| tenant.display_name.as_str());
        name.filter(|name| !name.is_empty()).map_or(Called::Id(id), Called::Name)
    }
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Called::Name(name) => f.write_str(name),
            Called::Id(id) => id.fmt(f),
        }
    }
}

/// What a tenant is called.
pub fn name(estate: &Estate, id: TenantId) -> String {
    Called::of(estate.tenant(id), id).to_string()
}

/// Makes the answer of the lines: the first that stops decides, whatever is not known before it;
/// what comes after it is shown as not reached.
pub(super) fn settle(mut trace: Vec<Line>, guest_object: bool) -> Answer {
    let first = |outcome: Outcome| trace.iter().position(|line| line.outcome == outcome);
    let unreadable = trace
        .iter()
        .position(|line| line.outcome == Outcome::Unknown && line.doubt == Some(Doubt::Unreadable));
    let (verdict, decided_by) = match (first(Outcome::Block), first(Outcome::Unknown)) {
        (Some(place), _) => (Verdict::Blocked, Some(place)),
        (None, Some(place)) => match unreadable {
            Some(place) => (Verdict::Invalid, Some(place)),
            None => (Verdict::DependsOnPartner, Some(place)),
        },
        // Redemption is told, and comes after the invitation.
        (None, None) => match trace
            .iter()
            .position(|line| line.outcome == Outcome::Step && line.gate != Gate::Redemption)
        {
            Some(place) => (Verdict::StepRequired, Some(place)),
            None => (Verdict::Allowed, None),
        },
    };
    if let (Verdict::Blocked, Some(place)) = (verdict, decided_by) {
        let both = [Gate::HomeOutbound, Gate::ResourceInbound];
        let by_side = trace.get(place).is_some_and(|line| both.contains(&line.gate));
        for line in trace.iter_mut().skip(place + 1) {
            if line.outcome == Outcome::NotReached {
                continue;
            }
            let also = line.would == Outcome::Block;
            line.outcome = Outcome::NotReached;
            if also && by_side {
                let open = if both.contains(&line.gate) { "A6" } else { "A18" };
                line.ambiguities.push(open);
            }
            let said = std::mem::take(&mut line.because);
            line.because = format!("{}: {said}", would_words(line.would));
        }
    }
    let mut steps = Vec::new();
    if verdict != Verdict::Blocked {
        for step in trace.iter().flat_map(|line| &line.steps) {
            if !steps.contains(step) {
                steps.push(*step);
            }
        }
    }
    let error = match verdict {
        Verdict::Blocked => decided_by.and_then(|place| trace.get(place)).and_then(|l| l.error),
        _ => None,
    };
    Answer { verdict, steps, error, guest_object, trace, decided_by }
}

fn would_words(would: Outcome) -> &'static str {
    match would {
        Outcome::Pass => "would pass",
        Outcome::Block => "would stop it as well",
        Outcome::Step => "would want a step",
        Outcome::Unknown | Outcome::NotReached => "could not be told",
    }
}
