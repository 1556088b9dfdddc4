//! The request as a letter in Markdown, for people who have nothing but a mail program.

use std::fmt::Write;

use super::handshake::{Party, Request};
use crate::domain::Json;
use crate::text::visible;

/// What begins every letter.
const TITLE: &str = "# Cross-tenant access: ";

/// Whether a file is such a letter.
pub fn is_letter(bytes: &[u8]) -> bool {
    bytes.starts_with(TITLE.as_bytes())
}

/// The request as Markdown.
pub fn letter(request: &Request) -> String {
    let Request { from, to, purpose, ours, asks, ids } = request;
    let mut out = format!("{TITLE}{}\n\n", plain(purpose));
    let _memory = writeln!(out, "From {}  \nTo {}\n", whole(from), whole(to));
    out.push_str("## What we do\n\n");
    for deed in ours {
        let state = match deed.state.as_str() {
            "done" => "done",
            "planned" => "planned",
            "undone" => "done today; our draft changes it",
            _ => "not yet",
        };
        let _memory =
            writeln!(out, "- {} (`{}`): {state}", plain(&deed.words), plain(&deed.setting));
    }
    if ours.is_empty() {
        out.push_str("Nothing is needed on our side.\n");
    }
    out.push_str("\n## What we ask you to do, in this order\n\n");
    for ask in asks {
        let _memory = writeln!(out, "{}. {}", ask.order, plain(&ask.words));
        let _memory = writeln!(out, "   - for: {}", plain(&ask.because));
        let place = match ask.place.as_str() {
            "partner" => format!("of your entry about us, `{}`", from.id),
            "default" => "of your default settings".to_owned(),
            _ => "of your tenant".to_owned(),
        };
        let _memory = writeln!(out, "   - setting: `{}` {place}", code(&ask.setting));
        let _memory = writeln!(out, "   - where: {}", plain(&ask.page));
        let licence = if ask.licence.is_empty() {
            String::new()
        } else {
            format!("; {}", plain(&ask.licence))
        };
        let _memory = writeln!(out, "   - who: {}{licence}", plain(&ask.role));
        if ask.value != Json::Null {
            let _memory = writeln!(out, "   - value: `{}`", code(&ask.value.to_string()));
        }
    }
    if asks.is_empty() {
        out.push_str("Nothing: all that is needed of you is there.\n");
    }
    if !ids.is_empty() {
        out.push_str("\n## Object ids we need from you\n\n");
        for id in ids {
            let _memory = writeln!(
                out,
                "- the object id of the {} {} ({})",
                plain(&id.kind),
                plain(&id.name),
                plain(&id.because)
            );
        }
    }
    out.push_str("\n## How to answer\n\n");
    out.push_str("Send back what you set: the JSON of your partner entry about us and of your default settings, and the ids above. ");
    out.push_str("With détente, `detente handshake reply` writes that file from your exports.\n\n");
    let _memory = writeln!(out, "Mark of this request (SHA-256): `{}`", request.mark());
    out
}

fn whole(party: &Party) -> String {
    let Party { id, name, domain, cloud } = party;
    let domain = if domain.is_empty() { String::new() } else { format!(", {}", plain(domain)) };
    format!("{}{domain} (tenant `{id}`, {} cloud)", plain(name), plain(cloud))
}

/// Foreign text that stays text: nothing of it is taken for Markdown, and nothing is hidden.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn code(text: &str) -> String {
    visible(text).replace('`', "'")
}
