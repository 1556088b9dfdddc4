//! Drawing: questions in a line, the form, and what it does to sample people beside or below.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::form::{Page, turn_words};
use super::{Onboard, PAGE_HIT};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::{Form, FormLine, Pen};

/// Columns of what it does, beside the form.
const ASIDE: u16 = 48;
/// Lines of it below the form.
const BELOW: u16 = 7;

pub(super) fn draw(screen: &Onboard, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if area.height == 0 {
        return;
    }
    let is_review = screen.page == Page::Review;
    if area.width < 40 || area.height < 9 {
        let (title, question) = screen.page.words();
        let text = format!("{} of {} {title}", number(screen.page), Page::ALL.len());
        paint.bold(area.x, area.y, area.width, Role::Accent, &text);
        let mut rest = below(area, 1);
        if area.height >= 6 {
            let lines =
                paint.wrap(Rect { height: rest.height.min(2), ..rest }, Role::Text, question);
            rest = below(rest, lines);
        }
        form(screen, model, rest, paint);
        return;
    }
    rail(screen, Rect { height: 1, ..area }, paint);
    let body = below(area, 1);
    if area.width >= 100 && !is_review {
        let form = Rect { width: area.width - ASIDE, ..body };
        framed(screen, model, form, paint);
        let side = Rect { x: form.right(), width: ASIDE, ..body };
        let title = "For sample people";
        let inner = paint.pane(side, &Frame { title, ..Frame::default() });
        aside(screen, model, inner, paint);
    } else if area.width >= 60 && area.height >= 16 && !is_review {
        let top = Rect { height: body.height - BELOW, ..body };
        framed(screen, model, top, paint);
        let side = Rect { y: top.bottom(), height: BELOW, ..body };
        let title = "For sample people";
        let action = "the review has all";
        let inner = paint.pane(side, &Frame { title, action, ..Frame::default() });
        aside(screen, model, inner, paint);
    } else {
        framed(screen, model, body, paint);
    }
}

fn below(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}

fn number(page: Page) -> usize {
    Page::ALL.iter().position(|one| *one == page).map_or(0, |at| at + 1)
}

/// Every question, how it stands, and where one is.
fn rail(screen: &Onboard, area: Rect, paint: &mut Paint<'_>) {
    let mut x = area.x + 1;
    for (at, page) in Page::ALL.into_iter().enumerate() {
        let is_here = page == screen.page;
        let done = match page {
            Page::Tenant => screen.partner.is_some(),
            Page::Kind | Page::Limits => screen.archetype.is_some(),
            Page::Note => screen.note != crate::domain::Note::default(),
            Page::Review => false,
        };
        let (role, sign) = match (is_here, screen.lacks(page).is_none() && done) {
            (true, _) => (Role::Accent, paint.glyphs.brand()),
            (false, true) => (Role::Allow, paint.glyphs.allow()),
            (false, false) => (Role::Muted, paint.glyphs.later()),
        };
        let title = if area.width >= 80 || is_here { page.words().0 } else { "" };
        let text = format!("{sign}{} {title}", at + 1);
        let room = area.right().saturating_sub(x);
        let taken = match is_here {
            true => paint.bold(x, area.y, room, role, text.trim_end()),
            false => paint.text(x, area.y, room, role, text.trim_end()),
        };
        let spot = Rect { x, width: taken, ..area };
        paint.hit(spot, Target::Item(PAGE_HIT + at));
        x = (x + taken + 2).min(area.right());
    }
}

fn framed(screen: &Onboard, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let (title, question) = screen.page.words();
    let title = format!("{}  {title}", number(screen.page));
    let note = format!("into {}", model.name(model.owner));
    let action = match screen.is_typing() {
        _ if area.width < 60 => "",
        true => "PgUp back   PgDn next",
        false => "p back   n next",
    };
    let inner = paint.pane(area, &Frame { title: &title, note: &note, action, focus: true });
    let gap = u16::from(inner.height > 12);
    let words = below(inner, gap);
    let taken = paint.wrap(words, Role::Text, question);
    paint.tint(Rect { height: taken, ..words }, Role::Text, Modifier::BOLD);
    let rest = below(words, taken + u16::from(inner.height > 8));
    form(screen, model, rest, paint);
}

fn form(screen: &Onboard, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let lines: Vec<FormLine> = screen.lines(model).into_iter().map(|(line, _)| line).collect();
    let input = screen.is_typing().then_some(&screen.input);
    Form { lines: &lines, at: screen.at, input }.draw(area, paint);
}

/// What it does to sample people, before and after; what would be left out is said to be.
fn aside(screen: &Onboard, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let mut pen = Pen { area, paint };
    let Some(done) = screen.outcome(model) else {
        let text = match (screen.partner.is_some(), screen.archetype.is_some()) {
            (false, _) => "Choose a tenant, then a kind: what it opens and shuts is shown here.",
            (true, false) => "Choose a kind: what it opens and shuts is shown here.",
            (true, true) => "worked out on a copy …",
        };
        pen.words(Role::Muted, text);
        return;
    };
    let count = done.turns.len();
    for (at, turn) in done.turns.iter().enumerate() {
        let (role, sign, text) = turn_words(turn, pen.paint.glyphs);
        let text = format!("{sign} {text}");
        let rows = u16::try_from(wrap(&text, pen.area.width).len()).unwrap_or(u16::MAX);
        let is_last = at + 1 == count;
        if pen.area.height < rows + u16::from(!is_last) {
            pen.words(Role::Muted, &format!("and {} more", count - at));
            return;
        }
        pen.words(role, &text);
    }
    pen.space();
    let (staged, asked) = (done.staged.len(), done.asked.len());
    if pen.area.height > 1 {
        pen.words(Role::Text, &format!("settings it stages: {staged}; theirs to make: {asked}"));
    }
    if pen.area.height > 3 {
        for one in &done.staged {
            pen.words(Role::Muted, &format!("+ {}", one.words));
        }
    }
}
