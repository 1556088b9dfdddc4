//! What is in force for one partner, what the plan changes, and what we wrote down about it.

use ratatui::layout::Rect;

use crate::access::{Layer, Sign, Standing, standing};
use crate::domain::{
    B2b, Claim, CrossTenantAccessPolicy, Direction, Half, SETTINGS, Setting, Subject, SyncKind,
};
use crate::partners::PartnerRow;
use crate::plan::What;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, row: Option<&PartnerRow>, area: Rect, paint: &mut Paint<'_>) {
    let Some(row) = row else {
        paint.pane(area, &Frame::default());
        return;
    };
    let own = format!("{} of {} own", row.own_settings, SETTINGS.len());
    let note = if row.partner().is_some() { own.as_str() } else { "" };
    let action = format!("{} settings", paint.glyphs.enter());
    let frame = Frame { title: &row.name, note, action: &action, focus: false };
    let inner = paint.pane(area, &frame);
    let nothing = CrossTenantAccessPolicy::default();
    let policy = model.estate().policy(model.owner).unwrap_or(&nothing);
    if inner.height < 10 {
        draw_short(model, policy, row, inner, paint);
    } else {
        draw_long(model, policy, row, inner, paint);
    }
}

fn look(standing: &Standing, subject: Subject) -> Role {
    let own = match subject {
        Subject::Default => standing.layer != Layer::ServiceDefault,
        Subject::Partner(_) => standing.layer == Layer::Partner,
    };
    match (own, standing.sign) {
        (false, _) => Role::Muted,
        (true, Sign::Allow) => Role::Allow,
        (true, Sign::Block) => Role::Block,
        (true, Sign::List) => Role::Changed,
        (true, Sign::Absent | Sign::Unknown) => Role::Warning,
    }
}

/// A setting of two halves in one short phrase: `all`, `none`, `2 groups`, `3 apps`.
fn b2b_phrase(policy: &CrossTenantAccessPolicy, subject: Subject, b2b: B2b) -> Standing {
    let who = standing(policy, subject, Setting::Half(b2b, Half::UsersAndGroups));
    let what = standing(policy, subject, Setting::Half(b2b, Half::Applications));
    let (sign, layer) = crate::access::b2b_standing(policy, subject, b2b);
    let words = match (who.sign, what.sign) {
        _ if sign == Sign::Block => "none".to_owned(),
        (Sign::Allow, Sign::Allow) => "all".to_owned(),
        (Sign::Allow, _) => what.words,
        (_, Sign::Allow) => who.words,
        _ => format!("{}, {}", who.words, what.words),
    };
    Standing { sign, words, layer }
}

fn value(standing: &Standing, subject: Subject, x: u16, y: u16, width: u16, paint: &mut Paint<'_>) {
    let role = look(standing, subject);
    let inherited = if role == Role::Muted { paint.glyphs.inherited() } else { " " };
    let sign = paint.glyphs.sign(standing.sign);
    let text = format!("{inherited} {sign} {}", standing.words);
    paint.text(x, y, width, role, &text);
}

fn draw_long(
    model: &Model,
    policy: &CrossTenantAccessPolicy,
    row: &PartnerRow,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let subject = row.subject;
    let mut y = area.y + 1;
    match row.partner() {
        Some(id) => {
            paint.text(area.x, y, area.width, Role::Text, &row.domain);
            paint.id(area.x, y + 1, area.width, Role::Muted, &id.to_string());
        }
        None => {
            paint.wrap(
                Rect { y, height: 2, ..area },
                Role::Muted,
                "holds for every tenant without a setting of its own",
            );
        }
    }
    y += 3;
    let half = area.width.saturating_sub(9) / 2;
    let (left, right) = (area.x + 9, area.x + 9 + half);
    paint.text(left, y, half, Role::Inbound, "INBOUND");
    paint.text(right, y, half, Role::Outbound, "OUTBOUND");
    let arrow = paint.glyphs.arrow();
    paint.text(left, y + 1, half, Role::Muted, &format!("they {arrow} us"));
    paint.text(right, y + 1, half, Role::Muted, &format!("us {arrow} them"));
    y += 2;
    let pairs = [
        ("collab", B2b::CollaborationInbound, B2b::CollaborationOutbound),
        ("direct", B2b::DirectConnectInbound, B2b::DirectConnectOutbound),
    ];
    for (title, inbound, outbound) in pairs {
        paint.text(area.x, y, 8, Role::Muted, title);
        value(&b2b_phrase(policy, subject, inbound), subject, left, y, half, paint);
        value(&b2b_phrase(policy, subject, outbound), subject, right, y, half, paint);
        y += 1;
    }
    if row.partner().is_some() {
        paint.text(area.x, y, 8, Role::Muted, "redeem");
        for (x, direction) in [(left, Direction::Inbound), (right, Direction::Outbound)] {
            let found = standing(policy, subject, Setting::Consent(direction));
            value(&found, subject, x, y, half, paint);
        }
        y += 1;
        paint.text(area.x, y, 8, Role::Muted, "sync");
        let found = standing(policy, subject, Setting::Sync(SyncKind::Users));
        value(&found, subject, left, y, half, paint);
        let absent = format!("  {} set there", paint.glyphs.absent());
        paint.text(right, y, half, Role::Muted, &absent);
        y += 1;
    }
    y += 1;
    paint.text(area.x, y, 8, Role::Muted, "trust");
    let mut x = left;
    for claim in Claim::ALL {
        let found = standing(policy, subject, Setting::Trust(claim));
        let short = match claim {
            Claim::Mfa => "MFA",
            Claim::CompliantDevice => "compliant",
            Claim::HybridJoinedDevice => "hybrid",
        };
        let text = format!("{} {short}  ", paint.glyphs.sign(found.sign));
        x += paint.text(x, y, area.right().saturating_sub(x), look(&found, subject), &text);
    }
    y += 2;
    let rest = Rect { y: y.min(area.bottom()), height: area.bottom().saturating_sub(y), ..area };
    let taken = draw_note(model, row, rest, paint);
    let rest = Rect {
        y: (rest.y + taken).min(area.bottom()),
        height: rest.height.saturating_sub(taken),
        ..rest
    };
    draw_changes(model, subject, rest, paint);
}

