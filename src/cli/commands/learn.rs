use std::fmt::Write;

use serde_json::{Value, json};

use crate::access::ambiguity;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::trouble::Trouble;
use crate::learn::{self, Check, Kind, Laid, Page, Tone, lay, pages};
use crate::practice::school;
use crate::text::{did_you_mean, nearest};

/// Lines are at most this long, however wide the terminal is: nobody reads longer ones with ease.
const COLUMNS_MAX: usize = 100;
/// Without a terminal.
const COLUMNS: usize = 80;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A page by its name, or the path of a setting; without it, all pages are listed
    #[arg(value_name = "PAGE", conflicts_with_all = ["find", "check", "cards"])]
    page: Option<String>,
    /// List the pages in which all these words occur
    #[arg(long, value_name = "WORDS", num_args = 1.., conflicts_with_all = ["check", "cards"])]
    find: Vec<String>,
    /// Ask so many questions about the practice workspace; the engines know the answers
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "5", conflicts_with = "cards", value_parser = clap::value_parser!(u16).range(1..=1000))]
    check: Option<u16>,
    /// With --check, give the answers and why
    #[arg(long, requires = "check")]
    answers: bool,
    /// Print so many flashcards, front and back
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "10", value_parser = clap::value_parser!(u16).range(1..=1000))]
    cards: Option<u16>,
    /// What the order of questions and cards hangs on; today's date unless said
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
}

pub fn perform(args: Args, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let seed = args.seed.unwrap_or_else(|| (call.now)().chars().take(10).collect());
    if let Some(count) = args.check {
        let asked = learn::check(school(), &seed, count.into());
        return Ok(checks(&asked, &seed, args.answers, call));
    }
    if let Some(count) = args.cards {
        return Ok(cards(&seed, count.into(), call));
    }
    if !args.find.is_empty() {
        let words = args.find.join(" ");
        let found = learn::find(&words);
        if found.is_empty() {
            let text = format!("no page has all of `{words}`; `detente learn` lists the pages");
            return Err(Trouble::bad(text));
        }
        return Ok(list(&found, call));
    }
    let Some(name) = args.page else { return Ok(list(&pages().iter().collect::<Vec<_>>(), call)) };
    let page = find(&name)?;
    if call.is_json() {
        return Ok(Answer::json(&page_json(page)));
    }
    let mut out = text(&lay(page, columns(call)), call);
    if !page.see.is_empty() {
        let _memory = writeln!(out, "\nsee also");
        for id in &page.see {
            let _memory = writeln!(out, "  detente learn {id}");
        }
    }
    Ok(Answer::text(out))
}

/// How long a line may be.
pub fn columns(call: &Call<'_>) -> usize {
    let told = (call.env)("COLUMNS").and_then(|text| text.parse().ok());
    let terminal = || crate::tui::columns().filter(|_| call.terminal).map(usize::from);
    told.or_else(terminal).unwrap_or(COLUMNS).clamp(20, COLUMNS_MAX)
}

/// The lines, as text.
pub fn text(lines: &[Laid], call: &Call<'_>) -> String {
    let mut out = String::new();
    for line in lines {
        let shown = call.look.show(&line.text);
        match line.tone {
            Tone::Title | Tone::Heading => {
                let rule = if line.tone == Tone::Title { "=" } else { "-" };
                let _memory = writeln!(out, "{shown}\n{}", rule.repeat(shown.chars().count()));
            }
            Tone::Text | Tone::Aside => {
                let _memory = writeln!(out, "{shown}");
            }
        }
    }
    out
}

fn find(name: &str) -> Result<&'static Page, Trouble> {
    let wanted = name.to_lowercase().replace(' ', "-");
    let by_title = || pages().iter().find(|page| page.title.eq_ignore_ascii_case(name));
    let found = learn::page(&wanted).or_else(|| learn::about(name)).or_else(by_title);
    if let Some(page) = found {
        return Ok(page);
    }
    let names = pages().iter().map(|page| page.id);
    let mut near: Vec<&str> = nearest(&wanted, names, 3);
    if near.is_empty() {
        near = learn::find(name).into_iter().map(|page| page.id).take(3).collect();
    }
    let meant = if near.is_empty() { ".".to_owned() } else { did_you_mean(&near) };
    let text = format!(
        "no page is called `{name}`{meant} `detente learn` lists the pages, `detente learn --find WORDS` searches them"
    );
    Err(Trouble::bad(text))
}

