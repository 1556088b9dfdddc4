//! Files that are looked for and read in.

use std::sync::Arc;

use super::{App, Effect};
use crate::store::Listing;
use crate::tui::files::{CameIn, FileWish};
use crate::tui::screen::Tone;

impl App {
    /// What a screen wants of files.
    pub(super) fn files(&mut self, wish: FileWish) {
        match wish {
            FileWish::Look(folder) => self.effects.push(Effect::Browse(folder)),
            FileWish::Read(path) => {
                if self.model.files.reading.is_none() {
                    self.model.files.reading = Some(path.clone());
                    self.effects.push(Effect::ReadIn(path));
                }
            }
            FileWish::Seen => self.model.files.came = None,
        }
        self.model.version += 1;
        self.refresh();
    }

    /// A folder was looked into.
    pub(super) fn listed(&mut self, listing: Result<Arc<Listing>, String>) {
        self.model.files.listing = Some(listing);
        self.model.version += 1;
        self.refresh();
    }

    /// Files were read in, or not.
    pub(super) fn came_in(&mut self, came: Result<Arc<CameIn>, String>) {
        self.model.files.reading = None;
        match &came {
            Ok(_) => self.say(Tone::Done, "read in; u undoes it, directories stay".to_owned()),
            Err(why) => self.say(Tone::Refused, format!("nothing was changed: {why}")),
        }
        self.model.files.came = Some(came);
        self.effects.push(Effect::TakeIn);
        self.model.version += 1;
        self.refresh();
    }
}
