//! Two directories as large as you like, for measuring a preview:
//! `directories USERS FOLDER [SOURCE_DOMAIN TARGET_DOMAIN]` writes `source.jsonl` and
//! `target.jsonl`, one user a line as a workspace keeps them, and the same as pages of Graph,
//! `source.json` and `target.json`.
//!
//! Of the target 71 % are guests from the source; some have changed since, are blocked, wait for
//! their invitation or lie in the recycle bin; of some the source knows nothing any more, and some
//! of the source are new. Everything follows from the number of a user: the same every time.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Users on a page of Graph.
const PAGE: u64 = 999;
const SYLLABLES: [&str; 16] = [
    "ma", "lo", "ri", "ten", "sa", "vi", "kor", "ne", "bel", "da", "fi", "gun", "ha", "jo", "pe",
    "us",
];
const TITLES: [&str; 12] = [
    "Nurse",
    "Engineer",
    "Accountant",
    "Analyst",
    "Consultant",
    "Technician",
    "Planner",
    "Buyer",
    "Architect",
    "Assistant",
    "Officer",
    "Specialist",
];
const LEVELS: [&str; 8] =
    ["Junior ", "", "Senior ", "Lead ", "Principal ", "Deputy ", "Chief ", "Interim "];
const PLACES: [(&str, &str, &str, &str); 6] = [
    ("Hamburg", "Hamburg", "Germany", "de-DE"),
    ("Lyon", "Rhône", "France", "fr-FR"),
    ("Leeds", "Yorkshire", "United Kingdom", "en-GB"),
    ("Dayton", "Ohio", "United States", "en-US"),
    ("Gdańsk", "Pomerania", "Poland", "pl-PL"),
    ("Porto", "Norte", "Portugal", "pt-PT"),
];

