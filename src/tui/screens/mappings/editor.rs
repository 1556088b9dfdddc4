//! A row that is being written: what it says so far, what is wrong, what was probably meant, and
//! what could follow.

use tui_input::Input;

use crate::domain::{AttributeMapping, FlowType, MappingSource};
use crate::expr::{self, Fault, Here, Warning, Word};
use crate::sync::{source_of, text_of};
use crate::tui::widgets::List;

/// Something that could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    pub about: String,
}

/// The editor of one row.
#[derive(Debug)]
pub struct Editor {
    /// The row as it stands; a new one stands as nothing.
    pub stands: AttributeMapping,
    pub is_new: bool,
    pub input: Input,
    /// Why it is no expression.
    pub fault: Option<Fault>,
    /// What was probably meant.
    pub guess: Option<String>,
    pub warnings: Vec<Warning>,
    /// The last that could be read: the results are its.
    pub good: AttributeMapping,
    pub here: Here,
    pub offers: Vec<Offer>,
    pub list: List,
}

impl Editor {
    pub fn of(stands: AttributeMapping, names: &[String]) -> Self {
        let text = text_of(&stands);
        Self::with(stands, &text, false, names)
    }

    /// The editor of a row that is not there yet: it starts as the template has it, or with the
    /// attribute of the same name.
    pub fn new_row(target: &str, template: Option<AttributeMapping>, names: &[String]) -> Self {
        let text = template.as_ref().map_or_else(|| format!("[{target}]"), text_of);
        let stands = template.unwrap_or_else(|| AttributeMapping {
            target: target.to_owned(),
            matching_priority: Some(0),
            flow_type: Some(FlowType::Always),
            ..AttributeMapping::default()
        });
        let stands = AttributeMapping { source: None, ..stands };
        Self::with(stands, &text, true, names)
    }

    fn with(stands: AttributeMapping, text: &str, is_new: bool, names: &[String]) -> Self {
        let mut editor = Editor {
            good: stands.clone(),
            stands,
            is_new,
            input: Input::new(text.to_owned()),
            fault: None,
            guess: None,
            warnings: Vec::new(),
            here: expr::here("", 0),
            offers: Vec::new(),
            list: List::default(),
        };
        editor.typed(names);
        editor
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The byte at which the cursor stands.
    pub fn cursor(&self) -> usize {
        let at = self.text().char_indices().nth(self.input.cursor());
        at.map_or(self.text().len(), |(byte, _)| byte)
    }

    /// Reads what is typed. `names` are the attributes of the export.
    pub fn typed(&mut self, names: &[String]) {
        let text = self.text().to_owned();
        (self.fault, self.guess) = (None, None);
        self.warnings = Vec::new();
        match source_of(&text) {
            Ok(source) if is_the_same(source.as_ref(), &self.stands) => {
                self.good = self.stands.clone();
            }
            Ok(source) => self.good = AttributeMapping { source, ..self.stands.clone() },
            Err(fault) => {
                // An empty field is no result to keep in sight while another is typed.
                if self.good.source.is_none() {
                    self.good = self.stands.clone();
                }
                self.guess = expr::mend(&text, names);
                self.fault = Some(fault);
            }
        }
        if self.fault.is_none()
            && let Ok(expression) = expr::parse(&text)
        {
            let known = names.iter().cloned().chain(ALWAYS.map(str::to_owned)).collect();
            let known = if names.is_empty() { None } else { Some(&known) };
            self.warnings = expr::check(&expression, known).warnings;
        }
        let before = (self.here.word, self.here.begun.clone());
        self.here = expr::here(&text, self.cursor());
        if before != (self.here.word, self.here.begun.clone()) {
            self.list = List::default();
        }
        self.offers = offers(&self.here, names);
        self.list.clamp(self.offers.len());
    }

    /// Takes what was probably meant.
    pub fn take_guess(&mut self, names: &[String]) -> bool {
        let Some(guess) = self.guess.take() else { return false };
        self.input = Input::new(guess);
        self.typed(names);
        true
    }

    /// Completes the word at the cursor by what is chosen.
    pub fn complete(&mut self, names: &[String]) -> bool {
        let Some(offer) = self.offers.get(self.list.at) else { return false };
        if self.here.word == Word::Nothing {
            return false;
        }
        let (text, place) = self.here.complete(self.text(), &offer.name);
        let cursor = text.get(..place).map_or(0, |before| before.chars().count());
        self.input = Input::new(text).with_cursor(cursor);
        self.typed(names);
        true
    }

    /// Whether it says something else than the row that stands.
    pub fn is_changed(&self) -> bool {
        self.is_new || self.good != self.stands
    }
}

/// Attributes that every export can be asked for: the engine computes them.
const ALWAYS: [&str; 2] = ["IsSoftDeleted", "netId"];

/// Whether what was typed is what stands; the parsed form that came with that is then kept.
fn is_the_same(source: Option<&MappingSource>, stands: &AttributeMapping) -> bool {
    match (source, &stands.source) {
        (None, None) => true,
        (Some(typed), Some(_)) => typed.expression.as_deref() == Some(text_of(stands).as_str()),
        _ => false,
    }
}

/// What could stand at the cursor, the likeliest first.
fn offers(here: &Here, names: &[String]) -> Vec<Offer> {
    let begun = here.begun.to_lowercase();
    let fits = |name: &str| name.to_lowercase().contains(&begun);
    let mut out: Vec<Offer> = match here.word {
        Word::Attribute => {
            let attribute = |name: &String| Offer { name: name.clone(), about: String::new() };
            names.iter().filter(|name| fits(name)).map(attribute).collect()
        }
        Word::Function | Word::Nothing => expr::functions()
            .filter(|function| here.word == Word::Nothing || fits(function.name))
            .map(|function| Offer {
                name: function.name.to_owned(),
                about: function.help.to_owned(),
            })
            .collect(),
    };
    out.sort_by_key(|offer| {
        let name = offer.name.to_lowercase();
        (!name.starts_with(&begun), name)
    });
    out
}
