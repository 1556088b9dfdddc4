//! From which of our tenants to look.

use ratatui::layout::Rect;

use crate::domain::TenantId;
use crate::tui::app::card;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Choose,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter", "space", "l", "right"], command: Command::Choose, id: "tenants.choose", help: "look from this tenant", hint: "look from here" },
    Binding { keys: &["esc", "T", "h", "left"], command: Command::Cancel, id: "tenants.cancel", help: "stay", hint: "stay" },
    Binding { keys: &["j", "down"], command: Command::Down, id: "tenants.down", help: "next", hint: "" },
    Binding { keys: &["k", "up"], command: Command::Up, id: "tenants.up", help: "previous", hint: "" },
];

/// The card.
#[derive(Debug)]
pub struct Tenants {
    list: List,
    ids: Vec<TenantId>,
}

impl Tenants {
    /// The card, the cursor on the tenant that is looked from.
    pub fn new(model: &Model) -> Self {
        let ids: Vec<TenantId> = model.ours().iter().map(|tenant| tenant.id).collect();
        let mut list = List::default();
        list.at = ids.iter().position(|id| *id == model.owner).unwrap_or(0);
        Tenants { list, ids }
    }
}

impl Screen for Tenants {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Tenants".to_owned()]
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.ids.len()),
            Command::Up => self.list.step(-1, self.ids.len()),
            Command::Cancel => return vec![Ask::Close],
            Command::Choose => {
                let owner = self.ids.get(self.list.at).copied();
                return std::iter::once(Ask::Close).chain(owner.map(Ask::Owner)).collect();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.ids.len());
        self.obey(Command::Choose, model)
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines.signum(), self.ids.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let height = u16::try_from(self.ids.len()).unwrap_or(20).saturating_add(4);
        let area = card(area, 72, height);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let frame = Frame { title: "Look from", note: "our tenants", action: "", focus: true };
        let inner = paint.pane(area, &frame);
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.ids.len())) {
            let tenant = self.ids.get(at).and_then(|id| model.workspace.draft.tenant(*id));
            let Some(tenant) = tenant else { continue };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let partners = tenant.policy.as_ref().map_or(0, |policy| policy.partners.len());
            let name = line.width / 2;
            paint.text(line.x + 2, y, name.saturating_sub(3), Role::Text, &tenant.display_name);
            let domain = tenant.primary_domain().map(ToString::to_string).unwrap_or_default();
            let about = format!("{domain}   {partners} partners");
            paint.text(line.x + name, y, line.width - name, Role::Muted, &about);
            paint.hit(line, Target::Item(at));
        }
    }
}
