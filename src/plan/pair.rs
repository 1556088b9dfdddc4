//! One tenant at both ends of a plan.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::act::{Act, Property, Value};
use super::allowed::Allowed;
use super::order::Object;
use super::schedule::{Ends, Slot, Timeline, Written, in_force};
use crate::domain::{
    AllowInvitesFrom, AuthorizationPolicy, B2bManagementPolicy, Cloud, CrossTenantAccessPolicy,
    DomainList, DomainName, Estate, ExternalCollaboration, GuestLevel, Guid, Partner, Subject,
    SyncKind, Tenant, TenantId, service_default, service_redemption_order,
};

/// What is by default on a tenant; consent is no setting of the default.
const OF_DEFAULT: [Property; 6] = {
    let [a, b, c, d, e, f, _] = Property::OF_PARTNER;
    [a, b, c, d, e, f]
};

/// A tenant as it is and as it will be.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Whose.
    pub owner: TenantId,
    /// As it is.
    pub before: Arc<Tenant>,
    /// As it will be.
    pub after: Arc<Tenant>,
}

/// A write, and which object it is of.
pub type Of = (Object, Written);

impl Pair {
    /// The same where what the service never lets go of is there at the end, too.
    pub fn kept(&self) -> Pair {
        let mut out = self.clone();
        let held = self.before.policy.iter().flat_map(|policy| &policy.partners);
        for (id, partner) in held.filter(|(_, held)| held.is_service_provider == Some(true)) {
            if self.after.policy.as_ref().is_none_or(|policy| !policy.partners.contains_key(id)) {
                let policy = Arc::make_mut(&mut out.after).policy.get_or_insert_default();
                Arc::make_mut(policy).partners.insert(*id, Arc::clone(partner));
            }
        }
        out
    }

    fn policies(&self) -> (CrossTenantAccessPolicy, CrossTenantAccessPolicy) {
        let of = |tenant: &Tenant| tenant.policy.as_deref().cloned().unwrap_or_default();
        (of(&self.before), of(&self.after))
    }

    /// Every write of this tenant. `turns` is the object that may change at the turn.
    pub fn writes(&self, estate: &Estate, turns: Option<Object>) -> Vec<Of> {
        let (before, after) = self.policies();
        let mut out = Vec::new();
        let default = self.default(&before, &after, turns, &mut out);
        let own = &self.after.cloud;
        let ids: BTreeSet<TenantId> =
            before.partners.keys().chain(after.partners.keys()).copied().collect();
        for id in ids {
            let ends = Ends {
                id,
                before: before.partners.get(&id),
                after: after.partners.get(&id),
                is_far: is_far(estate, own, id),
                cloud_comes: cloud_comes(estate, own, id, &before),
                default: &default,
            };
            let object = Object::Partner(self.owner, id);
            let writes = ends.writes(turns == Some(object));
            let made = writes.iter().find(|w| matches!(w.act, Act::AddPartner(_)));
            let from = made.map_or(Slot::OpenFirst, |made| made.slot.max(Slot::OpenFirst));
            sync(&ends, from, &mut out, object);
            out.extend(writes.into_iter().map(|write| (object, write)));
        }
        self.clouds(&before, &after, &mut out);
        self.external(turns, &mut out);
        out
    }

