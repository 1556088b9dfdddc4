//! Names a foreign id, so that lists show who is meant: what it is called, and who told us.

use ratatui::layout::Rect;
use tui_input::Input;

use super::note::draw_fields;
use crate::domain::{AddressEntry, AddressKind, Guid, TenantId};
use crate::edit::Edit;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Screen, Tone};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Next,
    Keep,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["tab", "down", "up", "shift+tab"], command: Command::Next, id: "address.next", help: "the other field", hint: "other field" },
    Binding { keys: &["enter"], command: Command::Keep, id: "address.keep", help: "file it in the address book", hint: "keep" },
    Binding { keys: &["esc"], command: Command::Cancel, id: "address.cancel", help: "leave it as it was", hint: "cancel" },
];

const TITLES: [(&str, &str); 2] = [
    ("name", "what it is called there"),
    ("told by", "who told us, so that somebody can be asked"),
];

/// The card.
#[derive(Debug)]
pub struct AddressCard {
    id: Guid,
    tenant: TenantId,
    kind: AddressKind,
    fields: [Input; 2],
    at: usize,
}

impl AddressCard {
    /// The entry as it stands.
    pub fn new(model: &Model, id: Guid, tenant: TenantId, kind: AddressKind) -> Self {
        let known = model.workspace.address_book.get(&id);
        let fields = known.map(|entry| [entry.name.clone(), entry.told_by.clone()]);
        let fields = fields.unwrap_or_default().map(Input::new);
        AddressCard { id, tenant, kind, fields, at: 0 }
    }
}

impl Screen for AddressCard {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Address book".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.fields.get_mut(self.at)
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Next => {
                self.at = 1 - self.at;
                Vec::new()
            }
            Command::Cancel => vec![Ask::Close],
            Command::Keep => {
                let [name, told_by] =
                    self.fields.each_ref().map(|field| field.value().trim().to_owned());
                if name.is_empty() {
                    let text = "a name is wanted; Esc leaves the id without one".to_owned();
                    return vec![Ask::Say(Tone::Refused, text)];
                }
                let (tenant, kind) = (self.tenant, self.kind);
                let entry = Some(AddressEntry { tenant, kind, name, told_by });
                vec![Ask::Close, Ask::Edit(vec![Edit::Address { id: self.id, entry }])]
            }
        }
    }

    fn click(&mut self, item: usize, _again: bool, _model: &Model) -> Vec<Ask> {
        self.at = item.min(TITLES.len() - 1);
        Vec::new()
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let title = format!("{} of {}", self.id, model.name(self.tenant));
        draw_fields(&title, "address book", &TITLES, &self.fields, self.at, area, paint);
    }
}
