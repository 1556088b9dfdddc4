//! What is wrong with a condition, in the words of the findings.

use crate::domain::SyncConfiguration;
use crate::sync::{Around, SchemaFault, faults};

/// What is wrong with the conditions of a configuration.
pub fn traps(configuration: &SyncConfiguration) -> Vec<SchemaFault> {
    let mut all = faults(configuration, &Around::default());
    all.retain(|fault| fault.clause().is_some());
    all
}

/// A finding in one sentence.
pub fn words(fault: &SchemaFault) -> String {
    format!("{}: {}; {}", fault.id, fault.text, fault.fix)
}