    /// The default's own writes, and what is in force by it over time.
    fn default(
        &self,
        before: &CrossTenantAccessPolicy,
        after: &CrossTenantAccessPolicy,
        turns: Option<Object>,
        out: &mut Vec<Of>,
    ) -> Timeline {
        let object = Object::Default(self.owner);
        let turns = turns == Some(object);
        let (mut close, mut open, mut pauses) = (Vec::new(), Vec::new(), false);
        for property in OF_DEFAULT {
            let value = said_by_default(after, property);
            if said_by_default(before, property) == value {
                continue;
            }
            let start = in_force(before, Subject::Default, property);
            let end = in_force(after, Subject::Default, property);
            if turns || start.within(&end) && !end.within(&start) {
                open.push(value);
            } else if end.within(&start) {
                close.push(value);
            } else {
                let common = start.common(&end);
                pauses |= common == Allowed::Nothing || !common.within(&start);
                close.push(super::schedule::pinned(property, &common));
                open.push(value);
            }
        }
        let order = |policy: &CrossTenantAccessPolicy| {
            policy.default.as_deref().and_then(|default| default.redemption.clone())
        };
        if order(before) != order(after) && order(after).is_some() {
            let last = if open.is_empty() && !close.is_empty() { &mut close } else { &mut open };
            last.push(Value::Redemption(order(after)));
        }
        let mut between = Tenant { policy: Some(Arc::new(before.clone())), ..Tenant::default() };
        if !close.is_empty() {
            Act::Default(close.clone()).apply(&mut between);
        }
        let reset = is_reset(before, after);
        let last_opens = !open.is_empty();
        let act = |values, is_last| match reset && is_last {
            true => Act::ResetDefault,
            false => Act::Default(values),
        };
        if !close.is_empty() {
            let interim = pauses && last_opens;
            let act = act(close, !last_opens);
            out.push((object, Written { slot: Slot::CloseDefault, act, interim, pauses }));
        }
        if last_opens {
            let slot = if turns { Slot::Turn } else { Slot::OpenDefault };
            let act = act(open, true);
            out.push((object, Written { slot, act, interim: false, pauses: false }));
        }
        Timeline {
            before: before.default.clone(),
            between: between.policy.and_then(|policy| policy.default.clone()),
            after: after.default.clone(),
            turns,
        }
    }

    /// Clouds that go are unticked first; those that come are ticked as soon as something may open,
    /// because a partner of another cloud cannot be added before.
    fn clouds(
        &self,
        before: &CrossTenantAccessPolicy,
        after: &CrossTenantAccessPolicy,
        out: &mut Vec<Of>,
    ) {
        let (old, new) = (&before.allowed_cloud_endpoints, &after.allowed_cloud_endpoints);
        let kept: Vec<_> = old.iter().filter(|end| new.contains(end)).cloned().collect();
        let mut write = |slot, all, interim| {
            let act = Act::Clouds(all);
            let object = Object::Clouds(self.owner);
            out.push((object, Written { slot, act, interim, pauses: false }));
        };
        let comes = new.iter().any(|end| !old.contains(end));
        if kept.len() < old.len() {
            write(Slot::CloseFirst, if comes { kept } else { new.clone() }, comes);
        }
        if comes {
            write(Slot::OpenFirst, new.clone(), false);
        }
    }

    fn external(&self, turns: Option<Object>, out: &mut Vec<Of>) {
        let nothing = ExternalCollaboration::default();
        let old = self.before.external.as_deref().unwrap_or(&nothing);
        let new = self.after.external.as_deref().unwrap_or(&nothing);
        let object = Object::Domains(self.owner);
        let mut write = |object, slot, act, interim, pauses| {
            out.push((object, Written { slot, act, interim, pauses }));
        };
        let mut shut = false;
        if let Some(list) = new.b2b_management.as_ref()
            && lists(old.b2b_management.as_ref()) != lists(Some(list))
        {
            let held = old.b2b_management.clone().unwrap_or_default();
            let written = |list: &B2bManagementPolicy| Act::Domains(Box::new(list.clone()));
            let act = written(list);
            let common = domains_in_common(&held, list);
            if domains_within(list, &held) {
                write(object, Slot::CloseFirst, act, false, false);
            } else if domains_within(&held, list) {
                write(object, Slot::OpenLast, act, false, false);
            } else if turns == Some(object) {
                write(object, Slot::Turn, act, false, false);
            } else if let Some(common) = common {
                write(object, Slot::CloseFirst, written(&common), true, false);
                write(object, Slot::OpenLast, act, false, false);
            } else {
                // No list says "no domain at all"; that nobody may invite comes to the same.
                shut = true;
                write(object, Slot::OpenFirst, act, false, false);
            }
        }
        self.authorization(old, new, (turns, shut), out);
        let mut switch =
            |before: Option<bool>, after: Option<bool>, act: fn(bool) -> Act, object| {
                if let Some(on) = after.filter(|_| before != after) {
                    let slot = if on { Slot::OpenLast } else { Slot::CloseFirst };
                    let act = act(on);
                    out.push((object, Written { slot, act, interim: false, pauses: false }));
                }
            };
        let (before, after) = (old.self_service_sign_up, new.self_service_sign_up);
        switch(before, after, Act::SignUp, Object::SignUp(self.owner));
        let before = old.allow_external_identities_to_leave;
        let after = new.allow_external_identities_to_leave;
        switch(before, after, Act::Leave, Object::Leave(self.owner));
    }

