//! The program in a terminal of its own: what it writes, and in which state it leaves it.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

const ROWS: u16 = 36;
const COLUMNS: u16 = 120;
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What the terminal has received so far.
struct Seen {
    bytes: Vec<u8>,
    screen: vt100::Parser,
    /// Whether the terminal is closed after the next piece.
    is_left: bool,
    ended: bool,
}

/// A terminal with the program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Arc<Mutex<Option<Box<dyn Write + Send>>>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    before: String,
}

/// The one place that knows how the program is started.
pub fn command(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_detente"));
    command.arg("demo");
    command.arg(folder);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env("LANG", "C.UTF-8");
    command.env("USER", "ada");
    command.env("HOME", folder);
    command.env("XDG_CONFIG_HOME", folder.join("config"));
    command.env("DETENTE_PANIC_KEY", "1");
    command
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn parser() -> vt100::Parser {
    let side = |cells| std::num::NonZero::new(cells).unwrap();
    vt100::Parser::new(side(ROWS), side(COLUMNS), 0)
}

impl Terminal {
    fn start(folder: &Path) -> Self {
        Self::of(command(folder))
    }

    /// A program in a terminal that answers as terminals do.
    pub fn of(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(ROWS, COLUMNS)).unwrap();
        let before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = Arc::new(Mutex::new(Some(pair.master.take_writer().unwrap())));
        let seen = Arc::new(Mutex::new(Seen {
            bytes: Vec::new(),
            screen: parser(),
            is_left: false,
            ended: false,
        }));
        let (shared, answers) = (Arc::clone(&seen), Arc::clone(&writer));
        std::thread::spawn(move || {
            let mut buffer = vec![0u8; 65536];
            let mut asked = 0;
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = shared.lock().unwrap();
                if count == 0 || seen.is_left {
                    drop(reader);
                    seen.ended = true;
                    return;
                }
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.screen.process(&buffer[..count]);
                let from = asked;
                asked = seen.bytes.len();
                answer(&seen.bytes, from, &answers);
            }
        });
        Terminal { master: Some(pair.master), writer, child, seen, before }
    }

    pub fn send(&self, bytes: impl AsRef<[u8]>) {
        let mut writer = self.writer.lock().unwrap();
        let writer = writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    pub fn text(&self) -> String {
        self.seen.lock().unwrap().screen.screen().contents()
    }

    fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    fn written(&self) -> usize {
        self.seen.lock().unwrap().bytes.len()
    }

    /// Waits until the screen shows a text.
    pub fn wait(&self, text: &str) {
        let shown = until(PATIENCE, || self.text().contains(text));
        assert!(shown, "`{text}` did not appear:\n{}", self.text());
    }

    /// Waits until nothing has been written for a while.
    pub fn settle(&self) {
        let mut last = self.written();
        let quiet = until(PATIENCE, || {
            std::thread::sleep(Duration::from_millis(150));
            let now = self.written();
            let still = now == last;
            last = now;
            still
        });
        assert!(quiet, "the program never stops writing");
    }

    /// Starts and waits for Home.
    fn at_home(folder: &Path) -> Self {
        let terminal = Self::start(folder);
        terminal.wait("Needs a decision");
        terminal.settle();
        terminal
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &id]).status();
        assert!(done.unwrap().success());
    }

    pub fn end(&mut self, within: Duration) -> ExitStatus {
        let mut status = None;
        let ended = until(within, || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        assert!(ended, "still running; the screen:\n{}", self.text());
        let _drained = until(Duration::from_secs(2), || self.seen.lock().unwrap().ended);
        status.unwrap()
    }

    /// The terminal is as it was before the program.
    fn assert_given_back(&self) {
        let bytes = self.bytes();
        let text = String::from_utf8_lossy(&bytes);
        for (on, off) in [
            ("\x1b[?1049h", "\x1b[?1049l"),
            ("\x1b[?2004h", "\x1b[?2004l"),
            ("\x1b[?1004h", "\x1b[?1004l"),
            ("\x1b[?1000h", "\x1b[?1000l"),
            ("\x1b[?1002h", "\x1b[?1002l"),
            ("\x1b[?1006h", "\x1b[?1006l"),
            ("\x1b[?25l", "\x1b[?25h"),
        ] {
            let (last_on, last_off) = (text.rfind(on), text.rfind(off));
            assert!(last_on.is_some(), "{on:?} was never written");
            assert!(last_off > last_on, "{off:?} does not follow {on:?}");
        }
        let opened = text.rfind("\x1b[?2026h");
        assert!(text.rfind("\x1b[?2026l") > opened, "a synchronised update stays open");
        let master = self.master.as_ref().unwrap();
        assert_eq!(modes(master.as_ref()), self.before, "the line discipline");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _dead = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The modes of the line discipline, to be compared.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// Answers what programs ask a terminal: its background, and what it is.
fn answer(bytes: &[u8], from: usize, writer: &Arc<Mutex<Option<Box<dyn Write + Send>>>>) {
    // A question may begin in the piece before.
    let start = from.saturating_sub(8);
    let fresh = &bytes[start..];
    let asks = |question: &[u8]| {
        fresh
            .windows(question.len())
            .enumerate()
            .any(|(at, found)| found == question && start + at + question.len() > from)
    };
    let mut reply = Vec::new();
    if asks(b"\x1b]11;?") {
        reply.extend_from_slice(b"\x1b]11;rgb:0f0f/1414/1b1b\x1b\\");
    }
    if asks(b"\x1b[c") {
        reply.extend_from_slice(b"\x1b[?62;22c");
    }
    if asks(b"\x1b[6n") {
        reply.extend_from_slice(b"\x1b[1;1R");
    }
    if reply.is_empty() {
        return;
    }
    if let Some(writer) = writer.lock().unwrap().as_mut() {
        let _gone = writer.write_all(&reply).and_then(|()| writer.flush());
    }
}

pub fn until(within: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < within {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    holds()
}

/// Keys to the settings of Velmont Foods, the cursor on automatic redemption, inbound.
const TO_VELMONT: &str = "2/velmont\r\rjjjj";

fn toggle_velmont(terminal: &Terminal) {
    terminal.send(TO_VELMONT);
    terminal.wait("Velmont Foods › Settings");
    terminal.send(" ");
    terminal.wait("saved, u undoes it");
}

#[test]
fn one_browses_changes_undoes_and_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    toggle_velmont(&terminal);
    terminal.send("u");
    terminal.wait("undone: ");
    terminal.send("Q");
    let status = terminal.end(PATIENCE);
    assert!(status.success(), "{status:?}");
    terminal.assert_given_back();
}

#[test]
fn a_terminal_that_answers_nothing_is_waited_for_only_shortly() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::at_home(folder.path());
    let bytes = terminal.bytes();
    let asked = bytes.windows(6).any(|found| found == b"\x1b]11;?");
    assert!(asked, "the background was not asked for");
    drop(terminal);
    let start = Instant::now();
    let mute = Terminal::start(folder.path());
    *mute.writer.lock().unwrap() = None;
    mute.wait("Needs a decision");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_panic_leaves_the_terminal_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    toggle_velmont(&terminal);
    terminal.send("\x1b[24~");
    let status = terminal.end(PATIENCE);
    assert!(!status.success(), "{status:?}");
    terminal.assert_given_back();
    assert!(terminal.text().contains("Your edits are in the journal"), "{}", terminal.text());
    let again = Terminal::at_home(folder.path());
    assert!(again.text().contains("Velmont Foods"), "{}", again.text());
}

#[test]
fn every_signal_that_ends_it_leaves_the_terminal_as_it_was() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::at_home(folder.path());
        terminal.send("2:");
        terminal.wait("Commands");
        terminal.signal(name);
        let status = terminal.end(Duration::from_secs(5));
        assert!(status.signal().is_some(), "{name}: {status:?}");
        terminal.assert_given_back();
    }
}

