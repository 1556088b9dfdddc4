//! Styles by meaning. Every role has a colour for each depth, chosen by hand and checked for
//! contrast by a test; glyphs and words carry the meaning where there is no colour.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// Labels, and what is inherited.
    Muted,
    /// Focus, keys, links.
    Accent,
    /// They come to us.
    Inbound,
    /// We go to them.
    Outbound,
    /// Claims.
    Trust,
    /// Allowed, added.
    Allow,
    /// Blocked, removed.
    Block,
    /// Differs from what was observed.
    Changed,
    /// Look here.
    Warning,
    /// Wrong.
    Error,
    /// Letters that match a filter.
    Match,
    /// Lines around things.
    Border,
}

impl Role {
    /// All of them, in the order of the tables below.
    pub const ALL: [Role; 13] = [
        Role::Text,
        Role::Muted,
        Role::Accent,
        Role::Inbound,
        Role::Outbound,
        Role::Trust,
        Role::Allow,
        Role::Block,
        Role::Changed,
        Role::Warning,
        Role::Error,
        Role::Match,
        Role::Border,
    ];

    fn index(self) -> usize {
        Role::ALL.iter().position(|role| *role == self).unwrap_or(0)
    }
}

/// What is behind a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The screen.
    Screen,
    /// A card over it.
    Card,
    /// The row or cell under the cursor.
    Cursor,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None: reverse, bold and underline carry the meaning.
    Mono,
    /// Sixteen, of the terminal's own choosing.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// All.
    True,
}

/// A theme by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Night or day, as the terminal's background is.
    #[default]
    Auto,
    /// Light text on dark ground.
    Night,
    /// Dark text on light ground.
    Day,
    /// The terminal's own sixteen colours.
    Terminal,
    /// No colour.
    Mono,
}

impl ThemeName {
    /// All themes a person can choose.
    pub const ALL: [ThemeName; 5] =
        [ThemeName::Auto, ThemeName::Night, ThemeName::Day, ThemeName::Terminal, ThemeName::Mono];

    /// The word in settings and arguments.
    pub fn word(self) -> &'static str {
        match self {
            ThemeName::Auto => "auto",
            ThemeName::Night => "night",
            ThemeName::Day => "day",
            ThemeName::Terminal => "terminal",
            ThemeName::Mono => "mono",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        ThemeName::ALL.into_iter().find(|name| name.word() == word)
    }
}

/// One role's colours: true, of 256, of 16.
type Row = (u32, u8, Color);

/// The grounds of a palette: screen, card, cursor; each true and of 256.
type Grounds = [(u32, u8); 3];

struct Palette {
    grounds: Grounds,
    rows: [Row; 13],
}

#[rustfmt::skip]
const NIGHT: Palette = Palette {
    grounds: [(0x0f_141b, 233), (0x1f_2833, 235), (0x23_405e, 237)],
    rows: [
        (0xe6_eaf0, 255, Color::Reset),        // text
        (0xa9_b5c5, 250, Color::Reset),        // muted
        (0x79_bdff, 117, Color::LightBlue),    // accent
        (0x7f_d4e8, 116, Color::Cyan),         // inbound
        (0xd3_a6ff, 183, Color::Magenta),      // outbound
        (0xe3_b8f0, 218, Color::LightMagenta), // trust
        (0x5f_d7a7,  79, Color::Green),        // allow
        (0xff_9d73, 215, Color::Red),          // block
        (0xf0_b866, 222, Color::Yellow),       // changed
        (0xf2_cc60, 221, Color::LightYellow),  // warning
        (0xff_9090, 210, Color::LightRed),     // error
        (0xff_d866, 227, Color::LightYellow),  // match
        (0x60_7086, 243, Color::Reset),        // border
    ],
};

#[rustfmt::skip]
const DAY: Palette = Palette {
    grounds: [(0xfb_faf7, 231), (0xe9_e5dc, 254), (0xcf_e3f7, 195)],
    rows: [
        (0x1c_2430, 235, Color::Reset),
        (0x47_5364, 239, Color::Reset),
        (0x0a_5cad,  25, Color::Blue),
        (0x0b_6070,  23, Color::Cyan),
        (0x6b_3fa0,  55, Color::Magenta),
        (0x8a_2f6b,  89, Color::Magenta),
        (0x0b_6b45,  23, Color::Green),
        (0xa8_3a00,  94, Color::Red),
        (0x7d_4e00,  58, Color::Reset),
        (0x7a_5200,  58, Color::Reset),
        (0xa8_1e2c, 124, Color::Red),
        (0x7a_3e00,  88, Color::Reset),
        (0x85_7e6e, 243, Color::Reset),
    ],
};

/// Styles for every role and ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    roles: [Style; 13],
    grounds: [Style; 3],
}

fn rgb(bits: u32) -> Color {
    let [_, red, green, blue] = bits.to_be_bytes();
    Color::Rgb(red, green, blue)
}

