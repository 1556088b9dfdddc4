//! Writing the plan down: in which form, of whom, which way, into which file.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::TenantId;
use crate::export::{Document, FORMATS, stem};
use crate::text::counted;
use crate::tui::app::card;
use crate::tui::delivery::{Delivery, Goods, PlanFile};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::{Form, FormLine};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Choose,
    Write,
    Cancel,
}

const WRITE: Binding<Command> =
    bind(&["enter"], Command::Write, "export.write", "write the file", "write");
const CANCEL: Binding<Command> =
    bind(&["esc"], Command::Cancel, "export.cancel", "write nothing", "cancel");

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["space"], Command::Choose, "export.choose", "choose this", "choose"),
    WRITE,
    bind(&["j", "down", "tab"], Command::Down, "export.down", "next", ""),
    bind(&["k", "up", "shift+tab"], Command::Up, "export.up", "previous", ""),
    CANCEL,
];

#[rustfmt::skip]
const TYPING_KEYS: &[Binding<Command>] = &[
    WRITE,
    bind(&["down", "tab"], Command::Down, "export.field.down", "next", ""),
    bind(&["up", "shift+tab"], Command::Up, "export.field.up", "back to the choices", "choices"),
    CANCEL,
];

/// Of all tenants in one file.
const ALL: &str = "all-tenants";

/// What a line chooses.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stop {
    Format(usize),
    Tenant(Option<TenantId>),
    Back(bool),
    File,
}

/// The card.
#[derive(Debug)]
pub struct Export {
    /// Whose steps the plan has.
    tenants: Vec<TenantId>,
    format: usize,
    only: Option<TenantId>,
    back: bool,
    at: usize,
    path: Input,
    /// Whether the name is somebody's own: it no longer follows what is chosen.
    is_named: bool,
}

impl Export {
    /// The card for the plan that is shown, the way that is shown.
    pub fn new(model: &Model, document: &Document) -> Self {
        let mut tenants: Vec<TenantId> = Vec::new();
        for id in document.changes.iter().filter_map(|change| change.tenant_id.parse().ok()) {
            if !tenants.contains(&id) {
                tenants.push(id);
            }
        }
        let mut card = Export {
            tenants,
            format: FORMATS.iter().position(|format| format.word == "markdown").unwrap_or(0),
            only: None,
            back: model.planned.1,
            at: 0,
            path: Input::default(),
            is_named: false,
        };
        card.at = card.format;
        card.rename(model);
        card
    }

    /// The name that goes with what is chosen.
    fn rename(&mut self, model: &Model) {
        if self.is_named {
            return;
        }
        let one = self.only.or(self.tenants.first().copied().filter(|_| self.tenants.len() == 1));
        let stem = one.map_or(ALL.to_owned(), |id| stem(&model.workspace.draft, id));
        let way = if self.back { "undo" } else { "plan" };
        let ending = FORMATS.get(self.format).map_or("", |format| format.ending);
        self.path = Input::new(format!("{stem}.{way}.{ending}"));
    }

    fn stops(&self) -> Vec<Stop> {
        let formats = (0..FORMATS.len()).map(Stop::Format);
        let whole = Some(None).filter(|_| self.tenants.len() > 1);
        let tenants = whole.into_iter().chain(self.tenants.iter().copied().map(Some));
        let tenants = tenants.map(Stop::Tenant).filter(|_| self.tenants.len() > 1);
        formats.chain(tenants).chain([Stop::Back(false), Stop::Back(true), Stop::File]).collect()
    }

    fn here(&self) -> Option<Stop> {
        self.stops().get(self.at).copied()
    }

