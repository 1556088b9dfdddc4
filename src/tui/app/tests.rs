//! What tests ask for besides looking at the screen.

use super::App;
use crate::tui::paint::Hit;
use crate::tui::screen::{Action, Tone};
use crate::tui::screens::TABS;

impl App {
    /// What can be done on top.
    pub fn actions(&self) -> Vec<Action> {
        let top = self.cards.last().or(self.tabs.get(self.tab));
        top.map(|top| top.actions(&self.model)).unwrap_or_default()
    }

    /// How many cards are open.
    pub fn cards(&self) -> usize {
        self.cards.len()
    }

    /// The title of the tab.
    pub fn tab(&self) -> &'static str {
        TABS.get(self.tab).map_or("", |tab| tab.title)
    }

    /// What is said in the line at the bottom.
    pub fn notice(&self) -> Option<(Tone, &str)> {
        self.notice.as_ref().map(|(tone, text)| (*tone, text.as_str()))
    }

    /// What can be clicked.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }
}
