//! What ids are called, and the words of questions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::scene::*;
use crate::access::{Gate, Identity, Kind, Layer, Outcome, Stage, Step, Verdict, id_name};
use crate::domain::{AddressEntry, AddressKind, Guid, KNOWN_APPS, OFFICE_365_APPS};

#[test]
fn an_id_is_called_by_whoever_knows_it_best() {
    let mut world = World::new();
    let here = Arc::make_mut(world.directories.get_mut(&C).unwrap());
    here.users[0].display_name = "Cara".to_owned();
    here.groups[0].display_name = "Engineers".to_owned();
    here.applications[0].display_name = "Payroll".to_owned();
    let entry = |name: &str| AddressEntry {
        tenant: C,
        kind: AddressKind::User,
        name: name.to_owned(),
        told_by: String::new(),
    };
    let book: BTreeMap<Guid, AddressEntry> =
        [(CARA.0, entry("Carol")), (CARL.0, entry("Carl")), (TEAMS.0, entry("Our Teams"))].into();
    let empty = BTreeMap::new();
    let (suite, known) = (OFFICE_365_APPS[1], KNOWN_APPS[0]);
    #[rustfmt::skip]
    let table = [
        ("a user of the directory goes before the address book", CARA.0, &book, Some(("Cara", "directory"))),
        ("a group", CE.0, &book, Some(("Engineers", "directory"))),
        ("an application", PAYROLL.0, &book, Some(("Payroll", "directory"))),
        ("a user whose export has no name", CARL.0, &book, Some(("Carl", "address book"))),
        ("nobody knows the name", CARL.0, &empty, None),
        ("another tenant's user", FAY.0, &book, None),
        ("the address book goes before Microsoft", TEAMS.0, &book, Some(("Our Teams", "address book"))),
        ("the suite", suite.0.0, &empty, Some((suite.1, "Microsoft"))),
        ("an application that is published", known.id.0, &empty, Some((known.name, "Microsoft"))),
        ("nothing at all", Guid::from_u128(0xDEAD), &book, None),
    ];
    for (why, id, book, want) in table {
        let found = id_name(&world.directories, book, C, id);
        let found = found.as_ref().map(|(name, source)| (name.as_str(), *source));
        assert_eq!(found, want, "{why}");
    }
}

#[test]
fn words_of_questions_are_those_of_the_command_line() {
    assert_eq!(Kind::ALL.map(Kind::word), ["collaboration", "direct-connect"]);
    let stages = Stage::ALL.map(Stage::word);
    assert_eq!(stages, ["signIn", "invitation", "synchronisation", "signUp"]);
    assert_eq!(Identity::ALL.map(Identity::word), ["entra", "other"]);
    assert_eq!(stages.into_iter().collect::<BTreeSet<_>>().len(), 4);
}

/// Programs read the name of what it is, with a small letter.
#[test]
fn words_of_answers_are_their_names() {
    use Outcome::{Block, NotReached, Pass, Step as Wants, Unknown};
    use Verdict::{Allowed, Blocked, DependsOnPartner, Invalid, StepRequired};

    fn check(all: &[(impl std::fmt::Debug, &str)]) {
        for (what, word) in all {
            let name = format!("{what:?}");
            let (first, rest) = name.split_at(1);
            assert_eq!(*word, format!("{}{rest}", first.to_lowercase()));
        }
    }
    let gates = [
        Gate::Question,
        Gate::TenantRestrictions,
        Gate::Cloud,
        Gate::Inviter,
        Gate::SignUp,
        Gate::DomainList,
        Gate::Synchronisation,
        Gate::HomeOutbound,
        Gate::ResourceInbound,
        Gate::ConditionalAccess,
        Gate::Redemption,
        Gate::SharedChannel,
    ];
    check(&gates.map(|gate| (gate, gate.word())));
    check(&[Pass, Block, Wants, Unknown, NotReached].map(|one| (one, one.word())));
    let verdicts = [Allowed, Blocked, StepRequired, DependsOnPartner, Invalid];
    check(&verdicts.map(|one| (one, one.word())));
    let steps = [
        Step::MfaInResourceTenant,
        Step::MfaInHomeTenant,
        Step::DeviceInHomeTenant,
        Step::TermsOfUse,
        Step::ConsentPrompt,
    ];
    check(&steps.map(|one| (one, one.word())));
    check(&[Layer::Partner, Layer::Default, Layer::ServiceDefault].map(|one| (one, one.word())));
    assert_eq!(
        verdicts.map(Verdict::short),
        ["allowed", "blocked", "allowed with a step", "not known", "cannot be decided"]
    );
    let titles = steps.map(Step::title);
    assert!(titles.iter().all(|title| title.contains(' ')), "{titles:?}");
    assert_eq!(titles.into_iter().collect::<BTreeSet<_>>().len(), steps.len());
    let titles = gates.map(Gate::title);
    assert!(titles.iter().all(|title| title.len() > 5), "{titles:?}");
    assert_eq!(titles.into_iter().collect::<BTreeSet<_>>().len(), gates.len());
    assert_eq!(
        [Layer::Partner, Layer::Default, Layer::ServiceDefault].map(Layer::title),
        ["this partner", "the default", "service default"]
    );
}
