#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use super::*;

struct Row {
    text: &'static str,
    trust: Vec<&'static str>,
    own: i64,
    planned: bool,
}

impl Filterable for Row {
    fn text(&self) -> &str {
        self.text
    }

    fn field(&self, name: &str) -> Option<Vec<&str>> {
        (name == "trust").then(|| self.trust.clone())
    }

    fn number(&self, name: &str) -> Option<i64> {
        (name == "own").then_some(self.own)
    }

    fn is_planned(&self) -> bool {
        self.planned
    }
}

const FIELDS: &[Field] = &[
    Field::of("trust", &["mfa", "compliant", "any", "none", "own", "inherited"]),
    Field { is_number: true, ..Field::open("own") },
];

fn rows() -> [Row; 3] {
    let row = |text, trust, own, planned| Row { text, trust, own, planned };
    [
        row("contoso ltd\ncontoso.com", vec!["MFA", "any", "own"], 4, true),
        row("fabrikam inc\nfabrikam.com", vec!["none", "inherited"], 0, false),
        row("zoë & søn\nzoe-son.example", vec!["compliant", "any", "inherited"], 12, false),
    ]
}

/// The initials of the rows that pass.
fn passing(text: &str) -> String {
    match Filter::parse(text, FIELDS) {
        Ok(filter) => {
            let rows = rows();
            let passing = rows.iter().filter(|row| filter.matches(*row));
            passing.filter_map(|row| row.text.chars().next()).collect()
        }
        Err(bad) => bad.to_string(),
    }
}

#[test]
fn each_form_of_a_term_filters_as_it_says() {
    #[rustfmt::skip]
    let table: &[(&str, &str)] = &[
        // Words: all must occur, in any order, whatever their case.
        ("", "cfz"),
        ("   ", "cfz"),
        ("com", "cf"),
        ("COM ltd", "c"),
        ("ltd com", "c"),
        ("ZOË", "z"),
        ("nowhere", ""),
        // Turned round.
        ("-com", "z"),
        ("-com -zoe", ""),
        ("com -ltd", "f"),
        ("-", "cfz"),
        // A name with a hyphen inside is a word.
        ("zoe-son", "z"),
        // Fields.
        ("trust:mfa", "c"),
        ("trust:MFA", "c"),
        ("trust:any", "cz"),
        ("-trust:any", "f"),
        ("trust:none", "f"),
        ("trust:\"mfa\"", "c"),
        ("trust:any com", "c"),
        // Unfinished ones filter nothing while one types.
        ("trust:", "cfz"),
        ("-trust:", "cfz"),
        ("own>", "cfz"),
        ("/", "cfz"),
        ("//", "cfz"),
        ("\"", "cfz"),
        ("\"\"", "cfz"),
        // Numbers.
        ("own>0", "cz"),
        ("own>4", "z"),
        ("own<4", "f"),
        ("own<12", "cf"),
        ("-own>0", "f"),
        ("own>-1", "cfz"),
        // The plan.
        ("~plan", "c"),
        ("~", "c"),
        ("-~plan", "fz"),
        // Exactly as written, spaces and all.
        ("\"contoso ltd\"", "c"),
        ("\"ltd contoso\"", ""),
        ("-\"fabrikam inc\"", "cz"),
        ("\"contoso l", "c"),
        ("\"-son\"", "z"),
        // Patterns.
        ("/^fab/", "f"),
        ("/^FAB/", "f"),
        ("/(ltd|inc)$/", ""),
        ("/(ltd|inc)\\n/", "cf"),
        ("/ltd com/", ""),
        ("-/c[o]m/", "z"),
        ("/s.n", "z"),
        // What cannot be understood says why, in the words that were typed.
        ("colour:red", "there is no field `colour`; there are trust, own"),
        ("size>3", "there is no field `size`; there are trust, own"),
        ("trust:mf", "c"),
        ("trust:nobody", "`trust` is never `nobody`; it is one of mfa, compliant, any, none, own, inherited"),
        ("trust>3", "there are no numbers in `trust`"),
        ("own>many", "expected a number, found `many`"),
        ("own<1.5", "expected a number, found `1.5`"),
    ];
    for (text, want) in table {
        assert_eq!(passing(text), *want, "`{text}`");
    }
}

#[test]
fn a_hostile_pattern_is_refused_and_not_run() {
    for pattern in ["/(/", "/[z-a]/", "/\\p{Nope}/", "/(a{1000}){1000}{1000}/"] {
        let found = passing(pattern);
        assert!(found.starts_with("the regular expression does not hold"), "{pattern}: {found}");
        assert!(!found.contains('\n'), "{pattern}: {found}");
    }
}

#[test]
fn the_plain_words_are_told_so_that_they_can_be_marked() {
    let filter = Filter::parse("Con -ltd trust:mfa \"So L\" ~plan", FIELDS).unwrap();
    assert_eq!(filter.words().collect::<Vec<_>>(), ["con", "so l"]);
}

#[test]
fn noise_is_a_filter_or_says_why() {
    let letters: Vec<char> = "a\"/:-~<>0 é\u{202e}(".chars().collect();
    let mut seed = 0x9e37_79b9_u32;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..seed % 9 {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            let at = usize::try_from(seed).unwrap() % letters.len();
            text.extend(letters.get(at));
        }
        seed = seed.wrapping_add(0x6d2b_79f5);
        let _read = passing(&text);
    }
}
