//! Whose accounts are synchronised, what travels, and what becomes of leavers.

use super::super::line::{Act, Field, Held, Line, Wanted};
use super::people::named_line;
use crate::domain::TenantId;
use crate::merger::{Answers, Attributes, Clause, KEPT, Source, Step};
use crate::sync::{operator_words, template};
use crate::text::grouped;
use crate::tui::merging::Cycle;
use crate::tui::theme::Role;

fn source_mut(answers: &mut Answers, tenant: TenantId) -> Option<&mut Source> {
    let sources = answers.sync.get_or_insert_default();
    if !sources.iter().any(|source| source.tenant == tenant) {
        let (everyone, assigned, rule) = (false, Vec::new(), Vec::new());
        sources.push(Source { tenant, everyone, assigned, rule });
    }
    sources.iter_mut().find(|source| source.tenant == tenant)
}

pub(super) fn sync(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.sync.as_ref();
    let homes = held.homes();
    let pairs = held.answers.pairs();
    if homes.is_empty() {
        return vec![
            Line::say(Role::Muted, "Whose people go where comes first."),
            Line::press("go to the direction", Act::Go(Step::Topology)),
        ];
    }
    let nobody = now.is_some_and(Vec::is_empty);
    let mut lines = vec![Line::radio(nobody, "Nobody: guests are invited one by one", |answers| {
        answers.sync = Some(Vec::new());
    })];
    for source in now.into_iter().flatten().filter(|source| !homes.contains(&source.tenant)) {
        let home = source.tenant;
        let text = format!("accounts of {}, whose people go nowhere now", held.name(home));
        lines.push(Line::tick(true, text, move |answers| {
            answers.sync.get_or_insert_default().retain(|source| source.tenant != home);
        }));
    }
    for home in homes {
        lines.extend(source_of(held, home, &pairs));
    }
    lines
}

fn source_of(held: Held<'_>, home: TenantId, pairs: &[(TenantId, TenantId)]) -> Vec<Line> {
    let source = held.answers.source(home);
    let targets: Vec<TenantId> =
        pairs.iter().filter(|(from, _)| *from == home).map(|(_, to)| *to).collect();
    let shown = match targets.as_slice() {
        [one] => held.name(*one),
        all => format!("{} tenants", all.len()),
    };
    let mut lines =
        vec![Line::gap(), Line::title(format!("Accounts of {}, in {shown}", held.name(home)))];
    let none = held.answers.sync.is_some() && source.is_none();
    lines.push(Line::radio(none, "none of them", move |answers| {
        answers.sync.get_or_insert_default().retain(|source| source.tenant != home);
    }));
    let everyone = source.is_some_and(|source| source.everyone);
    let all = Line::radio(everyone, "everyone, assigned or not", move |answers| {
        if let Some(source) = source_mut(answers, home) {
            source.everyone = true;
        }
    });
    lines.push(all.noted(held.people(home)));
    let some = source.is_some_and(|source| !source.everyone);
    lines.push(Line::radio_card(some, "chosen groups and people ...", Wanted::Assigned(home)));
    let Some(source) = source else { return lines };
    for one in source.assigned.iter().filter(|_| some) {
        let id = one.id;
        let remove = move |answers: &mut Answers| {
            if let Some(source) = source_mut(answers, home) {
                source.assigned.retain(|named| named.id != id);
            }
        };
        let size = held.model.directories.get(&home).and_then(|directory| {
            let group = directory.groups.iter().find(|group| group.id.0 == id)?;
            Some(grouped(group.members.as_ref()?.len() as u64))
        });
        lines.push(named_line(one, remove).noted(size.unwrap_or_default()));
    }
    lines.extend(rule(held, source));
    lines.extend(counts(held, home));
    lines
}

/// The scoping filter, clause by clause.
fn rule(held: Held<'_>, source: &Source) -> Vec<Line> {
    let home = source.tenant;
    let mut lines = Vec::new();
    for (at, clause) in source.rule.iter().enumerate() {
        let title = if at == 0 { "of those, who has" } else { "and" };
        lines.push(Line::field(title, Field::Attribute(home, at), held.answers));
        let mut after = operator_words().skip_while(|word| *word != clause.operator).skip(1);
        let next = after.next().or_else(|| operator_words().next()).unwrap_or_default();
        lines.push(Line::turn("which", &clause.operator, move |answers| {
            let source = source_mut(answers, home);
            if let Some(clause) = source.and_then(|source| source.rule.get_mut(at)) {
                next.clone_into(&mut clause.operator);
            }
        }));
        lines.push(Line::field("value", Field::Value(home, at), held.answers));
        let remove = Act::Change(Box::new(move |answers| {
            if let Some(source) = source_mut(answers, home)
                && at < source.rule.len()
            {
                source.rule.remove(at);
            }
        }));
        lines.push(Line::press("- without this condition", remove).within(4));
    }
    let add = Act::Change(Box::new(move |answers| {
        if let Some(source) = source_mut(answers, home) {
            source.rule.push(Clause {
                attribute: "department".to_owned(),
                operator: "EQUALS".to_owned(),
                values: Vec::new(),
            });
        }
    }));
    lines.push(Line::press("+ a condition they have to meet", add).within(4));
    lines
}

