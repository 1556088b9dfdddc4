//! External collaboration: what holds for the tenant as a whole, and where the boundary to
//! cross-tenant access runs.

use ratatui::layout::Rect;

use super::domains::Domains;
use crate::domain::{
    AllowInvitesFrom, CloudEndpoint, CrossTenantAccessPolicy, ExternalCollaboration,
    FallbackIdentityProvider, GuestLevel, IdentityProvider, RedemptionOrder,
    service_redemption_order,
};
use crate::edit::Edit;
use crate::tui::key::Binding;
use crate::tui::model::Model;
use crate::tui::paint::Paint;
use crate::tui::screen::{Ask, Parcel, Screen, Tone};
use crate::tui::widgets::List;

mod draw;

/// What can be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Down,
    Up,
    Change,
    Open,
    Learn,
    First,
    Last,
}

#[rustfmt::skip]
const KEYS: &[Binding<Command>] = &[
    Binding { keys: &["space"], command: Command::Change, id: "external.change", help: "next value, on or off", hint: "change" },
    Binding { keys: &["e", "enter"], command: Command::Open, id: "external.open", help: "edit the domain list; elsewhere the same as space", hint: "edit" },
    Binding { keys: &["o"], command: Command::Learn, id: "external.learn", help: "learn: what this setting decides", hint: "learn" },
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
                // What is not known is shut first.
                let value = !parts.self_service_sign_up.unwrap_or(true);
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
            Command::Learn => {
                let property = LINES.get(self.list.at).map_or("", |(_, property, ..)| *property);
                return vec![Ask::Open(super::learn::about(property))];
            }
        }
        Vec::new()
    }

    fn receive(&mut self, parcel: Parcel, model: &Model) -> Vec<Ask> {
        match parcel {
            Parcel::Domains(allowed, blocked) => {
                vec![Ask::Edit(vec![Edit::Domains { owner: model.owner, allowed, blocked }])]
            }
            Parcel::Property(name) => {
                let at = LINES.iter().position(|(_, property, _, _)| *property == name);
                self.list.at = at.unwrap_or(self.list.at);
                Vec::new()
            }
            _ => Vec::new(),
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
        draw::draw(self, model, area, paint);
    }
}
