//! Which tenants, and whose people go where.

use super::super::line::{Act, Field, Held, Line, Wanted};
use super::count;
use crate::domain::{Cloud, Ownership, TenantId};
use crate::merger::{Answers, Member, STEPS, Step, Topology, Ways};
use crate::tui::theme::Role;

/// Clouds a partner may live in.
const CLOUDS: [Cloud; 3] = [Cloud::Global, Cloud::UsGovernment, Cloud::China];

pub(super) fn tenants(held: Held<'_>) -> Vec<Line> {
    let Held { model, answers, .. } = held;
    let draft = &model.workspace.draft;
    let mut lines = Vec::new();
    let people = |id: TenantId| match model.directories.get(&id) {
        Some(_) => format!("{} people", held.people(id)),
        None => "no directory".to_owned(),
    };
    let remove = |id| move |answers: &mut Answers| answers.tenants.retain(|one| one.id != id);
    // Ours stay where they are, ticked or not: the cursor stays on what was ticked.
    let ours = model.ours();
    for tenant in &ours {
        let id = tenant.id;
        let text = format!("{} (ours)", model.name(id));
        let member = Member::of(tenant);
        let add = move |answers: &mut Answers| answers.tenants.push(member.clone());
        let line = match answers.member(id) {
            Some(_) => Line::tick(true, text, remove(id)),
            None => Line::tick(false, text, add),
        };
        lines.push(line.noted(people(id)));
    }
    let is_listed = |id| ours.iter().any(|tenant| tenant.id == id);
    for member in answers.tenants.iter().filter(|member| !is_listed(member.id)) {
        let id = member.id;
        let side = if member.ours { "ours" } else { "their side" };
        let text = format!("{} ({side})", held.name(id));
        lines.push(Line::tick(true, text, remove(id)).noted(people(id)));
        if draft.tenant(id).is_none() {
            lines.push(Line::field("called", Field::Name(id), answers));
            let cloud = member.told_cloud();
            let at = CLOUDS.iter().position(|one| *one == cloud).unwrap_or(0);
            let next = CLOUDS.get((at + 1) % CLOUDS.len()).unwrap_or(&Cloud::Global);
            let word = next.word().to_owned();
            lines.push(Line::turn("in the cloud", cloud.title(), move |answers| {
                if let Some(one) = answers.tenants.iter_mut().find(|one| one.id == id) {
                    one.cloud = Some(word.clone());
                }
            }));
        }
    }
    lines.push(Line::press(
        "+ another tenant: a partner by name or domain, anybody by tenant id",
        Act::Card(Wanted::Tenant),
    ));
    lines
        .push(Line::press("+ files of a tenant: read an export in here", Act::Card(Wanted::Files)));
    lines.push(Line::gap());
    lines.push(Line::say(
        Role::Muted,
        "Without its files a tenant stays their side: what it has to do is written down for it.",
    ));
    let open = STEPS.iter().filter(|row| row.step < Step::Simulate && row.step > Step::Tenants);
    if answers.tenants.len() > 1 && open.into_iter().any(|row| !row.step.is_answered(answers)) {
        lines.push(Line::press("Answer what is open as most mergers do (r)", Act::Recommend));
    }
    if model.merging.is_begun {
        lines.push(Line::press("Begin anew; these answers are put aside", Act::Forget));
    }
    lines
}

