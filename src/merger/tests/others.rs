//! Handshake, kinds of partners, cutting off, ending, and the mesh.

use jiff::civil::date;

use super::*;
use crate::access::Verdict;
use crate::edit::Edit;

/// Two workspaces of one relation: each administers one side and has only heard of the other.
fn two_houses() -> [(Workspace, Answers); 2] {
    [(1, 2), (2, 1)].map(|(ours, theirs)| {
        let known = |number, ownership| {
            let name = if number == 1 { "Alpha" } else { "Beta" };
            let domain = format!("{}.example", name.to_lowercase());
            let tenant = fresh(number, name, &domain);
            match ownership {
                Ownership::Ours => tenant,
                Ownership::Theirs => Tenant {
                    ownership,
                    policy: None,
                    external: None,
                    conditional_access: None,
                    ..tenant
                },
            }
        };
        let workspace =
            workspace_of(vec![known(ours, Ownership::Ours), known(theirs, Ownership::Theirs)]);
        let answers = restrictive(members(&workspace), Topology::BothWays);
        (workspace, answers)
    })
}

#[test]
fn a_handshake_closes_the_loop() {
    let [(alpha, answers), (beta, there)] = two_houses();
    let alpha = applied(&alpha, &proposal(&alpha, &nobody(), &answers));
    let asked = request(&alpha, &answers, tenant_of(1), tenant_of(2)).unwrap();
    // Everything Beta is asked for is what its own administrators would stage.
    let staged = proposal(&beta, &nobody(), &there);
    let words: Vec<&str> = staged.staged.iter().map(|one| one.words.as_str()).collect();
    for words in &words {
        assert!(asked.asks.iter().any(|ask| ask.words == *words), "{words}");
    }
    assert!(asked.ours.iter().all(|deed| deed.state == "planned"), "{:?}", asked.ours);
    // The permission comes before the boxes, and what shuts comes last.
    let orders: Vec<usize> = asked.asks.iter().map(|ask| ask.order).collect();
    assert_eq!(orders, (1..=asked.asks.len()).collect::<Vec<_>>());
    assert!(asked.asks.last().unwrap().words.contains("everybody else"));
    let travelled = Request::read(asked.write().as_bytes()).unwrap();
    assert_eq!(travelled, asked);
    let beta = applied(&beta, &staged);
    let told = reply(&beta, &beta.draft, None, &travelled, "Bea of Beta").unwrap();
    let told = Reply::read(told.write().as_bytes()).unwrap();
    assert_eq!(told.in_reply_to, asked.mark());
    let taken = take_in(&alpha, &told, "2026-11-30").unwrap();
    let after = taken.workspace;
    let left = request(&after, &answers, tenant_of(1), tenant_of(2)).unwrap();
    assert_eq!(left.asks, [], "nothing is left to ask");
    assert!(proposal(&after, &nobody(), &answers).asked.is_empty());
    // What is not known of them now is their Conditional Access only.
    for line in checklist(&after, &nobody(), &answers) {
        let by_conditions = line.because.contains("Conditional Access");
        assert!(line.tick == Tick::Done || by_conditions, "{}: {}", line.title, line.because);
    }
    // Their side is still not edited here.
    assert_eq!(after.draft.tenant(tenant_of(2)).unwrap().ownership, Ownership::Theirs);
}

#[test]
fn an_id_that_is_asked_for_goes_to_the_address_book_and_into_the_answers() {
    let [(alpha, answers), (beta, _)] = two_houses();
    let open = Named { id: Guid::default(), name: "Clinical Staff".to_owned(), user: false };
    let people = vec![People { tenant: tenant_of(2), only: vec![open] }];
    let answers =
        Answers { collaboration: Some(Collaboration { people, apps: Vec::new() }), ..answers };
    let done = proposal(&alpha, &nobody(), &answers);
    assert!(!done.is_sound());
    let fault = done.faults.iter().find(|one| one.weight == Weight::Stop).unwrap();
    assert!(fault.sentence.contains("is not known yet"), "{fault:?}");
    let asked = request(&alpha, &answers, tenant_of(1), tenant_of(2)).unwrap();
    assert_eq!(asked.ids.len(), 1);
    assert!(letter(&asked).contains("the object id of the group Clinical Staff"));
    let directory = directory(2, 10, "clinical staff");
    let mut told = reply(&beta, &beta.draft, Some(&directory), &asked, "Bea").unwrap();
    told.default = wire_default();
    assert_eq!(told.ids.len(), 1);
    let taken = take_in(&alpha, &told, "2026-11-30").unwrap();
    let entry = &taken.workspace.address_book[&group(2, 1).0];
    assert_eq!((entry.told_by.as_str(), entry.tenant), ("Bea, 2026-11-30", tenant_of(2)));
    let filled = filled(&answers, &told).unwrap();
    assert!(proposal(&taken.workspace, &nobody(), &filled).is_sound());
}

