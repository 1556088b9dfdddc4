//! The questions, and the lines they are made of: what is drawn and what is done cannot differ.

use super::{Onboard, Wanted};
use crate::access::Verdict;
use crate::merger::{ARCHETYPES, Archetype, Member, Named, Turn};
use crate::tui::glyph::Glyphs;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::widgets::FormLine;

/// One of the questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    #[default]
    Tenant,
    Kind,
    Limits,
    Note,
    Review,
}

impl Page {
    /// All, in order.
    pub const ALL: [Page; 5] = [Page::Tenant, Page::Kind, Page::Limits, Page::Note, Page::Review];

    /// What it is called, and what it asks.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Page::Tenant => ("Which tenant", "Which tenant is taken in?"),
            Page::Kind => ("What kind", "What is it to us?"),
            Page::Limits => ("Who and what", "Who of theirs may come, and to what?"),
            Page::Note => {
                ("Note", "Who answers for it, what is it for, when is it looked at again?")
            }
            Page::Review => ("Review", "What it stages, and what they have to do."),
        }
    }

    /// The one so many further, where there is one.
    pub fn beside(self, by: isize) -> Option<Page> {
        let at = Page::ALL.iter().position(|page| *page == self)?;
        Page::ALL.get(at.checked_add_signed(by)?).copied()
    }
}

/// A field that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// What a tenant is called that the workspace does not know.
    Name,
    Owner,
    Purpose,
    Ticket,
    Review,
}

impl Field {
    /// What was typed so far.
    pub fn value(self, screen: &Onboard) -> &str {
        let note = &screen.note;
        match self {
            Field::Name => screen.partner.as_ref().map_or("", |one| one.name.as_str()),
            Field::Owner => &note.owner,
            Field::Purpose => &note.purpose,
            Field::Ticket => &note.ticket,
            Field::Review => &note.review,
        }
    }

    /// Where it is kept.
    pub fn place(self, screen: &mut Onboard) -> &mut String {
        let note = &mut screen.note;
        match self {
            Field::Name => &mut screen.partner.get_or_insert_default().name,
            Field::Owner => &mut note.owner,
            Field::Purpose => &mut note.purpose,
            Field::Ticket => &mut note.ticket,
            Field::Review => &mut note.review,
        }
    }
}

/// What a line does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Type(Field),
    Kind(Archetype),
    Everybody,
    Suite,
    Card(Wanted),
    Look(Page),
    Stage,
    Settings,
    Anew,
    /// Nothing; it can be looked at.
    Rest,
}

type Line = (FormLine, Option<Act>);

fn say(role: Role, text: impl Into<String>) -> Line {
    (FormLine::say(role, text), None)
}

/// Read, and stopped at: a long page is walked through.
fn rest(role: Role, sign: &'static str, text: impl Into<String>) -> Line {
    let mut line = FormLine::say(Role::Text, text).stop();
    if !sign.is_empty() {
        line = line.signed(sign, role);
    }
    (line, Some(Act::Rest))
}

/// What a partner is called: by the workspace, by what was typed, or by its id.
pub(super) fn name_of(member: &Member, model: &Model) -> String {
    match model.workspace.draft.tenant(member.id) {
        None if !member.name.is_empty() => member.name.clone(),
        _ => model.name(member.id),
    }
}

/// One sample question before and after, with its sign and colour.
pub(in crate::tui::screens) fn turn_words(
    turn: &Turn,
    glyphs: Glyphs,
) -> (Role, &'static str, String) {
    let (role, sign) = match turn.after {
        Verdict::Allowed => (Role::Allow, glyphs.allow()),
        Verdict::StepRequired => (Role::Changed, glyphs.list()),
        Verdict::Blocked | Verdict::Invalid => (Role::Block, glyphs.block()),
        Verdict::DependsOnPartner => (Role::Warning, "?"),
    };
    let was = match turn.before == turn.after {
        true => String::new(),
        false => format!(", was {}", turn.before.short()),
    };
    (role, sign, format!("{}: {}{was}", turn.words, turn.after.short()))
}

impl Onboard {
    /// The form of the question that is looked at.
    pub(super) fn lines(&self, model: &Model) -> Vec<Line> {
        match self.page {
            Page::Tenant => self.tenant(model),
            Page::Kind => self.kinds(),
            Page::Limits => self.limits(model),
            Page::Note => self.note_lines(),
            Page::Review => self.review(model),
        }
    }

