//! Inheritance: which layer speaks.

use std::sync::Arc;

use proptest::prelude::*;

use crate::access::*;
use crate::arbitrary;
use crate::domain::*;

const SETTING: B2b = B2b::CollaborationInbound;

fn id(n: u128) -> TenantId {
    TenantId(Guid::from_u128(n * 0x1111_1111_1111_1111_1111_1111_1111))
}

/// A half that can be told from others by the one id in it.
fn users(n: u128) -> TargetConfiguration {
    TargetConfiguration::of(AccessType::Allowed, vec![Target::group(ObjectId(id(n).0))])
}

fn apps(n: u128) -> TargetConfiguration {
    TargetConfiguration::of(AccessType::Blocked, vec![Target::app(AppId(id(n).0))])
}

/// A setting in shorthand: `1-` has users of list 1 and no applications, `-2` the other way round.
fn shape(text: &str) -> Option<B2bSetting> {
    let digit = |at: usize| text.chars().nth(at)?.to_digit(10).map(u128::from);
    (text != "none").then(|| B2bSetting {
        users_and_groups: digit(0).map(users),
        applications: digit(1).map(apps),
        extra: Extra::none(),
    })
}

/// A policy whose partner 1 and default say this; `absent` is a default that was not imported.
fn policy(partner: &str, default: &str) -> CrossTenantAccessPolicy {
    let mut entry = Partner::new(id(1));
    *entry.configuration.b2b_mut(SETTING) = shape(partner);
    let default = (default != "absent").then(|| {
        let is_service_default = Some(default.ends_with('!'));
        let mut out = DefaultConfiguration { is_service_default, ..Default::default() };
        *out.configuration.b2b_mut(SETTING) = shape(default.trim_end_matches('!'));
        Arc::new(out)
    });
    let mut policy = CrossTenantAccessPolicy { default, ..Default::default() };
    if partner != "absent" {
        policy.partners.insert(id(1), Arc::new(entry));
    }
    policy
}

/// Who speaks for the whole, the people's half and the applications' half: `p1` is list 1 of the
/// partner, `d` stands for the default, `s` for the service, `*` for everything.
fn told(policy: &CrossTenantAccessPolicy, subject: Subject) -> String {
    let letter = |layer| match layer {
        Layer::Partner => 'p',
        Layer::Default => 'd',
        Layer::ServiceDefault => 's',
    };
    let whole = letter(resolve_b2b(policy, subject, SETTING).layer);
    let half = |half| {
        let found = resolve_half(policy, subject, SETTING, half).unwrap();
        let list = (1..=9)
            .find(|n| *found.value == users(*n) || *found.value == apps(*n))
            .map_or("*".to_owned(), |n| n.to_string());
        format!("{}{list}", letter(found.layer))
    };
    format!("{whole} {} {}", half(Half::UsersAndGroups), half(Half::Applications))
}

#[test]
fn the_nearest_layer_that_says_anything_speaks_and_lists_are_never_combined() {
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        // partner, default, in force for the partner
        ("12",     "34",     "p p1 p2"),
        ("none",   "34",     "d d3 d4"),
        ("absent", "34",     "d d3 d4"),
        // a missing half comes from the same half of the next layer (A5)
        ("1-",     "34",     "p p1 d4"),
        ("-2",     "34",     "p d3 p2"),
        ("--",     "34",     "p d3 d4"),
        ("1-",     "3-",     "p p1 s*"),
        ("-2",     "-4",     "p s* p2"),
        ("none",   "3-",     "d d3 s*"),
        ("1-",     "none",   "p p1 s*"),
        // a default that nobody touched is the service's word, even where it is written out
        ("none",   "34!",    "s s3 s4"),
        ("1-",     "34!",    "p p1 s4"),
        ("12",     "34!",    "p p1 p2"),
        // a default that was not imported
        ("12",     "absent", "p p1 p2"),
        ("1-",     "absent", "p p1 s*"),
        ("none",   "absent", "s s* s*"),
        ("absent", "absent", "s s* s*"),
    ];
    for (partner, default, want) in table {
        let policy = policy(partner, default);
        assert_eq!(told(&policy, Subject::Partner(id(1))), *want, "{partner} over {default}");
    }
    // The default never hears of its partners.
    assert_eq!(told(&policy("12", "3-"), Subject::Default), "d d3 s*");
    assert_eq!(told(&policy("12", "absent"), Subject::Default), "s s* s*");
}

