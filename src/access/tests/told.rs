//! What a trace tells besides the verdict: which half it turned on, which questions stay open, who
//! is named.

use super::scene::*;
use crate::access::Verdict::*;
use crate::access::{Answer, Gate, InviterRole, Line, Outcome, Question, Stage};
use crate::domain::{AllowInvitesFrom, B2b, Claim, Cloud, CloudEndpoint, ConditionalAccess, Half};
use crate::wire;

use Half::{Applications as Apps, UsersAndGroups as Users};

fn line(answer: &Answer, gate: Gate) -> &Line {
    answer.trace.iter().find(|line| line.gate == gate).unwrap()
}

/// The half on which Contoso's inbound setting turns, and the target that matched there.
fn turned(text: &str, question: &Question) -> (Outcome, Half, Option<String>) {
    let answer = World::new().inbound(text).ask(question);
    let line = line(&answer, Gate::ResourceInbound);
    (line.would, line.part.unwrap(), line.matched.clone())
}

#[test]
fn the_half_that_decides_is_named() {
    use Outcome::{Block, Pass, Unknown};
    let all_users = || Some("AllUsers".to_owned());
    let all_apps = || Some("AllApplications".to_owned());
    let fm = || Some(FM.to_string());
    let payroll = || Some(PAYROLL.to_string());
    #[rustfmt::skip]
    let table = [
        // setting, who opens what, outcome, half, what matched there
        ("U+ All, A+ All", (FAY, WIKI), Pass, Apps, all_apps()),
        ("U+ FM, A+ All", (FAY, WIKI), Pass, Users, fm()),
        ("U+ FM, A+ All", (FINN, WIKI), Block, Users, None),
        ("U+ All, A+ Payroll", (FAY, PAYROLL), Pass, Apps, payroll()),
        ("U+ All, A+ Payroll", (FAY, WIKI), Block, Apps, None),
        ("U+ FM, A+ Payroll", (FAY, WIKI), Block, Apps, None),
        ("U+ FM, A+ Payroll", (FINN, WIKI), Block, Users, None),
        ("U+ All, A- Payroll", (FAY, PAYROLL), Block, Apps, payroll()),
        ("U+ FM, A- Payroll", (FAY, WIKI), Pass, Users, fm()),
        ("U- FM, A+ All", (FAY, WIKI), Block, Users, fm()),
        ("U- FM, A+ All", (FINN, WIKI), Pass, Users, None),
        ("U- FM, A+ Payroll", (FINN, WIKI), Block, Apps, None),
        // Two block lists: only the pair is stopped.
        ("U- All, A- All", (FAY, WIKI), Block, Apps, all_apps()),
        ("U- FM, A- Payroll", (FAY, PAYROLL), Block, Users, fm()),
        ("U- FM, A- Payroll", (FAY, WIKI), Pass, Apps, None),
        ("U- FM, A- Payroll", (FINN, PAYROLL), Pass, Users, None),
        ("U- FM, A- Payroll", (FINN, WIKI), Pass, Users, None),
        ("U- FM, A- All", (FINN, WIKI), Pass, Users, None),
        ("U+ Gone, A+ All", (FAY, WIKI), Unknown, Users, None),
        ("U+ Gone, A+ Payroll", (FAY, WIKI), Block, Apps, None),
        ("U+ All, A+ AllMicrosoftApps", (FAY, WIKI), Block, Apps, None),
        ("U? All, A+ All", (FAY, WIKI), Unknown, Users, all_users()),
    ];
    for (text, (user, app), outcome, half, matched) in table {
        let found = turned(text, &knock(user, app));
        assert_eq!(found, (outcome, half, matched), "{text}, {user} to {app}");
    }
}

#[test]
fn an_allow_list_of_domains_against_a_default_that_blocks_is_an_open_question() {
    let closed = || World::new().default(C, B2b::CollaborationInbound, "U- All, A- All");
    let listed = |world: World| world.domains(&["fabrikam.com"], &[]);
    let asked = invite(FAY, "fay@fabrikam.com");
    let open = |world: World, question: &Question| {
        let answer = world.ask(question);
        line(&answer, Gate::ResourceInbound).ambiguities.contains(&"A16")
    };
    assert!(open(listed(closed()), &asked));
    assert!(!open(closed(), &asked), "no list");
    assert!(!open(closed().domains(&["tailspin.com"], &[]), &asked), "another domain");
    assert!(!open(closed().domains(&[], &["tailspin.com"]), &asked), "a block list");
    assert!(!open(listed(World::new()), &asked), "the default lets them in");
    let by_partner = World::new().inbound("U- All, A- All");
    assert!(!open(listed(by_partner), &asked), "the partner's own block is plain");
    let signs_in = Question { stage: Stage::SignIn, ..asked };
    assert!(!open(listed(closed()), &signs_in), "a sign-in asks no domain list");
}

