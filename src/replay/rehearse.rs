//! A default that blocks, rehearsed on real traffic: which partners have to be listed first so that
//! what succeeded in the last days goes on.
//!
//! Partners first, the default last: whoever makes the edits one by one never locks anybody out.
//! Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md (a default that
//! blocks can break access that works).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;

use super::judge::Judge;
use super::outcome::{Change, Class};
use super::sums::{Summing, Window};
use super::{Side, Sum, replay};
use crate::access::{Activity, Kind, Question, Verdict, resolve_b2b, resolve_half};
use crate::domain::{
    AccessType, AppId, B2b, B2bSetting, CrossTenantAccessPolicy, Direction, Guid, Half, KNOWN_APPS,
    ObjectId, Partner, Subject, Target, TargetConfiguration, TenantId, Workspace,
};
use crate::edit::{self, Edit, Refused};

/// How many of the published applications guests need to find their way in: My Apps, the Access
/// Panel, My Profile, My Sign-ins. An inbound list of applications without them breaks the landing
/// page and registering for MFA; the second and the fourth can be listed through Graph only.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
const LANDING_APPS: usize = 4;

/// How much of a partner is kept open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// All that is open to it by the default today.
    #[default]
    Partner,
    /// Of that, the applications that were used.
    Applications,
}

/// What is to be rehearsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// Our tenant.
    pub owner: TenantId,
    /// Which directions are to be blocked by default.
    pub directions: Vec<Direction>,
    /// Which ways.
    pub kinds: Vec<Kind>,
    /// How many days count back; all of the log where it is not said.
    pub days: Option<u32>,
    /// From when; from the last day of the log where it is not said.
    pub today: Option<Date>,
    /// How much is kept.
    pub grain: Grain,
}

/// One setting of one partner that is written so that its traffic goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The partner.
    pub partner: TenantId,
    /// Which setting.
    pub setting: B2b,
    /// What is written.
    pub value: B2bSetting,
    /// Whether the partner is new.
    pub is_new: bool,
    /// What goes on by it.
    pub keeps: Sum,
    /// The applications were to be listed, but that list would stop some of it: all is kept that
    /// the default opens today.
    pub widened: bool,
}

/// What came of it. Tried on a copy before it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsal {
    /// The days whose successful sign-ins are kept.
    pub window: Option<Window>,
    /// What has to be written for partners, in order of partner and setting.
    pub entries: Vec<Entry>,
    /// All of it to be made together: partners first, the default last. Empty where nothing has to
    /// be changed.
    pub edits: Vec<Edit>,
    /// What goes on.
    pub kept: Sum,
    /// What succeeded earlier and would be stopped, in order of the ways.
    pub breaks: Vec<Change>,
    /// What is stopped by the draft already, and stays so.
    pub blocked_already: Sum,
}

/// The setting that speaks for a direction and a way.
fn setting_of(direction: Direction, kind: Kind) -> B2b {
    match (direction, kind) {
        (Direction::Inbound, Kind::Collaboration) => B2b::CollaborationInbound,
        (Direction::Outbound, Kind::Collaboration) => B2b::CollaborationOutbound,
        (Direction::Inbound, Kind::DirectConnect) => B2b::DirectConnectInbound,
        (Direction::Outbound, Kind::DirectConnect) => B2b::DirectConnectOutbound,
    }
}

/// From the owner's point of view, whatever else is ours.
fn side(owner: TenantId, activity: &Activity) -> Option<Side> {
    let (home, resource) = (activity.way.home, activity.way.resource);
    if resource == owner {
        Some(Side { owner, partner: home, direction: Direction::Inbound })
    } else if home == owner {
        Some(Side { owner, partner: resource, direction: Direction::Outbound })
    } else {
        None
    }
}

