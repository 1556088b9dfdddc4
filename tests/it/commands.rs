use insta::assert_snapshot;

use crate::scene::{CONTOSO, FABRIKAM, NOBODY, Scene};

#[test]
fn without_a_workspace_it_is_said_what_to_do() {
    let scene = Scene::empty();
    assert_snapshot!(scene.run(&[]), @r"
        exit 2
        ! error: there is no workspace in `[DIR]/w`; `detente init` makes one, `detente demo` opens the practice workspace
    ");
    assert_snapshot!(scene.run(&["undo", "--format", "json"]), @r#"
        exit 2
        ! {"error":"there is no workspace in `[DIR]/w`; `detente init` makes one, `detente demo` opens the practice workspace","exit":2}
    "#);
}

#[test]
fn without_a_terminal_a_summary_is_printed() {
    let scene = Scene::contoso();
    assert_snapshot!(scene.run(&[]), @r"
        exit 0
        [DIR]/w
        tenants   2, 1 of them ours
        partners  1
        drafted   1 place differs from what was observed
        edits     2
          2  [TIME]  Contoso: partner Fabrikam added
          1  [TIME]  workspace made for Contoso
    ");
    assert_snapshot!(scene.run(&["--format", "json"]), @r#"
        exit 0
        {
          "workspace": "[DIR]/w",
          "revision": 2,
          "tenants": 2,
          "ours": 1,
          "partners": 1,
          "drafted": 1,
          "lastEdits": [
            {
              "revision": 2,
              "time": "[TIME]",
              "label": "Contoso: partner Fabrikam added"
            },
            {
              "revision": 1,
              "time": "[TIME]",
              "label": "workspace made for Contoso"
            }
          ]
        }
    "#);
}

#[test]
fn init_makes_one_workspace_and_never_over_another() {
    let scene = Scene::empty();
    let make = ["init", "w", "--tenant", CONTOSO, "--name", "Contoso", "--cloud", "usgov"];
    assert_snapshot!(scene.run(&make), @r"
        exit 0
        Contoso (11111111-1111-1111-1111-111111111111) is at service defaults in [DIR]/w
        import what it really says with `detente import`
    ");
    let before = scene.files("w");
    assert_snapshot!(scene.run(&make), @r"
        exit 2
        ! error: there is a workspace in `[DIR]/w` already; it was left as it is, choose another folder
    ");
    assert!(scene.files("w") == before, "nothing was changed");
    assert_snapshot!(scene.run(&["show", "collaboration"]), @r"
        exit 0
        Contoso (11111111-1111-1111-1111-111111111111)
        who may invite        nobody, not even administrators
        what guests see       limited: groups that are not hidden
        only these domains    none
        not these domains     none
        self-service sign-up  ? not known
        guests may leave      ? not known
    ");
    assert_snapshot!(scene.run(&["init", "x", "--tenant", "12", "--name", "X"]), @r"
        exit 2
        ! error: invalid value '12' for '--tenant <GUID>': expected a GUID such as 11111111-2222-3333-4444-555555555555
        !
        ! For more information, try '--help'.
    ");
    assert_snapshot!(scene.run(&["init", "x", "--tenant", CONTOSO, "--name", " "]), @r"
        exit 2
        ! error: a tenant needs a name; nothing was made
    ");
    assert_snapshot!(scene.run(&["init", "x", "--tenant", CONTOSO, "--name", "X", "--domain", "*.x.com"]), @r"
        exit 2
        ! error: invalid value '*.x.com' for '--domain <DOMAIN>': wildcards are not documented for domain lists; name each domain in full
        !
        ! For more information, try '--help'.
    ");
    assert!(!scene.path("x").exists());
}

#[test]
fn practice_is_made_kept_and_renewed_only_where_it_was_made() {
    let scene = Scene::empty();
    let first = scene.fine(&["demo", "p"]);
    assert!(first.starts_with(scene.path("p").to_str().unwrap()), "{first}");
    let again = scene.fine(&["demo", "p"]);
    assert_eq!(again, first, "a second opening changes nothing");
    let edits =
        |text: &str| text.lines().find(|line| line.starts_with("edits")).unwrap().to_owned();
    let drafted = || scene.json(&["--workspace", "p"])["drafted"].as_u64().unwrap();
    let tenants = scene.json(&["show", "tenants", "--workspace", "p"]);
    let ours = tenants.as_array().unwrap().iter().find(|tenant| tenant["ownership"] == "ours");
    let ours = ours.unwrap()["tenantId"].as_str().unwrap();
    let start = drafted();
    scene.fine(&["partner", "add", NOBODY, "--tenant", ours, "--workspace", "p"]);
    assert_eq!(drafted(), start + 1);
    let renewed = scene.fine(&["demo", "p", "--reset"]);
    assert_ne!(edits(&renewed), edits(&first));
    assert_eq!(drafted(), start);
    scene.fine(&["undo", "--workspace", "p"]);
    assert_eq!(drafted(), start + 1, "what was practised is not lost");

    std::fs::remove_file(scene.path("p/workspace.json")).unwrap();
    std::fs::remove_file(scene.path("p/history.jsonl")).unwrap();
    scene.fine(&["demo", "p"]);
    assert_eq!(drafted(), start, "what a killed run left is finished");

    scene.init("w", CONTOSO, "Contoso", "contoso.com");
    let before = scene.files("w");
    assert_snapshot!(scene.run(&["demo", "w", "--reset"]), @r"
        exit 2
        ! error: `[DIR]/w` holds what `detente demo` did not make; it was left as it is, name an empty folder, or open a workspace with --workspace
    ");
    assert_snapshot!(scene.run(&["demo", "w"]), @r"
        exit 2
        ! error: `[DIR]/w` holds what `detente demo` did not make; it was left as it is, name an empty folder, or open a workspace with --workspace
    ");
    assert!(scene.files("w") == before, "nothing was changed");
}

#[test]
fn partners_come_and_go_by_consent_only() {
    let scene = Scene::contoso();
    assert_snapshot!(scene.run(&["partner", "add", FABRIKAM]), @r"
        exit 2
        ! error: 22222222-2222-2222-2222-222222222222 is already a partner; the service keeps one entry a tenant (rule V9)
    ");
    assert_snapshot!(scene.run(&["partner", "add", "northwind.com"]), @r"
        exit 2
        ! error: no tenant in the workspace is called `northwind.com`; a tenant the workspace does not know is added by its id, because detente never asks the network
    ");
    assert_snapshot!(scene.run(&["partner", "remove", "fabrikam"]), @r"
        exit 2
        ! error: removing Fabrikam removes all its settings, and the default of Contoso then holds for it; nothing was changed, say --yes to do it
        !   fix: detente partner remove 22222222-2222-2222-2222-222222222222 --yes
    ");
    scene.fine(&[
        "set",
        "identitySynchronization.userSyncInbound.isSyncAllowed",
        "true",
        "--partner",
        "fabrikam",
    ]);
    assert_snapshot!(scene.run(&["partner", "remove", "fabrikam", "--yes", "--workspace", "w"]), @r"
        exit 2
        ! error: the synchronisation policy of this partner must be deleted first; accounts already created stay behind
        !   fix: detente set identitySynchronization.userSyncInbound.isSyncAllowed inherit --partner 22222222-2222-2222-2222-222222222222 --workspace w
        !   fix: detente set identitySynchronization.groupSyncInbound.isSyncAllowed inherit --partner 22222222-2222-2222-2222-222222222222 --workspace w
        !   fix: detente partner remove 22222222-2222-2222-2222-222222222222 --yes --workspace w
    ");
    scene.fine(&["set", "identitySynchronization", "inherit", "--partner", "fabrikam"]);
    assert_snapshot!(scene.run(&["partner", "remove", "fabrikam", "--yes"]), @r"
        exit 0
        Contoso: partner Fabrikam removed; undo with `detente undo`
    ");
    assert_snapshot!(scene.run(&["partner", "remove", "fabrikam", "--yes"]), @r"
        exit 2
        ! error: 22222222-2222-2222-2222-222222222222 is not a partner
    ");
    assert_snapshot!(scene.run(&["partner", "add", "fabrikam.com", "--format", "json"]), @r#"
        exit 0
        {
          "label": "Contoso: partner Fabrikam added",
          "places": 1,
          "revision": 6,
          "takenIn": []
        }
    "#);
}

#[test]
fn undo_and_redo_go_through_the_history() {
    let scene = Scene::contoso();
    assert_snapshot!(scene.run(&["redo"]), @r"
        exit 2
        ! error: there is nothing to redo
    ");
    assert_snapshot!(scene.run(&["undo"]), @r"
        exit 0
        taken back: Contoso: partner Fabrikam added; make it again with `detente redo`
    ");
    assert_snapshot!(scene.run(&["undo"]), @r"
        exit 2
        ! error: there is nothing to undo
    ");
    assert_snapshot!(scene.run(&["redo", "--format", "json"]), @r#"
        exit 0
        {
          "label": "Contoso: partner Fabrikam added",
          "places": 2,
          "revision": 4,
          "takenIn": []
        }
    "#);
    assert_snapshot!(scene.run(&["history"]), @r"
        exit 0
        EDIT  WHEN                  WHO  WHAT
        4     [TIME]  ada  redo of 2: Contoso: partner Fabrikam added
        3     [TIME]  ada  undo of 2: Contoso: partner Fabrikam added
        2     [TIME]  ada  Contoso: partner Fabrikam added
        1     [TIME]  ada  workspace made for Contoso
    ");
    assert_snapshot!(scene.run(&["history", "--limit", "1"]), @r"
        exit 0
        EDIT  WHEN                  WHO  WHAT
        4     [TIME]  ada  redo of 2: Contoso: partner Fabrikam added
        3 older edits; `--limit 0` lists all
    ");
    assert_snapshot!(scene.run(&["history", "--limit", "1", "--format", "json"]), @r#"
        exit 0
        [
          {
            "revision": 4,
            "time": "[TIME]",
            "actor": "ada",
            "kind": "redo",
            "of": 2,
            "label": "Contoso: partner Fabrikam added",
            "places": 2,
            "undone": false
          }
        ]
    "#);
}

#[test]
fn import_reads_ordinary_files_only() {
    let scene = Scene::contoso();
    std::fs::create_dir_all(scene.path("in/deep")).unwrap();
    std::fs::write(scene.path("in/a.json"), "{}").unwrap();
    std::fs::write(scene.path("in/deep/b.json"), "{}").unwrap();
    std::fs::write(scene.path("in/.hidden"), "{}").unwrap();
    assert_snapshot!(scene.run(&["import", "in/nowhere"]), @r"
        exit 2
        ! error: `in/nowhere`: cannot be read: No such file or directory (os error 2); nothing was changed
    ");
    assert_snapshot!(scene.run(&["import"]), @r"
        exit 2
        ! error: the following required arguments were not provided:
        !   <PATH>...
        !
        ! Usage: detente import <PATH>...
        !
        ! For more information, try '--help'.
    ");
    assert_snapshot!(scene.run(&["import", "/dev/zero"]), @r"
        exit 2
        ! error: `/dev/zero`: is neither a file nor a folder; nothing was changed
    ");
}

#[test]
fn doctor_reports_on_terminal_and_workspace() {
    let scene = Scene::contoso();
    assert_snapshot!(scene.run(&["doctor"]), @r"
        exit 0
        ✓  version                 0.1.0
        ✓  terminal                no
        ✓  TERM                    not set
        ✓  COLORTERM               not set
        ✓  NO_COLOR                not set
        ✓  locale                  C.UTF-8
        ✓  characters              Unicode
        ✓  size                    not set
        ✓  colours                 none
        ✓  workspace               [DIR]/w
        ✓  state                   opened
        ✓  found at opening        none
        ✓  revision                2
        ✓  journal lines           2
        ✓  journal chain           whole
        ✓  damaged observed files  none
        ✓  sign-in logs            0
        ✓  damaged sign-in logs    none
        ✓  open to others          none
    ");
    let bare = Scene::empty();
    let mut command = bare.command(&["doctor", "--format", "json"]);
    let output = command.env("LC_ALL", "C").env("NO_COLOR", "1").output().unwrap();
    assert_snapshot!(bare.told(&output), @r#"
        exit 0
        {
          "version": "0.1.0",
          "terminal": false,
          "TERM": null,
          "COLORTERM": null,
          "NO_COLOR": "1",
          "locale": "C",
          "characters": "ASCII",
          "size": null,
          "colours": "none",
          "workspace": "[DIR]/w",
          "state": "there is no workspace yet; `detente init` makes one"
        }
    "#);
}

#[test]
fn manual_and_completions_are_printed() {
    let scene = Scene::empty();
    let manual = scene.fine(&["man"]);
    for word in
        [".TH detente 1", "EXIT STATUS", "DETENTE_WORKSPACE", "detente set", "detente doctor"]
    {
        assert!(manual.contains(word), "{word}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(scene.fine(&["completions", shell]).contains("doctor"), "{shell}");
    }
    assert_snapshot!(scene.run(&["completions", "cmd"]), @r"
        exit 2
        ! error: invalid value 'cmd' for '<SHELL>'
        !   [possible values: bash, elvish, fish, powershell, zsh]
        !
        ! For more information, try '--help'.
    ");
}

#[test]
fn every_command_has_help() {
    let scene = Scene::empty();
    for command in [
        "demo",
        "init",
        "import",
        "show",
        "set",
        "partner",
        "undo",
        "redo",
        "history",
        "doctor",
        "completions",
        "man",
    ] {
        for args in [[command, "--help"], ["help", command]] {
            let help = scene.fine(&args);
            assert!(help.contains(&format!("detente {command}")), "{help}");
        }
    }
    assert_snapshot!(scene.run(&["--version"]), @r"
        exit 0
        detente 0.1.0
    ");
    assert_snapshot!(scene.run(&["shwo"]), @r"
        exit 2
        ! error: unrecognized subcommand 'shwo'
        !
        !   tip: a similar subcommand exists: 'show'
        !
        ! Usage: detente [OPTIONS] [COMMAND]
        !
        ! For more information, try '--help'.
    ");
}
