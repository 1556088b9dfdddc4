#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::access::resolve_bool;
use crate::arbitrary;
use crate::domain::*;

const OURS: TenantId = TenantId(Guid::from_u128(0xa));
const THEIRS: TenantId = TenantId(Guid::from_u128(0xb));
const PARTNER: TenantId = TenantId(Guid::from_u128(0xc));
const PROVIDER: TenantId = TenantId(Guid::from_u128(0xd));
const SYNCED: TenantId = TenantId(Guid::from_u128(0xe));
const STRANGER: TenantId = TenantId(Guid::from_u128(0xf));
const IN: B2b = B2b::CollaborationInbound;

/// Alpha (ours, nothing of the default imported) with partners that inherit everything; Beta
/// (theirs).
fn scene() -> Workspace {
    let mut policy = CrossTenantAccessPolicy::default();
    for id in [PARTNER, PROVIDER, SYNCED, MICROSOFT_ACCOUNTS_TENANT] {
        let mut partner = Partner::new(id);
        partner.is_service_provider = Some(id == PROVIDER);
        if id == SYNCED {
            partner.identity_synchronization = Some(IdentitySynchronization {
                user_sync_inbound: Some(SyncInbound {
                    is_sync_allowed: Some(true),
                    ..SyncInbound::default()
                }),
                ..IdentitySynchronization::default()
            });
        }
        policy.partners.insert(id, Arc::new(partner));
    }
    let mut workspace = Workspace::default();
    for (id, name, ownership, policy) in [
        (OURS, "Alpha", Ownership::Ours, Some(Arc::new(policy))),
        (THEIRS, "Beta", Ownership::Theirs, Some(Arc::default())),
    ] {
        let tenant =
            Tenant { id, display_name: name.into(), ownership, policy, ..Tenant::default() };
        workspace.draft.tenants.insert(id, Arc::new(tenant));
    }
    workspace
}

/// A list in shorthand: `+*` allows all, `-2g1u` blocks two groups and one user, `-1a` an app.
fn list(half: Half, text: &str) -> TargetConfiguration {
    let (sign, rest) = text.split_at(1);
    let access = if sign == "+" { AccessType::Allowed } else { AccessType::Blocked };
    if rest == "*" {
        return match half {
            Half::UsersAndGroups => TargetConfiguration::all_users(access),
            Half::Applications => TargetConfiguration::all_apps(access),
        };
    }
    let mut targets = Vec::new();
    let letters: Vec<char> = rest.chars().collect();
    for pair in letters.chunks(2) {
        let [count, kind] = pair else { panic!("{text}") };
        for n in 0..count.to_digit(10).unwrap() {
            let id = Guid::from_u128(u128::from(n) + 1);
            targets.push(match kind {
                'g' => Target::group(ObjectId(id)),
                'u' => Target::user(ObjectId(id)),
                'a' => Target::app(AppId(id)),
                '*' if half == Half::UsersAndGroups => {
                    Target::of(TargetValue::AllUsers, TargetType::User)
                }
                '*' => Target::of(TargetValue::AllApplications, TargetType::Application),
                'o' => Target::of(TargetValue::Office365, TargetType::Application),
                'p' => {
                    Target::of(TargetValue::parse("microsoftadminportals"), TargetType::Application)
                }
                _ => Target::of(TargetValue::parse("Everybody"), TargetType::parse("robot")),
            });
        }
    }
    TargetConfiguration::of(access, targets)
}

fn setting(text: &str) -> B2bSetting {
    let (users, apps) = text.split_once(' ').unwrap();
    B2bSetting::of(list(Half::UsersAndGroups, users), list(Half::Applications, apps))
}

fn b2b(subject: Subject, setting: B2b, text: &str) -> Edit {
    Edit::B2b { owner: OURS, subject, setting, value: Some(self::setting(text)) }
}

fn switch(subject: Subject, setting: Setting, value: Option<bool>) -> Edit {
    Edit::Switch { owner: OURS, subject, setting, value }
}

const ON: Subject = Subject::Partner(PARTNER);

/// Tries edits; says by which rule they were refused, and that nothing changed.
fn refused(workspace: &Workspace, edits: &[Edit]) -> Refused {
    let before = workspace.clone();
    let refused = apply(workspace, edits).unwrap_err();
    assert_eq!(*workspace, before, "nothing has changed");
    assert!(
        refused.reason.chars().next().unwrap().is_ascii_alphanumeric()
            || refused.reason.starts_with('`')
    );
    assert!(!refused.reason.ends_with('.'), "{}", refused.reason);
    refused
}