/// Finds what has to be listed before the default blocks. Refused where the service would refuse
/// it, or where the trial on a copy does not come out as it must.
pub fn rehearse(
    workspace: &Workspace,
    activities: &[Activity],
    wish: &Wish,
    judge: &Judge<'_>,
) -> Result<Rehearsal, Refused> {
    let mine: Vec<(&Activity, B2b, TenantId)> = activities
        .iter()
        .filter_map(|activity| {
            let Side { partner, direction, .. } = side(wish.owner, activity)?;
            let asked =
                wish.directions.contains(&direction) && wish.kinds.contains(&activity.way.kind);
            asked.then(|| (activity, setting_of(direction, activity.way.kind), partner))
        })
        .collect();
    let window = window(mine.iter().map(|(activity, ..)| *activity), wish);
    let in_window = |activity: &Activity| {
        let days = activity.last_success.zip(window);
        days.is_some_and(|(day, window)| window.first <= day)
    };
    let blocked = |workspace: &Workspace, activity: &Activity| {
        judge(&workspace.draft, &activity.way.question()).verdict == Verdict::Blocked
    };
    let (already, open): (Vec<_>, Vec<_>) = mine
        .into_iter()
        .filter(|(activity, ..)| activity.successes > 0)
        .partition(|(activity, ..)| blocked(workspace, activity));
    let alive: Vec<_> = open.iter().filter(|(activity, ..)| in_window(activity)).copied().collect();
    let entries = entries(workspace, wish, &alive, judge);
    let edits = edits(workspace, wish, &entries);
    let after = edit::apply(workspace, &edits)?;
    prove(wish, &after, &alive, judge)?;
    let earlier: Vec<Activity> = open
        .iter()
        .filter(|(activity, ..)| !in_window(activity))
        .map(|(activity, ..)| (*activity).clone())
        .collect();
    let mut breaks = replay(&workspace.draft, &after.draft, &earlier, judge).changes;
    breaks.retain(|change| change.class == Class::Breaks);
    Ok(Rehearsal {
        window,
        entries,
        edits,
        kept: Summing::of(alive.iter().map(|(activity, ..)| *activity)),
        breaks,
        blocked_already: Summing::of(already.iter().map(|(activity, ..)| *activity)),
    })
}

/// The last days, both ends included.
fn window<'a>(activities: impl Iterator<Item = &'a Activity>, wish: &Wish) -> Option<Window> {
    let log = Window::of(activities)?;
    let last = wish.today.unwrap_or(log.last);
    let Some(days) = wish.days else { return Some(Window { first: log.first, last }) };
    let back = Span::new().try_days(i64::from(days.saturating_sub(1))).ok();
    let first = back.and_then(|back| last.checked_sub(back).ok()).unwrap_or(Date::MIN);
    Some(Window { first, last })
}

/// What is in force, both halves written out.
fn in_force(policy: &CrossTenantAccessPolicy, subject: Subject, setting: B2b) -> B2bSetting {
    let mut whole = resolve_b2b(policy, subject, setting).value.clone();
    for half in Half::BOTH {
        let said = resolve_half(policy, subject, setting, half).map(|said| said.value.clone());
        *whole.half_mut(half) = said;
    }
    whole
}

/// What lives by the default today has to be written down for its partner. A setting of the
/// partner's own stays as it is; where one half of it is left to the default, that half is
/// written out as it is in force.
fn entries(
    workspace: &Workspace,
    wish: &Wish,
    alive: &[(&Activity, B2b, TenantId)],
    judge: &Judge<'_>,
) -> Vec<Entry> {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = workspace.draft.policy(wish.owner).unwrap_or(&nothing);
    let mut groups: BTreeMap<(TenantId, B2b), Vec<&Activity>> = BTreeMap::new();
    for (activity, setting, partner) in alive {
        groups.entry((*partner, *setting)).or_default().push(activity);
    }
    let mut out = Vec::new();
    for ((partner, setting), group) in groups {
        let record = policy.partners.get(&partner);
        let own = record.and_then(|record| record.configuration.b2b(setting));
        let is_whole = own.is_some_and(|own| Half::BOTH.iter().all(|h| own.half(*h).is_some()));
        if is_whole {
            continue;
        }
        let whole = in_force(policy, Subject::Partner(partner), setting);
        let mut entry = Entry {
            partner,
            setting,
            value: whole.clone(),
            is_new: record.is_none(),
            keeps: Summing::of(group.iter().copied()),
            widened: false,
        };
        if wish.grain == Grain::Applications && own.is_none() {
            entry.value.applications = Some(listed(setting, &group));
            entry.widened = !goes_on(workspace, wish, &entry, &group, judge);
            if entry.widened {
                entry.value = whole;
            }
        }
        out.push(entry);
    }
    out
}

/// The applications that were used, by their client ids, and what guests need besides.
fn listed(setting: B2b, group: &[&Activity]) -> TargetConfiguration {
    let mut apps: BTreeSet<AppId> = group.iter().map(|activity| activity.way.app).collect();
    if setting == B2b::CollaborationInbound {
        apps.extend(KNOWN_APPS.iter().take(LANDING_APPS).map(|known| known.id));
    }
    TargetConfiguration::of(AccessType::Allowed, apps.into_iter().map(Target::app).collect())
}

