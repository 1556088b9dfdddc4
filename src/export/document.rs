//! A plan as a document: what every format is written from, and what programs read.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::expect::{Expected, expected};
use super::outage::{Gap, gaps};
use super::portal;
use super::request::{Request, request};
use super::values::values;
use crate::access::Directories;
use crate::domain::{Estate, TenantId};
use crate::plan::{Change, Effect, Plan, Step, quoted};
use crate::wire::{ascii, sha256};

/// The version of the document this program writes and reads.
pub const FORMAT: u32 = 2;

/// A plan, or the way back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// The version of this shape.
    pub detente_plan: u32,
    /// `forward`, or `reverse` for the way back.
    pub direction: String,
    /// Every difference.
    pub changes: Vec<Entry>,
    /// The steps by tenant.
    pub tenants: Vec<List>,
    /// All steps of all tenants in an order that is safe.
    pub order: Vec<Place>,
    /// What both ends allow and is closed for a while.
    pub outages: Vec<Gap>,
    /// People of all changes together.
    pub people: Sum,
    /// Names of the tenants that are named here by id.
    pub names: BTreeMap<String, String>,
    /// What has to be said about the whole.
    pub notes: Vec<String>,
    /// SHA-256 of all of the above, written as one line of ASCII with the members of every object
    /// sorted by name.
    pub hash: String,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Its number.
    pub number: usize,
    /// Whose policy.
    pub tenant_id: String,
    /// For which partner, where for one.
    pub partner_id: Option<String>,
    /// Of which sort it is: `partnerAdded`, `default`, `synchronization`, …
    pub kind: String,
    /// What, in words.
    pub title: String,
    /// What holds.
    pub before: String,
    /// What will hold.
    pub after: String,
    /// Numbers of the changes it needs.
    pub needs: Vec<usize>,
    /// Whether it is made.
    pub included: bool,
    /// The number of the change it needs that is not made, where that is why it is not.
    pub lacks: Option<usize>,
    /// The people it is about, by itself.
    pub people: Sum,
}

/// People who gain and lose something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sum {
    /// Something opens to so many; null where nobody is known.
    pub gain: Option<u64>,
    /// Something closes for so many; null where nobody is known.
    pub lose: Option<u64>,
    /// Tenants of which nobody is known.
    pub not_known: Vec<String>,
    /// Synchronisations whose people are not counted here: a preview counts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<String>,
}

/// The steps of one tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    /// Which.
    pub tenant_id: String,
    /// Its name.
    pub display_name: String,
    /// Where its Graph answers; null where the cloud is not known.
    pub graph: Option<String>,
    /// What has to be as it was when the plan was made, before the first step.
    pub expects: Vec<Expected>,
    /// In order.
    pub steps: Vec<Line>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    /// Its number in its tenant.
    pub number: usize,
    /// `close`, `turn`, `open` or `setUp`.
    pub phase: String,
    /// What it does.
    pub words: String,
    /// `draft`, `interim` or `pauses`.
    pub why: String,
    /// The changes it is part of.
    pub changes: Vec<usize>,
    /// Steps of other tenants to wait for.
    pub waits: Vec<Place>,
    /// What is written, value by value, with names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The request; null where it is done by hand.
    pub request: Option<Sent>,
    /// The request that takes it back, by itself, right after it; null where no one request does.
    pub back: Option<Sent>,
    /// Where it is in the portal.
    pub portal: String,
    /// How to see that it worked.
    pub check: String,
}

/// A step by tenant and number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// Whose.
    pub tenant_id: String,
    /// Its number there.
    pub number: usize,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// `v1.0` or `beta`.
    pub version: String,
    /// Below the version.
    pub path: String,
    /// The body.
    pub body: Option<Json>,
    /// The least role.
    pub role: String,
    /// The least permission.
    pub permission: String,
    /// The code of a good answer.
    pub answer: u16,
    /// What the answer gives.
    pub gives: Option<String>,
    /// What is open or easily missed.
    pub remarks: Vec<String>,
}

/// Writes a plan down; of one tenant only where one is named.
pub fn document(
    plan: &Plan,
    only: Option<TenantId>,
    directories: &Directories,
    is_back: bool,
) -> Document {
    let wanted = |owner: TenantId| only.is_none_or(|only| only == owner);
    let changes: Vec<Entry> = plan
        .changes
        .iter()
        .filter(|change| wanted(change.owner))
        .map(|change| entry(plan, change, directories))
        .collect();
    let owners: BTreeSet<TenantId> =
        plan.owners().into_iter().filter(|owner| wanted(*owner)).collect();
    let mut notes = plan.notes.clone();
    let mut list = |owner: &TenantId| {
        let (expects, unknown) = expected(plan, *owner);
        let named = name(plan.estate(), *owner);
        notes.extend(unknown.into_iter().map(|path| {
            format!("{path} of {named} was never imported, so what it says now is not compared before it is written")
        }));
        List {
            tenant_id: owner.to_string(),
            display_name: named,
            graph: plan
                .estate()
                .tenant(*owner)
                .and_then(|tenant| portal::graph(&tenant.cloud))
                .map(str::to_owned),
            expects,
            steps: plan.steps_of(*owner).map(|step| line(plan, step, directories)).collect(),
        }
    };
    let tenants = owners.iter().map(&mut list).collect();
    let place = |step: &Step| Place { tenant_id: step.owner.to_string(), number: step.number };
    let mut out = Document {
        detente_plan: FORMAT,
        direction: if is_back { "reverse" } else { "forward" }.to_owned(),
        changes,
        tenants,
        order: plan.steps.iter().filter(|step| wanted(step.owner)).map(place).collect(),
        outages: gaps(plan, only, directories),
        people: Sum { previews: previews(plan, only), ..sum(plan.people(only, directories)) },
        names: BTreeMap::new(),
        notes,
        hash: String::new(),
    };
    out.names = out.ids().into_iter().map(|id| (id.to_string(), name(plan.estate(), id))).collect();
    out.hash = out.sum();
    out
}

