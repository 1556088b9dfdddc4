//! The two set-ups that a guide would walk through, exactly.

use super::*;
use crate::access::{Question, evaluate};

/// Alpha and Beta: both directions, all users, MFA and compliant devices trusted, direct connect for
/// Teams both ways, defaults shut, everybody else stopped.
#[test]
fn alpha_and_beta_are_ticked_when_applied_and_not_before() {
    let (workspace, directories) = alpha_and_beta();
    let answers = restrictive(members(&workspace), Topology::BothWays);
    let before = checklist(&workspace, &directories, &answers);
    let first = proposal(&workspace, &directories, &answers);
    let after = applied(&workspace, &first);
    let lines = checklist(&after, &directories, &answers);
    assert_eq!(before.len(), 14);
    for line in &lines {
        assert_eq!(line.tick, Tick::Done, "{}: {}", line.title, line.because);
        assert!(line.todo.is_empty() && line.because.is_empty(), "{line:?}");
    }
    // Collaboration is open by the service default, and no policy asks for anything.
    let open: Vec<&str> = before
        .iter()
        .filter(|line| line.tick != Tick::Done)
        .map(|line| line.step.row().id)
        .collect();
    let one = ["directConnect", "trust", "redemption"];
    let closed = ["closed"; 4];
    assert_eq!(open, [one.as_slice(), &one, &closed].concat());
    for line in before.iter().filter(|line| line.tick != Tick::Done) {
        assert!(!line.todo.is_empty(), "{} says nobody what to do", line.title);
        assert!(!line.because.is_empty(), "{}", line.title);
    }
    let again = proposal(&after, &directories, &answers);
    assert_eq!(again.edits, [], "a second run has nothing to propose");
}

/// `CityClinic.com` into `MeridianHealth.com`: 500 people, the group "Clinical Staff", four attributes, leavers
/// deprovisioned.
fn clinic() -> (Workspace, Directories, Answers) {
    let workspace = workspace_of(vec![
        fresh(1, "CityClinic", "cityclinic.com"),
        fresh(2, "MeridianHealth", "meridianhealth.com"),
    ]);
    let all = vec![(1, directory(1, 500, "Clinical Staff")), (2, directory(2, 40, "Everybody"))];
    let [home, resource] = [tenant_of(1), tenant_of(2)];
    let staff = Named { id: group(1, 1).0, name: "Clinical Staff".to_owned(), user: false };
    let answers = Answers {
        sync: Some(vec![Source {
            tenant: home,
            everyone: false,
            assigned: vec![staff],
            rule: Vec::new(),
        }]),
        attributes: Some(Attributes {
            only: Some(
                ["displayName", "department", "jobTitle", "manager"].map(str::to_owned).to_vec(),
            ),
            as_guests: false,
        }),
        leavers: Some(Leavers { deprovision: true, threshold: Some(13), start: false }),
        direct_connect: None,
        closed: None,
        ..restrictive(members(&workspace), Topology::OneWay { home, resource })
    };
    (workspace, directories(all), answers)
}

#[test]
fn the_clinic_sends_its_clinical_staff_and_nothing_more() {
    let (workspace, directories, answers) = clinic();
    let first = proposal(&workspace, &directories, &answers);
    let after = applied(&workspace, &first);
    let held = after.synchronizations.values().next().unwrap();
    assert_eq!(held.display_name, "CityClinic to MeridianHealth");
    assert_eq!((held.source, held.target), (tenant_of(1), tenant_of(2)));
    assert_eq!(held.assigned, [group(1, 1)]);
    assert!(!held.sync_all);
    assert_eq!(held.deletion_threshold, Some(13));
    let users = held.users().unwrap();
    assert!(users.does(ObjectAction::Delete));
    let mapped: Vec<&str> =
        users.attribute_mappings.iter().map(|row| row.target.as_str()).collect();
    assert_eq!(
        mapped,
        [
            "IsSoftDeleted",
            "accountEnabled",
            "department",
            "displayName",
            "jobTitle",
            "manager",
            "userPrincipalName",
            "alternativeSecurityIds",
            "showInAddressList",
            "mail",
            "userType",
        ]
    );
    // The other way round nothing is said, and nobody is synchronised back.
    let back = after.draft.partner(tenant_of(1), tenant_of(2)).unwrap();
    assert_eq!(back.identity_synchronization, None);
    assert_eq!(back.configuration.b2b_collaboration_inbound, None);
    assert_eq!(proposal(&after, &directories, &answers).edits, []);
    let lines = checklist(&after, &directories, &answers);
    assert!(lines.iter().any(|line| line.step == Step::Sync));
    assert!(lines.iter().all(|line| line.tick == Tick::Done), "{lines:#?}");
}

