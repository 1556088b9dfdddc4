//! The walls of the house, read from its sources.

use std::fs;
use std::path::{Path, PathBuf};

/// Bottom first. A room may use itself and anything on a lower row. Rooms that are not built yet
/// have their place already.
const FLOORS: &[&[&str]] = &[
    &["domain", "text", "world", "filter"],
    &["access", "expr"],
    &["decode", "edit", "lint", "plan", "sync"],
    &["learn", "partners", "remedy", "replay", "wire"],
    &["import", "merger", "practice", "export"],
    &["store"],
    &["tui"],
    &["cli"],
    &["bench"],
];

/// Rooms that only tests have; they may use what they test.
const TEST_ROOMS: &[&str] = &["arbitrary"];

/// Words, and the only places (rooms or files) that may write them.
const KEPT: &[(&str, &[&str])] = &[
    ("ratatui", &["tui", "cli/commands/doctor.rs", "bench.rs"]),
    ("crossterm", &["tui", "cli/commands/doctor.rs", "bench.rs"]),
    ("std::fs", &["store"]),
    (
        "std::thread",
        &[
            "tui",
            "store/folder.rs",
            "store/checkpoint.rs",
            // Source and target are read at once, and users judged in two halves.
            "store/directory.rs",
            "sync/halves.rs",
        ],
    ),
    (
        "serde_json",
        &[
            "wire",
            "import",
            "practice",
            "export",
            "store",
            "cli",
            "domain/extra.rs",
            "merger/codec.rs",
        ],
    ),
    ("SystemTime", &["main.rs"]),
    ("Timestamp::now", &["main.rs"]),
    ("std::net", &[]),
    ("#[ignore", &[]),
];

/// Spelled apart, so that this file may stand in the tree it reads.
const NEVER: &[&str] = &[concat!("todo", "!("), concat!("unimplemented", "!(")];

const CODE_LINES_MAX: usize = 400;

/// A source: its path below `src`, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Whether it is only compiled for tests.
    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
            || TEST_ROOMS.contains(&self.room())
    }

    /// Numbered lines without comments, up to the tests in the file, where there are any.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().zip(1..);
        lines
            .take_while(|(line, _)| !line.starts_with("mod tests {"))
            .map(|(line, number)| (number, line.split("//").next().unwrap_or_default()))
            .filter(|(_, line)| !line.trim().is_empty())
    }
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a line names by `crate::room`, also in a group.
fn named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, word) in line.match_indices("crate::") {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &line[at + word.len()..];
        let inside = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        for part in inside.map_or(vec![rest], |inside| inside.split(',').collect()) {
            let end = part.trim().find(|c: char| !c.is_alphanumeric() && c != '_');
            let room = &part.trim()[..end.unwrap_or(part.trim().len())];
            if room.starts_with(|c: char| c.is_ascii_lowercase()) {
                rooms.push(room.to_owned());
            }
        }
    }
    rooms
}

/// Everything that is against the rules, as `path:line: sentence`.
fn broken(sources: &[Source]) -> Vec<String> {
    let mut out = Vec::new();
    for source in sources {
        let (path, room) = (&source.path, source.room());
        if !matches!(room, "lib" | "main") && !source.is_test() && floor(room).is_none() {
            out.push(format!("{path}:1: the room `{room}` has no floor"));
        }
        let count = source.code().count();
        if count > CODE_LINES_MAX && !source.is_test() {
            out.push(format!("{path}:1: {count} lines of code, at most {CODE_LINES_MAX}"));
        }
        for (number, line) in source.code() {
            let at = format!("{path}:{number}");
            for word in NEVER {
                if line.contains(word) {
                    out.push(format!("{at}: `{word}` is never finished"));
                }
            }
            for (word, places) in KEPT {
                let may = places.iter().any(|place| room == *place || path == place);
                // A macro may need to name the crate of what a domain type is made of.
                if line.contains(word) && !may && !(source.is_test() && *word != "#[ignore") {
                    out.push(format!("{at}: {room} may not write `{word}`"));
                }
            }
            if matches!(room, "lib" | "main") || source.is_test() {
                continue;
            }
            if line.contains("super::super::super") {
                out.push(format!("{at}: across rooms it is `crate::room`"));
            }
            for other in named(line) {
                let goes_down = floor(&other) < floor(room);
                if other != room && floor(&other).is_some() && !goes_down {
                    out.push(format!("{at}: {room} may not use {other}"));
                }
                if floor(&other).is_none() && other != room {
                    out.push(format!("{at}: {room} uses {other}, which has no floor"));
                }
            }
        }
    }
    out
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let (mut waiting, mut found) = (vec![src.clone()], Vec::<PathBuf>::new());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|file| Source {
            path: file.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/"),
            text: fs::read_to_string(&file).unwrap(),
        })
        .collect()
}

