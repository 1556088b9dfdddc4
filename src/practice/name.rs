//! Names of people who do not exist.

/// A few lines of chance that fall the same way every time (`SplitMix64`).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`, or 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let bits = usize::try_from(self.next() >> 33).unwrap_or_default();
        bits.checked_rem(end).unwrap_or_default()
    }

    /// One of a list, or nothing when the list is empty.
    pub fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

/// A name, as written and as it stands before the `@`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub given: String,
    pub surname: String,
    pub display: String,
    pub mailbox: String,
}

/// A name with parts that programs stumble over.
#[derive(Clone, Copy, Debug)]
pub struct Unusual {
    given: &'static str,
    surname: &'static str,
    display: &'static str,
    mailbox: &'static str,
}

/// Accents, an apostrophe, a hyphen, spaces inside a surname, a surname that comes first, one
/// letter, wide letters, a name longer than a column.
#[rustfmt::skip]
pub const UNUSUAL: &[Unusual] = &[
    Unusual { given: "Zoë", surname: "Lindqvist", display: "Zoë Lindqvist", mailbox: "zoe.lindqvist" },
    Unusual { given: "José", surname: "Álvarez Núñez", display: "José Álvarez Núñez", mailbox: "jose.alvarez" },
    Unusual { given: "Siobhán", surname: "O'Neil", display: "Siobhán O'Neil", mailbox: "siobhan.o'neil" },
    Unusual { given: "Łukasz", surname: "Wójcik", display: "Łukasz Wójcik", mailbox: "lukasz.wojcik" },
    Unusual { given: "陽子", surname: "田中", display: "田中 陽子", mailbox: "yoko.tanaka" },
    Unusual { given: "Amara", surname: "Carter-Boateng", display: "Amara Carter-Boateng", mailbox: "amara.carter-boateng" },
    Unusual { given: "Pieter", surname: "van der Velde", display: "Pieter van der Velde", mailbox: "pieter.vandervelde" },
    Unusual { given: "Minh", surname: "Ô", display: "Ô Minh", mailbox: "minh.o" },
    Unusual { given: "Maximiliane-Henriette", surname: "von Ravensburg-Hohenfels", display: "Maximiliane-Henriette von Ravensburg-Hohenfels", mailbox: "mh.vonravensburg" },
];

impl Unusual {
    /// The name.
    pub fn name(self) -> Name {
        let Unusual { given, surname, display, mailbox } = self;
        Name {
            given: given.to_owned(),
            surname: surname.to_owned(),
            display: display.to_owned(),
            mailbox: mailbox.to_owned(),
        }
    }
}

const GIVEN: &[&str] = &[
    "Adaeze",
    "Aisha",
    "Alan",
    "Amelia",
    "Anders",
    "Anna",
    "Arjun",
    "Beatriz",
    "Ben",
    "Callum",
    "Carla",
    "Chloé",
    "Daniel",
    "Deepa",
    "Diego",
    "Elena",
    "Elif",
    "Emma",
    "Ethan",
    "Farah",
    "Felix",
    "Fiona",
    "Gabriel",
    "Grace",
    "Hanna",
    "Hassan",
    "Helen",
    "Ibrahim",
    "Ingrid",
    "Isla",
    "Ivan",
    "Jack",
    "Jana",
    "Joanna",
    "Jonas",
    "Karim",
    "Kenji",
    "Laura",
    "Leila",
    "Liam",
    "Linh",
    "Lucía",
    "Marcus",
    "Maria",
    "Mei",
    "Mohammed",
    "Nadia",
    "Neil",
    "Nia",
    "Noah",
    "Olga",
    "Oscar",
    "Petra",
    "Priya",
    "Rafael",
    "Rosa",
    "Ruth",
    "Samir",
    "Sara",
    "Simon",
    "Sofia",
    "Tariq",
    "Thomas",
    "Valentina",
    "Victor",
    "Yasmin",
    "Zoë",
];

const SURNAMES: &[&str] = &[
    "Abbott",
    "Adeyemi",
    "Ahmed",
    "Baker",
    "Barnes",
    "Becker",
    "Bello",
    "Bennett",
    "Berg",
    "Brandt",
    "Carter",
    "Chen",
    "Clarke",
    "Costa",
    "Dalton",
    "Das",
    "Dubois",
    "Eriksen",
    "Evans",
    "Farrell",
    "Fischer",
    "Fletcher",
    "Fraser",
    "García",
    "Gill",
    "Green",
    "Hall",
    "Hansen",
    "Hart",
    "Hughes",
    "Ibarra",
    "Iqbal",
    "Jensen",
    "Kaur",
    "Keller",
    "Khan",
    "Kovács",
    "Kumar",
    "Lane",
    "Larsen",
    "Lewis",
    "Lopez",
    "Malik",
    "Marsh",
    "Mbeki",
    "Mehta",
    "Moreau",
    "Morgan",
    "Nakamura",
    "Nguyen",
    "Novak",
    "O'Brien",
    "Okafor",
    "Osei",
    "Palmer",
    "Park",
    "Patel",
    "Pereira",
    "Petrov",
    "Quinn",
    "Rahman",
    "Reid",
    "Rossi",
    "Santos",
    "Schmidt",
    "Shah",
    "Silva",
    "Singh",
    "Smith-Owusu",
    "Tanner",
    "Torres",
    "Turner",
    "Usman",
    "Vargas",
    "Wagner",
    "Walsh",
    "Ward",
    "Weber",
    "Yılmaz",
    "Young",
    "Zhang",
];

/// The next name. Two people may well get the same; their mailboxes are told apart later.
pub fn roll(dice: &mut Dice) -> Name {
    let (given, surname) = (dice.pick(GIVEN), dice.pick(SURNAMES));
    Name {
        given: given.to_owned(),
        surname: surname.to_owned(),
        display: format!("{given} {surname}"),
        mailbox: format!("{}.{}", plain(given), plain(surname)),
    }
}

/// Lower case without accents, as far as the names above have any.
fn plain(text: &str) -> String {
    let bare = |c| match c {
        'á' => 'a',
        'é' | 'ë' => 'e',
        'í' | 'ı' => 'i',
        other => other,
    };
    text.to_lowercase().chars().map(bare).collect()
}
