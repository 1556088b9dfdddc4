//! How a synchronisation stands: the five steps of its set-up, ticked by the state of both tenants,
//! and how it is ended so that nobody is left behind, with the days on which waits end.
//!
//! ```text
//! ┏━ Set-up: Alpha to Beta ━━━━━━━━ 3 of 5 ━┓╭─ Alpha Corp ────────╮
//! ┃ ✓ 1 both tenants allow it               ┃│ setting  who  where │
//! ```

use jiff::civil::Date;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::{
    Direction, ObjectId, SETTINGS, Setting, SyncConfiguration, SyncKind, TenantId,
};
use crate::merger::{SetupLine, Stage, TeardownLine};
use crate::tui::errand::{Between, Outcome, Standing, Wish};
use crate::tui::key::{Binding, bind};
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Place, Screen, Subjects, SyncWish, Tone};

mod draw;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Open,
    Turn,
    Day,
    Down,
    Up,
    First,
    Last,
    EndDay,
    LeaveDay,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    bind(&["enter", "l", "right"], Command::Open, "standing.open", "go to the setting, where it is ours", "setting"),
    bind(&["tab"], Command::Turn, "standing.turn", "the set-up, or the ending", "set-up/ending"),
    bind(&["d"], Command::Day, "standing.day", "the day on which the last one was unassigned: waits count from it", "day"),
    bind(&["j", "down"], Command::Down, "standing.down", "next line", ""),
    bind(&["k", "up"], Command::Up, "standing.up", "line before", ""),
    bind(&["g g", "home"], Command::First, "standing.first", "first line", ""),
    bind(&["G", "end"], Command::Last, "standing.last", "last line", ""),
];

#[rustfmt::skip]
const TYPING_KEYS: &[Binding<Command>] = &[
    bind(&["enter"], Command::EndDay, "standing.day.end", "count from this day", "keep"),
    bind(&["esc"], Command::LeaveDay, "standing.day.leave", "leave the day as it was", "cancel"),
];

/// Which of the two is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    #[default]
    SetUp,
    Ending,
}

/// The line under the cursor.
#[derive(Clone, Copy, Debug)]
enum Line<'l> {
    Step(&'l SetupLine),
    End(&'l TeardownLine),
}

/// The screen.
#[derive(Debug, Default)]
pub struct StandingScreen {
    /// Source and target that were asked about; the chosen configuration where none were.
    pair: Option<(TenantId, TenantId)>,
    view: View,
    at: usize,
    since: Option<Date>,
    /// The day that is being typed.
    day: Option<Input>,
}

/// The configuration between two tenants; of several the chosen one, else the first.
fn between(model: &Model, pair: (TenantId, TenantId)) -> Option<&SyncConfiguration> {
    let is_it = |one: &&SyncConfiguration| (one.source, one.target) == pair;
    let chosen = model.sync.chosen(&model.workspace).map(AsRef::as_ref).filter(is_it);
    chosen.or_else(|| model.workspace.synchronizations.values().map(AsRef::as_ref).find(is_it))
}

impl StandingScreen {
    fn ends(&self, model: &Model) -> Option<((TenantId, TenantId), Option<ObjectId>)> {
        if let Some(pair) = self.pair {
            return Some((pair, between(model, pair).map(|one| one.id)));
        }
        let chosen = model.sync.chosen(&model.workspace)?;
        Some(((chosen.source, chosen.target), Some(chosen.id)))
    }

    fn held<'m>(&self, model: &'m Model) -> Option<&'m Standing> {
        match model.outcome(Screen::wish(self, model)?)?.as_ref() {
            Outcome::Stands(standing) => Some(standing),
            _ => None,
        }
    }

    fn lines<'m>(&self, model: &'m Model) -> Vec<Line<'m>> {
        let Some(standing) = self.held(model) else { return Vec::new() };
        match self.view {
            View::SetUp => {
                let of = |stage| standing.setup.lines.iter().filter(move |one| one.stage == stage);
                Stage::ALL.into_iter().flat_map(of).map(Line::Step).collect()
            }
            View::Ending => standing.teardown.iter().map(Line::End).collect(),
        }
    }

    fn here<'m>(&self, model: &'m Model) -> Option<Line<'m>> {
        self.lines(model).get(self.at).copied()
    }

    fn go(&mut self, by: isize, model: &Model) {
        let count = self.lines(model).len();
        self.at = self.at.saturating_add_signed(by).min(count.saturating_sub(1));
    }

    /// Where the line is decided, where that is ours.
    fn open(&self, model: &Model) -> Vec<Ask> {
        let Some(((source, target), id)) = self.ends(model) else { return Vec::new() };
        let Some(line) = self.here(model) else { return Vec::new() };
        let (tenant, what) = match line {
            Line::Step(one) => (one.tenant, one.setting),
            Line::End(one) => (one.tenant, one.id),
        };
        if !model.ours().iter().any(|one| one.id == tenant) {
            let text = format!(
                "{} is not ours: its administrators do it; H on the partner writes them a request",
                model.name(tenant)
            );
            return vec![Ask::Say(Tone::Plain, text)];
        }
        let other = if tenant == source { target } else { source };
        let policy = model.workspace.draft.tenants.get(&tenant).and_then(|one| one.policy.as_ref());
        let is_partner = policy.is_some_and(|policy| policy.partners.contains_key(&other));
        let settings = |setting: Setting| {
            if !is_partner {
                // The default has no such setting.
                let text = format!(
                    "{} is no partner of {} yet: c adds it, O takes it in by kind",
                    model.name(other),
                    model.name(tenant)
                );
                return vec![Ask::Visit(tenant, Place::Partners), Ask::Say(Tone::Plain, text)];
            }
            let place = Place::Settings(Subjects::One(other));
            vec![Ask::Visit(tenant, place), Ask::Hand(Parcel::Setting(setting))]
        };
        let job = |place: Place| match id {
            Some(id) => vec![Ask::Sync(SyncWish::Choose(id)), Ask::Visit(source, place)],
            None => vec![Ask::Visit(source, Place::Sync)],
        };
        match what {
            "inbound" => settings(Setting::Sync(SyncKind::Users)),
            "redemption" => settings(Setting::Consent(Direction::Inbound)),
            "assignedOnly" | "unassign" => job(Place::Scope),
            "deletes" => job(Place::Mappings),
            "allowInvitesFrom" => {
                vec![Ask::Visit(tenant, Place::External), Ask::Hand(Parcel::Property(what))]
            }
            "allowedCloudEndpoints" => {
                let text = "which other clouds are worked with is not edited here: `allowedCloudEndpoints` in the admin center";
                vec![Ask::Say(Tone::Plain, text.to_owned())]
            }
            _ => match SETTINGS.iter().find(|row| row.path.starts_with(what)) {
                Some(row) => settings(row.setting),
                None => job(Place::Sync),
            },
        }
    }

    fn end_day(&mut self) -> Vec<Ask> {
        let typed = self.day.as_ref().map(|day| day.value().trim().to_owned()).unwrap_or_default();
        if typed.is_empty() {
            (self.since, self.day) = (None, None);
            return Vec::new();
        }
        let Ok(day) = typed.parse() else {
            let text = format!("`{typed}` is no date; expected YYYY-MM-DD, such as 2027-01-31");
            return vec![Ask::Say(Tone::Refused, text)];
        };
        (self.since, self.day) = (Some(day), None);
        Vec::new()
    }
}

