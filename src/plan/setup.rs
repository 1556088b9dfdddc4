//! The set-up of cross-tenant synchronisation in its source, as steps.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure-graph.md

use std::sync::Arc;

use super::act::{Act, SetUp};
use super::order::Object;
use super::pair::Of;
use super::schedule::{Slot, Written};
use crate::domain::{DELETION_THRESHOLD_DEFAULT, ScheduleState, SyncConfiguration};

/// Everything that makes a configuration that is in no tenant yet.
pub fn steps(held: &Arc<SyncConfiguration>) -> Vec<Of> {
    let mut acts = Vec::new();
    let mut put = |part| acts.push(Act::SetUp(Arc::clone(held), part));
    [SetUp::Instantiate, SetUp::Validate, SetUp::Job, SetUp::Secrets]
        .into_iter()
        .for_each(&mut put);
    held.assigned.iter().for_each(|id| put(SetUp::Assign(*id)));
    let is_whole = held.schema.extra.iter().any(|(name, _)| name == "directories");
    if is_whole {
        put(SetUp::Schema);
    }
    let name = &held.display_name;
    let mut by_hand = |what: String| acts.push(Act::ByHand(what));
    if !is_whole {
        by_hand(format!(
            "{name}: read the schema that the service made (GET …/synchronization/jobs/ID/schema) and compare its scope and mappings with those rehearsed; a schema without its directories cannot be put back as a whole"
        ));
    }
    match held.deletion_threshold {
        Some(DELETION_THRESHOLD_DEFAULT) => {}
        threshold => by_hand(format!(
            "{name}: set accidental-deletion prevention to {} in the portal (Configurations, the configuration, Provisioning, Settings); which request carries the number is not documented",
            threshold.map_or("off".to_owned(), |most| format!("{most} deletions"))
        )),
    }
    if held.schedule_state == Some(ScheduleState::Active) {
        acts.push(Act::SetUp(Arc::clone(held), SetUp::Start));
    } else {
        acts.push(Act::ByHand(format!(
            "{name}: the draft leaves the job paused; try it on single users (POST …/provisionOnDemand), then start it (POST …/synchronization/jobs/ID/start), once only"
        )));
    }
    let object = Object::SetUp(held.source, held.id);
    let of = |act| Written { slot: Slot::SetUp, act, interim: false, pauses: false };
    acts.into_iter().map(|act| (object, of(act))).collect()
}

/// What takes such a configuration away again.
pub fn way_back(held: &SyncConfiguration) -> Of {
    let act = Act::ByHand(format!(
        "{}: delete its service principal (DELETE /servicePrincipals/ID), which ends synchronisation; users it made stay in the target as they are",
        held.display_name
    ));
    let written = Written { slot: Slot::CloseFirst, act, interim: false, pauses: false };
    (Object::SetUp(held.source, held.id), written)
}
