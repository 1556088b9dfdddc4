//! The text that is being written: where it is wrong, what was meant, which argument this is.

use ratatui::layout::Rect;

use super::editor::{Editor, Offer};
use super::{Field, Mappings, draw};
use crate::expr::{Function, Kind, Need, Word};
use crate::sync::RowKind;
use crate::tui::paint::{Frame, Paint, Target, cells, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::{List, Pen, Script};

/// The editor in its frame.
pub(super) fn draw(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let Some(editor) = &screen.editor else { return };
    let title = format!("{} {}", editor.stands.target, if editor.is_new { "(new)" } else { "" });
    let note = match &editor.fault {
        Some(_) => "not an expression yet".to_owned(),
        None => RowKind::of(&editor.good).word().to_owned(),
    };
    let count = editor.text().chars().count();
    let action = match editor.guess {
        Some(_) => "enter takes the guess".to_owned(),
        None if count > 1000 => format!("{count} of 10000 characters   enter keeps it"),
        None => "enter keeps it".to_owned(),
    };
    let frame = Frame { title: title.trim_end(), note: &note, action: &action, focus: true };
    let inner = paint.pane(area, &frame);
    let used = lines(editor, inner, paint);
    let mut pen = Pen { area: inner, paint };
    pen.down(used);
    if editor.fault.is_none() {
        warnings(editor, &mut pen);
    }
    if let Some((function, argument)) = editor.here.call {
        if pen.area.height > 2 {
            pen.space();
        }
        signature(function, argument, &mut pen);
    } else if editor.text().trim().is_empty() {
        let text = "Nothing: the target is left alone. [attribute] takes it from the source, \"text\" is the same for everybody, a function computes it.";
        pen.words(Role::Muted, text);
    }
}

/// The text, and below it what is wrong; returns the lines that took.
pub(super) fn lines(editor: &Editor, area: Rect, paint: &mut Paint<'_>) -> u16 {
    if area.height == 0 || area.width == 0 {
        return 0;
    }
    let script = Script::of(editor.text(), area.width, paint.glyphs.ascii);
    let (line, column) = script.place(editor.cursor());
    // The rest is for what there is to say of it.
    let room = (area.height / 3).clamp(1, 4);
    let first = line.saturating_sub(room.saturating_sub(1));
    let marked = editor.fault.as_ref().map(|fault| {
        let (line, from) = script.place(fault.span.start);
        let (end_line, to) = script.place(fault.span.end);
        let to = if end_line == line { to } else { area.width };
        (line, from, to.max(from + 1).min(area.width))
    });
    let mut y = area.y;
    let shown = script.lines.iter().zip(0u16..).skip(usize::from(first)).take(usize::from(room));
    for (text, number) in shown {
        if y >= area.bottom() {
            break;
        }
        paint.text(area.x, y, area.width, Role::Text, text);
        if number == line {
            paint.cursor = Some((area.x + column.min(area.width.saturating_sub(1)), y).into());
            if paint.glyphs.ascii && column < area.width && cells(text) <= column {
                paint.text(area.x + column, y, 1, Role::Accent, "_");
            }
        }
        y += 1;
        if let Some((_, from, to)) = marked.filter(|(line, _, _)| *line == number)
            && y < area.bottom()
        {
            let carets = "^".repeat(usize::from(to - from.min(to)));
            let x = area.x + from.min(area.width.saturating_sub(1));
            paint.text(x, y, area.right().saturating_sub(x), Role::Error, &carets);
            y += 1;
        }
    }
    y += reason(editor, Rect { y, height: area.bottom().saturating_sub(y), ..area }, paint);
    y - area.y
}

/// Why it is no expression, and what was probably meant.
fn reason(editor: &Editor, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let Some(fault) = &editor.fault else { return 0 };
    let rule = fault.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    // What help there is is worth more than the end of the sentence.
    let most = if editor.guess.is_some() { area.height.saturating_sub(1).min(2) } else { 3 };
    let told = Rect { height: area.height.min(most.max(1)), ..area };
    let text = format!("{} {fault}{rule}", paint.glyphs.block());
    let mut used = paint.wrap(told, Role::Error, &text);
    if let Some(guess) = &editor.guess {
        let rest =
            Rect { y: area.y + used, height: area.height.saturating_sub(used).min(2), ..area };
        let enter = paint.glyphs.enter();
        used += paint.wrap(rest, Role::Accent, &format!("{enter} {guess}"));
    }
    used
}

fn warnings(editor: &Editor, pen: &mut Pen<'_, '_>) {
    let room = pen.area.height.saturating_sub(3).max(1);
    let sign = pen.paint.glyphs.warning();
    let mut used = 0;
    for warning in &editor.warnings {
        if used >= room {
            break;
        }
        let text = format!("{sign} {}: {}", warning.id, warning.text);
        let part = Rect { height: pen.area.height.min(room - used), ..pen.area };
        let lines = pen.paint.wrap(part, Role::Warning, &text);
        pen.down(lines);
        used += lines;
    }
}

/// The function at the cursor, the parameter that is being written, and what it takes.
fn signature(function: &Function, argument: usize, pen: &mut Pen<'_, '_>) {
    let last = function.parameters.len().saturating_sub(1);
    let at = match function.parameters.last() {
        Some(parameter) if parameter.need == Need::Repeating => argument.min(last),
        _ => argument,
    };
    let Rect { x, y, width, height } = pen.area;
    if height == 0 {
        return;
    }
    let mut pieces: Vec<(bool, String)> = vec![(false, format!("{}(", function.name))];
    for (index, parameter) in function.parameters.iter().enumerate() {
        let name = match parameter.need {
            Need::Required => parameter.name.to_owned(),
            Need::Optional => format!("{}?", parameter.name),
            Need::Repeating => format!("{}, ...", parameter.name),
        };
        pieces.push((index == at, name));
        pieces.push((false, if index == last { ")" } else { ", " }.to_owned()));
    }
    if function.parameters.is_empty() {
        pieces.push((false, ")".to_owned()));
    }
    // In a narrow window the parameter that is being written comes first.
    let whole: u16 = pieces.iter().map(|(_, text)| cells(text)).sum();
    let from = match whole > width {
        true => pieces.iter().position(|(here, _)| *here).unwrap_or(0),
        false => 0,
    };
    let (mut place, mut mark) = (x, None);
    for (here, text) in pieces.iter().skip(from) {
        let room = (x + width).saturating_sub(place);
        let role = if *here { Role::Accent } else { Role::Muted };
        let taken = match here {
            true => pen.paint.bold(place, y, room, role, text),
            false => pen.paint.text(place, y, room, role, text),
        };
        if *here {
            mark = Some((place, taken));
        }
        place += taken;
    }
    pen.down(1);
    if let Some((place, taken)) = mark.filter(|_| height > 3) {
        pen.paint.rule(place, pen.area.y, taken);
        pen.down(1);
    }
    let words = match function.parameters.get(at) {
        Some(parameter) => {
            let may = match parameter.need {
                Need::Required => "",
                Need::Optional => ", may be left out",
                Need::Repeating => ", may come again",
            };
            format!("{}: {}{may}. {}", parameter.name, kind_words(parameter.kind), function.help)
        }
        None if function.parameters.is_empty() => format!("takes nothing. {}", function.help),
        None => format!("takes no more arguments. {}", function.help),
    };
    pen.words(Role::Muted, &words);
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Whole => "a whole number",
        Kind::Date => "a date",
        Kind::Many => "an attribute with several values",
        Kind::Condition => "a condition, such as [a] = \"b\"",
        Kind::Compare => "vbTextCompare or vbBinaryCompare",
        Kind::Interval => "a unit of time",
        Kind::Any => "anything",
    }
}

