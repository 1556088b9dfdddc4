//! Drawing the question: its fields, by the width there is.

use ratatui::layout::Rect;

use super::WhatIf;
use super::form::Field;
use crate::domain::Claim;
use crate::tui::model::{Model, Showing};
use crate::tui::paint::{Frame, Paint, Target, cells};
use crate::tui::theme::Role;

/// Clicks on fields count from here; below are gates.
pub(super) const FIELD_HIT: usize = 1000;

/// From this width on a line of the question takes four fields.
pub(super) const WIDE: u16 = 70;

/// Where fields stand: percent of the width, by line.
const PLACES: &[&[(Field, u16)]] = &[
    &[
        (Field::Who, 0),
        (Field::Home, 31),
        (Field::App, 50),
        (Field::Address, 50),
        (Field::Resource, 80),
    ],
    &[
        (Field::Kind, 0),
        (Field::Stage, 23),
        (Field::Inviter, 50),
        (Field::Network, 47),
        (Field::Claim(Claim::Mfa), 67),
        (Field::Claim(Claim::CompliantDevice), 78),
        (Field::Claim(Claim::HybridJoinedDevice), 91),
    ],
];

/// The same in small windows.
const PLACES_NARROW: &[&[(Field, u16)]] = &[
    &[(Field::Who, 0), (Field::Home, 58)],
    &[(Field::App, 0), (Field::Address, 0), (Field::Resource, 58)],
    &[(Field::Kind, 0), (Field::Stage, 34), (Field::Network, 66)],
    &[
        (Field::Claim(Claim::Mfa), 0),
        (Field::Inviter, 0),
        (Field::Claim(Claim::CompliantDevice), 25),
        (Field::Claim(Claim::HybridJoinedDevice), 58),
    ],
];

pub(super) fn draw(
    screen: &WhatIf,
    model: &Model,
    area: Rect,
    framed: bool,
    paint: &mut Paint<'_>,
) {
    let inner = if framed {
        let note = match model.showing {
            Showing::Draft => "asked of the draft; t asks what was observed",
            Showing::Observed => "asked of what was observed; t asks the draft",
        };
        let frame = Frame { title: "Question", note, action: "", focus: !screen.on_gates };
        paint.pane(area, &frame)
    } else {
        Rect { x: area.x + 1, width: area.width - 2, ..area }
    };
    let places = if area.width >= WIDE { PLACES } else { PLACES_NARROW };
    let fields: Vec<Field> = screen.form.fields().collect();
    for (y, line) in (inner.y..inner.bottom()).zip(places) {
        let here: Vec<(Field, u16)> =
            line.iter().copied().filter(|(field, _)| screen.form.has(*field)).collect();
        for (at, (field, percent)) in here.iter().enumerate() {
            let x = inner.x + inner.width * percent / 100;
            let end = match here.get(at + 1) {
                Some((_, next)) => inner.x + inner.width * next / 100,
                None => inner.right() + 1,
            };
            let spot = Rect { x, y, width: end.saturating_sub(x + 1), height: 1 };
            draw_field(screen, model, *field, spot, paint);
            if let Some(place) = fields.iter().position(|known| known == field) {
                paint.hit(spot, Target::Item(FIELD_HIT + place));
            }
        }
    }
}

fn draw_field(screen: &WhatIf, model: &Model, field: Field, spot: Rect, paint: &mut Paint<'_>) {
    let here = field == screen.field && !screen.on_gates;
    if here {
        paint.highlight(spot);
    }
    let Rect { x, y, width, .. } = spot;
    if let Field::Claim(claim) = field {
        let on = screen.form.holds(claim);
        let sign = if on { paint.glyphs.ticked() } else { paint.glyphs.unticked() };
        let (name, short) = match claim {
            Claim::Mfa => ("MFA", "MFA"),
            Claim::CompliantDevice => ("compliant", "comp"),
            Claim::HybridJoinedDevice => ("hybrid", "hyb"),
        };
        let name = if cells(name) + 4 <= width { name } else { short };
        let role = if on { Role::Trust } else { Role::Muted };
        paint.pieces(x, y, width, &[(role, sign), (role, " "), (role, name)]);
        return;
    }
    let label = format!("{} ", screen.form.label(field));
    let taken = paint.text(x, y, width, Role::Muted, &label);
    let value = screen.form.value(field, model);
    let rest = width.saturating_sub(taken);
    match field {
        Field::Who | Field::App if value.len() == 36 => {
            paint.id(x + taken, y, rest, Role::Text, &value);
        }
        _ => {
            paint.text(x + taken, y, rest, Role::Text, &value);
        }
    }
}
