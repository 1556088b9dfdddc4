//! A condition that is being written: attribute, operator, value, and what fits in each.

use std::collections::HashMap;

use tui_input::Input;

use crate::domain::{Extra, FilterClause, FilterOperand};
use crate::sync::{OPERATORS, OperatorRow, can_filter_by, operator_row};
use crate::tui::sync::Tried;
use crate::tui::widgets::List;

/// A part of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Attribute,
    Operator,
    Value,
}

/// Something that fits in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    pub about: String,
}

/// The editor of one condition.
#[derive(Debug)]
pub struct ClauseEditor {
    /// Its filter.
    pub filter: usize,
    /// Its place there; behind all where it is new.
    pub at: Option<usize>,
    pub part: Part,
    pub attribute: Input,
    /// What is typed to find an operator.
    pub words: Input,
    pub operator: &'static OperatorRow,
    pub value: Input,
    pub offers: Vec<Offer>,
    pub list: List,
    /// Whether something was typed in this part, and whether the list was gone through.
    is_typed: bool,
    is_stepped: bool,
    /// Values that people have, with how many have them; of the attribute they are of.
    values: (String, Vec<(String, u64)>),
}

/// Users whose values are looked at for completion.
const LOOKED_AT: usize = 200_000;
/// Values that are offered.
const VALUES_MAX: usize = 300;

impl ClauseEditor {
    pub fn of(filter: usize, at: Option<usize>, clause: &FilterClause) -> Option<Self> {
        let word = clause.operator.as_deref().unwrap_or("EQUALS");
        let operator = operator_row(word).or(OPERATORS.first())?;
        let value = clause.operand.as_ref().and_then(|operand| operand.values.first());
        let attribute = clause.attribute.clone().unwrap_or_default();
        Some(ClauseEditor {
            filter,
            at,
            part: if attribute.is_empty() { Part::Attribute } else { Part::Value },
            attribute: Input::new(attribute),
            words: Input::default(),
            operator,
            value: Input::new(value.cloned().unwrap_or_default()),
            offers: Vec::new(),
            list: List::default(),
            is_typed: false,
            is_stepped: false,
            values: (String::new(), Vec::new()),
        })
    }

    pub fn input(&mut self) -> &mut Input {
        match self.part {
            Part::Attribute => &mut self.attribute,
            Part::Operator => &mut self.words,
            Part::Value => &mut self.value,
        }
    }

    /// What a part says once it is taken.
    fn said(&self, part: Part) -> &str {
        let typed = if part == Part::Attribute { &self.attribute } else { &self.value };
        let marked = self.marked().filter(|_| part == self.part);
        marked.map_or(typed.value(), |offer| &offer.name)
    }

    /// The condition as it is so far, with the marked line: it is counted as it would be taken.
    pub fn clause(&self) -> FilterClause {
        let value = self.said(Part::Value).to_owned();
        let values = if self.operator.takes_value() { vec![value] } else { Vec::new() };
        FilterClause {
            attribute: Some(self.said(Part::Attribute).trim().to_owned()),
            operator: Some(self.operator.name.to_owned()),
            operand: Some(FilterOperand { values, extra: Extra::none() }),
            extra: Extra::none(),
        }
    }

    /// What is missing, and in which part.
    pub fn missing(&self) -> Option<(Part, &'static str)> {
        let value = self.said(Part::Value);
        match () {
            () if self.said(Part::Attribute).trim().is_empty() => {
                Some((Part::Attribute, "which attribute?"))
            }
            () if !self.operator.takes_value() => None,
            () if value.is_empty() => {
                Some((Part::Value, "which value? IS NULL asks for those who have none"))
            }
            () if self.operator.takes_number() && value.trim().parse::<u64>().is_err() => {
                Some((Part::Value, "this operator takes a whole number (CTS013)"))
            }
            () => None,
        }
    }

    /// Of what fits, the line that is taken by going on. A value that is there already stays until
    /// something is typed; a pattern, a part of a value and a number are meant as they are typed.
    pub fn marked(&self) -> Option<&Offer> {
        let (text, is_free) = match self.part {
            Part::Attribute => (self.attribute.value(), false),
            Part::Operator => ("", false),
            Part::Value => (self.value.value(), !self.operator.takes_whole()),
        };
        let stays = is_free || (!text.is_empty() && !self.is_typed);
        let is_shown = self.is_stepped || !stays;
        self.offers.get(self.list.at).filter(|_| is_shown)
    }

