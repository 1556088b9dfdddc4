//! Reading files in without leaving: a folder, what is in it, and what came in. Files are known by
//! their content, so a whole export is read by naming its folder.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use tui_input::Input;

use crate::store::Entry;
use crate::text::{grouped, visible};
use crate::tui::app::card;
use crate::tui::files::FileWish;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Take,
    Whole,
    Above,
    Cancel,
    Down,
    Up,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Take, "files.take", "open this folder, read this file in", "open, read in"),
    bind(&["ctrl+s"], Command::Whole, "files.whole", "read the whole folder in, with what is below it", "the whole folder"),
    bind(&["pgup", "shift+tab", "ctrl+p"], Command::Above, "files.above", "the folder above", "above"),
    bind(&["esc"], Command::Cancel, "files.cancel", "back", "back"),
    bind(&["down"], Command::Down, "files.down", "next", ""),
    bind(&["up"], Command::Up, "files.up", "previous", ""),
];

#[rustfmt::skip]
const DONE_KEYS: &[Binding<Command>] = &[
    bind(&["enter", "esc"], Command::Take, "files.on", "go on: who came in takes part", "go on"),
];

/// A line of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    Whole(PathBuf),
    Above(PathBuf),
    Typed(PathBuf),
    Entry(Entry),
}

/// The card.
#[derive(Debug, Default)]
pub struct FilesCard {
    rows: Vec<Row>,
    list: List,
    input: Input,
    /// The folder whose rows these are.
    folder: PathBuf,
    /// Whether something came in.
    is_done: bool,
}

impl FilesCard {
    fn arrange(&mut self, model: &Model) {
        self.is_done = model.files.came.as_ref().is_some_and(Result::is_ok);
        self.rows.clear();
        let Some(Ok(listing)) = &model.files.listing else { return };
        if self.folder != listing.folder {
            self.folder.clone_from(&listing.folder);
            (self.input, self.list.at) = (Input::default(), 0);
        }
        let typed = self.input.value().trim();
        if typed.contains(['/', '\\']) {
            self.rows.push(Row::Typed(self.folder.join(typed)));
        } else {
            let low = typed.to_lowercase();
            // Enter at once must not read in whatever lies where the program was started.
            if typed.is_empty() && listing.entries.iter().any(is_export) {
                self.rows.push(Row::Whole(listing.folder.clone()));
            }
            let fit = |entry: &&Entry| entry.name.to_lowercase().contains(&low);
            self.rows.extend(listing.entries.iter().filter(fit).cloned().map(Row::Entry));
            if typed.is_empty() {
                let above = listing.folder.parent().map(Path::to_path_buf);
                self.rows.extend(above.map(Row::Above));
            }
        }
        self.list.clamp(self.rows.len());
    }

    fn take(&self, model: &Model) -> Vec<Ask> {
        if model.files.came.as_ref().is_some_and(Result::is_ok) {
            return Self::done(model);
        }
        let files = |wish| vec![Ask::Files(wish)];
        match self.rows.get(self.list.at) {
            Some(Row::Whole(path)) => files(FileWish::Read(path.clone())),
            Some(Row::Above(path)) => files(FileWish::Look(path.clone())),
            Some(Row::Entry(entry)) if entry.is_folder => files(FileWish::Look(entry.path.clone())),
            Some(Row::Entry(entry)) => files(FileWish::Read(entry.path.clone())),
            // What it is shows when it is looked at.
            Some(Row::Typed(path)) => {
                let is_file = ends_like_an_export(path);
                let path = path.clone();
                files(if is_file { FileWish::Read(path) } else { FileWish::Look(path) })
            }
            None => {
                let text = "nothing here is called so; a path with / goes anywhere".to_owned();
                vec![Ask::Say(Tone::Refused, text)]
            }
        }
    }

    /// What came in goes to the screen below.
    fn done(model: &Model) -> Vec<Ask> {
        let mut asks = vec![Ask::Close];
        if let Some(Ok(came)) = &model.files.came {
            asks.push(Ask::Hand(Parcel::Tenants(came.tenants.clone())));
        }
        asks.push(Ask::Files(FileWish::Seen));
        asks
    }
}