    fn tenant(&self, model: &Model) -> Vec<Line> {
        let mut out = Vec::new();
        match &self.partner {
            None => out.push(say(Role::Muted, "none is chosen yet")),
            Some(one) => {
                out.push(say(Role::Text, name_of(one, model)));
                out.push(say(Role::Muted, one.id.to_string()));
                let known = model.workspace.draft.tenant(one.id);
                let domains = known.map(|tenant| {
                    let all: Vec<&str> = tenant.domains.iter().map(|d| d.name.as_str()).collect();
                    all.join(", ")
                });
                match domains {
                    Some(domains) if !domains.is_empty() => out.push(say(Role::Muted, domains)),
                    Some(_) => {}
                    None => {
                        let text =
                            "this workspace does not know it; what it is called is kept with it";
                        out.push(say(Role::Muted, text));
                        let line = FormLine::field("name", &one.name, "what it is called");
                        out.push((line, Some(Act::Type(Field::Name))));
                    }
                }
                let is_partner = model.workspace.draft.partner(model.owner, one.id).is_some();
                if is_partner {
                    let text =
                        "it is a partner already: what is right stays, what differs is changed";
                    out.push(say(Role::Warning, text));
                }
            }
        }
        out.push((FormLine::gap(), None));
        let text = match &self.partner {
            None => "choose a tenant, by name, domain or id …",
            Some(_) => "choose another tenant …",
        };
        out.push((FormLine::press(text), Some(Act::Card(Wanted::Tenant))));
        if self.partner.is_some() {
            out.push((FormLine::press("next: what kind it is"), Some(Act::Look(Page::Kind))));
        }
        out
    }

    fn kinds(&self) -> Vec<Line> {
        let mut out = Vec::new();
        for row in ARCHETYPES {
            let on = self.archetype == Some(row.archetype);
            let text = format!("{}: {}", row.title(), row.means);
            out.push((FormLine::radio(on, text), Some(Act::Kind(row.archetype))));
        }
        if let Some(kind) = self.archetype {
            out.push((FormLine::gap(), None));
            out.push(say(Role::Warning, format!("Mind: {}.", kind.row().limits)));
        }
        out
    }

    fn limits(&self, model: &Model) -> Vec<Line> {
        let Some(kind) = self.archetype else {
            return vec![
                say(Role::Muted, "what is asked here depends on the kind"),
                (FormLine::press("to the kind"), Some(Act::Look(Page::Kind))),
            ];
        };
        let mut out = Vec::new();
        if kind.asks_people() {
            let everybody = self.people.is_empty();
            out.push((FormLine::title("Who of theirs"), None));
            out.push((FormLine::radio(everybody, "everybody"), Some(Act::Everybody)));
            let card = Some(Act::Card(Wanted::People));
            let text = format!("only those named …{}", names(&self.people));
            out.push((FormLine::radio(!everybody, text), card));
        }
        if kind.asks_apps() {
            let suite = self.apps.is_empty();
            out.push((FormLine::title("To what"), None));
            out.push((FormLine::radio(suite, "Office 365"), Some(Act::Suite)));
            let card = Some(Act::Card(Wanted::Apps));
            let text = format!("only those named …{}", names(&self.apps));
            out.push((FormLine::radio(!suite, text), card));
            let text =
                "What guests need to come in, such as the page of their applications, is added.";
            out.push(say(Role::Muted, text));
        }
        if out.is_empty() {
            let title = kind.row().title();
            out.push(say(Role::Muted, format!("Nothing is asked of this kind: {title}.")));
            out.push((FormLine::press("next: the note"), Some(Act::Look(Page::Note))));
        }
        if kind.asks_people() && !model.directories.contains_key(&self.id()) {
            let text = "Their directory is not in the workspace: name groups and users by the object ids they tell you.";
            out.push(say(Role::Muted, text));
        }
        out
    }

    fn id(&self) -> crate::domain::TenantId {
        self.partner.as_ref().map(|one| one.id).unwrap_or_default()
    }

