use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::{Value, json};

use super::scene::{change_json, named};
use super::simulate::paragraph;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::Look;
use crate::cli::names::name_of;
use crate::cli::trouble::{BUG, Trouble};
use crate::domain::{ObjectAction, SyncConfiguration, TenantId};
use crate::store;
use crate::sync::{
    self, Engine, Expressions, Inputs, Meeting, MeetingKind, Mode, PAGES, Roster, Together,
    is_same_pair, together, together_lines,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One of the configurations: its name or id
    #[arg(value_name = "NAME")]
    name: String,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let one = named(&workspace, &args.name)?;
    let mut all = vec![Arc::clone(&one)];
    let others = workspace.synchronizations.values().filter(|other| is_same_pair(&one, other));
    all.extend(others.cloned());
    all.sort_by_key(|one| one.display_name.to_lowercase());
    let ends = read(&all, (one.source, one.target), desk.disk().as_ref(), call)?;
    let [source, target] = &ends;
    if all.len() > 1 && source.users.is_empty() {
        return Err(Trouble::bad(format!(
            "the directory of {} is not in the workspace; `detente import` reads its users and groups",
            name_of(&workspace.draft, one.source)
        )));
    }
    let expressions = Expressions::default();
    let mut engines = Vec::new();
    for configuration in all.iter().filter(|_| all.len() > 1) {
        engines.push(Engine::of(Inputs {
            estate: &workspace.draft,
            configuration,
            source: &source.users,
            target: &target.users,
            source_groups: &source.groups,
            target_groups: &target.groups,
            mode: Mode::Incremental,
            expressions: &expressions,
        }));
    }
    let found = together(&engines, &|_| ControlFlow::Continue(()))
        .map_err(|_stopped| Trouble::of(BUG, "the look at both was stopped"))?;
    let name = |id: TenantId| name_of(&workspace.draft, id);
    let pair = format!("{} to {}", name(one.source), name(one.target));
    let said = Said { all: &all, engines: &engines, found: &found, source: &source.users };
    Ok(match call.is_json() {
        true => Answer::json(&said.json(&one)),
        false => Answer::text(said.text(&pair, call.look)),
    })
}

/// Both directories, with what any of the configurations reads.
fn read(
    all: &[Arc<SyncConfiguration>],
    (source, target): (TenantId, TenantId),
    disk: &dyn store::Disk,
    call: &mut Call<'_>,
) -> Result<[store::End; 2], Trouble> {
    let mut names = [Vec::new(), Vec::new()];
    for configuration in all {
        let wanted = sync::wanted(configuration);
        for (names, more) in names.iter_mut().zip(wanted) {
            names.extend(more);
            names.sort_unstable();
            names.dedup();
        }
    }
    let [from, to] = names;
    // Nobody stops it here.
    let read =
        store::read_ends(disk, [(source, from), (target, to)], &|_| ControlFlow::Continue(()))?;
    let mut ends = read.unwrap_or_default();
    for end in &mut ends {
        call.notices.append(&mut end.notices);
    }
    Ok(ends)
}

/// Everything that is told.
struct Said<'s> {
    all: &'s [Arc<SyncConfiguration>],
    engines: &'s [Engine<'s>],
    found: &'s Together,
    source: &'s Roster,
}

impl Said<'_> {
    fn name(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |one| one.display_name.as_str())
    }

    fn user(&self, meeting: &Meeting) -> &str {
        self.source.named(meeting.row, "userPrincipalName").text().unwrap_or("no sign-in name")
    }

    fn json(&self, one: &SyncConfiguration) -> Value {
        let configurations = self.all.iter().enumerate().map(|(at, one)| {
            let (deletions, is_stopped) = self.found.deletions.get(at).copied().unwrap_or_default();
            json!({
                "id": one.id.to_string(),
                "displayName": one.display_name,
                "deletes": one.users().is_some_and(|users| users.does(ObjectAction::Delete)),
                "deletions": deletions,
                "stoppedByDeletions": is_stopped,
            })
        });
        let counts = MeetingKind::ALL
            .iter()
            .map(|kind| (kind.words().0.to_owned(), json!(self.found.count(*kind))));
        let users = self.found.meetings.iter().map(|meeting| {
            let told = self.found.told(self.engines, meeting);
            let contests = told.contests.iter().map(|one| {
                json!({ "attribute": one.attribute, "first": one.first, "second": one.second })
            });
            json!({
                "sourceId": self.source.id(meeting.row).to_string(),
                "userPrincipalName": self.user(meeting),
                "meeting": meeting.kind.words().0,
                "first": self.name(meeting.from),
                "second": self.name(meeting.to),
                "outcome": told.outcome.words().0,
                "because": told.outcome.words().1,
                "certainty": sync::TOGETHER_CERTAINTY.word(),
                "changes": told.changes.iter().map(change_json).collect::<Vec<_>>(),
                "contests": contests.collect::<Vec<_>>(),
            })
        });
        json!({
            "sourceTenantId": one.source.to_string(),
            "targetTenantId": one.target.to_string(),
            "configurations": configurations.collect::<Vec<_>>(),
            "certainty": sync::TOGETHER_CERTAINTY.word(),
            "pages": PAGES.iter().map(|(says, page)| json!({ "says": says, "source": page })).collect::<Vec<_>>(),
            "summary": Value::Object(counts.collect()),
            "users": users.collect::<Vec<_>>(),
        })
    }

    fn text(&self, pair: &str, look: Look) -> String {
        let mut out = String::new();
        for line in together_lines(self.all, self.engines, self.found, pair) {
            paragraph(&mut out, &" ".repeat(line.inset.into()), &look.show(&line.text));
        }
        out
    }
}