impl Screen for FilesCard {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.is_done { DONE_KEYS } else { KEYS }
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Read files in".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        self.arrange(model);
    }

    fn typing(&mut self) -> Option<&mut Input> {
        (!self.is_done).then_some(&mut self.input)
    }

    fn typed(&mut self, model: &Model) -> Vec<Ask> {
        self.list.at = 0;
        self.arrange(model);
        Vec::new()
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        let reads = matches!(command, Command::Take | Command::Whole);
        if reads && model.files.reading.is_some() {
            return Some("files are being read in; in a moment");
        }
        reads.then(|| model.locked()).flatten()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.rows.len()),
            Command::Up => self.list.step(-1, self.rows.len()),
            Command::Cancel => return Self::done(model),
            Command::Take => return self.take(model),
            Command::Whole => return vec![Ask::Files(FileWish::Read(self.folder.clone()))],
            Command::Above => {
                let above = self.folder.parent().map(Path::to_path_buf);
                return above.map(|path| Ask::Files(FileWish::Look(path))).into_iter().collect();
            }
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.rows.len());
        if again { self.take(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines, self.rows.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let area = card(area, 84, 22);
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let came = model.files.came.as_ref().and_then(|came| came.as_ref().ok());
        let action = if came.is_some() { "enter goes on" } else { "enter opens, reads in" };
        let frame = Frame { title: "Read files in", note: "", action, focus: true };
        let inner = paint.pane(area, &frame);
        if inner.height < 3 {
            return;
        }
        if let Some(came) = came {
            let mut y = inner.y;
            let all = came.lines.iter().map(|line| (Role::Text, line));
            for (role, line) in all.chain(came.warnings.iter().map(|line| (Role::Warning, line))) {
                let room = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
                y += paint.wrap(room, role, &visible(line));
            }
            return;
        }
        let folder = self.folder.display().to_string();
        paint.text(inner.x, inner.y, inner.width, Role::Muted, &visible(&folder));
        let prompt = "name, or a path: ";
        let y = inner.y + 1;
        let x = inner.x + paint.text(inner.x, y, inner.width, Role::Muted, prompt);
        paint.text(x, y, inner.right().saturating_sub(x), Role::Text, self.input.value());
        let at = u16::try_from(self.input.visual_cursor()).unwrap_or(0);
        paint.cursor = Some(((x + at).min(inner.right()), y).into());
        let list = Rect { y: inner.y + 3, height: inner.height.saturating_sub(3), ..inner };
        let said = match (&model.files.reading, &model.files.listing) {
            (Some(path), _) => {
                Some(format!("reading {} ...", visible(&path.display().to_string())))
            }
            (None, Some(Err(why))) => Some(why.clone()),
            (None, None) => Some("looking ...".to_owned()),
            (None, Some(Ok(_))) if self.rows.is_empty() => Some("nothing here fits".to_owned()),
            (None, Some(Ok(_))) => None,
        };
        if let Some(text) = said {
            paint.wrap(list, Role::Muted, &text);
            return;
        }
        self.rows_in(list, paint);
    }
}

impl FilesCard {
    fn rows_in(&self, list: Rect, paint: &mut Paint<'_>) {
        for (y, at) in (list.y..).zip(self.list.window(list.height, self.rows.len())) {
            let Some(row) = self.rows.get(at) else { continue };
            let line = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(line);
                paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let (name, about) = match row {
                Row::Whole(_) => {
                    ("all of this folder, and what is below it".to_owned(), "read in".to_owned())
                }
                Row::Above(_) => ("..".to_owned(), "the folder above".to_owned()),
                Row::Typed(path) => (path.display().to_string(), "this path".to_owned()),
                Row::Entry(entry) if entry.is_folder => {
                    (format!("{}/", entry.name), "folder".to_owned())
                }
                Row::Entry(entry) => (entry.name.clone(), size(entry.bytes)),
            };
            let room = line.width.saturating_sub(20);
            paint.text(line.x + 2, y, room, Role::Text, &visible(&name));
            paint.right(
                line.x + 2 + room,
                y,
                line.width.saturating_sub(room + 3),
                Role::Muted,
                &about,
            );
            paint.hit(line, Target::Item(at));
        }
    }
}

/// Endings of the files that are exported; what they hold is told by their content alone.
const ENDINGS: [&str; 4] = ["json", "csv", "ps1", "txt"];

fn ends_like_an_export(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

fn is_export(entry: &Entry) -> bool {
    !entry.is_folder && ends_like_an_export(&entry.path)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{} bytes", grouped(bytes)),
        10_000..10_000_000 => format!("{} kB", grouped(bytes / 1_000)),
        _ => format!("{} MB", grouped(bytes / 1_000_000)),
    }
}