impl Screen for StandingScreen {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        if self.day.is_some() { TYPING_KEYS } else { KEYS }
    }

    fn trail(&self, model: &Model) -> Vec<String> {
        let view = if self.view == View::SetUp { "Set-up" } else { "Ending" };
        let pair = self.ends(model).map(|((source, target), _)| {
            let arrow = crate::tui::glyph::Glyphs { ascii: model.preferences.ascii }.arrow();
            format!("{} {arrow} {}", model.name(source), model.name(target))
        });
        ["Sync".to_owned(), view.to_owned()].into_iter().chain(pair).collect()
    }

    fn wish(&self, model: &Model) -> Option<Wish> {
        let ((source, target), id) = self.ends(model)?;
        let today = model.today.parse().ok()?;
        Some(Wish::Stand(Between { source, target, id, since: self.since, today }))
    }

    fn refresh(&mut self, model: &Model) {
        if self.held(model).is_some() {
            self.go(0, model);
        }
    }

    fn typing(&mut self) -> Option<&mut Input> {
        self.day.as_mut()
    }

    fn receive(&mut self, parcel: Parcel, _model: &Model) -> Vec<Ask> {
        if let Parcel::Pair(source, target) = parcel {
            *self = StandingScreen { pair: Some((source, target)), ..Self::default() };
        }
        Vec::new()
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        match command {
            Command::Open | Command::Turn | Command::Day if self.ends(model).is_none() => {
                Some("there is no configuration: c on the Sync screen makes one")
            }
            Command::Open if self.held(model).is_none() => {
                Some("how it stands is still being worked out; again in a moment")
            }
            _ => None,
        }
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Open => return self.open(model),
            Command::Turn => {
                self.view = if self.view == View::SetUp { View::Ending } else { View::SetUp };
                self.at = 0;
            }
            Command::Day => {
                self.view = View::Ending;
                let held = self.since.map(|day| day.to_string()).unwrap_or_default();
                self.day = Some(Input::new(held));
                self.go(0, model);
            }
            Command::EndDay => return self.end_day(),
            Command::LeaveDay => self.day = None,
            Command::Down => self.go(1, model),
            Command::Up => self.go(-1, model),
            Command::First => self.go(isize::MIN, model),
            Command::Last => self.go(isize::MAX, model),
        }
        Vec::new()
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.at = item;
        self.go(0, model);
        if again { self.open(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, model: &Model) {
        self.go(lines, model);
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        draw::draw(self, model, area, paint);
    }
}