/// What the first cycle would do, live.
fn counts(held: Held<'_>, home: TenantId) -> Vec<Line> {
    let merging = &held.model.merging;
    let Some(simulated) = &merging.simulated else {
        let words = match (&merging.fault, merging.judged) {
            (Some(fault), _) => fault.clone(),
            (None, Some(judged)) => format!("counting ... {}", grouped(judged)),
            (None, None) => return Vec::new(),
        };
        return vec![Line::say(Role::Muted, words).within(4)];
    };
    let cycles = simulated.cycles.iter().filter(|cycle| cycle.forecast.source == home);
    cycles.map(|cycle| Line::say(Role::Text, cycle_words(cycle)).within(4)).collect()
}

fn cycle_words(cycle: &Cycle) -> String {
    let told = cycle.forecast.actions.iter().filter(|(_, number)| *number > 0);
    let told: Vec<String> =
        told.map(|(action, number)| format!("{} {}", action.word(), grouped(*number))).collect();
    let (reached, users) = (grouped(cycle.reached()), grouped(cycle.users));
    format!("{reached} of {users} are synchronised: {}", told.join(", "))
}

/// Whether nobody is synchronised, and a line that says so.
fn idle(held: Held<'_>) -> Option<Vec<Line>> {
    let words = match held.answers.sync.as_deref() {
        Some([]) => "Nobody is synchronised, so there is nothing to say.",
        None => "Whose accounts are synchronised comes first; this can be answered all the same.",
        Some(_) => return None,
    };
    let line = Line::say(Role::Muted, words);
    Some(vec![line, Line::press("go to who is synchronised", Act::Go(Step::Sync)), Line::gap()])
}

pub(super) fn attributes(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.attributes.as_ref();
    let mut lines = idle(held).unwrap_or_default();
    if held.answers.sync.as_ref().is_some_and(Vec::is_empty) && now.is_none() {
        return lines;
    }
    let schema = template();
    let rows = schema.rules.iter().flat_map(|rule| &rule.object_mappings);
    let names: Vec<String> = rows
        .flat_map(|mapping| &mapping.attribute_mappings)
        .map(|row| row.target.clone())
        .filter(|name| !KEPT.contains(&name.as_str()))
        .collect();
    let only = now.and_then(|said| said.only.as_ref());
    let guests = now.is_some_and(|said| said.as_guests);
    let kind = |as_guests| {
        move |answers: &mut Answers| {
            answers.attributes.get_or_insert_default().as_guests = as_guests;
        }
    };
    lines.push(Line::title("The people are there as"));
    lines.push(
        Line::radio(now.is_some() && !guests, "members", kind(false))
            .noted("as the template has it"),
    );
    lines.push(Line::radio(guests, "guests", kind(true)));
    lines.push(Line::gap());
    lines.push(Line::title("What travels, beside what an account cannot be without"));
    let all = |answers: &mut Answers| answers.attributes.get_or_insert_default().only = None;
    lines.push(
        Line::radio(now.is_some() && only.is_none(), "all of the template", all)
            .noted(format!("{}", names.len())),
    );
    let every = names.clone();
    let some = move |answers: &mut Answers| {
        let said: &mut Attributes = answers.attributes.get_or_insert_default();
        said.only.get_or_insert_with(|| every.clone());
    };
    lines.push(Line::radio(only.is_some(), "only these", some));
    let Some(only) = only else { return lines };
    let extra = only.iter().filter(|name| !names.contains(name));
    for name in names.iter().chain(extra) {
        let on = only.contains(name);
        let text = name.clone();
        let turn = move |answers: &mut Answers| {
            let said = answers.attributes.get_or_insert_default();
            let list = said.only.get_or_insert_default();
            match list.iter().position(|held| *held == text) {
                Some(at) => drop(list.remove(at)),
                None => list.push(text.clone()),
            }
        };
        lines.push(Line::tick(on, name.clone(), turn).within(4));
    }
    lines
}

pub(super) fn leavers(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.leavers;
    let mut lines = idle(held).unwrap_or_default();
    if held.answers.sync.as_ref().is_some_and(Vec::is_empty) && now.is_none() {
        return lines;
    }
    let set = |on| {
        move |answers: &mut Answers| {
            answers.leavers.get_or_insert(super::LEAVERS).deprovision = on;
        }
    };
    let is = |on| now.is_some_and(|leavers| leavers.deprovision == on);
    lines
        .push(Line::radio(is(true), "Soft-deleted in the target", set(true)).noted("kept 30 days"));
    lines.push(Line::radio(is(false), "Kept there, enabled", set(false)));
    lines.push(Line::gap());
    lines.push(Line::title("What stops a runaway"));
    lines.push(Line::field("stop at deletions", Field::Threshold, held.answers));
    lines.push(Line::say(Role::Muted, "empty: nothing stops them").within(4));
    lines.push(Line::gap());
    let start = now.is_some_and(|leavers| leavers.start);
    lines.push(Line::tick(start, "The schedule is switched on at once", move |answers| {
        answers.leavers.get_or_insert(super::LEAVERS).start = !start;
    }));
    lines
}
