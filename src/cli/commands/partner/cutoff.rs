use std::fmt::Write;
use std::sync::Arc;

use serde_json::{Value, json};

use super::turns::{turn_json, turns_text, work_text};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::merger::say::{shown, staged_json};
use crate::cli::commands::set::said;
use crate::cli::commands::why::directories;
use crate::cli::names;
use crate::cli::remedy::{Tail, refused};
use crate::cli::trouble::Trouble;
use crate::domain::{TenantId, Workspace};
use crate::edit;
use crate::merger::{Blast, Cutoff, Traffic, cutoff};
use crate::store;
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The partner: its id, domain or name
    #[arg(value_name = "ID|DOMAIN")]
    partner: String,
    /// Yes, shut everything; without it nothing is changed
    #[arg(long)]
    yes: bool,
}

pub fn perform(args: Args, tenant: Option<&str>, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let owner = names::owner(&workspace.draft, tenant)?;
    let partner = super::added(&workspace.draft, &args.partner)?;
    if partner == owner {
        return Err(Trouble::bad("a tenant cannot be cut off from itself; nothing was changed"));
    }
    let disk = desk.disk();
    let (directories, notices) = directories(disk.as_ref(), [owner, partner])?;
    call.notices.extend(notices);
    let (log, notices) = store::read_sign_ins(disk.as_ref())?;
    call.notices.extend(notices);
    let done = cutoff(&workspace, &directories, &log.activities, owner, partner);
    let mut head = String::new();
    if args.yes {
        let tail = Tail::of(call, tenant.is_some().then_some(owner));
        let applied = desk
            .change(&call.stamp(), Kind::Edit, done.label.clone(), |workspace| {
                let now = cutoff(workspace, &directories, &log.activities, owner, partner);
                Ok((edit::apply(workspace, &now.edits)?, Vec::new()))
            })
            .map_err(|fault| refused(fault, &tail))?;
        call.hear(&mut desk);
        if !call.is_json() {
            head = said(call, &applied, desk.revision(), "", "undo with `detente undo`").body;
        }
    }
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "label": done.label,
            "staged": args.yes,
            "edits": done.staged.iter().map(staged_json).collect::<Vec<_>>(),
            "blast": blast_json(&done.blast),
            "verdicts": done.turns.iter().map(turn_json).collect::<Vec<_>>(),
            "remains": done.remains,
        })));
    }
    let mut text = head;
    text.push_str(&say(&workspace, &done, [owner, partner], call));
    if !args.yes && !done.edits.is_empty() {
        text.push_str("nothing was changed; say --yes to shut it");
    }
    Ok(Answer::text(text))
}

fn blast_json(blast: &Blast) -> Value {
    let traffic = |one: &Traffic| {
        json!({
            "people": one.people,
            "apps": one.apps,
            "signIns": one.sign_ins,
            "last": (!one.last.is_empty()).then_some(&one.last),
        })
    };
    json!({
        "log": blast.has_log,
        "incoming": traffic(&blast.incoming),
        "outgoing": traffic(&blast.outgoing),
        "guests": blast.guests,
        "synchronisations": blast.synchronisations,
    })
}

fn say(
    workspace: &Workspace,
    done: &Cutoff,
    [owner, partner]: [TenantId; 2],
    call: &Call<'_>,
) -> String {
    let look = call.look;
    let mut text = String::from("in this order\n");
    text.push_str(&work_text(workspace, &done.staged, &[], look));
    if done.staged.is_empty() {
        text.push_str("  all of it is shut already\n");
    }
    text.push_str("whom it hits\n");
    let (here, there) = (shown(workspace, owner, look), shown(workspace, partner, look));
    let Blast { incoming, outgoing, guests, synchronisations, has_log } = &done.blast;
    for (one, home, resource) in [(incoming, &there, &here), (outgoing, &here, &there)] {
        if *has_log {
            let last =
                if one.last.is_empty() { String::new() } else { format!(", last on {}", one.last) };
            let _memory = writeln!(
                text,
                "  {} people of {home} signed in to {} applications of {resource}, {} times{last}",
                one.people, one.apps, one.sign_ins
            );
        }
    }
    if !has_log {
        text.push_str("  no sign-in log is in the workspace, so who uses it is not known\n");
    }
    let line = match guests {
        Some(0) => format!("no guest in {here} has an address of {there}"),
        Some(1) => format!("1 guest of {there} stands in {here}"),
        Some(count) => format!("{count} guests of {there} stand in {here}"),
        None => format!("how many guests of {there} stand in {here} is not known"),
    };
    let _memory = writeln!(text, "  {line}");
    for name in synchronisations {
        let _memory = writeln!(text, "  synchronisation {}", look.show(name));
    }
    text.push_str("then\n");
    text.push_str(&turns_text(&done.turns, false, look));
    text.push_str("what stays\n");
    for one in &done.remains {
        let _memory = writeln!(text, "  {}", look.show(one));
    }
    text
}
