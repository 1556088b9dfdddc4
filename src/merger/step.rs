//! The questions in their order, what each depends on, and what was answered in a line.

use super::answers::{Answers, Topology, Ways};
use crate::access::name;
use crate::domain::{TenantId, Workspace};

/// A question of the set-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Which tenants.
    Tenants,
    /// Whose people go where.
    Topology,
    /// Guests, and applications.
    Collaboration,
    /// Teams shared channels.
    DirectConnect,
    /// Whose accounts are synchronised.
    Sync,
    /// Which attributes travel.
    Attributes,
    /// Leavers and the brake.
    Leavers,
    /// The consent prompt.
    Redemption,
    /// Whose proof counts.
    Trust,
    /// Everybody else.
    Closed,
    /// Before and after.
    Simulate,
    /// All of it, and what the other sides do.
    Review,
}

/// What is known about a question.
#[derive(Clone, Copy, Debug)]
pub struct StepRow {
    /// The question.
    pub step: Step,
    /// Its word in files and on the command line.
    pub id: &'static str,
    /// Its title in the rail.
    pub title: &'static str,
    /// The question, whole.
    pub question: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// Questions whose answers it reads: it is checked again when they change, and never lost.
    pub depends_on: &'static [Step],
}

/// All questions, in order.
#[rustfmt::skip]
pub const STEPS: &[StepRow] = &[
    StepRow { step: Step::Tenants, id: "tenants", title: "Name the tenants",
        question: "Which tenants come together?",
        why: "Both sides decide. Of a tenant that is not ours its administrators are asked.", depends_on: &[] },
    StepRow { step: Step::Topology, id: "topology", title: "Direction",
        question: "Whose people go where?",
        why: "Every arrow is a relation of its own, with settings on both ends.", depends_on: &[Step::Tenants] },
    StepRow { step: Step::Collaboration, id: "collaboration", title: "Who may collaborate",
        question: "Who may be a guest, and in which applications?",
        why: "The home tenant lets out, the resource tenant lets in; either stops it alone.", depends_on: &[Step::Tenants, Step::Topology] },
    StepRow { step: Step::DirectConnect, id: "directConnect", title: "Shared channels",
        question: "Shall Teams shared channels work, without guest objects?",
        why: "Direct connect is shut on both sides until each opens it.", depends_on: &[Step::Topology, Step::Collaboration] },
    StepRow { step: Step::Sync, id: "sync", title: "Who is synchronised",
        question: "Whose accounts should appear in the other tenant?",
        why: "Synchronisation carries no passwords: people still sign in at home.", depends_on: &[Step::Topology] },
    StepRow { step: Step::Attributes, id: "attributes", title: "Attributes",
        question: "Which attributes travel, and what are the people there?",
        why: "What is not mapped is not written, and what is gone is not taken back.", depends_on: &[Step::Sync] },
    StepRow { step: Step::Leavers, id: "leavers", title: "Leavers",
        question: "What happens to somebody who leaves the scope, and what stops a runaway?",
        why: "A filter that is wrong deletes everybody, unless so many deletions stop the job.", depends_on: &[Step::Sync] },
    StepRow { step: Step::Redemption, id: "redemption", title: "Redemption",
        question: "Shall people see a consent prompt at first access?",
        why: "It is hidden only by home outbound and resource inbound together; synchronisation fails without both.", depends_on: &[Step::Topology, Step::Sync] },
    StepRow { step: Step::Trust, id: "trust", title: "Trust claims",
        question: "Whose MFA and whose devices count?",
        why: "Trust waives no policy. Without it people do MFA twice, and device policies and shared channels stop them.", depends_on: &[Step::Topology, Step::DirectConnect] },
    StepRow { step: Step::Closed, id: "closed", title: "Everybody else",
        question: "What stays shut to everybody who is not part of this?",
        why: "The default holds for every tenant that is not a partner, and for partners that inherit.", depends_on: &[Step::Topology] },
    StepRow { step: Step::Simulate, id: "simulate", title: "Simulate",
        question: "What would happen to the people of these tenants?",
        why: "Before and after, by the real directories.", depends_on: &[Step::Collaboration, Step::DirectConnect, Step::Sync, Step::Attributes, Step::Leavers, Step::Trust, Step::Closed] },
    StepRow { step: Step::Review, id: "review", title: "Review and hand over",
        question: "Is this what shall be done, here and by the others?",
        why: "Nothing is applied to a tenant by this program.", depends_on: &[Step::Collaboration, Step::Redemption, Step::Closed] },
];

