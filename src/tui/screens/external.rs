//! External collaboration: what holds for the tenant as a whole, and where the boundary to
//! cross-tenant access runs.

use ratatui::layout::Rect;

use super::domains::Domains;
use crate::access::{Sign, b2b_standing};
use crate::domain::{
    AllowInvitesFrom, B2b, CloudEndpoint, CrossTenantAccessPolicy, DomainList,
    ExternalCollaboration, FallbackIdentityProvider, GuestLevel, IdentityProvider, RedemptionOrder,
    Subject, service_redemption_order,
};
use crate::edit::Edit;
use crate::plan::What;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::{Frame, Paint, Target};
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::List;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Change,
    Open,
    First,
    Last,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["space"], command: Command::Change, id: "external.change", help: "next value, on or off", hint: "change" },
    Binding { keys: &["e", "enter"], command: Command::Open, id: "external.open", help: "edit the domain list; elsewhere the same as space", hint: "edit" },
    Binding { keys: &["j", "down"], command: Command::Down, id: "external.down", help: "next", hint: "" },
    Binding { keys: &["k", "up"], command: Command::Up, id: "external.up", help: "previous", hint: "" },
    Binding { keys: &["g g", "home"], command: Command::First, id: "external.first", help: "first", hint: "" },
    Binding { keys: &["G", "end"], command: Command::Last, id: "external.last", help: "last", hint: "" },
];

/// A line of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Invites,
    Guests,
    Domains,
    SignUp,
    Leave,
    Cloud(usize),
    Primary(usize),
    Fallback,
}

#[rustfmt::skip]
const LINES: &[(Line, &str, &str, &str)] = &[
    (Line::Invites, "allowInvitesFrom", "who may invite", "Who among us may send invitations at all. At `nobody` synchronisation cannot create users either."),
    (Line::Guests, "guestUserRoleId", "what guests see", "What guests see of the directory. It opens and closes no application."),
    (Line::Domains, "b2bManagementPolicy", "domains", "Which mail domains may be invited. Checked at invitation and when a pending guest redeems; guests who redeemed are not touched. Domains match exactly, wildcards are not documented."),
    (Line::SignUp, "selfServiceSignUp", "self-service sign-up", "Guests may sign up by user flows that are attached to applications you built."),
    (Line::Leave, "allowExternalIdentitiesToLeave", "guests may leave", "Guests may leave by themselves. A synchronised user who leaves comes back with the next cycle unless this is off."),
    (Line::Cloud(1), "allowedCloudEndpoints", "US Government cloud", "Work with tenants of that cloud. All of them stay blocked until each is added as a partner by its tenant id, on both sides."),
    (Line::Cloud(2), "allowedCloudEndpoints", "China cloud", "Work with tenants of that cloud. All of them stay blocked until each is added as a partner by its tenant id, on both sides."),
    (Line::Cloud(0), "allowedCloudEndpoints", "commercial cloud", "For a tenant in another cloud: work with tenants of the commercial one."),
    (Line::Primary(0), "invitationRedemptionIdentityProviderConfiguration", "redeem: Entra ID", "Offered first when an invitation is redeemed. Existing guests keep the identity they redeemed with."),
    (Line::Primary(1), "invitationRedemptionIdentityProviderConfiguration", "redeem: federation", "SAML and WS-Fed providers you federated with."),
    (Line::Primary(2), "invitationRedemptionIdentityProviderConfiguration", "redeem: social", "Google, Facebook and the like, where configured."),
    (Line::Fallback, "invitationRedemptionIdentityProviderConfiguration", "fallback", "What is left when none of the above fits. One must remain."),
];

/// External collaboration.
#[derive(Debug, Default)]
pub struct External {
    list: List,
}

fn parts(model: &Model) -> ExternalCollaboration {
    let tenant = model.estate().tenant(model.owner);
    tenant.and_then(|tenant| tenant.external.as_deref()).cloned().unwrap_or_default()
}

fn policy(model: &Model) -> CrossTenantAccessPolicy {
    model.estate().policy(model.owner).cloned().unwrap_or_default()
}

fn order(model: &Model) -> RedemptionOrder {
    let policy = policy(model);
    let set = policy.default.as_ref().and_then(|default| default.redemption.clone());
    set.unwrap_or_else(service_redemption_order)
}

/// The value after this one, round and round; one we do not know leads to the first.
fn next<T: Clone + PartialEq>(all: &[T], here: &T) -> Option<T> {
    let at = all.iter().position(|value| value == here);
    let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
    all.get(next).cloned()
}

fn on_off(value: bool) -> (Role, String) {
    match value {
        true => (Role::Allow, "on".to_owned()),
        false => (Role::Block, "off".to_owned()),
    }
}

const NOT_IMPORTED: &str = "not imported";

impl External {
    fn line(&self) -> Line {
        LINES.get(self.list.at).map_or(Line::Invites, |(line, _, _, _)| *line)
    }

