use super::say::fault_text;
use super::{File, Scene};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::set::said;
use crate::cli::remedy::{Tail, refused};
use crate::cli::trouble::Trouble;
use crate::edit;
use crate::merger::{Weight, proposal};
use crate::store;
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    file: File,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let Scene { mut desk, workspace, directories, answers, .. } =
        Scene::of(args.file.file.as_deref(), call)?;
    let first = proposal(&workspace, &directories, &answers);
    if !first.is_sound() {
        let stops = first.faults.iter().filter(|fault| fault.weight == Weight::Stop);
        let lines: Vec<String> = stops.map(|fault| fault_text(fault, call.look)).collect();
        return Err(Trouble::bad(format!("nothing was changed; {}", lines.join("; "))));
    }
    let tail = Tail::of(call, None);
    // Asked again inside: another instance may have written meanwhile.
    let applied = desk
        .change(&call.stamp(), Kind::Edit, first.label.clone(), |workspace| {
            let now = proposal(workspace, &directories, &answers);
            Ok((edit::apply(workspace, &now.edits)?, Vec::new()))
        })
        .map_err(|fault| refused(fault, &tail))?;
    call.hear(&mut desk);
    store::keep_answers(desk.disk().as_ref(), &answers)?;
    for fault in first.faults.iter().filter(|fault| fault.weight == Weight::Mind) {
        call.notices.push(fault.sentence.clone());
    }
    if !first.asked.is_empty() {
        call.notices.push(format!(
            "{} settings are for others to make; `detente handshake request` writes it down for them",
            first.asked.len()
        ));
    }
    Ok(said(call, &applied, desk.revision(), "", "undo with `detente undo`"))
}
