//! Long ways through the list of people: by kind, by person, by percent.

use std::sync::Arc;

use super::{Person, SyncScreen};
use crate::tui::screen::{Ask, Tone};

impl SyncScreen {
    /// The next person of whom something else becomes; in five steps, the next person.
    pub(super) fn seek(&mut self, forward: bool) -> Vec<Ask> {
        let Some(listed) = &self.listed else { return Vec::new() };
        let action = |at: usize| {
            let row = *listed.rows.get(at)?;
            Some(listed.of.preview.users.get(row as usize)?.action)
        };
        let (here, count) = (action(self.people.at), listed.rows.len());
        let mut at = self.people.at;
        let is_person = self.person.is_some();
        loop {
            let next = if forward { at.checked_add(1) } else { at.checked_sub(1) };
            let Some(next) = next.filter(|next| *next < count) else {
                let text =
                    if is_person { "that was the last one" } else { "no other kind follows" };
                return vec![Ask::Say(Tone::Plain, text.to_owned())];
            };
            at = next;
            if is_person || action(at) != here {
                break;
            }
        }
        self.people.at = at;
        if is_person && let (Some(row), Some(listed)) = (self.row(), &self.listed) {
            self.person = Some(Person::of(Arc::clone(&listed.of), row));
            let count = self.person.as_ref().map_or(0, |person| person.changes.len());
            self.attributes.clamp(count);
        }
        Vec::new()
    }

    /// To the percentage that was typed.
    pub(super) fn jump(&mut self) {
        let percent: f64 = self.percent.value().trim().parse().unwrap_or(0.0);
        let count = self.rows().len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "a place in a list, clamped to it"
        )]
        let at = (count as f64 * percent.clamp(0.0, 100.0) / 100.0) as usize;
        self.people.at = at;
        self.people.clamp(count);
    }
}
