//! The spine: messages in, effects out. Knows no terminal and no disk, so tests drive it whole.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::{Position, Rect};

mod edits;
mod effect;
mod files;
mod frame;
#[cfg(test)]
mod tests;
mod ways;
mod work;

use super::chrome;
use super::delivery::Delivery;
use super::errand;
use super::files::CameIn;
use super::glyph::Glyphs;
use super::job::{AskedOf, Done};
use super::key::word;
use super::merging;
use super::model::{HistoryLine, Model};
use super::paint::{Hit, Paint, Target};
use super::screen::{Action, AnyScreen, Ask, Parcel, Place, Subjects, Tone};
use super::screens::{self, GLOBAL, Global, TABS};
use super::sync::Told;
use super::theme::Theme;
use crate::access::Question;
use crate::domain::{Directory, TenantId, Workspace};
use crate::edit::{Fix, Refused};
use crate::merger::Answers;
use crate::store::{Listing, SignIns};
use crate::wire::Entry;
pub use effect::Effect;
use ways::Ways;

/// All that can happen.
#[derive(Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// The window has another size, or must be drawn again.
    Resize,
    /// The window has the focus again: somebody else may have written meanwhile.
    Focus,
    /// The workspace stands like this now.
    Stands(Arc<Workspace>, u64, Vec<HistoryLine>),
    /// Something to say.
    Notice(Tone, String),
    /// An edit was refused.
    Refused(Refused),
    /// What a text has become in the user's editor.
    Written(String),
    /// An entry of the journal, with its values.
    Entry(Box<Entry>),
    /// A directory has been read.
    Directory(TenantId, Arc<Directory>),
    /// The sign-in logs have been read.
    SignIns(Arc<SignIns>),
    /// Long work is done.
    Done(AskedOf, Done),
    /// Work on synchronisation tells of itself, by its number.
    Sync(u64, Told),
    /// The answers of a merger, as they are kept; `None` where none are.
    Answers(Option<Box<Answers>>),
    /// The questions that are remembered, oldest first.
    Asked(Vec<Question>),
    /// Work on a merger tells of itself, by its number.
    Merging(u64, merging::Told),
    /// A folder was looked into.
    Listing(Result<Arc<Listing>, String>),
    /// Files were read in, or why not.
    CameIn(Result<Arc<CameIn>, String>),
    /// Something that was wanted is worked out.
    Worked(Box<errand::Of>, Arc<errand::Outcome>),
    /// Where a file was to be written lies one already.
    InTheWay(String, Box<Delivery>),
}

/// The program without a terminal.
#[derive(Debug)]
pub struct App {
    /// What screens look at.
    pub model: Model,
    pub(super) tabs: Vec<Box<dyn AnyScreen>>,
    pub(super) tab: usize,
    pub(super) cards: Vec<Box<dyn AnyScreen>>,
    ways: Ways,
    pub(super) pending: String,
    pub(super) notice: Option<(Tone, String)>,
    /// What is said with the next notice.
    pub(super) aside: Option<String>,
    pub(super) fix: Option<Fix>,
    pub(super) hits: Vec<Hit>,
    pub(super) clicked: Option<(Position, Target)>,
    effects: Vec<Effect>,
    /// Of what a replay is being made.
    replaying: Option<AskedOf>,
    /// Of what a plan is being made.
    planning: Option<(AskedOf, screens::Planned)>,
    /// What is being worked out.
    working: Option<errand::Of>,
}

impl App {
    /// The program on its first screen.
    pub fn new(model: Model) -> Self {
        let mut app = App {
            model,
            tabs: TABS.iter().map(|tab| (tab.open)()).collect(),
            tab: 0,
            cards: Vec::new(),
            ways: Ways::default(),
            pending: String::new(),
            notice: None,
            aside: None,
            fix: None,
            hits: Vec::new(),
            clicked: None,
            effects: Vec::new(),
            replaying: None,
            planning: None,
            working: None,
        };
        app.refresh();
        app
    }

