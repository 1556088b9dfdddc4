use std::fmt::Write;

use serde_json::{Value, json};

use super::why::directories;
use crate::access;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::Look;
use crate::cli::names::{self, name_of};
use crate::cli::trouble::Trouble;
use crate::cli::{people, verdicts};
use crate::decode::{self, Named, Reading};
use crate::domain::Workspace;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The code, or the whole message as it was shown
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// The tenant that owns the account, where the message does not say: id, domain or name
    #[arg(long, value_name = "TENANT")]
    home: Option<String>,
    /// The user, where the message does not say
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// The tenant that holds the application, where the message does not say
    #[arg(long, value_name = "TENANT")]
    resource: Option<String>,
    /// The application, where the message does not say
    #[arg(long, value_name = "APP")]
    app: Option<String>,
    /// Our tenant, where the message names only one side and several are ours
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let desk = call.open()?;
    let workspace = desk.workspace().clone();
    let draft = &workspace.draft;
    let (directories, notices) = directories(desk.disk().as_ref(), draft.tenants.keys().copied())?;
    call.notices.extend(notices);
    let text = args.text.join(" ");
    let mut reading = decode::read(&text, &workspace, &directories);
    let Some(code) = reading.code else {
        return Err(Trouble::bad(reading.nothing()));
    };
    let named = &mut reading.named;
    let tenant = |text: Option<String>| text.map(|text| names::tenant(draft, &text)).transpose();
    named.home = tenant(args.home)?.or(named.home);
    named.resource = tenant(args.resource)?.or(named.resource);
    // Where several are ours and none is named, the meaning is told all the same.
    let owner = match &args.tenant {
        Some(text) => Some(names::tenant(draft, text)?),
        None => names::owner(draft, None).ok(),
    };
    if let Some(owner) = owner {
        named.place(code.side, owner);
    }
    let directory = |id| directories.get(&id).map(std::sync::Arc::as_ref);
    if let (Some(home), Some(text)) = (named.home, &args.user) {
        named.user = Some(people::user(&workspace, home, directory(home), text)?);
    }
    if let (Some(resource), Some(text)) = (named.resource, &args.app) {
        named.app = Some(people::app(&workspace, resource, directory(resource), text)?);
    }
    let answer = named.question().map(|question| access::evaluate(draft, &directories, &question));
    let agrees = answer.as_ref().and_then(|answer| code.agrees(answer));
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "code": code.text,
            "name": code.name,
            "side": code.side.title(),
            "means": code.means,
            "look": code.look,
            "named": named_json(named),
            "agrees": agrees,
            "answer": answer.as_ref().map(verdicts::answer_json),
        })));
    }
    let mut out = heading(&reading, call.look);
    named_text(&mut out, &reading.named, &workspace, call.look);
    match &answer {
        Some(answer) => {
            let agrees = match agrees {
                Some(true) => "the draft says the same",
                Some(false) => {
                    "the draft does not end in this error: settings may have changed since, or something that decides is not in the workspace"
                }
                None => "what this error speaks of is not evaluated here; the settings say:",
            };
            let _memory = writeln!(out, "  {agrees}");
            let asked = "what the message names";
            out.push_str(&verdicts::answer_text(answer, draft, asked, call.look));
        }
        None => out.push_str(&missing(&reading.named)),
    }
    Ok(Answer::text(out))
}

fn heading(reading: &Reading, look: Look) -> String {
    let Some(code) = reading.code else { return String::new() };
    let name = if code.name.is_empty() { String::new() } else { format!(" {}", code.name) };
    format!(
        "{}{name}: {}\n  said by {}\n  look at {}\n",
        code.text,
        look.show(code.means),
        code.side.title(),
        look.show(code.look)
    )
}

fn named_text(out: &mut String, named: &Named, workspace: &Workspace, look: Look) {
    let name = |id| look.show(&name_of(&workspace.draft, id)).into_owned();
    let parts = [
        ("home", named.home.map(name)),
        ("resource", named.resource.map(name)),
        ("network", named.network.map(name)),
        ("user", named.user.map(|id| id.to_string())),
        ("application", named.app.map(|id| id.to_string())),
    ];
    for (what, value) in parts {
        if let Some(value) = value {
            let _memory = writeln!(out, "  {what:<12} {value}");
        }
    }
}

fn named_json(named: &Named) -> Value {
    json!({
        "home": named.home.map(|id| id.to_string()),
        "user": named.user.map(|id| id.to_string()),
        "resource": named.resource.map(|id| id.to_string()),
        "app": named.app.map(|id| id.to_string()),
        "network": named.network.map(|id| id.to_string()),
        "kind": named.kind.word(),
    })
}

/// What the question still lacks.
fn missing(named: &Named) -> String {
    let parts = [
        ("--home", named.home.is_none()),
        ("--resource", named.resource.is_none()),
        ("--app", named.app.is_none()),
    ];
    let lacking: Vec<&str> =
        parts.into_iter().filter(|(_, lacks)| *lacks).map(|(flag, _)| flag).collect();
    format!("  to ask the draft, name {} (and --user); or --tenant for ours\n", lacking.join(", "))
}
