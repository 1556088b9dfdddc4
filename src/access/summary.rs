//! What a setting amounts to, at a glance: the words and signs that lists, matrix and command line
//! share.

use super::resolve::{Layer, resolve_b2b, resolve_bool, resolve_half};
use crate::domain::{
    AccessType, B2b, CrossTenantAccessPolicy, Half, Setting, Subject, TargetConfiguration,
    TargetType, TargetValue,
};

/// A value as one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Everything passes, or the switch is on.
    Allow,
    /// Some pass: a list decides.
    List,
    /// Nothing passes, or the switch is off.
    Block,
    /// There is no such setting here.
    Absent,
    /// A word this program does not know.
    Unknown,
}

/// A setting as it stands for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is in force.
    pub sign: Sign,
    /// The same in one to three words: `all`, `3 apps`, `all but 2 users`, `on`.
    pub words: String,
    /// Who said it.
    pub layer: Layer,
}

/// A half in one sign and a few words.
pub fn half_words(list: &TargetConfiguration) -> (Sign, String) {
    let allowed = match &list.access {
        AccessType::Allowed => true,
        AccessType::Blocked => false,
        AccessType::Other(word) => return (Sign::Unknown, word.to_string()),
    };
    if list.is_all() {
        return if allowed { (Sign::Allow, "all".into()) } else { (Sign::Block, "none".into()) };
    }
    if list.targets.is_empty() {
        return (Sign::Unknown, "empty list".into());
    }
    let words = target_words(list);
    (Sign::List, if allowed { words } else { format!("all but {words}") })
}

/// `2 groups`, `Office365`, `3 apps + Office365`.
fn target_words(list: &TargetConfiguration) -> String {
    let mut parts = Vec::new();
    for (kind, noun) in
        [(TargetType::Group, "group"), (TargetType::User, "user"), (TargetType::Application, "app")]
    {
        let ids = list
            .targets
            .iter()
            .filter(|t| t.kind == kind && matches!(t.value, TargetValue::Id(_)))
            .count();
        if ids > 0 {
            parts.push(format!("{ids} {noun}{}", if ids == 1 { "" } else { "s" }));
        }
    }
    for target in &list.targets {
        let odd_kind = matches!(target.kind, TargetType::Other(_));
        if odd_kind || !matches!(target.value, TargetValue::Id(_)) {
            parts.push(target.value.text());
        }
    }
    parts.join(" + ")
}

/// How one setting stands for one subject.
pub fn standing(policy: &CrossTenantAccessPolicy, subject: Subject, setting: Setting) -> Standing {
    if let Setting::Half(b2b, half) = setting {
        return match resolve_half(policy, subject, b2b, half) {
            Some(found) => {
                let (sign, words) = half_words(found.value);
                Standing { sign, words, layer: found.layer }
            }
            None => {
                Standing { sign: Sign::Unknown, words: "?".into(), layer: Layer::ServiceDefault }
            }
        };
    }
    let absent = matches!((subject, setting), (Subject::Default, Setting::Sync(_)));
    match resolve_bool(policy, subject, setting) {
        Some(found) if !absent => Standing {
            sign: if found.value { Sign::Allow } else { Sign::Block },
            words: if found.value { "on".into() } else { "off".into() },
            layer: found.layer,
        },
        _ => Standing { sign: Sign::Absent, words: "n/a".into(), layer: Layer::ServiceDefault },
    }
}

/// Both halves of a setting as one sign: can anybody reach anything by it?
///
/// By the published rule `blocked/blocked` stops only the listed pairs, so two block lists leave
/// something open, and `allowed` users with all applications blocked reach nothing.
pub fn b2b_standing(policy: &CrossTenantAccessPolicy, subject: Subject, b2b: B2b) -> (Sign, Layer) {
    let layer = resolve_b2b(policy, subject, b2b).layer;
    let half = |half| resolve_half(policy, subject, b2b, half).map(|found| found.value);
    let (Some(users), Some(apps)) = (half(Half::UsersAndGroups), half(Half::Applications)) else {
        return (Sign::Unknown, layer);
    };
    let known = |list: &TargetConfiguration| !matches!(list.access, AccessType::Other(_));
    if !known(users) || !known(apps) {
        return (Sign::Unknown, layer);
    }
    let sign = if users.allows_all() && apps.allows_all() {
        Sign::Allow
    } else if reaches_nothing(users, apps) {
        Sign::Block
    } else {
        Sign::List
    };
    (sign, layer)
}

fn reaches_nothing(users: &TargetConfiguration, apps: &TargetConfiguration) -> bool {
    match (&users.access, &apps.access) {
        (AccessType::Blocked, AccessType::Blocked) => users.is_all() && apps.is_all(),
        (AccessType::Blocked, _) => users.is_all(),
        (_, AccessType::Blocked) => apps.is_all(),
        _ => false,
    }
}