#[test]
fn what_the_service_would_refuse_is_refused_by_its_rule() {
    const DEFAULT: Subject = Subject::Default;
    const MSA: Subject = Subject::Partner(MICROSOFT_ACCOUNTS_TENANT);
    const RESTRICTIONS: B2b = B2b::TenantRestrictions;
    #[rustfmt::skip]
    let table: &[(Subject, B2b, &str, &str, &str)] = &[
        // for whom, which, users and apps, rule, state after the fix
        (ON,      IN,                        "-* +*",   "V1",  "-* -*"),
        (ON,      IN,                        "-* +1a",  "V1",  "-* -*"),
        (ON,      IN,                        "-* -1a",  "V1",  "-* -*"),
        (DEFAULT, B2b::DirectConnectOutbound,"-* +1o",  "V1",  "-* -*"),
        (ON,      RESTRICTIONS,              "-* +*",   "V1",  "-* -*"),
        (ON,      IN,                        "+* -*",   "V2",  "+* +*"),
        (ON,      IN,                        "+1g -*",  "V2",  "+1g +*"),
        (DEFAULT, B2b::CollaborationOutbound,"+2u -*",  "V2",  "+2u +*"),
        (DEFAULT, IN,                        "+1g +*",  "V4",  ""),
        (DEFAULT, B2b::DirectConnectInbound, "-1u -*",  "V4",  ""),
        (DEFAULT, RESTRICTIONS,              "-1u +1a", "V4",  ""),
        (MSA,     RESTRICTIONS,              "+1u +1a", "V5",  ""),
        (ON,      IN,                        "+0g +*",  "V8",  ""),
        (ON,      IN,                        "+1g +0a", "V8",  ""),
        (ON,      IN,                        "+1a +*",  "V8",  ""),
        (ON,      IN,                        "+1o +*",  "V8",  ""),
        (ON,      IN,                        "+1g +1u", "V8",  ""),
        (ON,      IN,                        "+1g +1x", "V8",  ""),
        (ON,      IN,                        "+1x +*",  "V8",  ""),
        (ON,      IN,                        "+1*1g +*","V8",  ""),
        (ON,      IN,                        "+* +1*1a","V8",  ""),
        (ON,      IN,                        "+* +1p",  "V10", ""),
        (ON,      RESTRICTIONS,              "+* -1p1a","V10", ""),
    ];
    let before = scene();
    for (subject, which, value, rule, after) in table {
        // As a whole, and half by half: together the halves are judged as one.
        let whole = setting(value);
        let halves = Half::BOTH.map(|half| Edit::Half {
            owner: OURS,
            subject: *subject,
            setting: *which,
            half,
            value: whole.half(half).unwrap().clone(),
        });
        for edits in [vec![b2b(*subject, *which, value)], halves.to_vec()] {
            let refused = refused(&before, &edits);
            assert_eq!(refused.rule, Some(*rule), "{value}: {refused}");
            assert!(refused.to_string().ends_with(&format!(" ({rule})")));
            assert_eq!(refused.fix.is_some(), !after.is_empty(), "{value}: {:?}", refused.fix);
            if let Some(fix) = refused.fix {
                assert_eq!(fix.edits.len(), 1, "{:?}", fix.edits);
                let fixed = apply(&before, &fix.edits).unwrap();
                let want = apply(&before, &[b2b(*subject, *which, after)]).unwrap();
                assert_eq!(fixed, want, "{value}: {}", fix.label);
            }
        }
    }
    // The half that was just edited stays, the other one follows it.
    for (inherited, half, text, after) in [
        ("-* -*", Half::Applications, "-1a", "+* -1a"),
        ("-* -*", Half::Applications, "+1a", "+* +1a"),
        ("-* -*", Half::UsersAndGroups, "+1g", "+1g +*"),
        ("+* +*", Half::UsersAndGroups, "-*", "-* -*"),
        ("+* +*", Half::Applications, "-*", "-* -*"),
    ] {
        let before = apply(&before, &[b2b(ON, IN, inherited)]).unwrap();
        let value = list(half, text);
        let edit = Edit::Half { owner: OURS, subject: ON, setting: IN, half, value };
        let fix = refused(&before, &[edit]).fix.unwrap();
        let want = apply(&before, &[b2b(ON, IN, after)]).unwrap();
        assert_eq!(apply(&before, &fix.edits).unwrap(), want, "{text} over {inherited}");
    }
    let mut word = setting("+1g +1a");
    word.applications.as_mut().unwrap().access = AccessType::parse("maybe");
    let edit = Edit::B2b { owner: OURS, subject: ON, setting: IN, value: Some(word) };
    let refused = refused(&before, &[edit]);
    assert_eq!(refused.rule, Some("V8"));
    assert!(refused.reason.contains("found `maybe`"), "{refused}");
}

