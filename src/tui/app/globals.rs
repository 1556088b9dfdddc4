//! What can be done wherever one is, as hints, help and palette show it.

use super::App;
use crate::tui::model::Showing;
use crate::tui::screen::Action;
use crate::tui::screens::{GLOBAL, Global};

impl App {
    pub(super) fn globals(&self) -> Vec<Action> {
        GLOBAL
            .iter()
            .map(|row| Action {
                id: row.id,
                keys: row.keys,
                help: row.help,
                hint: match (row.command, self.model.showing) {
                    (Global::Flip, Showing::Observed) => "draft",
                    _ => row.hint,
                },
                hindrance: match row.command {
                    Global::Fix if self.fix.is_none() => Some("nothing was refused just now"),
                    _ => None,
                },
            })
            .collect()
    }
}