    /// Who may invite and what guests see are one object.
    fn authorization(
        &self,
        old: &ExternalCollaboration,
        new: &ExternalCollaboration,
        (turns, shut): (Option<Object>, bool),
        out: &mut Vec<Of>,
    ) {
        let none = AuthorizationPolicy::default();
        let was = old.authorization.as_ref().unwrap_or(&none);
        let will = new.authorization.as_ref().unwrap_or(&none);
        let invites = will.allow_invites_from.clone();
        let mut invites = invites.filter(|_| was.allow_invites_from != will.allow_invites_from);
        let guests = will.guest_user_role_id;
        let guests = guests.filter(|_| was.guest_user_role_id != will.guest_user_role_id);
        let object = Object::Authorization(self.owner);
        let mut write =
            |slot, invites: Option<AllowInvitesFrom>, guests: Option<Guid>, way: bool| {
                if invites.is_some() || guests.is_some() {
                    let act = Act::Authorization(invites, guests);
                    out.push((object, Written { slot, act, interim: way, pauses: way }));
                }
            };
        let closes =
            |before: Option<usize>, after: Option<usize>| before.is_none() || after <= before;
        let rank = |value: &Option<AllowInvitesFrom>| {
            let value = value.as_ref()?;
            AllowInvitesFrom::KNOWN.iter().position(|known| known == value)
        };
        let level = |role: Option<Guid>| {
            let level = GuestLevel::of(role?);
            GuestLevel::KNOWN.iter().rev().position(|known| *known == level)
        };
        let guests_close =
            closes(level(was.guest_user_role_id), level(guests)) && level(guests).is_some();
        let before = rank(&was.allow_invites_from);
        let mut invites_close = closes(before, rank(&invites)) && rank(&invites).is_some();
        if shut && invites != Some(AllowInvitesFrom::None) {
            if was.allow_invites_from != Some(AllowInvitesFrom::None) {
                write(Slot::CloseFirst, Some(AllowInvitesFrom::None), None, true);
                invites = invites.or_else(|| was.allow_invites_from.clone());
            }
            invites_close = false;
        }
        // The turn comes before the list that invitations have to wait for.
        if turns == Some(object) && !shut {
            return write(Slot::Turn, invites, guests, false);
        }
        let (close, open) = if invites_close { (invites, None) } else { (None, invites) };
        let (narrow, wide) = if guests_close { (guests, None) } else { (None, guests) };
        write(Slot::CloseFirst, close, narrow, false);
        write(Slot::OpenLast, open, wide, false);
    }
}

/// What the default says about a property. On the default `null` is no way back: where it says
/// nothing, what the service says is written out.
pub fn said_by_default(policy: &CrossTenantAccessPolicy, property: Property) -> Value {
    let own = policy.default.as_deref().map(|default| property.of(&default.configuration));
    own.filter(|own| !own.is_inherited()).unwrap_or_else(|| property.of(service_default()))
}

/// Whether a tenant is known to be in another cloud.
pub fn is_far(estate: &Estate, own: &Cloud, id: TenantId) -> bool {
    estate.tenant(id).is_some_and(|tenant| tenant.cloud != *own)
}

/// Whether a tenant is of another cloud that is not ticked yet.
fn cloud_comes(
    estate: &Estate,
    own: &Cloud,
    id: TenantId,
    before: &CrossTenantAccessPolicy,
) -> bool {
    let far = estate.tenant(id).filter(|tenant| tenant.cloud != *own);
    let end = far.and_then(|tenant| tenant.cloud.endpoint());
    end.is_some_and(|end| !before.allowed_cloud_endpoints.contains(&end))
}

