//! Lists of people, of applications and of mail domains: what matches, and what is said of it.

use super::scene::*;
use crate::access::Verdict::{self, *};
use crate::access::{Answer, Gate, Line, Outcome, Question, Stage};
use crate::domain::{AllowInvitesFrom, KNOWN_APPS, OFFICE_365_APPS};

fn line(answer: &Answer, gate: Gate) -> &Line {
    answer.trace.iter().find(|line| line.gate == gate).unwrap()
}

#[test]
fn targets_of_a_list_are_alternatives_and_the_surest_counts() {
    let gone = "00000000-0000-0000-0000-00000000dead";
    let (fm, fay) = (FM.to_string(), FAY.to_string());
    let nobody = [""; 0].as_slice();
    #[rustfmt::skip]
    let table: &[(&str, Verdict, Option<&str>, &[&str])] = &[
        // setting, may fay pass, by which target, open questions
        ("U+ FM, A+ All",       Allowed, Some(&fm), nobody),
        ("U+ finn FM, A+ All",  Allowed, Some(&fm), nobody),
        ("U+ Gone FM, A+ All",  Allowed, Some(&fm), nobody),
        ("U+ FM Gone, A+ All",  Allowed, Some(&fm), nobody),
        ("U+ fay FM, A+ All",   Allowed, Some(&fay), nobody),
        // Not documented is only that a group in a group counts: no matter where fay stands herself.
        ("U+ FN, A+ All",       Allowed, None, &["A4"]),
        ("U+ FN FM, A+ All",    Allowed, Some(&fm), nobody),
        ("U+ FM FN, A+ All",    Allowed, Some(&fm), nobody),
        ("U+ FN Gone, A+ All",  Allowed, None, &["A4"]),
        ("U- Gone FM, A+ All",  Blocked, Some(&fm), nobody),
        ("U+ finn, A+ All",     Blocked, None, nobody),
        ("U+ finn Gone, A+ All", DependsOnPartner, None, nobody),
        ("U+ Gone finn, A+ All", DependsOnPartner, None, nobody),
    ];
    for (text, verdict, by, open) in table {
        let answer = World::new().inbound(text).ask(&knock(FAY, WIKI));
        assert_eq!(answer.verdict, *verdict, "{text}");
        let line = line(&answer, Gate::ResourceInbound);
        assert!(by.is_none() || line.matched.as_deref() == *by, "{text}: {:?}", line.matched);
        assert_eq!(line.ambiguities, *open, "{text}");
        let is_missing = line.because.contains(gone);
        assert_eq!(is_missing, *verdict == DependsOnPartner, "{text}: {}", line.because);
    }
}

#[test]
fn what_matched_is_named() {
    let mut world = World::new();
    let fabrikam = std::sync::Arc::make_mut(world.directories.get_mut(&F).unwrap());
    fabrikam.groups[0].display_name = "Marketing".to_owned();
    let asked = knock(FAY, PAYROLL);
    let two = Question { other_app: Some(WIKI), ..asked.clone() };
    let wiki = format!("applications ({WIKI})");
    let nested = format!("users (group {FN})");
    #[rustfmt::skip]
    let table: &[(&str, &Question, &str)] = &[
        ("U+ FM, A+ All",    &asked, "users (group Marketing)"),
        ("U+ FN, A+ All",    &asked, &nested),
        ("U+ fay, A+ All",   &asked, "users (by object id)"),
        ("U+ All, A+ All",   &asked, "users (AllUsers)"),
        ("U+ All, A+ Payroll", &asked, "applications (by application id)"),
        // A request that names two applications: which of them it was.
        ("U+ All, A+ Payroll", &two, "applications (by application id)"),
        ("U+ All, A+ Wiki",  &two, &wiki),
    ];
    for (text, question, words) in table {
        let answer = world.clone().inbound(text).ask(question);
        let because = &line(&answer, Gate::ResourceInbound).because;
        assert!(because.contains(words), "{text}: {because}");
    }
}

#[test]
fn microsofts_own_applications_are_known_without_a_directory() {
    let mut world = World::new().inbound("U+ All, A+ AllMicrosoftApps");
    world.directories.remove(&C);
    let published = KNOWN_APPS.iter().map(|known| known.id);
    for app in published.chain(OFFICE_365_APPS.iter().map(|(app, _)| *app)) {
        assert_eq!(world.verdict(&knock(FAY, app)), Allowed, "{app}");
    }
    assert_eq!(world.verdict(&knock(FAY, WIKI)), DependsOnPartner, "nobody says who made it");
}

/// The documentation is silent on sub-domains and wildcards; names are compared whole.
#[test]
fn whether_a_listed_domain_means_its_sub_domains_is_an_open_question() {
    let eu = "fay@eu.fabrikam.com";
    let fabrikam = "fay@fabrikam.com";
    #[rustfmt::skip]
    let table: &[(&[&str], &str, bool, bool)] = &[
        // list, address, on it, open
        (&["fabrikam.com"],                       eu,       false, true),
        (&["*.fabrikam.com"],                     eu,       false, true),
        (&["tailspin.com", "fabrikam.com"],       eu,       false, true),
        (&["fabrikam.com"],                       fabrikam, true,  false),
        (&["tailspin.com"],                       fabrikam, false, false),
        (&["brikam.com"],                         fabrikam, false, false),
        (&["eu.fabrikam.com"],                    fabrikam, false, false),
        (&["fabrikam.com", "eu.fabrikam.com"],    eu,       true,  false),
    ];
    for (list, address, is_listed, is_open) in table {
        let asked = invite(FAY, address);
        for allows in [true, false] {
            let world = World::new();
            let world = if allows { world.domains(list, &[]) } else { world.domains(&[], list) };
            let answer = world.ask(&asked);
            let want = if *is_listed == allows { Allowed } else { Blocked };
            assert_eq!(answer.verdict, want, "{address} against {list:?}, allows: {allows}");
            let open = line(&answer, Gate::DomainList).ambiguities.contains(&"A13");
            assert_eq!(open, *is_open, "{address} against {list:?}, allows: {allows}");
        }
    }
}

/// Synchronisation fails where invitations are off, and asks for nobody's role.
#[test]
fn synchronisation_needs_no_inviter() {
    use Outcome::{Block, Pass, Unknown};
    let asked = Question { stage: Stage::Synchronisation, ..knock(FAY, WIKI) };
    let told = |value: AllowInvitesFrom| {
        let answer = World::new().invites(value).ask(&asked);
        let line = line(&answer, Gate::Inviter);
        (line.would, line.error)
    };
    for value in [
        AllowInvitesFrom::Everyone,
        AllowInvitesFrom::AdminsGuestInvitersAndAllMembers,
        AllowInvitesFrom::AdminsAndGuestInviters,
    ] {
        assert_eq!(told(value.clone()), (Pass, None), "{value:?}");
    }
    assert_eq!(told(AllowInvitesFrom::None), (Block, Some("AzureActiveDirectoryForbidden")));
    assert_eq!(told(AllowInvitesFrom::Other("onTuesdays".into())), (Unknown, None));
    let mut unseen = World::new();
    unseen.tenant_mut(C).external = None;
    let answer = unseen.ask(&asked);
    assert_eq!(line(&answer, Gate::Inviter).would, Unknown, "nobody knows whether they are off");
}
