//! Imported directories, read behind the screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Event, Shell};
use crate::tui::app::Message;
use crate::tui::screen::Tone;

impl Shell<'_> {
    /// A directory that was imported again is read again: by this window, or by another program.
    pub(super) fn follow_directories(&mut self, anyway: bool) {
        let model = &self.app.model;
        let members = model.merging.answers.tenants.iter().map(|one| one.id);
        let tenants: BTreeSet<_> = model.directories.keys().copied().chain(members).collect();
        let lengths = crate::store::directory_lengths(self.desk.disk().as_ref(), &tenants);
        let have_moved = self.lengths.as_ref().is_some_and(|held| {
            lengths.iter().any(|(tenant, length)| held.get(tenant).is_some_and(|l| l != length))
        });
        self.lengths = Some(lengths);
        if anyway || have_moved {
            self.read_directories();
        }
    }

    /// Directories, one after the other, then the sign-in logs; large as they may be, behind the
    /// screen.
    pub(super) fn read_directories(&self) {
        let sender = self.sender.clone();
        let disk = self.desk.disk();
        let tenants: Vec<_> = self.desk.workspace().draft.tenants.keys().copied().collect();
        std::thread::spawn(move || {
            for tenant in tenants {
                let message = match crate::store::read_directory(disk.as_ref(), tenant) {
                    Ok((directory, _)) if directory.is_empty() => continue,
                    Ok((directory, notices)) => {
                        for notice in notices {
                            let notice = Message::Notice(Tone::Refused, notice);
                            let _gone = sender.send(Event::Message(notice));
                        }
                        // Otherwise the first question would wait for it on the screen's thread.
                        directory.call_the_roll();
                        Message::Directory(tenant, Arc::new(directory))
                    }
                    Err(fault) => Message::Notice(Tone::Refused, fault.to_string()),
                };
                if sender.send(Event::Message(message)).is_err() {
                    return;
                }
            }
            let message = match crate::store::read_sign_ins(disk.as_ref()) {
                Ok((sign_ins, _)) => Message::SignIns(Arc::new(sign_ins)),
                Err(fault) => Message::Notice(Tone::Refused, fault.to_string()),
            };
            let _gone = sender.send(Event::Message(message));
        });
    }
}
