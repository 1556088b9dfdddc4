use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::why::directories;
use crate::access::{self, Index};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names;
use crate::cli::traffic::{replay_json, replay_text};
use crate::cli::trouble::{DISK, Trouble};
use crate::cli::verdicts::{UNANSWERABLE, answer_json, brief_line, unanswerable};
use crate::domain::TenantId;
use crate::replay::{Side, evaluated, replay};
use crate::store::{self, Desk, SignIns};
use crate::wire::{ascii, read_question};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One question a line, such as {"home":"GUID","user":"object id","resource":"GUID","app":"app id"}
    #[arg(
        value_name = "QUESTIONS.jsonl",
        required_unless_present = "sign_ins",
        conflicts_with = "sign_ins"
    )]
    questions: Option<PathBuf>,
    /// Leave out the trace; a million answers take seconds
    #[arg(long, conflicts_with = "sign_ins")]
    brief: bool,
    /// Ask what was observed instead of the draft
    #[arg(long, conflicts_with = "sign_ins")]
    observed: bool,
    /// Instead of questions, what the draft does to the sign-ins of the imported logs
    #[arg(long = "signins")]
    sign_ins: bool,
    /// Of them, those with one partner
    #[arg(long, value_name = "TENANT", requires = "sign_ins")]
    partner: Option<String>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let Some(questions) = &args.questions else { return traffic(args.partner.as_deref(), call) };
    let desk = call.open()?;
    let workspace = desk.workspace().clone();
    let observed = args.observed.then(|| workspace.observed_estate());
    let estate = observed.as_ref().unwrap_or(&workspace.draft);
    let tenants = workspace.draft.tenants.keys().copied();
    let (directories, notices) = directories(desk.disk().as_ref(), tenants)?;
    call.notices.extend(notices);
    let index = args.brief.then(|| Index::of(estate, &directories));
    let mut out = io::BufWriter::with_capacity(1 << 16, &mut *call.out);
    let (mut stopped, mut text, mut unread) = (None, String::new(), 0u64);
    store::each_line(questions, |number, line| {
        let question = match line {
            Ok([]) => return ControlFlow::Continue(()),
            Ok(line) => read_question(line),
            Err(why) => Err(why.to_owned()),
        };
        unread += u64::from(question.is_err());
        text.clear();
        match (&index, question) {
            (Some(index), Ok(question)) => brief_line(&index.answer(&question), &mut text),
            (Some(_), Err(_)) => brief_line(&UNANSWERABLE, &mut text),
            (None, question) => {
                let answer = question.map_or_else(
                    |why| unanswerable(number, &why),
                    |question| answer_json(&access::evaluate(estate, &directories, &question)),
                );
                text = ascii(answer.to_string());
            }
        }
        text.push('\n');
        match io::Write::write_all(&mut out, text.as_bytes()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(fault) => {
                stopped = Some(fault);
                ControlFlow::Break(())
            }
        }
    })?;
    if let (None, Err(fault)) = (&stopped, io::Write::flush(&mut out)) {
        stopped = Some(fault);
    }
    drop(out);
    if index.is_some() && unread > 0 {
        let lines = if unread == 1 { "1 line is" } else { &format!("{unread} lines are") };
        call.notices.push(format!("{lines} no question; without --brief the answer says why"));
    }
    match stopped {
        // Whoever read it has enough, as `head` does.
        Some(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(Trouble::of(
            DISK,
            format!("cannot write the answers: {fault}; nothing in the workspace was changed"),
        )),
        Some(_) | None => Ok(Answer::default()),
    }
}

/// The sign-ins of the workspace; without any it is said how they come in.
pub fn sign_ins(desk: &Desk, call: &mut Call<'_>) -> Result<SignIns, Trouble> {
    let (known, notices) = store::read_sign_ins(desk.disk().as_ref())?;
    call.notices.extend(notices);
    if known.activities.is_empty() {
        return Err(Trouble::bad(
            "no sign-ins between tenants are in the workspace; `detente import` reads Graph's auditLogs/signIns (the beta tells more), the download of the Entra admin center, and the events of Get-MsIdCrossTenantAccessActivity",
        ));
    }
    Ok(known)
}

fn traffic(partner: Option<&str>, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = desk.workspace().clone();
    let draft = &workspace.draft;
    let SignIns { mut activities, .. } = sign_ins(&desk, call)?;
    if let Some(text) = partner {
        // A log knows tenants that the workspace does not.
        let id: TenantId = match text.trim().parse() {
            Ok(id) => id,
            Err(_) => names::tenant(draft, text)?,
        };
        activities.retain(|one| Side::of(draft, one.way.home, one.way.resource).partner == id);
    }
    let (directories, notices) = directories(desk.disk().as_ref(), draft.tenants.keys().copied())?;
    call.notices.extend(notices);
    let observed = workspace.observed_estate();
    let done = replay(&observed, draft, &activities, &evaluated(&directories));
    if call.is_json() {
        return Ok(Answer::json(&replay_json(&done, draft)));
    }
    Ok(Answer::text(replay_text(&done, draft, call.look)))
}
