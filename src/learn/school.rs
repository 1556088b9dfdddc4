//! What questions are asked on: a workspace with its directories, and the users of its
//! synchronisations. Handed in, because only higher rooms know where it comes from.

use std::sync::Arc;

use crate::access::Directories;
use crate::domain::{SyncConfiguration, Workspace};
use crate::sync::{Roster, SyncGroup};

/// A workspace to be asked.
#[derive(Clone, Debug, Default)]
pub struct School {
    /// The policies.
    pub workspace: Workspace,
    /// The directories.
    pub directories: Directories,
    /// The synchronisations.
    pub lessons: Vec<Lesson>,
}

/// A synchronisation with the users of both sides.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The configuration.
    pub configuration: Arc<SyncConfiguration>,
    /// The users of the source.
    pub source: Roster,
    /// The users of the target.
    pub target: Roster,
    /// The groups of the source.
    pub source_groups: Vec<SyncGroup>,
    /// The groups of the target.
    pub target_groups: Vec<SyncGroup>,
}