#[test]
fn an_invitation_is_for_no_application_in_particular() {
    let asked = invite(FAY, "fay@fabrikam.com");
    let told = |text: &str| {
        let answer = World::new().inbound(text).ask(&asked);
        let line = line(&answer, Gate::ResourceInbound).clone();
        (line.would, line.ambiguities.contains(&"A7"), line.because)
    };
    let (outcome, open, because) = told("U+ All, A+ Payroll");
    assert_eq!((outcome, open), (Outcome::Pass, false));
    assert!(because.contains("for no application in particular"), "{because}");
    let (outcome, open, because) = told("U- All, A- All");
    assert_eq!((outcome, open), (Outcome::Block, false));
    assert!(because.contains("all applications are blocked"), "{because}");
    // Who is blocked could still open the applications that are not listed.
    let (outcome, open, because) = told("U- FM, A- Payroll");
    assert_eq!((outcome, open), (Outcome::Block, true));
    assert!(because.contains("for no application in particular"), "{because}");
    let (outcome, ..) = told("U+ All, A+ ");
    assert_eq!(outcome, Outcome::Unknown, "an empty list says nothing");
    // A list that cannot be read is not taken for a group that is not in the workspace.
    assert_eq!(World::new().inbound("U+ All, A+ ").verdict(&asked), Invalid);
    assert_eq!(World::new().inbound("U+ Gone, A+ All").verdict(&asked), DependsOnPartner);
}

#[test]
fn two_block_lists_are_explained_where_they_surprise() {
    let said = |text: &str, user, app| {
        let answer = World::new().inbound(text).ask(&knock(user, app));
        line(&answer, Gate::ResourceInbound).because.contains("two block lists stop only")
    };
    assert!(said("U- FM, A- Payroll", FAY, WIKI));
    assert!(said("U- FM, A- Payroll", FINN, PAYROLL));
    assert!(!said("U- FM, A- Payroll", FINN, WIKI), "neither is listed");
    assert!(!said("U- FM, A- Payroll", FAY, PAYROLL), "it is stopped");
    assert!(!said("U- FM, A+ Wiki", FINN, WIKI), "one block list");
    assert!(!said("U+ FM, A- Payroll", FAY, WIKI), "one block list");
}

#[test]
fn the_way_back_of_direct_connect_is_told() {
    let one_way = || {
        World::new().partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ Office365").partner(
            F,
            C,
            B2b::DirectConnectOutbound,
            "U+ All, A+ Office365",
        )
    };
    let both_ways = || {
        one_way().partner(F, C, B2b::DirectConnectInbound, "U+ FM, A+ Office365").partner(
            C,
            F,
            B2b::DirectConnectOutbound,
            "U+ All, A+ Office365",
        )
    };
    let said = |world: World| {
        let answer = world.ask(&direct(knock(FAY, TEAMS)));
        assert_eq!(answer.verdict, Allowed);
        line(&answer, Gate::SharedChannel).because.clone()
    };
    assert!(said(one_way()).ends_with("the way back is closed, which one page reads as needed"));
    assert!(said(both_ways()).ends_with("the way back is open as well"));
    let half = both_ways().partner(F, C, B2b::DirectConnectInbound, "U- All, A- All");
    assert!(said(half).contains("the way back is closed"));
}

#[test]
fn synchronisation_into_a_blocking_setting_is_an_open_question() {
    let asked = Question { stage: Stage::Synchronisation, ..knock(FAY, WIKI) };
    let open = |world: World| {
        let answer = world.ask(&asked);
        let sides = [Gate::HomeOutbound, Gate::ResourceInbound];
        sides.map(|gate| line(&answer, gate).ambiguities.contains(&"A11"))
    };
    assert_eq!(open(World::new()), [false, false]);
    assert_eq!(open(World::new().inbound("U- All, A- All")), [false, true]);
    let out = World::new().partner(F, C, B2b::CollaborationOutbound, "U- All, A- All");
    assert_eq!(open(out), [true, false]);
}

