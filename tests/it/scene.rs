use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};
use tempfile::TempDir;

pub const CONTOSO: &str = "11111111-1111-1111-1111-111111111111";
pub const FABRIKAM: &str = "22222222-2222-2222-2222-222222222222";

static TIME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").unwrap());

/// A tenant that no workspace knows.
pub const NOBODY: &str = "99999999-9999-9999-9999-999999999999";

/// The context of an answer of Graph.
pub fn graph(what: &str) -> String {
    format!("https://graph.microsoft.com/v1.0/$metadata#{what}")
}

/// What the exports of any tenant hold that nobody has touched: who it is, the default, no partners.
pub fn untouched(tenant: &str, name: &str, domain: &str) -> [(&'static str, Value); 3] {
    [
        (
            "organization.json",
            json!({
                "@odata.context": graph("organization"),
                "value": [{ "id": tenant, "displayName": name, "verifiedDomains": [{ "name": domain, "isDefault": true, "isInitial": true }] }],
            }),
        ),
        (
            "default.json",
            json!({
                "@odata.context": graph("policies/crossTenantAccessPolicy/default/$entity"),
                "isServiceDefault": true,
            }),
        ),
        (
            "partners.json",
            json!({
                "@odata.context": graph("policies/crossTenantAccessPolicy/partners"),
                "value": [],
            }),
        ),
    ]
}

/// A folder of its own, and the program in it.
pub struct Scene {
    folder: TempDir,
}

impl Scene {
    /// Nothing but an empty home.
    pub fn empty() -> Self {
        Scene { folder: tempfile::tempdir().unwrap() }
    }

    /// A workspace `w` of Contoso with the partner Fabrikam.
    pub fn contoso() -> Self {
        let scene = Scene::empty();
        scene.init("w", CONTOSO, "Contoso", "contoso.com");
        scene.fine(&["partner", "add", FABRIKAM, "--name", "Fabrikam", "--domain", "fabrikam.com"]);
        scene
    }

    pub fn init(&self, folder: &str, id: &str, name: &str, domain: &str) {
        self.fine(&["init", folder, "--tenant", id, "--name", name, "--domain", domain]);
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in the workspace `w`, knowing nothing of who runs the test.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("LANG", "C.UTF-8")
            .env("USER", "ada")
            .env("DETENTE_WORKSPACE", self.path("w"))
            .stdin(Stdio::null());
        command
    }

    pub fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Exit code and both streams, without what differs from run to run.
    pub fn run(&self, args: &[&str]) -> String {
        self.told(&self.output(args))
    }

    /// The same of a command made by hand.
    pub fn told(&self, output: &Output) -> String {
        let mut text = format!("exit {}\n", output.status.code().unwrap());
        text.push_str(&String::from_utf8(output.stdout.clone()).unwrap());
        for line in String::from_utf8(output.stderr.clone()).unwrap().lines() {
            writeln!(text, "{}", format!("! {line}").trim_end()).unwrap();
        }
        let text = text.replace(self.folder.path().to_str().unwrap(), "[DIR]");
        TIME.replace_all(&text, "[TIME]").into_owned()
    }

    /// What goes to the standard output of a command that must go well.
    pub fn fine(&self, args: &[&str]) -> String {
        let output = self.output(args);
        assert!(output.status.success(), "{args:?}: {}", self.told(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let text = self.fine(&[args, &["--format", "json"]].concat());
        assert!(text.is_ascii(), "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Every file of a folder with its content, but for who held the lock last.
    pub fn files(&self, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path.file_name().unwrap() != "lock" {
                    let bytes = std::fs::read(&path).unwrap();
                    found.push((path, bytes));
                }
            }
        }
        let mut found = Vec::new();
        walk(&self.path(name), &mut found);
        found.sort();
        found
    }
}
