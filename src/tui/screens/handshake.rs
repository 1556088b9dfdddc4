//! A handshake: what the other side has to do, as a file its détente can answer and as a letter, and
//! taking its answer in.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::{Ownership, TenantId};
use crate::export::stem;
use crate::merger::{Request, letter, mirrored, request};
use crate::tui::app::card;
use crate::tui::delivery::{Delivery, Goods, TextFile, TextKind};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::{Form, FormLine};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Choose,
    Down,
    Up,
    First,
    Last,
    Copy,
    Close,
}

const CLOSE: Binding<Command> = bind(&["esc"], Command::Close, "handshake.close", "close", "close");

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "space"], Command::Choose, "handshake.choose", "choose this, or do it", "choose"),
    bind(&["y"], Command::Copy, "handshake.copy", "copy the letter", "copy"),
    bind(&["j", "down", "tab"], Command::Down, "handshake.down", "next line", ""),
    bind(&["k", "up", "shift+tab"], Command::Up, "handshake.up", "line before", ""),
    bind(&["g g", "home"], Command::First, "handshake.first", "first line", ""),
    bind(&["G", "end"], Command::Last, "handshake.last", "last line", ""),
    CLOSE,
];

#[rustfmt::skip]
const TYPING_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Choose, "handshake.field.do", "write the request, or take the answer in", "do it"),
    bind(&["down", "tab"], Command::Down, "handshake.field.down", "next line", "next"),
    bind(&["up", "shift+tab"], Command::Up, "handshake.field.up", "line before", ""),
    CLOSE,
];

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    To(usize),
    Json,
    Letter,
    Name,
    Answer,
    Rest,
}

/// The card.
#[derive(Debug)]
pub struct Handshake {
    from: TenantId,
    /// Who can be asked.
    others: Vec<TenantId>,
    to: usize,
    at: usize,
    json: bool,
    letter: bool,
    /// The name of the files, without its ending.
    name: Input,
    is_named: bool,
    answer: Input,
    /// The field that is typed into.
    typed: Option<Act>,
}

/// Opens the card for a partner, or for those of a merger that are not ours.
pub fn open(model: &Model, partner: Option<TenantId>) -> Vec<Ask> {
    let members = &model.merging.answers.tenants;
    let others: Vec<TenantId> = match partner {
        Some(id) => vec![id],
        None => members.iter().filter(|one| !one.ours).map(|one| one.id).collect(),
    };
    let ours = members.iter().filter(|one| one.ours).map(|one| one.id);
    let takes_part = ours.clone().any(|id| id == model.owner);
    let from = match partner {
        None if !takes_part => ours.into_iter().next().unwrap_or(model.owner),
        _ => model.owner,
    };
    let is_ours = |id: &TenantId| {
        let known = model.workspace.draft.tenant(*id);
        known.is_some_and(|tenant| tenant.ownership == Ownership::Ours)
    };
    if others.is_empty() {
        let text = "every tenant of the merger is ours: there is nobody to ask".to_owned();
        return vec![Ask::Say(Tone::Plain, text)];
    }
    if others.iter().all(is_ours) {
        let text =
            "it is ours: T looks from there, and what is to be done there is staged, not asked";
        return vec![Ask::Say(Tone::Plain, text.to_owned())];
    }
    let mut card = Handshake {
        from,
        others,
        to: 0,
        at: 0,
        json: true,
        letter: true,
        name: Input::default(),
        is_named: false,
        answer: Input::default(),
        typed: None,
    };
    card.rename(model);
    vec![Ask::Open(Box::new(card))]
}

/// What a tenant is called: by the workspace, by the answers of the merger, or by its id.
fn called(id: TenantId, model: &Model) -> String {
    let told = model.merging.answers.member(id).map(|one| one.name.clone());
    let known = model.workspace.draft.tenant(id).is_some();
    told.filter(|name| !known && !name.is_empty()).unwrap_or_else(|| model.name(id))
}

impl Handshake {
    fn to(&self) -> TenantId {
        self.others.get(self.to).copied().unwrap_or_default()
    }

    /// Of the merger where the partner takes part in it, else of what the draft opens.
    fn request(&self, model: &Model) -> Result<Request, String> {
        let answers = &model.merging.answers;
        if answers.member(self.to()).is_some() && answers.member(self.from).is_some() {
            let proposed = model.merging.current(model.asked_of());
            let workspace = proposed.map_or(model.workspace.as_ref(), |held| &held.after);
            return request(workspace, answers, self.from, self.to());
        }
        mirrored(&model.workspace, self.from, self.to())
    }

    fn rename(&mut self, model: &Model) {
        if !self.is_named {
            let stem = stem(&model.workspace.draft, self.to());
            self.name = Input::new(format!("{stem}.request"));
        }
    }

    fn lines(&self, model: &Model) -> Vec<(FormLine, Option<Act>)> {
        let mut out = Vec::new();
        if self.others.len() > 1 {
            out.push((FormLine::title("To whom"), None));
            for (at, id) in self.others.iter().enumerate() {
                let line = FormLine::radio(at == self.to, called(*id, model));
                out.push((line, Some(Act::To(at))));
            }
        }
        match self.request(model) {
            Err(why) => {
                out.push((FormLine::say(Role::Warning, why).stop(), Some(Act::Rest)));
            }
            Ok(request) => self.asked(&request, &mut out),
        }
        out.push((FormLine::title("Their answer"), None));
        let help = "the file they sent; enter takes it in";
        let line = FormLine::field("file", self.answer.value(), help);
        out.push((line, Some(Act::Answer)));
        let text = "Their settings become known and their ids go to the address book, as one edit that u undoes.";
        out.push((FormLine::say(Role::Muted, text), None));
        out
    }