#[test]
fn a_cloud_nobody_knows_is_not_taken_for_another() {
    let mut world = World::new();
    world.tenant_mut(F).cloud = Cloud::Other("moon".into());
    assert_eq!(world.verdict(&knock(FAY, WIKI)), Invalid);
    let two_far = |a: Cloud, b: Cloud| {
        let mut world = World::new();
        world.tenant_mut(F).cloud = a;
        world.tenant_mut(C).cloud = b;
        for (owner, end) in [(C, CloudEndpoint::UsGovernment), (F, CloudEndpoint::China)] {
            world.policy_mut(owner).allowed_cloud_endpoints.push(end);
        }
        let world = world.inbound("U+ All, A+ All");
        world.partner(F, C, B2b::CollaborationOutbound, "U+ All, A+ All").verdict(&knock(FAY, WIKI))
    };
    assert_eq!(two_far(Cloud::UsGovernment, Cloud::China), Blocked, "this pair does not work");
    assert_eq!(two_far(Cloud::China, Cloud::China), Allowed, "one cloud");
}

#[test]
fn a_guest_who_invites_needs_a_role_or_the_right_level() {
    let ask = |user_type: &str, role: Option<InviterRole>| {
        let mut world = World::new().invites(AllowInvitesFrom::AdminsGuestInvitersAndAllMembers);
        let directory = std::sync::Arc::make_mut(world.directories.get_mut(&C).unwrap());
        let carl = directory.users.iter_mut().find(|user| user.id == CARL).unwrap();
        carl.user_type = user_type.to_owned();
        let asked =
            Question { inviter: Some(CARL), inviter_role: role, ..invite(FAY, "fay@fabrikam.com") };
        let answer = world.ask(&asked);
        let line = line(&answer, Gate::Inviter);
        (line.would, line.because.contains("the roles of the inviter are not known"))
    };
    assert_eq!(ask("Guest", Some(InviterRole::Plain)), (Outcome::Block, false));
    assert_eq!(ask("Guest", Some(InviterRole::Entitled)), (Outcome::Pass, false));
    assert_eq!(ask("Guest", None), (Outcome::Unknown, true), "that is what has to be told");
    assert_eq!(ask("Member", Some(InviterRole::Plain)), (Outcome::Pass, false));
    assert_eq!(ask("", Some(InviterRole::Plain)), (Outcome::Unknown, false));
}