impl Step {
    /// The row of a question; a test holds the table to it.
    pub fn row(self) -> &'static StepRow {
        static NONE: StepRow = StepRow {
            step: Step::Review,
            id: "",
            title: "",
            question: "",
            why: "",
            depends_on: &[],
        };
        STEPS.iter().find(|row| row.step == self).unwrap_or(&NONE)
    }

    /// Whether the answers say anything to it. The last two are looked at, not answered.
    pub fn is_answered(self, answers: &Answers) -> bool {
        match self {
            Step::Tenants => answers.tenants.len() > 1,
            Step::Topology => answers.topology.is_some(),
            Step::Collaboration => answers.collaboration.is_some(),
            Step::DirectConnect => answers.direct_connect.is_some(),
            Step::Sync => answers.sync.is_some(),
            Step::Attributes => answers.attributes.is_some() || is_idle(answers),
            Step::Leavers => answers.leavers.is_some() || is_idle(answers),
            Step::Redemption => answers.redemption.is_some(),
            Step::Trust => answers.trust.is_some(),
            Step::Closed => answers.closed.is_some(),
            Step::Simulate | Step::Review => false,
        }
    }

    /// The answer in a line, or nothing where there is none.
    pub fn answer(self, workspace: &Workspace, answers: &Answers) -> String {
        let title = |id: TenantId| member_name(workspace, answers, id);
        match self {
            Step::Tenants => {
                let names: Vec<String> = answers
                    .tenants
                    .iter()
                    .map(|one| {
                        let theirs = if one.ours { "" } else { " (their side)" };
                        format!("{}{theirs}", title(one.id))
                    })
                    .collect();
                names.join(", ")
            }
            Step::Topology => answers.topology.map_or_else(String::new, |topology| {
                let count = answers.pairs().len();
                let relations =
                    if count == 1 { "1 relation".to_owned() } else { format!("{count} relations") };
                let shape = match topology {
                    Topology::OneWay { home, resource } => {
                        format!("people of {} to {}", title(home), title(resource))
                    }
                    Topology::BothWays => "both ways".to_owned(),
                    Topology::Hub { centre, ways } => {
                        let way = match ways {
                            Ways::In => "into",
                            Ways::Out => "out of",
                            Ways::Both => "into and out of",
                        };
                        format!("hub: {way} {}", title(centre))
                    }
                    Topology::FullMesh => "everybody everywhere".to_owned(),
                };
                format!("{shape}, {relations}")
            }),
            Step::Collaboration => collaboration(answers),
            Step::DirectConnect => yes_no(answers.direct_connect, "open for Teams", "left shut"),
            Step::Sync => sync(answers, &title),
            Step::Attributes => match &answers.attributes {
                None if is_idle(answers) => "nobody is synchronised".to_owned(),
                None => String::new(),
                Some(chosen) => {
                    let which = match &chosen.only {
                        None => "all of the template".to_owned(),
                        Some(only) => only.join(", "),
                    };
                    let kind = if chosen.as_guests { "guests" } else { "members" };
                    format!("{which}; made as {kind}")
                }
            },
            Step::Leavers => leavers(answers),
            Step::Redemption => yes_no(answers.redemption, "hidden both sides", "shown"),
            Step::Trust => trust(answers),
            Step::Closed => answers.closed.map_or_else(String::new, |closed| {
                let said = match (closed.inbound, closed.outbound) {
                    (true, true) => "nobody else in, nobody else out",
                    (true, false) => "nobody else in",
                    (false, true) => "nobody else out",
                    (false, false) => return "the defaults stay as they are".to_owned(),
                };
                format!("{said}{}", if closed.theirs { ", asked of the others too" } else { "" })
            }),
            Step::Simulate | Step::Review => String::new(),
        }
    }
}

