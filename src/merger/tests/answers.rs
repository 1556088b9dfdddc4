use super::*;

#[test]
fn answers_come_back_as_they_were_written() {
    let (workspace, _) = alpha_and_beta();
    let whole = Answers {
        collaboration: Some(Collaboration {
            people: vec![People {
                tenant: tenant_of(1),
                only: vec![Named { id: group(1, 1).0, name: "Staff".to_owned(), user: false }],
            }],
            apps: vec![Apps {
                tenant: tenant_of(2),
                office365: true,
                only: vec![Named { id: app(2, 1).0, name: String::new(), user: false }],
            }],
        }),
        sync: Some(vec![Source {
            tenant: tenant_of(1),
            everyone: false,
            assigned: vec![Named { id: user(1, 1).0, name: "Ada \u{202e}".to_owned(), user: true }],
            rule: vec![Clause {
                attribute: "department".to_owned(),
                operator: "EQUALS".to_owned(),
                values: vec!["Clinical Staff".to_owned()],
            }],
        }]),
        attributes: Some(Attributes {
            only: Some(vec!["displayName".to_owned()]),
            as_guests: true,
        }),
        leavers: Some(Leavers { deprovision: false, threshold: None, start: true }),
        ..restrictive(members(&workspace), Topology::FullMesh)
    };
    let hub = Topology::Hub { centre: tenant_of(1), ways: Ways::Out };
    let way = Topology::OneWay { home: tenant_of(1), resource: tenant_of(2) };
    let all = [
        whole.clone(),
        Answers::blank(Vec::new()),
        Answers { topology: Some(hub), ..whole.clone() },
        Answers { topology: Some(way), ..whole },
    ];
    for answers in all {
        let text = write_answers(&answers);
        assert!(text.is_ascii() && text.ends_with("}\n"));
        assert_eq!(read_answers(text.as_bytes()).unwrap(), answers);
        assert_eq!(write_answers(&read_answers(text.as_bytes()).unwrap()), text);
    }
}

