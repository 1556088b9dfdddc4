//! A checklist that a person can follow, in the portal or with `az rest`.

use std::fmt::Write;

use super::Format;
use super::document::{Document, Entry, Line, List, Sent, Sum};
use crate::domain::Json;
use crate::text::visible;

/// The row.
pub(super) const FORMAT: Format = Format {
    word: "markdown",
    ending: "md",
    about: "a checklist to follow by hand, in the portal or with az rest",
    write: |document| write(document).into_bytes(),
    verify,
    is_ours: |bytes| bytes.starts_with(MARK.as_bytes()),
};

/// What begins every file, so that it is known again.
const MARK: &str = "<!-- detente plan ";

fn write(document: &Document) -> String {
    let mut out = format!("{MARK}{} -->\n", document.hash);
    let title = match document.direction.as_str() {
        "reverse" => "The way back",
        _ => "Plan",
    };
    let names: Vec<String> =
        document.tenants.iter().map(|list| quiet(&list.display_name)).collect();
    let _memory = writeln!(out, "# {title}: {}\n", names.join(", "));
    out.push_str("Nothing was sent anywhere. Do the steps in order: first everything closes that is to be closed, then everything opens that is to be opened, so that nothing on the way is open that is closed at both ends. Stop where an answer has another code than the one named.\n\nWhoever sends a request needs the role and the permission named with it; a sign-in of `az` may not carry that permission, then sign in as an application that has it, or use the portal.\n\nCommands are written for Bash, as in Azure Cloud Shell. PowerShell on Windows loses the double quotes of a body: there, put the body into a file and say `--body '@body.json'` (Azure/azure-cli:doc/quoting-issues-with-powershell.md).\n");
    for note in &document.notes {
        let _memory = writeln!(out, "\n> {}", quiet(note));
    }
    let _memory = writeln!(out, "\nPeople: {}\n", people(&document.people, document));
    out.push_str("## What changes\n\n");
    for entry in &document.changes {
        change(entry, document, &mut out);
    }
    outages(document, &mut out);
    for list in &document.tenants {
        steps(list, document, &mut out);
    }
    out
}

