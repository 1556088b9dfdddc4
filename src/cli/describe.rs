//! Settings in words, a sign beside each.

use super::look::{Look, Sign};
use super::view::Spot;
use crate::access::{Layer, resolve_b2b, resolve_bool, resolve_half};
use crate::domain::{
    AccessType, B2b, Half, Setting, Target, TargetConfiguration, TargetType, TargetValue,
    Workspace, known_app,
};

/// A whole setting in one word: open, closed, or something between.
pub fn b2b_word(spot: &Spot<'_>, setting: B2b, look: Look) -> String {
    let whole = spot.in_force(setting);
    let both = |test: fn(&TargetConfiguration) -> bool| {
        Half::BOTH.iter().all(|half| whole.half(*half).is_some_and(test))
    };
    let (sign, word) = if both(TargetConfiguration::allows_all) {
        (Sign::Yes, "allowed")
    } else if both(TargetConfiguration::blocks_all) {
        (Sign::No, "blocked")
    } else {
        (Sign::Some, "limited")
    };
    let layer = resolve_b2b(spot.policy, spot.subject, setting).layer;
    marked(format!("{} {word}", look.sign(sign)), layer, look)
}

/// The claims that are trusted, in one word.
pub fn trust_word(spot: &Spot<'_>, look: Look) -> String {
    use crate::domain::Claim;
    let found: Vec<_> = Claim::ALL
        .iter()
        .filter_map(|claim| {
            let found = resolve_bool(spot.policy, spot.subject, Setting::Trust(*claim))?;
            Some((*claim, found))
        })
        .collect();
    let names: Vec<&str> = found
        .iter()
        .filter(|(_, found)| found.value)
        .map(|(claim, _)| match claim {
            Claim::Mfa => "MFA",
            Claim::CompliantDevice => "compliant",
            Claim::HybridJoinedDevice => "hybrid",
        })
        .collect();
    let own = found.iter().any(|(_, found)| found.layer == Layer::Partner);
    let layer = if own { Layer::Partner } else { Layer::Default };
    let text = if names.is_empty() {
        format!("{} nothing", look.sign(Sign::No))
    } else {
        format!("{} {}", look.sign(Sign::Yes), names.join(", "))
    };
    marked(text, layer, look)
}

/// What may be synchronised in, in one word.
pub fn sync_word(spot: &Spot<'_>, look: Look) -> String {
    use crate::domain::SyncKind;
    let on = |kind| {
        resolve_bool(spot.policy, spot.subject, Setting::Sync(kind)).is_some_and(|f| f.value)
    };
    let (sign, word) = match (on(SyncKind::Users), on(SyncKind::Groups)) {
        (false, false) => (Sign::No, "off"),
        (true, false) => (Sign::Yes, "users"),
        (false, true) => (Sign::Yes, "groups"),
        (true, true) => (Sign::Yes, "users, groups"),
    };
    format!("{} {word}", look.sign(sign))
}

fn marked(text: String, layer: Layer, look: Look) -> String {
    match layer {
        Layer::Partner => text,
        Layer::Default | Layer::ServiceDefault => {
            format!("{text} {}", look.sign(Sign::Inherited))
        }
    }
}

/// One setting in force, in words, and who said it.
pub fn setting_words(spot: &Spot<'_>, setting: Setting, look: Look) -> (String, &'static str) {
    if let Setting::Half(b2b, half) = setting {
        return match resolve_half(spot.policy, spot.subject, b2b, half) {
            Some(found) => (list_words(found.value, look), found.layer.title()),
            None => (format!("{} not known", look.sign(Sign::Unknown)), ""),
        };
    }
    match resolve_bool(spot.policy, spot.subject, setting) {
        Some(found) => (on_off(Some(found.value), look), found.layer.title()),
        None => (format!("{} not known", look.sign(Sign::Unknown)), ""),
    }
}

/// A switch in words.
pub fn on_off(value: Option<bool>, look: Look) -> String {
    let (sign, word) = match value {
        Some(true) => (Sign::Yes, "on"),
        Some(false) => (Sign::No, "off"),
        None => (Sign::Unknown, "not known"),
    };
    format!("{} {word}", look.sign(sign))
}

/// A list of targets in words: `✓ allow all`, `✗ block 2 groups, 1 user`.
fn list_words(list: &TargetConfiguration, look: Look) -> String {
    let (sign, verb) = match &list.access {
        AccessType::Allowed => (Sign::Yes, "allow"),
        AccessType::Blocked => (Sign::No, "block"),
        AccessType::Other(word) => (Sign::Unknown, word.as_ref()),
    };
    let sign = if list.is_all() || sign == Sign::Unknown { sign } else { Sign::Some };
    let (sign, verb) = (look.sign(sign), look.show(verb));
    if list.is_all() {
        return format!("{sign} {verb} all");
    }
    let nouns = [
        (TargetType::User, "user", "users"),
        (TargetType::Group, "group", "groups"),
        (TargetType::Application, "application", "applications"),
    ];
    let mut parts = Vec::new();
    for (kind, one, many) in nouns {
        match list.targets.iter().filter(|target| target.kind == kind).count() {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{count} {many}")),
        }
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    format!("{sign} {verb} {}", parts.join(", "))
}

/// A target in words, with its name where somebody told us.
pub fn target_words(workspace: &Workspace, target: &Target, look: Look) -> String {
    let kind = look.show(target.kind.word()).into_owned();
    let TargetValue::Id(id) = &target.value else {
        return format!("{kind} {}", look.show(&target.value.text()));
    };
    let told = workspace.address_book.get(id).map(|entry| entry.name.as_str());
    let known = || known_app(crate::domain::AppId(*id)).map(|app| app.name);
    match told.or_else(known) {
        Some(name) => format!("{kind} {id} {}", look.show(name)),
        None => format!("{kind} {id}"),
    }
}
