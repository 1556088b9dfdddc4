use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::turns::{turn_json, turns_text, work_text};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::merger::say::{asked_json, staged_json};
use crate::cli::commands::set::said;
use crate::cli::commands::why::directories;
use crate::cli::names;
use crate::cli::people;
use crate::cli::remedy::{Tail, refused};
use crate::cli::trouble::Trouble;
use crate::domain::{Guid, Note, TenantId, Workspace};
use crate::edit;
use crate::merger::{
    ARCHETYPES, Answers, Archetype, Member, Named, Onboarding, introduced, onboard,
};
use crate::wire::Kind;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The partner: its id, domain or name
    #[arg(value_name = "ID|DOMAIN")]
    partner: String,
    /// What kind of partner it is
    #[arg(long = "as", value_name = "KIND", value_parser = kinds())]
    kind: Archetype,
    /// Its name, where the workspace does not know it
    #[arg(long)]
    name: Option<String>,
    /// Only this group of theirs, by object id; may be given several times
    #[arg(long = "group", value_name = "GUID")]
    groups: Vec<Guid>,
    /// Only this user of theirs, by object id; may be given several times
    #[arg(long = "user", value_name = "GUID")]
    users: Vec<Guid>,
    /// Only this application of ours: id or name; may be given several times
    #[arg(long = "app", value_name = "APP")]
    apps: Vec<String>,
    /// Who owns the relation
    #[arg(long, default_value = "")]
    owner: String,
    /// What it is for
    #[arg(long, default_value = "")]
    purpose: String,
    /// A ticket or contract
    #[arg(long, default_value = "")]
    ticket: String,
    /// When it is to be reviewed
    #[arg(long, value_name = "YYYY-MM-DD")]
    review: Option<jiff::civil::Date>,
    /// Make it one edit; without it nothing is changed
    #[arg(long)]
    stage: bool,
}

fn kinds() -> impl TypedValueParser<Value = Archetype> {
    PossibleValuesParser::new(ARCHETYPES.iter().map(|row| row.id)).try_map(|word| {
        let found = ARCHETYPES.iter().find(|row| row.id == word);
        found.map(|row| row.archetype).ok_or("not a kind of partner")
    })
}

pub fn perform(args: Args, tenant: Option<&str>, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut desk = call.open()?;
    let workspace = Arc::clone(desk.workspace());
    let owner = names::owner(&workspace.draft, tenant)?;
    let partner = super::added(&workspace.draft, &args.partner)?;
    if partner == owner {
        return Err(Trouble::bad("a tenant cannot be its own partner; nothing was changed"));
    }
    let tenants = [owner, partner];
    let (directories, notices) = directories(desk.disk().as_ref(), tenants)?;
    call.notices.extend(notices);
    let apps = args.apps.iter().map(|text| {
        let directory = directories.get(&owner).map(AsRef::as_ref);
        let id = people::app(&workspace, owner, directory, text)?;
        Ok(Named { id: id.0, name: text.clone(), user: false })
    });
    let apps = apps.collect::<Result<Vec<_>, Trouble>>()?;
    let named = |user| move |id: &Guid| Named { id: *id, name: String::new(), user };
    let people: Vec<Named> =
        args.groups.iter().map(named(false)).chain(args.users.iter().map(named(true))).collect();
    let wish = Onboarding {
        owner,
        partner: member(&workspace, partner, args.name.clone()),
        archetype: args.kind,
        people,
        apps,
        note: note(&args),
    };
    let done = onboard(&workspace, &directories, &wish);
    if let Some(fault) = &done.refused {
        return Err(Trouble::bad(format!("nothing was changed; {}", fault.sentence)));
    }
    let row = args.kind.row();
    let mut head = String::new();
    if args.stage {
        let tail = Tail::of(call, tenant.is_some().then_some(owner));
        let applied = desk
            .change(&call.stamp(), Kind::Edit, done.label.clone(), |workspace| {
                let now = onboard(workspace, &directories, &wish);
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
            "kind": row.id,
            "means": row.means,
            "limits": row.limits,
            "staged": args.stage,
            "edits": done.staged.iter().map(staged_json).collect::<Vec<_>>(),
            "asked": done.asked.iter().map(asked_json).collect::<Vec<_>>(),
            "verdicts": done.turns.iter().map(turn_json).collect::<Vec<_>>(),
        })));
    }
    let look = call.look;
    let mut text = format!("{head}{}: {}\n", row.id, row.means);
    let known = introduced(&workspace, &Answers::blank(vec![wish.partner.clone()]));
    text.push_str(&work_text(&known, &done.staged, &done.asked, look));
    text.push_str("then\n");
    text.push_str(&turns_text(&done.turns, true, look));
    text.push_str(&format!("mind: {}\n", row.limits));
    if !args.stage && !done.edits.is_empty() {
        text.push_str("nothing was changed; say --stage to do it");
    }
    Ok(Answer::text(text))
}

fn member(workspace: &Workspace, id: TenantId, name: Option<String>) -> Member {
    workspace.draft.tenant(id).map_or_else(
        || Member { id, name: name.unwrap_or_default(), ..Member::default() },
        Member::of,
    )
}

fn note(args: &Args) -> Option<Note> {
    let Args { owner, purpose, ticket, review, .. } = args;
    let note = Note {
        owner: owner.trim().to_owned(),
        purpose: purpose.trim().to_owned(),
        ticket: ticket.trim().to_owned(),
        review: review.map_or_else(String::new, |day| day.to_string()),
        ..Note::default()
    };
    (note != Note::default()).then_some(note)
}
