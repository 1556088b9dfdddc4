//! A stage: the app over a desk on a disk in memory, with the practice workspace on it, a fixed
//! day and a fixed hand. It performs effects as the shell does.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Rect};

use crate::domain::{Directory, Estate, Tenant, TenantId, Workspace};
use crate::practice::{Practice, PracticeLog, practice};
use crate::store::{Desk, Disk, Memory, SignIns, Stamp};
use crate::tui::answer;
use crate::tui::app::{App, Effect, Message};
use crate::tui::model::Model;
use crate::tui::perform::{perform, stands};
use crate::tui::picture;
use crate::tui::screen::Tone;
use crate::tui::theme::Theme;

const TODAY: &str = "2026-11-25";

pub type Directories = BTreeMap<TenantId, Arc<Directory>>;

/// The practice workspace and its directories, rolled once for all tests.
pub fn rolled() -> (&'static Practice, &'static Directories) {
    let (practice, directories, _) = laid_out();
    (practice, directories)
}

/// The same, with the disk on which the directories lie.
fn laid_out() -> &'static (Practice, Directories, Memory) {
    static ROLLED: OnceLock<(Practice, Directories, Memory)> = OnceLock::new();
    ROLLED.get_or_init(|| {
        let practice = practice();
        let disk = Memory::default();
        let desk = create(&disk, practice.workspace.clone(), practice.observed.clone());
        for (id, lines) in &practice.directories {
            for (kind, lines) in [
                ("users", &lines.users),
                ("groups", &lines.groups),
                ("applications", &lines.applications),
            ] {
                desk.put_directory(*id, kind, lines.iter().map(String::as_str)).unwrap();
            }
        }
        let read = |id: &TenantId| {
            let (directory, notices) = crate::store::read_directory(&disk, *id).unwrap();
            assert!(notices.is_empty(), "{notices:?}");
            (*id, Arc::new(directory))
        };
        let directories = practice.directories.keys().map(read).collect();
        (practice, directories, disk)
    })
}

fn stamp() -> Stamp {
    Stamp { time: format!("{TODAY}T09:30:00Z"), actor: "ada@practice".to_owned() }
}

fn create(disk: &Memory, workspace: Workspace, observed: BTreeMap<TenantId, Arc<Tenant>>) -> Desk {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    Desk::create(disk, "stage", &stamp(), "practice workspace", workspace, observed).unwrap()
}

/// The program, played without a terminal.
#[derive(Debug)]
pub struct Stage {
    pub app: App,
    pub desk: Desk,
    /// What the terminal or the shell would have been asked for.
    pub wanted: Vec<Effect>,
    /// Where files go that leave the program.
    pub outside: Memory,
    disk: Memory,
    directories: Directories,
    theme: Theme,
}

impl Stage {
    /// The practice workspace, on Home.
    pub fn new() -> Self {
        let (practice, directories) = rolled();
        Self::of(practice.workspace.clone(), practice.observed.clone(), directories.clone())
    }

    /// Some workspace, on Home.
    pub fn of(
        workspace: Workspace,
        observed: BTreeMap<TenantId, Arc<Tenant>>,
        directories: Directories,
    ) -> Self {
        let disk = Memory::default();
        let desk = create(&disk, workspace, observed);
        Self::over(disk, desk, directories)
    }

    /// The same without any sign-in log.
    pub fn without_log(
        workspace: Workspace,
        observed: BTreeMap<TenantId, Arc<Tenant>>,
        directories: Directories,
    ) -> Self {
        let mut stage = Self::of(workspace, observed, directories);
        stage.tell(Message::SignIns(Arc::default()));
        stage
    }

    fn over(disk: Memory, desk: Desk, directories: Directories) -> Self {
        let mut model = Model { place: desk.place(), today: TODAY.to_owned(), ..Model::default() };
        model.take(Arc::clone(desk.workspace()), desk.revision());
        let mut stage = Stage {
            app: App::new(model),
            desk,
            wanted: Vec::new(),
            outside: Memory::default(),
            disk,
            directories,
            theme: Theme::roles(),
        };
        let standing = stands(&mut stage.desk, None);
        for message in standing {
            stage.tell(message);
        }
        for (tenant, directory) in stage.directories.clone() {
            stage.tell(Message::Directory(tenant, directory));
        }
        let PracticeLog { head, activities } = rolled().0.log.clone();
        stage.tell(Message::SignIns(Arc::new(SignIns { activities, heads: vec![head] })));
        stage.perform(Effect::ReadAnswers);
        stage.perform(Effect::ReadQuestions);
        stage
    }

    /// With keys pressed.
    pub fn after(keys: &str) -> Self {
        let mut stage = Self::new();
        stage.keys(keys);
        stage
    }

    /// With keys pressed, in ASCII.
    pub fn ascii_after(keys: &str) -> Self {
        let mut stage = Self::new();
        stage.app.model.preferences.ascii = true;
        stage.keys(keys);
        stage
    }

    /// The program ended by force and started again.
    pub fn reopened(self) -> Self {
        let Stage { disk, directories, desk, .. } = self;
        drop(desk);
        let opened = Desk::open(Arc::new(disk.clone()), "stage").unwrap();
        Self::over(disk, opened, directories)
    }

    /// Another instance on the same disk.
    pub fn sibling(&self) -> Self {
        let desk = Desk::open(Arc::new(self.disk.clone()), "sibling").unwrap();
        Self::over(self.disk.clone(), desk, self.directories.clone())
    }

