//! What the usual answers leave alone, and what is not finished.

use super::*;
use crate::edit::Edit;

/// Alpha, which is ours, with a partner that inherits its default; and Beta, which is not.
fn with_others() -> Workspace {
    let beta = Tenant { ownership: Ownership::Theirs, ..fresh(2, "Beta", "beta.example") };
    let mut workspace = workspace_of(vec![fresh(1, "Alpha", "alpha.example"), beta]);
    let tenant = Arc::make_mut(workspace.draft.tenants.get_mut(&tenant_of(1)).unwrap());
    let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
    policy.partners.insert(tenant_of(5), Arc::new(Partner::new(tenant_of(5))));
    workspace
}

/// How many settings of everybody else are staged, and asked for.
fn defaults(workspace: &Workspace, answers: &Answers) -> (usize, usize) {
    let done = proposal(workspace, &nobody(), answers);
    let staged = done.staged.iter().filter(|one| one.step == Step::Closed).count();
    (staged, done.asked.iter().filter(|one| one.step == Step::Closed).count())
}

#[test]
fn the_usual_answers_leave_every_default_as_it_is() {
    let workspace = with_others();
    let usual = Answers::recommended(members(&workspace), Topology::BothWays);
    assert!(Step::Closed.is_answered(&usual));
    assert_eq!(Step::Closed.answer(&workspace, &usual), "the defaults stay as they are");
    assert_eq!(defaults(&workspace, &usual), (0, 0));
    let done = proposal(&workspace, &nobody(), &usual);
    assert!(done.faults.iter().all(|fault| fault.step != Step::Closed), "{:?}", done.faults);
    let asked = request(&workspace, &usual, tenant_of(1), tenant_of(2)).unwrap();
    assert!(asked.asks.iter().all(|ask| ask.place != "default"), "{:?}", asked.asks);
}

/// A default that is not ours is somebody else's business until it is chosen.
#[test]
fn the_default_of_another_house_is_asked_for_only_when_that_was_chosen() {
    let workspace = with_others();
    let closed = |theirs| Answers {
        closed: Some(Closed { inbound: true, outbound: true, theirs }),
        ..Answers::recommended(members(&workspace), Topology::BothWays)
    };
    let (staged, asked) = defaults(&workspace, &closed(false));
    assert!(staged > 0 && asked == 0, "{staged} {asked}");
    let (staged, asked) = defaults(&workspace, &closed(true));
    assert!(staged > 0 && asked > 0, "{staged} {asked}");
    let theirs = |answers: &Answers| {
        let asked = request(&workspace, answers, tenant_of(1), tenant_of(2)).unwrap();
        asked.asks.iter().filter(|ask| ask.place == "default").count()
    };
    assert!(theirs(&closed(false)) == 0 && theirs(&closed(true)) > 0);
    let done = proposal(&workspace, &nobody(), &closed(false));
    let told = done.faults.iter().find(|fault| fault.step == Step::Closed).unwrap();
    assert!(told.sentence.contains("1 partner of Alpha"), "{told:?}");
    let lines = checklist(&workspace, &nobody(), &closed(false));
    let titles: Vec<&str> = lines.iter().map(|line| line.title.as_str()).collect();
    assert!(titles.contains(&"nobody else comes into Alpha"), "{titles:?}");
    assert!(!titles.contains(&"nobody else comes into Beta"), "{titles:?}");
}