    /// Takes the marked line into its part.
    pub fn take_marked(&mut self) {
        let Some(name) = self.marked().map(|offer| offer.name.clone()) else { return };
        match self.part {
            Part::Attribute => self.attribute = Input::new(name),
            Part::Value => self.value = Input::new(name),
            Part::Operator => self.choose(),
        }
    }

    /// Goes to a part.
    pub fn turn(&mut self, part: Part, tried: Option<&Tried>) {
        self.part = part;
        self.list = List::default();
        (self.is_typed, self.is_stepped) = (false, false);
        if part == Part::Value {
            self.look(tried);
        }
        self.arrange(tried);
        if part == Part::Operator {
            let at = OPERATORS.iter().position(|row| row.name == self.operator.name);
            self.list.at = at.unwrap_or(0);
        }
    }

    /// Takes what is chosen in this part, and goes on to the next.
    pub fn go_on(&mut self, tried: Option<&Tried>) {
        self.take_marked();
        let next = match self.part {
            Part::Attribute => Part::Operator,
            Part::Operator => {
                self.words.reset();
                if self.operator.takes_value() { Part::Value } else { Part::Attribute }
            }
            Part::Value => Part::Value,
        };
        self.turn(next, tried);
    }

    pub fn go_back(&mut self, tried: Option<&Tried>) {
        let part = match self.part {
            Part::Value => Part::Operator,
            Part::Attribute | Part::Operator => Part::Attribute,
        };
        self.turn(part, tried);
    }

    /// Another of what fits; an operator is taken at once.
    pub fn step(&mut self, rows: isize) {
        // The first key shows the mark where there was none.
        let is_shown = self.marked().is_some();
        self.is_stepped = true;
        if is_shown {
            self.list.step(rows, self.offers.len());
        }
        self.choose();
    }

    /// The mark goes to one of what fits.
    pub fn point(&mut self, offer: usize) {
        self.is_stepped = true;
        self.list.at = offer;
        self.step(0);
    }

    /// The operator under the cursor is the one.
    fn choose(&mut self) {
        if self.part == Part::Operator
            && let Some(offer) = self.offers.get(self.list.at)
            && let Some(row) = OPERATORS.iter().find(|row| row.name == offer.name)
        {
            self.operator = row;
        }
    }

    /// What is typed has changed.
    pub fn typed(&mut self, tried: Option<&Tried>) {
        self.list = List::default();
        (self.is_typed, self.is_stepped) = (true, false);
        self.arrange(tried);
        self.choose();
    }

    /// Finds what fits in this part.
    pub fn arrange(&mut self, tried: Option<&Tried>) {
        let begun = self.input().value().trim().to_lowercase();
        let fits = |name: &str| name.to_lowercase().contains(&begun);
        self.offers = match self.part {
            Part::Attribute => {
                let names = tried.map(|tried| tried.names.as_slice()).unwrap_or_default();
                let names = names.iter().filter(|name| can_filter_by(name) && fits(name));
                names.map(|name| Offer { name: name.clone(), about: String::new() }).collect()
            }
            Part::Operator => OPERATORS
                .iter()
                .filter(|row| fits(row.name))
                .map(|row| Offer { name: row.name.to_owned(), about: row.rule.to_owned() })
                .collect(),
            Part::Value if !self.operator.takes_value() => Vec::new(),
            Part::Value => {
                let values = self.values.1.iter().filter(|(value, _)| fits(value));
                values
                    .map(|(value, count)| Offer {
                        name: value.clone(),
                        about: match count {
                            1 => "1 person".to_owned(),
                            count => format!("{count} people"),
                        },
                    })
                    .collect()
            }
        };
        if self.part != Part::Operator {
            let typed = self.input().value().trim().to_owned();
            self.offers.sort_by_key(|offer| {
                (offer.name != typed, !offer.name.to_lowercase().starts_with(&begun))
            });
        }
        self.list.clamp(self.offers.len());
    }

    /// Looks which values people have.
    fn look(&mut self, tried: Option<&Tried>) {
        let name = self.attribute.value().trim().to_owned();
        let Some(users) = tried.map(|tried| tried.source.users()) else { return };
        if self.values.0 == name && !self.values.1.is_empty() {
            return;
        }
        let column = users.column(&name);
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for row in 0..users.len().min(LOOKED_AT) {
            if let Some(text) = users.value(row, column).text() {
                *counts.entry(text).or_default() += 1;
            }
        }
        let mut values: Vec<(String, u64)> =
            counts.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(VALUES_MAX);
        self.values = (name, values);
    }
}