/// Contoso's Conditional Access, as it lies in a workspace.
fn under(policies: &str) -> World {
    let mut world = World::new().trust(true, true);
    let text = format!(r#"{{"policies":[{policies}]}}"#);
    let held: ConditionalAccess = wire::from_slice(text.as_bytes()).unwrap();
    world.tenant_mut(C).conditional_access = Some(held.into());
    world
}

fn policy(name: &str, who: &str, rest: &str) -> String {
    format!(
        r#"{{{name}"state":"enabled","conditions":{{"users":{who},"applications":{{"includeApplications":["All"]}}}},{rest}}}"#
    )
}

const EVERYBODY: &str = r#"{"includeUsers":["All"]}"#;

fn said(world: &World, question: &Question) -> String {
    let answer = world.ask(question);
    line(&answer, Gate::ConditionalAccess).because.clone()
}

#[test]
fn a_policy_is_called_by_its_name_or_else_its_id() {
    let grant = r#""grantControls":{"operator":"OR","builtInControls":["block"]}"#;
    let id = r#""id":"00000000-0000-0000-0000-0000000000ca","#;
    let asked = knock(FAY, WIKI);
    for (name, called) in [
        (r#""displayName":"Guests","#.to_owned(), "the policy `Guests` blocks"),
        (
            format!(r#"{id}"displayName":"","#),
            "the policy 00000000-0000-0000-0000-0000000000ca blocks",
        ),
        (String::new(), "the policy without a name blocks"),
    ] {
        let world = under(&policy(&name, EVERYBODY, grant));
        assert!(said(&world, &asked).starts_with(called), "{}", said(&world, &asked));
    }
    let strong = |inner: &str| {
        let grant =
            format!(r#""grantControls":{{"operator":"OR","authenticationStrength":{{{inner}}}}}"#);
        said(&under(&policy("", EVERYBODY, &grant)), &asked)
    };
    assert!(strong(r#""displayName":"Keys""#).contains("the strength `Keys`"));
    let id = r#""id":"00000000-0000-0000-0000-000000000009""#;
    assert!(strong(&format!(r#"{id},"displayName":"""#)).contains("the strength 00000000-"));
    assert!(strong("").contains("an authentication strength"));
}

#[test]
fn policies_that_do_not_apply_are_counted() {
    let off = |state: &str| {
        let text = policy("", EVERYBODY, r#""grantControls":null"#);
        text.replace("enabled", state)
    };
    let asked = knock(FAY, WIKI);
    assert!(
        said(&under(&off("disabled")), &asked).contains("the one Conditional Access policy of")
    );
    let two = format!("{},{}", off("disabled"), off("enabledForReportingButNotEnforced"));
    assert!(said(&under(&two), &asked).contains("none of the 2 Conditional Access policies of"));
}

#[test]
fn what_is_not_known_of_a_policy_is_named() {
    let grant = r#""grantControls":{"operator":"OR","builtInControls":["block"]}"#;
    let asked = knock(FAY, WIKI);
    let someone = r#"{"includeUsers":["00000000-0000-0000-0000-000000000777"]}"#;
    let world = under(&policy("", someone, grant));
    assert!(said(&world, &asked).contains("whether it picks this person is not known"));
    let app = policy("", EVERYBODY, grant).replace(r#"["All"]}}"#, r#"["Strange"]}}"#);
    assert!(said(&under(&app), &asked).contains("whether it picks this application is not known"));
}

#[test]
fn the_harder_of_grant_and_session_counts() {
    let frequency = r#""sessionControls":{"signInFrequency":{"isEnabled":true}}"#;
    let with = |grant: &str| {
        let rest = format!(r#""grantControls":{grant},{frequency}"#);
        under(&policy("", EVERYBODY, &rest))
            .partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ All")
            .partner(F, C, B2b::DirectConnectOutbound, "U+ All, A+ All")
    };
    let block = r#"{"operator":"OR","builtInControls":["block"]}"#;
    let mfa = r#"{"operator":"OR","builtInControls":["mfa"]}"#;
    let (guest, channel) = (knock(FAY, TEAMS), direct(knock(FAY, TEAMS)));
    // Collaboration: the session asks for nothing that is not met, so the grant is told.
    assert!(said(&with(block), &guest).contains("blocks"));
    assert!(said(&with(mfa), &guest).contains("wants MFA"));
    // Direct connect supports no session control; of two stops the grant is told.
    assert!(said(&with(mfa), &channel).contains("direct connect does not support"));
    assert!(said(&with(block), &channel).contains("blocks"));
}

#[test]
fn a_step_of_direct_connect_is_an_open_question_for_mfa_alone() {
    let open = |control: &str, question: Question| {
        let grant =
            format!(r#""grantControls":{{"operator":"OR","builtInControls":["{control}"]}}"#);
        let world = under(&policy("", EVERYBODY, &grant))
            .partner(C, F, B2b::DirectConnectInbound, "U+ All, A+ All")
            .partner(F, C, B2b::DirectConnectOutbound, "U+ All, A+ All");
        let answer = world.ask(&question);
        let line = line(&answer, Gate::ConditionalAccess);
        (line.would, line.ambiguities.contains(&"A9"))
    };
    let (guest, channel) = (knock(FAY, TEAMS), direct(knock(FAY, TEAMS)));
    let proven = Question { has: [Claim::Mfa].into(), ..channel.clone() };
    assert_eq!(open("mfa", channel.clone()), (Outcome::Step, true));
    assert_eq!(open("mfa", proven), (Outcome::Pass, false), "nothing is left to be asked for");
    assert_eq!(open("mfa", guest), (Outcome::Step, false));
    assert_eq!(open("compliantDevice", channel), (Outcome::Step, false));
}

#[test]
fn who_is_synchronised_is_a_member() {
    let grant = r#""grantControls":{"operator":"OR","builtInControls":["block"]}"#;
    let kinds = |kinds: &str, tenants: &str| {
        let who = format!(
            r#"{{"includeGuestsOrExternalUsers":{{"guestOrExternalUserTypes":"{kinds}"{tenants}}}}}"#
        );
        under(&policy("", &who, grant))
    };
    let synced = Question { stage: Stage::Synchronisation, ..knock(FAY, WIKI) };
    let would = |world: World, question: &Question| {
        let answer = world.ask(question);
        line(&answer, Gate::ConditionalAccess).would
    };
    assert_eq!(would(kinds("b2bCollaborationMember", ""), &synced), Outcome::Block);
    assert_eq!(would(kinds("b2bCollaborationGuest", ""), &synced), Outcome::Pass);
    let signs_in = knock(FAY, WIKI);
    assert_eq!(would(kinds("b2bCollaborationMember", ""), &signs_in), Outcome::Unknown);
    let both = "b2bCollaborationMember,b2bCollaborationGuest";
    let of = |how: &str, member: &str| {
        format!(r#","externalTenants":{{"membershipKind":"{how}","members":["{member}"]}}"#)
    };
    let (fabrikam, third) = (F.to_string(), T.to_string());
    assert_eq!(would(kinds(both, &of("enumerated", &fabrikam)), &signs_in), Outcome::Block);
    assert_eq!(would(kinds(both, &of("enumerated", &third)), &signs_in), Outcome::Pass);
    assert_eq!(would(kinds(both, &of("other", &third)), &signs_in), Outcome::Unknown);
}
