mod against;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use super::why::directories;
use crate::access::Directories;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::{Look, Sign};
use crate::cli::names;
use crate::cli::trouble::Trouble;
use crate::export::{self, Document, Sum, document};
use crate::plan::{Choice, Plan};
use crate::store::Desk;

/// There are changes.
const CHANGES: u8 = 3;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of one tenant of ours only
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// The way back: from the end of the plan to what was observed
    #[arg(long)]
    reverse: bool,
    /// Compare what the plan was made on with exports taken now, or a plan that was written
    /// earlier (JSON) with what is observed; may be given several times
    #[arg(long, value_name = "PATH", conflicts_with = "reverse")]
    against: Vec<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
}

/// Which changes are made.
#[derive(Clone, Debug, clap::Args)]
pub struct Chosen {
    /// Make this change and what it needs, no other; may be given several times
    #[arg(long, value_name = "N")]
    only: Vec<usize>,
    /// Leave this change out, and what needs it; may be given several times
    #[arg(long, value_name = "N")]
    without: Vec<usize>,
}

impl Chosen {
    /// The choice, where every number is the number of a change.
    pub fn choice(&self, plan: &Plan) -> Result<Choice, Trouble> {
        let numbers = self.only.iter().chain(&self.without);
        if let Some(bad) = numbers.into_iter().find(|number| plan.change(**number).is_none()) {
            return Err(Trouble::bad(match plan.changes.len() {
                0 => format!("there is no change {bad}: draft and observed are the same"),
                count => format!("there is no change {bad}; changes are numbered 1 to {count}"),
            }));
        }
        let set = |numbers: &[usize]| numbers.iter().copied().collect::<BTreeSet<_>>();
        Ok(Choice { only: set(&self.only), without: set(&self.without) })
    }
}

/// The plan of a workspace as it is chosen, with the directories it counts people by.
pub fn planned(
    desk: &Desk,
    call: &mut Call<'_>,
    chosen: &Chosen,
) -> Result<(Plan, Directories), Trouble> {
    let workspace = desk.workspace();
    let mut plan = export::planned(workspace, &Choice::default());
    let choice = chosen.choice(&plan)?;
    if choice != Choice::default() {
        plan = export::planned(workspace, &choice);
    }
    let tenants = workspace.draft.tenants.keys().copied();
    let (found, notices) = directories(desk.disk().as_ref(), tenants)?;
    call.notices.extend(notices);
    Ok((plan, found))
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let draft = &desk.workspace().draft;
    let named = args.tenant.as_deref();
    let only = named.map(|text| names::owner(draft, Some(text))).transpose()?;
    let (mut plan, directories) = planned(&desk, call, &args.chosen)?;
    if !args.against.is_empty() {
        let current = || document(&plan, only, &directories, false);
        return against::perform(&desk, call, &args.against, only, current);
    }
    if args.reverse {
        plan = plan.reversed();
    }
    let document = document(&plan, only, &directories, args.reverse);
    let exit = if document.changes.iter().any(|change| change.included) { CHANGES } else { 0 };
    if call.is_json() {
        return Ok(Answer { exit, ..Answer::json(&document.to_json()) });
    }
    Ok(Answer { exit, ..Answer::text(text(&document, call.look)) })
}

fn text(document: &Document, look: Look) -> String {
    let mut out = String::new();
    for note in &document.notes {
        let _memory = writeln!(out, "note: {}", look.show(note));
    }
    if document.changes.is_empty() {
        out.push_str("draft and observed are the same; there is nothing to do\n");
        return out;
    }
    let arrow = if look.ascii { "->" } else { "→" };
    let mut owners: Vec<&str> = document.changes.iter().map(|c| c.tenant_id.as_str()).collect();
    owners.dedup();
    for owner in owners {
        let _memory = writeln!(out, "{} ({owner})", look.show(document.name_of(owner)));
        for change in document.changes.iter().filter(|change| change.tenant_id == owner) {
            let sign = if change.included { look.sign(Sign::Changed) } else { "-" };
            let _memory = write!(out, "  {sign} {}  {}", change.number, look.show(&change.title));
            if !(change.before.is_empty() && change.after.is_empty()) {
                let (before, after) = (look.show(&change.before), look.show(&change.after));
                let _memory = write!(out, ": {before} {arrow} {after}");
            }
            let _memory = writeln!(out, "{}", look.show(&people(&change.people)));
            match (change.included, change.lacks) {
                (true, _) => {}
                (false, None) => out.push_str("       left out\n"),
                (false, Some(need)) => {
                    let _memory = writeln!(out, "       left out: it needs change {need}");
                }
            }
        }
    }
    for list in &document.tenants {
        let _memory = writeln!(out, "\nsteps in {}", look.show(&list.display_name));
        for line in &list.steps {
            let _memory = writeln!(
                out,
                "  {:>2} {:<7} {}",
                line.number,
                format!("[{}]", line.phase),
                look.show(&line.words)
            );
            if let Some(sent) = &line.request {
                let _memory = writeln!(
                    out,
                    "             {} /{}{}",
                    sent.method,
                    sent.version,
                    look.show(&sent.path)
                );
            }
            for wait in &line.waits {
                let (whose, number) = (document.name_of(&wait.tenant_id), wait.number);
                let _memory = writeln!(
                    out,
                    "             wait for step {number} under \"steps in {}\"",
                    look.show(whose)
                );
            }
        }
    }
    outages(document, look, &mut out);
    let sum = Some(people(&document.people)).filter(|text| !text.is_empty());
    let nobody = || "; of the people known nobody gains or loses anything".to_owned();
    let _memory = writeln!(out, "\nall together{}", look.show(&sum.unwrap_or_else(nobody)));
    for id in &document.people.not_known {
        let _memory = writeln!(out, "people of {} are not known", look.show(document.name_of(id)));
    }
    let _memory = writeln!(out, "hash {}", document.hash);
    out
}

/// What is closed for a while, so that it can be chosen when, or left out.
fn outages(document: &Document, look: Look, out: &mut String) {
    if document.outages.is_empty() {
        return;
    }
    out.push_str("\nclosed for a while, although both ends allow it:\n");
    for gap in &document.outages {
        let _memory = writeln!(
            out,
            "  in {} from step {} until step {}: {}; {}",
            look.show(document.name_of(&gap.tenant_id)),
            gap.from.number,
            gap.until.number,
            look.show(&gap.title(document)),
            look.show(&gap.hits(document))
        );
        if let Some(who) = gap.who() {
            let _memory = writeln!(out, "       {}", look.show(&who));
        }
    }
}

/// How many people, where there is something to tell.
fn people(sum: &Sum) -> String {
    let elsewhere = sum.elsewhere().map(|text| format!("; {text}")).unwrap_or_default();
    let counted = match (sum.gain, sum.lose) {
        (Some(0), Some(0)) => String::new(),
        (Some(gain), Some(lose)) => format!("; {gain} people gain, {lose} lose something"),
        _ => "; whom it touches is not known".to_owned(),
    };
    format!("{counted}{elsewhere}")
}
