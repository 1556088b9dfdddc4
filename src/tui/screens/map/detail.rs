//! One cell of the map in words: what holds on each side, and what the plan changes.

use ratatui::layout::Rect;

use super::Map;
use super::count::Counted;
use super::draw::{ASPECTS, role, signs};
use crate::access::{Reach, Relation, Sign, Together, Truth, Unseen, half_words, resolve_half};
use crate::domain::{B2b, Half, Subject, TenantId};
use crate::text;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint};
use crate::tui::theme::Role;

pub(super) fn draw(screen: &Map, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let Some((home, resource)) = screen.pair() else {
        let inner = paint.pane(area, &Frame { title: "Map", ..Frame::default() });
        paint.wrap(inner, Role::Muted, "between a tenant and itself there is nothing to decide");
        return;
    };
    let title = format!("{} {} {}", model.name(home), paint.glyphs.arrow(), model.name(resource));
    let inner = paint.pane(area, &Frame { title: &title, ..Frame::default() });
    let cell = Map::cell(model, (home, resource));
    let mut y = inner.y;
    let counted = screen.counts.of(model, (home, resource));
    let (now, then) = (signs(&cell.relation), signs(&cell.other));
    let roomy = inner.height >= 14;
    for (((_, title), sign), before) in ASPECTS.into_iter().zip(now).zip(then) {
        if y >= inner.bottom() {
            return;
        }
        let words = told(title, sign, &cell.relation);
        paint.text(inner.x, y, 21, Role::Text, title);
        let x = inner.x + 21;
        let text = format!("{} {words}", paint.glyphs.sign(sign.whole));
        let room = inner.right().saturating_sub(x);
        let taken = paint.text(x, y, room, role(sign), &text);
        if before != sign {
            let was = format!("  ~ was {}", told(title, before, &cell.other));
            paint.text(x + taken, y, room.saturating_sub(taken), Role::Changed, &was);
        }
        y += 1;
        if roomy {
            let mut lines = sides(model, title, home, resource, &cell.relation);
            if title == "collaboration" {
                lines.push(reach_words(model, counted));
            }
            for line in lines {
                if y < inner.bottom() {
                    let room = Rect {
                        x: inner.x + 2,
                        y,
                        width: inner.width.saturating_sub(2),
                        height: inner.bottom() - y,
                    };
                    y += paint.wrap(room, Role::Muted, &line);
                }
            }
        }
    }
}

/// A sign in words; where one side is not known, what the other says.
fn told(title: &str, sign: Together, relation: &Relation) -> String {
    match (sign.whole, sign.known) {
        (Sign::Unknown, Sign::Unknown) => "not known".to_owned(),
        (Sign::Unknown, known) => {
            format!("{}, rest unknown", words(title, known, relation))
        }
        (whole, _) => words(title, whole, relation).to_owned(),
    }
}

/// A sign of one aspect in a word or two.
fn words(title: &str, sign: Sign, relation: &Relation) -> &'static str {
    match (title, sign) {
        ("trust", Sign::Allow) => "all claims",
        ("trust", Sign::List) if relation.trust.first() == Some(&Truth::Yes) => {
            "MFA, not all devices"
        }
        ("trust", Sign::List) => "devices only",
        ("trust", Sign::Block) => "none",
        ("synchronisation", Sign::Allow) => "let in",
        ("synchronisation", Sign::List) => "let in, redemption lacks",
        ("synchronisation", Sign::Block) => "not let in",
        ("automatic redemption", Sign::Allow) => "no prompt",
        ("automatic redemption", Sign::List) => "one side only",
        ("automatic redemption", Sign::Block) => "prompt is shown",
        (_, Sign::Allow) => "open",
        (_, Sign::List) => "a list",
        (_, Sign::Block) => "shut",
        (_, Sign::Absent) => "n/a",
        (_, Sign::Unknown) => "not known",
    }
}

/// How many known users can reach how many known applications, and how many could before.
fn reach_words(model: &Model, counted: Counted) -> String {
    let [shown, other] = counted;
    let open = |reach: Reach| reach.allowed + reach.step;
    match shown {
        Err(Unseen::Users(id)) => format!("users of {} are not imported", model.name(id)),
        Err(Unseen::Applications(id)) => {
            format!("applications of {} are not imported", model.name(id))
        }
        Ok(reach) => {
            let Reach { users, apps, unknown, .. } = reach;
            let doubt = if unknown > 0 { format!(", {unknown} not known") } else { String::new() };
            let was = match other {
                Ok(other) if open(other) != open(reach) => format!("  ~ was {}", open(other)),
                _ => String::new(),
            };
            let open = open(reach);
            let pairs = users.saturating_mul(apps);
            let users = text::counted(users, "user", "users");
            let apps = text::counted(apps, "app", "apps");
            format!("{open} of {pairs} pairs ({users}, {apps}){doubt}{was}")
        }
    }
}

/// What each side says of one aspect.
fn sides(
    model: &Model,
    title: &str,
    home: TenantId,
    resource: TenantId,
    relation: &Relation,
) -> Vec<String> {
    let b2b = |owner, other, way: &str, setting| {
        let name = model.name(owner);
        let Some(policy) = model.estate().policy(owner) else {
            return format!("{name} {way}: not known");
        };
        let half = |half| {
            let found = resolve_half(policy, Subject::Partner(other), setting, half);
            found.map_or_else(|| "?".to_owned(), |found| half_words(found.value).1)
        };
        format!(
            "{name} {way}: who {}, what {}",
            half(Half::UsersAndGroups),
            half(Half::Applications)
        )
    };
    let word = |truth: Truth| match truth {
        Truth::Yes => "on",
        Truth::No => "off",
        Truth::Unknown => "not known",
    };
    let [mfa, compliant, hybrid] = relation.trust;
    let [out, into] = relation.redemption;
    match title {
        "collaboration" => vec![
            b2b(home, resource, "outbound", B2b::CollaborationOutbound),
            b2b(resource, home, "inbound", B2b::CollaborationInbound),
        ],
        "direct connect" => vec![
            b2b(home, resource, "outbound", B2b::DirectConnectOutbound),
            b2b(resource, home, "inbound", B2b::DirectConnectInbound),
        ],
        "trust" => vec![format!(
            "MFA {}, compliant {}, hybrid {}",
            word(mfa),
            word(compliant),
            word(hybrid)
        )],
        "automatic redemption" => vec![
            format!("{} outbound: {}", model.name(home), word(out)),
            format!("{} inbound: {}", model.name(resource), word(into)),
        ],
        _ => Vec::new(),
    }
}
