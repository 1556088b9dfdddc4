use std::fmt::Write;
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::audit::sign_ins;
use super::why::directories;
use crate::access::Kind;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::names::{self, name_of};
use crate::cli::remedy::{Tail, refused};
use crate::cli::traffic::{
    change_json, changes_text, direction_word, sum_json, window_json, window_text,
};
use crate::cli::trouble::Trouble;
use crate::domain::{Direction, Half, Workspace};
use crate::edit;
use crate::replay::{Change, Entry, Grain, Rehearsal, Sum, Window, Wish, evaluated, rehearse};
use crate::store::Fault;
use crate::wire;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which side of the default is to block everybody
    #[arg(long, value_name = "SIDE", value_parser = PossibleValuesParser::new(["inbound", "outbound", "both"]))]
    default_block: String,
    /// Keep what succeeded in so many days before the last day of the log; without it, all of it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: Option<u32>,
    /// List only the applications that were used, instead of all that is open today
    #[arg(long)]
    apps: bool,
    /// Which way of coming
    #[arg(long, value_name = "KIND", default_value = "collaboration", value_parser = PossibleValuesParser::new(["collaboration", "direct-connect", "both"]))]
    kind: String,
    /// Our tenant; may be left out when there is one only
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Make it one edit of the draft; undo takes it back
    #[arg(long)]
    stage: bool,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let owner = names::owner(&workspace.draft, args.tenant.as_deref())?;
    let known = sign_ins(&desk, call)?;
    let tenants = workspace.draft.tenants.keys().copied();
    let (directories, notices) = directories(desk.disk().as_ref(), tenants)?;
    call.notices.extend(notices);
    let wish = Wish {
        owner,
        directions: match args.default_block.as_str() {
            "inbound" => vec![Direction::Inbound],
            "outbound" => vec![Direction::Outbound],
            _ => vec![Direction::Inbound, Direction::Outbound],
        },
        kinds: match args.kind.as_str() {
            "collaboration" => vec![Kind::Collaboration],
            "direct-connect" => vec![Kind::DirectConnect],
            _ => Kind::ALL.to_vec(),
        },
        days: args.days,
        today: None,
        grain: if args.apps { Grain::Applications } else { Grain::Partner },
    };
    let tail = Tail::of(call, args.tenant.is_some().then_some(owner));
    let done = rehearse(&workspace, &known.activities, &wish, &evaluated(&directories))
        .map_err(|bad| refused(Fault::Refused(bad), &tail))?;
    if done.window.is_none() {
        return Err(Trouble::bad(format!(
            "no sign-ins of {} in this direction are in the logs, so what a block would break is not known; import the log of that tenant, or name another with --tenant",
            name_of(&workspace.draft, owner)
        )));
    }
    let mut staged = false;
    if args.stage && !done.edits.is_empty() {
        let label = label(&workspace, &wish, &done);
        desk.change(&call.stamp(), wire::Kind::Edit, label, |workspace| {
            Ok((edit::apply(workspace, &done.edits)?, Vec::new()))
        })
        .map_err(|fault| refused(fault, &tail))?;
        call.hear(&mut desk);
        staged = true;
    }
    if call.is_json() {
        return Ok(Answer::json(&json(&workspace, &wish, &done, staged)));
    }
    let log = Window::of(&known.activities);
    let begins = log.zip(done.window).filter(|(log, window)| window.first < log.first);
    let mut out = text(&workspace, &wish, &done, staged, call);
    if let Some((log, _)) = begins {
        let _memory =
            writeln!(out, "the logs begin on {}: of the days before, nothing is known", log.first);
    }
    Ok(Answer::text(out))
}

fn sides(wish: &Wish) -> String {
    let words: Vec<&str> = wish.directions.iter().map(|side| direction_word(*side)).collect();
    words.join(" and ")
}

