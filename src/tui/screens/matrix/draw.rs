//! How the matrix is drawn at each size.

use ratatui::layout::Rect;

use super::{CellView, GRID, Matrix, TRUST_ROW, side};
use crate::access::Sign;
use crate::domain::{Claim, Setting, Subject, SyncKind};
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::Subjects;
use crate::tui::theme::Role;

pub(super) fn draw(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if area.width < 40 || area.height < 9 {
        side::draw_one(matrix, model, area, paint);
    } else if area.width < 74 {
        draw_narrow(matrix, model, area, paint);
    } else if area.width >= 110 && area.height >= 20 {
        let width = (area.width - 88).clamp(30, 48);
        let grid = Rect { width: area.width - width, ..area };
        let json = if area.height >= 28 { 10 } else { 0 };
        let grid = Rect { height: grid.height - json, ..grid };
        draw_grid(matrix, model, grid, paint);
        let cell = Rect { x: grid.right(), width, ..grid };
        side::draw_cell(matrix, model, cell, paint);
        let request = Rect { y: grid.bottom(), height: json, ..area };
        if json > 0 {
            side::draw_request(matrix, model, request, paint);
        }
    } else {
        let under = 7.min(area.height.saturating_sub(13));
        let grid = Rect { height: area.height - under, ..area };
        draw_grid(matrix, model, grid, paint);
        if under >= 4 {
            let cell = Rect { y: grid.bottom(), height: under, ..area };
            side::draw_cell(matrix, model, cell, paint);
        }
    }
}

/// How many partners live by the default, setting for setting.
fn inheriting(model: &Model) -> usize {
    let policy = model.estate().policy(model.owner);
    policy.map_or(0, |policy| {
        policy
            .partners
            .values()
            .filter(|partner| partner.configuration.b2b_collaboration_inbound.is_none())
            .count()
    })
}

fn note(matrix: &Matrix, model: &Model) -> String {
    match &matrix.subjects {
        Subjects::Default => {
            format!("collaboration inherited by {} partners", inheriting(model))
        }
        Subjects::Many(_) => "edits hold for all of them, as one step".to_owned(),
        Subjects::One(id) => {
            let subject = Subject::Partner(*id);
            let row = model.rows.iter().find(|row| row.subject == subject);
            match row.map_or(0, |row| row.own_settings) {
                0 => "follows the default in everything".to_owned(),
                count => format!("overrides the default in {count} cells"),
            }
        }
    }
}

fn draw_grid(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let title = matrix.name(model);
    let note = note(matrix, model);
    let frame = Frame { title: &title, note: &note, action: "", focus: true };
    let inner = paint.pane(area, &frame);
    let label = 22;
    let room = inner.width.saturating_sub(label);
    let cell = room / 4;
    let x = |column: u16| inner.x + label + cell * column;
    let tall = inner.height >= 17;
    let mut y = inner.y + u16::from(tall);
    let arrow = paint.glyphs.arrow();
    let (they, us) = (format!("  they {arrow} us"), format!("  us {arrow} them"));
    paint.pieces(x(0), y, cell * 2, &[(Role::Inbound, "INBOUND"), (Role::Muted, &they)]);
    paint.pieces(x(2), y, cell * 2, &[(Role::Outbound, "OUTBOUND"), (Role::Muted, &us)]);
    y += 1;
    for (column, word) in (0..).zip(["who", "what", "who", "what"]) {
        paint.text(x(column), y, cell, Role::Muted, word);
    }
    y += 1;
    paint.rule(inner.x, y, inner.width);
    y += 1;
    for (row, (title, cells)) in GRID.iter().enumerate() {
        if row == TRUST_ROW {
            if tall {
                y += 1;
            }
            paint.rule(inner.x, y, inner.width);
            y += 1;
            if tall {
                for (column, claim) in (0..).zip(Claim::ALL) {
                    paint.text(x(column), y, cell - 1, Role::Muted, claim_word(claim));
                }
                y += 1;
            }
        } else if tall && row > 0 {
            y += 1;
        }
        if y >= inner.bottom() {
            return;
        }
        let role = if row == TRUST_ROW { Role::Trust } else { Role::Text };
        paint.text(inner.x, y, label - 1, role, title);
        for (column, setting) in cells.iter().enumerate() {
            // Without their headings the three claims carry their names, and need more room.
            let width = if row == TRUST_ROW && !tall { room / 3 } else { cell };
            let column_x = inner.x + label + width * u16::try_from(column).unwrap_or(0);
            let spot = Rect { x: column_x, y, width: width.saturating_sub(1), height: 1 };
            draw_cell(matrix, model, (row, column), *setting, !tall, spot, paint);
        }
        y += 1;
    }
    draw_legend(inner, y + 1, paint);
}

fn draw_legend(inner: Rect, y: u16, paint: &mut Paint<'_>) {
    if y + 1 >= inner.bottom() {
        return;
    }
    let glyphs = paint.glyphs;
    let legend = format!(
        "{} inherited, what follows is in force   ~ changed by the plan   {} a list, e opens it",
        glyphs.inherited(),
        glyphs.list()
    );
    paint.text(inner.x, inner.bottom() - 1, inner.width, Role::Muted, &legend);
}

fn claim_word(claim: Claim) -> &'static str {
    match claim {
        Claim::Mfa => "MFA",
        Claim::CompliantDevice => "compliant",
        Claim::HybridJoinedDevice => "hybrid",
    }
}

