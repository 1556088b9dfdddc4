//! The users of a preview as a list: which of them pass, and in which order.

use super::preview::{Engine, Judged, Preview, Stopped, Tick};
use super::search::{Names, by_outcome};
use super::verdict::{Action, Certainty};
use crate::filter::{BadFilter, Field, Filter, Filterable};

/// Users between two ticks.
const TICK_USERS: usize = 4096;

/// Words of [`Certainty`].
const CERTAINTIES: &[&str] = &["documented", "inferred", "undocumented"];

/// The fields a filter may ask for.
const FIELDS: &[Field] = &[
    Field::of("action", Action::WORDS),
    Field::open("because"),
    Field::of("certainty", CERTAINTIES),
    Field::open("company"),
    Field::open("country"),
    Field::open("department"),
    Field::open("domain"),
    Field::open("title"),
    Field::of("type", &["member", "guest"]),
];

/// In which order people stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By what becomes of them, then why.
    #[default]
    Outcome,
    /// By name.
    Name,
    /// As they stand in the export.
    Export,
}

impl Order {
    /// All, in the order in which they are gone through.
    pub const ALL: [Order; 3] = [Order::Outcome, Order::Name, Order::Export];

    /// What it is by.
    pub fn word(self) -> &'static str {
        match self {
            Order::Outcome => "outcome",
            Order::Name => "name",
            Order::Export => "export",
        }
    }
}

/// Which people, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeopleView {
    /// Only those who get this.
    pub action: Option<Action>,
    /// Only those for whom something is done in the target.
    pub changes_only: bool,
    /// A filter in the grammar of every list.
    pub query: String,
    /// The order.
    pub order: Order,
}

impl PeopleView {
    /// Whether it cannot be told without the names of everybody.
    pub fn wants_names(&self) -> bool {
        self.order == Order::Name || !self.query.trim().is_empty()
    }
}

/// One user as a filter sees it.
struct Person<'p> {
    engine: &'p Engine<'p>,
    row: usize,
    user: &'p Judged,
    text: &'p str,
}

impl<'p> Person<'p> {
    fn attribute(&self, name: &str) -> Vec<&'p str> {
        self.engine.inputs().source.named(self.row, name).text().into_iter().collect()
    }
}

impl Filterable for Person<'_> {
    fn text(&self) -> &str {
        self.text
    }

    fn field(&self, name: &str) -> Option<Vec<&str>> {
        let (code, sentence) = self.user.reason.words();
        Some(match name {
            "action" => vec![self.user.action.word()],
            "because" => vec![code, sentence],
            "certainty" => vec![self.user.certainty.word()],
            "company" => self.attribute("companyName"),
            "country" => self.attribute("country"),
            "department" => self.attribute("department"),
            "domain" => {
                let names = self.attribute("mail").into_iter();
                names.filter_map(|mail| mail.rsplit_once('@').map(|(_, domain)| domain)).collect()
            }
            "title" => self.attribute("jobTitle"),
            "type" => self.attribute("userType"),
            _ => return None,
        })
    }

    fn number(&self, _name: &str) -> Option<i64> {
        None
    }

    fn is_planned(&self) -> bool {
        self.user.action.is_change()
    }
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoList {
    /// Nobody waited any more.
    Stopped,
    /// The filter cannot be read.
    Bad(BadFilter),
}

impl From<Stopped> for NoList {
    fn from(_: Stopped) -> Self {
        NoList::Stopped
    }
}

/// Whom the words of a filter were found for, whatever else the view asked: a filter that goes on
/// need not look at anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The words, in small letters.
    words: Vec<String>,
    rows: Vec<u32>,
}

impl Found {
    /// Looks for words among all names, or among those who were found before where that is enough.
    fn of(
        names: &Names,
        words: Vec<String>,
        before: Option<&Found>,
        tick: Tick<'_>,
    ) -> Result<Self, Stopped> {
        let goes_on = |old: &String| words.iter().any(|new| new.contains(old.as_str()));
        let before = before.filter(|before| before.words.iter().all(goes_on));
        let known = before.map(|before| before.words.as_slice()).unwrap_or_default();
        let mut rows: Option<Vec<u32>> = None;
        for word in words.iter().filter(|word| !known.contains(word)) {
            let among = rows.as_deref().or(before.map(|before| before.rows.as_slice()));
            rows = Some(names.search(word, among, tick)?);
        }
        let rows = rows.or_else(|| before.map(|before| before.rows.clone())).unwrap_or_default();
        Ok(Found { words, rows })
    }
}

/// The rows of the source that pass, in order, and whom the words of the filter were found for.
/// `names` are those of the source; only a view that [wants](PeopleView::wants_names) them looks at
/// them. `before` is what was found in the same names.
pub fn people(
    engine: &Engine<'_>,
    preview: &Preview,
    names: Option<&Names>,
    view: &PeopleView,
    before: Option<&Found>,
    tick: Tick<'_>,
) -> Result<(Vec<u32>, Option<Found>), NoList> {
    let filter = Filter::parse(&view.query, FIELDS).map_err(NoList::Bad)?;
    let is_meant = |user: &Judged| {
        view.action.is_none_or(|action| action == user.action)
            && (!view.changes_only || user.action.is_change())
    };
    let is_everybody_meant = view.action.is_none() && !view.changes_only;
    let words: Vec<String> = filter.words().map(str::to_lowercase).collect();
    let found = match names.filter(|_| !words.is_empty()) {
        Some(names) => Some(Found::of(names, words, before, tick)?),
        None => None,
    };
    let all = 0..u32::try_from(preview.users.len()).unwrap_or(u32::MAX);
    let candidates = found.as_ref().map_or_else(|| all.collect(), |found| found.rows.clone());
    let passes = |row: &u32| {
        let Some(user) = preview.users.get(*row as usize) else { return false };
        let text = names.map(|names| names.row(*row)).unwrap_or_default();
        let person = || Person { engine, row: *row as usize, user, text };
        is_meant(user) && (filter.is_plain() || filter.matches(&person()))
    };
    let mut rows = candidates;
    if !is_everybody_meant || !filter.is_plain() {
        let mut passed = Vec::new();
        for some in rows.chunks(TICK_USERS) {
            if tick(passed.len() as u64).is_break() {
                return Err(NoList::Stopped);
            }
            passed.extend(some.iter().copied().filter(passes));
        }
        rows = passed;
    }
    let rows = match (view.order, names) {
        (Order::Name, Some(names)) => names.by_name(&rows, tick)?,
        (Order::Outcome, _) => by_outcome(&preview.users, &rows),
        (Order::Name | Order::Export, _) => rows,
    };
    Ok((rows, found))
}

/// What a user of the source is called: by name, by sign-in name, or not at all.
pub fn name_of<'p>(engine: &'p Engine<'_>, row: usize) -> &'p str {
    let source = engine.inputs().source;
    let name = source.named(row, "displayName").text();
    name.or_else(|| source.named(row, "userPrincipalName").text()).unwrap_or_default()
}

/// Words of [`Certainty`], which a filter may ask for.
const _: () = assert!(CERTAINTIES.len() == Certainty::Undocumented as usize + 1);
