//! Worked examples, by their numbers in the notes on the domain.

use super::scene::*;
use crate::access::Verdict::{self, *};
use crate::access::{Gate, Identity, InviterRole, Layer, Outcome, Question, Stage, Step};
use crate::domain::{
    AllowInvitesFrom, AutomaticUserConsent, B2b, Cloud, CloudEndpoint, IdentitySynchronization,
    MICROSOFT_TENANTS, Partner, SyncInbound, TenantId,
};

use B2b::{
    CollaborationInbound, CollaborationOutbound, DirectConnectInbound, DirectConnectOutbound,
};

fn svc() -> World {
    World::new()
}

/// E3: the default of Contoso lets nobody in.
fn closed() -> World {
    svc().default(C, CollaborationInbound, "U- All, A- All")
}

fn role(role: InviterRole, question: Question) -> Question {
    Question { inviter_role: Some(role), ..question }
}

/// Both sides open to direct connect.
fn shared() -> World {
    svc().partner(C, F, DirectConnectInbound, "U+ All, A+ Office365").partner(
        F,
        C,
        DirectConnectOutbound,
        "U+ All, A+ Office365",
    )
}

#[test]
fn examples_of_settings() {
    let wiki = |user| knock(user, WIKI);
    let mut e5 = closed().trust(true, false);
    e5.partner_mut(C, F).b2b_collaboration_inbound = None;
    let e7 = || svc().inbound("U+ FM, A- Payroll");
    let e8 = || svc().inbound("U- FM, A- Payroll");
    let e11 = || svc().inbound("U+ FM, A+ Payroll");
    let e12 = || svc().inbound("U+ All, A- Payroll");
    let e19 = || svc().partner(C, F, CollaborationOutbound, "U+ CE, A+ All");
    let away = |user| Question { resource: T, ..leave(user, FAPP) };
    let e52 = || svc().partner(C, F, CollaborationOutbound, "U- All, A- All");
    #[rustfmt::skip]
    let table: Vec<(&str, World, Question, Verdict, Option<&str>)> = vec![
        ("E1",  svc(), invite(FAY, "fay@fabrikam.com"), Allowed, None),
        ("E2",  svc(), direct(knock(FAY, TEAMS)), Blocked, Some("AADSTS500212")),
        ("E3",  closed(), wiki(FAY), Blocked, Some("AADSTS500213")),
        ("E4",  closed().inbound("U+ All, A+ All"), wiki(FAY), Allowed, None),
        ("E5",  e5, wiki(FAY), Blocked, Some("AADSTS500213")),
        ("E6 fay",  svc().inbound("U+ FM, A+ All"), wiki(FAY), Allowed, None),
        ("E6 finn", svc().inbound("U+ FM, A+ All"), wiki(FINN), Blocked, Some("AADSTS500213")),
        ("E7 fay wiki",    e7(), wiki(FAY), Allowed, None),
        ("E7 fay payroll", e7(), knock(FAY, PAYROLL), Blocked, Some("AADSTS500213")),
        ("E7 finn wiki",   e7(), wiki(FINN), Blocked, Some("AADSTS500213")),
        ("E8 fay payroll",  e8(), knock(FAY, PAYROLL), Blocked, Some("AADSTS500213")),
        ("E8 fay wiki",     e8(), wiki(FAY), Allowed, None),
        ("E8 finn payroll", e8(), knock(FINN, PAYROLL), Allowed, None),
        ("E11 payroll", e11(), knock(FAY, PAYROLL), Allowed, None),
        ("E11 wiki",    e11(), wiki(FAY), Blocked, Some("AADSTS500213")),
        ("E12 payroll", e12(), knock(FINN, PAYROLL), Blocked, Some("AADSTS500213")),
        ("E12 wiki",    e12(), wiki(FINN), Allowed, None),
        ("E19 carl to FApp", e19(), leave(CARL, FAPP), Blocked, Some("AADSTS500212")),
        ("E19 cara to FApp", e19(), leave(CARA, FAPP), Allowed, None),
        ("E19 carl elsewhere", e19(), away(CARL), DependsOnPartner, None),
        ("E42", svc().partner(C, F, DirectConnectInbound, "U+ All, A+ Office365"), direct(knock(FAY, TEAMS)), Blocked, Some("AADSTS500212")),
        ("E43 fay",  shared().partner(C, F, DirectConnectInbound, "U+ FM, A+ Office365"), direct(knock(FAY, TEAMS)), Allowed, None),
        ("E43 finn", shared().partner(C, F, DirectConnectInbound, "U+ FM, A+ Office365"), direct(knock(FINN, TEAMS)), Blocked, Some("AADSTS500213")),
        ("E52", e52(), leave(CARA, FAPP), Blocked, Some("AADSTS500212")),
        ("E53 deleted", closed(), wiki(FAY), Blocked, Some("AADSTS500213")),
        ("E55", svc().inbound("U+ FN, A+ All"), wiki(FAY), Allowed, None),
    ];
    for (name, world, question, want, error) in table {
        let answer = world.ask(&question);
        assert_eq!(answer.verdict, want, "{name}: {:#?}", answer.trace);
        assert_eq!(answer.error, error, "{name}");
    }
}