    /// Takes a message in; what it wants of the world comes out.
    pub fn handle(&mut self, message: Message) -> Vec<Effect> {
        // What another instance wrote is looked for whenever somebody is there to see it, after
        // what was asked for: that was asked of what the screen showed.
        let is_somebody_there = matches!(
            message,
            Message::Key(_) | Message::Paste(_) | Message::Mouse(_) | Message::Focus
        );
        match message {
            Message::Key(event) => {
                self.aside = None;
                if let Some(word) = word(event) {
                    self.press(&word);
                }
            }
            Message::Paste(text) => self.paste(&text),
            Message::Mouse(event) => self.mouse(event),
            Message::Resize | Message::Focus => {}
            Message::Stands(workspace, revision, history) => {
                self.stands(workspace, revision, history);
            }
            Message::Notice(tone, text) => self.say(tone, text),
            Message::Refused(refused) => self.refuse(refused),
            Message::Written(text) => self.perform(vec![Ask::Hand(Parcel::Text(text))]),
            Message::Entry(entry) => {
                self.model.entry = Some(*entry);
                self.model.version += 1;
            }
            Message::SignIns(sign_ins) => {
                self.model.sign_ins = Some(sign_ins);
                self.model.version += 1;
                self.refresh();
            }
            Message::Done(asked_of, done) => self.done(asked_of, done),
            Message::Sync(number, told) => self.told(number, told),
            Message::Asked(questions) => self.model.asked = questions,
            Message::Answers(kept) => self.answers_kept(kept.map(|kept| *kept)),
            Message::Merging(number, told) => self.merging_told(number, told),
            Message::Listing(listing) => self.listed(listing),
            Message::CameIn(came) => self.came_in(came),
            Message::Worked(of, outcome) => self.worked(*of, outcome),
            Message::InTheWay(place, delivery) => self.may_replace(&place, delivery),
            Message::Directory(tenant, directory) => {
                let held = self.model.directories.insert(tenant, Arc::clone(&directory));
                self.model.directories_read += usize::from(held.as_ref() != Some(&directory));
                self.model.version += 1;
                self.refresh();
            }
        }
        self.replay_when_seen();
        self.preview_when_seen();
        self.plan_when_seen();
        self.merge_when_seen();
        self.work_when_seen();
        if is_somebody_there {
            self.effects.push(Effect::Refresh);
        }
        std::mem::take(&mut self.effects)
    }

    /// Draws everything into a buffer; tells where the terminal's cursor belongs.
    pub fn draw(&mut self, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let area = buffer.area;
        if area.is_empty() {
            return None;
        }
        let glyphs = Glyphs { ascii: self.model.preferences.ascii };
        let (top, _) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        let typing = top.is_some_and(|top| top.typing().is_some());
        let mut paint = Paint::new(buffer, theme, glyphs);
        let chrome = self.chrome(typing);
        let body = chrome::draw(&chrome, &self.model, area, &mut paint);
        // A card leaves the lines at the bottom alone: they say what was refused, and the keys.
        let room = Rect { height: body.bottom().saturating_sub(area.y), ..area };
        if let Some(screen) = self.tabs.get(self.tab) {
            screen.draw(&self.model, body, &mut paint);
        }
        for (layer, card) in (1..).zip(&self.cards) {
            paint.layer = layer;
            paint.cursor = None;
            paint.hit(area, Target::Outside);
            card.draw(&self.model, room, &mut paint);
        }
        chrome::which_key(&chrome, area, &mut paint);
        chrome::say(&chrome, &self.model, area, &mut paint);
        let cursor = paint.cursor;
        self.hits = paint.hits;
        cursor
    }

    pub(super) fn refresh(&mut self) {
        for screen in self.tabs.iter_mut().chain(&mut self.cards) {
            screen.refresh(&self.model);
        }
    }

    /// Does what a screen asks, in order.
    pub(super) fn perform(&mut self, asks: Vec<Ask>) {
        for ask in asks {
            self.one(ask);
        }
    }

    fn one(&mut self, ask: Ask) {
        match ask {
            Ask::Edit(edits) => self.edit(Effect::Apply(edits)),
            Ask::Make(label, edits) => self.edit(Effect::Make(label, edits)),
            Ask::Go(place) => {
                self.depart();
                self.go(place);
            }
            Ask::Visit(owner, place) => {
                self.depart();
                self.return_to(ways::Stop { place, owner });
            }
            Ask::Open(mut card) => {
                card.refresh(&self.model);
                self.cards.push(card);
            }
            Ask::Close => {
                self.cards.pop();
            }
            Ask::Hand(parcel) => {
                let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
                if let Some(top) = top {
                    let asks = top.receive(parcel, model);
                    self.perform(asks);
                }
            }
            Ask::Say(tone, text) => self.notice = Some((tone, text)),
            Ask::Mark(marks) => {
                self.model.marks = marks;
                self.model.version += 1;
                self.refresh();
            }
            Ask::Owner(owner) => {
                self.model.owner = owner;
                self.model.derive();
                self.refresh();
                self.notice =
                    Some((Tone::Done, format!("looking from {}", self.model.name(owner))));
            }
            Ask::Prefer(preferences) => {
                self.model.preferences = preferences;
                self.effects.push(Effect::Prefer(preferences));
            }
            Ask::Remember(question) => {
                self.model.asked.retain(|asked| *asked != *question);
                self.model.asked.push(Question::clone(&question));
                self.effects.push(Effect::KeepQuestion(question));
            }
            Ask::ReadEntry(revision) => self.effects.push(Effect::ReadEntry(revision)),
            Ask::Write(text) => self.effects.push(Effect::Write(text)),
            Ask::Copy(what, text) => {
                self.effects.push(Effect::Copy(text));
                self.notice = Some((
                    Tone::Done,
                    format!("{what} was sent to the terminal's clipboard (OSC 52)"),
                ));
            }
            Ask::Run(id) => self.run(id),
            Ask::TakeAnswer(path, mark) => self.effects.push(Effect::TakeAnswer(path, mark)),
            Ask::Deliver(delivery) => self.effects.push(Effect::Deliver(delivery)),
            Ask::Rehearse(wish) => self.rehearse(wish),
            Ask::Plan(choice, back) => {
                self.model.planned = (choice, back);
                self.model.version += 1;
            }
            Ask::Sync(wish) => self.sync(wish),
            Ask::Merge(wish) => self.merge(wish),
            Ask::Files(wish) => self.files(wish),
        }
    }