fn wire_default() -> Json {
    crate::wire::to_value(&DefaultConfiguration {
        is_service_default: Some(true),
        configuration: service_default().clone(),
        ..DefaultConfiguration::default()
    })
}

type Spoil = fn(&mut Reply);

#[test]
fn an_answer_that_cannot_be_believed_is_refused() {
    let [(alpha, answers), (beta, _)] = two_houses();
    let asked = request(&alpha, &answers, tenant_of(1), tenant_of(2)).unwrap();
    let good = Reply {
        default: wire_default(),
        ..reply(&beta, &beta.draft, None, &asked, "Bea").unwrap()
    };
    assert!(take_in(&alpha, &good, "2026-11-30").is_ok());
    let table: &[(&str, Spoil)] = &[
        ("which is not administered here", |r| r.to.id = tenant_of(9)),
        ("is administered here; import", |r| r.from.id = tenant_of(1)),
        ("neither a partner entry about us nor a default", |r| r.default = Json::Null),
        ("`default`: ", |r| r.default = Json::from("open")),
        ("`partner`: ", |r| r.partner = Json::from(3)),
        ("expected a0000001-0000-4000-8000-000000000000, which is us", |r| {
            r.partner = crate::wire::to_value(&Partner::new(tenant_of(9)));
        }),
        ("is inherited from a default that `default` does not tell", |r| {
            r.default = Json::Null;
            r.partner = crate::wire::to_value(&Partner::new(tenant_of(1)));
        }),
        ("expected `user`, `group` or `application` as `kind`", |r| {
            r.ids.push(ToldId { id: guid(1, 1), kind: "robot".to_owned(), name: String::new() });
        }),
        ("does not tell `allowedCloudEndpoints`", |r| {
            r.allowed_cloud_endpoints = None;
            r.from.cloud = "usgov".to_owned();
        }),
    ];
    for (want, change) in table {
        let mut bad = good.clone();
        change(&mut bad);
        let why = take_in(&alpha, &bad, "2026-11-30").unwrap_err();
        assert!(why.contains(want), "{why}\nwants {want}");
    }
    // A request that was changed on the way is told by its mark.
    let text = asked.write().replace("\"order\": 1,", "\"order\": 7,");
    let why = Request::read(text.as_bytes()).unwrap_err();
    assert!(why.contains("it was changed on the way"), "{why}");
    // Whom it is not about cannot answer it.
    let why = reply(&alpha, &alpha.draft, None, &asked, "").unwrap_err();
    assert!(why.contains("which is not administered here"), "{why}");
}

#[test]
fn a_letter_takes_no_name_for_markup() {
    let [(mut alpha, answers), _] = two_houses();
    let beta = alpha.draft.tenants.get_mut(&tenant_of(2)).unwrap();
    Arc::make_mut(beta).display_name = "<b>Beta</b> [x](y) `z`\n# head".to_owned();
    let asked = request(&alpha, &answers, tenant_of(1), tenant_of(2)).unwrap();
    let text = letter(&asked);
    assert!(
        !text.contains("<b>") && !text.contains("[x](y)") && !text.contains("\n# head"),
        "{text}"
    );
}

fn taking(archetype: Archetype) -> Onboarding {
    Onboarding {
        owner: tenant_of(1),
        partner: Member { id: tenant_of(5), name: "Gamma".to_owned(), ..Member::default() },
        archetype,
        people: Vec::new(),
        apps: Vec::new(),
        note: Some(Note {
            owner: "Ada".to_owned(),
            review: "2027-01-01".to_owned(),
            ..Note::default()
        }),
    }
}