#[test]
fn e19_a_partner_setting_holds_for_that_partner_only() {
    let world = svc().partner(C, F, CollaborationOutbound, "U+ CE, A+ All");
    let answer = world.ask(&Question { resource: T, ..leave(CARL, FAPP) });
    let line = &answer.trace[0];
    assert_eq!((line.gate, line.outcome), (Gate::HomeOutbound, Outcome::Pass));
    assert_eq!(line.origin, Some(Layer::ServiceDefault));
    assert_eq!(answer.deciding().unwrap().gate, Gate::ResourceInbound);
}

#[test]
fn examples_of_invitations() {
    let plain = |q| role(InviterRole::Plain, q);
    let inviter = |q| role(InviterRole::Entitled, q);
    let fay = || invite(FAY, "fay@fabrikam.com");
    let admins = || svc().invites(AllowInvitesFrom::AdminsAndGuestInviters);
    let members = || svc().invites(AllowInvitesFrom::AdminsGuestInvitersAndAllMembers);
    let guest = Question { inviter: Some(FINN), ..fay() };
    #[rustfmt::skip]
    let table: Vec<(&str, World, Question, Verdict, Option<Gate>)> = vec![
        ("E33 invite", svc().domains(&[], &["fabrikam.com"]), invite(FINN, "finn@Fabrikam.com"), Blocked, Some(Gate::DomainList)),
        ("E33 redeemed", svc().domains(&[], &["fabrikam.com"]), knock(FAY, WIKI), Allowed, None),
        ("E34", svc().domains(&["fabrikam.com"], &[]).inbound("U- All, A- All"), fay(), Blocked, Some(Gate::ResourceInbound)),
        ("allow list, allowed", svc().domains(&["fabrikam.com"], &[]), fay(), Allowed, None),
        ("not on the allow list", svc().domains(&["tailspin.com"], &[]), fay(), Blocked, Some(Gate::DomainList)),
        ("sub-domain of a listed one", svc().domains(&["fabrikam.com"], &[]), invite(FAY, "fay@eu.fabrikam.com"), Blocked, Some(Gate::DomainList)),
        ("not on the block list", svc().domains(&[], &["tailspin.com"]), fay(), Allowed, None),
        ("both lists", svc().domains(&["fabrikam.com"], &["tailspin.com"]), fay(), Invalid, Some(Gate::DomainList)),
        ("a list, no address", svc().domains(&[], &["tailspin.com"]), invite(FAY, ""), DependsOnPartner, Some(Gate::DomainList)),
        ("E36", svc().inbound("U- All, A- All"), fay(), Blocked, Some(Gate::ResourceInbound)),
        ("E36 from home", svc().partner(F, C, CollaborationOutbound, "U- All, A- All"), fay(), Blocked, Some(Gate::HomeOutbound)),
        ("E38 member", admins(), plain(fay()), Blocked, Some(Gate::Inviter)),
        ("E38 guest inviter", admins(), inviter(fay()), Allowed, None),
        ("E38 goes on", admins().domains(&[], &["fabrikam.com"]), inviter(fay()), Blocked, Some(Gate::DomainList)),
        ("E38 roles not known", admins(), fay(), DependsOnPartner, Some(Gate::Inviter)),
        ("members may", members(), fay(), Allowed, None),
        ("who is that", members(), guest, DependsOnPartner, Some(Gate::Inviter)),
        ("E39", svc().invites(AllowInvitesFrom::None), inviter(fay()), Blocked, Some(Gate::Inviter)),
        ("a word from tomorrow", svc().invites(AllowInvitesFrom::Other("onTuesdays".into())), fay(), Invalid, Some(Gate::Inviter)),
        ("A7 applications do not matter", svc().inbound("U+ FM, A+ Payroll"), fay(), Allowed, None),
        ("A7 who does", svc().inbound("U+ FM, A+ All"), invite(FINN, "f@fabrikam.com"), Blocked, Some(Gate::ResourceInbound)),
        ("A7 no application left", svc().inbound("U- FM, A- All"), fay(), Blocked, Some(Gate::ResourceInbound)),
    ];
    for (name, world, question, want, gate) in table {
        let answer = world.ask(&question);
        assert_eq!(answer.verdict, want, "{name}: {:#?}", answer.trace);
        assert_eq!(answer.deciding().map(|line| line.gate), gate, "{name}");
    }
    let by_default = closed().domains(&["fabrikam.com"], &[]).ask(&fay());
    assert_eq!(by_default.deciding().unwrap().ambiguities, ["A16"]);
}

