//! The one question, and what of its answer is needed here. The seam: whoever comes to the same
//! verdicts faster can take the place of [`evaluated`].

use crate::access::{Directories, Gate, Layer, Line, Outcome, Question, Step, Verdict, evaluate};
use crate::domain::{Estate, Half, TenantId};

/// What of an answer is needed here.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What comes out.
    pub verdict: Verdict,
    /// What the person has to do.
    pub steps: Vec<Step>,
    /// What decided, where anything did: a stop, or what is not known, or a step.
    pub decided_by: Option<Decider>,
    /// All that is not known is what tenants say whose policy is not in the workspace: then a
    /// sign-in that succeeded shows that they say yes.
    pub silent_partner: bool,
}

/// The setting that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decider {
    /// The gate.
    pub gate: Gate,
    /// Whose setting.
    pub tenant: TenantId,
    /// Graph's name of the property, empty where there is none.
    pub setting: &'static str,
    /// Which half of it.
    pub part: Option<Half>,
    /// Which layer spoke.
    pub origin: Option<Layer>,
    /// Why, in one sentence without its full stop.
    pub because: String,
}

impl From<&Line> for Decider {
    fn from(line: &Line) -> Self {
        Decider {
            gate: line.gate,
            tenant: line.tenant,
            setting: line.setting,
            part: line.part,
            origin: line.origin,
            because: line.because.clone(),
        }
    }
}

/// Whoever answers a question about an estate.
pub type Judge<'j> = dyn Fn(&Estate, &Question) -> Judgement + 'j;

/// The engine of the house, over these directories.
pub fn evaluated(directories: &Directories) -> impl Fn(&Estate, &Question) -> Judgement + '_ {
    move |estate, question| {
        let answer = evaluate(estate, directories, question);
        let sides = [Gate::Cloud, Gate::HomeOutbound, Gate::ResourceInbound];
        let silent =
            |line: &&Line| sides.contains(&line.gate) && estate.policy(line.tenant).is_none();
        let unknown = |line: &&Line| line.outcome == Outcome::Unknown;
        Judgement {
            verdict: answer.verdict,
            decided_by: answer.deciding().map(Decider::from),
            silent_partner: answer.trace.iter().filter(unknown).all(|line| silent(&line)),
            steps: answer.steps,
        }
    }
}
