//! How external collaboration looks: every line with its value, and the boundary beside it.

use ratatui::layout::Rect;

use super::{External, LINES, Line, order, parts, policy};
use crate::access::{Sign, b2b_standing};
use crate::domain::{
    AllowInvitesFrom, B2b, CloudEndpoint, DomainList, FallbackIdentityProvider, GuestLevel,
    IdentityProvider, Subject,
};
use crate::plan::What;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::theme::Role;

pub(super) fn draw(screen: &External, model: &Model, area: Rect, paint: &mut Paint<'_>) {
    if area.width >= 100 && area.height >= 16 {
        let right = area.width * 12 / 25;
        let left = Rect { width: area.width - right, ..area };
        screen.draw_lines(model, left, paint);
        draw_boundary(model, Rect { x: left.right(), width: right, ..area }, paint);
    } else if area.height >= 20 {
        let under = 9.min(area.height - 12);
        screen.draw_lines(model, Rect { height: area.height - under, ..area }, paint);
        let y = area.bottom() - under;
        draw_boundary(model, Rect { y, height: under, ..area }, paint);
    } else {
        screen.draw_lines(model, area, paint);
    }
}

const NOT_IMPORTED: &str = "not imported";

fn on_off(value: bool) -> (Role, String) {
    match value {
        true => (Role::Allow, "on".to_owned()),
        false => (Role::Block, "off".to_owned()),
    }
}

/// The value of a line in words, with how it is to be seen.
fn value(model: &Model, line: Line) -> (Role, String) {
    let parts = parts(model);
    let authorization = parts.authorization.as_ref();
    let missing = || (Role::Muted, NOT_IMPORTED.to_owned());
    match line {
        Line::Invites => {
            match authorization.and_then(|policy| policy.allow_invites_from.as_ref()) {
                None => missing(),
                Some(AllowInvitesFrom::Everyone) => {
                    (Role::Warning, AllowInvitesFrom::Everyone.title().to_owned())
                }
                Some(value) => (Role::Text, value.title().to_owned()),
            }
        }
        Line::Guests => match authorization.and_then(|policy| policy.guest_user_role_id) {
            None => missing(),
            Some(role) => (Role::Text, GuestLevel::of(role).title().to_owned()),
        },
        Line::Domains => match parts.b2b_management.as_ref().map(|policy| policy.domain_list()) {
            None => missing(),
            Some(DomainList::Any) => (Role::Text, "any domain".to_owned()),
            Some(DomainList::Allow(list)) => (Role::Allow, format!("only these {}", list.len())),
            Some(DomainList::Block(list)) => (Role::Block, format!("any but these {}", list.len())),
            Some(DomainList::Both(..)) => {
                (Role::Error, "both lists hold something: not supported".to_owned())
            }
        },
        Line::SignUp => parts.self_service_sign_up.map_or_else(missing, on_off),
        Line::Leave => parts.allow_external_identities_to_leave.map_or_else(missing, on_off),
        Line::Cloud(number) => {
            let endpoint = CloudEndpoint::KNOWN.get(number);
            let own = model.workspace.draft.tenant(model.owner).and_then(|t| t.cloud.endpoint());
            if own.as_ref() == endpoint {
                return (Role::Muted, "this tenant's own".to_owned());
            }
            let ticked =
                policy(model).allowed_cloud_endpoints.iter().any(|known| Some(known) == endpoint);
            on_off(ticked)
        }
        Line::Primary(number) => {
            let order = order(model).primary;
            let provider = IdentityProvider::KNOWN.get(number);
            match order.iter().position(|known| Some(known) == provider) {
                Some(at) => (Role::Allow, format!("offered, number {}", at + 1)),
                None => (Role::Block, "not offered".to_owned()),
            }
        }
        Line::Fallback => match order(model).fallback {
            None => (Role::Error, "none: one must remain".to_owned()),
            Some(FallbackIdentityProvider::DefaultConfiguredIdp) => {
                (Role::Text, "what is configured by default".to_owned())
            }
            Some(FallbackIdentityProvider::EmailOneTimePasscode) => {
                (Role::Text, "one-time passcode by mail".to_owned())
            }
            Some(FallbackIdentityProvider::MicrosoftAccount) => {
                (Role::Text, "Microsoft account".to_owned())
            }
            Some(FallbackIdentityProvider::Other(word)) => (Role::Warning, word.to_string()),
        },
    }
}