fn sending(attribute: &str, operator: &str, values: &[&str]) -> (Workspace, Directories, Answers) {
    let (workspace, directories) = alpha_and_beta();
    let staff = Named { id: group(1, 1).0, name: "Staff".to_owned(), user: false };
    let clause = Clause {
        attribute: attribute.to_owned(),
        operator: operator.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let source =
        Source { tenant: tenant_of(1), everyone: false, assigned: vec![staff], rule: vec![clause] };
    let answers = Answers {
        sync: Some(vec![source]),
        ..Answers::recommended(members(&workspace), Topology::BothWays)
    };
    (workspace, directories, answers)
}

#[test]
fn a_condition_that_is_half_typed_stops_at_its_step() {
    let table: &[(&str, &str, &[&str], &str)] = &[
        ("department", "EQUALS", &[], "`department EQUALS` has no value"),
        ("department", "EQUALS", &[" "], "`department EQUALS` has no value"),
        ("department", "EQUALS", &["a", "b"], "has 2 values; expected one"),
        ("", "EQUALS", &["a"], "names no attribute"),
        ("departmen", "EQUALS", &["a"], "`departmen` is no attribute of a user"),
        ("employeeId", "Greater_Than", &["x"], "a whole number, found `x`"),
        ("department", "REGEX MATCH", &["("], "no regular expression"),
    ];
    for (attribute, operator, values, want) in table {
        let (workspace, directories, answers) = sending(attribute, operator, values);
        let done = proposal(&workspace, &directories, &answers);
        assert!(!done.is_sound());
        let stop = done.faults.iter().find(|fault| fault.sentence.contains(want));
        let stop = stop.unwrap_or_else(|| panic!("{want}: {:?}", done.faults));
        assert_eq!((stop.step, stop.weight), (Step::Sync, Weight::Stop));
    }
    let good: &[(&str, &str, &[&str])] = &[
        ("department", "EQUALS", &["Clinical Staff"]),
        ("companyName", "IS NOT NULL", &[]),
        ("extensionAttribute3", "Includes", &["x"]),
        ("employeeId", "Greater_Than", &["7"]),
    ];
    for (attribute, operator, values) in good {
        let (workspace, directories, answers) = sending(attribute, operator, values);
        let done = proposal(&workspace, &directories, &answers);
        assert!(done.is_sound(), "{attribute}: {:?}", done.faults);
        assert_eq!(vain_filters(&applied(&workspace, &done), &answers), [""; 0]);
    }
}

#[test]
fn a_filter_that_stands_and_cannot_be_evaluated_is_named() {
    let (workspace, directories, answers) = sending("department", "EQUALS", &[]);
    let done = proposal(&workspace, &directories, &answers);
    let after = crate::edit::apply(&workspace, &done.edits).unwrap();
    let told = vain_filters(&after, &answers);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("Alpha to Beta cannot be evaluated"), "{told:?}");
}

#[test]
fn what_is_open_is_told_by_name() {
    let (workspace, _) = alpha_and_beta();
    let blank = Answers::blank(members(&workspace));
    assert_eq!(blank.open().count(), 9);
    assert_eq!(blank.open().next().unwrap().title, "Direction");
    let usual = Answers::recommended(members(&workspace), Topology::BothWays);
    assert_eq!(usual.open().count(), 0);
}

/// A letter never says done of what our own draft takes back.
#[test]
fn what_the_draft_undoes_is_not_said_to_be_done() {
    let (mut workspace, _) = alpha_and_beta();
    let beta = Arc::make_mut(workspace.draft.tenants.get_mut(&tenant_of(2)).unwrap());
    (beta.ownership, beta.policy) = (Ownership::Theirs, None);
    let answers = Answers::recommended(members(&workspace), Topology::BothWays);
    let done = applied(&workspace, &proposal(&workspace, &nobody(), &answers));
    let mut observed = done.clone();
    for tenant in done.draft.tenants.values() {
        let held = Observed { hash: String::new(), tenant: Arc::clone(tenant) };
        observed.observed.insert(tenant.id, held);
    }
    let states = |workspace: &Workspace| {
        let asked = request(workspace, &answers, tenant_of(1), tenant_of(2)).unwrap();
        let deed = asked.ours.iter().find(|deed| deed.setting == "inboundTrust.isMfaAccepted");
        (deed.unwrap().state.clone(), letter(&asked))
    };
    assert_eq!(states(&observed).0, "done");
    let off = Edit::Switch {
        owner: tenant_of(1),
        subject: Subject::Partner(tenant_of(2)),
        setting: Setting::Trust(Claim::Mfa),
        value: Some(false),
    };
    let (state, letter) = states(&crate::edit::apply(&observed, &[off]).unwrap());
    assert_eq!(state, "undone");
    assert!(letter.contains("(`inboundTrust.isMfaAccepted`): done today; our draft changes it"));
}
