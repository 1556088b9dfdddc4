//! Adding a partner: by tenant id, or by the domain or name of a tenant the workspace knows.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::{Partner, TenantId};
use crate::edit::Edit;
use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Place, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Add,
    Onboard,
    Cancel,
    Down,
    Up,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter"], command: Command::Add, id: "add.add", help: "add this tenant as a partner that inherits everything", hint: "add" },
    Binding { keys: &["tab"], command: Command::Onboard, id: "add.onboard", help: "take this tenant in by kind: supplier, subsidiary, …", hint: "by kind" },
    Binding { keys: &["esc"], command: Command::Cancel, id: "add.cancel", help: "add nobody", hint: "cancel" },
    Binding { keys: &["down"], command: Command::Down, id: "add.down", help: "next", hint: "" },
    Binding { keys: &["up"], command: Command::Up, id: "add.up", help: "previous", hint: "" },
];

/// The card.
#[derive(Debug)]
pub struct Add {
    known: Vec<(TenantId, String, String)>,
    shown: Vec<usize>,
    list: List,
    input: Input,
}

impl Add {
    /// A card with the tenants that are no partners yet.
    pub fn new(model: &Model) -> Self {
        let mut known: Vec<_> = model
            .workspace
            .draft
            .tenants
            .values()
            .filter(|tenant| tenant.id != model.owner)
            .filter(|tenant| model.workspace.draft.partner(model.owner, tenant.id).is_none())
            .map(|tenant| {
                let domains: Vec<&str> = tenant.domains.iter().map(|d| d.name.as_str()).collect();
                (tenant.id, tenant.display_name.clone(), domains.join(" "))
            })
            .collect();
        known.sort_by_key(|(_, name, _)| name.to_lowercase());
        let mut add =
            Add { known, shown: Vec::new(), list: List::default(), input: Input::default() };
        add.arrange();
        add
    }

    fn arrange(&mut self) {
        let value = self.input.value().trim().to_lowercase();
        self.shown = self
            .known
            .iter()
            .enumerate()
            .filter(|(_, (id, name, domains))| {
                name.to_lowercase().contains(&value)
                    || domains.contains(&value)
                    || id.to_string().starts_with(&value)
            })
            .map(|(index, _)| index)
            .collect();
        self.list.clamp(self.shown.len());
    }

    fn chosen(&self) -> Result<TenantId, String> {
        let value = self.input.value().trim();
        if let Ok(id) = value.parse() {
            return Ok(id);
        }
        let listed = self.shown.get(self.list.at).and_then(|index| self.known.get(*index));
        match listed {
            Some((id, _, _)) => Ok(*id),
            None if value.contains('.') => Err(format!(
                "`{value}` is no domain of a tenant in this workspace; type its tenant id, or import its tenantInformation"
            )),
            None => Err(format!(
                "`{value}` is neither a tenant id nor known here; a tenant id looks like 11111111-2222-3333-4444-555555555555"
            )),
        }
    }
}

impl Screen for Add {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Add a partner".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.list.at = 0;
        self.arrange();
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Cancel => return vec![Ask::Close],
            Command::Down => self.list.step(1, self.shown.len()),
            Command::Up => self.list.step(-1, self.shown.len()),
            Command::Onboard => {
                return match self.chosen() {
                    Err(why) => vec![Ask::Say(Tone::Refused, why)],
                    Ok(id) => {
                        vec![Ask::Close, Ask::Go(Place::Onboard), Ask::Hand(Parcel::Partner(id))]
                    }
                };
            }
            Command::Add => {
                return match self.chosen() {
                    Err(why) => vec![Ask::Say(Tone::Refused, why)],
                    Ok(id) => {
                        let partner = Box::new(Partner::new(id));
                        let edit = Edit::AddPartner { owner: model.owner, partner };
                        vec![Ask::Close, Ask::Hand(Parcel::Tenant(id)), Ask::Edit(vec![edit])]
                    }
                };
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.shown.len());
        if again { self.obey(Command::Add, model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.shown.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 78, 20);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = format!("Add a partner to {}", model.name(model.owner));
        let note = format!("{} known", self.shown.len());
        let frame =
            Frame { title: &title, note: &note, action: "enter adds   tab by kind", focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let prompt = "tenant id, domain or name: ";
        let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Muted, prompt);
        paint.text(x, inner.y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        if self.shown.is_empty() && list.height > 0 {
            let text = match self.input.value().trim().parse::<TenantId>() {
                Ok(_) => "a tenant this workspace does not know; enter adds it by its id",
                Err(_) => "no tenant in this workspace fits; a whole tenant id can be typed",
            };
            paint.wrap(list, Role::Muted, text);
        }
        let name = (list.width / 2).min(34);
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.shown.len())) {
            let Some((_, title, domains)) =
                self.shown.get(at).and_then(|index| self.known.get(*index))
            else {
                continue;
            };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            paint.text(line.x + 2, y, name, Role::Text, title);
            let rest = line.width.saturating_sub(name + 4);
            paint.text(line.x + name + 4, y, rest, Role::Muted, domains);
            paint.hit(line, Target::Item(at));
        }
    }
}
