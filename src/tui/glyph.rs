//! Signs, each one cell wide, with an ASCII stand-in.

use crate::access::Sign;

/// The signs in use.
#[derive(Clone, Copy, Debug)]
pub struct Glyphs {
    /// Whether only ASCII may be written.
    pub ascii: bool,
}

macro_rules! signs {
    ($($(#[$doc:meta])* $name:ident: $unicode:literal, $ascii:literal;)+) => {
        impl Glyphs {
            $($(#[$doc])*
            pub fn $name(self) -> &'static str {
                if self.ascii { $ascii } else { $unicode }
            })+
        }
    };
}

signs! {
    /// Allowed, on, done.
    allow: "✓", "y";
    /// Blocked, off.
    block: "✗", "x";
    /// A list decides.
    list: "◐", "%";
    /// Inherited.
    inherited: "·", ".";
    /// Does not apply.
    absent: "–", "-";
    /// Not the same everywhere.
    mixed: "≠", "?";
    /// The row under the cursor.
    cursor: "▸", ">";
    /// A marked row.
    mark: "●", "*";
    /// Look here.
    warning: "▲", "!";
    /// The program itself.
    brand: "◆", "@";
    /// Between the names of a path.
    path: "›", ">";
    /// From one to the other.
    arrow: "→", "->";
    /// Text was cut here.
    cut: "…", "~";
    /// A filled part of a bar.
    bar: "█", "#";
    /// An empty part of a bar.
    track: "░", ".";
    /// The thumb of a scroll bar.
    thumb: "█", "#";
    /// The track of a scroll bar.
    rail: "┆", ":";
    /// A line across a pane.
    rule: "─", "-";
    /// Between two facts on one line.
    dot: "·", "-";
    /// Enter.
    enter: "⏎", "Enter";
    /// A light line down.
    stroke: "│", "|";
    /// A ticked box.
    ticked: "[x]", "[x]";
    /// An empty box.
    unticked: "[ ]", "[ ]";
    /// The one of several that is chosen.
    chosen: "(●)", "(*)";
    /// One of several that is not.
    unchosen: "( )", "( )";
    /// Not done yet.
    later: "○", "o";
}

impl Glyphs {
    /// The sign of a value.
    pub fn sign(self, sign: Sign) -> &'static str {
        match sign {
            Sign::Allow => self.allow(),
            Sign::Block => self.block(),
            Sign::List => self.list(),
            Sign::Absent => self.absent(),
            Sign::Unknown => "?",
        }
    }

    /// Corners and edges of a frame: top left, top right, bottom left, bottom right, across, down.
    pub fn frame(self, focus: bool) -> [&'static str; 6] {
        match (self.ascii, focus) {
            (false, false) => ["╭", "╮", "╰", "╯", "─", "│"],
            (false, true) => ["┏", "┓", "┗", "┛", "━", "┃"],
            (true, false) => ["+", "+", "+", "+", "-", "|"],
            (true, true) => ["#", "#", "#", "#", "=", "#"],
        }
    }
}