impl Sum {
    /// The commands that count those who are not counted here.
    pub fn elsewhere(&self) -> Option<String> {
        let commands: Vec<String> = self
            .previews
            .iter()
            .map(|name| format!("`detente sync preview {}`", quoted(name)))
            .collect();
        let is_any = !commands.is_empty();
        is_any.then(|| format!("synchronised people are not counted: see {}", commands.join(", ")))
    }

    /// Whether nothing was counted but what a preview counts.
    pub fn is_elsewhere(&self) -> bool {
        (self.gain, self.lose) == (Some(0), Some(0)) && !self.previews.is_empty()
    }
}

impl Document {
    /// The document as a value.
    pub fn to_json(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The hash of what is said, whatever order it is said in.
    pub fn sum(&self) -> String {
        let bare = Document { hash: String::new(), ..self.clone() };
        let bare = sorted(serde_json::to_value(&bare).unwrap_or_default());
        sha256(ascii(bare.to_string()).as_bytes())
    }

    /// The name of a tenant, or its id.
    pub fn name_of<'d>(&'d self, id: &'d str) -> &'d str {
        self.names.get(id).map_or(id, String::as_str)
    }

    /// Every tenant that is named by id.
    fn ids(&self) -> BTreeSet<TenantId> {
        let changes = self.changes.iter().flat_map(|change| {
            let people = change.people.not_known.iter();
            people.chain(change.partner_id.as_ref()).chain([&change.tenant_id])
        });
        let lines = self.tenants.iter().flat_map(|list| &list.steps);
        let waits = lines.flat_map(|line| &line.waits).map(|wait| &wait.tenant_id);
        let gaps = self.outages.iter().flat_map(Gap::ids);
        let all = changes.chain(waits).chain(&self.people.not_known).chain(gaps);
        let expects = self.tenants.iter().flat_map(|list| &list.expects);
        let partners = expects.filter_map(Expected::partner);
        all.filter_map(|id| id.parse().ok()).chain(partners).collect()
    }
}

/// The same with the members of every object by name.
fn sorted(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let all: BTreeMap<String, Json> = members.into_iter().collect();
            Json::Object(all.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Json::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

pub(super) fn name(estate: &Estate, id: TenantId) -> String {
    match estate.tenant(id) {
        Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
        _ => id.to_string(),
    }
}

fn entry(plan: &Plan, change: &Change, directories: &Directories) -> Entry {
    let (before, after) = plan.values(change);
    let out = plan.left_out.iter().find(|out| out.number == change.number);
    Entry {
        number: change.number,
        tenant_id: change.owner.to_string(),
        partner_id: change.item.partner().map(|id| id.to_string()),
        kind: change.item.word().to_owned(),
        title: plan.title(change),
        before,
        after,
        needs: change.needs.clone(),
        included: out.is_none(),
        lacks: out.and_then(|out| out.needs),
        people: Sum {
            previews: preview(plan, change).into_iter().collect(),
            ..sum(plan.effect(change.number, directories))
        },
    }
}

fn preview(plan: &Plan, change: &Change) -> Option<String> {
    plan.synced_by(change).map(|held| held.display_name.clone())
}

/// The synchronisations of all changes that are made.
fn previews(plan: &Plan, only: Option<TenantId>) -> Vec<String> {
    let mine = |change: &&Change| only.is_none_or(|only| only == change.owner);
    let made = plan.changes.iter().filter(|change| plan.makes(change.number));
    let names: BTreeSet<String> =
        made.filter(mine).filter_map(|change| preview(plan, change)).collect();
    names.into_iter().collect()
}

fn sum(effect: Effect) -> Sum {
    let ids = |all: Vec<TenantId>| all.into_iter().map(|id| id.to_string()).collect();
    let of = |gain, lose, unseen| Sum { gain, lose, not_known: ids(unseen), previews: Vec::new() };
    match effect {
        Effect::Nobody => of(Some(0), Some(0), Vec::new()),
        Effect::Known(people, unseen) => of(Some(people.gain), Some(people.lose), unseen),
        Effect::NotKnown(unseen) => of(None, None, unseen),
    }
}

fn line(plan: &Plan, step: &Step, directories: &Directories) -> Line {
    let before = plan.ends(step.owner).map(|(before, _)| before);
    let waits = step.waits.iter();
    Line {
        number: step.number,
        phase: step.phase.word().to_owned(),
        words: plan.says(step),
        why: step.why.word().to_owned(),
        changes: step.serves.clone(),
        waits: waits
            .map(|wait| Place { tenant_id: wait.owner.to_string(), number: wait.number })
            .collect(),
        values: values(plan, step, directories),
        request: request(&step.act, before).map(sent),
        back: step.back.as_ref().and_then(|act| request(act, None)).map(sent),
        portal: portal::place(&step.act, &|id| name(plan.estate(), id)),
        check: portal::check(&step.act),
    }
}

fn sent(request: Request) -> Sent {
    let Request { method, version, path, body, role, permission, answer, gives, remarks } = request;
    Sent {
        method: method.to_owned(),
        version: version.word().to_owned(),
        path,
        body,
        role: role.to_owned(),
        permission: permission.to_owned(),
        answer,
        gives: gives.map(str::to_owned),
        remarks,
    }
}
