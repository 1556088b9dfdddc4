//! Whether what a plan was made on still holds: compared with exports taken now, or of a plan that
//! was written earlier with what is observed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::commands::import::input_trouble;
use crate::cli::trouble::Trouble;
use crate::domain::{Json, TenantId};
use crate::export::{self, Compared, Document, Drift, compare};
use crate::store::{self, Desk, ImportTrouble};
use crate::wire::ascii;

/// Something has moved.
const MOVED: u8 = 1;

/// Bytes of a plan that is read back, at most.
const PLAN_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// A plan, and where it came from.
struct Planned {
    from: String,
    document: Document,
}

/// The files by what they are: plans, and the rest.
fn sorted(paths: &[PathBuf]) -> Result<(Vec<Planned>, Vec<PathBuf>), Trouble> {
    let (mut plans, mut exports) = (Vec::new(), Vec::new());
    for path in store::regular_files(paths)? {
        let ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let bytes = if ending { store::read_input(&path, PLAN_BYTES_MAX)? } else { Vec::new() };
        if !export::is_plan(&bytes) {
            let is_checklist = path.extension().is_some_and(|ending| ending == "md");
            // A checklist that lies beside a plan says nothing that the plan does not.
            if !is_checklist {
                exports.push(path);
            }
            continue;
        }
        let from = path.display().to_string();
        let document = export::read(&bytes)
            .map_err(|why| Trouble::bad(format!("`{from}` cannot be used: {why}")))?;
        plans.push(Planned { from, document });
    }
    // The way back rests on what is there once the plan is done.
    if plans.iter().any(|plan| plan.document.direction == "forward") {
        plans.retain(|plan| plan.document.direction == "forward");
    }
    Ok((plans, exports))
}

/// Compares, and says what has moved.
pub fn perform(
    desk: &Desk,
    call: &Call<'_>,
    paths: &[PathBuf],
    tenant: Option<TenantId>,
    current: impl FnOnce() -> Document,
) -> Result<Answer, Trouble> {
    let (mut plans, exports) = sorted(paths)?;
    let mut now = desk.workspace().observed.iter().map(|(id, held)| (*id, held.tenant.clone()));
    let mut now = now.by_ref().collect::<BTreeMap<_, _>>();
    if !exports.is_empty() {
        let seen = store::observed_by(desk.workspace(), &exports, tenant);
        now.extend(seen.map_err(|trouble| match trouble {
            ImportTrouble::Input(fault) => input_trouble(&fault),
            ImportTrouble::Store(fault) => fault.into(),
        })?);
    }
    if plans.is_empty() {
        plans.push(Planned { from: "the plan".to_owned(), document: current() });
    }
    let all: Vec<(Planned, Compared)> = plans
        .into_iter()
        .map(|plan| {
            let compared = compare(&plan.document, &now);
            (plan, compared)
        })
        .collect();
    let has_moved = all.iter().any(|(_, compared)| !compared.drifts.is_empty());
    let exit = if has_moved { MOVED } else { 0 };
    if call.is_json() {
        let plans: Vec<Json> = all.iter().map(|(plan, compared)| value(plan, compared)).collect();
        return Ok(Answer { exit, ..Answer::json(&json!({ "moved": has_moved, "plans": plans })) });
    }
    let mut out = String::new();
    for (plan, compared) in &all {
        text(plan, compared, call, &mut out);
    }
    Ok(Answer { exit, ..Answer::text(out) })
}

fn value(plan: &Planned, compared: &Compared) -> Json {
    let drift = |drift: &Drift| {
        json!({
            "tenantId": drift.tenant.to_string(),
            "path": drift.path,
            "member": drift.member,
            "expected": drift.expected,
            "found": drift.found,
            "steps": drift.steps,
        })
    };
    let unknown = |(tenant, path): &(TenantId, String)| json!({ "tenantId": tenant.to_string(), "path": path });
    json!({
        "from": plan.from,
        "hash": plan.document.hash,
        "objects": compared.objects,
        "notKnown": compared.unknown.iter().map(unknown).collect::<Vec<_>>(),
        "drifts": compared.drifts.iter().map(drift).collect::<Vec<_>>(),
    })
}

fn text(plan: &Planned, compared: &Compared, call: &Call<'_>, out: &mut String) {
    let look = call.look;
    let from = look.show(&plan.from);
    let count = compared.objects;
    let objects = if count == 1 { "1 object".to_owned() } else { format!("{count} objects") };
    let name = |id: TenantId| look.show(plan.document.name_of(&id.to_string())).into_owned();
    for (tenant, path) in &compared.unknown {
        let path = look.show(path);
        let _memory =
            writeln!(out, "not known: {path} of {}; export it and compare again", name(*tenant));
    }
    if compared.drifts.is_empty() {
        let _memory = match (count, compared.unknown.len()) {
            (0, _) => writeln!(out, "{from} rests on nothing that could have moved"),
            (_, 0) => writeln!(out, "{from} still holds: {objects} compared, nothing has moved"),
            (_, unknown) => {
                writeln!(
                    out,
                    "nothing has moved of what is known: {} of {objects}",
                    count - unknown
                )
            }
        };
        return;
    }
    let _memory = writeln!(out, "{from} no longer holds; these have moved since it was made:");
    for drift in &compared.drifts {
        let member = drift.member.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let steps: Vec<String> = drift.steps.iter().map(ToString::to_string).collect();
        let noun = if steps.len() == 1 { "step" } else { "steps" };
        let _memory = writeln!(
            out,
            "  {}: {}{member} ({noun} {})\n    was  {}\n    is   {}",
            name(drift.tenant),
            look.show(&drift.path),
            steps.join(", "),
            told(drift.expected.as_ref()),
            told(drift.found.as_ref())
        );
    }
    out.push_str("do none of its steps; import what is there now, and look at the plan again\n");
}

fn told(value: Option<&Json>) -> String {
    match value {
        None => "not there".to_owned(),
        Some(Json::Null) => "nothing said".to_owned(),
        Some(value) => ascii(value.to_string()),
    }
}