#[test]
fn what_the_service_takes_is_taken() {
    #[rustfmt::skip]
    let table: &[(Subject, B2b, &str)] = &[
        // The portal's text asks for V3, Graph publishes this shape as valid.
        (ON, IN, "-1g -*"),
        (ON, IN, "-1u -*"),
        (Subject::Default, B2b::CollaborationOutbound, "-1g1u -*"),
        (ON, IN, "-* -*"),
        (ON, IN, "+* +*"),
        (ON, IN, "-2g +1a1o"),
        (ON, IN, "-1g -1a"),
        (Subject::Default, IN, "+* -1a"),
        (Subject::Default, B2b::DirectConnectOutbound, "+1g +1o"),
        (ON, B2b::TenantRestrictions, "+1u +1a"),
        (Subject::Partner(MICROSOFT_ACCOUNTS_TENANT), B2b::TenantRestrictions, "+* +1a"),
        (Subject::Partner(MICROSOFT_ACCOUNTS_TENANT), IN, "+1u +1a"),
    ];
    for (subject, which, value) in table {
        let after = apply(&scene(), &[b2b(*subject, *which, value)]).unwrap();
        let policy = after.draft.policy(OURS).unwrap();
        let configuration = match subject {
            Subject::Default => &policy.default.as_ref().unwrap().configuration,
            Subject::Partner(id) => &policy.partners[id].configuration,
        };
        assert_eq!(configuration.b2b(*which), Some(&setting(value)), "{value}");
    }
}

#[test]
fn what_stands_against_other_edits() {
    let add = |owner, partner| Edit::AddPartner { owner, partner: Box::new(Partner::new(partner)) };
    let remove = |partner| Edit::RemovePartner { owner: OURS, partner };
    let order = RedemptionOrder { primary: vec![], ..RedemptionOrder::default() };
    let consent = Setting::Consent(Direction::Outbound);
    let users = Setting::Sync(SyncKind::Users);
    let domains = |allowed: usize, blocked: usize| Edit::Domains {
        owner: OURS,
        allowed: (0..allowed).map(|n| DomainName::observed(&format!("{n:05}.example"))).collect(),
        blocked: (0..blocked).map(|n| DomainName::observed(&format!("{n:05}.example"))).collect(),
    };
    #[rustfmt::skip]
    let table: &[(Edit, Option<&str>, &str)] = &[
        (switch(Subject::Default, consent, Some(true)), Some("V6"), "automatic redemption cannot be set on the default"),
        (switch(Subject::Default, consent, None), Some("V6"), "automatic redemption cannot be set on the default"),
        (switch(Subject::Default, users, Some(true)), None, "the default has no such setting"),
        (Edit::Redemption { owner: OURS, order: order.clone() }, Some("V7"), "at least one fallback identity provider"),
        (add(OURS, PARTNER), Some("V9"), "is already a partner"),
        (add(OURS, OURS), None, "its own partner"),
        (remove(PROVIDER), None, "a service provider cannot be removed"),
        (remove(SYNCED), None, "must be deleted first"),
        (remove(STRANGER), None, "is not a partner"),
        (switch(Subject::Partner(STRANGER), Setting::Trust(Claim::Mfa), Some(true)), None, "is not a partner"),
        (b2b(Subject::Partner(STRANGER), IN, "+* +*"), None, "is not a partner"),
        (switch(ON, Setting::Half(IN, Half::Applications), Some(true)), None, "not a switch"),
        (domains(1, 1), None, "one list"),
        (domains(1600, 0), None, "25000"),
        (Edit::AddTenant(Box::new(Tenant { id: OURS, ..Tenant::default() })), None, "already in the workspace"),
        // What others administer can be imported, not changed.
        (add(THEIRS, PARTNER), None, "Beta is not administered here"),
        (Edit::ResetDefault { owner: THEIRS }, None, "Beta is not administered here"),
        (Edit::AllowLeave { owner: THEIRS, value: true }, None, "Beta is not administered here"),
        (Edit::Switch { owner: THEIRS, subject: Subject::Default, setting: Setting::Trust(Claim::Mfa), value: Some(true) }, None, "Beta is not administered here"),
        (Edit::CloudEndpoints { owner: STRANGER, endpoints: vec![] }, None, "is not in the workspace"),
    ];
    for (edit, rule, reason) in table {
        let refused = refused(&scene(), std::slice::from_ref(edit));
        assert_eq!(refused.rule, *rule, "{edit:?}");
        assert!(refused.reason.contains(reason), "{refused}");
    }

    let fix = refused(&scene(), &[Edit::Redemption { owner: OURS, order }]).fix.unwrap();
    let after = apply(&scene(), &fix.edits).unwrap();
    let default = after.draft.policy(OURS).unwrap().default.clone().unwrap();
    let kept = default.redemption.as_ref().unwrap().fallback.clone();
    assert_eq!(kept, Some(FallbackIdentityProvider::DefaultConfiguredIdp));

    let fix = refused(&scene(), &[remove(SYNCED)]).fix.unwrap();
    let after = apply(&scene(), &fix.edits).unwrap();
    assert_eq!(after.draft.partner(OURS, SYNCED), None);
    assert_eq!(after.draft.policy(OURS).unwrap().partners.len(), 3);
}