pub fn consent(world: &mut World, home_outbound: bool, resource_inbound: bool) {
    world.partner_mut(F, C).automatic_user_consent = Some(AutomaticUserConsent {
        outbound: Some(home_outbound),
        ..AutomaticUserConsent::default()
    });
    world.partner_mut(C, F).automatic_user_consent = Some(AutomaticUserConsent {
        inbound: Some(resource_inbound),
        ..AutomaticUserConsent::default()
    });
}

#[test]
fn e40_the_prompt_is_hidden_only_when_both_say_so() {
    for (out, inbound) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut world = svc();
        consent(&mut world, out, inbound);
        let answer = world.ask(&invite(FAY, "fay@fabrikam.com"));
        let want: &[Step] = if out && inbound { &[] } else { &[Step::ConsentPrompt] };
        assert_eq!(answer.steps, want, "{out} {inbound}");
        assert_eq!(answer.verdict, Allowed);
    }
}

pub fn synchronised(world: &mut World) -> Question {
    let policy = world.policy_mut(C);
    let entry = policy.partners.entry(F).or_insert_with(|| Partner::new(F).into());
    std::sync::Arc::make_mut(entry).identity_synchronization = Some(IdentitySynchronization {
        user_sync_inbound: Some(SyncInbound {
            is_sync_allowed: Some(true),
            ..SyncInbound::default()
        }),
        ..IdentitySynchronization::default()
    });
    Question { stage: Stage::Synchronisation, ..knock(FAY, WIKI) }
}

#[test]
fn examples_of_synchronisation() {
    let mut world = svc();
    let question = synchronised(&mut world);
    consent(&mut world, false, true);
    let e40 = world.ask(&question);
    assert_eq!(e40.error, Some("AzureDirectoryB2BManagementPolicyCheckFailure"));
    consent(&mut world, true, true);
    assert_eq!(world.verdict(&question), Allowed);
    let e39 = world.clone().invites(AllowInvitesFrom::None).ask(&question);
    assert_eq!((e39.verdict, e39.error), (Blocked, Some("AzureActiveDirectoryForbidden")));
    let mut barred = world.clone();
    barred.partner_mut(C, F).b2b_collaboration_inbound = Some(setting("U- All, A- All"));
    let a11 = barred.ask(&question);
    assert_eq!(a11.verdict, Blocked);
    assert_eq!(a11.deciding().unwrap().ambiguities, ["A11"]);
    assert_eq!(svc().verdict(&question), Blocked, "nobody is synchronised unless allowed");
}

pub fn in_cloud(id: TenantId, cloud: Cloud, mut world: World) -> World {
    world.tenant_mut(id).cloud = cloud;
    world
}

pub fn ticked(owner: TenantId, endpoint: CloudEndpoint, mut world: World) -> World {
    world.policy_mut(owner).allowed_cloud_endpoints.push(endpoint);
    world
}

