//! Performs what the app wants of the world: the desk, the terminal, threads. Blocks while nothing
//! happens; draws once for all that has.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Once};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{self, Event as Input};
use ratatui::crossterm::execute;
use ratatui::layout::Position;
use ratatui::style::Modifier;

use super::answer;
use super::app::{App, Effect, Message};
use super::away::Reader;
use super::files::read_in;
use super::model::{Model, Preferences};
use super::perform::{perform, stands};
use super::screen::Tone;
use super::signals;
use super::terminal::{Screen, Taken, give_back, take, use_mouse};
use super::theme::{Depth, Theme, ThemeName};
use crate::domain::TenantId;
use crate::store::{Desk, Machine, Stamp};

mod directories;

/// How to open the screen.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Options {
    /// ASCII only, whatever the settings say.
    pub ascii: bool,
    /// A theme by name, whatever the settings say.
    pub theme: Option<ThemeName>,
    /// No motion, whatever the settings say.
    pub no_motion: bool,
    /// No mouse, whatever the settings say.
    pub no_mouse: bool,
    /// Whether colour may be used.
    pub colour: bool,
    /// Who edits, as `user@host`.
    pub actor: String,
    /// Where the settings are kept; `None` keeps none.
    pub settings: Option<PathBuf>,
    /// The user's editor, as `VISUAL` or `EDITOR` has it.
    pub editor: Option<String>,
    /// F12 panics: for the test that a panic leaves the terminal as it was.
    pub panic_key: bool,
}

/// What the loop waits for.
#[derive(Debug)]
pub enum Event {
    /// Something for the app.
    Message(Message),
    /// Key, mouse, paste, size.
    Input(Input),
    /// The program was stopped and goes on.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix stops programs"))]
    Continued,
    /// Nothing can be read any more.
    End,
}

/// Said where an editor is wanted and none is named.
const NO_EDITOR: &str = "no editor is set: the variable VISUAL or EDITOR names one, such as EDITOR=vi; the text can be written here as well";

/// How long a changed cell is shown reversed.
const FLASH: Duration = Duration::from_millis(150);
/// How long the terminal may take to tell its background.
const ASK_TERMINAL: Duration = Duration::from_millis(100);

/// Opens the workspace full screen and returns when it is left. A panic inside comes back as an
/// error, the terminal restored; every edit is on the disk.
pub fn run(desk: Desk, options: &Options, now: &dyn Fn() -> String) -> io::Result<()> {
    install_hook();
    let result = catch_unwind(AssertUnwindSafe(|| session(desk, options, now)));
    give_back();
    result.unwrap_or_else(|_| Err(io::Error::other("a bug in detente ended it")))
}

/// On a panic the terminal is given back before anything is said.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            give_back();
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            let what = info.payload_as_str().unwrap_or("no message");
            let _said = writeln!(
                io::stderr(),
                "detente ended by a bug: {what} ({place})\nYour edits are in the journal; run the same command to go on."
            );
        }));
    });
}

struct Shell<'s> {
    desk: Desk,
    options: &'s Options,
    now: &'s dyn Fn() -> String,
    app: App,
    screen: Screen,
    theme: Theme,
    depth: Depth,
    background: Option<(u8, u8, u8)>,
    last: Buffer,
    flash: bool,
    /// How long the files of directories were when they were looked at last.
    lengths: Option<BTreeMap<TenantId, u64>>,
    /// Where long work tells that it is done.
    sender: Sender<Event>,
    /// Who reads keys.
    reader: Reader,
}

fn session(desk: Desk, options: &Options, now: &dyn Fn() -> String) -> io::Result<()> {
    let preferences = preferences(options);
    let depth = depth(options);
    // The terminal is asked before it is taken and before anything reads its input.
    let background =
        (preferences.theme == ThemeName::Auto && depth != Depth::Mono).then(background).flatten();
    take(preferences.mouse)?;
    let taken = Taken;
    let (sender, events) = channel();
    signals::listen(&sender)?;
    let mut model =
        Model { preferences, place: desk.place(), today: today(now), ..Model::default() };
    model.take(Arc::clone(desk.workspace()), desk.revision());
    let mut shell = Shell {
        desk,
        options,
        now,
        app: App::new(model),
        screen: Screen::new()?,
        theme: Theme::new(preferences.theme, depth, background),
        depth,
        background,
        last: Buffer::default(),
        flash: false,
        lengths: None,
        sender,
        reader: Reader::default(),
    };
    shell.draw()?;
    shell.reader = Reader::start(shell.sender.clone());
    shell.read_directories();
    let standing = stands(&mut shell.desk, None);
    shell.take_in(standing);
    shell.perform(Effect::ReadAnswers)?;
    shell.perform(Effect::ReadQuestions)?;
    let result = shell.serve(&events);
    drop(taken);
    shell.close();
    result
}

