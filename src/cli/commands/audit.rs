use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::why::directories;
use crate::access::{self, Index};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::{DISK, Trouble};
use crate::cli::verdicts::{UNANSWERABLE, answer_json, brief_line, unanswerable};
use crate::store;
use crate::wire::{ascii, read_question};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One question a line, such as {"home":"GUID","user":"object id","resource":"GUID","app":"app id"}
    #[arg(value_name = "QUESTIONS.jsonl")]
    questions: PathBuf,
    /// Leave out the trace; a million answers take seconds
    #[arg(long)]
    brief: bool,
    /// Ask what was observed instead of the draft
    #[arg(long)]
    observed: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
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
    store::each_line(&args.questions, |number, line| {
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