/// Every kind opens what it says and shuts the rest, whatever the default is; a second time nothing
/// is left to do.
#[test]
fn every_kind_of_partner_is_what_it_says() {
    #[rustfmt::skip]
    let table = [
        // in, out, channels in, channels out: whether our own side shuts it
        (Archetype::Supplier, [false, true, true, true]),
        (Archetype::Subsidiary, [false, false, false, false]),
        (Archetype::SharedChannels, [true, true, false, false]),
        (Archetype::ViewOnly, [false, true, true, true]),
        (Archetype::Blocked, [true, true, true, true]),
    ];
    assert_eq!(table.len(), ARCHETYPES.len());
    for is_default_shut in [false, true] {
        for (archetype, shut) in table {
            let mut tenant = fresh(1, "Alpha", "alpha.example");
            if is_default_shut {
                let mut held = DefaultConfiguration {
                    is_service_default: Some(false),
                    ..DefaultConfiguration::default()
                };
                for setting in B2b::ALL {
                    *held.configuration.b2b_mut(setting) =
                        Some(wishes::everything(AccessType::Blocked));
                }
                let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
                policy.default = Some(Arc::new(held));
            }
            let workspace = workspace_of(vec![tenant]);
            let done = onboard(&workspace, &nobody(), &taking(archetype));
            assert!(done.refused.is_none(), "{:?}", done.refused);
            let after = crate::edit::apply(&workspace, &done.edits).unwrap();
            assert_eq!(onboard(&after, &nobody(), &taking(archetype)).edits, [], "{archetype:?}");
            assert_eq!(after.notes[&(tenant_of(1), tenant_of(5))].owner, "Ada");
            let ways = [
                (tenant_of(5), tenant_of(1), crate::access::Kind::Collaboration),
                (tenant_of(1), tenant_of(5), crate::access::Kind::Collaboration),
                (tenant_of(5), tenant_of(1), crate::access::Kind::DirectConnect),
                (tenant_of(1), tenant_of(5), crate::access::Kind::DirectConnect),
            ];
            for ((home, resource, kind), shut) in ways.into_iter().zip(shut) {
                let turn = done.turns.iter().find(|turn| {
                    (turn.question.home, turn.question.resource, turn.question.kind)
                        == (home, resource, kind)
                        && turn.words.contains("Teams")
                });
                let turn = turn.unwrap();
                // The other side is not known, so what we open depends on it.
                let want = if shut { Verdict::Blocked } else { Verdict::DependsOnPartner };
                assert_eq!(turn.after, want, "{archetype:?} {}: {}", turn.words, turn.because);
            }
            assert_eq!(done.asked.is_empty(), archetype == Archetype::Blocked);
        }
    }
}

#[test]
fn a_partner_that_is_cut_off_passes_nowhere_and_comes_back_by_undo() {
    let (workspace, directories) = alpha_and_beta();
    let answers = restrictive(members(&workspace), Topology::BothWays);
    let open = applied(&workspace, &proposal(&workspace, &directories, &answers));
    let done = cutoff(&open, &directories, &[], tenant_of(1), tenant_of(2));
    let after = crate::edit::apply(&open, &done.edits).unwrap();
    assert!(done.turns.iter().all(|turn| turn.after == Verdict::Blocked), "{:#?}", done.turns);
    assert!(done.turns.iter().any(|turn| turn.before != Verdict::Blocked));
    let entry = after.draft.partner(tenant_of(1), tenant_of(2)).unwrap();
    for setting in [B2b::CollaborationInbound, B2b::DirectConnectOutbound] {
        let value = entry.configuration.b2b(setting).unwrap();
        assert!(value.users_and_groups.as_ref().unwrap().blocks_all());
    }
    assert_eq!(
        after.draft.tenant(tenant_of(2)),
        open.draft.tenant(tenant_of(2)),
        "their side is theirs"
    );
    assert_eq!(cutoff(&after, &directories, &[], tenant_of(1), tenant_of(2)).edits, []);
    let places = crate::wire::changes(&open, &after);
    let lookup = |_: TenantId, _: &str| Err(String::new());
    let back = crate::wire::replay(&after, &crate::wire::invert(&places), &lookup).unwrap();
    assert_eq!(back, open);
    assert!(!done.blast.has_log && done.blast.guests == Some(0));
    // Somebody nobody has heard of: the entry keeps an open default from speaking.
    let strange = cutoff(&workspace, &directories, &[], tenant_of(1), tenant_of(7));
    assert!(
        strange.turns.iter().all(|turn| turn.after == Verdict::Blocked),
        "{:#?}",
        strange.turns
    );
}

