//! A merger by keys in the real program, which is killed again and again on the way.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use portable_pty::CommandBuilder;
use serde_json::Value;

use crate::merger::{ALPHA, BETA, export};
use crate::pty::{PATIENCE, Terminal, until};
use crate::scene::Scene;

/// Times it is killed before it may finish.
const KILLS: usize = 8;

fn open(scene: &Scene) -> Terminal {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_detente"));
    command.arg("open");
    command.cwd(scene.path(""));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("USER", "ada");
    command.env("HOME", scene.path(""));
    command.env("DETENTE_WORKSPACE", scene.path("w"));
    let terminal = Terminal::of(command);
    terminal.wait("Needs a decision");
    terminal.send("gw");
    terminal.wait("Steps");
    terminal
}

/// The answers as they are kept; whole whenever they are looked at.
fn kept(scene: &Scene) -> Value {
    match std::fs::read(scene.path("w").join("merger.json")) {
        Ok(bytes) => {
            let file: Value = serde_json::from_slice(&bytes).unwrap();
            file["content"].clone()
        }
        Err(_) => Value::Null,
    }
}

/// The keys that answer the question one is at, a bit at a time; nothing when it is answered.
fn next(answers: &Value) -> &'static str {
    let is = |path: &str| answers.pointer(path).and_then(Value::as_bool) == Some(true);
    let open = |name: &str| answers.get(name).is_none_or(Value::is_null);
    let tenants = answers["tenants"].as_array().map_or(0, Vec::len);
    match answers["at"].as_str().unwrap_or("tenants") {
        "tenants" if tenants == 0 => "gg ",
        "tenants" if tenants == 1 => "ggj ",
        "topology" if open("topology") => "G ",
        "collaboration" if open("collaboration") => "gg ",
        "directConnect" if open("directConnect") => "gg ",
        "sync" if open("sync") => "gg ",
        "redemption" if open("redemption") => "gg ",
        "trust" if !is("/trust/mfa") => "gg ",
        "trust" if !is("/trust/compliant") => "ggj ",
        "closed" if !is("/closed/inbound") => "gg ",
        "closed" if !is("/closed/outbound") => "ggj ",
        "review" => "",
        _ => "n",
    }
}

/// Answers that were kept are kept: whatever was said is still said.
fn assert_holds(before: &Value, after: &Value) {
    let Some(said) = before.as_object() else { return };
    for (name, value) in said.iter().filter(|(name, value)| *name != "at" && !value.is_null()) {
        let now = &after[name];
        let grew = match (value.as_array(), now.as_array()) {
            (Some(was), Some(is)) => was.iter().all(|one| is.contains(one)),
            _ => !now.is_null(),
        };
        assert!(grew, "`{name}` was {value} and is {now}");
    }
}

#[test]
fn a_merger_survives_being_killed_at_any_moment() {
    let scene = Scene::empty();
    scene.init("w", ALPHA, "Alpha", "alpha.example");
    export(&scene, "Alpha", ALPHA, "alpha.example");
    export(&scene, "Beta", BETA, "beta.example");
    let seed = RandomState::new().hash_one("seed");
    let mut dice = seed;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut terminal = open(&scene);
    let (mut kills, mut before) = (0, Value::Null);
    for turn in 0.. {
        assert!(turn < 200, "it goes round in circles: {before} (seed {seed})");
        let answers = kept(&scene);
        assert_holds(&before, &answers);
        before = answers.clone();
        let keys = next(&answers);
        if keys.is_empty() && kills >= KILLS {
            break;
        }
        terminal.send(if keys.is_empty() { "p" } else { keys });
        if kills < KILLS && roll(2) == 0 {
            std::thread::sleep(Duration::from_millis(roll(120)));
            terminal.signal("KILL");
            terminal.end(PATIENCE);
            kills += 1;
            terminal = open(&scene);
            // Whoever comes back is where they were, with what they said.
            let now = kept(&scene);
            assert_holds(&before, &now);
            continue;
        }
        let moved = until(PATIENCE, || kept(&scene) != answers);
        assert!(moved, "`{keys}` did nothing at {answers} (seed {seed}):\n{}", terminal.text());
    }
    terminal.wait("Stage it all");
    terminal.send("\x13");
    terminal.wait("Nothing is missing on our side");
    terminal.wait("14 of 14 hold");
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
    let told = scene.run(&["merger", "checklist"]);
    assert!(told.starts_with("exit 0") && told.contains("14 of 14 lines hold"), "{told}");
    let again = scene.run(&["merger", "status"]);
    assert!(again.contains("nothing is missing on our side"), "{again}");
}
