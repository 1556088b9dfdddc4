//! Home: what needs a decision, how the plan stands, how the estate looks in numbers.

use ratatui::layout::Rect;

use crate::access::{Sign, standing};
use crate::domain::{CrossTenantAccessPolicy, Subject};
use crate::partners::PartnerRow;
use crate::plan::{Difference, What};
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Place, Screen, Subjects};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Open,
    Merger,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["enter", "l", "right"], command: Command::Open, id: "home.open", help: "go to what this line is about", hint: "go there" },
    Binding { keys: &["e"], command: Command::Merger, id: "home.merger", help: "bring tenants together: begin a merger, or go on with it", hint: "merger" },
    Binding { keys: &["j", "down"], command: Command::Down, id: "home.down", help: "next", hint: "" },
    Binding { keys: &["k", "up"], command: Command::Up, id: "home.up", help: "previous", hint: "" },
];

/// A line that wants a look.
#[derive(Clone, Debug)]
struct Matter {
    role: Role,
    sign: char,
    who: String,
    what: String,
    place: Place,
}

/// The first screen.
#[derive(Debug, Default)]
pub struct Home {
    list: List,
    matters: Vec<Matter>,
    decisions: usize,
    /// Changes of the plan that are no settings: of synchronisations.
    synced: usize,
}

fn settings_of(subject: Option<Subject>) -> Place {
    match subject {
        Some(Subject::Partner(id)) => Place::Settings(Subjects::One(id)),
        Some(Subject::Default) => Place::Settings(Subjects::Default),
        None => Place::External,
    }
}

/// What a person must decide, as far as this workspace can tell.
fn decisions(model: &Model) -> Vec<Matter> {
    let mut out = Vec::new();
    let matter = |who: String, what: &str, place: Place| Matter {
        role: Role::Warning,
        sign: '!',
        who,
        what: what.to_owned(),
        place,
    };
    let policy = model.workspace.draft.policy(model.owner);
    match policy {
        None => out.push(matter(
            model.name(model.owner),
            "its policy has not been imported: shown as the service default",
            Place::Partners,
        )),
        Some(policy) if policy.default.is_none() => out.push(matter(
            "Default".to_owned(),
            "not imported: shown as the service default",
            Place::Settings(Subjects::Default),
        )),
        Some(_) => {}
    }
    let mut reviews = Vec::new();
    for ((owner, partner), note) in &model.workspace.notes {
        let due = !note.review.is_empty() && note.review.as_str() <= model.today.as_str();
        if *owner == model.owner && due {
            let what = format!("review was due {}", note.review);
            let place = Place::Settings(Subjects::One(*partner));
            reviews.push((note.review.clone(), matter(model.name(*partner), &what, place)));
        }
    }
    if model.merging.is_begun && !model.merging.is_done() {
        let (done, all) = model.merging.progress();
        let who: Vec<&str> =
            model.merging.answers.tenants.iter().take(2).map(|one| one.name.as_str()).collect();
        let text = format!("merger: {done} of {all} questions answered");
        out.push(matter(who.join(" and "), &text, Place::Merger));
    }
    reviews.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.who.cmp(&b.1.who)));
    out.extend(reviews.into_iter().map(|(_, matter)| matter));
    out
}

fn planned(model: &Model, difference: &Difference) -> Matter {
    let who = match difference.subject {
        Some(subject) => model.subject_name(subject),
        None => model.name(difference.owner),
    };
    let nothing = CrossTenantAccessPolicy::default();
    let before = model.observed.policy(difference.owner).unwrap_or(&nothing);
    let after = model.workspace.draft.policy(difference.owner).unwrap_or(&nothing);
    let (role, sign, what) = match difference.what {
        What::Added => (Role::Allow, '+', "partner added".to_owned()),
        What::Removed => (Role::Block, '-', "partner removed".to_owned()),
        What::Property(name) => (Role::Changed, '~', name.to_owned()),
        What::Setting(setting) => {
            let subject = difference.subject.unwrap_or(Subject::Default);
            let (old, new) =
                (standing(before, subject, setting), standing(after, subject, setting));
            let title = setting.row().title;
            let text = match old.words == new.words {
                false => format!("{title}: {} to {}", old.words, new.words),
                true => format!("{title}: {}, now said by {}", new.words, new.layer.title()),
            };
            (Role::Changed, '~', text)
        }
    };
    Matter { role, sign, who, what, place: settings_of(difference.subject) }
}