#[test]
fn it_stops_and_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    terminal.send("2jjj");
    terminal.settle();
    let before = terminal.text();
    for _ in 0..3 {
        let from = terminal.written();
        terminal.send("\x1a");
        let left = until(PATIENCE, || {
            terminal.bytes()[from..].windows(8).any(|found| found == b"\x1b[?1049l")
        });
        assert!(left, "the terminal was not given back");
        assert_eq!(modes(terminal.master.as_ref().unwrap().as_ref()), terminal.before);
        std::thread::sleep(Duration::from_millis(100));
        terminal.signal("CONT");
        terminal.wait("Partners");
        terminal.settle();
        assert_eq!(terminal.text(), before);
    }
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
    terminal.assert_given_back();
}

/// What is typed in the editor reaches the editor alone, an interrupt as well; afterwards the keys are
/// ours again.
#[cfg(unix)]
#[test]
fn a_text_is_written_in_the_editor_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let aside = tempfile::tempdir().unwrap();
    let script = aside.path().join("editor.sh");
    // An interrupt ends `read` in some shells and not in others.
    let text = "trap 'echo interrupted' INT\necho ready\nwhile read -r line || true; do case \"$line\" in To*) break ;; esac; done\nprintf '%s\\n' \"$line\" > \"$1\"\n";
    std::fs::write(&script, text).unwrap();
    let mut command = command(folder.path());
    command.env("EDITOR", format!("sh {}", script.display()));
    command.env("PATH", std::env::var("PATH").unwrap());
    let mut terminal = Terminal::of(command);
    terminal.wait("Needs a decision");
    terminal.send("8m");
    terminal.wait("Mappings");
    terminal.send("jjjE");
    terminal.wait("ready");
    terminal.send("\x03");
    terminal.wait("interrupted");
    terminal.send("qQ\r");
    terminal.send("ToUpper([mail])\r");
    terminal.wait("taken over; enter keeps it");
    terminal.send("\r");
    terminal.wait("is now ToUpper([mail])");
    terminal.send("Q");
    let status = terminal.end(PATIENCE);
    assert!(status.success(), "{status:?}");
    terminal.assert_given_back();
}

