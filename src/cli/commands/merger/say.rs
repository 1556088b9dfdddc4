//! What several subcommands say alike: faults, duties, lines of a checklist.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::access::name;
use crate::cli::look::{Look, Sign};
use crate::domain::{TenantId, Workspace};
use crate::merger::{Asked, CheckLine, Duty, Fault, Proof, Staged, Tick, Todo, Weight};

/// The sign of a tick.
pub fn tick_sign(tick: Tick) -> Sign {
    match tick {
        Tick::Done => Sign::Yes,
        Tick::Open => Sign::No,
        Tick::Unknown => Sign::Unknown,
    }
}

/// A fault as programs read it.
pub fn fault_json(fault: &Fault) -> Value {
    json!({
        "step": fault.step.row().id,
        "weight": fault.weight.word(),
        "sentence": fault.sentence,
    })
}

/// A fault in a line.
pub fn fault_text(fault: &Fault, look: Look) -> String {
    let word = if fault.weight == Weight::Stop { "stop" } else { "mind" };
    format!("{word}: {}", look.show(&fault.sentence))
}

/// Role, licence and place as programs read them.
pub fn duty_json(duty: &Duty) -> Value {
    json!({
        "role": duty.role,
        "licence": (!duty.licence.is_empty()).then_some(duty.licence),
        "page": duty.page,
        "source": duty.source,
    })
}

/// The same in a line.
pub fn duty_text(duty: &Duty, look: Look) -> String {
    let licence =
        if duty.licence.is_empty() { String::new() } else { format!("; {}", duty.licence) };
    let page = look.show(duty.page).replace('›', if look.ascii { ">" } else { "›" });
    format!("{}{licence}; {page}", duty.role)
}

/// What is staged, as programs read it. The edits themselves are in the plan once they are made.
pub fn staged_json(one: &Staged) -> Value {
    json!({
        "tenantId": one.owner.to_string(),
        "setting": one.setting,
        "words": one.words,
        "edits": one.edits.len(),
    })
}

/// What is asked of the others, as programs read it.
pub fn asked_json(one: &Asked) -> Value {
    json!({
        "tenantId": one.owner.to_string(),
        "setting": one.setting,
        "words": one.words,
        "missing": one.is_missing,
        "duty": duty_json(&one.duty),
    })
}

/// What is left to do, as programs read it.
pub fn todo_json(todo: &Todo) -> Value {
    json!({
        "tenantId": todo.tenant.to_string(),
        "ours": todo.is_ours,
        "setting": todo.setting,
        "words": todo.words,
        "missing": todo.is_missing,
        "duty": duty_json(&todo.duty),
    })
}

/// The same in two lines.
pub fn todo_text(workspace: &Workspace, todo: &Todo, indent: &str, look: Look) -> String {
    let whose = if todo.is_ours { "" } else { " (their side)" };
    let verb = if todo.is_missing { "to do" } else { "to ask" };
    format!(
        "{indent}{verb} in {}{whose}: {}\n{indent}  {}\n",
        shown(workspace, todo.tenant, look),
        look.show(&todo.words),
        duty_text(&todo.duty, look)
    )
}

/// A line of a checklist as programs read it.
pub fn line_json(line: &CheckLine) -> Value {
    let proof = line.proof.iter().map(|one| match one {
        Proof::Asked { question, person, expect, verdict, because, .. } => json!({
            "home": question.home.to_string(),
            "resource": question.resource.to_string(),
            "user": question.user.to_string(),
            "person": person,
            "app": question.app.to_string(),
            "kind": question.kind.word(),
            "stage": question.stage.word(),
            "expect": expect.word(),
            "verdict": verdict.word(),
            "because": (!because.is_empty()).then_some(because),
        }),
        Proof::Stands { what, .. } => json!({ "what": what, "tick": one.tick().word() }),
    });
    json!({
        "step": line.step.row().id,
        "title": line.title,
        "tick": line.tick.word(),
        "because": (!line.because.is_empty()).then_some(&line.because),
        "mind": (!line.mind.is_empty()).then_some(&line.mind),
        "proof": proof.collect::<Vec<_>>(),
        "todo": line.todo.iter().map(todo_json).collect::<Vec<_>>(),
    })
}

/// A line of a checklist for people.
pub fn line_text(workspace: &Workspace, line: &CheckLine, look: Look) -> String {
    let mut text = format!("{} {}\n", look.sign(tick_sign(line.tick)), look.show(&line.title));
    if !line.because.is_empty() {
        let _memory = writeln!(text, "    {}", look.show(&line.because));
    }
    if !line.mind.is_empty() {
        let _memory = writeln!(text, "    mind: {}", look.show(&line.mind));
    }
    for todo in &line.todo {
        text.push_str(&todo_text(workspace, todo, "    ", look));
    }
    text
}

/// What a tenant is called, harmless.
pub fn shown(workspace: &Workspace, id: TenantId, look: Look) -> String {
    look.show(&name(&workspace.draft, id)).into_owned()
}
