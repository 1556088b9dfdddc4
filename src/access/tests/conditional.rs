//! Conditional Access with and without trust: examples E24 to E30, and every row of the table.

use super::scene::*;
use crate::access::Verdict::{self, *};
use crate::access::{Gate, Identity, Outcome, Question, Step};
use crate::domain::{B2b, Claim, ConditionalAccess};
use crate::wire;

const ALL_EXTERNAL: &str = r##"{"guestOrExternalUserTypes":"internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser","externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}}"##;

pub fn policy(grant: &str, rest: &str) -> String {
    format!(
        r#"{{"id":"00000000-0000-0000-0000-0000000000ca","displayName":"Externals","state":"enabled","conditions":{{"users":{{"includeGuestsOrExternalUsers":{ALL_EXTERNAL}}},"applications":{{"includeApplications":["All"]}},"clientAppTypes":["all"]}},{grant}{rest}}}"#
    )
}

pub fn wants(control: &str) -> String {
    policy(&format!(r#""grantControls":{{"operator":"OR","builtInControls":["{control}"]}}"#), "")
}

pub fn strength(id: u8) -> String {
    policy(
        &format!(
            r#""grantControls":{{"operator":"OR","authenticationStrength":{{"id":"00000000-0000-0000-0000-00000000000{id}"}}}}"#
        ),
        "",
    )
}

pub fn under(world: World, policies: &[&str]) -> World {
    let mut world = world;
    let text = format!(r#"{{"policies":[{}]}}"#, policies.join(","));
    let held: ConditionalAccess = wire::from_slice(text.as_bytes()).unwrap();
    world.tenant_mut(C).conditional_access = Some(held.into());
    world
}

/// Open both ways, for both kinds.
pub fn open(mfa: bool, device: bool) -> World {
    World::new()
        .partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ All")
        .partner(F, C, B2b::DirectConnectOutbound, "U+ All, A+ All")
        .trust(mfa, device)
}

pub fn with(claims: &[Claim]) -> Question {
    Question { has: claims.iter().copied().collect(), ..knock(FAY, WIKI) }
}

#[test]
fn whose_proof_counts() {
    use Claim::{CompliantDevice, HybridJoinedDevice, Mfa};
    let mfa = wants("mfa");
    let compliant = wants("compliantDevice");
    let hybrid = wants("domainJoinedDevice");
    let terms = policy(r#""grantControls":{"operator":"AND","termsOfUse":["t"]}"#, "");
    let frequency = policy(
        r#""grantControls":null"#,
        r#","sessionControls":{"signInFrequency":{"isEnabled":true,"value":1}}"#,
    );
    let off = policy(
        r#""grantControls":null"#,
        r#","sessionControls":{"signInFrequency":{"isEnabled":false}}"#,
    );
    let either = policy(
        r#""grantControls":{"operator":"OR","builtInControls":["mfa","compliantDevice"]}"#,
        "",
    );
    let both = policy(
        r#""grantControls":{"operator":"AND","builtInControls":["mfa","compliantDevice"]}"#,
        "",
    );
    let custom =
        policy(r#""grantControls":{"operator":"AND","customAuthenticationFactors":["x"]}"#, "");
    let block = wants("block");
    let approved = wants("approvedApplication");
    let password = wants("passwordChange");
    let future = wants("retinaScan");
    let (multi, resistant, own) = (strength(2), strength(4), strength(9));
    let none: &[Claim] = &[];
    let home = Some(Step::MfaInHomeTenant);
    let here = Some(Step::MfaInResourceTenant);
    let device = Some(Step::DeviceInHomeTenant);
    let accept = Some(Step::TermsOfUse);
    #[rustfmt::skip]
    #[expect(clippy::type_complexity, reason = "a table")]
    let table: Vec<(&str, &str, bool, bool, &[Claim], (Verdict, Option<Step>), (Verdict, Option<&str>))> = vec![
        // name, policy, trusts MFA and devices, claims, collaboration, direct connect
        ("E24", &mfa, false, false, none, (StepRequired, here), (Blocked, Some("AADSTS90071"))),
        ("E25", &mfa, true, false, &[Mfa], (Allowed, None), (Allowed, None)),
        ("E26", &mfa, true, false, none, (StepRequired, home), (StepRequired, None)),
        ("E27", &mfa, false, false, &[Mfa], (StepRequired, here), (Blocked, Some("AADSTS90071"))),
        ("E29", &compliant, false, false, &[CompliantDevice], (Blocked, None), (Blocked, Some("AADSTS53000"))),
        ("E30", &compliant, false, true, &[CompliantDevice], (Allowed, None), (Allowed, None)),
        ("a device is shown at home", &compliant, false, true, none, (StepRequired, device), (StepRequired, None)),
        ("hybrid", &hybrid, false, true, &[HybridJoinedDevice], (Allowed, None), (Allowed, None)),
        ("hybrid, no trust", &hybrid, true, false, &[HybridJoinedDevice], (Blocked, None), (Blocked, Some("AADSTS53001"))),
        ("MFA as a strength", &multi, true, false, &[Mfa], (Allowed, None), (Allowed, None)),
        ("phishing resistant, trusted", &resistant, true, false, &[Mfa], (StepRequired, home), (StepRequired, None)),
        ("phishing resistant, not trusted", &resistant, false, false, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS90071"))),
        ("a strength of their own, not trusted", &own, false, false, none, (DependsOnPartner, None), (Blocked, Some("AADSTS90071"))),
        ("block", &block, true, true, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS53003"))),
        ("terms of use", &terms, true, true, none, (StepRequired, accept), (DependsOnPartner, None)),
        ("sign-in frequency", &frequency, true, true, none, (Allowed, None), (DependsOnPartner, None)),
        ("sign-in frequency, off", &off, true, true, none, (Allowed, None), (Allowed, None)),
        ("approved application", &approved, true, true, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS53003"))),
        ("password change", &password, true, true, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS53003"))),
        ("a custom control", &custom, true, true, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS53003"))),
        ("either", &either, true, false, none, (StepRequired, home), (StepRequired, None)),
        ("either, met", &either, false, true, &[CompliantDevice], (Allowed, None), (Allowed, None)),
        ("both", &both, true, false, &[Mfa], (Blocked, None), (Blocked, Some("AADSTS53000"))),
        ("a control from tomorrow", &future, true, true, &[Mfa], (Invalid, None), (Invalid, None)),
    ];
    for (name, policy, mfa, device, claims, (verdict, step), (direct_verdict, error)) in table {
        let world = under(open(mfa, device), &[policy]);
        let answer = world.ask(&with(claims));
        assert_eq!(answer.verdict, verdict, "{name}: {:#?}", answer.trace);
        assert_eq!(answer.steps.first().copied(), step, "{name}");
        let answer = world.ask(&direct(with(claims)));
        assert_eq!(answer.verdict, direct_verdict, "{name}, direct connect: {:#?}", answer.trace);
        assert_eq!(answer.error, error, "{name}, direct connect");
        assert!(!answer.guest_object);
    }
}

#[test]
fn a_policy_applies_to_those_it_picks() {
    let block = |users: &str, apps: &str, rest: &str| {
        format!(
            r#"{{"id":"00000000-0000-0000-0000-0000000000ca","state":"enabled","conditions":{{"users":{users},"applications":{apps}{rest}}},"grantControls":{{"operator":"OR","builtInControls":["block"]}}}}"#
        )
    };
    let all = r#"{"includeApplications":["All"]}"#;
    let everyone = r#"{"includeUsers":["All"]}"#;
    let enumerated = |id: &str| {
        format!(
            r#"{{"includeGuestsOrExternalUsers":{{"guestOrExternalUserTypes":"b2bCollaborationGuest,b2bCollaborationMember","externalTenants":{{"membershipKind":"enumerated","members":["{id}"]}}}}}}"#
        )
    };
    let wiki = WIKI.to_string();
    #[rustfmt::skip]
    let table: Vec<(&str, String, Verdict)> = vec![
        ("everyone", block(everyone, all, ""), Blocked),
        ("nobody", block(r#"{"includeUsers":["None"]}"#, all, ""), Allowed),
        ("guests, as it was once written", block(r#"{"includeUsers":["GuestsOrExternalUsers"]}"#, all, ""), Blocked),
        ("their tenant", block(&enumerated(&F.to_string()), all, ""), Blocked),
        ("another tenant", block(&enumerated(&T.to_string()), all, ""), Allowed),
        ("everyone but external people", block(&format!(r#"{{"includeUsers":["All"],"excludeGuestsOrExternalUsers":{ALL_EXTERNAL}}}"#), all, ""), Allowed),
        ("guests only, and who knows what she is", block(r#"{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest","externalTenants":{"membershipKind":"all"}}}"#, all, ""), DependsOnPartner),
        ("a group of ours", block(r#"{"includeGroups":["00000000-0000-0000-0000-000000000001"]}"#, all, ""), DependsOnPartner),
        ("everyone but a group of ours", block(r#"{"includeUsers":["All"],"excludeGroups":["00000000-0000-0000-0000-000000000001"]}"#, all, ""), DependsOnPartner),
        ("this application", block(everyone, &format!(r#"{{"includeApplications":["{wiki}"]}}"#), ""), Blocked),
        ("all but this application", block(everyone, &format!(r#"{{"includeApplications":["All"],"excludeApplications":["{wiki}"]}}"#), ""), Allowed),
        ("the suite", block(everyone, r#"{"includeApplications":["Office365"]}"#, ""), Allowed),
        ("a user action", block(everyone, r#"{"includeUserActions":["urn:user:registersecurityinfo"]}"#, ""), Allowed),
        ("a filter", block(everyone, r#"{"includeApplications":[],"applicationFilter":{"mode":"include","rule":"x"}}"#, ""), DependsOnPartner),
        ("any place", block(everyone, all, r#","locations":{"includeLocations":["All"],"excludeLocations":[]}"#), Blocked),
        ("some place", block(everyone, all, r#","locations":{"includeLocations":["AllTrusted"]}"#), DependsOnPartner),
        ("at risk", block(everyone, all, r#","signInRiskLevels":["high"]"#), DependsOnPartner),
        ("report only", block(everyone, all, "").replace(r#""enabled""#, r#""enabledForReportingButNotEnforced""#), Allowed),
        ("disabled", block(everyone, all, "").replace(r#""enabled""#, r#""disabled""#), Allowed),
        ("a state from tomorrow", block(everyone, all, "").replace(r#""enabled""#, r#""sometimes""#), Invalid),
    ];
    for (name, policy, want) in table {
        let answer = under(open(true, true), &[&policy]).ask(&with(&[]));
        assert_eq!(answer.verdict, want, "{name}: {:#?}", answer.trace);
    }
    let place = block(everyone, all, r#","locations":{"includeLocations":["AllTrusted"]}"#);
    let answer = under(open(true, true), &[&place]).ask(&with(&[]));
    assert!(answer.deciding().unwrap().because.ends_with("not evaluated: locations"));
}

#[test]
fn trust_says_whose_proof_counts_and_opens_nothing() {
    let mfa = wants("mfa");
    for text in ["U+ All, A+ All", "U- All, A- All", "U+ FM, A+ Payroll"] {
        for (user, app) in [(FAY, PAYROLL), (FAY, WIKI), (FINN, PAYROLL)] {
            let ask = |trust| {
                let world = under(open(trust, trust).inbound(text), &[&mfa]);
                world.ask(&knock(user, app))
            };
            let (without, with) = (ask(false), ask(true));
            assert_eq!(without.verdict, with.verdict, "{text}: only the steps differ");
        }
    }
    let missing = under(open(true, true), &[&mfa]).unseen(C).ask(&knock(FAY, WIKI));
    assert_eq!(missing.verdict, DependsOnPartner);
    let both = under(open(true, true).inbound("U- All, A- All"), &[&wants("block")]);
    let answer = both.ask(&knock(FAY, WIKI));
    assert_eq!(answer.error, Some("AADSTS500213"), "cross-tenant access is asked first");
    let line = answer.trace.iter().find(|line| line.gate == Gate::ConditionalAccess).unwrap();
    assert_eq!((line.outcome, line.ambiguities.as_slice()), (Outcome::NotReached, &["A18"][..]));
    let mut left_out = under(open(true, true), &[&mfa]);
    left_out.partner_mut(C, F).inbound_trust.as_mut().unwrap().mfa = None;
    let answer = left_out.ask(&knock(FAY, WIKI));
    assert_eq!(answer.steps, [Step::MfaInResourceTenant], "the default says no");
    assert_eq!(answer.deciding().unwrap().ambiguities, ["A15"]);
    let a9 = under(open(true, true), &[&mfa]).ask(&direct(knock(FAY, WIKI)));
    assert_eq!(a9.deciding().unwrap().ambiguities, ["A9"]);
}

#[test]
fn other_identities_prove_themselves_in_the_resource_tenant() {
    use Claim::{CompliantDevice, Mfa};
    let google = Question { identity: Identity::Other, ..with(&[Mfa, CompliantDevice]) };
    let ask = |policies: &[&str]| under(open(true, true), policies).ask(&google);
    let mfa = ask(&[&wants("mfa")]);
    assert_eq!(
        (mfa.verdict, mfa.steps.as_slice()),
        (StepRequired, [Step::MfaInResourceTenant].as_slice())
    );
    let device = ask(&[&wants("compliantDevice")]);
    assert_eq!((device.verdict, device.error), (Blocked, Some("AADSTS53000")));
    assert_eq!(ask(&[&wants("block")]).verdict, Blocked);
    assert_eq!(ask(&[&strength(4)]).verdict, DependsOnPartner, "not documented for them");
}
