//! What a setting opens, as a set: whether one opens no more than another, and what both open.
//!
//! Who belongs to a group is not asked: a list is the names in it, and each but those of single users
//! and applications may hold anybody. That can only say "not comparable" where knowing the members
//! would say more, and a plan that takes two steps where one would do is safe.

use std::collections::BTreeSet;

use crate::access::{Truth, passes};
use crate::domain::{
    AccessType, B2bSetting, Half, Target, TargetConfiguration, TargetType, TargetValue,
};

/// What is open: people with applications, or switches.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// Nothing at all.
    Nothing,
    /// By two lists.
    Pairs(TargetConfiguration, TargetConfiguration),
    /// Switches that are on, as bits.
    Switches(u8),
}

/// The only shape that closes a setting whatever else is listed.
pub fn lockdown() -> B2bSetting {
    let closed = AccessType::Blocked;
    B2bSetting::of(
        TargetConfiguration::all_users(closed.clone()),
        TargetConfiguration::all_apps(closed),
    )
}

type Names = BTreeSet<(TargetValue, String)>;

fn names(list: &TargetConfiguration) -> Names {
    let name = |target: &Target| (target.value.clone(), target.kind.word().to_owned());
    list.targets.iter().map(name).collect()
}

fn is_readable(list: &TargetConfiguration) -> bool {
    !matches!(list.access, AccessType::Other(_)) && !list.targets.is_empty()
}

fn opens(users: &TargetConfiguration, user: bool, apps: &TargetConfiguration, app: bool) -> bool {
    passes(&users.access, user.into(), &apps.access, app.into()) == Truth::Yes
}

impl Allowed {
    /// What a setting with these halves opens.
    pub fn of(users: TargetConfiguration, apps: TargetConfiguration) -> Self {
        let readable = is_readable(&users) && is_readable(&apps);
        let opens_something = || {
            memberships([&users]).iter().any(|[user]| {
                memberships([&apps]).iter().any(|[app]| opens(&users, *user, &apps, *app))
            })
        };
        if readable && !opens_something() {
            return Allowed::Nothing;
        }
        Allowed::Pairs(users, apps)
    }

    /// Whether nothing is open here that is not open there.
    pub fn within(&self, other: &Allowed) -> bool {
        match (self, other) {
            (Allowed::Nothing | Allowed::Switches(0), _) => true,
            (Allowed::Switches(one), Allowed::Switches(other)) => one & !other == 0,
            (Allowed::Pairs(users, apps), Allowed::Pairs(more_users, more_apps)) => {
                if self == other {
                    return true;
                }
                let readable = [users, apps, more_users, more_apps].into_iter().all(is_readable);
                readable
                    && memberships([users, more_users]).iter().all(|[user, more_user]| {
                        memberships([apps, more_apps]).iter().all(|[app, more_app]| {
                            !opens(users, *user, apps, *app)
                                || opens(more_users, *more_user, more_apps, *more_app)
                        })
                    })
            }
            (Allowed::Pairs(..), Allowed::Nothing | Allowed::Switches(_))
            | (Allowed::Switches(_), Allowed::Nothing | Allowed::Pairs(..)) => false,
        }
    }

    /// The most that is known to be open in both: one of the two where it lies within the other,
    /// what two lists of one shape have in common, else nothing.
    pub fn common(&self, other: &Allowed) -> Allowed {
        if self.within(other) {
            return self.clone();
        }
        if other.within(self) {
            return other.clone();
        }
        match (self, other) {
            (Allowed::Switches(one), Allowed::Switches(other)) => Allowed::Switches(one & other),
            (Allowed::Pairs(users, apps), Allowed::Pairs(more_users, more_apps)) => {
                let both_block =
                    [users, apps].iter().all(|half| half.access == AccessType::Blocked);
                let halves = (half_common(users, more_users), half_common(apps, more_apps));
                match halves {
                    (Some(users), Some(apps)) if !both_block => Allowed::of(users, apps),
                    _ => Allowed::Nothing,
                }
            }
            _ => Allowed::Nothing,
        }
    }

    /// The setting that opens exactly this, for [`Allowed::Pairs`] and [`Allowed::Nothing`].
    pub fn setting(&self) -> B2bSetting {
        match self {
            // A half that is inherited can make this shape, and the service refuses it when it is
            // written whole (V1). Two block lists stop only whom both name: here everybody, of
            // some applications.
            Allowed::Pairs(users, apps)
                if users.blocks_all()
                    && apps.access == AccessType::Blocked
                    && is_readable(apps) =>
            {
                B2bSetting::of(TargetConfiguration::all_users(AccessType::Allowed), apps.clone())
            }
            Allowed::Pairs(users, apps) => B2bSetting::of(users.clone(), apps.clone()),
            Allowed::Nothing | Allowed::Switches(_) => lockdown(),
        }
    }