#[test]
fn a_synchronisation_is_ended_in_order() {
    use Phase::{Done, Later, Now, TooEarly, Unknown, Wait};

    let (mut workspace, _) = alpha_and_beta();
    let [home, resource] = [tenant_of(1), tenant_of(2)];
    let staff = Named { id: group(1, 1).0, name: "Staff".to_owned(), user: false };
    let source = Source { tenant: home, everyone: false, assigned: vec![staff], rule: Vec::new() };
    let answers = Answers {
        sync: Some(vec![source]),
        leavers: Some(Leavers { deprovision: true, threshold: Some(500), start: true }),
        ..restrictive(members(&workspace), Topology::OneWay { home, resource })
    };
    workspace = applied(&workspace, &proposal(&workspace, &nobody(), &answers));
    let id = *workspace.synchronizations.keys().next().unwrap();
    let change = |workspace: &mut Workspace, change: fn(&mut SyncConfiguration)| {
        let held = workspace.synchronizations.get_mut(&id).unwrap();
        change(Arc::make_mut(held));
    };
    let at = |workspace: &Workspace, since| {
        let held = Arc::clone(&workspace.synchronizations[&id]);
        teardown(workspace, &held, None, since, date(2026, 12, 15))
    };
    let phases = |lines: &[TeardownLine]| -> Vec<(&'static str, Phase)> {
        lines.iter().map(|line| (line.id, line.phase.clone())).collect()
    };
    assert_eq!(
        phases(&at(&workspace, None)),
        [
            ("assignedOnly", Done),
            ("deletes", Done),
            ("brake", Unknown),
            ("unassign", Now),
            ("cycle", Later),
            ("purge", Later),
            ("inbound", Later),
            ("configuration", Later),
            ("redemption", Later),
        ]
    );
    change(&mut workspace, |held| held.assigned.clear());
    let lines = at(&workspace, Some(date(2026, 11, 30)));
    assert_eq!(lines[3].phase, Done);
    assert_eq!(lines[4].phase, Wait(Some(date(2026, 11, 30))));
    let held = workspace.synchronizations[&id].clone();
    // With everybody gone from the target only the purge is waited for, and holds nothing up.
    let preview = empty_preview();
    let lines =
        teardown(&workspace, &held, Some(&preview), Some(date(2026, 11, 30)), date(2026, 12, 15));
    assert_eq!(lines[4].phase, Done);
    assert_eq!(lines[5].phase, Wait(Some(date(2026, 12, 30))));
    assert_eq!(lines[6].phase, Now);
    let lines =
        teardown(&workspace, &held, Some(&preview), Some(date(2026, 11, 30)), date(2026, 12, 30));
    assert_eq!(lines[5].phase, Done);
    // Inbound switched off while people are assigned leaves them behind.
    change(&mut workspace, |held| held.assigned.push(group(1, 1)));
    let off = Edit::Switch {
        owner: resource,
        subject: Subject::Partner(home),
        setting: Setting::Sync(SyncKind::Users),
        value: Some(false),
    };
    let early = crate::edit::apply(&workspace, &[off]).unwrap();
    assert_eq!(at(&early, None)[6].phase, TooEarly);
}

/// A preview of nobody.
fn empty_preview() -> crate::sync::Preview {
    let workspace = Workspace::default();
    let configuration = SyncConfiguration::default();
    let roster = crate::sync::Roster::default();
    let expressions = crate::sync::Expressions::default();
    let engine = crate::sync::Engine::of(crate::sync::Inputs {
        estate: &workspace.draft,
        configuration: &configuration,
        source: &roster,
        target: &roster,
        source_groups: &[],
        target_groups: &[],
        mode: crate::sync::Mode::Incremental,
        expressions: &expressions,
    });
    engine.preview(&|_| std::ops::ControlFlow::Continue(())).unwrap()
}

