//! What the lines above and below the work are told.

use super::App;
use crate::tui::chrome;
use crate::tui::model::Showing;
use crate::tui::screen::Action;
use crate::tui::screens::{GLOBAL, Global};

impl App {
    pub(super) fn chrome(&self, typing: bool) -> chrome::Chrome<'_> {
        let top = self.cards.last().or(self.tabs.get(self.tab));
        let screen = self.tabs.get(self.tab);
        chrome::Chrome {
            tab: self.tab,
            trail: screen.map(|screen| screen.trail(&self.model)).unwrap_or_default(),
            actions: top.map(|top| top.actions(&self.model)).unwrap_or_default(),
            globals: match self.cards.is_empty() && !typing {
                true => self.globals(),
                false => Vec::new(),
            },
            pending: &self.pending,
            notice: self.notice.as_ref().map(|(tone, text)| (*tone, text.as_str())),
        }
    }

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
