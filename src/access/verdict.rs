use super::trace::Line;

/// What comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It goes through.
    Allowed,
    /// It is stopped, whatever is not known.
    Blocked,
    /// It goes through once the person has done what [`Answer::steps`] says.
    StepRequired,
    /// Nothing known stops it, and something that decides is not in the workspace: the other side's
    /// policy, most often.
    DependsOnPartner,
    /// Nothing known stops it, and a setting that decides cannot be read: a word this program does
    /// not know, or a shape the service refuses.
    Invalid,
}

impl Verdict {
    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Blocked => "blocked",
            Verdict::StepRequired => "stepRequired",
            Verdict::DependsOnPartner => "dependsOnPartner",
            Verdict::Invalid => "invalid",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Blocked => "blocked",
            Verdict::StepRequired => "allowed after a step",
            Verdict::DependsOnPartner => "depends on what is not in the workspace",
            Verdict::Invalid => "cannot be decided",
        }
    }

    /// The same where there is little room.
    pub fn short(self) -> &'static str {
        match self {
            Verdict::DependsOnPartner => "not known",
            Verdict::StepRequired => "allowed with a step",
            Verdict::Allowed | Verdict::Blocked | Verdict::Invalid => self.title(),
        }
    }
}

/// What a person has to do on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// MFA, registered and done in the resource tenant.
    MfaInResourceTenant,
    /// MFA in the home tenant, whose proof is trusted.
    MfaInHomeTenant,
    /// A compliant or hybrid joined device, proven by the home tenant.
    DeviceInHomeTenant,
    /// The terms of use of the resource tenant.
    TermsOfUse,
    /// The consent prompt at redemption. Told with an invitation; it does not make the invitation
    /// less allowed.
    ConsentPrompt,
}

impl Step {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Step::MfaInResourceTenant => "mfaInResourceTenant",
            Step::MfaInHomeTenant => "mfaInHomeTenant",
            Step::DeviceInHomeTenant => "deviceInHomeTenant",
            Step::TermsOfUse => "termsOfUse",
            Step::ConsentPrompt => "consentPrompt",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Step::MfaInResourceTenant => "MFA in the resource tenant",
            Step::MfaInHomeTenant => "MFA in the home tenant",
            Step::DeviceInHomeTenant => "a device proven by the home tenant",
            Step::TermsOfUse => "the terms of use of the resource tenant",
            Step::ConsentPrompt => "the consent prompt",
        }
    }
}

/// Whether what was asked goes through, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What comes out.
    pub verdict: Verdict,
    /// What the person has to do, in order.
    pub steps: Vec<Step>,
    /// What the service says when it stops it, where that is documented.
    pub error: Option<&'static str>,
    /// Whether a guest object stands in the resource tenant.
    pub guest_object: bool,
    /// Every gate on the way, in order.
    pub trace: Vec<Line>,
    /// Which line of the trace decided: the first that stops, or else the first that is not known,
    /// or else the first that wants a step. `None` when all simply pass.
    pub decided_by: Option<usize>,
}

impl Answer {
    /// The line that decided.
    pub fn deciding(&self) -> Option<&Line> {
        self.decided_by.and_then(|place| self.trace.get(place))
    }
}
