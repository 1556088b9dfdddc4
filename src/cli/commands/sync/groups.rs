use serde_json::{Value, json};

use super::OneCycle;
use super::scene::{Scene, exit, job_json, whole};
use super::simulate::paragraph;
use crate::cli::answer::Answer;
use crate::cli::call::Call;
use crate::cli::look::{Look, Sign};
use crate::cli::trouble::Trouble;
use crate::domain::SyncConfiguration;
use crate::sync::{
    Action, Engine, GroupJudged, Member, Membership, OPEN_OF_GROUPS, Preview, groups, members,
    unknown_assigned,
};

/// Members named for each way a membership goes.
const NAMED_MAX: usize = 3;

pub fn perform(args: OneCycle, call: &mut Call<'_>) -> Result<Answer, Trouble> {
    let scene = Scene::of(&args.name, call)?;
    let engine = scene.engine(args.mode.mode());
    let preview = whole(&engine)?;
    scene.tell_scope(&engine, call);
    let found = groups(&engine, &preview);
    let exit = exit(&preview);
    if call.is_json() {
        let list = found.iter().map(|one| {
            let members = members(&engine, &preview, one.id);
            let mut value = group_json(one);
            if let Value::Object(parts) = &mut value {
                parts.insert("list".to_owned(), members.iter().map(member_json).collect());
            }
            value
        });
        let open = OPEN_OF_GROUPS
            .iter()
            .map(|(text, sure)| json!({ "text": text, "certainty": sure.word() }));
        let unknown = unknown_assigned(&engine);
        return Ok(Answer {
            exit,
            ..Answer::json(&json!({
                "job": job_json(&preview.job),
                "groups": list.collect::<Vec<_>>(),
                "assignedAndUnknown": unknown.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "open": open.collect::<Vec<_>>(),
            }))
        });
    }
    let text = text(&scene.title(), &scene.configuration, (&engine, &preview), &found, call.look);
    Ok(Answer { exit, ..Answer::text(text) })
}

/// What becomes of a group, as programs read it.
pub fn group_json(one: &GroupJudged) -> Value {
    json!({
        "sourceId": one.id.to_string(),
        "displayName": one.display_name,
        "action": one.action.word(),
        "code": Some(one.code).filter(|code| !code.is_empty()),
        "because": one.because,
        "certainty": one.certainty.word(),
        "members": one.members,
        "membersLeftOut": one.left_out,
        "membersNested": one.nested,
        "membersUnclear": one.unclear,
        "namesakeInTarget": one.has_namesake,
    })
}

fn member_json(one: &Member) -> Value {
    json!({
        "sourceId": one.id.to_string(),
        "name": one.name,
        "membership": one.membership.words().0,
        "because": one.because,
        "certainty": one.membership.certainty().word(),
    })
}

/// What becomes of a group, in a sentence.
pub fn group_words(one: &GroupJudged) -> String {
    let code = if one.code.is_empty() { String::new() } else { format!("{}: ", one.code) };
    let members = match (one.members, one.left_out) {
        (Some(inside), Some(outside)) => {
            format!("; {inside} members, {outside} left out as not in scope")
        }
        _ => String::new(),
    };
    format!(
        "{}: {}, {code}{}{members} ({})",
        one.display_name,
        one.action.word(),
        one.because,
        one.certainty.word()
    )
}

fn text(
    title: &str,
    configuration: &SyncConfiguration,
    (engine, preview): (&Engine<'_>, &Preview),
    found: &[GroupJudged],
    look: Look,
) -> String {
    let mut out = String::new();
    paragraph(&mut out, "", &look.show(title));
    let of_job = preview.job.verdict.of_job(configuration);
    paragraph(&mut out, "", &format!("{of_job}; groups are assumed more than users are"));
    if found.is_empty() {
        out.push_str("no assigned group is in the workspace\n");
    }
    for id in unknown_assigned(engine) {
        let sign = look.sign(Sign::Unknown);
        let words =
            format!("{sign} {id} is assigned, and neither a user nor a group of the export");
        paragraph(&mut out, "", &words);
    }
    for one in found {
        let sign = look.sign(match one.action {
            Action::Create => Sign::Yes,
            Action::Ambiguous => Sign::Unknown,
            _ => Sign::No,
        });
        paragraph(&mut out, "", &look.show(&format!("{sign} {}", group_words(one))));
        if one.has_namesake {
            let words = "a group of this name is in the target: it is not touched, and a second one appears (inferred)";
            paragraph(&mut out, "  ", words);
        }
        for line in kinds(engine, preview, one) {
            paragraph(&mut out, "  ", &look.show(&line));
        }
    }
    out.push_str("\nassumed, or not evaluated\n");
    for (words, sure) in OPEN_OF_GROUPS {
        paragraph(&mut out, "  ", &format!("{words} ({})", sure.word()));
    }
    out
}

/// A line for each way a membership goes, with some by name.
fn kinds(engine: &Engine<'_>, preview: &Preview, group: &GroupJudged) -> Vec<String> {
    let all = members(engine, preview, group.id);
    let ways = [Membership::Written, Membership::LeftOut, Membership::Nested, Membership::Unclear];
    let way = |way: &Membership| {
        let mine: Vec<&Member> = all.iter().filter(|one| one.membership == *way).collect();
        let named = mine.iter().take(NAMED_MAX);
        let named: Vec<String> = named
            .map(|one| match way {
                Membership::LeftOut => format!("{} ({})", one.name, one.because),
                _ => one.name.clone(),
            })
            .collect();
        let more = if mine.len() > NAMED_MAX { ", and more" } else { "" };
        let words = match group.action {
            Action::Create => way.words().1.to_owned(),
            _ => format!("as users {}", way.user_words()),
        };
        (!mine.is_empty()).then(|| format!("{} {words}: {}{more}", mine.len(), named.join(", ")))
    };
    ways.iter().filter_map(way).collect()
}
