//! Every tenant of a merger towards every other: a cell a pair, and what is open in the one under
//! the cursor.

use ratatui::layout::Rect;

use crate::merger::{Cell, Mesh, Pair, open_lines};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Place, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::{List, Pen};

/// What can be done on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Right,
    Left,
    Next,
    Flip,
    Open,
    Standing,
    Close,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::Open, "mesh.open", "all open lines of this pair, or the matrix again", "open lines"),
    bind(&["space"], Command::Flip, "mesh.flip", "as it stands, or with all that is missing made", "after"),
    bind(&["n"], Command::Next, "mesh.next", "the next pair that is not as it should be", "next open"),
    bind(&["s"], Command::Standing, "mesh.standing", "the set-up of synchronisation of this pair", "set-up"),
    bind(&["j", "down"], Command::Down, "mesh.down", "people of the next tenant", ""),
    bind(&["k", "up"], Command::Up, "mesh.up", "people of the one before", ""),
    bind(&["l", "right"], Command::Right, "mesh.right", "in the next tenant", ""),
    bind(&["h", "left"], Command::Left, "mesh.left", "in the one before", ""),
    bind(&["esc"], Command::Close, "mesh.close", "back to the step", "close"),
];

/// Columns of a cell.
const CELL: u16 = 3;

/// The card.
#[derive(Debug, Default)]
pub struct MeshCard {
    rows: List,
    columns: List,
    /// Whether what is missing is shown as made.
    after: bool,
    /// Whether the open lines have the whole card.
    opened: bool,
}

/// How a state is meant.
pub fn role(cell: Cell) -> Role {
    match cell {
        Cell::Own | Cell::Nothing => Role::Muted,
        Cell::Missing | Cell::Half => Role::Changed,
        Cell::Unseen => Role::Warning,
        Cell::Complete => Role::Allow,
        Cell::Conflicting => Role::Block,
    }
}

impl MeshCard {
    fn mesh<'m>(&self, model: &'m Model) -> Option<&'m Mesh> {
        let proposed = model.merging.proposed.as_ref()?;
        Some(if self.after { &proposed.after_mesh } else { &proposed.before_mesh })
    }

    fn here<'m>(&self, mesh: &'m Mesh) -> Option<&'m Pair> {
        mesh.row(self.rows.at).get(self.columns.at)
    }

    /// The next pair that wants a look, round and round.
    fn next(&mut self, mesh: &Mesh) {
        let width = mesh.tenants.len();
        let here = self.rows.at * width + self.columns.at;
        let wants = |pair: &Pair| {
            matches!(pair.cell, Cell::Missing | Cell::Half | Cell::Unseen | Cell::Conflicting)
        };
        let after = mesh.pairs.iter().enumerate().skip(here + 1);
        let before = mesh.pairs.iter().enumerate().take(here);
        if let Some((at, _)) = after.chain(before).find(|(_, pair)| wants(pair)) {
            (self.rows.at, self.columns.at) = (at / width.max(1), at % width.max(1));
        }
    }

    fn matrix(&self, mesh: &Mesh, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let count = mesh.tenants.len();
        let name = (area.width / 4).clamp(6, 24);
        let shown = usize::from(area.width.saturating_sub(name + 4) / CELL);
        let columns = self.columns.window(u16::try_from(shown).unwrap_or(u16::MAX), count);
        let left = area.x + name + 4;
        for (at, x) in columns.clone().zip((left..).step_by(usize::from(CELL))) {
            let is_here = at == self.columns.at;
            let role = if is_here { Role::Accent } else { Role::Muted };
            paint.right(x, area.y, CELL - 1, role, &(at + 1).to_string());
        }
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        for (y, row) in (body.y..).zip(self.rows.window(body.height, count)) {
            let Some(tenant) = mesh.tenants.get(row) else { continue };
            let is_row = row == self.rows.at;
            let role_of_name = if is_row { Role::Accent } else { Role::Text };
            paint.right(body.x, y, 3, Role::Muted, &(row + 1).to_string());
            let told = model.merging.answers.member(*tenant).map(|one| one.name.clone());
            let known = model.workspace.draft.tenant(*tenant).is_some();
            let title = told.filter(|name| !known && !name.is_empty());
            let title = title.unwrap_or_else(|| model.name(*tenant));
            paint.text(body.x + 4, y, name.saturating_sub(1), role_of_name, &title);
            let pairs = mesh.row(row).iter().enumerate();
            let pairs = pairs.skip(columns.start).take(columns.len());
            for ((at, pair), x) in pairs.zip((left..).step_by(usize::from(CELL))) {
                let spot = Rect { x, y, width: CELL - 1, height: 1 };
                paint.right(x, y, CELL - 1, role(pair.cell), &pair.cell.sign().to_string());
                if is_row && at == self.columns.at {
                    paint.highlight(spot);
                }
                paint.hit(spot, Target::Item(row * count + at));
            }
        }
        let bar = Rect { x: area.right() + 1, width: 1, ..body };
        self.rows.scroll_bar(bar, count, paint);
    }

    fn pair(&self, pair: &Pair, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let workspace = match &model.merging.proposed {
            Some(proposed) if self.after => &proposed.after,
            _ => model.workspace.as_ref(),
        };
        let [met, all] = pair.met;
        let mut pen = Pen { area, paint };
        let title = format!("people of {} in {}", model.name(pair.home), model.name(pair.resource));
        pen.words(Role::Accent, &title);
        if pair.cell == Cell::Own {
            return;
        }
        let held = if all > 0 { format!(", {met} of {all} settings") } else { String::new() };
        pen.words(role(pair.cell), &format!("{}{held}", pair.cell.word()));
        if pair.cell == Cell::Nothing {
            return;
        }
        let answers = &model.merging.answers;
        for todo in open_lines(workspace, answers, pair.home, pair.resource) {
            let verb = if todo.is_missing { "+" } else { "?" };
            let role = if todo.is_ours { Role::Text } else { Role::Warning };
            let whose = if todo.is_ours { "" } else { " (their side)" };
            let text = format!("{verb} {}{whose}: {}", model.name(todo.tenant), todo.words);
            pen.words(role, &text);
        }
    }
}

