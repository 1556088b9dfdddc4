//! What is wrong with a configuration, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cli::look::{Look, Sign};
use crate::sync::SchemaFault;

/// For programs.
pub fn json(faults: &[SchemaFault]) -> Value {
    let list = faults.iter().map(|fault| {
        json!({
            "id": fault.id,
            "refused": fault.is_refused,
            "path": fault.path,
            "text": fault.text,
            "fix": fault.fix,
            "certainty": fault.doubt().map(|(sure, _)| sure.word()),
            "source": fault.doubt().map(|(_, page)| page),
        })
    });
    list.collect()
}

/// In one word, for a list.
pub fn count(faults: &[SchemaFault]) -> String {
    let refused = faults.iter().filter(|fault| fault.is_refused).count();
    match (faults.len(), refused) {
        (0, _) => "none".to_owned(),
        (all, 0) => all.to_string(),
        (all, refused) => format!("{all}, {refused} refused"),
    }
}

/// For people: what is refused first, each with its place and the way out.
pub fn text(faults: &[SchemaFault], look: Look) -> String {
    let mut out = String::new();
    if faults.is_empty() {
        return out;
    }
    let _memory = writeln!(out, "findings: {}", count(faults));
    for fault in faults {
        let sign = look.sign(if fault.is_refused { Sign::No } else { Sign::Unknown });
        let _memory = writeln!(
            out,
            "{sign} {} {}\n    at {}\n    fix: {}",
            fault.id,
            look.show(&fault.text),
            look.show(&fault.path),
            look.show(&fault.fix)
        );
        if let Some((sure, page)) = fault.doubt() {
            let _memory = writeln!(out, "    {}: {page}", sure.word());
        }
    }
    out
}