#[test]
fn the_set_up_of_the_clinic_is_ticked_by_state() {
    use Tick::{Done, Open, Unknown};

    let (workspace, directories, answers) = clinic();
    let first = proposal(&workspace, &directories, &answers);
    let after = applied(&workspace, &first);
    let held = after.synchronizations.values().next().unwrap();
    let ticks = |workspace: &Workspace, configuration: &SyncConfiguration| {
        let done = setup(workspace, &directories, configuration, None);
        Stage::ALL.map(|stage| done.tick(stage))
    };
    assert_eq!(ticks(&workspace, held), [Open, Open, Open, Unknown, Open]);
    assert_eq!(ticks(&after, held), [Done, Done, Done, Unknown, Open]);
    let started = Answers {
        leavers: Some(Leavers { deprovision: true, threshold: Some(13), start: true }),
        ..answers.clone()
    };
    let second = proposal(&after, &directories, &started);
    assert_eq!(second.edits.len(), 1, "only the schedule");
    let running = applied(&after, &second);
    let held = running.synchronizations.values().next().unwrap();
    assert_eq!(ticks(&running, held), [Done, Done, Done, Unknown, Done]);
    // An answer never stops a job that runs.
    assert_eq!(proposal(&running, &directories, &answers).edits, []);
    // Each open line says in which tenant, with which role.
    let lines = setup(&workspace, &directories, held, None).lines;
    let open = lines.iter().filter(|line| line.tick != Done);
    for line in open {
        let todo = line.todo.as_ref().unwrap();
        assert!(!todo.duty.role.is_empty() && todo.duty.source.contains(':'), "{todo:?}");
    }
}

#[test]
fn what_is_not_ours_is_asked_and_not_edited() {
    let (mut workspace, directories) = alpha_and_beta();
    let beta = Tenant {
        ownership: Ownership::Theirs,
        policy: None,
        external: None,
        conditional_access: None,
        ..fresh(2, "Beta", "beta.example")
    };
    workspace.draft.tenants.insert(beta.id, Arc::new(beta));
    let answers = restrictive(members(&workspace), Topology::BothWays);
    let done = proposal(&workspace, &directories, &answers);
    assert!(done.staged.iter().all(|one| one.owner == tenant_of(1)));
    assert!(done.asked.iter().all(|one| one.owner == tenant_of(2)));
    // What is asked of Beta is what would be staged there, but for what already holds by default.
    let (whole, _) = alpha_and_beta();
    let both = proposal(&whole, &directories, &answers);
    let staged = both.staged.iter().filter(|one| one.owner == tenant_of(2));
    let staged: Vec<&str> = staged.map(|one| one.words.as_str()).collect();
    for words in staged {
        assert!(done.asked.iter().any(|one| one.words == words), "{words} is not asked");
    }
    let after = applied(&workspace, &done);
    let lines = checklist(&after, &directories, &answers);
    let stopped = lines.iter().filter(|line| line.tick == Tick::Open).count();
    assert_eq!(stopped, 0, "what Beta says is not known, so nothing is denied: {lines:#?}");
    // What Alpha alone decides is known: whose proof counts in it, and its own default.
    let done = lines.iter().filter(|line| line.tick == Tick::Done);
    let done: Vec<&str> = done.map(|line| line.title.as_str()).collect();
    assert_eq!(
        done,
        [
            "MFA and compliant devices of Beta count in Alpha",
            "nobody else comes into Alpha",
            "people of Alpha go nowhere else",
        ]
    );
}

#[test]
fn a_partner_nobody_has_heard_of_becomes_known() {
    let workspace = workspace_of(vec![fresh(1, "Alpha", "alpha.example")]);
    let mut all = members(&workspace);
    all.push(Member { id: tenant_of(7), name: "Gamma".to_owned(), cloud: None, ours: false });
    let answers = restrictive(all, Topology::BothWays);
    let done = proposal(&workspace, &nobody(), &answers);
    let after = applied(&workspace, &done);
    assert_eq!(after.draft.tenant(tenant_of(7)).unwrap().display_name, "Gamma");
    assert!(proposal(&after, &nobody(), &answers).edits.is_empty());
    assert!(done.asked.iter().any(|one| one.owner == tenant_of(7)));
}

#[test]
fn a_hub_of_a_hundred_has_one_relation_a_spoke() {
    let workspace =
        workspace_of((1..=100).map(|n| fresh(n, &format!("T{n}"), "t.example")).collect());
    let hub = Topology::Hub { centre: tenant_of(1), ways: Ways::In };
    let answers = restrictive(members(&workspace), hub);
    assert_eq!(answers.pairs().len(), 99);
    let mesh = Answers { topology: Some(Topology::FullMesh), ..answers.clone() };
    assert_eq!(mesh.pairs().len(), 100 * 99);
    let done = proposal(&workspace, &nobody(), &answers);
    let after = applied(&workspace, &done);
    assert_eq!(proposal(&after, &nobody(), &answers).edits, []);
    // A spoke lets nobody of another spoke in.
    let question = Question {
        home: tenant_of(2),
        resource: tenant_of(3),
        app: app(3, 1),
        ..Question::default()
    };
    let told = evaluate(&after.draft, &nobody(), &question);
    assert_eq!(told.verdict, crate::access::Verdict::Blocked);
}
