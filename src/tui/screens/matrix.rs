//! The settings matrix: every decision one subject holds, as one cell each.
//!
//! ```text
//!                      INBOUND they → us        OUTBOUND us → them
//!                      who        what          who        what
//! Collaboration        ✓ all      ◐ 5 apps    · ✓ all    ~ ◐ 3 apps
//! ```

use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::cutoff::CutOff;
use super::picker::Picker;
use crate::access::{Layer, Standing, standing};
use crate::domain::{
    B2b, Claim, CrossTenantAccessPolicy, Direction, Half, Setting, Subject, SyncKind, TenantId,
};
use crate::edit::Edit;
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects, Tone};

mod change;
mod draw;
mod side;

pub(super) use side::id_tenant;

/// What can be done in the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Left,
    Right,
    Down,
    Up,
    Toggle,
    Inherit,
    Targets,
    Revert,
    CopyToMarked,
    NextChange,
    Reset,
    NextPartner,
    PreviousPartner,
    Side,
    WhatIf,
    Learn,
    CutOff,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["space"], Command::Toggle, "matrix.toggle", "allow or block; on or off", "allow/block"),
    bind(&["i"], Command::Inherit, "matrix.inherit", "back to what is inherited", "inherit"),
    bind(&["e", "enter"], Command::Targets, "matrix.targets", "choose the users, groups or applications", "list"),
    bind(&["R"], Command::Revert, "matrix.revert", "back to what was observed", "revert"),
    bind(&["V"], Command::CopyToMarked, "matrix.copy", "copy this setting to the marked partners", ""),
    bind(&["w"], Command::WhatIf, "matrix.what-if", "what-if: can people of this partner open our applications", "what-if"),
    bind(&["C"], Command::CutOff, "matrix.cutoff", "cut this partner off: whom it hits, then all at once (asks for its name)", ""),
    bind(&["o"], Command::Learn, "matrix.learn", "learn: what this setting decides", ""),
    bind(&["h", "left"], Command::Left, "matrix.left", "left", ""),
    bind(&["l", "right"], Command::Right, "matrix.right", "right", ""),
    bind(&["j", "down"], Command::Down, "matrix.down", "down", ""),
    bind(&["k", "up"], Command::Up, "matrix.up", "up", ""),
    bind(&["n"], Command::NextChange, "matrix.next", "next cell that the plan changes", ""),
    bind(&["tab"], Command::Side, "matrix.side", "inbound, outbound, trust (in small windows)", ""),
    bind(&["J", "pgdn"], Command::NextPartner, "matrix.partner.next", "next partner", ""),
    bind(&["K", "pgup"], Command::PreviousPartner, "matrix.partner.previous", "previous partner", ""),
    bind(&["X"], Command::Reset, "matrix.reset", "reset the default to the service default", ""),
];

#[expect(clippy::unnecessary_wraps, reason = "cells of the grid below may be empty")]
const fn half(b2b: B2b, half: Half) -> Option<Setting> {
    Some(Setting::Half(b2b, half))
}

use Half::{Applications as What, UsersAndGroups as Who};

/// The grid: a title, and a cell for inbound who and what, outbound who and what. Tenant
/// restrictions are about foreign applications opened from here, so they stand outbound.
#[rustfmt::skip]
const GRID: &[(&str, [Option<Setting>; 4])] = &[
    ("Collaboration", [half(B2b::CollaborationInbound, Who), half(B2b::CollaborationInbound, What),
        half(B2b::CollaborationOutbound, Who), half(B2b::CollaborationOutbound, What)]),
    ("Direct connect", [half(B2b::DirectConnectInbound, Who), half(B2b::DirectConnectInbound, What),
        half(B2b::DirectConnectOutbound, Who), half(B2b::DirectConnectOutbound, What)]),
    ("Tenant restrictions", [None, None, half(B2b::TenantRestrictions, Who), half(B2b::TenantRestrictions, What)]),
    ("Cross-tenant sync", [Some(Setting::Sync(SyncKind::Users)), Some(Setting::Sync(SyncKind::Groups)), None, None]),
    ("Automatic redemption", [Some(Setting::Consent(Direction::Inbound)), None, Some(Setting::Consent(Direction::Outbound)), None]),
    ("Trust their claims", [Some(Setting::Trust(Claim::Mfa)), Some(Setting::Trust(Claim::CompliantDevice)),
        Some(Setting::Trust(Claim::HybridJoinedDevice)), None]),
];