fn today(now: &dyn Fn() -> String) -> String {
    now().chars().take(10).collect()
}

/// Settings as kept, with what the command line says over them.
fn preferences(options: &Options) -> Preferences {
    let kept = options.settings.as_deref().and_then(crate::store::read_settings);
    let mut preferences = Preferences::default();
    if let Some(kept) = kept {
        preferences.theme = ThemeName::parse(&kept.theme).unwrap_or_default();
        preferences.mouse = kept.mouse;
        preferences.motion = kept.motion;
        preferences.ascii = kept.ascii;
    }
    if let Some(theme) = options.theme {
        preferences.theme = theme;
    }
    preferences.mouse &= !options.no_mouse;
    preferences.motion &= !options.no_motion;
    preferences.ascii |= options.ascii;
    preferences
}

fn depth(options: &Options) -> Depth {
    if !options.colour {
        return Depth::Mono;
    }
    match supports_color::on(supports_color::Stream::Stdout) {
        None => Depth::Mono,
        Some(level) if level.has_16m => Depth::True,
        Some(level) if level.has_256 => Depth::Indexed,
        Some(_) => Depth::Sixteen,
    }
}

fn background() -> Option<(u8, u8, u8)> {
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = ASK_TERMINAL;
    let colour = terminal_colorsaurus::background_color(options).ok()?;
    Some(colour.scale_to_8bit())
}

