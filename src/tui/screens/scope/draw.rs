//! Drawing: the outline with its counts, and beside or below it what is written or what comes out.

use ratatui::layout::Rect;

use super::clause::{ClauseEditor, Part};
use super::line::row;
use super::outline::{self, Item};
use super::{ScopeScreen, advice, counts, draft};
use crate::domain::{ObjectAction, SyncConfiguration};
use crate::sync::operator_row;
use crate::text::grouped;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::theme::Role;
use crate::tui::widgets::Pen;

/// From here on, what can be clicked is something that could be completed.
pub(super) const OFFERS: usize = 1 << 20;

/// Columns of what stands beside the outline.
const SIDE_WIDTH: u16 = 46;

pub(super) fn draw(screen: &ScopeScreen, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some(shown) = screen.shown() else {
        let frame = Frame { title: "Scope", focus: true, ..Frame::default() };
        let inner = paint.pane(area, &frame);
        let text = "No configuration of cross-tenant synchronisation is in the workspace, so nobody is in scope. On the screen Sync, c makes one.";
        paint.wrap(inner, Role::Muted, text);
        return;
    };
    if area.width < 40 || area.height < 10 {
        short(screen, model, shown, area, paint);
        return;
    }
    if area.width >= 100 && area.height >= 20 {
        let left = Rect { width: area.width - SIDE_WIDTH, ..area };
        let side = Rect { x: left.right(), width: SIDE_WIDTH, ..area };
        let below = if screen.clause.is_some() { (area.height / 2).min(17) } else { 9 };
        let over = Rect { height: area.height - below, ..left };
        outline(screen, model, shown, over, paint);
        lower(screen, shown, Rect { y: over.bottom(), height: below, ..left }, paint);
        counts::draw(screen, model, shown, side, paint);
        return;
    }
    let below = match (area.height, screen.clause.is_some()) {
        (18.., true) => 11,
        (18.., false) => 9,
        (_, true) => area.height / 2,
        _ => 6,
    };
    let over = Rect { height: area.height - below, ..area };
    outline(screen, model, shown, over, paint);
    let under = Rect { y: over.bottom(), height: below, ..area };
    if screen.clause.is_some() || screen.field.is_some() {
        lower(screen, shown, under, paint);
    } else {
        counts::draw(screen, model, shown, under, paint);
    }
}

/// What is written, or what there is to say of the line under the cursor.
fn lower(screen: &ScopeScreen, shown: &SyncConfiguration, area: Rect, paint: &mut Paint<'_>) {
    if let Some(editor) = &screen.clause {
        write(screen, shown, editor, area, paint);
    } else if screen.field.is_some() {
        field(screen, area, paint);
    } else {
        let inner = paint.pane(area, &Frame { title: "This line", ..Frame::default() });
        let mut pen = Pen { area: inner, paint };
        say(screen, shown, &mut pen);
    }
}

fn note(screen: &ScopeScreen) -> &'static str {
    if screen.draft.is_some() { "not kept: s keeps, D drops" } else { "as it stands" }
}

