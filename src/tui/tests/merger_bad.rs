//! Answers that cannot be: said at the step they concern, kept as they are, and in nobody's way.

use super::Stage;
use super::merger::stage_of;
use crate::domain::Cloud;
use crate::merger::tests::{app, tenant_of};
use crate::merger::{
    Answers, Apps, Collaboration, Member, Named, STEPS, Source, Step, Topology, read_answers,
    write_answers,
};

type Case = (&'static str, Step, &'static str, fn(&mut Answers));

const CASES: &[Case] = &[
    ("a tenant given twice", Step::Tenants, "named twice", |answers| {
        answers.tenants.push(answers.tenants[0].clone());
    }),
    ("its own partner", Step::Topology, "would be its own partner", |answers| {
        let one = answers.tenants[0].id;
        answers.topology = Some(Topology::OneWay { home: one, resource: one });
    }),
    ("clouds that cannot be paired", Step::Topology, "cannot be paired", |answers| {
        let cloud = |cloud: Cloud| Some(cloud.word().to_owned());
        for (number, of) in [(8, Cloud::UsGovernment), (9, Cloud::China)] {
            answers.tenants.push(Member {
                id: tenant_of(number),
                name: format!("Far {number}"),
                cloud: cloud(of),
                ours: false,
            });
        }
        answers.topology = Some(Topology::FullMesh);
    }),
    ("an application of another tenant", Step::Collaboration, "is not in Beta", |answers| {
        let only = vec![Named { id: app(1, 1).0, name: "Wiki".to_owned(), user: false }];
        let apps = vec![Apps { tenant: tenant_of(2), office365: false, only }];
        answers.collaboration = Some(Collaboration { people: Vec::new(), apps });
    }),
    ("an empty scope", Step::Sync, "nobody of Alpha is in scope", |answers| {
        answers.sync = Some(vec![Source {
            tenant: tenant_of(1),
            everyone: false,
            assigned: Vec::new(),
            rule: Vec::new(),
        }]);
    }),
];

fn kept(stage: &Stage) -> Answers {
    read_answers(&stage.desk.disk().read("merger.json").unwrap().unwrap()).unwrap()
}

#[test]
fn what_cannot_be_is_said_at_its_step_and_nothing_is_lost() {
    for (what, step, said, spoil) in CASES {
        let mut stage = stage_of(&[("Alpha", "alpha.example"), ("Beta", "beta.example")]);
        stage.keys("g w space j space r");
        let mut answers = Answers::clone(&stage.app.model.merging.answers);
        spoil(&mut answers);
        stage.desk.disk().replace("merger.json", write_answers(&answers).as_bytes()).unwrap();
        let mut stage = stage.reopened();
        stage.keys("g w h g g l");
        let at = STEPS.iter().position(|row| row.step == *step).unwrap();
        for _ in 0..at {
            stage.keys("pgdn");
        }
        assert_eq!(stage.app.model.merging.at, Some(*step), "{what}");
        let seen = crate::tui::picture::plain(&stage.draw(120, 60));
        let form: Vec<&str> = seen.lines().filter_map(|line| line.split('┃').nth(1)).collect();
        let flat = form.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(said), "{what}: {seen}");
        let revision = stage.desk.revision();
        stage.keys("ctrl+s");
        assert!(stage.said().contains("in the way"), "{what}: {}", stage.said());
        assert_eq!(stage.desk.revision(), revision, "{what}");
        // The steps behind it are still answered, and go on being asked.
        stage.keys("h G l");
        assert_eq!(stage.app.model.merging.at, Some(Step::Review), "{what}");
        assert!(stage.text().contains("in the way"), "{what}: {}", stage.text());
        stage.keys("p p p space");
        let now = Answers { at: None, ..kept(&stage) };
        let same = Answers { trust: answers.trust, at: None, ..now.clone() };
        assert_eq!(same, Answers { at: None, ..answers.clone() }, "{what}: nothing else moved");
        assert_ne!(now.trust, answers.trust, "{what}: the rest can be answered");
    }
}

#[test]
fn a_tenant_that_takes_part_is_not_taken_twice() {
    let mut stage = stage_of(&[("Alpha", "alpha.example"), ("Beta", "beta.example")]);
    stage.keys("g w space j space j enter type:Beta enter");
    assert!(stage.is_refused() && stage.said().contains("takes part already"), "{}", stage.said());
    assert_eq!(stage.app.model.merging.answers.tenants.len(), 2);
}

/// A file of a newer version is not understood by halves: it is put aside whole.
#[test]
fn answers_of_a_newer_version_are_left_alone() {
    let stage = stage_of(&[("Alpha", "alpha.example"), ("Beta", "beta.example")]);
    let bytes = br#"{"detente":"merger-answers","format":2,"content":{"tenants":[],"moon":1}}"#;
    stage.desk.disk().replace("merger.json", bytes).unwrap();
    let mut stage = stage.reopened();
    assert!(stage.is_refused() && stage.said().contains("newer detente"), "{}", stage.said());
    stage.keys("g w");
    assert!(!stage.app.model.merging.is_begun);
    assert_eq!(stage.desk.disk().read("merger.json").unwrap().unwrap(), bytes, "untouched");
    stage.keys("space j space");
    assert_eq!(stage.desk.disk().read("merger.aside-1.json").unwrap().unwrap(), bytes);
    assert_eq!(kept(&stage).tenants.len(), 2, "and the wizard is usable");
}