/// Row of the trust claims: they exist inbound only and are drawn under a heading of their own.
const TRUST_ROW: usize = 5;

/// A cell as the eye sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CellView {
    standing: Standing,
    /// Whether the subject itself says so.
    own: bool,
    /// Whether the plan changes it.
    changed: bool,
    /// Whether the partners shown do not agree.
    mixed: bool,
}

/// The settings matrix of one subject, or of many at once.
#[derive(Debug, Default)]
pub struct Matrix {
    subjects: Subjects,
    row: usize,
    column: usize,
}

impl Matrix {
    /// The matrix of some subjects.
    pub fn of(subjects: Subjects) -> Self {
        Matrix { subjects, ..Matrix::default() }
    }

    fn setting(&self) -> Setting {
        GRID.get(self.row)
            .and_then(|(_, cells)| cells.get(self.column).copied().flatten())
            .unwrap_or(Setting::Trust(Claim::Mfa))
    }

    fn list(&self) -> Vec<Subject> {
        match &self.subjects {
            Subjects::Default => vec![Subject::Default],
            Subjects::One(id) => vec![Subject::Partner(*id)],
            Subjects::Many(ids) => ids.iter().copied().map(Subject::Partner).collect(),
        }
    }

    fn first(&self) -> Subject {
        self.list().first().copied().unwrap_or(Subject::Default)
    }

    fn name(&self, model: &Model) -> String {
        match &self.subjects {
            Subjects::Default => "Default".to_owned(),
            Subjects::One(id) => model.name(*id),
            Subjects::Many(ids) => format!("{} partners", ids.len()),
        }
    }

    /// How a cell looks; `None` where there is no such setting.
    fn cell(&self, model: &Model, setting: Setting) -> Option<CellView> {
        let subjects = self.list();
        if subjects.contains(&Subject::Default) && matches!(setting, Setting::Sync(_)) {
            return None;
        }
        let nothing = CrossTenantAccessPolicy::default();
        let policy = model.estate().policy(model.owner).unwrap_or(&nothing);
        let mut view: Option<CellView> = None;
        for subject in subjects {
            let standing = standing(policy, subject, setting);
            let own = match subject {
                Subject::Default => standing.layer != Layer::ServiceDefault,
                Subject::Partner(_) => standing.layer == Layer::Partner,
            };
            let changed = model.is_changed(subject, setting);
            match &mut view {
                None => view = Some(CellView { standing, own, changed, mixed: false }),
                Some(view) => {
                    view.mixed |= view.standing != standing || view.own != own;
                    view.changed |= changed;
                }
            }
        }
        view
    }

    /// Puts the cursor on a setting.
    fn point(&mut self, setting: Setting) {
        for (row, (_, cells)) in GRID.iter().enumerate() {
            if let Some(column) = cells.iter().position(|cell| *cell == Some(setting)) {
                (self.row, self.column) = (row, column);
            }
        }
    }

    /// Moves to the next cell that there is.
    fn step(&mut self, rows: isize, columns: isize, model: &Model) {
        let (mut row, mut column) = (self.row, self.column);
        for _ in 0..GRID.len().max(4) {
            row = row.saturating_add_signed(rows).min(GRID.len() - 1);
            column = column.saturating_add_signed(columns).min(3);
            if self.is_cell(row, column, model) {
                (self.row, self.column) = (row, column);
                return;
            }
            if rows != 0 {
                // The row has no such column: take its nearest one.
                let near = [column.wrapping_sub(1), column + 1, 0, 2];
                if let Some(other) = near.into_iter().find(|c| self.is_cell(row, *c, model)) {
                    (self.row, self.column) = (row, other);
                    return;
                }
            }
        }
    }

    fn is_cell(&self, row: usize, column: usize, model: &Model) -> bool {
        GRID.get(row)
            .and_then(|(_, cells)| cells.get(column).copied().flatten())
            .is_some_and(|setting| self.cell(model, setting).is_some())
    }

    fn next_change(&mut self, model: &Model) -> Vec<Ask> {
        let count = GRID.len() * 4;
        let here = self.row * 4 + self.column;
        for step in 1..=count {
            let place = (here + step) % count;
            let (row, column) = (place / 4, place % 4);
            let setting = GRID.get(row).and_then(|(_, cells)| cells.get(column).copied().flatten());
            let changed = setting
                .and_then(|setting| self.cell(model, setting))
                .is_some_and(|view| view.changed);
            if changed {
                (self.row, self.column) = (row, column);
                return Vec::new();
            }
        }
        vec![Ask::Say(Tone::Plain, "the plan changes nothing here".to_owned())]
    }