#[test]
fn a_way_out_makes_the_other_edits_as_well() {
    let mut partner = Partner::new(STRANGER);
    *partner.configuration.b2b_mut(IN) = Some(setting("-* +*"));
    let add = Edit::AddPartner { owner: OURS, partner: Box::new(partner) };
    let trust = switch(ON, Setting::Trust(Claim::Mfa), Some(true));
    let refused = refused(&scene(), &[trust, add]);
    assert_eq!(refused.rule, Some("V1"));
    let after = apply(&scene(), &refused.fix.unwrap().edits).unwrap();
    let added = after.draft.partner(OURS, STRANGER).unwrap();
    assert_eq!(added.configuration.b2b(IN), Some(&setting("-* -*")));
    let trust = after.draft.partner(OURS, PARTNER).unwrap().configuration.inbound_trust.clone();
    assert_eq!(trust.unwrap().mfa, Some(true));
}

#[test]
fn one_refused_edit_stops_them_all() {
    let good = switch(ON, Setting::Trust(Claim::Mfa), Some(true));
    let bad = switch(Subject::Default, Setting::Consent(Direction::Inbound), Some(true));
    refused(&scene(), &[good.clone(), bad]);
    assert!(apply(&scene(), &[good]).is_ok());
    assert_eq!(apply(&scene(), &[]).unwrap(), scene());
}

#[test]
fn half_an_edit_writes_the_other_half_down_as_it_was_in_force() {
    let half = |subject, half, text: &str| Edit::Half {
        owner: OURS,
        subject,
        setting: IN,
        half,
        value: list(half, text),
    };
    let own = |workspace: &Workspace, subject| {
        let policy = workspace.draft.policy(OURS).unwrap();
        match subject {
            Subject::Default => policy.default.as_ref().unwrap().configuration.b2b(IN).cloned(),
            Subject::Partner(id) => policy.partners[&id].configuration.b2b(IN).cloned(),
        }
    };
    // From the service default, from the default, from the partner's own.
    let narrowed = apply(&scene(), &[half(ON, Half::Applications, "+1a")]).unwrap();
    assert_eq!(own(&narrowed, ON), Some(setting("+* +1a")));
    assert_eq!(narrowed.draft.policy(OURS).unwrap().default, None, "the default is not touched");
    let default = apply(&scene(), &[b2b(Subject::Default, IN, "+* -1a")]).unwrap();
    let narrowed = apply(&default, &[half(ON, Half::UsersAndGroups, "+1g")]).unwrap();
    assert_eq!(own(&narrowed, ON), Some(setting("+1g -1a")));
    let again = apply(&narrowed, &[half(ON, Half::Applications, "+2a")]).unwrap();
    assert_eq!(own(&again, ON), Some(setting("+1g +2a")));
    let reset = apply(&scene(), &[half(Subject::Default, Half::Applications, "-1a")]).unwrap();
    assert_eq!(own(&reset, Subject::Default), Some(setting("+* -1a")));
    // A half that the partner left out comes from the default too (A5).
    let mut lame = setting("+1g +*");
    lame.applications = None;
    let value = Some(lame);
    let lame =
        apply(&default, &[Edit::B2b { owner: OURS, subject: ON, setting: IN, value }]).unwrap();
    let made = apply(&lame, &[half(ON, Half::UsersAndGroups, "+2g")]).unwrap();
    assert_eq!(own(&made, ON), Some(setting("+2g -1a")));
}