fn draw_short(
    model: &Model,
    policy: &CrossTenantAccessPolicy,
    row: &PartnerRow,
    area: Rect,
    paint: &mut Paint<'_>,
) {
    let subject = row.subject;
    let mut x = area.x;
    for (title, b2b) in [
        ("in", B2b::CollaborationInbound),
        ("out", B2b::CollaborationOutbound),
        ("direct in", B2b::DirectConnectInbound),
        ("out", B2b::DirectConnectOutbound),
    ] {
        let found = b2b_phrase(policy, subject, b2b);
        let room = area.right().saturating_sub(x);
        x += paint.text(x, area.y, room, Role::Muted, &format!("{title} "));
        let text = format!("{} {}   ", paint.glyphs.sign(found.sign), found.words);
        x += paint.text(x, area.y, area.right().saturating_sub(x), look(&found, subject), &text);
    }
    let mut y = area.y + 1;
    if let Some(id) = row.partner() {
        let text = format!("{}   {id}", row.domain);
        paint.id(area.x, y, area.width, Role::Muted, &text);
        y += 1;
    }
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let taken = draw_changes(model, subject, rest, paint);
    let rest = Rect { y: y + taken, height: rest.height.saturating_sub(taken), ..rest };
    draw_note(model, row, rest, paint);
}

fn draw_note(model: &Model, row: &PartnerRow, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let note = row.partner().and_then(|id| model.workspace.notes.get(&(model.owner, id)));
    let Some(note) = note else { return 0 };
    let mut y = area.y;
    for (title, text) in [
        ("owner", &note.owner),
        ("for", &note.purpose),
        ("ticket", &note.ticket),
        ("review", &note.review),
    ] {
        if text.is_empty() || y >= area.bottom() {
            continue;
        }
        paint.text(area.x, y, 8, Role::Muted, title);
        let due = title == "review" && text.as_str() < model.today.as_str();
        let role = if due { Role::Warning } else { Role::Text };
        paint.text(area.x + 9, y, area.width.saturating_sub(9), role, text);
        y += 1;
    }
    y + u16::from(y < area.bottom() && y > area.y) - area.y
}

/// What the plan changes here, each with what was observed.
fn draw_changes(model: &Model, subject: Subject, area: Rect, paint: &mut Paint<'_>) -> u16 {
    let nothing = CrossTenantAccessPolicy::default();
    let before = model.observed.policy(model.owner).unwrap_or(&nothing);
    let after = model.workspace.draft.policy(model.owner).unwrap_or(&nothing);
    let mut y = area.y;
    for difference in model.changes_of(subject) {
        if y >= area.bottom() {
            break;
        }
        let (sign, role, text) = match difference.what {
            What::Added => ("+", Role::Allow, "added by the plan".to_owned()),
            What::Removed => ("-", Role::Block, "removed by the plan".to_owned()),
            What::Property(name) => ("~", Role::Changed, name.to_owned()),
            What::Setting(setting) => {
                let words = |policy| standing(policy, subject, setting).words;
                let text = format!(
                    "{}  {} {} {}",
                    setting.row().title,
                    words(before),
                    paint.glyphs.arrow(),
                    words(after)
                );
                ("~", Role::Changed, text)
            }
        };
        paint.text(area.x, y, 2, role, sign);
        paint.text(area.x + 2, y, area.width.saturating_sub(2), Role::Text, &text);
        y += 1;
    }
    y - area.y
}