/// Whether the traffic of one partner goes on with one entry and the default as it is.
fn goes_on(
    workspace: &Workspace,
    wish: &Wish,
    entry: &Entry,
    group: &[&Activity],
    judge: &Judge<'_>,
) -> bool {
    let edits = partner_edits(workspace, wish.owner, &[entry]);
    edit::apply(workspace, &edits).is_ok_and(|after| {
        let passes = |activity: &&Activity| {
            judge(&after.draft, &activity.way.question()).verdict != Verdict::Blocked
        };
        group.iter().all(passes)
    })
}

/// The edits of one partner.
fn partner_edits(workspace: &Workspace, owner: TenantId, entries: &[&Entry]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for entry in entries {
        let Entry { partner, setting, value, .. } = entry;
        if workspace.draft.partner(owner, *partner).is_none() && edits.is_empty() {
            let partner = Box::new(Partner::new(*partner));
            edits.push(Edit::AddPartner { owner, partner });
        }
        edits.push(Edit::B2b {
            owner,
            subject: Subject::Partner(*partner),
            setting: *setting,
            value: Some(value.clone()),
        });
    }
    edits
}

/// Partners first, the default last; nothing where the default blocks already.
fn edits(workspace: &Workspace, wish: &Wish, entries: &[Entry]) -> Vec<Edit> {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = workspace.draft.policy(wish.owner).unwrap_or(&nothing);
    let mut defaults = Vec::new();
    for direction in &wish.directions {
        for kind in &wish.kinds {
            let setting = setting_of(*direction, *kind);
            let now = in_force(policy, Subject::Default, setting);
            let blocks = |half| now.half(half).is_some_and(TargetConfiguration::blocks_all);
            if Half::BOTH.into_iter().all(blocks) {
                continue;
            }
            let value = B2bSetting {
                users_and_groups: Some(TargetConfiguration::all_users(AccessType::Blocked)),
                applications: Some(TargetConfiguration::all_apps(AccessType::Blocked)),
                ..now
            };
            defaults.push(Edit::B2b {
                owner: wish.owner,
                subject: Subject::Default,
                setting,
                value: Some(value),
            });
        }
    }
    let mut out = Vec::new();
    let partners: BTreeSet<TenantId> = entries.iter().map(|entry| entry.partner).collect();
    for partner in partners {
        let of: Vec<&Entry> = entries.iter().filter(|entry| entry.partner == partner).collect();
        out.extend(partner_edits(workspace, wish.owner, &of));
    }
    out.extend(defaults);
    out
}

/// On the copy: everything that is to go on does, and who is not listed is stopped.
fn prove(
    wish: &Wish,
    after: &Workspace,
    alive: &[(&Activity, B2b, TenantId)],
    judge: &Judge<'_>,
) -> Result<(), Refused> {
    let verdict = |question: &Question| judge(&after.draft, question).verdict;
    for (activity, ..) in alive {
        if verdict(&activity.way.question()) == Verdict::Blocked {
            return Err(Refused::because(format!(
                "on a copy, {} would no longer reach {}; nothing was changed",
                activity.person(),
                activity.app()
            )));
        }
    }
    let policy = after.draft.policy(wish.owner);
    let listed = |id: TenantId| policy.is_some_and(|policy| policy.partners.contains_key(&id));
    let stranger = (1..=u128::MAX)
        .map(|bits| TenantId(Guid::from_u128(bits)))
        .find(|id| *id != wish.owner && after.draft.tenant(*id).is_none() && !listed(*id));
    let Some(stranger) = stranger else { return Ok(()) };
    for direction in &wish.directions {
        for kind in &wish.kinds {
            let (home, resource) = match direction {
                Direction::Inbound => (stranger, wish.owner),
                Direction::Outbound => (wish.owner, stranger),
            };
            let (user, app) = (ObjectId(Guid::from_u128(1)), AppId(Guid::from_u128(1)));
            let question =
                Question { home, resource, user, app, kind: *kind, ..Question::default() };
            if verdict(&question) != Verdict::Blocked {
                return Err(Refused::because(
                    "on a copy, a tenant that is not listed would not be stopped; nothing was changed",
                ));
            }
        }
    }
    Ok(())
}