impl Home {
    fn open(&self) -> Vec<Ask> {
        self.matters
            .get(self.list.at)
            .map(|matter| Ask::Go(matter.place.clone()))
            .into_iter()
            .collect()
    }

    fn draw_matters(
        &self,
        range: std::ops::Range<usize>,
        area: Rect,
        empty: &str,
        paint: &mut Paint<'_>,
    ) {
        if range.is_empty() {
            paint.wrap(area, Role::Muted, empty);
            return;
        }
        // The window follows the cursor where it is in this list, and shows the top elsewhere.
        let height = usize::from(area.height);
        let at = self.list.at.clamp(range.start, range.end - 1);
        let top = (at + 1).saturating_sub(height).max(range.start);
        let who = if area.width >= 56 { 22 } else { area.width / 3 };
        for (y, index) in (area.y..area.bottom()).zip(top..range.end) {
            let Some(matter) = self.matters.get(index) else { continue };
            let spot = Rect { y, height: 1, ..area };
            if index == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let sign = match matter.sign {
                '!' => paint.glyphs.warning().to_owned(),
                other => other.to_string(),
            };
            paint.text(spot.x + 2, y, 2, matter.role, &sign);
            paint.text(spot.x + 4, y, who, Role::Text, &matter.who);
            let x = spot.x + 4 + who + 1;
            paint.text(x, y, spot.right().saturating_sub(x), Role::Muted, &matter.what);
            paint.hit(spot, Target::Item(index));
        }
    }

    fn decisions_pane(&self, area: Rect, paint: &mut Paint<'_>) {
        let note = format!("{}", self.decisions);
        let focus = self.list.at < self.decisions || self.matters.is_empty();
        let frame = Frame { title: "Needs a decision", note: &note, action: "", focus };
        let inner = paint.pane(area, &frame);
        let text =
            "Nothing waits. Reviews that are due, and what has not been imported, stand here.";
        self.draw_matters(0..self.decisions, pad(inner), text, paint);
    }

    fn plan_pane(&self, area: Rect, paint: &mut Paint<'_>) {
        let count = self.matters.len() - self.decisions;
        let note = match count {
            0 if self.synced == 0 => "draft and observed agree".to_owned(),
            0 => "no setting differs".to_owned(),
            1 => "1 setting differs".to_owned(),
            count => format!("{count} settings differ"),
        };
        let focus = self.list.at >= self.decisions && !self.matters.is_empty();
        let frame =
            Frame { title: "Your plan", note: &note, action: "never contacts a tenant", focus };
        let inner = paint.pane(area, &frame);
        let synced = format!(
            "No setting of this tenant differs. Of synchronisations {} of the plan's changes: 9 shows them.",
            self.synced
        );
        let text = "Nothing is staged. Change a setting and it stands here, until a tenant is made to agree.";
        let text = if self.synced == 0 { text } else { &synced };
        self.draw_matters(self.decisions..self.matters.len(), pad(inner), text, paint);
    }
}

fn pad(area: Rect) -> Rect {
    if area.height > 5 { Rect { y: area.y + 1, height: area.height - 1, ..area } } else { area }
}

impl Screen for Home {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["Home".to_owned()]
    }

    fn refresh(&mut self, model: &Model) {
        let mut matters = decisions(model);
        self.decisions = matters.len();
        self.synced = model.synced.0 + model.synced.1;
        let here = |d: &&Difference| d.owner == model.owner;
        matters.extend(model.differences.iter().filter(here).map(|d| planned(model, d)));
        self.matters = matters;
        self.list.clamp(self.matters.len());
    }

    fn obey(&mut self, command: Command, _model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, self.matters.len()),
            Command::Up => self.list.step(-1, self.matters.len()),
            Command::Open => return self.open(),
            Command::Merger => return vec![Ask::Go(Place::Merger)],
        }
        Vec::new()
    }

    fn hindrance(&self, command: Command, _model: &Model) -> Option<&'static str> {
        (command == Command::Open && self.matters.is_empty()).then_some("nothing waits here")
    }

    fn click(&mut self, item: usize, again: bool, _model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(self.matters.len());
        if again { self.open() } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines.signum(), self.matters.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        if area.width < 40 || area.height < 8 {
            draw_tiny(self, model, area, paint);
        } else if area.width >= 100 && area.height >= 22 {
            let left = (area.width / 3).max(38);
            let top = (area.height / 2).max(13);
            let estate = Rect { width: left, height: top, ..area };
            draw_estate(model, estate, paint);
            let right = Rect { x: estate.right(), width: area.width - left, ..area };
            let wanted = u16::try_from(self.decisions).unwrap_or(u16::MAX).saturating_add(4);
            let half = wanted.clamp(6, right.height / 2);
            self.decisions_pane(Rect { height: half, ..right }, paint);
            let plan = Rect { y: right.y + half, height: right.height - half, ..right };
            self.plan_pane(plan, paint);
            let start = Rect { y: estate.bottom(), height: area.height - top, ..estate };
            draw_start(model, start, paint);
        } else {
            let half = area.height / 2;
            self.decisions_pane(Rect { height: area.height - half, ..area }, paint);
            let y = area.y + area.height - half;
            self.plan_pane(Rect { y, height: half, ..area }, paint);
        }
    }
}

