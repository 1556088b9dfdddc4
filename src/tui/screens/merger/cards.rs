//! Cards that a form opens, and what they bring back.

use super::forms;
use super::line::{Held, Wanted};
use crate::domain::{
    Half, ObjectId, Target, TargetConfiguration, TargetType, TargetValue, TenantId,
};
use crate::merger::{Answers, Apps, Named, People, Source};
use crate::tui::files::FileWish;
use crate::tui::model::Model;
use crate::tui::screen::{Ask, Parcel};
use crate::tui::screens::choose::{self, Choose};
use crate::tui::screens::files::FilesCard;
use crate::tui::screens::picker::Picker;

/// Opens the card for what is wanted.
pub fn open(wanted: Wanted, model: &Model) -> Vec<Ask> {
    let held = Held::of(model);
    let people = |tenant: TenantId, title: String, all: &[Named]| {
        let target = |one: &Named| match one.user {
            true => Target::user(ObjectId(one.id)),
            false => Target::group(ObjectId(one.id)),
        };
        let targets = all.iter().map(target).collect();
        let card = Picker::of_tenant(model, tenant, Half::UsersAndGroups, title, targets);
        vec![Ask::Open(Box::new(card))]
    };
    match wanted {
        Wanted::Tenant => vec![Ask::Open(Box::new(Choose::from(choose::Source::Tenants)))],
        Wanted::Files => vec![
            Ask::Open(Box::new(FilesCard::default())),
            Ask::Files(FileWish::Seen),
            Ask::Files(FileWish::Look(".".into())),
        ],
        Wanted::People(tenant) => {
            let said = held.answers.collaboration.iter().flat_map(|said| &said.people);
            let only = said.filter(|people| people.tenant == tenant).flat_map(|one| &one.only);
            let only: Vec<Named> = only.cloned().collect();
            people(tenant, format!("Who of {} may go", held.name(tenant)), &only)
        }
        Wanted::Assigned(tenant) => {
            let source = held.answers.source(tenant);
            let all = source.map(|source| source.assigned.as_slice()).unwrap_or_default();
            people(tenant, format!("Whose accounts {} sends", held.name(tenant)), all)
        }
        Wanted::Apps(tenant) => {
            let said = held.answers.collaboration.iter().flat_map(|said| &said.apps);
            let mut targets = Vec::new();
            for apps in said.filter(|apps| apps.tenant == tenant) {
                if apps.office365 {
                    targets.push(Target::of(TargetValue::Office365, TargetType::Application));
                }
                targets
                    .extend(apps.only.iter().map(|one| Target::app(crate::domain::AppId(one.id))));
            }
            let title = format!("Which applications of {} are opened", held.name(tenant));
            let card = Picker::of_tenant(model, tenant, Half::Applications, title, targets);
            vec![Ask::Open(Box::new(card))]
        }
    }
}

/// Takes what a card brings into the answers; why not, where it cannot.
pub fn take(
    wanted: Wanted,
    parcel: Parcel,
    held: Held<'_>,
    answers: &mut Answers,
) -> Result<(), String> {
    match (wanted, parcel) {
        (Wanted::Tenant, Parcel::Tenant(id)) => {
            if answers.member(id).is_some() {
                return Err(format!("{} takes part already", held.name(id)));
            }
            answers.tenants.push(forms::member(held, id));
        }
        // Whoever is known already stays as they are.
        (Wanted::Files, Parcel::Tenants(ids)) => {
            for id in ids {
                if answers.member(id).is_none() && held.model.workspace.draft.tenant(id).is_some() {
                    answers.tenants.push(forms::member(held, id));
                }
            }
        }
        (Wanted::People(tenant), Parcel::Targets(list)) => {
            let only = people(held, tenant, &list);
            let said = answers.collaboration.get_or_insert_default();
            said.people.retain(|people| people.tenant != tenant);
            // All users are no list.
            if !only.is_empty() {
                said.people.push(People { tenant, only });
            }
        }
        (Wanted::Assigned(tenant), Parcel::Targets(list)) => {
            let assigned = people(held, tenant, &list);
            let everyone = assigned.is_empty();
            let sources = answers.sync.get_or_insert_default();
            match sources.iter_mut().find(|source| source.tenant == tenant) {
                Some(source) => {
                    source.everyone = everyone;
                    if !everyone {
                        source.assigned = assigned;
                    }
                }
                None => sources.push(Source { tenant, everyone, assigned, rule: Vec::new() }),
            }
        }
        (Wanted::Apps(tenant), Parcel::Targets(list)) => apps(held, tenant, &list, answers)?,
        _ => {}
    }
    Ok(())
}

/// The users and groups of a list by name; none where it means everybody.
fn people(held: Held<'_>, tenant: TenantId, list: &TargetConfiguration) -> Vec<Named> {
    let named = |target: &Target| match target.value {
        TargetValue::Id(id) => {
            let name = held.model.id_name(tenant, id).map(|(name, _)| name).unwrap_or_default();
            Some(Named { id, name, user: target.kind == TargetType::User })
        }
        _ => None,
    };
    list.targets.iter().filter_map(named).collect()
}

fn apps(
    held: Held<'_>,
    tenant: TenantId,
    list: &TargetConfiguration,
    answers: &mut Answers,
) -> Result<(), String> {
    let has = |value: &TargetValue| list.targets.iter().any(|target| target.value == *value);
    let said = answers.collaboration.get_or_insert_default();
    if has(&TargetValue::AllMicrosoftApps) {
        return Err(
            "all Microsoft apps cannot be named here yet; choose Office 365 or single ones"
                .to_owned(),
        );
    }
    said.apps.retain(|apps| apps.tenant != tenant);
    if !has(&TargetValue::AllApplications) {
        let office365 = has(&TargetValue::Office365);
        let only = people(held, tenant, list);
        said.apps.push(Apps { tenant, office365, only });
    }
    Ok(())
}
