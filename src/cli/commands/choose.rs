use std::fmt::Write;

use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::{Value, json};

use super::learn::{columns, text};
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;
use crate::learn::{self, Answers, METHODS, QUESTIONS, Ranked, TRAITS, Tone, choose};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many people: a number, or few, some, many, thousands
    #[arg(long, value_name = "N")]
    people: Option<String>,
    /// Whose people
    #[arg(long, value_name = "WHOSE", value_parser = answers_to("company"))]
    company: Option<String>,
    /// What they need
    #[arg(long, value_name = "WHAT", value_parser = answers_to("need"))]
    need: Option<String>,
    /// Who keeps the accounts
    #[arg(long, value_name = "WHO", value_parser = answers_to("upkeep"))]
    upkeep: Option<String>,
    /// How it ends
    #[arg(long, value_name = "HOW", value_parser = answers_to("removal"))]
    removal: Option<String>,
    /// Whether somebody must approve
    #[arg(long, value_name = "YES/NO", value_parser = answers_to("approval"))]
    approval: Option<String>,
    /// Whether administrators of the other tenant act with us
    #[arg(long, value_name = "YES/NO", value_parser = answers_to("partner"))]
    partner: Option<String>,
    /// Which licences there are
    #[arg(long, value_name = "LICENCE", value_parser = answers_to("licence"))]
    licence: Option<String>,
    /// Which clouds the two tenants are in
    #[arg(long, value_name = "CLOUDS", value_parser = answers_to("cloud"))]
    cloud: Option<String>,
    /// Which accounts the people have
    #[arg(long, value_name = "ACCOUNTS", value_parser = answers_to("accounts"))]
    accounts: Option<String>,
    /// Print the comparison of all ways as well
    #[arg(long)]
    table: bool,
}

/// The answers a question takes, from its table.
fn answers_to(question: &str) -> PossibleValuesParser {
    let asked = QUESTIONS.iter().find(|asked| asked.id == question);
    let values = asked.map_or(&[] as &[_], |asked| asked.values);
    PossibleValuesParser::new(
        values.iter().map(|(word, help)| PossibleValue::new(*word).help(*help)),
    )
}

impl Args {
    fn given(&self) -> [(&'static str, Option<&str>); 10] {
        [
            ("people", self.people.as_deref()),
            ("company", self.company.as_deref()),
            ("need", self.need.as_deref()),
            ("upkeep", self.upkeep.as_deref()),
            ("removal", self.removal.as_deref()),
            ("approval", self.approval.as_deref()),
            ("partner", self.partner.as_deref()),
            ("licence", self.licence.as_deref()),
            ("cloud", self.cloud.as_deref()),
            ("accounts", self.accounts.as_deref()),
        ]
    }
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let mut answers = Answers::default();
    for (question, word) in args.given() {
        let Some(word) = word else { continue };
        answers = answers.with(question, word).ok_or_else(|| {
            Trouble::bad(format!(
                "--{question} takes a number, or few, some, many, thousands; found `{word}`"
            ))
        })?;
    }
    let ranked = choose(&answers);
    if call.is_json() {
        let ways: Vec<Value> = ranked.iter().map(way_json).collect();
        return Ok(Answer::json(&json!({ "answers": given_json(&answers), "ways": ways })));
    }
    let mut out = String::new();
    if answers.is_empty() {
        out.push_str(&questions(call));
    } else {
        out.push_str(&ranking(&ranked, call));
    }
    if args.table || answers.is_empty() {
        out.push('\n');
        out.push_str(&comparison(call));
    }
    Ok(Answer::text(out))
}

fn given_json(answers: &Answers) -> Value {
    let given = QUESTIONS.iter().enumerate().filter_map(|(at, asked)| {
        answers.given(at).map(|(word, _)| (asked.id.to_owned(), json!(word)))
    });
    Value::Object(given.collect())
}

fn way_json(way: &Ranked) -> Value {
    let reasons = |list: &[learn::Because]| -> Vec<Value> {
        list.iter()
            .map(|(because, source)| {
                json!({ "because": because, "source": (!source.is_empty()).then_some(source) })
            })
            .collect()
    };
    let at = METHODS.iter().position(|(method, ..)| *method == way.method).unwrap_or(0);
    let traits = TRAITS
        .iter()
        .map(|(name, of)| ((*name).to_owned(), json!(of.get(at))))
        .collect::<serde_json::Map<_, _>>();
    json!({
        "way": way.method.word(),
        "title": way.method.title(),
        "fits": way.fits(),
        "points": way.points,
        "ruledOutBy": reasons(&way.out),
        "for": reasons(&way.pro),
        "against": reasons(&way.contra),
        "traits": traits,
        "page": way.method.page(),
    })
}

fn questions(call: &Call<'_>) -> String {
    let mut lines = Vec::new();
    let width = columns(call);
    let all = "answer what you know; what is left out decides nothing";
    learn::flow(&mut lines, Tone::Text, "", all, width);
    learn::flow(&mut lines, Tone::Text, "", "", width);
    for asked in QUESTIONS {
        learn::flow(&mut lines, Tone::Text, "", &format!("--{}: {}", asked.id, asked.title), width);
        for (word, means) in asked.values {
            learn::flow(&mut lines, Tone::Text, "    ", &format!("{word}: {means}"), width);
        }
    }
    text(&lines, call)
}

fn ranking(ranked: &[Ranked], call: &Call<'_>) -> String {
    let mut lines = Vec::new();
    let width = columns(call);
    let mut say = |sign: &str, text: &str| learn::flow(&mut lines, Tone::Text, sign, text, width);
    if !ranked.iter().any(Ranked::fits) {
        say("", "nothing fits all of this; what rules each way out stands below it");
        say("", "");
    }
    for (number, way) in (1..).zip(ranked) {
        let sign = if way.fits() { format!("{number}. ") } else { "x  ".to_owned() };
        let balance = if way.fits() { format!(" ({:+})", way.points) } else { String::new() };
        say(&sign, &format!("{}{balance}", way.method.title()));
        let parts =
            [("   ruled out: ", &way.out), ("   for: ", &way.pro), ("   against: ", &way.contra)];
        for (sign, list) in parts {
            for (because, source) in list {
                let ours = if source.is_empty() { " (our judgement)" } else { "" };
                say(sign, &format!("{because}{ours}"));
            }
        }
        say("   ", &format!("read: detente learn {}", way.method.page()));
    }
    let mut out = text(&lines, call);
    let _memory = writeln!(out, "\nthe comparison: detente choose --table; sources: --format json");
    out
}

fn comparison(call: &Call<'_>) -> String {
    let mut lines = Vec::new();
    let width = columns(call);
    for (name, of) in TRAITS {
        learn::flow(&mut lines, Tone::Text, "", name, width);
        for ((_, _, title, _), how) in METHODS.iter().zip(of) {
            learn::flow(&mut lines, Tone::Text, "    ", &format!("{title}: {how}"), width);
        }
    }
    text(&lines, call)
}
