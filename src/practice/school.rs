//! The practice workspace as what questions are asked on.

use std::sync::{Arc, LazyLock};

use super::{DirectoryLines, Practice, practice};
use crate::domain::{Directory, SyncConfiguration};
use crate::learn::{Lesson, School};
use crate::sync::{Roster, SyncGroup, wanted};
use crate::wire::{self, RosterPlan};

static SCHOOL: LazyLock<School> = LazyLock::new(read);

/// The practice workspace with everything in it read. What cannot be read is left out; a test holds
/// that nothing is.
pub fn school() -> &'static School {
    &SCHOOL
}

fn read() -> School {
    let Practice { workspace, directories, .. } = practice();
    let lesson = |configuration: &Arc<SyncConfiguration>| {
        let [source, target] = wanted(configuration);
        let side =
            |id, names| directories.get(&id).map(|lines| (roster(lines, names), groups(lines)));
        let (source, source_groups) = side(configuration.source, source)?;
        let (target, target_groups) = side(configuration.target, target)?;
        let configuration = Arc::clone(configuration);
        Some(Lesson { configuration, source, target, source_groups, target_groups })
    };
    let lessons = workspace.synchronizations.values().filter_map(lesson).collect();
    let read = directories.iter().map(|(id, lines)| (*id, Arc::new(directory(lines)))).collect();
    School { workspace, directories: read, lessons }
}

fn directory(lines: &DirectoryLines) -> Directory {
    fn all<T>(lines: &[String], read: impl Fn(&[u8]) -> Result<T, String>) -> Vec<T> {
        lines.iter().filter_map(|line| read(line.as_bytes()).ok()).collect()
    }
    Directory {
        users: all(&lines.users, wire::read_person),
        groups: all(&lines.groups, wire::read_group),
        applications: all(&lines.applications, wire::read_application),
        ..Directory::default()
    }
}

fn roster(lines: &DirectoryLines, names: Vec<String>) -> Roster {
    let mut plan = RosterPlan::of(names);
    let mut roster = plan.roster();
    for line in &lines.users {
        let _unread = plan.read(line.as_bytes(), &mut roster);
    }
    roster
}

fn groups(lines: &DirectoryLines) -> Vec<SyncGroup> {
    lines.groups.iter().filter_map(|line| wire::read_sync_group(line.as_bytes()).ok()).collect()
}