#[test]
fn without_an_editor_it_is_said_which_variable_names_one() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::at_home(folder.path());
    terminal.send("8m");
    terminal.wait("Mappings");
    terminal.send("jjjE");
    terminal.wait("no editor is set: the variable VISUAL or EDITOR names one");
}

#[test]
fn a_storm_of_sizes_is_survived() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    terminal.send("2?");
    let sizes = [(1, 1), (0, 0), (500, 500), (8, 30), (2, 200), (60, 1), (24, 80), (20, 52)];
    for (rows, columns) in sizes.iter().cycle().take(200) {
        let _refused = terminal.master.as_ref().unwrap().resize(size(*rows, *columns));
        std::thread::sleep(Duration::from_millis(2));
    }
    terminal.master.as_ref().unwrap().resize(size(ROWS, COLUMNS)).unwrap();
    terminal.settle();
    terminal.send("\x1b");
    std::thread::sleep(Duration::from_millis(200));
    terminal.send("\x0c3");
    terminal.wait("Default › Settings");
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
    terminal.assert_given_back();
}

#[test]
fn a_large_paste_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    for keys in ["2", "3", "?", "\x1b"] {
        terminal.send(keys);
        terminal.settle();
        terminal.send(format!("\x1b[200~{}\x1b[201~", "dyq\n".repeat(1000)));
        terminal.settle();
    }
    terminal.send("0");
    terminal.wait("1 line, newest first");
    terminal.send("Q");
    assert!(terminal.end(PATIENCE).success());
}

#[test]
fn it_ends_when_the_terminal_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    toggle_velmont(&terminal);
    // Whoever reads holds the terminal open: it leaves with the next piece.
    terminal.seen.lock().unwrap().is_left = true;
    terminal.send("0");
    assert!(until(PATIENCE, || terminal.seen.lock().unwrap().ended));
    terminal.writer.lock().unwrap().take();
    terminal.master.take();
    let ended = until(Duration::from_secs(2), || terminal.child.try_wait().unwrap().is_some());
    assert!(ended, "still running two seconds after its terminal closed");
    let again = Terminal::at_home(folder.path());
    again.send("0");
    again.wait("Velmont Foods");
}

#[test]
fn what_was_saved_survives_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::at_home(folder.path());
    toggle_velmont(&terminal);
    terminal.signal("KILL");
    terminal.end(PATIENCE);
    let again = Terminal::at_home(folder.path());
    again.send("0");
    again.wait("2 lines, newest first");
    again.wait("Velmont Foods");
    again.send("u");
    again.wait("undone: ");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::at_home(folder.path());
    for keys in ["", "2", ":"] {
        terminal.send(keys);
        terminal.settle();
        let before = terminal.written();
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(terminal.written(), before, "something was written while idle");
    }
}

#[test]
fn a_key_is_answered_with_few_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::at_home(folder.path());
    terminal.send("2");
    terminal.settle();
    let before = terminal.written();
    terminal.send("j");
    terminal.settle();
    let written = terminal.written() - before;
    assert!((1..6000).contains(&written), "{written} bytes for one key");
}