type Row = (Option<InboundTrust>, Option<InboundTrust>, bool, (bool, Layer), (bool, Layer));

#[test]
fn a_claim_left_out_is_inherited_by_itself() {
    use Layer::{Default as D, Partner as P, ServiceDefault as S};
    let trust = |mfa, device| {
        Some(InboundTrust { mfa, compliant_device: device, ..InboundTrust::default() })
    };
    #[rustfmt::skip]
    let table: &[Row] = &[
        // partner, default, untouched; MFA and compliant device in force
        (None,                            trust(Some(true), None),        false, (true, D),  (false, S)),
        (None,                            trust(Some(true), Some(false)), true,  (true, S),  (false, S)),
        (None,                            None,                           false, (false, S), (false, S)),
        (trust(Some(false), Some(true)),  trust(Some(true), Some(false)), false, (false, P), (true, P)),
        // one boolean left out (A15)
        (trust(None, Some(true)),         trust(Some(true), Some(false)), false, (true, D),  (true, P)),
        (trust(Some(false), None),        trust(Some(true), Some(true)),  false, (false, P), (true, D)),
        (trust(None, None),               trust(None, Some(true)),        false, (false, S), (true, D)),
    ];
    for (partner, default_trust, untouched, mfa, device) in table {
        let mut entry = Partner::new(id(1));
        entry.configuration.inbound_trust.clone_from(partner);
        let mut base =
            DefaultConfiguration { is_service_default: Some(*untouched), ..Default::default() };
        base.configuration.inbound_trust.clone_from(default_trust);
        let default = Some(Arc::new(base));
        let mut policy = CrossTenantAccessPolicy { default, ..Default::default() };
        policy.partners.insert(id(1), Arc::new(entry));
        for (claim, want) in [(Claim::Mfa, mfa), (Claim::CompliantDevice, device)] {
            let found =
                resolve_bool(&policy, Subject::Partner(id(1)), Setting::Trust(claim)).unwrap();
            assert_eq!(
                (found.value, found.layer),
                *want,
                "{claim:?} of {partner:?} over {default_trust:?}"
            );
        }
    }
}

#[test]
fn redemption_and_synchronisation_are_a_partners_matter() {
    use Layer::{Partner as P, ServiceDefault as S};
    let mut entry = Partner::new(id(1));
    entry.configuration.automatic_user_consent =
        Some(AutomaticUserConsent { inbound: Some(true), ..Default::default() });
    entry.identity_synchronization = Some(IdentitySynchronization {
        user_sync_inbound: Some(SyncInbound { is_sync_allowed: Some(true), ..Default::default() }),
        ..Default::default()
    });
    let mut policy = CrossTenantAccessPolicy::default();
    policy.partners.insert(id(1), Arc::new(entry));
    #[rustfmt::skip]
    let table: &[(Subject, Setting, (bool, Layer))] = &[
        (Subject::Partner(id(1)), Setting::Consent(Direction::Inbound),  (true, P)),
        (Subject::Partner(id(1)), Setting::Consent(Direction::Outbound), (false, S)),
        (Subject::Partner(id(2)), Setting::Consent(Direction::Inbound),  (false, S)),
        (Subject::Default,        Setting::Consent(Direction::Inbound),  (false, S)),
        (Subject::Partner(id(1)), Setting::Sync(SyncKind::Users),        (true, P)),
        (Subject::Partner(id(1)), Setting::Sync(SyncKind::Groups),       (false, S)),
        (Subject::Partner(id(2)), Setting::Sync(SyncKind::Users),        (false, S)),
        (Subject::Default,        Setting::Sync(SyncKind::Users),        (false, S)),
    ];
    for (subject, setting, want) in table {
        let found = resolve_bool(&policy, *subject, *setting).unwrap();
        assert_eq!((found.value, found.layer), *want, "{subject:?} {setting:?}");
    }
    let half = Setting::Half(SETTING, Half::Applications);
    assert_eq!(resolve_bool(&policy, Subject::Default, half), None, "a list is not a switch");
}