fn label(workspace: &Workspace, wish: &Wish, done: &Rehearsal) -> String {
    let count = done.entries.len();
    let noun = if count == 1 { "setting" } else { "settings" };
    format!(
        "{}: the default blocks {}, {count} partner {noun} written first",
        name_of(&workspace.draft, wish.owner),
        sides(wish)
    )
}

fn json(workspace: &Workspace, wish: &Wish, done: &Rehearsal, staged: bool) -> serde_json::Value {
    let entry = |entry: &Entry| {
        json!({
            "partnerId": entry.partner.to_string(),
            "partnerName": name_of(&workspace.draft, entry.partner),
            "isNew": entry.is_new,
            "setting": entry.setting.property(),
            "value": wire::to_value(&entry.value),
            "widened": entry.widened,
            "keeps": sum_json(&entry.keeps),
        })
    };
    json!({
        "tenantId": wish.owner.to_string(),
        "window": window_json(done.window),
        "kept": sum_json(&done.kept),
        "entries": done.entries.iter().map(entry).collect::<Vec<_>>(),
        "edits": done.edits.len(),
        "breaks": done.breaks.iter().map(change_json).collect::<Vec<_>>(),
        "blockedAlready": sum_json(&done.blocked_already),
        "staged": staged,
    })
}

fn counted(sum: &Sum) -> String {
    let noun = |count: u64, one: &'static str, many: &'static str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    format!(
        "{} and {}",
        noun(sum.people, "person", "people"),
        noun(sum.apps, "application", "applications"),
    )
}

fn text(
    workspace: &Workspace,
    wish: &Wish,
    done: &Rehearsal,
    staged: bool,
    call: &Call<'_>,
) -> String {
    let (look, draft) = (call.look, &workspace.draft);
    let mut out = format!(
        "sign-ins that succeeded in {}: {} go on\n",
        window_text(done.window),
        counted(&done.kept)
    );
    if done.blocked_already.ways > 0 {
        let _memory = writeln!(
            out,
            "stopped by the draft already, and left so: {}",
            counted(&done.blocked_already)
        );
    }
    if done.edits.is_empty() {
        out.push_str(
            "the default blocks already, and nothing depends on it; there is nothing to change\n",
        );
        return out;
    }
    out.push_str("\nto be written, partners first, the default last:\n");
    for entry in &done.entries {
        let new = if entry.is_new { " (new)" } else { "" };
        let apps = entry.value.half(Half::Applications).filter(|apps| !apps.is_all());
        let what = match (entry.widened, apps) {
            (true, _) => {
                "all that is open today, because a list of applications would stop some of it"
                    .to_owned()
            }
            (false, None) => "all that is open today".to_owned(),
            (false, Some(apps)) => format!("{} applications listed", apps.targets.len()),
        };
        let _memory = writeln!(
            out,
            "  {}{new}, {}: {what}; keeps {}",
            look.show(&name_of(draft, entry.partner)),
            entry.setting.title(),
            counted(&entry.keeps)
        );
    }
    let owner = look.show(&name_of(draft, wish.owner)).into_owned();
    let _memory =
        writeln!(out, "  the default of {owner}: blocks {} for everybody else", sides(wish));
    if wish.grain == Grain::Applications {
        out.push_str("applications are listed by the id of the client; how a request is matched whose resource has another id is not documented\n");
    }
    if wish.grain == Grain::Applications && wish.directions.contains(&Direction::Inbound) {
        out.push_str("inbound lists hold My Apps, the Access Panel, My Profile and My Sign-ins besides: guests need them to come in and to register for MFA; two of them can be set through Graph only\n");
    }
    let breaks: Vec<&Change> = done.breaks.iter().collect();
    let title = "what would break: it succeeded, but before these days";
    out.push_str(&changes_text(title, &breaks, draft, look));
    out.push_str(if staged {
        "\nit is in the draft; undo with `detente undo`\n"
    } else {
        "\nnothing was changed; with --stage it is one edit of the draft\n"
    });
    out
}