    fn neighbour(&self, step: isize, model: &Model) -> Vec<Ask> {
        let here = self.first();
        let at = model.rows.iter().position(|row| row.subject == here).unwrap_or(0);
        let next = at.saturating_add_signed(step).min(model.rows.len().saturating_sub(1));
        match model.rows.get(next).map(|row| row.subject) {
            Some(subject) if subject != here => {
                vec![Ask::Go(Place::Settings(subject.into()))]
            }
            _ => Vec::new(),
        }
    }

    fn targets(&self, model: &Model) -> Vec<Ask> {
        match self.setting() {
            Setting::Half(b2b, which) => {
                let value = self.in_force(model, b2b, which);
                vec![Ask::Open(Box::new(Picker::new(model, self.first(), b2b, which, value)))]
            }
            _ => self.toggle(model),
        }
    }
}

impl Screen for Matrix {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        vec![self.name(model), "Settings".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        let gone = |id: &TenantId| model.workspace.draft.partner(model.owner, *id).is_none();
        match &mut self.subjects {
            Subjects::One(id) if gone(id) && model.observed.partner(model.owner, *id).is_none() => {
                self.subjects = Subjects::Default;
            }
            Subjects::Default | Subjects::One(_) => {}
            Subjects::Many(ids) => {
                ids.retain(|id| !gone(id));
                if ids.is_empty() {
                    self.subjects = Subjects::Default;
                }
            }
        }
    }

    fn subjects(&self) -> Option<Subjects> {
        Some(self.subjects.clone())
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        match command {
            Command::CopyToMarked if model.marks.is_empty() => {
                Some("no partner is marked; space marks them in the list")
            }
            Command::Reset if self.subjects != Subjects::Default => {
                Some("only the default can be reset; i takes a partner's setting back")
            }
            Command::Toggle
            | Command::Inherit
            | Command::Targets
            | Command::Revert
            | Command::CopyToMarked
            | Command::Reset => model.locked(),
            _ => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Left => self.step(0, -1, model),
            Command::Right => self.step(0, 1, model),
            Command::Down => self.step(1, 0, model),
            Command::Up => self.step(-1, 0, model),
            Command::Side => self.column = if self.column >= 2 { 0 } else { 2 },
            Command::Toggle => return self.toggle(model),
            Command::Inherit => return self.inherit(model),
            Command::Targets => return self.targets(model),
            Command::Revert => return self.revert(model),
            Command::CopyToMarked => return self.copy_to_marked(model),
            Command::NextChange => return self.next_change(model),
            Command::NextPartner => return self.neighbour(1, model),
            Command::PreviousPartner => return self.neighbour(-1, model),
            Command::WhatIf => {
                let asked = match self.subjects {
                    Subjects::One(id) => Some(Ask::Hand(Parcel::Partner(id))),
                    Subjects::Default | Subjects::Many(_) => None,
                };
                return std::iter::once(Ask::Go(Place::WhatIf)).chain(asked).collect();
            }
            Command::CutOff => {
                if let Subjects::One(id) = self.subjects {
                    return vec![Ask::Open(Box::new(CutOff::new(model, id)))];
                }
                let text = "one partner is cut off at a time; open its settings first".to_owned();
                return vec![Ask::Say(Tone::Refused, text)];
            }
            Command::Learn => {
                return vec![Ask::Open(super::learn::about(self.setting().row().path))];
            }
            Command::Reset => {
                let reset = vec![Edit::ResetDefault { owner: model.owner }];
                return vec![Ask::Open(Box::new(Confirm::reset(model, reset)))];
            }
        }
        if !self.is_cell(self.row, self.column, model) {
            self.step(1, 0, model);
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        if let Parcel::Setting(setting) = parcel {
            self.point(setting);
            return Vec::new();
        }
        let (Setting::Half(setting, half), Parcel::Targets(value)) = (self.setting(), parcel)
        else {
            return Vec::new();
        };
        let owner = model.owner;
        self.each(|subject| Edit::Half { owner, subject, setting, half, value: value.clone() })
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        (self.row, self.column) = (item / 4, item % 4);
        if again { self.toggle(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.step(lines.signum(), 0, model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
