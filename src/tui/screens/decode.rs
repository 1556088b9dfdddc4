//! Reading an error of the service: typed or pasted, told as it is read, and asked.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::decode::{Named, Reading, read};
use crate::tui::app::card;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::theme::Role;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Ask,
    Cancel,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Ask, "decode.ask", "ask what the message names", "ask"),
    bind(&["esc"], Command::Cancel, "decode.cancel", "leave the question as it was", "cancel"),
];

/// The card.
#[derive(Debug, Default)]
pub struct Decode {
    input: Input,
    reading: Reading,
}

impl Screen for Decode {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Decode an error".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        let text = self.input.value();
        self.reading = read(text, &model.workspace, &model.directories);
        if let Some(code) = self.reading.code {
            self.reading.named.place(code.side, model.owner);
        }
        Vec::new()
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Cancel => vec![Ask::Close],
            Command::Ask if self.reading.code.is_none() => {
                vec![Ask::Say(Tone::Refused, self.reading.nothing())]
            }
            Command::Ask => {
                let named = Box::new(self.reading.named.clone());
                let told = self.reading.code.map(|code| format!("{}: {}", code.text, code.means));
                vec![
                    Ask::Close,
                    Ask::Hand(Parcel::Named(named)),
                    Ask::Say(Tone::Plain, told.unwrap_or_default()),
                ]
            }
        }
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 92, 18);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let action = if self.reading.code.is_some() { "enter asks the question" } else { "" };
        let frame = Frame { title: "Decode an error", note: "", action, focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height == 0 {
            return;
        }
        let x =
            inner.x + paint.text(inner.x, inner.y, inner.width, Role::Muted, "code or message: ");
        let width = inner.right().saturating_sub(x);
        let scroll = self.input.visual_scroll(usize::from(width.saturating_sub(1)));
        let shown: String = self.input.value().chars().skip(scroll).collect();
        paint.text(x, inner.y, width, Role::Text, &shown);
        let at = self.input.visual_cursor().saturating_sub(scroll);
        let at = u16::try_from(at).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), inner.y).into());
        let mut rest = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let mut say = |role: Role, text: &str| {
            let taken = paint.wrap(rest, role, text);
            rest = Rect { y: rest.y + taken, height: rest.height - taken, ..rest };
        };
        let Some(code) = self.reading.code else {
            let hint = match self.input.value() {
                "" => "paste the whole message, or type the code".to_owned(),
                _ => self.reading.nothing(),
            };
            say(Role::Muted, &hint);
            return;
        };
        say(Role::Accent, format!("{} {}", code.text, code.name).trim_end());
        say(Role::Text, code.means);
        say(Role::Muted, &format!("said by {}", code.side.title()));
        say(Role::Muted, &format!("look at {}", code.look));
        say(Role::Text, "");
        for line in named(&self.reading.named, model) {
            say(Role::Text, &line);
        }
    }
}

/// What the message names, a line each.
fn named(named: &Named, model: &Model) -> Vec<String> {
    let name = |tenant: Option<crate::domain::TenantId>, id: crate::domain::Guid| {
        let known = tenant.and_then(|tenant| model.id_name(tenant, id));
        known.map_or_else(|| id.to_string(), |(name, _)| name)
    };
    let parts = [
        ("home", named.home.map(|id| model.name(id))),
        ("resource", named.resource.map(|id| model.name(id))),
        ("network", named.network.map(|id| model.name(id))),
        ("who", named.user.map(|id| name(named.home, id.0))),
        ("opens", named.app.map(|id| name(named.resource, id.0))),
    ];
    parts.into_iter().filter_map(|(what, value)| Some(format!("{what:<9} {}", value?))).collect()
}