#[test]
fn trust_is_written_whole_and_none_inherits() {
    let mfa = Setting::Trust(Claim::Mfa);
    let device = Setting::Trust(Claim::CompliantDevice);
    let default = apply(&scene(), &[switch(Subject::Default, device, Some(true))]).unwrap();
    let trust = |workspace: &Workspace| {
        let partner = workspace.draft.partner(OURS, PARTNER).unwrap();
        partner.configuration.inbound_trust.clone()
    };
    let on = apply(&default, &[switch(ON, mfa, Some(true))]).unwrap();
    let all = trust(&on).unwrap();
    let claims = Claim::ALL.map(|claim| all.claim(claim));
    assert_eq!(claims, [Some(true), Some(true), Some(false)], "the default's word is written down");
    let back = apply(&on, &[switch(ON, mfa, None)]).unwrap();
    assert_eq!(trust(&back), None, "the service inherits the property as a whole");
    let off = apply(&default, &[switch(Subject::Default, device, None)]).unwrap();
    let value = resolve_bool(off.draft.policy(OURS).unwrap(), Subject::Default, device);
    assert!(
        !value.unwrap().value,
        "on the default there is nothing to inherit from but the service"
    );
}

#[test]
fn none_takes_back_to_what_is_inherited() {
    let before = scene();
    let consent = |direction| Setting::Consent(direction);
    #[rustfmt::skip]
    let table: &[(Edit, Edit)] = &[
        (b2b(ON, IN, "-* -*"), Edit::B2b { owner: OURS, subject: ON, setting: IN, value: None }),
        (switch(ON, consent(Direction::Inbound), Some(true)), switch(ON, consent(Direction::Inbound), None)),
        (switch(ON, Setting::Sync(SyncKind::Users), Some(true)), switch(ON, Setting::Sync(SyncKind::Users), None)),
        (switch(ON, Setting::Sync(SyncKind::Groups), Some(false)), switch(ON, Setting::Sync(SyncKind::Groups), None)),
        (switch(ON, Setting::Trust(Claim::Mfa), Some(true)), switch(ON, Setting::Trust(Claim::Mfa), None)),
    ];
    for (there, back) in table {
        let after = apply(&before, std::slice::from_ref(there)).unwrap();
        assert_ne!(after, before);
        assert_eq!(apply(&after, std::slice::from_ref(back)).unwrap(), before, "{back:?}");
    }
    // Each direction of redemption and each kind of object by itself.
    let both =
        [Direction::Inbound, Direction::Outbound].map(|d| switch(ON, consent(d), Some(true)));
    let after = apply(&before, &both).unwrap();
    let after = apply(&after, &[switch(ON, consent(Direction::Inbound), None)]).unwrap();
    let left =
        after.draft.partner(OURS, PARTNER).unwrap().configuration.automatic_user_consent.clone();
    assert_eq!(left, Some(AutomaticUserConsent { outbound: Some(true), ..Default::default() }));
    // On the default null is no way back: the service default is written out.
    let none = Edit::B2b { owner: OURS, subject: Subject::Default, setting: IN, value: None };
    let after = apply(&before, &[b2b(Subject::Default, IN, "-* -*"), none]).unwrap();
    let default = after.draft.policy(OURS).unwrap().default.clone().unwrap();
    assert_eq!(default.configuration.b2b(IN), service_default().b2b(IN));
}

