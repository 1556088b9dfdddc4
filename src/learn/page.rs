//! Pages: what a setting decides and what it does not, with traps, ways to check, and sources.

use std::sync::LazyLock;

/// The texts. A page begins with `= id | title`, then come its facts (`for:`, `see:`, `open:`,
/// `from:`), `> ` the sentence, `# ` headings, and paragraphs, of which those with `- ` are points.
const TEXTS: &[(Kind, &str)] = &[
    (Kind::Concept, include_str!("pages/concepts.md")),
    (Kind::Setting, include_str!("pages/settings.md")),
    (Kind::External, include_str!("pages/external.md")),
];

/// Repositories that sources stand in, by the word they begin with.
const REPOSITORIES: &[(&str, &str)] = &[
    ("entra:", "MicrosoftDocs/entra-docs:docs/"),
    ("graph:", "microsoftgraph/microsoft-graph-docs-contrib:api-reference/"),
    ("m365:", "MicrosoftDocs/microsoft-365-docs:microsoft-365/"),
];

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// How things hang together.
    Concept,
    /// One setting of the default or of a partner.
    Setting,
    /// One setting of the tenant as a whole.
    External,
}

impl Kind {
    /// All, in the order of lists.
    pub const ALL: [Kind; 3] = [Kind::Concept, Kind::Setting, Kind::External];

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Concept => "How it hangs together",
            Kind::Setting => "Settings of the default and of partners",
            Kind::External => "External collaboration",
        }
    }

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Concept => "concept",
            Kind::Setting => "setting",
            Kind::External => "external",
        }
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// Its points.
    pub points: Vec<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its stable name.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// Graph's path of the setting it is about; empty for a concept.
    pub setting: &'static str,
    /// All of it in a sentence or two.
    pub summary: String,
    /// The parts.
    pub sections: Vec<Section>,
    /// Questions that the documents leave open, by the name that answers carry.
    pub open: Vec<&'static str>,
    /// Pages beside this one.
    pub see: Vec<&'static str>,
    /// Where the facts come from, as `repository:path` or an address.
    pub sources: Vec<String>,
}

static PAGES: LazyLock<Vec<Page>> =
    LazyLock::new(|| TEXTS.iter().flat_map(|(kind, text)| read(*kind, text)).collect());

/// Every page, in the order of lists.
pub fn pages() -> &'static [Page] {
    &PAGES
}

/// The page of this name.
pub fn page(id: &str) -> Option<&'static Page> {
    pages().iter().find(|page| page.id == id)
}

/// The page of a setting, by Graph's path of it, or by the property it is a part of.
pub fn about(path: &str) -> Option<&'static Page> {
    let begins =
        |page: &&Page| page.setting.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let exact = pages().iter().find(|page| !path.is_empty() && page.setting == path);
    exact.or_else(|| pages().iter().filter(|_| !path.is_empty()).find(begins))
}

/// The pages in which every word occurs, best first: in name or title, then in the setting or the
/// sentence, then anywhere.
pub fn find(text: &str) -> Vec<&'static Page> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(u32, &'static Page)> = pages()
        .iter()
        .filter_map(|page| {
            let ranks: Option<Vec<u32>> = words.iter().map(|word| rank(page, word)).collect();
            Some((ranks?.iter().sum(), page))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, page)| page).collect()
}

/// Where in a page a word stands; the less the better.
fn rank(page: &Page, word: &str) -> Option<u32> {
    let has = |text: &str| text.to_lowercase().contains(word);
    if has(page.id) || has(page.title) {
        return Some(0);
    }
    if has(page.setting) || has(&page.summary) {
        return Some(1);
    }
    let anywhere = page
        .sections
        .iter()
        .any(|section| has(section.heading) || section.points.iter().any(|point| has(point)));
    anywhere.then_some(2)
}

fn read(kind: Kind, text: &'static str) -> Vec<Page> {
    let mut out: Vec<Page> = Vec::new();
    // Whether the line before belongs to a paragraph that may go on.
    let mut goes_on = false;
    for line in text.lines() {
        let was = std::mem::replace(&mut goes_on, false);
        if let Some((id, title)) = line.strip_prefix("= ").and_then(|rest| rest.split_once(" | ")) {
            out.push(Page {
                id,
                title,
                kind,
                setting: "",
                summary: String::new(),
                sections: Vec::new(),
                open: Vec::new(),
                see: Vec::new(),
                sources: Vec::new(),
            });
            continue;
        }
        let Some(page) = out.last_mut() else { continue };
        if let Some(setting) = line.strip_prefix("for: ") {
            page.setting = setting;
        } else if let Some(ids) = line.strip_prefix("see: ") {
            page.see.extend(ids.split(' '));
        } else if let Some(names) = line.strip_prefix("open: ") {
            page.open.extend(names.split(' '));
        } else if let Some(sources) = line.strip_prefix("from: ") {
            page.sources.extend(sources.split(' ').map(source));
        } else if let Some(sentence) = line.strip_prefix("> ") {
            sentence.clone_into(&mut page.summary);
        } else if let Some(heading) = line.strip_prefix("# ") {
            page.sections.push(Section { heading, points: Vec::new() });
        } else if let Some(section) = page.sections.last_mut() {
            goes_on = put(section, line, was);
        }
    }
    out
}

/// Puts a line into a section; true where the next line may go on with it.
fn put(section: &mut Section, line: &str, goes_on: bool) -> bool {
    if line.trim().is_empty() {
        return false;
    }
    match (line.strip_prefix("- "), section.points.last_mut()) {
        (Some(point), _) => section.points.push(point.to_owned()),
        (None, Some(point)) if goes_on => {
            point.push(' ');
            point.push_str(line.trim());
        }
        (None, _) => section.points.push(line.trim().to_owned()),
    }
    true
}

fn source(text: &str) -> String {
    let found = REPOSITORIES
        .iter()
        .find_map(|(word, whole)| text.strip_prefix(word).map(|rest| format!("{whole}{rest}")));
    found.unwrap_or_else(|| text.to_owned())
}
