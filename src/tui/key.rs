//! Keys are words: `j`, `space`, `ctrl+d`, `g p`. Tables hold the words, and so do help, hints and
//! manual.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One row of a screen's key table. Lookup, hints, help, palette and manual all read it.
#[derive(Clone, Copy, Debug)]
pub struct Binding<C: 'static> {
    /// The keys, the one to show first.
    pub keys: &'static [&'static str],
    /// What they do.
    pub command: C,
    /// A stable name.
    pub id: &'static str,
    /// What it does, in words.
    pub help: &'static str,
    /// One or two words for the hint line; empty keeps it off there.
    pub hint: &'static str,
}

/// One row, in one line of a table.
pub const fn bind<C: Copy>(
    keys: &'static [&'static str],
    command: C,
    id: &'static str,
    help: &'static str,
    hint: &'static str,
) -> Binding<C> {
    Binding { keys, command, id, help, hint }
}

/// The word for a key that was pressed; `None` for what is no key of ours.
pub fn word(event: KeyEvent) -> Option<String> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let base = match event.code {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "enter".to_owned(),
        KeyCode::Esc => "esc".to_owned(),
        KeyCode::Tab => "tab".to_owned(),
        KeyCode::BackTab => return Some("shift+tab".to_owned()),
        KeyCode::Backspace => "backspace".to_owned(),
        KeyCode::Delete => "delete".to_owned(),
        KeyCode::Up => "up".to_owned(),
        KeyCode::Down => "down".to_owned(),
        KeyCode::Left => "left".to_owned(),
        KeyCode::Right => "right".to_owned(),
        KeyCode::Home => "home".to_owned(),
        KeyCode::End => "end".to_owned(),
        KeyCode::PageUp => "pgup".to_owned(),
        KeyCode::PageDown => "pgdn".to_owned(),
        KeyCode::F(number) => format!("f{number}"),
        _ => return None,
    };
    let mut word = String::new();
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        word.push_str("ctrl+");
    }
    if event.modifiers.contains(KeyModifiers::ALT) {
        word.push_str("alt+");
    }
    let is_letter = matches!(event.code, KeyCode::Char(_));
    if event.modifiers.contains(KeyModifiers::SHIFT) && !is_letter {
        word.push_str("shift+");
    }
    word.push_str(&base);
    Some(word)
}

/// A key as it is shown: `⏎`, `^d`, `g p`.
pub fn shown(word: &str, ascii: bool) -> String {
    let one = |word: &str| -> String {
        if let Some(rest) = word.strip_prefix("ctrl+") {
            return format!("^{rest}");
        }
        let sign = match word {
            "enter" if !ascii => "⏎",
            "up" if !ascii => "↑",
            "down" if !ascii => "↓",
            "left" if !ascii => "←",
            "right" if !ascii => "→",
            "esc" => "Esc",
            "tab" => "Tab",
            "shift+tab" => "S-Tab",
            "pgup" => "PgUp",
            "pgdn" => "PgDn",
            "home" => "Home",
            "end" => "End",
            "enter" => "Enter",
            "f1" => "F1",
            other => other,
        };
        sign.to_owned()
    };
    word.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

/// Finds the command of a key.
pub fn lookup<C: Copy>(table: &[Binding<C>], word: &str) -> Option<C> {
    table.iter().find(|row| row.keys.contains(&word)).map(|row| row.command)
}