    fn change(&self, model: &Model) -> Vec<Ask> {
        let owner = model.owner;
        let parts = parts(model);
        let authorization = parts.authorization.clone().unwrap_or_default();
        let edit = match self.line() {
            Line::Invites => {
                let here = authorization.allow_invites_from.unwrap_or(AllowInvitesFrom::Everyone);
                next(AllowInvitesFrom::KNOWN, &here).map(|value| Edit::InvitesFrom { owner, value })
            }
            Line::Guests => {
                let here = authorization.guest_user_role_id.map(GuestLevel::of);
                next(&GuestLevel::KNOWN, &here.unwrap_or(GuestLevel::Member))
                    .map(|value| Edit::GuestLevel { owner, value })
            }
            Line::Domains => return Self::domains(model),
            Line::SignUp => {
                let value = !parts.self_service_sign_up.unwrap_or(false);
                Some(Edit::SelfServiceSignUp { owner, value })
            }
            Line::Leave => {
                let value = !parts.allow_external_identities_to_leave.unwrap_or(true);
                Some(Edit::AllowLeave { owner, value })
            }
            Line::Cloud(number) => return toggle_cloud(model, number),
            Line::Primary(number) => {
                let mut order = order(model);
                IdentityProvider::KNOWN.get(number).map(|provider| {
                    match order.primary.iter().position(|known| known == provider) {
                        Some(at) => {
                            order.primary.remove(at);
                        }
                        None => order.primary.push(provider.clone()),
                    }
                    Edit::Redemption { owner, order }
                })
            }
            Line::Fallback => {
                let mut order = order(model);
                let here = order.fallback.unwrap_or(FallbackIdentityProvider::DefaultConfiguredIdp);
                order.fallback = next(FallbackIdentityProvider::KNOWN, &here);
                Some(Edit::Redemption { owner, order })
            }
        };
        edit.map(|edit| Ask::Edit(vec![edit])).into_iter().collect()
    }

    fn domains(model: &Model) -> Vec<Ask> {
        let list = parts(model).b2b_management.unwrap_or_default().invitations;
        let (allowed, blocked) =
            (list.allowed.unwrap_or_default(), list.blocked.unwrap_or_default());
        vec![Ask::Open(Box::new(Domains::new(allowed, blocked)))]
    }
}

fn toggle_cloud(model: &Model, number: usize) -> Vec<Ask> {
    let Some(endpoint) = CloudEndpoint::KNOWN.get(number) else { return Vec::new() };
    let own = model.workspace.draft.tenant(model.owner).and_then(|tenant| tenant.cloud.endpoint());
    if own.as_ref() == Some(endpoint) {
        let text = "this tenant is in that cloud itself; only other clouds are ticked".to_owned();
        return vec![Ask::Say(Tone::Refused, text)];
    }
    let mut endpoints = policy(model).allowed_cloud_endpoints;
    match endpoints.iter().position(|known| known == endpoint) {
        Some(at) => {
            endpoints.remove(at);
        }
        None => endpoints.push(endpoint.clone()),
    }
    vec![Ask::Edit(vec![Edit::CloudEndpoints { owner: model.owner, endpoints }])]
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

impl Screen for External {
    type Command = Command;

    fn keys(&self) -> &'static [Binding<Command>] {
        KEYS
    }

    fn trail(&self, _model: &Model) -> Vec<String> {
        vec!["External collaboration".to_owned()]
    }

    fn hindrance(&self, command: Command, model: &Model) -> Option<&'static str> {
        matches!(command, Command::Change | Command::Open).then(|| model.locked()).flatten()
    }

    fn obey(&mut self, command: Command, model: &Model) -> Vec<Ask> {
        match command {
            Command::Down => self.list.step(1, LINES.len()),
            Command::Up => self.list.step(-1, LINES.len()),
            Command::First => self.list.step(isize::MIN, LINES.len()),
            Command::Last => self.list.step(isize::MAX, LINES.len()),
            Command::Change | Command::Open => return self.change(model),
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        match parcel {
            Parcel::Domains(allowed, blocked) => {
                vec![Ask::Edit(vec![Edit::Domains { owner: model.owner, allowed, blocked }])]
            }
            Parcel::Targets(_) => Vec::new(),
        }
    }

    fn click(&mut self, item: usize, again: bool, model: &Model) -> Vec<Ask> {
        self.list.at = item;
        self.list.clamp(LINES.len());
        if again { self.change(model) } else { Vec::new() }
    }

    fn wheel(&mut self, lines: isize, _model: &Model) {
        self.list.step(lines.signum(), LINES.len());
    }

    fn draw(&self, model: &Model, area: Rect, paint: &mut Paint<'_>) {
        if area.width >= 100 && area.height >= 16 {
            let right = area.width / 2;
            let left = Rect { width: area.width - right, ..area };
            self.draw_lines(model, left, paint);
            draw_boundary(model, Rect { x: left.right(), width: right, ..area }, paint);
        } else if area.height >= 20 {
            let under = 9.min(area.height - 12);
            self.draw_lines(model, Rect { height: area.height - under, ..area }, paint);
            let y = area.bottom() - under;
            draw_boundary(model, Rect { y, height: under, ..area }, paint);
        } else {
            self.draw_lines(model, area, paint);
        }
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