/// What could stand at the cursor.
pub(super) fn offers(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let (offers, list, title): (&[Offer], &List, &str) = match &screen.editor {
        Some(editor) => {
            let title = match editor.here.word {
                Word::Attribute => "Attributes of the source",
                Word::Function | Word::Nothing => "Functions",
            };
            (&editor.offers, &editor.list, title)
        }
        None => (&screen.offers, &screen.offer, "Attributes that are not mapped"),
    };
    let note = offers.len().to_string();
    let is_open = screen.editor.as_ref().is_none_or(|editor| editor.here.word != Word::Nothing);
    let action = if is_open && !offers.is_empty() { "Tab completes" } else { "" };
    let inner = paint.pane(area, &Frame { title, note: &note, action, focus: false });
    if offers.is_empty() {
        paint.wrap(inner, Role::Muted, "nothing known fits; another name may be typed");
        return;
    }
    let name = offers.iter().map(|offer| cells(&offer.name)).max().unwrap_or(0).min(26) + 2;
    for (y, at) in (inner.y..).zip(list.window(inner.height, offers.len())) {
        let Some(offer) = offers.get(at) else { continue };
        let line = Rect { y, height: 1, ..inner };
        if at == list.at && is_open {
            paint.highlight(line);
            paint.text(line.x, y, 1, Role::Accent, paint.glyphs.cursor());
        }
        paint.text(line.x + 2, y, name.saturating_sub(2), Role::Text, &offer.name);
        let x = line.x + 2 + name;
        paint.text(x, y, line.right().saturating_sub(x), Role::Muted, &offer.about);
        paint.hit(line, Target::Item(draw::OFFERS + at));
    }
    let bar = Rect { x: inner.right() + 1, width: 1, ..inner };
    list.scroll_bar(bar, offers.len(), paint);
}

/// A single value that is being typed, in its frame.
pub(super) fn field(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let (title, words) = if screen.field == Some(Field::Target) {
        let words = "The attribute of the target that is to be written. Then its value is written as an expression.";
        ("Map an attribute".to_owned(), words)
    } else {
        let target = screen.row().map(|row| row.mapping.target.clone()).unwrap_or_default();
        let words = "Written on creation only, where the source gives nothing; never when a user is updated (CTS029). Nothing typed means no default.";
        (format!("{target}: default"), words)
    };
    let frame = Frame { title: &title, note: "", action: "enter goes on", focus: true };
    let inner = paint.pane(area, &frame);
    field_line(screen, inner, paint);
    let room = inner.height.saturating_sub(2);
    if room > 0 && !wrap(words, inner.width).is_empty() {
        let below = Rect { y: inner.y + 2, height: room, ..inner };
        paint.wrap(below, Role::Muted, words);
    }
}

pub(super) fn field_line(screen: &Mappings, area: Rect, paint: &mut Paint<'_>) {
    let prompt = match screen.field {
        Some(Field::Target) => "attribute: ",
        _ => "default: ",
    };
    let x = area.x + paint.text(area.x, area.y, area.width, Role::Accent, prompt);
    let room = area.right().saturating_sub(x);
    paint.text(x, area.y, room, Role::Text, screen.input.value());
    let at = u16::try_from(screen.input.visual_cursor()).unwrap_or(0);
    paint.cursor = Some((x + at.min(room.saturating_sub(1)), area.y).into());
}