#[test]
fn another_cloud_is_closed_until_both_have_opened_it_and_added_each_other() {
    let there = || in_cloud(F, Cloud::UsGovernment, svc());
    let question = knock(FAY, WIKI);
    let home_ticked = || ticked(F, CloudEndpoint::Global, there());
    let both = || ticked(C, CloudEndpoint::UsGovernment, home_ticked());
    assert_eq!(there().ask(&question).error, Some("AADSTS1000104"));
    assert_eq!(home_ticked().verdict(&question), Blocked, "not added at home");
    assert_eq!(both().verdict(&question), Blocked, "added nowhere");
    let mut added = both();
    added.partner_mut(F, C);
    assert_eq!(added.verdict(&question), Blocked, "added at home only");
    assert_eq!(added.ask(&question).deciding().unwrap().tenant, C);
    added.partner_mut(C, F);
    assert_eq!(added.verdict(&question), Allowed);
    assert_eq!(added.clone().unseen(F).verdict(&question), DependsOnPartner);
    let china = in_cloud(C, Cloud::China, there());
    assert_eq!(china.verdict(&question), Blocked);
    let strange = in_cloud(C, Cloud::Other("moon".into()), there());
    assert_eq!(strange.verdict(&question), Invalid);
    let e44 = in_cloud(F, Cloud::UsGovernment, shared()).ask(&direct(knock(FAY, TEAMS)));
    assert_eq!((e44.verdict, e44.deciding().unwrap().gate), (Blocked, Gate::Cloud));
}

#[test]
fn examples_of_tenant_restrictions() {
    let world = svc().default(C, B2b::TenantRestrictions, "U- All, A- All").partner(
        C,
        F,
        CollaborationOutbound,
        "U+ All, A+ All",
    );
    let tagged = Question {
        home: F,
        user: FAY,
        resource: F,
        app: FAPP,
        network: Some(C),
        ..Question::default()
    };
    let e48 = world.ask(&tagged);
    assert_eq!((e48.verdict, e48.error), (Blocked, Some("AADSTS5000211")));
    assert_eq!(e48.deciding().unwrap().gate, Gate::TenantRestrictions);
    assert!(!e48.guest_object);
    let listed = world.clone().partner(C, F, B2b::TenantRestrictions, "U+ FM, A+ FApp");
    assert_eq!(listed.verdict(&tagged), Allowed);
    assert_eq!(listed.verdict(&Question { user: FINN, ..tagged.clone() }), Blocked);
    // A third tenant's application: restrictions first, then both sides.
    let third = Question { resource: T, ..tagged.clone() };
    assert_eq!(world.ask(&third).deciding().unwrap().gate, Gate::TenantRestrictions);
    assert_eq!(world.verdict(&Question { network: None, ..third }), DependsOnPartner, "E51");
    let own = Question { home: C, user: CARA, ..tagged.clone() };
    assert_eq!(world.verdict(&own), Allowed, "never applied to members of the network's tenant");
    let inner = Question { resource: C, app: WIKI, ..tagged.clone() };
    assert_eq!(world.verdict(&inner), Allowed, "its own applications are for inbound settings");
    let far = in_cloud(F, Cloud::UsGovernment, world.clone());
    assert_eq!(far.verdict(&tagged), Allowed, "not enforced towards another cloud");
    assert_eq!(world.verdict(&Question { network: None, ..tagged.clone() }), Invalid);
    let invited = Question { stage: Stage::Invitation, ..tagged };
    assert_eq!(world.verdict(&invited), Invalid);
}

#[test]
fn who_is_not_of_entra_is_not_judged_by_these_settings() {
    let world = closed();
    let google = Question { identity: Identity::Other, ..knock(FAY, WIKI) };
    let e32 = world.ask(&google);
    assert_eq!((e32.verdict, e32.guest_object), (Allowed, true));
    assert_eq!(e32.trace[0].ambiguities, ["A8"]);
    assert_eq!(world.verdict(&direct(google.clone())), Invalid);
    let synced = Question { stage: Stage::Synchronisation, ..google.clone() };
    assert_eq!(world.verdict(&synced), Invalid);
    let invited = |world: &World| {
        let invited = invite(FAY, "fay@gmail.example");
        world.ask(&Question { identity: Identity::Other, ..invited })
    };
    let open = invited(&world);
    assert_eq!((open.verdict, open.steps.as_slice()), (Allowed, [Step::ConsentPrompt].as_slice()));
    assert_eq!(invited(&world.clone().domains(&[], &["gmail.example"])).verdict, Blocked);
    assert_eq!(invited(&world.invites(AllowInvitesFrom::None)).verdict, Blocked);
}