/// Foreign text, so that it is read as text.
fn quiet(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A way through the portal. What stands in the middle of a line quotes nothing.
fn path(text: &str) -> String {
    quiet(text).replace("\\>", ">")
}

fn people(sum: &Sum, document: &Document) -> String {
    let of: Vec<String> = sum.not_known.iter().map(|id| quiet(document.name_of(id))).collect();
    let whose = if of.is_empty() {
        String::new()
    } else {
        format!(" (of {} nobody is known)", of.join(", "))
    };
    let elsewhere = sum.elsewhere().map(|text| quiet(&text));
    if let (true, Some(text)) = (sum.is_elsewhere(), &elsewhere) {
        return format!("{text}{whose}");
    }
    let more = elsewhere.map(|text| format!("; {text}")).unwrap_or_default();
    match (sum.gain, sum.lose) {
        (Some(gain), Some(lose)) => {
            format!("{gain} gain something, {lose} lose something{whose}{more}")
        }
        _ => format!("not known{whose}{more}"),
    }
}

fn change(entry: &Entry, document: &Document, out: &mut String) {
    let _memory = write!(out, "{}. {}", entry.number, quiet(&entry.title));
    if !(entry.before.is_empty() && entry.after.is_empty()) {
        let _memory = write!(out, ": {} → {}", quiet(&entry.before), quiet(&entry.after));
    }
    out.push('.');
    if (entry.people.gain, entry.people.lose) != (Some(0), Some(0)) || entry.people.is_elsewhere() {
        let _memory = write!(out, " People: {}.", people(&entry.people, document));
    }
    out.push('\n');
    match (entry.included, entry.lacks) {
        (true, _) => {}
        (false, None) => out.push_str("   Left out.\n"),
        (false, Some(need)) => {
            let _memory = writeln!(out, "   Left out: it needs change {need}.");
        }
    }
}

fn steps(list: &List, document: &Document, out: &mut String) {
    let _memory =
        writeln!(out, "\n## Steps in {} ({})\n", quiet(&list.display_name), list.tenant_id);
    let host = list.graph.as_deref().unwrap_or("https://GRAPH-OF-THIS-CLOUD");
    expects(list, host, document, out);
    for line in &list.steps {
        step(line, host, document, out);
    }
}

/// An object by what people call it, and its address.
fn object(path: &str, document: &Document) -> String {
    let rest = path.split("/partners/").nth(1);
    let Some(rest) = rest else { return quiet(path) };
    let (id, sync) = rest.split_once('/').map_or((rest, ""), |(id, _)| (id, ", synchronisation"));
    format!("partner {}{sync}: {}", quiet(document.name_of(id)), quiet(path))
}

/// What is compared before the first step.
fn expects(list: &List, host: &str, document: &Document, out: &mut String) {
    if list.expects.is_empty() {
        return;
    }
    out.push_str("### Before the first step\n\nThe plan was made on these values. Compare each; where one has moved, do none of the steps, import again and look at the plan anew (`detente plan --against FILES` compares exports).\n\n");
    for one in &list.expects {
        let object = object(&one.path, document);
        let noun = if one.steps.len() == 1 { "step" } else { "steps" };
        let steps: Vec<String> = one.steps.iter().map(ToString::to_string).collect();
        let steps = steps.join(", ");
        let url = quoted(&format!("{host}/{}{}", one.version, one.path));
        if !one.exists {
            let _memory = writeln!(out, "- [ ] {object} is not there: 404 ({noun} {steps})\n");
            let _memory =
                writeln!(out, "    ```sh\n    az rest --method get --url {url}\n    ```\n");
            continue;
        }
        let names: Vec<&str> = one.members.keys().map(String::as_str).collect();
        let is_list = one.path.ends_with("/b2bManagementPolicies");
        let of = |name: &&str| format!("{name}:{name}");
        let picked = names.iter().map(of).collect::<Vec<_>>().join(",");
        let query = if is_list { format!("value[].{{{picked}}}") } else { format!("{{{picked}}}") };
        let _memory = writeln!(out, "- [ ] {object} ({noun} {steps})\n");
        if names.is_empty() {
            let _memory =
                writeln!(out, "    ```sh\n    az rest --method get --url {url}\n    ```\n");
            continue;
        }
        let _memory = writeln!(
            out,
            "    ```sh\n    az rest --method get --url {url} \\\n      --query {}\n    ```\n\n    Expected; null, or an object of nothing but nulls, says nothing:\n\n    ```json\n    {{",
            quoted(&query)
        );
        let last = one.members.len().saturating_sub(1);
        for (at, (name, value)) in one.members.iter().enumerate() {
            let (name, value) = (Json::from(name.as_str()), crate::wire::ascii(value.to_string()));
            let comma = if at == last { "" } else { "," };
            let _memory = writeln!(out, "      {name}: {value}{comma}");
        }
        out.push_str("    }\n    ```\n\n");
    }
    out.push_str("### In order\n\n");
}

/// What is closed for a while, so that it can be chosen when.
fn outages(document: &Document, out: &mut String) {
    if document.outages.is_empty() {
        return;
    }
    out.push_str("\n## What is closed for a while\n\nBoth ends allow these. In this order they are closed for a while, so that nothing opens meanwhile that is closed at both ends. Choose a quiet hour, or leave the change out.\n\n");
    for gap in &document.outages {
        let _memory = write!(
            out,
            "- {} ({}), from step {} until step {}: {}; {}.",
            quiet(document.name_of(&gap.tenant_id)),
            gap.tenant_id,
            gap.from.number,
            gap.until.number,
            quiet(&gap.title(document)),
            quiet(&gap.hits(document))
        );
        if let Some(who) = gap.who() {
            let _memory = write!(out, " Who: {}.", quiet(&who));
        }
        out.push('\n');
    }
}

fn step(line: &Line, host: &str, document: &Document, out: &mut String) {
    let _memory = writeln!(out, "- [ ] **{}. {}**", line.number, quiet(&line.words));
    for wait in &line.waits {
        let _memory = writeln!(
            out,
            "  - Wait until step {} under \"Steps in {} ({})\"{} is done.",
            wait.number,
            quiet(document.name_of(&wait.tenant_id)),
            wait.tenant_id,
            match document.tenants.iter().any(|list| list.tenant_id == wait.tenant_id) {
                true => "",
                false => " (numbered by itself, in the file written for that tenant)",
            }
        );
    }
    if !line.values.is_empty() {
        out.push_str("  - Values:\n");
    }
    for value in &line.values {
        let _memory = writeln!(out, "    - {}", quiet(value));
    }
    let Some(sent) = &line.request else { return };
    let _memory = writeln!(out, "  - Portal: {}", path(&line.portal));
    let _memory = writeln!(out, "  - Role: {}; permission: `{}`", sent.role, sent.permission);
    let _memory = writeln!(out, "  - Request, answered with {}:\n", sent.answer);
    command(sent, host, out);
    if let Some(gives) = &sent.gives {
        let _memory = writeln!(out, "  - Keep from the answer: {}", quiet(gives));
    }
    for remark in &sent.remarks {
        let _memory = writeln!(out, "  - Mind: {}", quiet(remark));
    }
    let _memory = writeln!(out, "  - Check: {}", quiet(&line.check));
    if let Some(back) = &line.back {
        let _memory = writeln!(out, "  - Take back, answered with {}:\n", back.answer);
        command(back, host, out);
    }
}

/// In single quotes nothing is special to a POSIX shell but the quote itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A line for a POSIX shell.
fn command(sent: &Sent, host: &str, out: &mut String) {
    let url = quoted(&format!("{host}/{}{}", sent.version, sent.path));
    let _memory =
        write!(out, "    ```sh\n    az rest --method {} --url {url}", sent.method.to_lowercase());
    if let Some(body) = &sent.body {
        let body = crate::wire::ascii(body.to_string());
        let _memory = write!(
            out,
            " \\\n      --headers 'Content-Type=application/json' \\\n      --body {}",
            quoted(&body)
        );
    }
    out.push_str("\n    ```\n\n");
}

fn verify(bytes: &[u8], document: &Document) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    if !text.starts_with(&format!("{MARK}{} -->\n", document.hash)) {
        return Err("it does not begin with the hash of the plan".to_owned());
    }
    let boxes = text.lines().filter(|line| line.starts_with("- [ ] **")).count();
    let steps: usize = document.tenants.iter().map(|list| list.steps.len()).sum();
    if boxes != steps {
        return Err(format!("it has {boxes} steps, the plan has {steps}"));
    }
    Ok(())
}
