use std::fs::File;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::scene::{FABRIKAM, Scene};

/// Commands that only answer.
const ANSWERS: &[&[&str]] = &[
    &[],
    &["demo", "p"],
    &["show", "tenants"],
    &["show", "partners"],
    &["show", "partner", FABRIKAM],
    &["show", "default"],
    &["show", "collaboration"],
    &["history"],
    &["doctor"],
    &["man"],
    &["completions", "bash"],
    &["--help"],
    &["--version"],
    &["set", "--help"],
];

#[test]
fn nobody_listening_is_no_fault() {
    let scene = Scene::contoso();
    for args in ANSWERS {
        let mut child =
            scene.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(scene.told(&output), "exit 0\n", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_answer_is_told_by_the_exit_code() {
    let scene = Scene::contoso();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for args in ANSWERS {
        let output = scene.command(args).stdout(full()).output().unwrap();
        let text = scene.told(&output);
        assert!(
            text.starts_with("exit 74\n! error: cannot write the answer: "),
            "{args:?}: {text}"
        );
        let output = scene.command(args).stdout(full()).stderr(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(74), "{args:?}");
    }
    let bad = scene.command(&["show", "partner", "nobody"]).stderr(full()).output().unwrap();
    assert_eq!(bad.status.code(), Some(2));
}

#[test]
fn a_held_workspace_is_waited_for_and_then_said() {
    let scene = Scene::contoso();
    let mut lock = File::options().write(true).open(scene.path("w/lock")).unwrap();
    lock.lock().unwrap();
    lock.set_len(0).unwrap();
    lock.write_all(b"grace@here, process 7").unwrap();
    let before = scene.files("w");
    let start = Instant::now();
    assert_snapshot!(scene.run(&["set", "allowInvitesFrom", "none"]), @r"
        exit 75
        ! error: the workspace is held by another instance (grace@here, process 7); nothing was changed, try again
    ");
    assert!(start.elapsed() < Duration::from_secs(4));
    assert_snapshot!(scene.run(&["undo", "--format", "json"]), @r#"
        exit 75
        ! {"error":"the workspace is held by another instance (grace@here, process 7); nothing was changed, try again","exit":75}
    "#);
    assert!(scene.files("w") == before, "nothing was changed");
    scene.fine(&["show", "partners"]);
    drop(lock);
    scene.fine(&["undo"]);
}

#[test]
fn a_newer_workspace_is_left_as_it_is() {
    let scene = Scene::contoso();
    std::fs::write(scene.path("w/workspace.json"), "{\"format\": 99}").unwrap();
    let before = scene.files("w");
    for args in [&[][..], &["show", "partners"], &["undo"], &["doctor"]] {
        assert_eq!(scene.output(args).status.code(), Some(2), "{args:?}");
    }
    assert_snapshot!(scene.run(&["undo"]), @r"
        exit 2
        ! error: `[DIR]/w/workspace.json` has format 99 and was written by a newer detente; this one reads up to format 1. Update detente; the workspace was left as it is
    ");
    assert!(scene.files("w") == before, "nothing was changed");
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let scene = Scene::contoso();
    std::fs::write(scene.path("file"), "").unwrap();
    assert_snapshot!(scene.run(&["show", "partners", "--workspace", "file"]), @r"
        exit 74
        ! error: cannot read `[DIR]/file/workspace.json`: Not a directory (os error 20); the workspace is as it was
    ");
    assert_snapshot!(scene.run(&["show", "partners", "--workspace", "nowhere"]), @r"
        exit 2
        ! error: there is no workspace in `[DIR]/nowhere`; `detente init` makes one, `detente demo` opens the practice workspace
    ");
    assert_snapshot!(scene.run(&["init", "file", "--tenant", FABRIKAM, "--name", "F"]), @r"
        exit 74
        ! error: cannot lock `[DIR]/file/lock`: File exists (os error 17); the workspace is as it was
    ");
    assert!(!scene.path("nowhere").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_a_fault_of_the_disk() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::contoso();
    let mode = |mode| {
        let path = scene.path("w");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o000);
    let is_root = std::fs::read_dir(scene.path("w")).is_ok();
    let code = scene.output(&["show", "partners"]).status.code();
    mode(0o755);
    // The superuser may read everything.
    assert_eq!(code, Some(if is_root { 0 } else { 74 }));
    let text = scene.run(&["doctor"]);
    assert!(text.contains("open to others: [DIR]/w"), "{text}");
}

#[test]
fn doctor_finds_what_was_changed_behind_our_back() {
    let scene = Scene::contoso();
    for (path, bytes) in scene.files("w/observed") {
        std::fs::write(path, [bytes, b" ".to_vec()].concat()).unwrap();
    }
    let output = scene.output(&["doctor"]);
    assert_eq!(output.status.code(), Some(2));
    let text = scene.told(&output);
    assert!(text.contains("its hash does not fit its name"), "{text}");

    let scene = Scene::contoso();
    let mut journal = std::fs::read(scene.path("w/history.jsonl")).unwrap();
    let at = journal.windows(7).position(|part| part == b"Contoso").unwrap();
    journal[at] = b'K';
    std::fs::write(scene.path("w/history.jsonl"), journal).unwrap();
    let output = scene.output(&["doctor"]);
    let text = scene.told(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("line 1: the line is cut off or was changed"), "{text}");
}

#[test]
fn a_pipe_is_never_read_for_a_file() {
    let scene = Scene::contoso();
    let pipe = scene.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|made| made.success()) {
        return;
    }
    assert_snapshot!(scene.run(&["import", "pipe"]), @r"
        exit 2
        ! error: `pipe`: is neither a file nor a folder; nothing was changed
    ");
    assert_snapshot!(scene.run(&["set", "tenantRestrictions", "@pipe"]), @r"
        exit 2
        ! error: `pipe`: is neither a file nor a folder; nothing was changed
    ");
}

#[test]
fn many_at_once_lose_nothing() {
    let scene = Scene::contoso();
    let id = |number: usize| format!("33333333-3333-3333-3333-{number:012}");
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let scene = &scene;
            scope.spawn(move || {
                for turn in 0..4 {
                    scene.fine(&["partner", "add", &id(writer * 10 + turn)]);
                }
            });
        }
    });
    let shown = scene.json(&["show", "partners"]);
    assert_eq!(shown.as_array().unwrap().len(), 1 + 24);
    assert_eq!(scene.json(&["history", "--limit", "0"]).as_array().unwrap().len(), 2 + 24);
    assert!(scene.output(&["doctor"]).status.success());
}