    /// A switch by its place.
    pub fn switch(&self, place: u8) -> bool {
        matches!(self, Allowed::Switches(bits) if bits & (1 << place) != 0)
    }
}

/// Two allow lists have their names in common, two block lists stop the names of both.
fn half_common(
    one: &TargetConfiguration,
    other: &TargetConfiguration,
) -> Option<TargetConfiguration> {
    if one.access != other.access || !is_readable(one) || !is_readable(other) {
        return None;
    }
    let (narrow, wide) = if one.is_all() { (other, one) } else { (one, other) };
    match one.access {
        AccessType::Allowed => {
            let wide_names = names(wide);
            let named = |target: &&Target| {
                wide.is_all()
                    || wide_names.contains(&(target.value.clone(), target.kind.word().to_owned()))
            };
            let targets: Vec<Target> = narrow.targets.iter().filter(named).cloned().collect();
            (!targets.is_empty()).then(|| TargetConfiguration::of(AccessType::Allowed, targets))
        }
        AccessType::Blocked => {
            if wide.is_all() {
                return Some(wide.clone());
            }
            let have = names(narrow);
            let more = wide.targets.iter();
            let more = more.filter(|target| {
                !have.contains(&(target.value.clone(), target.kind.word().to_owned()))
            });
            let targets = narrow.targets.iter().chain(more).cloned().collect();
            Some(TargetConfiguration::of(AccessType::Blocked, targets))
        }
        AccessType::Other(_) => None,
    }
}

/// Both halves of a setting, where it has both.
pub fn halves(setting: &B2bSetting) -> Option<(&TargetConfiguration, &TargetConfiguration)> {
    Some((setting.half(Half::UsersAndGroups)?, setting.half(Half::Applications)?))
}

/// Names at most that are told apart one by one; beyond that each may hold anybody.
const ALONE_MAX: usize = 64;

/// In which of these lists somebody, or something, can be.
fn memberships<const N: usize>(lists: [&TargetConfiguration; N]) -> BTreeSet<[bool; N]> {
    let all = lists.map(TargetConfiguration::is_all);
    let held = lists.map(names);
    let every: BTreeSet<&(TargetValue, String)> = held.iter().flatten().collect();
    let of = |name: &(TargetValue, String)| held.each_ref().map(|list| list.contains(name));
    let or = |mut one: [bool; N], other: [bool; N]| {
        one.iter_mut().zip(other).for_each(|(is_in, other)| *is_in |= other);
        one
    };
    // Somebody is one user, one application is itself; all else may hold any of them.
    let single = [TargetType::User, TargetType::Application];
    let (one_of, any_of): (Vec<_>, Vec<_>) = every.into_iter().partition(|(value, kind)| {
        matches!(value, TargetValue::Id(_)) && single.iter().any(|one| one.word() == kind)
    });
    let mut found: BTreeSet<[bool; N]> = [all].into();
    let many = one_of.len() > ALONE_MAX;
    if !many {
        found.extend(one_of.iter().map(|name| or(all, of(name))));
    }
    let more = if many { one_of.into_iter().chain(any_of).collect() } else { any_of };
    for name in more {
        let with: Vec<_> = found.iter().map(|held| or(*held, of(name))).collect();
        found.extend(with);
    }
    found
}

impl Allowed {
    /// Whether something is open here and there and not now. What cannot be read counts as open.
    pub fn lost(&self, end: &Allowed, now: &Allowed) -> bool {
        let (start, end, now) = match (self, end, now) {
            (Allowed::Switches(start), Allowed::Switches(end), Allowed::Switches(now)) => {
                return start & end & !now != 0;
            }
            (Allowed::Pairs(..), Allowed::Pairs(..), Allowed::Nothing) => {
                let closed = lockdown();
                return match halves(&closed) {
                    Some((users, apps)) => {
                        let now = Allowed::Pairs(users.clone(), apps.clone());
                        self.lost(end, &now)
                    }
                    None => true,
                };
            }
            (
                Allowed::Pairs(users, apps),
                Allowed::Pairs(end_users, end_apps),
                Allowed::Pairs(now_users, now_apps),
            ) => ((users, apps), (end_users, end_apps), (now_users, now_apps)),
            _ => return false,
        };
        let open = |(users, apps): (&TargetConfiguration, &TargetConfiguration), user, app| {
            let readable = is_readable(users) && is_readable(apps);
            !readable || opens(users, user, apps, app)
        };
        let people = memberships([start.0, end.0, now.0]);
        let apps = memberships([start.1, end.1, now.1]);
        people.iter().any(|[was, will, is]| {
            apps.iter().any(|[app_was, app_will, app_is]| {
                open(start, *was, *app_was)
                    && open(end, *will, *app_will)
                    && !open(now, *is, *app_is)
            })
        })
    }
}