impl Shell<'_> {
    fn serve(&mut self, events: &Receiver<Event>) -> io::Result<()> {
        self.draw()?;
        loop {
            let first = if self.flash {
                match events.recv_timeout(FLASH) {
                    Ok(event) => Some(event),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            } else {
                match events.recv() {
                    Ok(event) => Some(event),
                    Err(_) => return Ok(()),
                }
            };
            self.flash = false;
            for event in first.into_iter().chain(events.try_iter()) {
                if self.happen(event)? {
                    return Ok(());
                }
            }
            self.draw()?;
        }
    }

    /// Takes an event in; true when the program is to be left.
    fn happen(&mut self, event: Event) -> io::Result<bool> {
        let message = match event {
            Event::End => return Ok(true),
            Event::Continued => {
                self.resume()?;
                Message::Resize
            }
            Event::Message(message) => message,
            Event::Input(Input::Key(key)) => {
                if self.options.panic_key && key.code == event::KeyCode::F(12) {
                    fall();
                }
                Message::Key(key)
            }
            Event::Input(Input::Paste(text)) => Message::Paste(text),
            Event::Input(Input::Mouse(mouse)) => Message::Mouse(mouse),
            Event::Input(Input::FocusGained) => Message::Focus,
            Event::Input(Input::Resize(..) | Input::FocusLost) => Message::Resize,
        };
        let mut effects = self.app.handle(message);
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                if effect == Effect::Quit {
                    return Ok(true);
                }
                effects.extend(self.perform(effect)?);
            }
        }
        Ok(false)
    }

    fn stamp(&self) -> Stamp {
        Stamp { time: (self.now)(), actor: self.options.actor.clone() }
    }

    fn perform(&mut self, effect: Effect) -> io::Result<Vec<Effect>> {
        Ok(match effect {
            Effect::Apply(_)
            | Effect::Make(..)
            | Effect::Undo
            | Effect::Redo
            | Effect::Refresh
            | Effect::KeepAnswers(_)
            | Effect::ReadAnswers
            | Effect::KeepQuestion(_)
            | Effect::ReadQuestions
            | Effect::ForgetAnswers
            | Effect::Browse(_)
            | Effect::TakeIn
            | Effect::ReadEntry(_) => {
                let stamp = self.stamp();
                let answers = perform(&mut self.desk, &stamp, &effect);
                let done = |message: &Message| matches!(message, Message::Notice(Tone::Done, _));
                self.flash |= self.app.model.preferences.motion && answers.iter().any(done);
                let effects = self.take_in(answers);
                if matches!(effect, Effect::Refresh | Effect::TakeIn) {
                    self.follow_directories(effect == Effect::TakeIn);
                }
                effects
            }
            Effect::Work(job) => self.behind(move |tell| tell(job.run())),
            // Large exports take a while: a second desk on the same folder reads them in.
            Effect::ReadIn(path) => {
                let disk = self.desk.disk();
                let (stamp, owner) = (self.stamp(), self.desk.owner().to_owned());
                self.behind(move |tell| {
                    let came = Desk::open(disk, &owner)
                        .map_err(|fault| fault.to_string())
                        .and_then(|mut desk| read_in(&mut desk, &stamp, &path));
                    tell(Message::CameIn(came.map(Arc::new)));
                })
            }
            Effect::Errand(task) => {
                let disk = self.desk.disk();
                self.behind(move |tell| tell(task.run(disk.as_ref())))
            }
            Effect::TakeAnswer(path, mark) => {
                let stamp = self.stamp();
                let mark = mark.as_deref();
                let answers = answer::take(&mut self.desk, &Machine, &stamp, &path, mark);
                self.take_in(answers)
            }
            Effect::Deliver(delivery) => self.behind(move |tell| tell(delivery.run(&Machine))),
            Effect::Sync(task) => {
                let disk = self.desk.disk();
                self.behind(move |tell| task.run(disk.as_ref(), tell))
            }
            Effect::Merging(task) => {
                let disk = self.desk.disk();
                self.behind(move |tell| task.run(disk.as_ref(), tell))
            }
            Effect::Prefer(preferences) => self.prefer(preferences)?,
            Effect::Copy(text) => {
                execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
                Vec::new()
            }
            Effect::Write(text) => {
                let message = self.write(&text)?;
                self.take_in(vec![message])
            }
            Effect::Suspend => {
                give_back();
                signals::stop();
                self.resume()?;
                Vec::new()
            }
            Effect::Repaint => {
                self.screen.forget()?;
                Vec::new()
            }
            Effect::Quit => Vec::new(),
        })
    }

    /// Does work on a thread of its own; what it tells comes back as messages.
    fn behind(&self, work: impl FnOnce(&dyn Fn(Message)) + Send + 'static) -> Vec<Effect> {
        let sender = self.sender.clone();
        std::thread::spawn(move || {
            work(&|message| {
                let _gone = sender.send(Event::Message(message));
            });
        });
        Vec::new()
    }

    /// Lets the text be written in the user's own editor.
    fn write(&mut self, text: &str) -> io::Result<Message> {
        let Some(editor) = &self.options.editor else {
            return Ok(Message::Notice(Tone::Refused, NO_EDITOR.to_owned()));
        };
        let written = self.reader.write(editor, text);
        self.resume()?;
        Ok(match written {
            Ok(text) => Message::Written(text),
            Err(why) => Message::Notice(Tone::Refused, why),
        })
    }

    fn resume(&mut self) -> io::Result<()> {
        take(self.app.model.preferences.mouse)?;
        self.screen.forget()
    }

    fn take_in(&mut self, messages: Vec<Message>) -> Vec<Effect> {
        messages.into_iter().flat_map(|message| self.app.handle(message)).collect()
    }

    fn prefer(&mut self, preferences: Preferences) -> io::Result<Vec<Effect>> {
        use_mouse(preferences.mouse)?;
        self.theme = Theme::new(preferences.theme, self.depth, self.background);
        let Some(path) = &self.options.settings else { return Ok(Vec::new()) };
        let kept = crate::store::KeptSettings {
            theme: preferences.theme.word().to_owned(),
            mouse: preferences.mouse,
            motion: preferences.motion,
            ascii: preferences.ascii,
        };
        match crate::store::write_settings(path, &kept) {
            Ok(()) => Ok(Vec::new()),
            Err(fault) => Ok(self.app.handle(Message::Notice(Tone::Refused, fault.to_string()))),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let Shell { app, screen, theme, last, flash, .. } = self;
        screen.draw(|buffer| {
            let cursor = app.draw(buffer, theme);
            let drawn = buffer.clone();
            if *flash {
                reverse_changed(buffer, last);
            }
            *last = drawn;
            cursor
        })
    }

    /// Leaves a fresh checkpoint, so that the next start is quick. Every edit is safe without it.
    fn close(&mut self) {
        if let Err(fault) = self.desk.close() {
            let _said = writeln!(io::stderr(), "{fault}; every edit is in the journal");
        }
    }
}

#[expect(clippy::panic, reason = "asked for by the test that a panic restores the terminal")]
fn fall() {
    panic!("asked to");
}

/// Shows what an edit changed between two frames; the two lines at the bottom always change.
fn reverse_changed(buffer: &mut Buffer, last: &Buffer) {
    if buffer.area != last.area {
        return;
    }
    let area = buffer.area;
    for y in area.top() + 1..area.bottom().saturating_sub(2) {
        for x in area.left()..area.right() {
            let at = Position { x, y };
            let changed = match (buffer.cell(at), last.cell(at)) {
                (Some(new), Some(old)) => new.symbol() != old.symbol() && new.symbol() != " ",
                _ => false,
            };
            if changed && let Some(cell) = buffer.cell_mut(at) {
                cell.modifier.toggle(Modifier::REVERSED);
            }
        }
    }
}
