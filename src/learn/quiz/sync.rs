//! Questions that the preview of synchronisation answers.

use std::ops::ControlFlow;

use super::Put;
use crate::access::name;
use crate::domain::{AllowInvitesFrom, Direction, Estate, Setting, Subject};
use crate::edit::{Edit, apply};
use crate::learn::school::{Lesson, School};
use crate::sync::{
    Action, Certainty, Engine, Expressions, Inputs, JobVerdict, Judged, Mode, Preview,
};
use crate::text::grouped;

/// What the first cycle would do under a policy.
fn preview(lesson: &Lesson, estate: &Estate) -> Option<Preview> {
    let expressions = Expressions::default();
    let engine = Engine::of(Inputs {
        estate,
        configuration: &lesson.configuration,
        source: &lesson.source,
        target: &lesson.target,
        source_groups: &lesson.source_groups,
        target_groups: &lesson.target_groups,
        mode: Mode::Initial,
        expressions: &expressions,
    });
    engine.preview(&|_| ControlFlow::Continue(())).ok()
}

/// The lesson, its preview, and the names of source and target.
fn begun(school: &School) -> Option<(&Lesson, Preview, [String; 2])> {
    let lesson = school.lessons.first()?;
    let draft = &school.workspace.draft;
    let preview = preview(lesson, draft)?;
    let names =
        [name(draft, lesson.configuration.source), name(draft, lesson.configuration.target)];
    Some((lesson, preview, names))
}

/// The display name of a user of the source.
fn display(lesson: &Lesson, row: usize) -> Option<&str> {
    lesson.source.named(row, "displayName").text()
}

pub(super) fn first_cycle(school: &School) -> Option<Put> {
    let (lesson, preview, [source, target]) = begun(school)?;
    let count = |action| preview.summary.of(action);
    let created = count(Action::Create);
    let mut numbers = vec![
        created,
        lesson.source.len() as u64,
        count(Action::Skip),
        created + count(Action::Update) + count(Action::Unchanged),
    ];
    numbers.sort_unstable();
    numbers.dedup();
    let choices: Vec<String> = numbers.into_iter().map(grouped).collect();
    let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
    let text = format!(
        "{source} has {} users and synchronises the group Clinical Staff into {target}. A few of the group are guests in {target} already. How many accounts does the first cycle create?",
        grouped(lesson.source.len() as u64)
    );
    let because = format!(
        "created {}, updated {}, left alone {}; failed {}",
        grouped(created),
        grouped(count(Action::Update)),
        grouped(count(Action::Skip)),
        grouped(count(Action::Fail))
    );
    Put::of(text, &choices, &grouped(created), because)
}

/// Why, and how sure that is where it is not documented.
fn because(user: &Judged) -> String {
    match user.certainty {
        Certainty::Documented => user.because(),
        other => format!("{} ({})", user.because(), other.word()),
    }
}

/// What can become of somebody.
fn actions() -> [&'static str; 4] {
    [Action::Create, Action::Update, Action::Skip, Action::Fail].map(Action::title)
}

pub(super) fn known_guest(school: &School) -> Option<Put> {
    let (lesson, preview, [source, target]) = begun(school)?;
    let row = preview.users.iter().position(|user| user.matched().is_some())?;
    let user = preview.users.get(row)?;
    let who = display(lesson, row)?;
    let text = format!(
        "{who} of {source} is in scope of the synchronisation and has been a guest of {target} for a year. What does the first cycle do with {who}?"
    );
    Put::of(text, &actions(), user.action.title(), because(user))
}

pub(super) fn left_out(school: &School) -> Option<Put> {
    let (lesson, preview, [source, _]) = begun(school)?;
    let is_guest = |row: usize| lesson.source.named(row, "userType").text() == Some("Guest");
    let row = (0..preview.users.len()).find(|row| is_guest(*row))?;
    let user = preview.users.get(row)?;
    let who = display(lesson, row)?;
    let text = format!(
        "{who} works for another company and is a guest in {source}. {source} synchronises its people to a third tenant. What does the cycle do with {who}?"
    );
    Put::of(text, &actions(), user.action.title(), because(user))
}

/// What becomes of a job.
const JOBS: [JobVerdict; 3] = [JobVerdict::Runs, JobVerdict::Blocked, JobVerdict::Quarantined];

pub(super) fn without_redemption(school: &School) -> Option<Put> {
    let (lesson, _, [source, target]) = begun(school)?;
    let edit = Edit::Switch {
        owner: lesson.configuration.target,
        subject: Subject::Partner(lesson.configuration.source),
        setting: Setting::Consent(Direction::Inbound),
        value: Some(false),
    };
    let after = apply(&school.workspace, &[edit]).ok()?;
    let preview = preview(lesson, &after.draft)?;
    let text = format!(
        "{target} switches automatic redemption inbound off for {source}, and leaves synchronisation allowed. What becomes of the job of {source}?"
    );
    Put::of(
        text,
        &JOBS.map(JobVerdict::word),
        preview.job.verdict.word(),
        preview.job.because.join("; "),
    )
}

pub(super) fn nobody_invites(school: &School) -> Option<Put> {
    let (lesson, _, [source, target]) = begun(school)?;
    let edit =
        Edit::InvitesFrom { owner: lesson.configuration.target, value: AllowInvitesFrom::None };
    let after = apply(&school.workspace, &[edit]).ok()?;
    let preview = preview(lesson, &after.draft)?;
    let row = preview
        .users
        .iter()
        .position(|user| user.matched().is_none() && user.action == Action::Fail)?;
    let user = preview.users.get(row)?;
    let who = display(lesson, row)?;
    let text = format!(
        "{target} sets who may invite to nobody, to stop invitations. {who} of {source} is in scope of the synchronisation and has no account in {target} yet. What does the next cycle do with {who}?"
    );
    Put::of(text, &actions(), user.action.title(), because(user))
}