pub(super) fn topology(held: Held<'_>) -> Vec<Line> {
    let answers = held.answers;
    let ids: Vec<TenantId> = answers.tenants.iter().map(|one| one.id).collect();
    let [first, second, ..] = ids.as_slice() else {
        return vec![
            Line::say(Role::Muted, "Two tenants are needed first."),
            Line::press("go to the tenants", Act::Go(Step::Tenants)),
        ];
    };
    let (first, second) = (*first, *second);
    let n = ids.len();
    let relations = |number| count(number, "relation", "relations");
    let set = |to: Topology| move |answers: &mut Answers| answers.topology = Some(to);
    let mut lines = Vec::new();
    let now = answers.topology;
    if n == 2 {
        for (home, resource) in [(first, second), (second, first)] {
            let to = Topology::OneWay { home, resource };
            let text = format!("People of {} to {}", held.name(home), held.name(resource));
            lines.push(Line::radio(now == Some(to), text, set(to)).noted(relations(1)));
        }
        let both = Topology::BothWays;
        lines.push(
            Line::radio(now == Some(both), "Each other's people, both ways", set(both))
                .noted(relations(2)),
        );
    } else {
        let centre = match now {
            Some(Topology::Hub { centre, .. }) => centre,
            _ => first,
        };
        let hub = format!("the middle, {}", held.name(centre));
        for (ways, text, number) in [
            (Ways::In, format!("Hub: people of all others go into {hub}"), n - 1),
            (Ways::Out, format!("Hub: people of {hub} go to all others"), n - 1),
            (Ways::Both, format!("Hub: both, between all others and {hub}"), 2 * (n - 1)),
        ] {
            let to = Topology::Hub { centre, ways };
            lines.push(Line::radio(now == Some(to), text, set(to)).noted(relations(number)));
        }
        if let Some(Topology::Hub { centre, ways }) = now {
            let next = next_of(&ids, centre);
            let to = Topology::Hub { centre: next, ways };
            lines.push(Line::turn("the middle is", &held.name(centre), set(to)));
        }
        let mesh = Topology::FullMesh;
        let text = "Full mesh: everybody everywhere";
        lines.push(Line::radio(now == Some(mesh), text, set(mesh)).noted(relations(n * (n - 1))));
        let (home, resource) = match now {
            Some(Topology::OneWay { home, resource }) => (home, resource),
            _ => (first, second),
        };
        let one = Topology::OneWay { home, resource };
        let is_one = matches!(now, Some(Topology::OneWay { .. }));
        let text = "Only people of one, to another";
        lines.push(Line::radio(is_one, text, set(one)).noted(relations(1)));
        if is_one {
            let from = Topology::OneWay { home: next_of(&ids, home), resource };
            let to = Topology::OneWay { home, resource: next_of(&ids, resource) };
            lines.push(Line::turn("people of", &held.name(home), set(from)));
            lines.push(Line::turn("go to", &held.name(resource), set(to)));
        }
    }
    lines.push(Line::gap());
    lines.push(Line::say(
        Role::Muted,
        "A relation is one direction: two partner settings, and one configuration where accounts are synchronised.",
    ));
    if n > 2 {
        lines.push(Line::say(Role::Muted, format!(
            "{n} tenants here; one multitenant organisation holds up to {}. A mesh grows with the square, a hub does not.",
            crate::merger::TENANTS_MAX
        )));
    }
    lines.extend(clouds(held));
    lines
}

fn clouds(held: Held<'_>) -> Option<Line> {
    let draft = &held.model.workspace.draft;
    let cloud = |member: &Member| match draft.tenant(member.id) {
        Some(tenant) => tenant.cloud.clone(),
        None => member.told_cloud(),
    };
    let mut all = held.answers.tenants.iter().map(cloud);
    let first = all.next()?;
    all.any(|other| other != first).then(|| {
        Line::say(
            Role::Warning,
            "They live in different clouds: each side allows the other's, and shared channels do not cross.",
        )
    })
}

/// The one after, round and round.
fn next_of(ids: &[TenantId], id: TenantId) -> TenantId {
    let at = ids.iter().position(|one| *one == id).map_or(0, |at| at + 1);
    ids.get(at % ids.len().max(1)).copied().unwrap_or(id)
}

/// A tenant as it was chosen on a card.
pub fn member(held: Held<'_>, id: TenantId) -> Member {
    let known = held.model.workspace.draft.tenant(id);
    known.map_or_else(
        || Member { id, cloud: Some(Cloud::Global.word().to_owned()), ..Member::default() },
        |tenant| Member { ours: tenant.ownership == Ownership::Ours, ..Member::of(tenant) },
    )
}
