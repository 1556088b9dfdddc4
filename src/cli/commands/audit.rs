use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::why::directories;
use crate::access;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::{DISK, Trouble};
use crate::cli::verdicts::{answer_json, unanswerable};
use crate::store;
use crate::wire::{ascii, read_question};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One question a line, such as {"home":"GUID","user":"object id","resource":"GUID","app":"app id"}
    #[arg(value_name = "QUESTIONS.jsonl")]
    questions: PathBuf,
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
    let mut out = io::BufWriter::with_capacity(1 << 16, &mut *call.out);
    let mut stopped = None;
    store::each_line(&args.questions, |number, line| {
        let answer = match line {
            Ok([]) => return ControlFlow::Continue(()),
            Ok(line) => read_question(line)
                .map(|question| answer_json(&access::evaluate(estate, &directories, &question))),
            Err(why) => Err(why.to_owned()),
        };
        let answer = answer.unwrap_or_else(|why| unanswerable(number, &why));
        let text = ascii(answer.to_string());
        match io::Write::write_all(&mut out, text.as_bytes())
            .and_then(|()| io::Write::write_all(&mut out, b"\n"))
        {
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
    match stopped {
        // Whoever read it has enough, as `head` does.
        Some(fault) if fault.kind() != ErrorKind::BrokenPipe => Err(Trouble::of(
            DISK,
            format!("cannot write the answers: {fault}; nothing in the workspace was changed"),
        )),
        Some(_) | None => Ok(Answer::default()),
    }
}