impl Theme {
    /// A theme for a terminal. `background` is what the terminal said its background is: where every
    /// role is readable on it, it is left alone; otherwise, or where nothing is known, ours is
    /// painted.
    pub fn new(name: ThemeName, depth: Depth, background: Option<(u8, u8, u8)>) -> Self {
        let is_light = background.is_some_and(|ground| luminance(ground) > 0.4);
        let palette = match name {
            ThemeName::Day => &DAY,
            ThemeName::Auto | ThemeName::Terminal if is_light => &DAY,
            _ => &NIGHT,
        };
        match (name, depth) {
            (ThemeName::Mono, _) | (_, Depth::Mono) => Self::mono(),
            (ThemeName::Terminal, _) | (_, Depth::Sixteen) => Self::sixteen(palette),
            (_, Depth::Indexed) => Self::of(
                palette,
                |row| Color::Indexed(row.1),
                |ground| Color::Indexed(ground.1),
                false,
            ),
            (_, Depth::True) => {
                let bare = background.is_some_and(|ground| is_readable(palette, ground));
                Self::of(palette, |row| rgb(row.0), |ground| rgb(ground.0), bare)
            }
        }
    }

    fn of(
        palette: &Palette,
        fore: fn(&Row) -> Color,
        back: fn(&(u32, u8)) -> Color,
        bare: bool,
    ) -> Self {
        let mut theme = Theme {
            roles: palette.rows.each_ref().map(|row| Style::new().fg(fore(row))),
            grounds: palette.grounds.each_ref().map(|ground| Style::new().bg(back(ground))),
        };
        if bare && let [screen, ..] = &mut theme.grounds {
            *screen = Style::new().bg(Color::Reset);
        }
        theme
    }

    fn sixteen(palette: &Palette) -> Self {
        let mut roles = palette.rows.each_ref().map(|row| Style::new().fg(row.2));
        for role in [Role::Changed, Role::Warning, Role::Match] {
            if let Some(style) = roles.get_mut(role.index()) {
                *style = style.add_modifier(Modifier::BOLD);
            }
        }
        let plain = Style::new().bg(Color::Reset);
        Theme { roles, grounds: [plain, plain, Style::new().add_modifier(Modifier::REVERSED)] }
    }

    fn mono() -> Self {
        let mut roles = [Style::new(); 13];
        for (role, modifier) in [
            (Role::Accent, Modifier::BOLD),
            (Role::Changed, Modifier::BOLD),
            (Role::Warning, Modifier::BOLD),
            (Role::Error, Modifier::BOLD),
            (Role::Match, Modifier::UNDERLINED),
        ] {
            if let Some(style) = roles.get_mut(role.index()) {
                *style = style.add_modifier(modifier);
            }
        }
        let plain = Style::new();
        Theme { roles, grounds: [plain, plain, Style::new().add_modifier(Modifier::REVERSED)] }
    }

    /// One colour a role, for pictures of meaning instead of colour.
    #[cfg(test)]
    pub fn roles() -> Self {
        let mut roles = [Style::new(); 13];
        for (number, style) in (0u8..).zip(&mut roles) {
            *style = Style::new().fg(Color::Indexed(number));
        }
        let ground = |number| Style::new().bg(Color::Indexed(number));
        Theme { roles, grounds: [ground(100), ground(101), ground(102)] }
    }

    /// The style of text with a meaning.
    pub fn role(&self, role: Role) -> Style {
        self.roles.get(role.index()).copied().unwrap_or_default()
    }

    /// The style of what is behind it.
    pub fn ground(&self, ground: Ground) -> Style {
        let [screen, card, cursor] = self.grounds;
        match ground {
            Ground::Screen => screen,
            Ground::Card => card,
            Ground::Cursor => cursor,
        }
    }
}

/// Relative luminance by WCAG 2, 0 to 1.
fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast of two colours by WCAG 2, 1 to 21.
pub(super) fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn parts(bits: u32) -> (u8, u8, u8) {
    let [_, red, green, blue] = bits.to_be_bytes();
    (red, green, blue)
}

/// The least contrast at which text is read without effort.
const CONTRAST_MIN: f64 = 4.5;

fn is_readable(palette: &Palette, ground: (u8, u8, u8)) -> bool {
    Role::ALL
        .iter()
        .zip(&palette.rows)
        .filter(|(role, _)| **role != Role::Border)
        .all(|(_, row)| contrast(parts(row.0), ground) >= CONTRAST_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_readable_on_every_ground_of_its_palette() {
        for (name, palette) in [("night", &NIGHT), ("day", &DAY)] {
            for (role, row) in Role::ALL.iter().zip(&palette.rows) {
                let least = if *role == Role::Border { 2.0 } else { CONTRAST_MIN };
                for ground in &palette.grounds {
                    let found = contrast(parts(row.0), parts(ground.0));
                    assert!(found >= least, "{name} {role:?} on {:06x}: {found:.1}", ground.0);
                }
            }
        }
    }

    #[test]
    fn an_unreadable_background_is_painted_over() {
        let grey = Theme::new(ThemeName::Auto, Depth::True, Some((0x70, 0x70, 0x70)));
        assert_ne!(grey.ground(Ground::Screen).bg, Some(Color::Reset));
        let black = Theme::new(ThemeName::Auto, Depth::True, Some((0, 0, 0)));
        assert_eq!(black.ground(Ground::Screen).bg, Some(Color::Reset));
    }
}