#[test]
fn a_touched_default_is_no_longer_the_services_until_it_is_reset() {
    let flag = |workspace: &Workspace| {
        workspace.draft.policy(OURS).unwrap().default.as_ref().unwrap().is_service_default
    };
    let reset = apply(&scene(), &[Edit::ResetDefault { owner: OURS }]).unwrap();
    assert_eq!(flag(&reset), Some(true));
    let fallback = Some(FallbackIdentityProvider::EmailOneTimePasscode);
    let order = RedemptionOrder { fallback, ..RedemptionOrder::default() };
    for edit in [
        b2b(Subject::Default, IN, "-* -*"),
        switch(Subject::Default, Setting::Trust(Claim::Mfa), Some(true)),
        Edit::Redemption { owner: OURS, order },
    ] {
        let after = apply(&reset, &[edit]).unwrap();
        assert_eq!(flag(&after), Some(false));
        assert_eq!(apply(&after, &[Edit::ResetDefault { owner: OURS }]).unwrap(), reset);
    }
    let partner = apply(&reset, &[b2b(ON, IN, "-* -*")]).unwrap();
    assert_eq!(flag(&partner), Some(true), "what a partner is given does not touch the default");
}

#[test]
fn edits_are_told_in_words() {
    let mfa = Setting::Trust(Claim::Mfa);
    let trust = |subject| switch(subject, mfa, Some(true));
    let synced = Subject::Partner(SYNCED);
    let domain = |text: &str| DomainName::parse(text).unwrap();
    let domains = |allowed: &[&'static str], blocked: &[&'static str]| Edit::Domains {
        owner: OURS,
        allowed: allowed.iter().map(|text| domain(text)).collect(),
        blocked: blocked.iter().map(|text| domain(text)).collect(),
    };
    let half = |text| Edit::Half {
        owner: OURS,
        subject: Subject::Default,
        setting: IN,
        half: Half::Applications,
        value: list(Half::Applications, text),
    };
    let id = "00000000-0000-0000-0000-00000000000c";
    #[rustfmt::skip]
    let table: &[(Vec<Edit>, String)] = &[
        (vec![], "nothing".into()),
        (vec![trust(ON)], format!("{id}: trust MFA on")),
        (vec![trust(Subject::Default)], "default of Alpha: trust MFA on".into()),
        (vec![trust(ON), trust(synced)], "2 partners: trust MFA on".into()),
        (vec![trust(ON), trust(Subject::Default)], format!("{id}: trust MFA on and 1 more")),
        (vec![switch(ON, mfa, None)], format!("{id}: trust MFA inherited")),
        (vec![switch(ON, Setting::Consent(Direction::Inbound), Some(false))], format!("{id}: automatic redemption inbound off")),
        (vec![switch(ON, Setting::Sync(SyncKind::Users), Some(true))], format!("{id}: synchronise users in on")),
        (vec![b2b(ON, IN, "+2g1u +*")], format!("{id}: inbound B2B collaboration allow 2 groups and 1 user, allow all")),
        (vec![b2b(ON, IN, "-0g -1a")], format!("{id}: inbound B2B collaboration block nothing, block 1 app")),
        (vec![half("-2a")], "default of Alpha: inbound collaboration, what block 2 apps".into()),
        (vec![Edit::B2b { owner: OURS, subject: ON, setting: IN, value: None }], format!("{id}: inbound B2B collaboration inherited")),
        (vec![Edit::B2b { owner: OURS, subject: ON, setting: IN, value: Some(B2bSetting::default()) }], format!("{id}: inbound B2B collaboration unsaid, unsaid")),
        (vec![Edit::ResetDefault { owner: OURS }], "Alpha: default reset to the service default".into()),
        (vec![Edit::AddPartner { owner: OURS, partner: Box::new(Partner::new(THEIRS)) }], "Alpha: partner Beta added".into()),
        (vec![Edit::RemovePartner { owner: OURS, partner: THEIRS }], "Alpha: partner Beta removed".into()),
        (vec![Edit::CloudEndpoints { owner: OURS, endpoints: vec![] }], "Alpha: other clouds none".into()),
        (vec![Edit::CloudEndpoints { owner: OURS, endpoints: vec![CloudEndpoint::China] }], "Alpha: other clouds partner.microsoftonline.cn".into()),
        (vec![Edit::InvitesFrom { owner: OURS, value: AllowInvitesFrom::Everyone }], "Alpha: invitations by everyone, guests too".into()),
        (vec![domains(&[], &[])], "Alpha: any domain may be invited".into()),
        (vec![domains(&["a.b"], &[])], "Alpha: only 1 domain may be invited".into()),
        (vec![domains(&["a.b", "c.d"], &[])], "Alpha: only 2 domains may be invited".into()),
        (vec![domains(&[], &["a.b"])], "Alpha: 1 domain may not be invited".into()),
        (vec![Edit::Note { owner: OURS, partner: THEIRS, note: None }], "Beta: note".into()),
        (vec![Edit::AddTenant(Box::new(Tenant { display_name: "Gamma".into(), ..Tenant::default() }))], "tenant Gamma made known".into()),
    ];
    for (edits, want) in table {
        assert_eq!(words(&scene(), edits), *want);
    }
}

