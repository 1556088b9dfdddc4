//! Where one is, how one gets elsewhere, and the way back.

use super::App;
use crate::domain::TenantId;
use crate::tui::model::Showing;
use crate::tui::screen::{Place, Tone};
use crate::tui::screens;

/// Where one was, looking from which of our tenants.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub place: Place,
    pub owner: TenantId,
}

/// Where one was, and where one came back from.
#[derive(Debug, Default)]
pub(super) struct Ways {
    back: Vec<Stop>,
    forward: Vec<Stop>,
}

impl Ways {
    fn from(&mut self, here: Stop) {
        self.back.push(here);
        self.forward.clear();
    }

    /// Where one was before; from there `here` is forward.
    pub fn back(&mut self, here: Stop) -> Option<Stop> {
        let stop = self.back.pop()?;
        self.forward.push(here);
        Some(stop)
    }

    /// Where one came back from.
    pub fn forward(&mut self, here: Stop) -> Option<Stop> {
        let stop = self.forward.pop()?;
        self.back.push(here);
        Some(stop)
    }

    /// Whether there is no way back.
    pub fn is_empty(&self) -> bool {
        self.back.is_empty()
    }
}

impl App {
    pub(super) fn place(&self) -> Place {
        screens::place(self.tab, self.tabs.get(self.tab).map(AsRef::as_ref))
    }

    pub(super) fn stop(&self) -> Stop {
        Stop { place: self.place(), owner: self.model.owner }
    }

    /// Goes to where one was, looking from the tenant that one looked from there.
    pub(super) fn return_to(&mut self, stop: Stop) {
        if stop.owner != self.model.owner {
            self.model.owner = stop.owner;
            self.model.derive();
            self.refresh();
        }
        self.go(stop.place);
    }

    /// Leaves here, so that one can come back.
    pub(super) fn depart(&mut self) {
        let here = self.stop();
        self.ways.from(here);
        self.cards.clear();
    }

    pub(in crate::tui) fn go_tab(&mut self, tab: usize) {
        if tab < self.tabs.len() && tab != self.tab {
            let to = self.reach(tab);
            let stands = screens::place(tab, self.tabs.get(tab).map(AsRef::as_ref));
            self.depart();
            self.tab = tab;
            if to != stands {
                self.go(to);
            }
        }
    }

    /// Where a tab leads: the settings are those of what is chosen here, else as they were left.
    pub(super) fn reach(&self, tab: usize) -> Place {
        let at = |tab: usize| self.tabs.get(tab).map(AsRef::as_ref);
        let chosen = at(self.tab).filter(|here| here.subjects().is_some());
        screens::place(tab, chosen.or(at(tab)))
    }

    pub(super) fn go(&mut self, place: Place) {
        let (tab, screen) = screens::open(&place);
        self.tab = tab;
        if let (Some(mut screen), Some(slot)) = (screen, self.tabs.get_mut(tab)) {
            screen.refresh(&self.model);
            *slot = screen;
        }
    }

    /// Shows the other estate.
    pub(super) fn flip(&mut self) {
        self.model.showing = match self.model.showing {
            Showing::Draft => Showing::Observed,
            Showing::Observed => Showing::Draft,
        };
        self.model.derive();
        self.refresh();
        let text = match self.model.showing {
            Showing::Draft => "showing the draft: what is being designed",
            Showing::Observed => "showing what was observed: as it was imported",
        };
        self.notice = Some((Tone::Plain, text.to_owned()));
    }
}
