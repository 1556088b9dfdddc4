//! Captured `$batch` answers: each body is a file of its own.

use serde_json::value::RawValue;

use crate::domain::Json;

use super::fault::{ImportFault, Place, joined, shown};
use super::json::{self, Step};
use super::session::Session;

impl Session<'_> {
    /// One answer of a `$batch`.
    pub fn answer(&mut self, text: &str, start: Place, path: &str) -> Result<(), ImportFault> {
        #[derive(serde::Deserialize)]
        struct Answer<'a> {
            #[serde(default)]
            id: Json,
            #[serde(default)]
            status: u64,
            #[serde(borrow, default)]
            body: Option<&'a RawValue>,
        }
        let answer: Answer<'_> = serde_json::from_str(text).map_err(|bad| {
            let what = format!("expected an answer with `status` and `body`: {bad}");
            self.fault(Some(start.words(path)), what, "correct the file or export it again")
        })?;
        let id = answer.id.as_str().map_or_else(|| answer.id.to_string(), str::to_owned);
        self.recognised += 1;
        let Some(body) = answer.body else { return Ok(()) };
        if !(200..300).contains(&answer.status) {
            let what = format!(
                "answer `{}` of the batch has the status {} and was left out",
                shown(&id),
                answer.status
            );
            self.warnings.add(what, &self.file);
            return Ok(());
        }
        let within = body.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let start = start.plus(place_at(text, within));
        if !body.get().starts_with(['{', '[']) {
            return Ok(());
        }
        let file = self.file.clone();
        json::walk_inside(body.get(), start, &file, &joined(path, "body"), &mut |step| match step {
            Step::Answer { .. } => Ok(()),
            step @ (Step::Object { .. } | Step::Ahead { .. } | Step::ListEnd(_)) => self.step(step),
        })
    }
}

fn place_at(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
    Place { line, column }
}