impl Screen for MeshCard {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Mesh".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        let count = self.mesh(model).map_or(0, |mesh| mesh.tenants.len());
        self.rows.clamp(count);
        self.columns.clamp(count);
        if self.rows.at == 0 && self.columns.at == 0 && count > 1 {
            self.columns.at = 1;
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        let Some(mesh) = self.mesh(model) else { return vec![Ask::Close] };
        let count = mesh.tenants.len();
        match command {
            Command::Down => self.rows.step(1, count),
            Command::Up => self.rows.step(-1, count),
            Command::Right => self.columns.step(1, count),
            Command::Left => self.columns.step(-1, count),
            Command::Next => self.next(mesh),
            Command::Flip => self.after = !self.after,
            Command::Open => self.opened = !self.opened,
            Command::Standing => {
                let pair = self.here(mesh).filter(|pair| pair.cell != Cell::Own);
                let Some(pair) = pair else {
                    let text = "a tenant is not synchronised into itself".to_owned();
                    return vec![Ask::Say(Tone::Plain, text)];
                };
                let hand = Parcel::Pair(pair.home, pair.resource);
                return vec![Ask::Go(Place::Standing), Ask::Hand(hand)];
            }
            Command::Close if self.opened => self.opened = false,
            Command::Close => return vec![Ask::Close],
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        let count = self.mesh(model).map_or(1, |mesh| mesh.tenants.len()).max(1);
        (self.rows.at, self.columns.at) = (item / count, item % count);
        self.opened |= again;
        Vec::new()
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        let count = self.mesh(model).map_or(0, |mesh| mesh.tenants.len());
        self.rows.step(lines, count);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        paint.clear(area);
        paint.hit(area, Target::Inside);
        let title = if self.after { "Mesh, all made" } else { "Mesh, as it stands" };
        let count = self.mesh(model).map_or(0, |mesh| mesh.tenants.len());
        let note = format!("{count} tenants: people of the row, in the column");
        let frame = Frame { title, note: &note, action: "space the other way", focus: true };
        let inner = paint.pane(area, &frame);
        let Some(mesh) = self.mesh(model) else {
            paint.wrap(inner, Role::Muted, "still being worked out");
            return;
        };
        let Some(pair) = self.here(mesh) else { return };
        if self.opened || inner.height < 8 || inner.width < 24 {
            self.pair(pair, model, inner, paint);
            return;
        }
        let mut x = inner.x;
        for cell in Cell::ALL.into_iter().filter(|cell| *cell != Cell::Own) {
            let number = mesh.count(cell);
            if number > 0 {
                let text = format!("{} {number} {}", cell.sign(), cell.word());
                let room = inner.right().saturating_sub(x);
                x += paint.text(x, inner.y, room, role(cell), &text) + 3;
            }
        }
        let rest = Rect { y: inner.y + 2, height: inner.height - 2, ..inner };
        if inner.width >= 96 {
            let side = inner.width * 2 / 5;
            self.matrix(mesh, model, Rect { width: rest.width - side - 3, ..rest }, paint);
            let pane = Rect { x: rest.right() - side, width: side, ..rest };
            self.pair(pair, model, pane, paint);
        } else {
            let under = rest.height / 3;
            let top = Rect { height: rest.height - under - 1, ..rest };
            self.matrix(mesh, model, top, paint);
            self.pair(pair, model, Rect { y: top.bottom() + 1, height: under, ..rest }, paint);
        }
    }
}
