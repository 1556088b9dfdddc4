//! Who may be a guest, and in which applications.

use super::super::line::{Act, Held, Line, Wanted};
use crate::domain::TenantId;
use crate::merger::{Answers, Apps, Collaboration, Named, Step};
use crate::tui::theme::Role;

pub(super) fn collaboration(held: Held<'_>) -> Vec<Line> {
    let now = held.answers.collaboration.as_ref();
    if held.answers.pairs().is_empty() {
        return vec![
            Line::say(Role::Muted, "Whose people go where comes first."),
            Line::press("go to the direction", Act::Go(Step::Topology)),
        ];
    }
    let whole = now.is_some_and(|said| said.people.is_empty() && said.apps.is_empty());
    let mut lines = vec![
        Line::radio(whole, "Everybody of every side, and every application", |answers| {
            answers.collaboration = Some(Collaboration::default());
        }),
        Line::gap(),
    ];
    for home in held.homes() {
        lines.extend(people_of(held, home));
    }
    lines.push(Line::gap());
    for resource in held.resources() {
        lines.extend(apps_of(held, resource));
    }
    lines
}

fn people_of(held: Held<'_>, home: TenantId) -> Vec<Line> {
    let now = held.answers.collaboration.as_ref();
    let only = now.and_then(|said| said.people.iter().find(|people| people.tenant == home));
    let mut lines = vec![Line::title(format!("People of {}", held.name(home)))];
    let everybody = move |answers: &mut Answers| {
        let said = answers.collaboration.get_or_insert_default();
        said.people.retain(|people| people.tenant != home);
    };
    lines.push(
        Line::radio(now.is_some() && only.is_none(), "everybody", everybody)
            .noted(held.people(home)),
    );
    lines.push(Line::radio_card(only.is_some(), "only these ...", Wanted::People(home)));
    let named = only.map(|people| people.only.as_slice()).unwrap_or_default();
    for one in named {
        let id = one.id;
        let remove = move |answers: &mut Answers| {
            let said = answers.collaboration.iter_mut().flat_map(|said| &mut said.people);
            for people in said.filter(|people| people.tenant == home) {
                people.only.retain(|named| named.id != id);
            }
        };
        lines.push(named_line(one, remove));
    }
    lines
}

/// Somebody or something by name, to be taken out again.
pub(super) fn named_line(one: &Named, remove: impl Fn(&mut Answers) + 'static) -> Line {
    let name = if one.name.is_empty() { one.id.to_string() } else { one.name.clone() };
    Line::tick(true, name, remove).within(4)
}

fn apps_of(held: Held<'_>, resource: TenantId) -> Vec<Line> {
    let now = held.answers.collaboration.as_ref();
    let only = now.and_then(|said| said.apps.iter().find(|apps| apps.tenant == resource));
    let suite = only.is_some_and(|apps| apps.office365 && apps.only.is_empty());
    let mut lines = vec![Line::title(format!("Applications of {}", held.name(resource)))];
    let all = move |answers: &mut Answers| {
        let said = answers.collaboration.get_or_insert_default();
        said.apps.retain(|apps| apps.tenant != resource);
    };
    let directory = held.model.directories.get(&resource);
    let known = directory.map(|one| format!("{} known", one.applications.len()));
    lines.push(
        Line::radio(now.is_some() && only.is_none(), "all of them", all)
            .noted(known.unwrap_or_default()),
    );
    let office = move |answers: &mut Answers| {
        let said = answers.collaboration.get_or_insert_default();
        said.apps.retain(|apps| apps.tenant != resource);
        said.apps.push(Apps { tenant: resource, office365: true, only: Vec::new() });
    };
    lines.push(Line::radio(suite, "Office 365", office));
    let some = only.is_some() && !suite;
    lines.push(Line::radio_card(some, "only these ...", Wanted::Apps(resource)));
    if let Some(apps) = only.filter(|_| some) {
        if apps.office365 {
            lines.push(Line::say(Role::Text, "Office 365").within(8));
        }
        for one in &apps.only {
            let id = one.id;
            let remove = move |answers: &mut Answers| {
                let said = answers.collaboration.iter_mut().flat_map(|said| &mut said.apps);
                for apps in said.filter(|apps| apps.tenant == resource) {
                    apps.only.retain(|named| named.id != id);
                }
            };
            lines.push(named_line(one, remove));
        }
        lines.push(Line::say(
            Role::Muted,
            "My Apps, My Profile and My Sign-ins are added, so that guests find their way in.",
        ));
    }
    lines
}