    fn go(&mut self, by: isize) {
        let last = self.stops().len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    fn choose(&mut self, model: &Model) {
        match self.here() {
            Some(Stop::Format(at)) => self.format = at,
            Some(Stop::Tenant(only)) => self.only = only,
            Some(Stop::Back(back)) => self.back = back,
            Some(Stop::File) | None => {}
        }
        self.rename(model);
    }

    fn write(&self, model: &Model) -> Vec<Ask> {
        let Some(format) = FORMATS.get(self.format) else { return Vec::new() };
        let path = self.path.value().trim().to_owned();
        if path.is_empty() {
            let text = "the file has no name; type one, such as plan.md".to_owned();
            return vec![Ask::Say(Tone::Refused, text)];
        }
        let goods = Goods::Plan(PlanFile {
            format: format.word,
            only: self.only,
            choice: model.planned.0.clone(),
            back: self.back,
            path,
        });
        let delivery = Delivery {
            goods,
            replaces: false,
            workspace: model.workspace.clone(),
            directories: model.directories.clone(),
        };
        vec![Ask::Close, Ask::Deliver(Box::new(delivery))]
    }

    fn lines(&self, model: &Model) -> Vec<FormLine> {
        let mut out = vec![FormLine::title("Form")];
        let mut last = None;
        for stop in self.stops() {
            let kind = std::mem::discriminant(&stop);
            let title = match stop {
                Stop::Format(_) => "",
                Stop::Tenant(_) => "Whose steps",
                Stop::Back(_) => "Which way",
                Stop::File => "File",
            };
            if last.is_some_and(|last| last != kind) {
                out.push(FormLine::title(title));
            }
            last = Some(kind);
            out.push(match stop {
                Stop::Format(at) => {
                    let (word, about) =
                        FORMATS.get(at).map_or(("", ""), |format| (format.word, format.about));
                    FormLine::radio(at == self.format, format!("{word}: {about}"))
                }
                Stop::Tenant(None) => {
                    FormLine::radio(self.only.is_none(), "all tenants, in one file")
                }
                Stop::Tenant(Some(id)) => {
                    FormLine::radio(self.only == Some(id), format!("{} only", model.name(id)))
                }
                Stop::Back(false) => FormLine::radio(!self.back, "the way there"),
                Stop::Back(true) => {
                    FormLine::radio(self.back, "the way back, from there to what was observed")
                }
                Stop::File => FormLine::field("name", self.path.value(), "such as plan.md"),
            });
        }
        let where_to = "A name without a folder goes where detente was started. Nothing is sent anywhere, and no file is replaced before you are asked.";
        out.push(FormLine::say(Role::Muted, where_to));
        out
    }
}

/// How many changes are made, and which are left out.
fn made(model: &Model) -> String {
    let Some((_, document)) = &model.plan else { return String::new() };
    let made = document.changes.iter().filter(|change| change.included).count();
    match document.changes.len() {
        all if all == made => counted(all as u64, "change", "changes"),
        all => format!("{made} of {} made", counted(all as u64, "change", "changes")),
    }
}

impl Screen for Export {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.here() == Some(Stop::File) { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Write the plan".to_owned()]
    }

    fn typing(&mut self) -> Option<&mut Input> {
        (self.here() == Some(Stop::File)).then_some(&mut self.path)
    }

    fn typed(&mut self, _model: &Model) -> Vec<Ask> {
        self.is_named = true;
        Vec::new()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.go(1),
            Command::Up => self.go(-1),
            Command::Choose => self.choose(model),
            Command::Write => return self.write(model),
            Command::Cancel => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, _again: bool, model: &Model) -> Vec<Ask> {
        self.at = item;
        self.go(0);
        self.choose(model);
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.go(lines.signum());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let lines = self.lines(model);
        let width = 76.min(area.width);
        let height = Form::height(&lines, width.saturating_sub(4));
        let area = card(area, 76, height.saturating_add(2));
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let note = made(model);
        let frame =
            Frame { title: "Write the plan", note: &note, action: "enter writes it", focus: true };
        let inner = paint.pane(area, &frame);
        Form { lines: &lines, at: self.at, input: Some(&self.path) }.draw(inner, paint);
    }
}
