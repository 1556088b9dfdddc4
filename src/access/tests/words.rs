//! Every kind of sentence that an answer is made of, to be read through in one place.

use super::conditional::{open, policy, strength, under, wants, with};
use super::examples::{consent, in_cloud, synchronised, ticked};
use super::scene::*;
use crate::access::{Identity, InviterRole, Outcome, Question, Stage, explain};
use crate::domain::{AllowInvitesFrom, B2b, Claim, Cloud, CloudEndpoint, ConditionalAccess};
use crate::wire;

type Row = (String, World, Question);

fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "+",
        Outcome::Block => "x",
        Outcome::Step => ">",
        Outcome::Unknown => "?",
        Outcome::NotReached => ".",
    }
}

/// What is said of all of these, under what is asked.
fn said(rows: Vec<Row>) -> String {
    let mut out = String::new();
    for (title, world, question) in rows {
        let answer = world.ask(&question);
        for line in explain(&answer, &world.estate, &title, &sign) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

#[test]
fn of_settings() {
    let mut rows: Vec<Row> = Vec::new();
    for text in [
        "U+ All, A+ All",
        "U+ FM, A+ Payroll",
        "U- FM, A- Payroll",
        "U- All, A- All",
        "U- FM, A- All",
        "U+ FN, A+ All",
        "U+ Gone, A+ All",
        "U+ Tomorrow, A+ All",
        "U+ All, A+ Office365",
        "U? All, A+ All",
    ] {
        rows.push((format!("fay, {text}"), World::new().inbound(text), knock(FAY, WIKI)));
    }
    for text in ["U+ CE, A+ All", "U- CE, A+ FApp", "U+ All, A+ Office365"] {
        let world = World::new().partner(C, F, B2b::CollaborationOutbound, text);
        rows.push((format!("cara leaves, {text}"), world, leave(CARA, FAPP)));
    }
    let kept = World::new().partner(F, C, B2b::CollaborationOutbound, "U- All, A- All");
    rows.push(("kept at home".into(), kept.clone(), knock(FAY, WIKI)));
    rows.push(("kept at home, shut".into(), kept.inbound("U- All, A- All"), knock(FAY, WIKI)));
    let shut = World::new().default(C, B2b::CollaborationInbound, "U- All, A- All");
    rows.push(("by a default".into(), shut, knock(FAY, WIKI)));
    rows.push(("home unseen".into(), World::new().unseen(F), knock(FAY, WIKI)));
    rows.push(("resource unseen".into(), World::new().unseen(C), knock(FAY, WIKI)));
    let stranger = Question { resource: T, ..knock(FAY, WIKI) };
    rows.push(("to a stranger".into(), World::new(), stranger));
    let other = Question { identity: Identity::Other, ..knock(FAY, WIKI) };
    rows.push(("another identity".into(), World::new(), other));
    rows.push(("direct connect, at first".into(), World::new(), direct(knock(FAY, TEAMS))));
    rows.push(("direct connect, open".into(), open(false, false), direct(knock(FAY, TEAMS))));
    let world = World::new().default(C, B2b::TenantRestrictions, "U- All, A- All");
    let tagged = Question { home: F, resource: F, network: Some(C), ..knock(FAY, FAPP) };
    rows.push(("tagged".into(), world.clone(), tagged.clone()));
    let let_through = world.partner(C, F, B2b::TenantRestrictions, "U+ FM, A+ FApp");
    rows.push(("tagged, on the list".into(), let_through, tagged));
    let far = || in_cloud(F, Cloud::UsGovernment, World::new());
    rows.push(("another cloud".into(), far(), knock(FAY, WIKI)));
    let home = ticked(F, CloudEndpoint::Global, far());
    let both = ticked(C, CloudEndpoint::UsGovernment, home);
    rows.push(("another cloud, ticked".into(), both.clone(), knock(FAY, WIKI)));
    let mut added = both;
    added.partner_mut(F, C);
    added.partner_mut(C, F);
    rows.push(("another cloud, added".into(), added, knock(FAY, WIKI)));
    let strange = in_cloud(C, Cloud::Other("moon".into()), far());
    rows.push(("a cloud from tomorrow".into(), strange, knock(FAY, WIKI)));
    insta::assert_snapshot!(said(rows));
}

#[test]
fn of_invitations_and_what_follows() {
    let mut rows: Vec<Row> = Vec::new();
    let fay = || invite(FAY, "fay@fabrikam.com");
    for value in AllowInvitesFrom::KNOWN {
        for role in [None, Some(InviterRole::Entitled), Some(InviterRole::Plain)] {
            let question = Question { inviter_role: role, ..fay() };
            let title = format!("{} {role:?}", value.word());
            rows.push((title, World::new().invites(value.clone()), question));
        }
    }
    let members = World::new().invites(AllowInvitesFrom::AdminsGuestInvitersAndAllMembers);
    let nobody = Question { inviter: None, ..fay() };
    rows.push(("who invites is not told".into(), members.clone(), nobody));
    let finn = Question { inviter: Some(FINN), ..fay() };
    rows.push(("who invites is not ours".into(), members, finn));
    let odd = World::new().invites(AllowInvitesFrom::Other("onTuesdays".into()));
    rows.push(("a word from tomorrow".into(), odd, fay()));
    for (allowed, blocked) in [
        (&["fabrikam.com"][..], &[][..]),
        (&["tailspin.com"], &[]),
        (&[], &["fabrikam.com"]),
        (&[], &["tailspin.com"]),
        (&["fabrikam.com"], &["tailspin.com"]),
    ] {
        let world = World::new().domains(allowed, blocked);
        rows.push((format!("{allowed:?} {blocked:?}"), world.clone(), fay()));
        rows.push((format!("{allowed:?} {blocked:?}, no address"), world, invite(FAY, "")));
    }
    for (out, inbound) in [(true, true), (true, false), (false, true)] {
        let mut world = World::new();
        consent(&mut world, out, inbound);
        rows.push((format!("redemption {out} {inbound}"), world, fay()));
    }
    for (out, inbound) in [(true, true), (false, true)] {
        let mut world = World::new();
        let question = synchronised(&mut world);
        consent(&mut world, out, inbound);
        rows.push((format!("synchronised {out} {inbound}"), world, question));
    }
    let sync = Question { stage: Stage::Synchronisation, ..knock(FAY, WIKI) };
    rows.push(("not to be synchronised".into(), World::new(), sync));
    for value in [Some(true), Some(false), None] {
        let mut world = World::new();
        world.external_mut().self_service_sign_up = value;
        let address = Some("fay@fabrikam.com".to_owned());
        let question = Question { stage: Stage::SignUp, address, ..knock(FAY, WIKI) };
        rows.push((format!("sign-up {value:?}"), world.clone(), question.clone()));
        let listed = world.domains(&["tailspin.com"], &[]);
        rows.push((format!("sign-up {value:?}, not on the list"), listed, question));
    }
    insta::assert_snapshot!(said(rows));
}

#[test]
fn of_policies() {
    let grant = |grant: &str| policy(&format!(r#""grantControls":{grant}"#), "");
    let policies = [
        ("MFA", wants("mfa")),
        ("a compliant device", wants("compliantDevice")),
        ("a hybrid device", wants("domainJoinedDevice")),
        ("an approved application", wants("approvedApplication")),
        ("a password change", wants("passwordChange")),
        ("from tomorrow", wants("retinaScan")),
        ("a block", wants("block")),
        ("MFA strength", strength(2)),
        ("phishing resistant", strength(4)),
        ("a strength of their own", strength(9)),
        ("either", grant(r#"{"operator":"OR","builtInControls":["mfa","compliantDevice"]}"#)),
        ("both", grant(r#"{"operator":"AND","builtInControls":["mfa","compliantDevice"]}"#)),
        (
            "joined somehow",
            grant(r#"{"operator":"XOR","builtInControls":["mfa","compliantDevice"]}"#),
        ),
        ("joined by nothing", grant(r#"{"builtInControls":["mfa","compliantDevice"]}"#)),
        ("one, joined by nothing", grant(r#"{"builtInControls":["mfa"]}"#)),
        ("a block beside MFA", grant(r#"{"operator":"OR","builtInControls":["block","mfa"]}"#)),
        ("terms", grant(r#"{"operator":"AND","termsOfUse":["t"]}"#)),
        (
            "a control of their own",
            grant(r#"{"operator":"AND","customAuthenticationFactors":["x"]}"#),
        ),
        (
            "a session",
            policy(
                r#""grantControls":null"#,
                r#","sessionControls":{"signInFrequency":{"isEnabled":true,"value":1}}"#,
            ),
        ),
        ("nothing", policy(r#""grantControls":null"#, "")),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (name, policy) in &policies {
        for (trust, claims) in [(false, &[][..]), (true, &[]), (true, &[Claim::Mfa])] {
            let world = under(open(trust, trust), &[policy]);
            let title = format!("{name}, trust {trust}, {claims:?}");
            rows.push((title.clone(), world.clone(), with(claims)));
            if !trust || claims.is_empty() {
                let question = direct(with(claims));
                rows.push((format!("{title}, direct connect"), world.clone(), question));
            }
            if trust && claims.is_empty() {
                let question = Question { identity: Identity::Other, ..with(claims) };
                rows.push((format!("{title}, another identity"), world, question));
            }
        }
    }
    let none = under(open(false, false), &[&wants("mfa").replace("enabled", "disabled")]);
    rows.push(("one that is off".into(), none, with(&[])));
    let two = under(open(false, false), &[&wants("mfa"), &wants("compliantDevice")]);
    rows.push(("two".into(), two.clone(), with(&[])));
    let kept = two.partner(F, C, B2b::CollaborationOutbound, "U- All, A- All");
    rows.push(("two, behind a block".into(), kept, with(&[])));
    let twice = under(open(false, false), &[&wants("mfa"), &strength(2)]);
    rows.push(("one step for two".into(), twice, with(&[])));
    rows.push(("no policy at all".into(), under(open(false, false), &[]), with(&[])));
    let mut alone = open(false, false);
    let own = r#"{"policies":[],"authenticationStrengths":[{"id":"00000000-0000-0000-0000-000000000009"}]}"#;
    let held: ConditionalAccess = wire::from_slice(own.as_bytes()).unwrap();
    assert_eq!(held.strengths.len(), 1);
    alone.tenant_mut(C).conditional_access = Some(held.into());
    rows.push(("strengths came alone".into(), alone, with(&[])));
    insta::assert_snapshot!(said(rows));
}
