//! What holds for any workspace and any answers.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::access::{Verdict, evaluate};
use crate::arbitrary::{cases, guid as any_guid, open_workspace, synchronisation};
use crate::merger::line::Expect;
use crate::wire;

fn named() -> impl Strategy<Value = Named> {
    (any_guid(), any::<bool>()).prop_map(|(id, user)| Named { id, name: String::new(), user })
}

fn topology(ids: Vec<TenantId>) -> impl Strategy<Value = Topology> {
    let one = move || select(ids.clone());
    prop_oneof![
        (one(), one()).prop_map(|(home, resource)| Topology::OneWay { home, resource }),
        Just(Topology::BothWays),
        Just(Topology::FullMesh),
        (one(), select(vec![Ways::In, Ways::Out, Ways::Both]))
            .prop_map(|(centre, ways)| Topology::Hub { centre, ways }),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    let clause = select(vec!["EQUALS", "IS NULL", "LIKE"]).prop_map(|operator| Clause {
        attribute: "department".to_owned(),
        operator: operator.to_owned(),
        values: vec!["Sales".to_owned()],
    });
    (any_guid(), any::<bool>(), vec(named(), 0..2), vec(clause, 0..2)).prop_map(
        |(tenant, everyone, assigned, rule)| Source {
            tenant: TenantId(tenant),
            everyone,
            assigned,
            rule,
        },
    )
}

prop_compose! {
    fn answers_of(members: Vec<Member>)(
        topology in of(topology(members.iter().map(|one| one.id).collect())),
        people in vec((any_guid(), vec(named(), 0..3)), 0..2),
        apps in vec((any_guid(), any::<bool>(), vec(named(), 0..2)), 0..2),
        collaborate in any::<bool>(),
        direct_connect in of(any::<bool>()),
        sync in of(vec(source(), 0..2)),
        only in of(vec(select(vec!["displayName", "manager", "shoeSize"]), 0..3)),
        leavers in of((any::<bool>(), of(0..600u64), any::<bool>())),
        switches in (of(any::<bool>()), of(any::<[bool; 3]>()), of(any::<[bool; 2]>())),
        members in Just(members),
    ) -> Answers {
        let (redemption, trust, closed) = switches;
        let people = people.into_iter().map(|(tenant, only)| People { tenant: TenantId(tenant), only });
        let apps = apps.into_iter().map(|(tenant, office365, only)| Apps { tenant: TenantId(tenant), office365, only });
        Answers {
            tenants: members,
            topology,
            collaboration: collaborate.then(|| Collaboration { people: people.collect(), apps: apps.collect() }),
            direct_connect,
            sync,
            attributes: only.map(|only| Attributes { only: Some(only.into_iter().map(str::to_owned).collect()), as_guests: false }),
            leavers: leavers.map(|(deprovision, threshold, start)| Leavers { deprovision, threshold, start }),
            redemption,
            trust: trust.map(|[mfa, compliant, hybrid]| Trust { mfa, compliant, hybrid }),
            closed: closed.map(|[inbound, outbound]| Closed { inbound, outbound, theirs: true }),
            at: None,
        }
    }
}

fn case() -> impl Strategy<Value = (Workspace, Answers)> {
    (open_workspace(), vec((synchronisation(), any::<bool>()), 0..2)).prop_flat_map(
        |(mut workspace, held)| {
            for (one, plain) in held {
                let schema = if plain { crate::sync::template() } else { one.schema.clone() };
                let one = SyncConfiguration { schema, ..one };
                workspace.synchronizations.insert(one.id, Arc::new(one));
            }
            let answers = answers_of(members(&workspace));
            (Just(workspace), answers)
        },
    )
}

proptest! {
    #![proptest_config(cases(256))]

    /// Whatever can be made is made in one go, has nothing left to propose afterwards, and its places
    /// taken back restore the bytes.
    #[test]
    fn a_second_run_is_empty_and_undo_restores_the_bytes((workspace, answers) in case()) {
        let first = proposal(&workspace, &nobody(), &answers);
        let after = crate::edit::apply(&workspace, &first.edits);
        let after = after.map_err(|bad| TestCaseError::fail(format!("{bad}")))?;
        let again = proposal(&after, &nobody(), &answers);
        if first.is_sound() {
            prop_assert_eq!(&again.edits, &vec![], "first {:?}", first.edits);
        }
        let places = wire::changes(&workspace, &after);
        let lookup = |_: TenantId, _: &str| Err("nothing was observed".to_owned());
        let back = wire::replay(&after, &wire::invert(&places), &lookup)
            .map_err(|bad| TestCaseError::fail(format!("{bad}")))?;
        let bytes = |held: &Workspace| {
            wire::write_checkpoint(&wire::Checkpoint::of(held, 1, String::new(), 0))
        };
        prop_assert_eq!(bytes(&back), bytes(&workspace));
    }

    /// A line is ticked exactly when the engine answers every one of its questions as it says.
    #[test]
    fn ticks_equal_verdicts((workspace, answers) in case()) {
        let first = proposal(&workspace, &nobody(), &answers);
        let after = crate::edit::apply(&workspace, &first.edits).unwrap_or(workspace.clone());
        for held in [&workspace, &after] {
            for line in checklist(held, &nobody(), &answers) {
                let ticks: Vec<Tick> = line.proof.iter().map(|proof| match proof {
                    Proof::Asked { question, expect, .. } => {
                        let answer = evaluate(&held.draft, &nobody(), question);
                        let tick = expect.tick(&answer);
                        // A second reading of the verdict alone, which knows no gates.
                        let may = match expect {
                            Expect::Passes => {
                                matches!(answer.verdict, Verdict::Allowed | Verdict::StepRequired)
                            }
                            Expect::Unprompted => answer.verdict == Verdict::Allowed,
                            Expect::Shut(_) => answer.verdict == Verdict::Blocked,
                        };
                        assert!(tick != Tick::Done || may, "{}: {:?}", line.title, answer.verdict);
                        if *expect == Expect::Passes {
                            assert_eq!(tick == Tick::Done, may, "{}", line.title);
                        }
                        tick
                    }
                    Proof::Stands { truth, .. } => (*truth).into(),
                }).collect();
                let done = ticks.iter().all(|tick| *tick == Tick::Done);
                prop_assert_eq!(line.tick == Tick::Done, done, "{}", line.title);
                prop_assert!(!line.proof.is_empty(), "{} rests on nothing", line.title);
                prop_assert_eq!(line.because.is_empty(), done, "{}", line.title);
            }
        }
    }

    /// The set-up of a job is ticked where the engine's gate lets it through, and only there.
    #[test]
    fn the_gate_of_a_job_is_what_its_set_up_says((workspace, answers) in case()) {
        let first = proposal(&workspace, &nobody(), &answers);
        let after = crate::edit::apply(&workspace, &first.edits).unwrap_or(workspace.clone());
        for held in [&workspace, &after] {
            for configuration in after.synchronizations.values() {
                let done = setup(held, &nobody(), configuration, None);
                let checks = crate::sync::checks(&held.draft, configuration);
                let verdict = crate::sync::gate_verdict(&checks);
                let gate = ["allowedCloudEndpoints", "partners", "automaticUserConsentSettings.outboundAllowed",
                    "automaticUserConsentSettings.inboundAllowed", "identitySynchronization.userSyncInbound.isSyncAllowed", "allowInvitesFrom"];
                let ticks = done.lines.iter().filter(|line| gate.contains(&line.setting)).map(|line| line.tick);
                let all = Tick::all(ticks);
                let invites = checks.iter().find(|check| check.code == "AzureActiveDirectoryForbidden").unwrap().truth;
                let runs = verdict == crate::sync::JobVerdict::Runs && invites == crate::access::Truth::Yes;
                prop_assert_eq!(all == Tick::Done, runs, "{:?} {:?}", verdict, checks);
            }
        }
    }

    /// Answers survive the file.
    #[test]
    fn answers_survive_the_file((_, answers) in case()) {
        let text = write_answers(&answers);
        prop_assert_eq!(read_answers(text.as_bytes()), Ok(answers));
    }

    /// Every kind of partner can be made of any entry that stands, has nothing left to do a second
    /// time, and a partner that is cut off passes nowhere.
    #[test]
    fn any_partner_becomes_any_kind_and_can_be_cut_off(
        workspace in open_workspace(),
        at in 0..ARCHETYPES.len(),
        ids in (any_guid(), any_guid()),
        people in vec(named(), 0..2),
    ) {
        let (owner, partner) = (TenantId(ids.0), TenantId(ids.1));
        prop_assume!(owner != partner && workspace.draft.tenant(owner).is_some());
        let wish = Onboarding {
            owner,
            partner: workspace.draft.tenant(partner).map_or_else(
                || Member { id: partner, ..Member::default() },
                Member::of,
            ),
            archetype: ARCHETYPES[at].archetype,
            people,
            apps: Vec::new(),
            note: None,
        };
        let done = onboard(&workspace, &nobody(), &wish);
        prop_assert!(done.refused.is_none(), "{:?}", done.refused);
        let after = crate::edit::apply(&workspace, &done.edits)
            .map_err(|bad| TestCaseError::fail(format!("{bad}")))?;
        prop_assert_eq!(onboard(&after, &nobody(), &wish).edits, vec![]);
        let shut = cutoff(&after, &nobody(), &[], owner, partner);
        let cut = crate::edit::apply(&after, &shut.edits)
            .map_err(|bad| TestCaseError::fail(format!("{bad}")))?;
        for turn in &shut.turns {
            prop_assert_eq!(turn.after, Verdict::Blocked, "{}", turn.words);
        }
        prop_assert_eq!(cutoff(&cut, &nobody(), &[], owner, partner).edits, vec![]);
    }

    /// A pair of the mesh is complete exactly when nothing of it is open.
    #[test]
    fn a_pair_is_complete_when_nothing_is_open((workspace, answers) in case()) {
        let wanted = answers.pairs();
        for pair in mesh(&workspace, &answers).pairs {
            if !wanted.contains(&(pair.home, pair.resource)) {
                prop_assert!(matches!(pair.cell, Cell::Own | Cell::Nothing | Cell::Conflicting));
                continue;
            }
            let open = open_lines(&workspace, &answers, pair.home, pair.resource);
            prop_assert_eq!(pair.cell == Cell::Complete, open.is_empty(), "{:?}", pair);
        }
    }

    /// What the answer of another house says of itself is what is known of it here afterwards.
    #[test]
    fn an_answer_is_believed_word_by_word(workspace in open_workspace(), turned in any::<bool>()) {
        let mut ids: Vec<TenantId> = workspace.draft.tenants.keys().copied().take(2).collect();
        if turned {
            ids.reverse();
        }
        prop_assume!(ids.len() == 2);
        let (us, them) = (ids[0], ids[1]);
        let answers = Answers::recommended(members(&workspace), Topology::FullMesh);
        let asked = request(&workspace, &answers, us, them).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&Request::read(asked.write().as_bytes()).unwrap(), &asked);
        let told = reply(&workspace, &workspace.draft, None, &asked, "Ada").map_err(TestCaseError::fail)?;
        prop_assert_eq!(&Reply::read(told.write().as_bytes()).unwrap(), &told);
        let mut here = workspace.clone();
        let other = Arc::make_mut(here.draft.tenants.get_mut(&them).unwrap());
        (other.policy, other.ownership) = (None, Ownership::Theirs);
        if let Ok(taken) = take_in(&here, &told, "2026-11-30") {
            let (was, is) = (&workspace.draft, &taken.workspace.draft);
            prop_assert_eq!(is.partner(them, us), was.partner(them, us));
            let default = |estate: &Estate| estate.policy(them).unwrap().default.clone();
            prop_assert_eq!(default(is), default(was));
        }
    }
}