#[test]
fn a_file_that_cannot_be_used_is_refused_with_a_place() {
    let id = tenant_of(1);
    let with =
        |content: &str| format!(r#"{{"detente":"merger-answers","format":1,"content":{content}}}"#);
    let table = [
        (String::new(), "it is empty"),
        (" \n".to_owned(), "it is empty"),
        (
            "answers are kept in merger.json".to_owned(),
            "it holds text, not JSON, and begins with `answers are kept",
        ),
        ("[]".to_owned(), "line 1"),
        ("{}".to_owned(), "expected `\"detente\": \"merger-answers\"` at its top"),
        (
            r#"{"detente":"handshake-request"}"#.to_owned(),
            "expected a file of `merger-answers`, found `handshake-request`",
        ),
        (
            r#"{"detente":"merger-answers","format":2,"content":{"new":1}}"#.to_owned(),
            "it is of format 2, and this program reads up to 1; a newer detente reads it",
        ),
        (
            r#"{"detente":"merger-answers","format":0}"#.to_owned(),
            "expected 1 as `format`, found 0",
        ),
        (r#"{"detente":"merger-answers"}"#.to_owned(), "expected 1 as `format`, found nothing"),
        (with("{}"), "missing field `tenants`"),
        (with(r#"{"tenants":[],"tenants":[]}"#), "duplicate field `tenants`"),
        (with(r#"{"tenants":[],"shape":1}"#), "unknown field `shape`"),
        (with(r#"{"tenants":[{"id":"contoso"}]}"#), "`content.tenants[0].id`"),
        (
            with(r#"{"tenants":[{"id":"contoso"}]}"#),
            "expected a GUID such as 11111111-2222-3333-4444-555555555555, found `contoso`",
        ),
        (with(&format!(r#"{{"tenants":[{{"id":"{id}","age":3}}]}}"#)), "unknown field `age`"),
        (with(r#"{"tenants":[],"trust":{"mfa":"yes"}}"#), "`content.trust.mfa`"),
        (with(r#"{"tenants":[],"topology":{"shape":"ring"}}"#), "unknown variant `ring`"),
        (
            with(r#"{"tenants":[],"leavers":{"deprovision":true,"threshold":-1}}"#),
            "`content.leavers.threshold`",
        ),
        (with(r#"{"tenants":[]}"#) + "x", "trailing characters"),
    ];
    for (text, want) in table {
        let why = read_answers(text.as_bytes()).unwrap_err();
        assert!(why.contains(want), "{text}\n{why}\nwants {want}");
    }
}

#[test]
fn answers_of_another_workspace_are_told_from_ours() {
    let (workspace, _) = alpha_and_beta();
    let answers = restrictive(members(&workspace), Topology::BothWays);
    assert_eq!(answers.foreign(&workspace), None);
    let elsewhere = workspace_of(vec![fresh(1, "Alpha", "alpha.example")]);
    let why = answers.foreign(&elsewhere).unwrap();
    assert!(
        why.starts_with("these answers belong to another workspace: they configure Beta"),
        "{why}"
    );
    let told = proposal(&elsewhere, &nobody(), &answers);
    assert!(!told.is_sound());
}

/// What is wrong is said at the question it concerns.
#[expect(clippy::too_many_lines, reason = "a table")]
#[test]
fn every_fault_stands_at_its_question() {
    type Change = fn(&mut Answers, &mut Workspace);
    let table: &[(&str, Step, Weight, &str, Change)] = &[
        ("twice", Step::Tenants, Weight::Stop, "Alpha is named twice", |a, _| {
            let first = a.tenants[0].clone();
            a.tenants.push(first);
        }),
        ("alone", Step::Tenants, Weight::Stop, "two tenants at least", |a, _| {
            a.tenants.truncate(1);
        }),
        ("consumers", Step::Tenants, Weight::Stop, "no tenant that can be set up", |a, _| {
            a.tenants.push(Member { id: MICROSOFT_ACCOUNTS_TENANT, ..Member::default() });
        }),
        (
            "nobody ours",
            Step::Tenants,
            Weight::Stop,
            "none of these tenants is administered here",
            |a, _| {
                a.tenants = vec![
                    Member { id: tenant_of(8), ..Member::default() },
                    Member { id: tenant_of(9), ..Member::default() },
                ];
            },
        ),
        ("their side", Step::Tenants, Weight::Mind, "asked of its administrators", |a, _| {
            a.tenants.push(Member { id: tenant_of(8), ..Member::default() });
        }),
        ("own partner", Step::Topology, Weight::Stop, "Alpha would be its own partner", |a, _| {
            a.topology = Some(Topology::OneWay { home: tenant_of(1), resource: tenant_of(1) });
        }),
        (
            "stranger in the middle",
            Step::Topology,
            Weight::Stop,
            "is not among the tenants",
            |a, _| {
                a.topology = Some(Topology::Hub { centre: tenant_of(9), ways: Ways::In });
            },
        ),
        ("both ways of three", Step::Topology, Weight::Stop, "between two tenants", |a, _| {
            a.tenants.push(Member { id: tenant_of(9), ..Member::default() });
        }),
        (
            "clouds",
            Step::Topology,
            Weight::Stop,
            "cannot be paired: US Government works with global only",
            |_, w| {
                set_cloud(w, 1, Cloud::UsGovernment);
                set_cloud(w, 2, Cloud::China);
            },
        ),
        ("odd cloud", Step::Topology, Weight::Stop, "the cloud `mars` is not known", |_, w| {
            set_cloud(w, 1, Cloud::Other("mars".into()));
        }),
        ("app elsewhere", Step::Collaboration, Weight::Stop, "is not in Beta", |a, _| {
            let only = vec![Named { id: app(1, 1).0, name: "Wiki".to_owned(), user: false }];
            let apps = vec![Apps { tenant: tenant_of(2), office365: false, only }];
            a.collaboration = Some(Collaboration { apps, ..Collaboration::default() });
        }),
        (
            "no app",
            Step::Collaboration,
            Weight::Stop,
            "the list of applications of Beta is empty",
            |a, _| {
                let apps = vec![Apps { tenant: tenant_of(2), office365: false, only: vec![] }];
                a.collaboration = Some(Collaboration { apps, ..Collaboration::default() });
            },
        ),
        (
            "group gone",
            Step::Collaboration,
            Weight::Stop,
            "as it was imported last; choose again",
            |a, _| {
                people(a, 1, group(1, 99));
            },
        ),
        (
            "group of the other side",
            Step::Collaboration,
            Weight::Stop,
            "belongs to Beta",
            |a, _| {
                people(a, 1, group(2, 1));
            },
        ),
        (
            "direct connect across clouds",
            Step::DirectConnect,
            Weight::Mind,
            "does not work between clouds",
            |_, w| {
                set_cloud(w, 1, Cloud::UsGovernment);
            },
        ),
        ("empty scope", Step::Sync, Weight::Stop, "nobody of Alpha is in scope", |a, _| {
            send(a, Vec::new(), Vec::new());
        }),
        (
            "directory imported again",
            Step::Sync,
            Weight::Stop,
            "as it was imported last; choose again",
            |a, _| {
                send(
                    a,
                    vec![Named { id: group(1, 99).0, name: "Gone".to_owned(), user: false }],
                    Vec::new(),
                );
            },
        ),
        (
            "operator",
            Step::Sync,
            Weight::Stop,
            "what the operator `LIKE` does is not documented",
            |a, _| {
                send(
                    a,
                    vec![staff()],
                    vec![Clause {
                        attribute: "department".to_owned(),
                        operator: "LIKE".to_owned(),
                        values: vec![],
                    }],
                );
            },
        ),
        (
            "attribute of a filter",
            Step::Sync,
            Weight::Stop,
            "cannot filter by `userType`",
            |a, _| {
                send(
                    a,
                    vec![staff()],
                    vec![Clause {
                        attribute: "userType".to_owned(),
                        operator: "EQUALS".to_owned(),
                        values: vec!["Member".to_owned()],
                    }],
                );
            },
        ),
        ("sent nowhere", Step::Sync, Weight::Stop, "nobody of Alpha goes anywhere", |a, _| {
            send(a, vec![staff()], Vec::new());
            a.topology = Some(Topology::OneWay { home: tenant_of(2), resource: tenant_of(1) });
        }),
        (
            "attribute",
            Step::Attributes,
            Weight::Stop,
            "`shoeSize` is no attribute of the template",
            |a, _| {
                send(a, vec![staff()], Vec::new());
                a.attributes =
                    Some(Attributes { only: Some(vec!["shoeSize".to_owned()]), as_guests: false });
            },
        ),
        (
            "manager across clouds",
            Step::Attributes,
            Weight::Stop,
            "cannot be synchronised between clouds",
            |a, w| {
                send(a, vec![staff()], Vec::new());
                a.attributes =
                    Some(Attributes { only: Some(vec!["manager".to_owned()]), as_guests: false });
                set_cloud(w, 1, Cloud::UsGovernment);
            },
        ),
        ("no brake", Step::Leavers, Weight::Mind, "nothing stops a job", |a, _| {
            send(a, vec![staff()], Vec::new());
            a.leavers = Some(Leavers { deprovision: true, threshold: None, start: false });
        }),
        (
            "a brake that never works",
            Step::Leavers,
            Weight::Mind,
            "500 deletions are more than the 15 people of Alpha",
            |a, _| {
                send(a, vec![staff()], Vec::new());
                a.leavers = Some(Leavers { deprovision: true, threshold: Some(500), start: false });
            },
        ),
        ("prompt", Step::Redemption, Weight::Stop, "fails without automatic redemption", |a, _| {
            send(a, vec![staff()], Vec::new());
            a.redemption = Some(false);
        }),
        (
            "others inherit",
            Step::Closed,
            Weight::Mind,
            "1 partner of Alpha inherit the default",
            |_, w| {
                let tenant = Arc::make_mut(w.draft.tenants.get_mut(&tenant_of(1)).unwrap());
                let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
                policy.partners.insert(tenant_of(5), Arc::new(Partner::new(tenant_of(5))));
            },
        ),
        (
            "domain list",
            Step::Collaboration,
            Weight::Mind,
            "stops invitations to alpha.example",
            |_, w| {
                let tenant = Arc::make_mut(w.draft.tenants.get_mut(&tenant_of(2)).unwrap());
                let external = Arc::make_mut(tenant.external.as_mut().unwrap());
                external.b2b_management = Some(B2bManagementPolicy {
                    invitations: InvitationsPolicy {
                        allowed: Some(vec![DomainName::observed("other.example")]),
                        ..InvitationsPolicy::default()
                    },
                    ..B2bManagementPolicy::default()
                });
            },
        ),
    ];
    for (what, step, weight, sentence, change) in table {
        let (mut workspace, directories) = alpha_and_beta();
        let mut answers = restrictive(members(&workspace), Topology::BothWays);
        let clean = proposal(&workspace, &directories, &answers);
        assert!(clean.faults.is_empty(), "{:?}", clean.faults);
        change(&mut answers, &mut workspace);
        let done = proposal(&workspace, &directories, &answers);
        let found = done.faults.iter().find(|fault| fault.sentence.contains(sentence));
        let found = found.unwrap_or_else(|| panic!("{what}: {:#?}", done.faults));
        assert_eq!((found.step, found.weight), (*step, *weight), "{what}");
        // Whatever is wrong, every question can be looked at, and the one concerned says it.
        let views = steps(&workspace, &answers, &done);
        assert_eq!(views.len(), STEPS.len());
        let view = views.iter().find(|view| view.row.step == *step).unwrap();
        assert!(view.faults.contains(&found));
        assert_eq!(
            view.state == State::Faulty,
            view.faults.iter().any(|one| one.weight == Weight::Stop),
            "{what}"
        );
    }
}

fn set_cloud(workspace: &mut Workspace, number: u128, cloud: Cloud) {
    let tenant = workspace.draft.tenants.get_mut(&tenant_of(number)).unwrap();
    Arc::make_mut(tenant).cloud = cloud;
}

fn people(answers: &mut Answers, tenant: u128, id: ObjectId) {
    let only = vec![Named { id: id.0, name: String::new(), user: false }];
    let people = vec![People { tenant: tenant_of(tenant), only }];
    answers.collaboration = Some(Collaboration { people, ..Collaboration::default() });
}

fn staff() -> Named {
    Named { id: group(1, 1).0, name: "Staff".to_owned(), user: false }
}

fn send(answers: &mut Answers, assigned: Vec<Named>, rule: Vec<Clause>) {
    let source = Source { tenant: tenant_of(1), everyone: false, assigned, rule };
    answers.sync = Some(vec![source]);
}