    fn asked(&self, request: &Request, out: &mut Vec<(FormLine, Option<Act>)>) {
        let rest = |text: String| (FormLine::say(Role::Text, text).stop(), Some(Act::Rest));
        out.push((FormLine::title("What they have to do, in this order"), None));
        if request.asks.is_empty() {
            out.push(rest("nothing: all that is needed of them is there".to_owned()));
        }
        for ask in &request.asks {
            let licence = match ask.licence.as_str() {
                "" => String::new(),
                licence => format!("; {licence}"),
            };
            let text = format!("{}. {} ({}{licence})", ask.order, ask.words, ask.role);
            out.push(rest(text));
        }
        for id in &request.ids {
            out.push(rest(format!("the object id of the {} {}", id.kind, id.name)));
        }
        out.push((FormLine::title("Files"), None));
        let text = ".json: for `detente handshake reply`, which answers it";
        out.push((FormLine::tick(self.json, text), Some(Act::Json)));
        out.push((FormLine::tick(self.letter, ".md: a letter for a mail"), Some(Act::Letter)));
        let help = "without its ending; enter writes it";
        out.push((FormLine::field("name", self.name.value(), help), Some(Act::Name)));
    }

    fn acts(&self, model: &Model) -> Vec<Act> {
        self.lines(model).into_iter().filter_map(|(_, act)| act).collect()
    }

    fn here(&self, model: &Model) -> Option<Act> {
        self.acts(model).get(self.at).copied()
    }

    fn go(&mut self, by: isize, model: &Model) {
        let last = self.acts(model).len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.typed = self.here(model).filter(|act| matches!(act, Act::Name | Act::Answer));
    }

    fn choose(&mut self, model: &Model) -> Vec<Ask> {
        match self.here(model) {
            Some(Act::To(at)) => {
                self.to = at;
                self.rename(model);
            }
            Some(Act::Json) => self.json = !self.json,
            Some(Act::Letter) => self.letter = !self.letter,
            Some(Act::Name) => return self.write(model),
            Some(Act::Answer) => return self.take(model),
            Some(Act::Rest) => self.go(1, model),
            None => {}
        }
        Vec::new()
    }

    fn write(&self, model: &Model) -> Vec<Ask> {
        let refuse = |text: &str| vec![Ask::Say(Tone::Refused, text.to_owned())];
        let name = self.name.value().trim();
        if name.is_empty() {
            return refuse("the files have no name; type one, such as fabrikam.request");
        }
        let request = match self.request(model) {
            Ok(request) => request,
            Err(why) => return refuse(&why),
        };
        let mut texts = Vec::new();
        if self.json {
            let path = format!("{name}.json");
            texts.push(TextFile { path, text: request.write(), kind: TextKind::Request });
        }
        if self.letter {
            let path = format!("{name}.md");
            texts.push(TextFile { path, text: letter(&request), kind: TextKind::Letter });
        }
        if texts.is_empty() {
            return refuse("neither file is ticked; tick one with space");
        }
        vec![Ask::Deliver(Box::new(Delivery {
            goods: Goods::Texts(texts),
            replaces: false,
            workspace: model.workspace.clone(),
            directories: model.directories.clone(),
        }))]
    }

    fn take(&self, model: &Model) -> Vec<Ask> {
        let path = self.answer.value().trim().to_owned();
        if path.is_empty() {
            let text = "no file is named; type where their answer lies".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        }
        if let Some(why) = model.locked() {
            return vec![Ask::Say(Tone::Refused, why.to_owned())];
        }
        let mark = self.request(model).ok().map(|request| request.mark());
        vec![Ask::TakeAnswer(path, mark)]
    }
}

impl Screen for Handshake {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.typed.is_some() { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        vec!["Handshake".to_owned(), called(self.to(), model)]
    }

    fn refresh(&mut self, model: &Model) {
        self.go(0, model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        match self.typed? {
            Act::Name => Some(&mut self.name),
            _ => Some(&mut self.answer),
        }
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.is_named |= self.typed == Some(Act::Name);
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Choose => return self.choose(model),
            Command::Copy => {
                return match self.request(model) {
                    Ok(request) => vec![Ask::Copy("the letter".to_owned(), letter(&request))],
                    Err(why) => vec![Ask::Say(Tone::Refused, why)],
                };
            }
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
            Command::Close => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        self.at = item;
        self.go(0, model);
        match self.here(model) {
            Some(Act::To(_) | Act::Json | Act::Letter) => self.choose(model),
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines.signum(), model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let lines: Vec<FormLine> = self.lines(model).into_iter().map(|(line, _)| line).collect();
        let width = 90.min(area.width);
        let height = Form::height(&lines, width.saturating_sub(4)).saturating_add(2);
        let area = card(area, 90, height);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = format!("Handshake with {}", called(self.to(), model));
        let note = format!("from {}", called(self.from, model));
        let frame = Frame { title: &title, note: &note, action: "nothing is sent", focus: true };
        let inner = paint.pane(area, &frame);
        let input = self.typed.map(|act| match act {
            Act::Name => &self.name,
            _ => &self.answer,
        });
        Form { lines: &lines, at: self.at, input }.draw(inner, paint);
    }
}
