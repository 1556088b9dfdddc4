//! What is closed for a while although both ends allow it, as a document tells it.

use serde::{Deserialize, Serialize};

use super::document::{Document, Place, name};
use crate::access::{Directories, id_name};
use crate::domain::{AppId, Guid, Subject, TenantId, is_office_365, known_app};
use crate::plan::{Lost, Missed, Outage, Plan, Property, Wait};

/// People and applications that are named in one outage.
pub const NAMED_MAX: usize = 20;

/// One thing that both ends allow and that is closed from one step until another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Gap {
    /// Whose policy closes it.
    pub tenant_id: String,
    /// For which partner; null for everybody who has no settings there, or where it is about the
    /// tenant as a whole.
    pub partner_id: Option<String>,
    /// What is closed.
    pub what: String,
    /// Graph's name of the property.
    pub property: String,
    /// The step that closes it.
    pub from: Place,
    /// The step that opens it again.
    pub until: Place,
    /// The changes that are made meanwhile and need it.
    pub changes: Vec<usize>,
    /// How many of the people known are stopped meanwhile; null where nobody is known, or where
    /// nobody signs in by it.
    pub people: Option<u64>,
    /// Some of them by name.
    pub names: Vec<String>,
    /// How many applications they miss.
    pub applications: u64,
    /// Some of these by name.
    pub application_names: Vec<String>,
    /// Tenants of which nobody is known.
    pub not_known: Vec<String>,
}

fn place(wait: Wait) -> Place {
    Place { tenant_id: wait.owner.to_string(), number: wait.number }
}

/// Everything that is closed for a while, of one tenant only where one is named.
pub(super) fn gaps(plan: &Plan, only: Option<TenantId>, directories: &Directories) -> Vec<Gap> {
    let mine = |outage: &Outage| only.is_none_or(|only| only == outage.owner);
    let outages: Vec<Outage> = plan.outages().into_iter().filter(mine).collect();
    let missed = plan.missed(&outages, directories);
    outages
        .iter()
        .zip(missed)
        .map(|(outage, missed)| gap(plan, outage, missed, directories))
        .collect()
}

fn gap(plan: &Plan, outage: &Outage, missed: Missed, directories: &Directories) -> Gap {
    let (partner, what, property) = match outage.lost {
        Lost::Setting(Subject::Partner(id), property) => {
            (Some(id), property.title(), property.name())
        }
        Lost::Setting(Subject::Default, property) => (None, property.title(), property.name()),
        Lost::Invites => (None, "who may invite", "allowInvitesFrom"),
    };
    let Missed { people, apps, unseen, counts } = missed;
    let is_known = counts && (!people.is_empty() || unseen.is_empty());
    let book = plan.address_book();
    let called = |tenant: TenantId, id| {
        id_name(directories, book, tenant, id).map_or_else(|| id.to_string(), |(name, _)| name)
    };
    // What a tenant publishes itself says more than what Microsoft publishes to all.
    let mut apps: Vec<_> = apps.into_iter().collect();
    let is_usual = |id: AppId| known_app(id).is_some() || is_office_365(id);
    apps.sort_by_key(|(_, id)| (is_usual(*id), id.0 == Guid::default()));
    Gap {
        tenant_id: outage.owner.to_string(),
        partner_id: partner.map(|id| id.to_string()),
        what: what.to_owned(),
        property: property.to_owned(),
        from: place(outage.from),
        until: place(outage.until),
        changes: plan.outage_serves(outage),
        people: is_known.then_some(people.len() as u64),
        names: people.iter().take(NAMED_MAX).map(|(tenant, id)| called(*tenant, id.0)).collect(),
        applications: apps.len() as u64,
        application_names: apps
            .iter()
            .take(NAMED_MAX)
            .map(|(tenant, id)| match id.0 == Guid::default() {
                true => format!("any other application of {}", name(plan.estate(), *tenant)),
                false => called(*tenant, id.0),
            })
            .collect(),
        not_known: unseen.iter().map(TenantId::to_string).collect(),
    }
}

impl Gap {
    /// Tenants it names by id.
    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.partner_id.iter().chain([&self.tenant_id]).chain(&self.not_known)
    }

    /// What is closed, for whom: "inbound B2B collaboration of Fabrikam".
    pub fn title(&self, document: &Document) -> String {
        match &self.partner_id {
            Some(id) => format!("{}, {}", document.name_of(id), self.what),
            None if self.property == "allowInvitesFrom" => self.what.clone(),
            None => format!("everybody without settings of their own, {}", self.what),
        }
    }

    /// What it means for people.
    pub fn hits(&self, document: &Document) -> String {
        if self.property == Property::Trust.name() {
            return "proof from home does not count meanwhile".to_owned();
        }
        if self.property == Property::Consent.name() {
            return "people are asked for consent meanwhile".to_owned();
        }
        if self.property == "allowInvitesFrom" {
            return "fewer may invite meanwhile than at either end".to_owned();
        }
        let unknown: Vec<&str> = self.not_known.iter().map(|id| document.name_of(id)).collect();
        let unknown = match unknown.is_empty() {
            true => String::new(),
            false => format!("nobody is known of {}", unknown.join(", ")),
        };
        let counted = match self.people {
            None if unknown.is_empty() => "whom it stops is not counted".to_owned(),
            None => return unknown,
            Some(0) => "of the people known nobody is stopped".to_owned(),
            Some(count) => {
                let apps = some(&self.application_names, self.applications);
                match count {
                    1 => format!("1 person misses {apps}"),
                    count => format!("{count} people miss {apps}"),
                }
            }
        };
        if unknown.is_empty() { counted } else { format!("{counted}; {unknown}") }
    }

    /// Some of the people, and how many more.
    pub fn who(&self) -> Option<String> {
        let count = self.people.filter(|count| *count > 0)?;
        Some(some(&self.names, count))
    }
}

/// Three at most by name.
fn some(names: &[String], count: u64) -> String {
    let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    match count.saturating_sub(3) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