proptest! {
    #![proptest_config(arbitrary::cases(192))]

    #[test]
    fn an_edit_is_made_once_and_a_way_out_leads_out(
        workspace in arbitrary::open_workspace(),
        edits in prop::collection::vec(arbitrary::edit(), 1..4),
    ) {
        prop_assert!(!words(&workspace, &edits).is_empty());
        match apply(&workspace, &edits) {
            Ok(after) => {
                // Setting what is set changes nothing.
                let sets = |edit: &&Edit| matches!(
                    edit,
                    Edit::B2b { .. } | Edit::Half { .. } | Edit::Switch { .. } | Edit::ResetDefault { .. }
                );
                if let Some(last) = edits.last().filter(sets) {
                    prop_assert_eq!(apply(&after, std::slice::from_ref(last)), Ok(after));
                }
            }
            Err(refused) => {
                prop_assert!(!refused.reason.is_empty());
                if let ([edit], Some(fix)) = (edits.as_slice(), refused.fix) {
                    // A partner that comes with several mistakes has them mended one by one.
                    if !matches!(edit, Edit::AddPartner { .. }) {
                        prop_assert!(apply(&workspace, &fix.edits).is_ok(), "{}", fix.label);
                    }
                }
            }
        }
    }
}

#[test]
fn an_edit_of_a_synchronisation_says_what_changed() {
    let mut before = SyncConfiguration {
        display_name: "Nurses".to_owned(),
        source: OURS,
        target: THEIRS,
        ..SyncConfiguration::default()
    };
    let text = |text: &str| {
        Some(MappingSource { expression: Some(text.into()), ..MappingSource::default() })
    };
    let mapping = ObjectMapping {
        source_object_name: Some("User".to_owned()),
        target_object_name: Some("User".to_owned()),
        attribute_mappings: vec![AttributeMapping {
            target: "mail".to_owned(),
            source: text("[mail]"),
            ..AttributeMapping::default()
        }],
        ..ObjectMapping::default()
    };
    let rule = SyncRule { object_mappings: vec![mapping], ..SyncRule::default() };
    before.schema.rules = vec![rule];
    let mut workspace = scene();
    workspace.synchronizations.insert(before.id, Arc::new(before.clone()));
    let said = |bend: &dyn Fn(&mut SyncConfiguration)| {
        let mut after = before.clone();
        bend(&mut after);
        let edit = Edit::Synchronization { id: before.id, configuration: Some(Box::new(after)) };
        words(&workspace, &[edit])
    };
    #[expect(clippy::type_complexity, reason = "a table")]
    #[rustfmt::skip]
    let table: &[(&dyn Fn(&mut SyncConfiguration), &str)] = &[
        (&|_| {}, "Nurses: unchanged"),
        (&|one| one.users_mut().unwrap().attribute_mappings[0].source = text("ToLower([mail])"), "Nurses: mail is now ToLower([mail])"),
        (&|one| one.users_mut().unwrap().attribute_mappings[0].source = None, "Nurses: mail is left alone"),
        (&|one| one.users_mut().unwrap().attribute_mappings[0].flow_type = Some(FlowType::ObjectAddOnly), "Nurses: mail is written on creation only"),
        (&|one| one.users_mut().unwrap().attribute_mappings[0].default_value = Some("x@y.z".into()), "Nurses: mail is x@y.z on creation where nothing is given"),
        (&|one| one.users_mut().unwrap().attribute_mappings.clear(), "Nurses: mail is no longer mapped"),
        (&|one| one.users_mut().unwrap().flow_types = Some("Add".into()), "Nurses: update is off and 1 more"),
        (&|one| one.sync_all = true, "Nurses: everyone is in scope"),
        (&|one| one.deletion_threshold = Some(7), "Nurses: 7 deletions stop a cycle"),
        (&|one| one.display_name = "Doctors".into(), "Nurses: is called Doctors"),
    ];
    for (bend, want) in table {
        assert_eq!(said(*bend), *want);
    }
}