impl External {
    fn draw_lines(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        let title = model.name(model.owner);
        let inner = if area.width >= 40 && area.height >= 8 {
            let frame =
                Frame { title: &title, note: "the tenant as a whole", action: "", focus: true };
            paint.pane(area, &frame)
        } else {
            area
        };
        let help = if inner.height > 20 {
            6
        } else if inner.height > 15 {
            4
        } else {
            u16::from(inner.height > 6) * 2
        };
        let list = Rect { height: inner.height.saturating_sub(help), ..inner };
        let label = if list.width >= 60 { 26 } else { (list.width / 2).min(24) };
        for (y, at) in (list.y..).zip(self.list.window(list.height, LINES.len())) {
            let Some((line, property, title, _)) = LINES.get(at) else { continue };
            let spot = Rect { y, height: 1, ..list };
            if at == self.list.at {
                paint.highlight(spot);
                paint.text(spot.x, y, 1, Role::Accent, paint.glyphs.cursor());
            }
            let changed = model.differences.iter().any(|d| {
                d.owner == model.owner && d.subject.is_none() && d.what == What::Property(property)
            });
            if changed {
                paint.text(spot.x + 1, y, 1, Role::Changed, "~");
            }
            paint.text(spot.x + 3, y, label.saturating_sub(4), Role::Text, title);
            let (role, words) = value(model, *line);
            let x = spot.x + label;
            paint.text(x, y, spot.right().saturating_sub(x), role, &words);
            paint.hit(spot, Target::Item(at));
        }
        if help > 0
            && let Some((_, _, _, text)) = LINES.get(self.list.at)
        {
            let spot = Rect { y: inner.bottom() - help + 1, height: help - 1, ..inner };
            paint.rule(inner.x, inner.bottom() - help, inner.width);
            paint.wrap(spot, Role::Muted, text);
        }
    }
}

/// Which question is decided where, with the answer as it stands. Two places decide about guests,
/// and most confusion is about which.
///
/// Sources: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md,
/// …/external-collaboration-settings-configure.md, …/allow-deny-list.md, …/tenant-restrictions-v2.md
fn draw_boundary(model: &Model, area: Rect, paint: &mut Paint<'_>) {
    let frame = Frame {
        title: "Who decides what",
        note: "external collaboration or cross-tenant access",
        action: "",
        focus: false,
    };
    let inner = paint.pane(area, &frame);
    let policy = policy(model);
    let sign = |b2b| b2b_standing(&policy, Subject::Default, b2b).0;
    let by_default = |b2b| match sign(b2b) {
        Sign::Allow => "everybody by default",
        Sign::Block => "nobody by default",
        Sign::List | Sign::Absent | Sign::Unknown => "some by default",
    };
    let here = Role::Accent;
    let there = Role::Inbound;
    let rows: [(&str, &str, Role, String); 8] = [
        ("who of us may invite", "external", here, value(model, Line::Invites).1),
        ("which mail domains", "external, then access", here, value(model, Line::Domains).1),
        ("what a guest sees", "external", here, value(model, Line::Guests).1),
        ("identities that are not Entra", "external", here, "the redemption order".to_owned()),
        (
            "who comes in, to which apps",
            "access",
            there,
            by_default(B2b::CollaborationInbound).into(),
        ),
        (
            "who goes out, to which apps",
            "access",
            there,
            by_default(B2b::CollaborationOutbound).into(),
        ),
        ("direct connect", "access alone", there, "no invitation, no domain list".to_owned()),
        ("whose MFA and device count", "access, trust", there, "inbound only".to_owned()),
    ];
    let step = if inner.height >= 17 { 2 } else { 1 };
    let mut y = inner.y + u16::from(inner.height > 9);
    let question = 31.min(inner.width * 3 / 5);
    let place = if step == 2 { inner.width - question } else { 23.min(inner.width / 3) };
    for (what, decides, role, now) in &rows {
        if y >= inner.bottom() {
            return;
        }
        paint.text(inner.x, y, question.saturating_sub(1), Role::Text, what);
        paint.text(inner.x + question, y, place.saturating_sub(1), *role, decides);
        let x = inner.x + question + place;
        if step == 2 {
            paint.text(inner.x + 2, y + 1, inner.width - 2, Role::Muted, now);
        } else {
            paint.text(x, y, inner.right().saturating_sub(x), Role::Muted, now);
        }
        y += step;
    }
}