fn list(found: &[&'static Page], call: &Call<'_>) -> Answer {
    if call.is_json() {
        let all: Vec<Value> = found.iter().map(|page| head_json(page)).collect();
        return Answer::json(&Value::Array(all));
    }
    let mut out = String::new();
    let width = columns(call);
    for kind in Kind::ALL {
        let of_kind: Vec<&&Page> = found.iter().filter(|page| page.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let _memory = writeln!(out, "{}", kind.title());
        for page in of_kind {
            let mut lines = Vec::new();
            learn::flow(&mut lines, Tone::Text, "      ", &page.summary, width);
            let _memory = writeln!(out, "  {}", page.id);
            for line in lines {
                let _memory = writeln!(out, "{}", call.look.show(&line.text));
            }
        }
        out.push('\n');
    }
    out.push_str("a page: detente learn PAGE; which way fits: detente choose; test yourself: detente learn --check\n");
    Answer::text(out)
}

fn head_json(page: &Page) -> Value {
    json!({
        "id": page.id,
        "title": page.title,
        "kind": page.kind.word(),
        "setting": (!page.setting.is_empty()).then_some(page.setting),
        "summary": page.summary,
    })
}

fn page_json(page: &Page) -> Value {
    let sections: Vec<Value> = page
        .sections
        .iter()
        .map(|section| json!({ "heading": section.heading, "points": section.points }))
        .collect();
    let open: Vec<Value> = page
        .open
        .iter()
        .map(|name| json!({ "ambiguity": name, "reading": ambiguity(name) }))
        .collect();
    let mut value = head_json(page);
    if let Value::Object(members) = &mut value {
        members.insert("sections".to_owned(), Value::Array(sections));
        members.insert("open".to_owned(), Value::Array(open));
        members.insert("see".to_owned(), json!(page.see));
        members.insert("sources".to_owned(), json!(page.sources));
    }
    value
}

fn checks(asked: &[Check], seed: &str, answers: bool, call: &Call<'_>) -> Answer {
    if call.is_json() {
        let all: Vec<Value> = asked
            .iter()
            .map(|one| {
                json!({
                    "id": one.id,
                    "page": one.page,
                    "question": one.question,
                    "choices": one.choices,
                    "right": one.right,
                    "because": one.because,
                    "by": one.by,
                })
            })
            .collect();
        return Answer::json(&json!({ "seed": seed, "questions": all }));
    }
    let mut lines = Vec::new();
    let width = columns(call);
    let mut say = |sign: &str, text: &str| learn::flow(&mut lines, Tone::Text, sign, text, width);
    for (number, one) in (1..).zip(asked) {
        say(&format!("{number}. "), &one.question);
        for (letter, choice) in ('a'..).zip(&one.choices) {
            say(&format!("   {letter}) "), choice);
        }
        if answers {
            let letter = ('a'..).nth(one.right).unwrap_or('?');
            say("   = ", &format!("{letter}) {}", one.answer()));
            say("     ", &format!("{} says: {}", one.by, one.because));
            say("     ", &format!("read: detente learn {}", one.page));
        }
        say("", "");
    }
    let mut out = text(&lines, call);
    if !answers {
        let _memory = writeln!(
            out,
            "answers: detente learn --check {} --seed {} --answers",
            asked.len(),
            word(seed)
        );
    }
    Answer::text(out)
}

/// A seed as a shell takes it for one word.
fn word(seed: &str) -> String {
    let plain = !seed.is_empty() && seed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain { seed.to_owned() } else { "TEXT".to_owned() }
}

fn cards(seed: &str, count: usize, call: &Call<'_>) -> Answer {
    let all: Vec<learn::Card> = learn::cards(school(), seed).into_iter().take(count).collect();
    if call.is_json() {
        let all: Vec<Value> = all
            .iter()
            .map(|card| {
                json!({ "id": card.id, "front": card.front, "back": card.back, "page": card.page })
            })
            .collect();
        return Answer::json(&json!({ "seed": seed, "cards": all }));
    }
    let mut lines = Vec::new();
    let width = columns(call);
    for card in &all {
        learn::flow(&mut lines, Tone::Text, "? ", &card.front, width);
        for line in card.back.lines() {
            learn::flow(&mut lines, Tone::Text, "  ", line, width);
        }
        learn::flow(&mut lines, Tone::Text, "", "", width);
    }
    Answer::text(text(&lines, call))
}
