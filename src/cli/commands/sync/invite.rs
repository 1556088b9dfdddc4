use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::json;

use super::Cycle;
use super::scene::{Scene, created};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::{BUG, Trouble};
use crate::store;
use crate::text::visible;

/// The rows that the portal wants first: they must not be changed.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/tutorial-bulk-invite.md (the article names the
/// first heading; all four stand in downloaded templates)
const VERSION: &str = "version:v1.0";
const HEADINGS: [&str; 4] = [
    "Email address to invite [inviteeEmail] Required",
    "Redirection url [inviteRedirectURL] Required",
    "Send invitation message (true or false) [sendEmail]",
    "Customized invitation message [customizedMessageBody]",
];

/// Where an invited person arrives, unless said otherwise: My Apps.
const ARRIVES: &str = "https://myapplications.microsoft.com";

/// How inviting differs from synchronising.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/tutorial-bulk-invite.md, …/user-properties.md,
/// …/redemption-experience.md and docs/identity/multi-tenant-organizations/cross-tenant-synchronization-overview.md
const DIFFERENCES: [&str; 5] = [
    "each person redeems the invitation; until then the account waits (PendingAcceptance)",
    "they become guests (userType Guest), whatever the mapping of userType says",
    "only the address goes along; no other attribute is mapped",
    "nothing is updated when the person changes in the source",
    "nobody is removed when the person leaves the scope, or the source",
];

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration: its name or id
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write; without it the list is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where people arrive when they have redeemed
    #[arg(long, value_name = "URL", default_value = ARRIVES, value_parser = link)]
    redirect: String,
    /// Let the service send no mail
    #[arg(long)]
    silent: bool,
    /// A message in the mail; the portal takes no commas in it
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = message)]
    message: String,
}

fn link(text: &str) -> Result<String, String> {
    let is_plain = text.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != ',');
    let is_link = text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
    if is_link && is_plain {
        Ok(text.to_owned())
    } else {
        Err("expected https://…, without commas".to_owned())
    }
}

fn message(text: &str) -> Result<String, String> {
    if text.contains(',') || text.chars().any(char::is_control) {
        return Err("the portal takes one line without commas".to_owned());
    }
    if is_formula(text) {
        return Err(FORMULA.to_owned());
    }
    Ok(text.to_owned())
}

const FORMULA: &str =
    "a text that begins with =, +, - or @ is taken as a formula by programs for tables";

/// Whether a program for tables would take a cell as a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(['"', '\'', ' ']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// Whether an address can stand in the file as it is: changed, it would be another address.
fn is_plain(mail: &str) -> bool {
    !is_formula(mail) && !mail.is_empty() && visible(mail) == mail
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(&args.name, call)?;
    let engine = scene.engine(Cycle::Initial.mode());
    let rows = created(&engine)?;
    let mails = rows.iter().filter_map(|row| scene.source.named(*row, "mail").text());
    let (kept, odd): (Vec<&str>, Vec<&str>) = mails.map(str::trim).partition(|mail| is_plain(mail));
    let text = table(&kept, &args)
        .map_err(|fault| Trouble::of(BUG, format!("the list could not be made: {fault}")))?;
    scene.tell_scope(&engine, call);
    if !odd.is_empty() {
        call.notices.push(format!(
            "{} left out, because {FORMULA}, or because they have invisible characters; invite them by hand: {}",
            odd.len(),
            odd.join(" ")
        ));
    }
    if let Some(path) = &args.out {
        store::write_output(path, text.as_bytes())?;
    }
    if call.is_json() {
        return Ok(Answer::json(&json!({
            "invited": kept,
            "leftOut": odd,
            "file": args.out.as_ref().map(|path| path.display().to_string()),
            "differences": DIFFERENCES,
        })));
    }
    let look = call.look;
    let title = scene.title();
    let mut said =
        format!("{}: {} would be created by the first cycle\n", look.show(&title), rows.len());
    if let Some(path) = &args.out {
        let path = path.display().to_string();
        let _memory = writeln!(
            said,
            "the list to invite {} of them was written to {}",
            kept.len(),
            look.show(&path)
        );
    } else {
        let count = kept.len();
        call.notices.push(format!("{count} addresses; --out FILE writes them to a file"));
    }
    said.push_str("what inviting does differently:\n");
    for line in DIFFERENCES {
        let _memory = writeln!(said, "  {line}");
    }
    if args.out.is_none() {
        call.notices.extend(said.lines().map(str::to_owned));
        return Ok(Answer { body: text, exit: 0 });
    }
    Ok(Answer::text(said))
}

/// The whole file, as the portal wants it.
fn table(mails: &[&str], args: &Args) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    writer.write_record([VERSION])?;
    writer.write_record(HEADINGS)?;
    let sends = if args.silent { "false" } else { "true" };
    for mail in mails {
        writer.write_record([mail, args.redirect.as_str(), sends, args.message.as_str()])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