#[test]
fn the_service_default_says_everything() {
    let nothing = CrossTenantAccessPolicy::default();
    for row in SETTINGS {
        match row.setting {
            Setting::Half(b2b, half) => {
                let found = resolve_half(&nothing, Subject::Default, b2b, half).unwrap();
                let open = matches!(b2b, B2b::CollaborationInbound | B2b::CollaborationOutbound);
                assert!(if open { found.value.allows_all() } else { found.value.blocks_all() });
                assert_eq!(found.layer, Layer::ServiceDefault, "{}", row.path);
            }
            switch => {
                let found = resolve_bool(&nothing, Subject::Default, switch).unwrap();
                assert_eq!((found.value, found.layer), (false, Layer::ServiceDefault));
            }
        }
    }
}

/// Everything that is in force for one subject; what synchronisation says is not inherited.
fn in_force(policy: &CrossTenantAccessPolicy, subject: Subject) -> Vec<String> {
    let cells = SETTINGS.iter().filter(|row| !matches!(row.setting, Setting::Sync(_)));
    cells
        .map(|row| match row.setting {
            Setting::Half(b2b, half) => {
                let whole = resolve_b2b(policy, subject, b2b).layer;
                format!("{:?} of {whole:?}", resolve_half(policy, subject, b2b, half))
            }
            switch => format!("{:?}", resolve_bool(policy, subject, switch)),
        })
        .collect()
}

proptest! {
    #![proptest_config(arbitrary::cases(256))]

    #[test]
    fn a_partner_that_says_nothing_is_as_good_as_none(
        mut policy in arbitrary::policy(),
        other in arbitrary::tenant_id(),
    ) {
        policy.partners.remove(&other);
        let absent = in_force(&policy, Subject::Partner(other));
        prop_assert_eq!(&absent, &in_force(&policy, Subject::Default));
        policy.partners.insert(other, Arc::new(Partner::new(other)));
        prop_assert_eq!(absent, in_force(&policy, Subject::Partner(other)));
    }

    #[test]
    fn removing_a_partner_puts_the_default_in_force(
        mut workspace in arbitrary::open_workspace(),
        other in arbitrary::tenant_id(),
        mut partner in arbitrary::partner(),
    ) {
        partner.tenant_id = other;
        partner.is_service_provider = None;
        partner.identity_synchronization = None;
        let owner = *workspace.draft.tenants.keys().next().unwrap();
        let tenant = Arc::make_mut(workspace.draft.tenants.get_mut(&owner).unwrap());
        Arc::make_mut(tenant.policy.as_mut().unwrap()).partners.insert(other, Arc::new(partner));
        let edit = crate::edit::Edit::RemovePartner { owner, partner: other };
        let after = crate::edit::apply(&workspace, &[edit]).unwrap();
        let policy = after.draft.policy(owner).unwrap();
        prop_assert!(!policy.partners.contains_key(&other));
        let default = in_force(policy, Subject::Default);
        prop_assert_eq!(in_force(policy, Subject::Partner(other)), default);
    }

    #[test]
    fn an_edit_of_one_partner_changes_nothing_for_anybody_else(
        workspace in arbitrary::open_workspace(),
        edit in arbitrary::edit(),
    ) {
        use crate::edit::Edit;
        let (owner, other) = match &edit {
            Edit::B2b { owner, subject: Subject::Partner(other), .. }
            | Edit::Half { owner, subject: Subject::Partner(other), .. }
            | Edit::Switch { owner, subject: Subject::Partner(other), .. }
            | Edit::RemovePartner { owner, partner: other } => (*owner, *other),
            Edit::AddPartner { owner, partner } => (*owner, partner.tenant_id),
            _ => return Ok(()),
        };
        let Ok(after) = crate::edit::apply(&workspace, &[edit]) else { return Ok(()) };
        for (whose, tenant) in &workspace.draft.tenants {
            let nothing = CrossTenantAccessPolicy::default();
            let old = tenant.policy.as_deref().unwrap_or(&nothing);
            let new = after.draft.policy(*whose).unwrap_or(&nothing);
            let others = (0..=6).map(|n| Subject::Partner(id(n)));
            for subject in others.chain([Subject::Default]) {
                if (*whose, subject) != (owner, Subject::Partner(other)) {
                    prop_assert_eq!(in_force(old, subject), in_force(new, subject));
                }
            }
        }
    }
}