#[test]
fn the_mesh_of_a_hundred_tells_every_pair() {
    let workspace =
        workspace_of((1..=100).map(|n| fresh(n, &format!("T{n}"), "t.example")).collect());
    let hub = Topology::Hub { centre: tenant_of(1), ways: Ways::In };
    let answers = restrictive(members(&workspace), hub);
    let before = mesh(&workspace, &answers);
    assert_eq!(before.pairs.len(), 10_000);
    let counts = |mesh: &Mesh| Cell::ALL.map(|cell| mesh.count(cell));
    assert_eq!(counts(&before), [100, 99 * 99, 99, 0, 0, 0, 0]);
    let after = applied(&workspace, &proposal(&workspace, &nobody(), &answers));
    let done = mesh(&after, &answers);
    assert_eq!(counts(&done), [100, 99 * 99, 0, 0, 0, 99, 0]);
    assert!(open_lines(&after, &answers, tenant_of(2), tenant_of(1)).is_empty());
    // Half: one of the two sides is taken back. Conflicting: it says the opposite, or opens what
    // nobody asked for.
    let switch = Edit::Switch {
        owner: tenant_of(1),
        subject: Subject::Partner(tenant_of(2)),
        setting: Setting::Trust(Claim::Mfa),
        value: Some(false),
    };
    let shut = wishes::everything(AccessType::Blocked);
    let open = wishes::everything(AccessType::Allowed);
    let b2b = |owner, other, setting, value: &B2bSetting| Edit::B2b {
        owner,
        subject: Subject::Partner(other),
        setting,
        value: Some(value.clone()),
    };
    let edits = [
        switch,
        b2b(tenant_of(3), tenant_of(1), B2b::CollaborationOutbound, &shut),
        b2b(tenant_of(1), tenant_of(4), B2b::CollaborationOutbound, &open),
    ];
    let changed = crate::edit::apply(&after, &edits).unwrap();
    let told = mesh(&changed, &answers);
    let cell = |home: usize, resource: usize| told.row(home - 1)[resource - 1].cell;
    assert_eq!(cell(2, 1), Cell::Half);
    assert_eq!(cell(3, 1), Cell::Conflicting);
    assert_eq!(cell(1, 4), Cell::Conflicting);
    assert_eq!(cell(5, 1), Cell::Complete);
    let open = open_lines(&changed, &answers, tenant_of(2), tenant_of(1));
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].tenant, open[0].setting), (tenant_of(1), "inboundTrust.isMfaAccepted"));
    // What the other side says is not known.
    let mut unseen = after.clone();
    let spoke = Arc::make_mut(unseen.draft.tenants.get_mut(&tenant_of(6)).unwrap());
    (spoke.policy, spoke.ownership) = (None, Ownership::Theirs);
    assert_eq!(mesh(&unseen, &answers).row(5)[0].cell, Cell::Unseen);
}

#[test]
fn who_would_lose_anything_is_told_by_name() {
    let (mut workspace, mut all) = alpha_and_beta();
    let gamma = fresh(3, "Gamma", "gamma.example");
    workspace.draft.tenants.insert(gamma.id, Arc::new(gamma));
    all.insert(tenant_of(3), Arc::new(directory(3, 40, "Staff")));
    let mut both = members(&workspace);
    both.retain(|one| one.id != tenant_of(3));
    let answers = restrictive(both, Topology::BothWays);
    let after = applied(&workspace, &proposal(&workspace, &all, &answers));
    let shifts = simulate(&workspace, &after, &all, &answers);
    let inside: Vec<&Shift> =
        shifts.iter().filter(|one| ![one.home, one.resource].contains(&tenant_of(3))).collect();
    // Among the two shared channels are opened, and nobody loses anything.
    assert_eq!(inside.len(), 2);
    assert!(inside.iter().all(|one| one.opened == 30 && one.losing == 0), "{inside:?}");
    let out: Vec<&Shift> = shifts.iter().filter(|one| one.closed > 0).collect();
    assert_eq!(out.len(), 4, "Gamma is shut out of both, and both of Gamma");
    let gamma = out.iter().find(|one| one.home == tenant_of(3)).unwrap();
    assert_eq!((gamma.losing, gamma.losers.len()), (40, NAMED_MAX));
    assert_eq!(gamma.losers[0].1, "Person 0");
    assert!(unseen(&workspace, &all, &answers).is_empty());
    assert_eq!(unseen(&workspace, &nobody(), &answers).len(), 2);
}

/// For a partner of whom no answers speak, the other end of every way is asked that the draft opens,
/// and of no other.
#[test]
fn what_the_draft_opens_is_asked_of_the_other_side() {
    use crate::merger::mirrored;
    let practice = crate::practice::practice();
    let draft = &practice.workspace.draft;
    let named = |name: &str| {
        let tenants = draft.tenants.values();
        tenants.into_iter().find(|tenant| tenant.display_name == name).unwrap().id
    };
    let (alpha, velmont) = (named("Alpha Corp"), named("Velmont Foods"));
    let request = mirrored(&practice.workspace, alpha, velmont).unwrap();
    let asked: Vec<&str> = request.asks.iter().map(|ask| ask.setting.as_str()).collect();
    assert_eq!(asked, ["b2bCollaborationOutbound", "b2bCollaborationInbound"]);
    assert!(request.asks.iter().zip(1..).all(|(ask, order)| ask.order == order));
    // Ours are as they stand: none of them is still open.
    assert!(request.ours.iter().all(|deed| ["done", "planned"].contains(&deed.state.as_str())));
    assert_eq!(Request::read(request.write().as_bytes()).unwrap(), request);
    // Where everything is shut there is nothing to ask.
    let cut = cutoff(&practice.workspace, &BTreeMap::new(), &[], alpha, velmont);
    let shut = crate::edit::apply(&practice.workspace, &cut.edits).unwrap();
    assert!(mirrored(&shut, alpha, velmont).unwrap_err().contains("nothing is open"));
}