/// Whether the default is put back as a whole: it says what the service says, and says so.
pub fn is_reset(before: &CrossTenantAccessPolicy, after: &CrossTenantAccessPolicy) -> bool {
    let untouched = |policy: &CrossTenantAccessPolicy| {
        policy.default.as_deref().is_some_and(|default| {
            default.is_service_default == Some(true)
                && default.configuration == *service_default()
                && default.redemption.as_ref().is_none_or(|o| *o == service_redemption_order())
        })
    };
    untouched(after) && !untouched(before)
}

/// Permission to synchronise is a resource of its own: it goes before its partner and comes after.
fn sync(ends: &Ends<'_>, from: Slot, out: &mut Vec<Of>, object: Object) {
    let held = |partner: Option<&Arc<Partner>>| {
        partner.and_then(|partner| partner.identity_synchronization.clone())
    };
    let (before, after) = (held(ends.before), held(ends.after));
    let mut write = |slot, act| {
        out.push((object, Written { slot, act, interim: false, pauses: false }));
    };
    let on = |sync: &Option<crate::domain::IdentitySynchronization>, kind| {
        sync.as_ref().and_then(|sync| sync.is_allowed(kind)) == Some(true)
    };
    match (&before, &after) {
        (Some(_), None) => write(Slot::CloseFirst, Act::RemoveSync(ends.id)),
        (None, None) => {}
        (_, Some(wanted)) => {
            let mut made = before.clone();
            if before.is_none() {
                // The request that makes it knows users only; groups are switched in the beta.
                let mut first = wanted.clone();
                first.group_sync_inbound = None;
                first.user_sync_inbound.get_or_insert_default().is_sync_allowed =
                    Some(on(&after, SyncKind::Users));
                write(from, Act::AddSync(ends.id, Box::new(first.clone())));
                made = Some(first);
            }
            for kind in [SyncKind::Users, SyncKind::Groups] {
                let (was, will) = (on(&made, kind), on(&after, kind));
                if was != will {
                    let slot = if will { from } else { Slot::CloseFirst };
                    write(slot, Act::Sync(ends.id, kind, will));
                }
            }
        }
    }
}

fn lists(policy: Option<&B2bManagementPolicy>) -> (Vec<DomainName>, Vec<DomainName>) {
    let all = policy.map(|policy| policy.invitations.clone()).unwrap_or_default();
    (all.allowed.unwrap_or_default(), all.blocked.unwrap_or_default())
}

/// Whether no domain may be invited by the first that may not by the second.
fn domains_within(one: &B2bManagementPolicy, other: &B2bManagementPolicy) -> bool {
    match (one.domain_list(), other.domain_list()) {
        (DomainList::Both(..), _) | (_, DomainList::Both(..)) => false,
        (_, DomainList::Any) => true,
        (DomainList::Any, _) | (DomainList::Block(_), DomainList::Allow(_)) => false,
        (DomainList::Allow(one), DomainList::Allow(other)) => {
            one.iter().all(|name| other.contains(name))
        }
        (DomainList::Allow(one), DomainList::Block(other)) => {
            one.iter().all(|name| !other.contains(name))
        }
        (DomainList::Block(one), DomainList::Block(other)) => {
            other.iter().all(|name| one.contains(name))
        }
    }
}

/// The list that lets in what both let in, where a list says it.
fn domains_in_common(
    one: &B2bManagementPolicy,
    other: &B2bManagementPolicy,
) -> Option<B2bManagementPolicy> {
    let mut list = one.clone();
    let (allowed, blocked) = match (one.domain_list(), other.domain_list()) {
        (DomainList::Allow(one), DomainList::Allow(other)) => {
            (one.iter().filter(|name| other.contains(name)).cloned().collect(), Vec::new())
        }
        (DomainList::Allow(allow), DomainList::Block(block))
        | (DomainList::Block(block), DomainList::Allow(allow)) => {
            (allow.iter().filter(|name| !block.contains(name)).cloned().collect(), Vec::new())
        }
        (DomainList::Block(one), DomainList::Block(other)) => {
            let more = other.iter().filter(|name| !one.contains(name));
            (Vec::new(), one.iter().chain(more).cloned().collect())
        }
        _ => return None,
    };
    if allowed.is_empty() && blocked.is_empty() {
        return None;
    }
    list.invitations.allowed = Some(allowed);
    list.invitations.blocked = Some(blocked);
    Some(list)
}
