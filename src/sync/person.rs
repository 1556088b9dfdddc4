//! One user in the five steps of provisioning on demand.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/app-provisioning/provision-on-demand.md

use super::change::Change;
use super::expression::attributes;
use super::inputs::Inputs;
use super::matching::Found;
use super::preview::{Engine, Judged, Preview};
use super::roster::Value;
use super::scope::{is_deleted, is_enabled, is_external};
use super::verdict::Action;
use crate::access::Truth;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name: `testConnection`, `import`, `scope`, `match`, `action`.
    pub name: &'static str,
    /// How it ends; `Unknown` where it cannot be told.
    pub truth: Truth,
    /// What it says, a line each.
    pub lines: Vec<String>,
}

/// The steps of one user. The last says what is done; the attributes are in [`Engine::changes`].
pub fn steps(engine: &Engine<'_>, preview: &Preview, row: usize) -> Vec<Step> {
    let Some(user) = preview.users.get(row) else { return Vec::new() };
    vec![
        connection(engine),
        import(engine, row),
        scope(engine, row),
        matching(engine, row),
        action(engine, preview, row, user),
    ]
}

/// What the source holds of the attributes that a mapping reads, in their order.
pub fn source_values(engine: &Engine<'_>, row: usize, change: &Change) -> String {
    let source = engine.inputs().source;
    if change.attribute == "IsSoftDeleted" {
        return "as the scope says".to_owned();
    }
    let names = attributes(&change.mapping);
    let values: Vec<String> = names
        .iter()
        .map(|name| match source.named(row, name) {
            Value::Untold => "not in the export".to_owned(),
            Value::Missing => "empty".to_owned(),
            Value::Reference(id) => engine.name(id).unwrap_or_else(|| id.to_string()),
            Value::Unreadable => "unreadable".to_owned(),
            value => value.texts().collect::<Vec<_>>().join(" "),
        })
        .collect();
    values.join(", ")
}

fn connection(engine: &Engine<'_>) -> Step {
    let truth = engine.checks.iter().fold(Truth::Yes, |truth, check| truth.and(check.truth));
    let lines = engine.checks.iter().map(|check| match check.truth {
        Truth::No if !check.code.is_empty() => format!("{}: {}", check.code, check.because),
        _ => check.because.clone(),
    });
    Step { name: "testConnection", truth, lines: lines.collect() }
}

fn import(engine: &Engine<'_>, row: usize) -> Step {
    let source = engine.inputs().source;
    let mut lines = Vec::new();
    for name in ["userPrincipalName", "mail", "userType", "accountEnabled"] {
        let value = match source.named(row, name).text() {
            Some(text) => text,
            None if source.tells(name) => "empty",
            None => "not in the export",
        };
        lines.push(format!("{name}: {value}"));
    }
    Step { name: "import", truth: Truth::Yes, lines }
}

fn scope(engine: &Engine<'_>, row: usize) -> Step {
    let Inputs { source, .. } = engine.inputs();
    let (entitled, reason) = engine.scope.entitled(source.id(row));
    let scoped = engine.scope.of_user(source, row);
    let active = Truth::from(is_enabled(source, row) && !is_deleted(source, row));
    let mut lines = vec![
        format!("Active in the source system: {}", word(active)),
        format!("Assigned to the application: {}", word(entitled)),
    ];
    if entitled != Truth::Yes {
        lines.push(reason.words().1.to_owned());
    }
    for clause in engine.scope.clauses() {
        let (truth, doubt) = clause.holds(source, row);
        let why = doubt.map(|doubt| format!(" ({})", doubt.words())).unwrap_or_default();
        lines.push(format!("{} = {}{why}", clause.words(), word(truth)));
    }
    if !source.tells("alternativeSecurityIds") && !is_external(source, row) {
        let taken = "taken as a user of this tenant: neither sign-in name nor invitation is that of a guest";
        lines.push(taken.to_owned());
    }
    if scoped.truth != Truth::Yes && scoped.reason != reason {
        lines.push(scoped.reason.words().1.to_owned());
    }
    Step { name: "scope", truth: scoped.truth, lines }
}

fn matching(engine: &Engine<'_>, row: usize) -> Step {
    let target = engine.inputs().target;
    let (truth, line) = match engine.find(row) {
        Found::One(at, by) => {
            let name = target.named(at, "userPrincipalName").text().unwrap_or("no sign-in name");
            (Truth::Yes, format!("{name} ({}), found by {}", target.id(at), by.words()))
        }
        Found::Several => (Truth::Unknown, "several users of the target fit".to_owned()),
        Found::Nobody if target.is_empty() => {
            (Truth::Unknown, "the directory of the target is not in the workspace".to_owned())
        }
        Found::Nobody => (Truth::No, "nobody in the target".to_owned()),
    };
    Step { name: "match", truth, lines: vec![line] }
}

fn action(engine: &Engine<'_>, preview: &Preview, row: usize, user: &Judged) -> Step {
    let written =
        engine.changes(row, &preview.users).iter().filter(|one| Change::is_written(one)).count();
    let mut lines = vec![
        format!("{}: {}", user.action.word(), user.because()),
        format!("certainty: {}", user.certainty.word()),
    ];
    match written {
        0 => {}
        1 => lines.push("1 attribute is written".to_owned()),
        count => lines.push(format!("{count} attributes are written")),
    }
    let truth = match user.action {
        Action::Ambiguous => Truth::Unknown,
        Action::Skip | Action::Fail | Action::Unchanged | Action::Release => Truth::No,
        Action::Create
        | Action::Update
        | Action::Restore
        | Action::SoftDelete
        | Action::Disable
        | Action::Staged => Truth::Yes,
    };
    Step { name: "action", truth, lines }
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "true",
        Truth::No => "false",
        Truth::Unknown => "not known",
    }
}