/// Bits that depend on all bits of a number.
fn mixed(number: u64) -> u64 {
    let step = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let step = (step ^ (step >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    step ^ (step >> 31)
}

fn id(kind: u64, number: u64) -> String {
    let (high, low) = (mixed(number * 4 + kind), mixed(!number ^ (kind << 60)));
    let groups =
        [high >> 32, high >> 16 & 0xffff, high & 0xffff, low >> 48, low & 0xffff_ffff_ffff];
    let [first, second, third, fourth, last] = groups;
    format!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{last:012x}")
}

fn word(bits: u64, syllables: u64) -> String {
    let place = |n: u64| usize::try_from(bits >> (4 * n) & 0xf).unwrap_or(0);
    (0..syllables).filter_map(|n| SYLLABLES.get(place(n))).copied().collect()
}

fn capital(word: &str) -> String {
    word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect()
}

fn pick<T: Copy>(list: &[T], bits: u64) -> Option<T> {
    list.get(usize::try_from(bits % list.len() as u64).unwrap_or(0)).copied()
}

struct World {
    users: u64,
    home: String,
    away: String,
}

/// What the source says of one of its users, or the target of a guest.
struct User {
    id: String,
    upn: String,
    mail: String,
    title: String,
    enabled: bool,
    manager: Option<String>,
    more: String,
}

impl World {
    fn local(number: u64) -> String {
        let bits = mixed(number);
        format!("{}.{}{number}", word(bits, 2), word(bits >> 8, 3))
    }

    fn title(number: u64) -> String {
        let bits = mixed(number ^ 0x7e57);
        let (level, title) = (pick(&LEVELS, bits), pick(&TITLES, bits >> 8));
        format!("{}{}", level.unwrap_or_default(), title.unwrap_or_default())
    }

    fn upn(&self, number: u64) -> String {
        let local = Self::local(number);
        if number % 100 == 37 {
            return format!("{local}_elsewhere.example#EXT#@{}", self.home);
        }
        format!("{local}@{}", self.home)
    }

    fn mail(&self, number: u64) -> String {
        if number.is_multiple_of(20) {
            return format!("{}.alias@{}", Self::local(number), self.home);
        }
        format!("{}@{}", Self::local(number), self.home)
    }

    fn source(&self, number: u64) -> User {
        User {
            id: id(1, number),
            upn: self.upn(number),
            mail: self.mail(number),
            title: Self::title(number),
            enabled: number % 25 != 3,
            manager: (number > 0).then(|| id(1, number / 8)),
            more: if number % 100 == 37 {
                r#","userType":"Guest","externalUserState":"Accepted""#.to_owned()
            } else {
                r#","userType":"Member","externalUserState":null"#.to_owned()
            },
        }
    }

    /// Whether a user of the source has a guest in the target; the others are new.
    fn is_there(&self, number: u64) -> bool {
        mixed(number ^ 0xab5e) % 100 < 71 && number < self.users
    }

    /// A user of the target, and the number that the rest of it follows from.
    fn target(&self, row: u64) -> (User, u64) {
        let upn = |number| format!("{}_{}#EXT#@{}", Self::local(number), self.home, self.away);
        let guest = |number: u64, kind: u64| User {
            id: id(kind, number),
            upn: upn(number),
            mail: self.mail(number),
            title: Self::title(number),
            enabled: number % 25 != 3,
            manager: self.is_there(number / 8).then(|| id(2, number / 8)).filter(|_| number > 0),
            more: r#","userType":"Guest","externalUserState":"Accepted","deletedDateTime":null"#
                .to_owned(),
        };
        match () {
            // Of these the source knows nothing any more.
            () if self.is_there(row) && row % 40 == 11 => {
                (guest(self.users + row, 2), self.users + row)
            }
            () if self.is_there(row) => {
                let mut user = guest(row, 2);
                match mixed(row ^ 0xc4a9) % 100 {
                    0..=11 => user.title.push_str(" II"),
                    12..=13 => user.enabled = !user.enabled,
                    14 => user.title = user.title.to_uppercase(),
                    15 => r#","userType":"Guest","externalUserState":"PendingAcceptance","deletedDateTime":null"#.clone_into(&mut user.more),
                    16 => {
                        r#","userType":"Guest","externalUserState":"Accepted","deletedDateTime":"2026-05-01T00:00:00Z""#.clone_into(&mut user.more);
                    }
                    _ => {}
                }
                (user, row)
            }
            () => (
                User {
                    id: id(3, row),
                    upn: format!("{}@{}", Self::local(row ^ 0xffff_ffff), self.away),
                    // One in a thousand holds the address of somebody at home.
                    mail: if row.is_multiple_of(1000) {
                        self.mail(row)
                    } else {
                        format!("{}@{}", Self::local(row ^ 0xffff_ffff), self.away)
                    },
                    manager: None,
                    more: r#","userType":"Member","externalUserState":null,"deletedDateTime":null"#
                        .to_owned(),
                    ..guest(row, 3)
                },
                row ^ 0xffff_ffff,
            ),
        }
    }

    fn line(user: &User, number: u64) -> String {
        let bits = mixed(number);
        let (given, surname) = (capital(&word(bits, 2)), capital(&word(bits >> 8, 3)));
        let (city, state, country, language) = pick(&PLACES, bits >> 24).unwrap_or_default();
        let nickname = user.upn.split(['@', '_']).next().unwrap_or_default();
        let User { id, upn, mail, title, enabled, manager, more } = user;
        let mut line = format!(
            r#"{{"id":"{id}","accountEnabled":{enabled},"businessPhones":["+49 40 {:09}"],"city":"{city}","companyName":"Company {}","country":"{country}","createdDateTime":"2024-0{}-1{}T08:00:00Z","department":"Department {:02}","#,
            number % 1_000_000_000,
            bits >> 28 & 7,
            bits >> 32 & 7 | 1,
            bits >> 35 & 7,
            bits >> 38 & 31
        );
        let _memory = write!(
            line,
            r#""displayName":"{given} {surname}","employeeId":"E{number:08}","givenName":"{given}","jobTitle":"{title}","mail":"{mail}","mailNickname":"{nickname}","officeLocation":"Building {}","onPremisesSyncEnabled":null,"postalCode":"{:05}","preferredLanguage":"{language}","showInAddressList":true,"state":"{state}","streetAddress":"{} {} Street","surname":"{surname}","userPrincipalName":"{upn}""#,
            bits >> 43 & 63,
            10_000 + (bits >> 46 & 0x3ff),
            1 + (bits >> 50 & 0x3f),
            capital(&word(bits >> 52, 2))
        );
        if let Some(manager) = manager {
            let _memory = write!(
                line,
                r##","manager":{{"@odata.type":"#microsoft.graph.user","id":"{manager}"}}"##
            );
        }
        format!("{line}{more}}}")
    }
}

fn write_all(
    folder: &Path,
    name: &str,
    count: u64,
    line: impl Fn(u64) -> String,
) -> io::Result<()> {
    let open = |ending: &str| File::create(folder.join(format!("{name}.{ending}")));
    let mut lines = BufWriter::with_capacity(1 << 20, open("jsonl")?);
    let mut pages = BufWriter::with_capacity(1 << 20, open("json")?);
    for number in 0..count {
        let user = line(number);
        lines.write_all(user.as_bytes())?;
        lines.write_all(b"\n")?;
        pages.write_all(match number % PAGE {
            0 if number > 0 => b"]}\n{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#users\",\"value\":[\n".as_slice(),
            0 => b"{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#users\",\"value\":[\n".as_slice(),
            _ => b",\n".as_slice(),
        })?;
        pages.write_all(user.as_bytes())?;
    }
    pages.write_all(b"]}\n")?;
    lines.flush()?;
    pages.flush()
}

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize, or: &str| words.get(at).cloned().unwrap_or_else(|| or.to_owned());
    let world = World {
        users: word(0, "1000").parse().map_err(io::Error::other)?,
        home: word(2, "source.example"),
        away: word(3, "target.onmicrosoft.com"),
    };
    let folder = PathBuf::from(word(1, "."));
    std::fs::create_dir_all(&folder)?;
    write_all(&folder, "source", world.users, |n| World::line(&world.source(n), n))?;
    write_all(&folder, "target", world.users, |n| {
        let (user, number) = world.target(n);
        World::line(&user, number)
    })
}