#[test]
fn a_known_block_wins_over_not_knowing_and_both_are_shown() {
    let question = knock(FAY, WIKI);
    let world = closed().unseen(F);
    let answer = world.ask(&question);
    assert_eq!(answer.verdict, Blocked);
    assert_eq!(answer.deciding().unwrap().tenant, C);
    assert_eq!(answer.trace[0].outcome, Outcome::Unknown);
    assert_eq!(svc().unseen(F).verdict(&question), DependsOnPartner);
    assert_eq!(svc().unseen(C).verdict(&question), DependsOnPartner);
    let both = closed().default(F, CollaborationOutbound, "U- All, A- All").ask(&question);
    assert_eq!(both.error, Some("AADSTS500212"), "home is told first");
    let second = &both.trace[1];
    assert_eq!((second.outcome, second.would), (Outcome::NotReached, Outcome::Block));
    assert_eq!(second.ambiguities, ["A6"]);
}

#[test]
fn membership_that_is_not_known_is_never_a_no() {
    let question = knock(FAY, WIKI);
    for text in ["U+ FM, A+ All", "U- FM, A+ All"] {
        let mut world = svc().inbound(text);
        world.directories.remove(&F);
        let answer = world.ask(&question);
        assert_eq!(answer.verdict, DependsOnPartner, "{text}");
        assert!(answer.deciding().unwrap().because.contains("directory"), "{text}");
        let told_in = world.verdict(&told(&[FM], question.clone()));
        let told_out = world.verdict(&told(&[], question.clone()));
        assert_ne!(told_in, told_out, "{text}");
    }
    let gone = svc().inbound("U- Gone, A+ All");
    assert_eq!(gone.verdict(&question), DependsOnPartner, "a group nobody knows");
    let nested = svc().inbound("U+ FN, A+ All").ask(&question);
    assert_eq!(nested.trace[1].ambiguities, ["A4"]);
    assert_eq!(svc().inbound("U+ FN FM, A+ All").ask(&question).trace[1].ambiguities, [""; 0]);
    let pair = svc().inbound("U- FM, A- All").ask(&knock(FINN, WIKI));
    assert_eq!(pair.trace[1].ambiguities, ["A3"]);
    let two = Question { other_app: Some(PAYROLL), ..question };
    let either = svc().inbound("U+ All, A+ Payroll").ask(&two);
    assert_eq!((either.verdict, either.trace[1].ambiguities.as_slice()), (Allowed, &["A2"][..]));
}

/// No list of what is in the suite is published: only who made an application rules it out.
#[test]
fn what_is_in_the_suite_is_never_guessed() {
    let made_by = |owner: Option<TenantId>| {
        let mut world = svc().inbound("U+ All, A- Office365");
        let directory = world.directories.get_mut(&C).unwrap();
        std::sync::Arc::make_mut(directory).applications[1].owner = owner;
        world
    };
    let wiki = knock(FAY, WIKI);
    assert_eq!(made_by(None).verdict(&wiki), DependsOnPartner);
    assert_eq!(made_by(Some(MICROSOFT_TENANTS[1])).verdict(&wiki), DependsOnPartner);
    assert_eq!(made_by(Some(C)).verdict(&wiki), Allowed);
    assert_eq!(made_by(Some(T)).verdict(&wiki), Allowed);
    assert_eq!(made_by(None).verdict(&knock(FAY, TEAMS)), Blocked);
    let mut unseen = made_by(Some(C));
    unseen.directories.remove(&C);
    let answer = unseen.ask(&wiki);
    assert_eq!(answer.verdict, DependsOnPartner);
    assert!(answer.deciding().unwrap().because.contains("Office 365 suite is not known"));
}

#[test]
fn sentences_are_made_of_the_data() {
    let answer = svc().inbound("U- FM, A- Payroll").ask(&knock(FAY, WIKI));
    let said: Vec<&str> = answer.trace.iter().map(|line| line.because.as_str()).collect();
    assert_eq!(
        said,
        [
            "the application is among the allowed applications (AllApplications), and the user is among the allowed users (AllUsers), so Fabrikam's outbound B2B collaboration, by the service default, lets this pass",
            "the application is not among the blocked applications, and the user is among the blocked users (group 00000000-0000-0000-0000-0000000000f9), so Contoso's inbound B2B collaboration, set for this partner, lets this pass; two block lists stop only a listed user with a listed application",
            "Conditional Access of Contoso is not in the workspace, so it is not known whether a policy stops this",
            "not asked again after the first access, at which a consent prompt is shown: automatic redemption is off outbound in Fabrikam and off inbound in Contoso",
        ]
    );
}
