//! A partner taken in and one cut off, by keys in the real program.

use crate::pty::{PATIENCE, Terminal, command, until};
use crate::scene::Scene;

fn open(scene: &Scene) -> Terminal {
    let mut started = command(&scene.path("practice"));
    started.cwd(scene.path(""));
    let terminal = Terminal::of(started);
    terminal.wait("Needs a decision");
    terminal.send("2");
    terminal.wait("Cobalt Quay");
    terminal
}

fn told(scene: &Scene, args: &[&str]) -> String {
    let mut all = vec!["--workspace", "practice"];
    all.extend(args);
    scene.run(&all)
}

#[test]
fn a_partner_is_taken_in_by_keys_and_undone() {
    let scene = Scene::empty();
    let mut terminal = open(&scene);
    terminal.send("/velmont\r");
    terminal.send("O");
    terminal.wait("What is it to us?");
    terminal.send(" ");
    terminal.wait("settings it stages: ");
    terminal.wait("a newcomer of Velmont Foods");
    terminal.send("n");
    terminal.wait("Who of theirs");
    terminal.send("n");
    terminal.wait("Who answers for it");
    terminal.send("\x15Ada\r\x15Orders\r\r\x152027-06-30");
    terminal.wait("2027-06-30");
    // Back, whatever stands there, and forward again.
    terminal.send("\x1b[5~");
    terminal.wait("3  Who and what");
    terminal.send("\x1b[6~\x1b[6~");
    terminal.wait("Stage it all, as one edit");
    terminal.send("\r");
    terminal.wait("All of it is in the draft");
    let history = told(&scene, &["history"]);
    assert!(history.contains("partner Velmont Foods taken in as supplier"), "{history}");
    terminal.send("u");
    terminal.wait("Stage it all, as one edit");
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
}

#[test]
fn a_partner_is_cut_off_by_keys_and_undone() {
    let scene = Scene::empty();
    let mut terminal = open(&scene);
    terminal.send("/velmont\r");
    terminal.send("C");
    terminal.wait("What is shut, in this order");
    let before = told(&scene, &["show", "partner", "Velmont Foods", "--tenant", "Alpha Corp"]);
    terminal.send("\r");
    terminal.wait("to cut it off:");
    terminal.send("no\r");
    terminal.wait("to go on, or Esc");
    terminal.send("\x15Velmont Foods\r");
    terminal.wait("is cut off from Alpha Corp");
    terminal.wait("The way back, in this order");
    let after = told(&scene, &["show", "partner", "Velmont Foods", "--tenant", "Alpha Corp"]);
    assert_ne!(before, after);
    let history = told(&scene, &["history"]);
    assert!(history.contains("partner Velmont Foods cut off"), "{history}");
    terminal.send("u");
    terminal.wait("Cut Velmont Foods off");
    let back =
        || told(&scene, &["show", "partner", "Velmont Foods", "--tenant", "Alpha Corp"]) == before;
    assert!(until(PATIENCE, back), "{}", terminal.text());
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
}

#[test]
fn the_plan_is_written_where_the_program_was_started() {
    let scene = Scene::empty();
    let mut started = command(&scene.path("practice"));
    started.cwd(scene.path(""));
    let mut terminal = Terminal::of(started);
    terminal.wait("Needs a decision");
    terminal.send("9");
    terminal.wait("Marrowby Print: partner removed");
    terminal.send("X");
    terminal.wait("enter writes it");
    terminal.send("\r");
    terminal.wait("written and read back");
    let path = scene.path("alphacorp.com.plan.md");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("# Plan: Alpha Corp"), "{text}");
    // What a person wrote there is left alone.
    std::fs::write(&path, "mine").unwrap();
    terminal.send("X");
    terminal.wait("enter writes it");
    terminal.send("\r");
    terminal.wait("was not written by this program");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
}