    /// Tells the app something and performs what it wants.
    pub fn tell(&mut self, message: Message) {
        let effects = self.app.handle(message);
        self.perform_all(effects);
    }

    /// Performs an effect, as if a screen had asked for it.
    pub fn perform(&mut self, effect: Effect) {
        self.perform_all(vec![effect]);
    }

    fn perform_all(&mut self, mut effects: Vec<Effect>) {
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                let answers = match &effect {
                    // The stage's own disk holds no directories: they would be copied for each test.
                    Effect::Sync(task) => told(|disk, tell| task.clone().run(disk, tell)),
                    Effect::Errand(task) => vec![task.clone().run(&laid_out().2)],
                    Effect::Merging(task) => told(|disk, tell| task.clone().run(disk, tell)),
                    Effect::TakeAnswer(path, mark) => {
                        let mark = mark.as_deref();
                        answer::take(&mut self.desk, &self.outside, &stamp(), path, mark)
                    }
                    Effect::Deliver(delivery) => vec![delivery.clone().run(&self.outside)],
                    effect => perform(&mut self.desk, &stamp(), effect),
                };
                for answer in answers {
                    effects.extend(self.app.handle(answer));
                }
                // They come with keys, and change nothing.
                if !matches!(
                    effect,
                    Effect::Refresh
                        | Effect::ReadAnswers
                        | Effect::KeepQuestion(_)
                        | Effect::ReadQuestions
                        | Effect::KeepAnswers(_)
                        | Effect::Sync(_)
                        | Effect::Merging(_)
                        | Effect::Errand(_)
                ) {
                    self.wanted.push(effect);
                }
            }
        }
    }

    /// Presses keys, in the words of the key tables; `type:word` types a word letter by letter.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            match word.strip_prefix("type:") {
                Some(text) => {
                    for letter in text.chars() {
                        self.press(&letter.to_string());
                    }
                }
                None => self.press(word),
            }
        }
        self
    }

    /// Presses one key.
    pub fn press(&mut self, word: &str) {
        self.tell(Message::Key(key(word)));
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Message::Paste(text.to_owned()));
        self
    }

    fn mouse(&mut self, kind: MouseEventKind, at: Position) {
        let event = MouseEvent { kind, column: at.x, row: at.y, modifiers: KeyModifiers::empty() };
        self.tell(Message::Mouse(event));
    }

    /// Draws, as between any two events, then clicks.
    pub fn click(&mut self, at: impl Into<Position>) -> &mut Self {
        self.draw(120, 36);
        self.mouse(MouseEventKind::Down(MouseButton::Left), at.into());
        self
    }

    pub fn wheel_down(&mut self) -> &mut Self {
        self.mouse(MouseEventKind::ScrollDown, Position { x: 10, y: 10 });
        self
    }

    pub fn draw(&mut self, width: u16, height: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
        self.app.draw(&mut buffer, &self.theme);
        buffer
    }

    /// The screen as text, then its roles.
    pub fn see(&mut self, width: u16, height: u16) -> String {
        picture::picture(&self.draw(width, height))
    }

    /// The screen of the usual size as text.
    pub fn text(&mut self) -> String {
        picture::plain(&self.draw(120, 36))
    }

    /// Where a text stands on the screen of the usual size.
    pub fn find(&mut self, text: &str) -> Position {
        let seen = self.text();
        let found = seen.lines().enumerate().find_map(|(y, line)| {
            let at = line.find(text)?;
            let x = line.get(..at)?.chars().count();
            Some(Position { x: u16::try_from(x).ok()?, y: u16::try_from(y).ok()? })
        });
        found.unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{seen}"))
    }

    pub fn themed(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// What the bottom line says.
    pub fn said(&self) -> &str {
        self.app.notice().map_or("", |(_, text)| text)
    }

    pub fn is_refused(&self) -> bool {
        self.app.notice().is_some_and(|(tone, _)| tone == Tone::Refused)
    }

    pub fn draft(&self) -> &Estate {
        &self.desk.workspace().draft
    }

    pub fn has_quit(&self) -> bool {
        self.wanted.contains(&Effect::Quit)
    }

    /// The id of the tenant with this name.
    pub fn tenant(&self, name: &str) -> TenantId {
        let tenants = self.draft().tenants.values();
        let found = tenants.into_iter().find(|tenant| tenant.display_name == name);
        found.unwrap_or_else(|| panic!("no tenant is called {name}")).id
    }
}

/// What a task tells that looks at the practice directories.
fn told(run: impl FnOnce(&Memory, &dyn Fn(Message))) -> Vec<Message> {
    let told = RefCell::new(Vec::new());
    run(&laid_out().2, &|message| told.borrow_mut().push(message));
    told.into_inner()
}

/// The key of a word.
fn key(word: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::empty();
    let mut rest = word;
    while let Some((modifier, after)) = [
        ("ctrl+", KeyModifiers::CONTROL),
        ("alt+", KeyModifiers::ALT),
        ("shift+", KeyModifiers::SHIFT),
    ]
    .into_iter()
    .find_map(|(prefix, modifier)| Some((modifier, rest.strip_prefix(prefix)?)))
    {
        modifiers |= modifier;
        rest = after;
    }
    let code = match rest {
        "space" => KeyCode::Char(' '),
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "f1" => KeyCode::F(1),
        other => {
            let mut letters = other.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => KeyCode::Char(letter),
                _ => panic!("`{word}` is no key"),
            }
        }
    };
    let event = KeyEvent::new(code, modifiers);
    assert_eq!(crate::tui::key::word(event).as_deref(), Some(word), "the word of `{word}`");
    event
}
