//! Which way fits: a few questions, and a table of what each answer speaks for, against, or rules out.

mod rules;

use super::method::{METHODS, Method};
use rules::RULES;

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Its stable name.
    pub id: &'static str,
    /// The question.
    pub title: &'static str,
    /// The answers there are: a word, and what it means.
    pub values: &'static [(&'static str, &'static str)],
}

const YES_NO: &[(&str, &str)] = &[("yes", "yes"), ("no", "no")];

/// Every question, in the order of forms.
#[rustfmt::skip]
pub const QUESTIONS: &[Asked] = &[
    Asked { id: "people", title: "How many people?", values: &[
        ("few", "up to 10"), ("some", "11 to 100"), ("many", "101 to 1,000"), ("thousands", "over 1,000")] },
    Asked { id: "company", title: "Whose people?", values: &[
        ("same", "our own company: merger, subsidiary, group"), ("other", "another company")] },
    Asked { id: "need", title: "What do they need?", values: &[
        ("apps", "applications or sites"), ("channels", "Teams shared channels only"), ("both", "both")] },
    Asked { id: "upkeep", title: "Who keeps the accounts?", values: &[
        ("hand", "we, by hand"), ("automatic", "nobody: they follow the home tenant"), ("request", "people ask for access themselves")] },
    Asked { id: "removal", title: "How does it end?", values: &[
        ("hand", "we remove them"), ("source", "when they leave over there"), ("date", "on a date")] },
    Asked { id: "approval", title: "Must somebody approve?", values: YES_NO },
    Asked { id: "partner", title: "Do administrators there act with us?", values: YES_NO },
    Asked { id: "licence", title: "Which licences are there?", values: &[
        ("free", "none"), ("p1", "P1 where it is needed"), ("governance", "P2, Governance or Suite as well")] },
    Asked { id: "cloud", title: "Which clouds?", values: &[
        ("same", "the same"), ("government", "commercial and US Government"), ("to-china", "theirs commercial, ours 21Vianet"), ("from-china", "theirs 21Vianet, ours commercial")] },
    Asked { id: "accounts", title: "Which accounts have they?", values: &[
        ("entra", "Entra accounts"), ("other", "others: mail, Google, federation")] },
];

/// What was answered; what was not decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    given: [Option<usize>; QUESTIONS.len()],
}

impl Answers {
    /// Answers a question by words; `None` where there is no such question or answer. `people` takes
    /// a number as well.
    pub fn with(mut self, question: &str, word: &str) -> Option<Self> {
        let at = QUESTIONS.iter().position(|asked| asked.id == question)?;
        let word = match (question, word.parse::<u32>()) {
            ("people", Ok(count)) => band(count),
            _ => word,
        };
        let value = QUESTIONS.get(at)?.values.iter().position(|(known, _)| *known == word)?;
        *self.given.get_mut(at)? = Some(value);
        Some(self)
    }

    /// The answer to the question of this number.
    pub fn given(&self, at: usize) -> Option<&'static (&'static str, &'static str)> {
        let value = self.given.get(at).copied().flatten()?;
        QUESTIONS.get(at)?.values.get(value)
    }

    /// Goes to the next answer of a question, or the one before; past the ends it is not answered.
    pub fn turn(&mut self, at: usize, forward: bool) {
        let (Some(asked), Some(given)) = (QUESTIONS.get(at), self.given.get_mut(at)) else {
            return;
        };
        let last = asked.values.len().saturating_sub(1);
        *given = match (*given, forward) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(value), true) => (value < last).then_some(value + 1),
            (Some(value), false) => value.checked_sub(1),
        };
    }

    /// Takes the answer to a question back.
    pub fn clear(&mut self, at: usize) {
        if let Some(given) = self.given.get_mut(at) {
            *given = None;
        }
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.given.iter().all(Option::is_none)
    }

    fn is(&self, (question, word): (&str, &str)) -> bool {
        let at = QUESTIONS.iter().position(|asked| asked.id == question);
        at.and_then(|at| self.given(at)).is_some_and(|(given, _)| *given == word)
    }
}

/// In which band a number of people lies. Where the bands end is our judgement.
fn band(count: u32) -> &'static str {
    match count {
        0..=10 => "few",
        11..=100 => "some",
        101..=1_000 => "many",
        _ => "thousands",
    }
}

/// What an answer does to a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Speaks for it.
    For(i32),
    /// Speaks against it.
    Against(i32),
    /// Rules it out.
    Out,
}

/// One row: when all of this is answered, that is so.
#[derive(Debug, PartialEq)]
pub(super) struct Rule {
    pub when: &'static [(&'static str, &'static str)],
    pub method: Method,
    pub effect: Effect,
    pub because: &'static str,
    /// Where it is written; empty where it is our judgement.
    pub source: &'static str,
}

/// A sentence, and where it is written; nowhere where it is our judgement.
pub type Because = (&'static str, &'static str);

/// One way, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The way.
    pub method: Method,
    /// What rules it out.
    pub out: Vec<Because>,
    /// What speaks for it, strongest first.
    pub pro: Vec<Because>,
    /// What speaks against it, strongest first.
    pub contra: Vec<Because>,
    /// The balance.
    pub points: i32,
}

impl Ranked {
    /// Whether nothing rules it out.
    pub fn fits(&self) -> bool {
        self.out.is_empty()
    }
}

/// Ranks the ways: what fits first, the best balance first, and among equals the simpler.
pub fn choose(answers: &Answers) -> Vec<Ranked> {
    let mut all: Vec<Ranked> = METHODS.iter().map(|(method, ..)| judge(*method, answers)).collect();
    all.sort_by_key(|ranked| (!ranked.fits(), std::cmp::Reverse(ranked.points)));
    all
}

fn judge(method: Method, answers: &Answers) -> Ranked {
    let speaks = |rule: &&Rule| {
        rule.method == method && rule.when.iter().all(|condition| answers.is(*condition))
    };
    let (mut out, mut pro, mut contra) = (Vec::new(), Vec::new(), Vec::new());
    for rule in RULES.iter().filter(speaks) {
        let because = (rule.because, rule.source);
        match rule.effect {
            Effect::Out => out.push(because),
            Effect::For(weight) => pro.push((weight, because)),
            Effect::Against(weight) => contra.push((weight, because)),
        }
    }
    let sum = |list: &[(i32, Because)]| list.iter().map(|(weight, _)| weight).sum::<i32>();
    let points = sum(&pro) - sum(&contra);
    let ordered = |mut list: Vec<(i32, Because)>| {
        list.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        list.into_iter().map(|(_, because)| because).collect()
    };
    Ranked { method, out, pro: ordered(pro), contra: ordered(contra), points }
}

#[cfg(test)]
mod tests;