fn word_before(setting: Setting) -> &'static str {
    match setting {
        Setting::Sync(SyncKind::Users) => "users ",
        Setting::Sync(SyncKind::Groups) => "groups ",
        Setting::Half(..) | Setting::Trust(_) | Setting::Consent(_) => "",
    }
}

fn draw_cell(
    matrix: &Matrix,
    model: &Model,
    place: (usize, usize),
    setting: Option<Setting>,
    name_claims: bool,
    spot: Rect,
    paint: &mut Paint<'_>,
) {
    let view = setting.and_then(|setting| Some((setting, matrix.cell(model, setting)?)));
    let Some((setting, view)) = view else {
        if place.0 != TRUST_ROW {
            paint.text(spot.x + 2, spot.y, 1, Role::Muted, paint.glyphs.absent());
        }
        return;
    };
    let here = (matrix.row, matrix.column) == place;
    let before = match setting {
        Setting::Trust(claim) if name_claims => format!("{} ", claim_word(claim)),
        _ => word_before(setting).to_owned(),
    };
    if here {
        paint.highlight(Rect { x: spot.x.saturating_sub(1), width: spot.width + 1, ..spot });
        paint.text(spot.x.saturating_sub(1), spot.y, 1, Role::Accent, paint.glyphs.cursor());
    }
    write_cell(&view, &before, spot, paint);
    paint.hit(spot, Target::Item(place.0 * 4 + place.1));
}

/// `~` or `·`, the sign, the words.
pub(super) fn write_cell(view: &CellView, before: &str, spot: Rect, paint: &mut Paint<'_>) {
    let glyphs = paint.glyphs;
    let (lead, lead_role) = match (view.changed, view.own || view.mixed) {
        (true, _) => ("~", Role::Changed),
        (false, true) => (" ", Role::Text),
        (false, false) => (glyphs.inherited(), Role::Muted),
    };
    if view.mixed {
        let text = format!(" {} mixed", glyphs.mixed());
        let x = spot.x + paint.text(spot.x, spot.y, 1, lead_role, lead);
        paint.text(x, spot.y, spot.width.saturating_sub(1), Role::Warning, &text);
        return;
    }
    let role = match (view.own, view.standing.sign) {
        (false, _) => Role::Muted,
        (true, Sign::Allow) => Role::Allow,
        (true, Sign::Block) => Role::Block,
        (true, Sign::List) => Role::Changed,
        (true, Sign::Absent | Sign::Unknown) => Role::Warning,
    };
    // The sign of a switch says on or off; where the switch is named, the word is not needed.
    let words = if before.is_empty() { view.standing.words.as_str() } else { "" };
    let text = format!(" {} {before}{words}", glyphs.sign(view.standing.sign));
    let x = spot.x + paint.text(spot.x, spot.y, 1, lead_role, lead);
    paint.text(x, spot.y, spot.width.saturating_sub(1), role, &text);
}

/// One direction at a time.
fn draw_narrow(matrix: &Matrix, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let outbound = matrix.column >= 2 && matrix.row != TRUST_ROW;
    let (inbound_role, outbound_role) = match outbound {
        false => (Role::Inbound, Role::Muted),
        true => (Role::Muted, Role::Outbound),
    };
    let arrow = paint.glyphs.arrow();
    let (they, us) = (format!(" they {arrow} us   "), format!(" us {arrow} them"));
    paint.pieces(
        area.x + 1,
        area.y,
        area.width - 1,
        &[
            (inbound_role, "INBOUND"),
            (Role::Muted, &they),
            (outbound_role, "OUTBOUND"),
            (Role::Muted, &us),
        ],
    );
    paint.rule(area.x, area.y + 1, area.width);
    let label = 21.min(area.width / 2);
    let cell = area.width.saturating_sub(label) / 2;
    let mut y = area.y + 2;
    let first = if outbound { 2 } else { 0 };
    for (row, (title, cells)) in GRID.iter().enumerate().take(TRUST_ROW) {
        if y >= area.bottom() {
            return;
        }
        paint.text(area.x + 1, y, label - 1, Role::Text, title);
        for step in 0..2 {
            let column = first + step;
            let offset = cell * u16::try_from(step).unwrap_or(0);
            let spot =
                Rect { x: area.x + label + offset, y, width: cell.saturating_sub(1), height: 1 };
            let setting = cells.get(column).copied().flatten();
            draw_cell(matrix, model, (row, column), setting, true, spot, paint);
        }
        y += 1;
    }
    if let Some((_, cells)) = GRID.get(TRUST_ROW) {
        paint.rule(area.x, y, area.width);
        y += 1;
        let third = area.width.saturating_sub(1) / 3;
        for (column, setting) in cells.iter().enumerate().take(3) {
            if y >= area.bottom() {
                return;
            }
            let offset = third * u16::try_from(column).unwrap_or(0);
            let spot =
                Rect { x: area.x + 1 + offset, y, width: third.saturating_sub(1), height: 1 };
            draw_cell(matrix, model, (TRUST_ROW, column), *setting, true, spot, paint);
        }
        y += 1;
    }
    paint.rule(area.x, y.min(area.bottom().saturating_sub(1)), area.width);
    let rest = Rect {
        x: area.x + 1,
        y: y + 1,
        width: area.width.saturating_sub(2),
        height: area.bottom().saturating_sub(y + 1),
    };
    side::draw_facts(matrix, model, rest, paint);
}