impl Answers {
    /// The questions that are not answered.
    pub fn open(&self) -> impl Iterator<Item = &'static StepRow> {
        let asked = STEPS.iter().filter(|row| row.step < Step::Simulate);
        asked.filter(|row| !row.step.is_answered(self))
    }
}

/// Nobody is synchronised, so nothing has to be said about how.
fn is_idle(answers: &Answers) -> bool {
    answers.sync.as_ref().is_some_and(Vec::is_empty)
}

/// What a tenant is called: by the workspace, by the answers, or by its id.
pub(super) fn member_name(workspace: &Workspace, answers: &Answers, id: TenantId) -> String {
    let told = answers.member(id).map(|member| member.name.as_str()).unwrap_or_default();
    if workspace.draft.tenant(id).is_none() && !told.is_empty() {
        return told.to_owned();
    }
    name(&workspace.draft, id)
}

fn yes_no(answer: Option<bool>, yes: &str, no: &str) -> String {
    match answer {
        None => String::new(),
        Some(true) => yes.to_owned(),
        Some(false) => no.to_owned(),
    }
}

fn collaboration(answers: &Answers) -> String {
    let Some(said) = &answers.collaboration else { return String::new() };
    let people: usize = said.people.iter().map(|one| one.only.len()).sum();
    let who = match (said.people.len(), people) {
        (0, _) => "all users".to_owned(),
        (_, 1) => "1 user or group".to_owned(),
        (_, count) => format!("{count} users and groups"),
    };
    let apps: usize = said.apps.iter().map(|one| one.only.len()).sum();
    let suite = said.apps.iter().any(|one| one.office365);
    let what = match (said.apps.len(), apps, suite) {
        (0, _, _) => "all applications".to_owned(),
        (_, 0, true) => "Office 365".to_owned(),
        (_, 1, false) => "1 application".to_owned(),
        (_, count, false) => format!("{count} applications"),
        (_, count, true) => format!("Office 365 and {count} more"),
    };
    format!("{who}, {what}")
}

fn sync(answers: &Answers, title: &dyn Fn(TenantId) -> String) -> String {
    let Some(sources) = &answers.sync else { return String::new() };
    if sources.is_empty() {
        return "nobody".to_owned();
    }
    let words = sources.iter().map(|source| {
        let who = match (source.everyone, source.assigned.len()) {
            (true, _) => "everyone".to_owned(),
            (false, 1) => "1 assigned".to_owned(),
            (false, count) => format!("{count} assigned"),
        };
        let rule = match source.rule.len() {
            0 => String::new(),
            1 => ", 1 clause".to_owned(),
            count => format!(", {count} clauses"),
        };
        format!("{}: {who}{rule}", title(source.tenant))
    });
    words.collect::<Vec<_>>().join("; ")
}

fn leavers(answers: &Answers) -> String {
    let Some(said) = answers.leavers else {
        return if is_idle(answers) { "nobody is synchronised".to_owned() } else { String::new() };
    };
    let what = if said.deprovision { "soft-deleted" } else { "kept" };
    let brake = match said.threshold {
        Some(1) => "stops at 1 deletion".to_owned(),
        Some(count) => format!("stops at {count} deletions"),
        None => "nothing stops deletions".to_owned(),
    };
    let start = if said.start { ", switched on" } else { "" };
    format!("{what}, {brake}{start}")
}

fn trust(answers: &Answers) -> String {
    let Some(trust) = answers.trust else { return String::new() };
    let all = [
        (trust.mfa, "MFA"),
        (trust.compliant, "compliant devices"),
        (trust.hybrid, "hybrid joined devices"),
    ];
    let on: Vec<&str> = all.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
    if on.is_empty() { "nothing is trusted".to_owned() } else { on.join(", ") }
}