    fn note_lines(&self) -> Vec<Line> {
        let field = |field: Field, title: &str, help: &str| {
            (FormLine::field(title, field.value(self), help), Some(Act::Type(field)))
        };
        let mut out = vec![
            field(Field::Owner, "owner", "who answers for the relation"),
            field(Field::Purpose, "purpose", "what it is for"),
            field(Field::Ticket, "ticket", "request or contract"),
            field(Field::Review, "review", "date of the next review, YYYY-MM-DD"),
        ];
        if let Some(why) = self.lacks(Page::Note) {
            out.push(say(Role::Warning, why));
        }
        out.push(say(Role::Muted, "It stays in this workspace; no tenant is told."));
        out
    }

    fn review(&self, model: &Model) -> Vec<Line> {
        let glyphs = Glyphs { ascii: model.preferences.ascii };
        let missing: Vec<Line> = Page::ALL
            .into_iter()
            .filter_map(|page| Some((page, self.lacks(page)?)))
            .map(|(page, why)| {
                let sign = glyphs.block();
                let line = FormLine::say(Role::Text, why).stop().signed(sign, Role::Block);
                (line, Some(Act::Look(page)))
            })
            .collect();
        if self.partner.is_none() || self.archetype.is_none() {
            return missing;
        }
        let Some(done) = self.outcome(model) else {
            return vec![say(Role::Muted, "worked out on a copy …")];
        };
        let mut out = missing;
        let is_open = out.is_empty() && done.refused.is_none();
        if let Some(fault) = &done.refused {
            out.push(rest(Role::Block, glyphs.block(), fault.sentence.clone()));
        }
        if done.edits.is_empty() && is_open {
            out.push(rest(
                Role::Allow,
                glyphs.allow(),
                "All of it is in the draft; u takes the last edit back.",
            ));
            out.push((FormLine::press("to its settings"), Some(Act::Settings)));
            out.push((FormLine::press("take another partner in"), Some(Act::Anew)));
        } else if is_open {
            out.push((FormLine::press("Stage it all, as one edit"), Some(Act::Stage)));
        }
        let stops = (!done.staged.is_empty()).then(|| FormLine::title("It stages"));
        out.extend(stops.map(|line| (line, None)));
        for one in &done.staged {
            let whose = match one.owner == model.owner {
                true => String::new(),
                false => format!("in {}: ", model.name(one.owner)),
            };
            out.push(rest(Role::Allow, "+", format!("{whose}{}", one.words)));
        }
        out.extend(self.noted(model));
        if !done.asked.is_empty() {
            out.push((FormLine::title("Their side; H on the partner writes it to them"), None));
        }
        for one in &done.asked {
            let sign = if one.is_missing { glyphs.block() } else { "?" };
            let duty = &one.duty;
            let licence = match duty.licence {
                "" => String::new(),
                licence => format!("; {licence}"),
            };
            let text = format!("{} ({}{licence}; {})", one.words, duty.role, duty.page);
            out.push(rest(Role::Warning, sign, text));
        }
        out.push((FormLine::title("For sample people"), None));
        for turn in &done.turns {
            let (role, sign, text) = turn_words(turn, glyphs);
            let because = match turn.because.is_empty() {
                true => String::new(),
                false => format!("; {}", turn.because),
            };
            out.push(rest(role, sign, format!("{text}{because}")));
        }
        let limits = self.archetype.map_or("", |kind| kind.row().limits);
        out.push(rest(Role::Warning, glyphs.warning(), format!("Mind: {limits}.")));
        out
    }

    /// What is written down with it.
    fn noted(&self, model: &Model) -> Option<Line> {
        let wish = self.onboarding(model)?;
        let note = wish.note?;
        let all = [
            ("owner", &note.owner),
            ("purpose", &note.purpose),
            ("ticket", &note.ticket),
            ("review", &note.review),
        ];
        let said: Vec<String> = all
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(title, text)| format!("{title} {text}"))
            .collect();
        let is_new = model.workspace.notes.get(&(wish.owner, wish.partner.id)) != Some(&note);
        let sign = if is_new { "+" } else { "=" };
        Some(rest(Role::Allow, sign, format!("note: {}", said.join(", "))))
    }
}

/// Names in a row, or their ids.
fn names(all: &[Named]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let name = |one: &Named| match one.name.is_empty() {
        true => one.id.to_string(),
        false => one.name.clone(),
    };
    format!(" {}", all.iter().map(name).collect::<Vec<_>>().join(", "))
}