#[test]
fn no_color_means_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    command.env("NO_COLOR", "1");
    let terminal = Terminal::of(command);
    terminal.wait("Needs a decision");
    terminal.send("2jj:");
    terminal.settle();
    for sequence in sequences(&terminal.bytes()) {
        let Some(parameters) = sequence.strip_prefix("CSI ").and_then(|s| s.strip_suffix('m'))
        else {
            continue;
        };
        for parameter in parameters.split(';') {
            let number: u16 = parameter.parse().unwrap_or(0);
            let is_colour = (30..=38).contains(&number)
                || (40..=48).contains(&number)
                || (90..=107).contains(&number);
            assert!(!is_colour, "{sequence}");
        }
    }
}

/// Every escape sequence, in words: `CSI ?1049h`, `OSC 0`, `ESC 7`.
fn sequences(bytes: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        rest = &rest[at + 1..];
        match rest.first() {
            Some(b'[') => {
                let end = rest[1..].iter().position(|b| (0x40..=0x7e).contains(b)).unwrap_or(0);
                out.push(format!("CSI {}", String::from_utf8_lossy(&rest[1..end + 2])));
                rest = &rest[end + 2..];
            }
            Some(b']') => {
                let end = rest.iter().position(|b| *b == 7 || *b == 0x1b).unwrap_or(rest.len());
                out.push(format!("OSC {}", String::from_utf8_lossy(&rest[1..end])));
                rest = &rest[end..];
            }
            Some(other) if *other != b'\\' => out.push(format!("ESC {}", char::from(*other))),
            _ => {}
        }
    }
    out
}

/// Whether the program may write a sequence.
fn is_expected(sequence: &str) -> bool {
    if let Some(title) = sequence.strip_prefix("OSC ") {
        return title == "0;detente" || title == "11;?";
    }
    let Some(control) = sequence.strip_prefix("CSI ") else { return false };
    let modes = ["25", "1000", "1002", "1004", "1006", "1049", "2004", "2026"];
    let is_mode = control
        .strip_prefix('?')
        .and_then(|rest| rest.strip_suffix(['h', 'l']))
        .is_some_and(|mode| modes.contains(&mode));
    // Style, cursor, erasing, and the question what terminal this is.
    let plain = control.strip_suffix(['m', 'H', 'J', 'K', 'A', 'B', 'C', 'D', 'G', 'c', 'n']);
    let is_plain = plain
        .is_some_and(|numbers| numbers.chars().all(|c| c.is_ascii_digit() || c == ';' || c == ':'));
    is_mode || is_plain
}

#[test]
fn only_known_sequences_are_written_whatever_names_say() {
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal::at_home(folder.path());
    // A note is free text: what is pasted there is shown on several screens.
    terminal.send("2/velmont\r");
    terminal.settle();
    terminal.send("e");
    terminal.wait("Note on");
    let hostile = "evil\x1b]0;owned\x07\x1b[2J\u{9b}31m\u{202e}txt\u{200b}\u{7f}\u{85}end";
    terminal.send(format!("\x1b[200~{hostile}\x1b[201~"));
    terminal.settle();
    terminal.send("\r");
    terminal.settle();
    for keys in ["1", "2", "3", "0", "\r", ":", "\x1b"] {
        terminal.send(keys);
        terminal.settle();
    }
    for sequence in sequences(&terminal.bytes()) {
        assert!(is_expected(&sequence), "{sequence:?}");
    }
    let bytes = terminal.bytes();
    let text = String::from_utf8_lossy(&bytes);
    let control = text.chars().find(|c| {
        let known = ['\x1b', '\x07', '\r', '\n', '\x08'];
        c.is_control() && !known.contains(c)
    });
    assert!(control.is_none(), "{control:?} was written");
}

#[test]
fn without_a_terminal_no_screen_is_started() {
    let folder = tempfile::tempdir().unwrap();
    let words = std::process::Command::new(env!("CARGO_BIN_EXE_detente")).arg("--help").output();
    if !String::from_utf8_lossy(&words.unwrap().stdout).contains("demo") {
        // The command line in this tree is a stand-in.
        return;
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_detente"))
        .arg("demo")
        .arg(folder.path())
        .env("XDG_CONFIG_HOME", folder.path().join("config"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    for stream in [&output.stdout, &output.stderr] {
        assert!(!stream.contains(&0x1b), "{}", String::from_utf8_lossy(stream));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut dumb = command(folder.path());
    dumb.env("TERM", "dumb");
    let mut terminal = Terminal::of(dumb);
    terminal.end(PATIENCE);
    assert!(!terminal.bytes().contains(&0x1b), "{}", terminal.text());
}