    /// Runs an action of the top screen or of everywhere, by name.
    fn run(&mut self, id: &str) {
        let (top, model) = split(&mut self.cards, &mut self.tabs, self.tab, &self.model);
        if let Some(asks) = top.and_then(|top| top.run(id, model)) {
            self.perform(asks);
        } else if let Some(row) = GLOBAL.iter().find(|row| row.id == id) {
            self.obey(row.command);
        }
    }

    pub(super) fn obey(&mut self, command: Global) {
        match command {
            Global::Tab(tab) => self.go_tab(tab),
            Global::Default => self.perform(vec![Ask::Go(Place::Settings(Subjects::Default))]),
            Global::Back => {
                let here = self.stop();
                if let Some(stop) = self.ways.back(here) {
                    self.return_to(stop);
                }
            }
            Global::Forward => {
                let here = self.stop();
                if let Some(stop) = self.ways.forward(here) {
                    self.return_to(stop);
                }
            }
            Global::Learn(lesson) => self.perform(vec![Ask::Open(screens::lesson(lesson))]),
            Global::Undo => self.effects.push(Effect::Undo),
            Global::Redo => self.effects.push(Effect::Redo),
            Global::Fix => {
                if let Some(fix) = self.fix.take() {
                    self.edit(Effect::Apply(fix.edits));
                } else {
                    let text = "nothing was refused just now".to_owned();
                    self.notice = Some((Tone::Plain, text));
                }
            }
            Global::Flip => self.flip(),
            Global::Owner => {
                let card = screens::Tenants::new(&self.model);
                self.perform(vec![Ask::Open(Box::new(card))]);
            }
            Global::Preferences => {
                let card = screens::Settings::new(self.model.preferences);
                self.perform(vec![Ask::Open(Box::new(card))]);
            }
            Global::Help => {
                let card = screens::Help::new(self.here(), self.globals());
                self.perform(vec![Ask::Open(Box::new(card))]);
            }
            Global::Palette => {
                let card = screens::Palette::new(self.offers(), &self.model);
                self.perform(vec![Ask::Open(Box::new(card))]);
            }
            Global::Repaint => self.effects.push(Effect::Repaint),
            Global::Suspend => self.effects.push(Effect::Suspend),
            Global::Close => {
                self.fix = None;
                if self.cards.pop().is_none() {
                    self.obey(Global::Back);
                }
            }
            Global::Leave => match (self.cards.is_empty(), self.ways.is_empty()) {
                (false, _) => {
                    self.cards.pop();
                }
                (true, false) => self.obey(Global::Back),
                (true, true) => self.effects.push(Effect::Quit),
            },
            Global::Quit => self.effects.push(Effect::Quit),
        }
    }

    /// What can be done on the screen below all cards.
    fn here(&self) -> Vec<Action> {
        self.tabs.get(self.tab).map(|screen| screen.actions(&self.model)).unwrap_or_default()
    }

    /// What can be done here, everywhere, and on the other screens.
    fn offers(&self) -> screens::Offers {
        let others = self.tabs.iter().zip(TABS).enumerate().filter(|(tab, _)| *tab != self.tab);
        screens::Offers {
            here: self.here(),
            everywhere: self.globals(),
            elsewhere: others
                .map(|(at, (screen, tab))| (tab.title, self.reach(at), screen.actions(&self.model)))
                .collect(),
        }
    }
}

/// The top screen, and the model beside it: both at once, which a method could not lend.
pub(super) fn split<'a>(
    cards: &'a mut [Box<dyn AnyScreen>],
    tabs: &'a mut [Box<dyn AnyScreen>],
    tab: usize,
    model: &'a Model,
) -> (Option<&'a mut Box<dyn AnyScreen>>, &'a Model) {
    (cards.last_mut().or_else(|| tabs.get_mut(tab)), model)
}

/// The rectangle of a card: centred, never larger than the screen.
pub fn card(area: Rect, width: u16, height: u16) -> Rect {
    // A rim of two or three columns would look like a mistake: then the whole width.
    let width = if area.width < width + 4 { area.width } else { width };
    let height = height.min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}
