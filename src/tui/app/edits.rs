//! Edits on their way out, and refusals on their way back.

use std::sync::Arc;

use super::{App, Effect};
use crate::domain::Workspace;
use crate::edit::Refused;
use crate::tui::model::HistoryLine;
use crate::tui::screen::Tone;

impl App {
    pub(super) fn edit(&mut self, effect: Effect) {
        let nothing =
            matches!(&effect, Effect::Apply(edits) | Effect::Make(_, edits) if edits.is_empty());
        if let Some(why) = self.model.locked() {
            self.notice = Some((Tone::Refused, why.to_owned()));
        } else if !nothing {
            self.effects.push(effect);
        }
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        let mut text = refused.to_string();
        if let Some(fix) = &refused.fix {
            text.push_str(&format!("  F: {}", fix.label));
        }
        self.fix = refused.fix.map(|fix| *fix);
        self.notice = Some((Tone::Refused, text));
    }

    /// The workspace stands like this now.
    pub(super) fn stands(
        &mut self,
        workspace: Arc<Workspace>,
        revision: u64,
        history: Vec<HistoryLine>,
    ) {
        self.model.history = history;
        let moved = self.model.revision != revision;
        self.model.take(workspace, revision);
        self.rehearse_anew();
        self.choose_anew(moved);
        self.refresh();
    }
}
