//! The exam of the evaluator's own tests: bugs that somebody could make are put into a copy of the
//! sources one by one, and each must be found. That the bugs can still be put in is always tested.

use std::fs;
use std::path::Path;
use std::process::Command;

struct Bug {
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
}

#[rustfmt::skip]
const BUGS: &[Bug] = &[
    Bug { what: "two block lists add up", file: "src/access/rule.rs",
        from: "(AccessType::Blocked, AccessType::Blocked) => user.and(app).not(),",
        to: "(AccessType::Blocked, AccessType::Blocked) => user.not().and(app.not())," },
    Bug { what: "allow and block swapped", file: "src/access/rule.rs",
        from: "(AccessType::Allowed, AccessType::Blocked) => user.and(app.not()),\n        (AccessType::Blocked, AccessType::Allowed) => user.not().and(app),",
        to: "(AccessType::Blocked, AccessType::Allowed) => user.and(app.not()),\n        (AccessType::Allowed, AccessType::Blocked) => user.not().and(app)," },
    Bug { what: "turning one half around turns the answer around", file: "src/access/rule.rs",
        from: "(AccessType::Blocked, AccessType::Allowed) => user.not().and(app),",
        to: "(AccessType::Blocked, AccessType::Allowed) => user.and(app).not()," },
    Bug { what: "the default speaks though the partner does", file: "src/access/resolve.rs",
        from: "partner.into_iter().chain(default).chain(service)",
        to: "default.into_iter().chain(partner).chain(service)" },
    Bug { what: "partner and default are merged", file: "src/access/resolve.rs",
        from: "        self.all().find_map(|(configuration, layer)| {\n            let value = configuration.b2b(setting)?.half(half)?;\n            Some(Effective { value, layer })\n        })",
        to: "        let all = self.all().filter_map(|(configuration, layer)| {\n            let value = configuration.b2b(setting)?.half(half)?;\n            Some(Effective { value, layer })\n        });\n        all.min_by_key(|found| found.value.is_all())" },
    Bug { what: "a half that is left out means all", file: "src/access/resolve.rs",
        from: "            let value = configuration.b2b(setting)?.half(half)?;\n            Some(Effective { value, layer })\n        })\n    }\n\n    /// See [`resolve_bool`].",
        to: "            let all = service_default().b2b(B2b::CollaborationInbound)?.half(half)?;\n            let value = configuration.b2b(setting)?.half(half).unwrap_or(all);\n            Some(Effective { value, layer })\n        })\n    }\n\n    /// See [`resolve_bool`]." },
    Bug { what: "inbound and outbound swapped", file: "src/access/gate.rs",
        from: "Kind::Collaboration => B2b::CollaborationOutbound,",
        to: "Kind::Collaboration => B2b::CollaborationInbound," },
    Bug { what: "groups do not count", file: "src/access/membership.rs",
        from: "if members.contains(&question.user) {",
        to: "if members.contains(&question.user) && members.is_empty() {" },
    Bug { what: "all users are those of the tenant only", file: "src/access/membership.rs",
        from: "(_, TargetValue::AllUsers) => Listed::by(value),",
        to: "(_, TargetValue::AllUsers) if question.home == question.resource => Listed::by(value),\n        (_, TargetValue::AllUsers) => Listed::no()," },
    Bug { what: "one side is enough", file: "src/access/evaluate.rs",
        from: "both.into_iter().chain(conditional::gates(scene))",
        to: "both.into_iter().skip(1).chain(conditional::gates(scene))" },
    Bug { what: "what is not known is allowed", file: "src/access/rule.rs",
        from: "AccessType::Other(_), _) | (_, AccessType::Other(_)) => Truth::Unknown,",
        to: "AccessType::Other(_), _) | (_, AccessType::Other(_)) => Truth::Yes," },
    Bug { what: "a missing directory is a no", file: "src/access/membership.rs",
        from: "let missing = |why: &str| Listed::unknown(Doubt::Missing, why.to_owned());",
        to: "let missing = |_: &str| Listed::no();" },
    Bug { what: "trust opens", file: "src/access/demand.rs",
        from: "layers.switch(Setting::Trust(claim)).map(|found| found.value)",
        to: "layers.switch(Setting::Trust(claim)).map(|_| true)" },
];

fn seeded(text: &str, bug: &Bug) -> String {
    assert_eq!(text.matches(bug.from).count(), 1, "{} in {}", bug.what, bug.file);
    text.replacen(bug.from, bug.to, 1)
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (name, path) = (entry.file_name(), entry.path());
        let is_left = name == "target" || name == ".git";
        match entry.file_type().unwrap().is_dir() {
            true if !is_left => copied(&path, &to.join(&name)),
            true => {}
            false => drop(fs::copy(&path, to.join(&name)).unwrap()),
        }
    }
}

#[test]
fn every_seeded_bug_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts: Vec<String> =
        BUGS.iter().map(|bug| fs::read_to_string(root.join(bug.file)).unwrap()).collect();
    for (bug, text) in BUGS.iter().zip(&texts) {
        seeded(text, bug);
    }
    if std::env::var_os("DETENTE_SEEDED").is_none() {
        eprintln!("SKIPPED: DETENTE_SEEDED=1 puts them in, one by one (a quarter of an hour)");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    copied(root, place.path());
    let mut missed = Vec::new();
    for (bug, text) in BUGS.iter().zip(&texts) {
        fs::write(place.path().join(bug.file), seeded(text, bug)).unwrap();
        let ran = Command::new(env!("CARGO"))
            .args(["test", "--lib", "access::"])
            .env("CARGO_TARGET_DIR", place.path().join("target"))
            .env_remove("DETENTE_SEEDED")
            .current_dir(place.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&ran.stdout);
        let is_built = told.contains("test result:");
        let failed = told.lines().filter(|line| line.ends_with("... FAILED")).count();
        println!("{}: {failed} tests fail", bug.what);
        if failed == 0 {
            let error = String::from_utf8_lossy(&ran.stderr);
            missed.push(if is_built { bug.what.to_owned() } else { error.into_owned() });
        }
        fs::write(place.path().join(bug.file), text).unwrap();
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