fn outline(
    screen: &ScopeScreen,
    model: &Model,
    shown: &SyncConfiguration,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let focus = screen.clause.is_none() && screen.field.is_none();
    let action = if screen.draft.is_some() { "s keep" } else { "c add   o or" };
    let frame = Frame { title: &shown.display_name, note: note(screen), action, focus };
    let inner = paint.pane(area, &frame);
    let counted = counts::counted(screen);
    for (y, at) in (inner.y..).zip(screen.list.window(inner.height, screen.items.len())) {
        let Some(item) = screen.items.get(at).copied() else { continue };
        let line = Rect { y, height: 1, ..inner };
        if at == screen.list.at {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        row(screen, model, shown, item, counted, line, paint);
        paint.hit(line, Target::Item(at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..inner };
    screen.list.scroll_bar(bar, screen.items.len(), paint);
}

/// What there is to say of the line under the cursor.
fn say(screen: &ScopeScreen, shown: &SyncConfiguration, pen: &mut Pen<'_, '_>) {
    let filters = draft::filters(shown);
    let words = match screen.item() {
        Some(Item::Clause(filter, at)) => {
            let clause = filters.get(filter).and_then(|one| one.clauses.get(at));
            let Some(clause) = clause else { return };
            for trap in screen.traps.iter().filter(|trap| trap.clause() == Some((filter, at))) {
                let sign = pen.paint.glyphs.warning();
                pen.words(Role::Warning, &format!("{sign} {}", advice::words(trap)));
            }
            let rule = clause.operator.as_deref().and_then(operator_row).map(|row| row.rule);
            let word = clause.operator.as_deref().unwrap_or_default();
            let doubt = counts::counted(screen)
                .and_then(|counted| counted.filters.get(filter))
                .and_then(|count| count.doubt);
            if let Some(doubt) = doubt {
                pen.words(Role::Warning, &format!("? for some: {}", doubt.words()));
            }
            format!("{word}: {}", rule.unwrap_or("not a documented operator"))
        }
        Some(Item::Who | Item::Assigned(_)) if shown.sync_all => {
            "Everyone who is at home in the source, cut by the filters. Slower, and groups cannot be synchronised with it.".to_owned()
        }
        Some(Item::Who | Item::Assigned(_)) => {
            "Members of an assigned group are in scope when they are direct members; groups inside it are not opened.".to_owned()
        }
        Some(Item::Filters | Item::Filter(_)) => {
            "Somebody passes a filter when all its conditions hold, and is in scope when one filter is passed. A second filter lets in more, never less.".to_owned()
        }
        Some(Item::Inputs | Item::Input(_) | Item::InputClause(..)) => {
            "Comes with the template: who is at home elsewhere, or has a pending invitation, never travels. Leaving it deprovisions nobody.".to_owned()
        }
        Some(Item::Action(ObjectAction::Delete)) => {
            "Where this is off, whoever leaves the scope keeps the account, and nobody looks after it any more.".to_owned()
        }
        Some(Item::Action(_)) => "One of the target object actions of the portal.".to_owned(),
        Some(Item::Threshold) => {
            "Counted per cycle. At this number the job goes into quarantine before it deletes; whether the number itself stops it is written both ways, and is taken to.".to_owned()
        }
        None => String::new(),
    };
    pen.words(Role::Muted, &words);
}

/// The condition that is being written, and what fits.
fn write(
    screen: &ScopeScreen,
    shown: &SyncConfiguration,
    editor: &ClauseEditor,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let name = match editor.filter < draft::filters(shown).len() {
        true => outline::filter_name(draft::filters(shown), editor.filter),
        false => "A new filter".to_owned(),
    };
    let counted = counts::counted(screen).filter(|_| editor.missing().is_none());
    let here = counted.and_then(|counted| counted.filters.get(editor.filter));
    let note = match here {
        Some(count) => {
            let at = editor.at.unwrap_or(count.clauses.len().saturating_sub(1));
            let passes = count.clauses.get(at).copied().unwrap_or_default();
            format!("{} pass, {} the whole filter", grouped(passes.yes), grouped(count.all.yes))
        }
        None => String::new(),
    };
    let frame = Frame { title: &name, note: &note, action: "enter takes it", focus: true };
    let inner = paint.pane(area, &frame);
    if inner.height == 0 {
        return;
    }
    line(editor, inner, paint);
    let mut pen = Pen { area: inner, paint };
    pen.down(1);
    if let Some(tried) = screen.tried_out().filter(|_| editor.missing().is_none()) {
        let last = |count: usize| count.saturating_sub(1);
        let filter = editor.filter.min(last(draft::filters(&tried).len()));
        let clauses = draft::filters(&tried).get(filter).map_or(0, |one| one.clauses.len());
        let place = Some((filter, editor.at.unwrap_or(last(clauses))));
        if let Some(trap) = advice::traps(&tried).iter().find(|trap| trap.clause() == place) {
            let sign = pen.paint.glyphs.warning();
            pen.words(Role::Warning, &format!("{sign} {}", advice::words(trap)));
        }
    }
    if editor.part != Part::Operator {
        pen.words(Role::Muted, &format!("{}: {}", editor.operator.name, editor.operator.rule));
    }
    let rest = pen.area;
    offers(editor, rest, paint);
}

/// The three parts in one line, the one that is typed into lit.
fn line(editor: &ClauseEditor, area: Rect, paint: &mut Paint<'_>) {
    let is_operator = editor.part == Part::Operator && !editor.words.value().is_empty();
    let operator = if is_operator { editor.words.value() } else { editor.operator.name };
    let value = if editor.operator.takes_value() { editor.value.value() } else { "" };
    let parts = [
        (Part::Attribute, editor.attribute.value(), "attribute", &editor.attribute),
        (Part::Operator, operator, "operator", &editor.words),
        (
            Part::Value,
            value,
            if editor.operator.takes_value() { "value" } else { "" },
            &editor.value,
        ),
    ];
    // In a narrow window only the part that is typed into.
    let is_narrow = parts.iter().map(|(_, text, _, _)| cells(text) + 4).sum::<u16>() > area.width;
    let mut x = area.x;
    for (part, text, hint, field) in parts {
        let here = part == editor.part;
        if is_narrow && !here {
            continue;
        }
        let room = area.right().saturating_sub(x);
        let taken = match (text.is_empty(), here) {
            (true, false) => paint.text(x, area.y, room, Role::Muted, hint),
            (true, true) => paint.text(x, area.y, room, Role::Accent, "_"),
            (false, true) => paint.bold(x, area.y, room, Role::Accent, text),
            (false, false) => paint.text(x, area.y, room, Role::Text, text),
        };
        if here {
            let at = u16::try_from(field.visual_cursor()).unwrap_or(0);
            let last = area.right().saturating_sub(1);
            paint.cursor = Some(((x + at).min(last), area.y).into());
        }
        x += taken + 2;
    }
}

fn offers(editor: &ClauseEditor, area: Rect, paint: &mut Paint<'_>) {
    if area.height == 0 {
        return;
    }
    if editor.offers.is_empty() {
        let text = match editor.part {
            Part::Attribute => "no attribute of the export is called so; another may be typed",
            Part::Operator => "no operator is called so",
            Part::Value if !editor.operator.takes_value() => "this operator takes no value",
            Part::Value => "nobody here has this value",
        };
        paint.wrap(area, Role::Muted, text);
        return;
    }
    let name = editor.offers.iter().map(|offer| cells(&offer.name)).max().unwrap_or(0).min(30) + 2;
    let name = name.min(area.width.saturating_sub(8));
    let is_marked = editor.marked().is_some();
    for (y, at) in (area.y..).zip(editor.list.window(area.height, editor.offers.len())) {
        let Some(offer) = editor.offers.get(at) else { continue };
        let line = Rect { y, height: 1, ..area };
        if at == editor.list.at && is_marked {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        paint.text(line.x + 2, y, name.saturating_sub(2), Role::Text, &offer.name);
        let x = line.x + 2 + name;
        paint.text(x, y, line.right().saturating_sub(x), Role::Muted, &offer.about);
        paint.hit(line, Target::Item(OFFERS + at));
    }
    let bar = Rect { x: area.right() + 1, width: 1, ..area };
    editor.list.scroll_bar(bar, editor.offers.len(), paint);
}

/// A name or a number that is being typed.
fn field(screen: &ScopeScreen, area: Rect, paint: &mut Paint<'_>) {
    let (title, prompt) = match screen.field {
        Some(Item::Threshold) => ("Deletions that stop the job", "deletions: "),
        _ => ("Name of the filter", "name: "),
    };
    let frame = Frame { title, note: "", action: "enter takes it", focus: true };
    let inner = paint.pane(area, &frame);
    let x = inner.x + paint.text(inner.x, inner.y, inner.width, Role::Accent, prompt);
    let room = inner.right().saturating_sub(x);
    paint.text(x, inner.y, room, Role::Text, screen.input.value());
    let at = u16::try_from(screen.input.visual_cursor()).unwrap_or(0);
    paint.cursor = Some((x + at.min(room.saturating_sub(1)), inner.y).into());
    let below = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if screen.field == Some(Item::Threshold) {
        paint.wrap(
            below,
            Role::Muted,
            "Nothing, or 0, means that no number of deletions stops it.",
        );
    }
}

/// The smallest window: one line, and how many are in scope.
fn short(
    screen: &ScopeScreen,
    model: &Model,
    shown: &SyncConfiguration,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    if area.height == 0 {
        return;
    }
    let top = Rect { height: 1, ..area };
    let mut rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if let Some(editor) = &screen.clause {
        line(editor, top, paint);
        offers(editor, Rect { height: rest.height.min(2), ..rest }, paint);
        rest = Rect { y: rest.y + 2, height: rest.height.saturating_sub(2), ..rest };
    } else if screen.field.is_some() {
        field(screen, area, paint);
        return;
    } else if let Some(item) = screen.item() {
        row(screen, model, shown, item, counts::counted(screen), top, paint);
    }
    counts::words(screen, model, shown, rest, paint);
}