#[test]
fn the_walls_stand() {
    let sources = sources();
    assert!(sources.len() > 30, "the sources were found");
    let broken = broken(&sources);
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn a_planted_violation_is_found() {
    let many = "let a = 1;\n".repeat(CODE_LINES_MAX + 1);
    #[rustfmt::skip]
    let table: &[(&str, &str, &str)] = &[
        ("domain/id.rs", "use crate::tui::Options;", "domain/id.rs:1: domain may not use tui"),
        ("domain/id.rs", "\nlet x = crate::wire::from_slice(b);", "domain/id.rs:2: domain may not use wire"),
        ("edit.rs", "use crate::{domain::Guid, store::Desk};", "edit.rs:1: edit may not use store"),
        ("tui/a.rs", "use crate::cli;", "tui/a.rs:1: tui may not use cli"),
        ("world.rs", "use crate::domain::Guid;", "world.rs:1: world may not use domain"),
        ("access/resolve.rs", "use crate::arbitrary::guid;", "access/resolve.rs:1: access uses arbitrary, which has no floor"),
        ("cellar/a.rs", "", "cellar/a.rs:1: the room `cellar` has no floor"),
        ("wire/a.rs", "use std::fs;", "wire/a.rs:1: wire may not write `std::fs`"),
        ("store/desk.rs", "std::thread::sleep(x);", "store/desk.rs:1: store may not write `std::thread`"),
        ("cli/look.rs", "use ratatui::style;", "cli/look.rs:1: cli may not write `ratatui`"),
        ("domain/id.rs", "serde_json::Value", "domain/id.rs:1: domain may not write `serde_json`"),
        ("tui.rs", "SystemTime::now()", "tui.rs:1: tui may not write `SystemTime`"),
        ("store/a.rs", "jiff::Timestamp::now()", "store/a.rs:1: store may not write `Timestamp::now`"),
        ("main.rs", "use std::net::TcpStream;", "main.rs:1: main may not write `std::net`"),
        ("edit/tests.rs", "#[ignore]", "edit/tests.rs:1: edit may not write `#[ignore`"),
        ("edit/a.rs", concat!("todo", "!()"), "edit/a.rs:1: `todo!(` is never finished"),
        ("edit/a.rs", &many, "edit/a.rs:1: 401 lines of code, at most 400"),
    ];
    for (path, text, want) in table {
        let planted = Source { path: (*path).to_owned(), text: (*text).to_owned() };
        assert_eq!(broken(&[planted]), [*want]);
    }
    #[rustfmt::skip]
    let fine: &[(&str, &str)] = &[
        ("tui/a.rs", "use crate::store::Desk; use ratatui::style; use std::thread;"),
        ("store/folder.rs", "std::thread::sleep(x); use std::fs;"),
        ("domain/extra.rs", "serde_json::Value"),
        ("domain/id.rs", "// use crate::tui; serde_json"),
        ("domain/id.rs", "use crate::domain::Guid; $crate::tui"),
        ("edit/tests.rs", "use crate::store::Desk; use crate::arbitrary;"),
        ("cli/commands/doctor.rs", "ratatui::crossterm"),
    ];
    for (path, text) in fine {
        let clean = Source { path: (*path).to_owned(), text: (*text).to_owned() };
        assert_eq!(broken(&[clean]), Vec::<String>::new(), "{path}");
    }
}

/// Crates that speak over a network.
const NETWORK: &[&str] = &[
    "async-std",
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "hickory-resolver",
    "hyper",
    "hyper-util",
    "isahc",
    "mio-uds",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "webbrowser",
    "wiremock",
];

fn network_crates(lock: &str) -> Vec<&str> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .filter(|name| NETWORK.contains(name))
        .collect()
}

#[test]
fn nothing_in_the_tree_can_reach_a_network() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"detente\""), "the lock file was read");
    assert_eq!(network_crates(&lock), Vec::<&str>::new());
    assert_eq!(network_crates("[[package]]\nname = \"reqwest\"\nversion = \"1\""), ["reqwest"]);
}