fn draw_tiny(home: &Home, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let partners = model.rows.len().saturating_sub(1);
    let facts = [
        (Role::Text, format!("{partners} partners")),
        (Role::Warning, format!("{} need a decision", home.decisions)),
        (Role::Changed, format!("{} staged", home.matters.len() - home.decisions)),
    ];
    for ((role, text), y) in facts.iter().zip(area.y..area.bottom()) {
        paint.text(area.x, y, area.width, *role, text);
    }
    let rest = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    home.draw_matters(0..home.matters.len(), rest, "", paint);
}

/// Real counts as bars, never a score: a made-up score would be argued with.
fn draw_estate(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let partners: Vec<&PartnerRow> =
        model.rows.iter().filter(|row| row.partner().is_some()).collect();
    let note = format!("{} partners", partners.len());
    let title = model.name(model.owner);
    let frame = Frame { title: &title, note: &note, action: "as drafted", focus: false };
    let inner = paint.pane(area, &frame);
    let open = |sign: Sign| matches!(sign, Sign::Allow | Sign::List);
    let count =
        |test: &dyn Fn(&PartnerRow) -> bool| partners.iter().filter(|row| test(row)).count();
    let lines: [(&str, &str, Role, usize); 8] = [
        ("collaboration", "inbound", Role::Inbound, count(&|row| open(row.inbound.sign))),
        ("", "outbound", Role::Outbound, count(&|row| open(row.outbound.sign))),
        ("direct connect", "either", Role::Inbound, count(&|row| open(row.direct_sign().sign))),
        ("sync", "inbound", Role::Inbound, count(&|row| row.sync.sign == Sign::Allow)),
        ("redemption", "inbound", Role::Inbound, count(&|row| row.redeem[0])),
        ("trust", "MFA", Role::Trust, count(&|row| row.trust[0])),
        ("", "device", Role::Trust, count(&|row| row.trust[1] || row.trust[2])),
        ("own settings", "", Role::Text, count(&|row| row.own_settings > 0)),
    ];
    let rows = inner.y + u16::from(inner.height > 9)..inner.bottom();
    for ((title, what, role, count), y) in lines.into_iter().zip(rows) {
        paint.text(inner.x, y, 15, Role::Muted, title);
        paint.text(inner.x + 15, y, 8, role, what);
        let bar = inner.width.saturating_sub(24 + 6);
        let filled = usize::from(bar) * count / partners.len().max(1);
        let shown = if count > 0 { filled.max(1) } else { 0 };
        let full = paint.glyphs.bar().repeat(shown);
        let empty = paint.glyphs.track().repeat(usize::from(bar) - shown);
        let x = inner.x + 24;
        let taken = paint.text(x, y, bar, role, &full);
        paint.text(x + taken, y, bar - taken, Role::Border, &empty);
        paint.right(inner.right() - 6, y, 6, Role::Text, &count.to_string());
    }
}

fn draw_start(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame { title: "Start here", note: "", action: &model.place, focus: false };
    let inner = pad(paint.pane(area, &frame));
    let lines = [
        ("2", "partners: mark, filter, open"),
        ("3", "settings: allow, block, inherit"),
        ("e", "bring tenants together, step by step"),
        ("T", "look from another tenant of ours"),
        ("t", "flip between draft and observed"),
        ("u", "undo, also tomorrow"),
        (":", "everything else, by words"),
        ("?", "keys of this screen"),
    ];
    for ((key, text), y) in lines.iter().zip(inner.y..inner.bottom()) {
        paint.text(inner.x, y, 3, Role::Accent, key);
        paint.text(inner.x + 4, y, inner.width.saturating_sub(4), Role::Text, text);
    }
}
