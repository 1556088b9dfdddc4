//! The store, over disks in memory: as they are, failing, and cut off from power.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod damage;
mod ends;
mod faults;
mod power;
mod promise;
mod together;
mod undo;

use std::sync::Arc;

use super::*;
use crate::domain::*;
use crate::edit::Edit;
use crate::wire::{Checkpoint, read_checkpoint, write_checkpoint};

const OURS: TenantId = TenantId(Guid::from_u128(0x11));
const THEIRS: TenantId = TenantId(Guid::from_u128(0x22));

fn stamp() -> Stamp {
    Stamp { time: "2026-01-01T00:00:00Z".into(), actor: "ada@here".into() }
}

/// Alpha is ours and has Beta as a partner.
fn start() -> Workspace {
    let mut workspace = Workspace::default();
    for (id, name, ownership) in
        [(OURS, "Alpha", Ownership::Ours), (THEIRS, "Beta", Ownership::Theirs)]
    {
        let policy = (id == OURS).then(|| {
            let mut policy = CrossTenantAccessPolicy::default();
            policy.partners.insert(THEIRS, Arc::new(Partner::new(THEIRS)));
            Arc::new(policy)
        });
        let display_name = name.to_owned();
        let tenant = Tenant { id, display_name, ownership, policy, ..Tenant::default() };
        workspace.draft.tenants.insert(id, Arc::new(tenant));
    }
    workspace
}

fn create(disk: &Memory, workspace: Workspace) -> Desk {
    Desk::create(Arc::new(disk.clone()), "test", &stamp(), "new", workspace, []).unwrap()
}

fn open(disk: &Memory) -> Desk {
    Desk::open(Arc::new(disk.clone()), "test").unwrap()
}

/// Opens what must open without a word.
fn open_quietly(disk: &Memory) -> Desk {
    let mut desk = open(disk);
    assert_eq!(desk.take_notices(), Vec::<String>::new());
    desk
}

/// An edit at a place of its own, which can be found again.
fn remark(n: usize) -> Edit {
    let partner = TenantId(Guid::from_u128(0x1000 + n as u128));
    let note = Note { purpose: format!("edit {n}"), ..Note::default() };
    Edit::Note { owner: OURS, partner, note: Some(note) }
}

/// Which of those edits are there.
fn remarks(workspace: &Workspace) -> Vec<usize> {
    let found = |note: &Note| note.purpose.strip_prefix("edit ").and_then(|n| n.parse().ok());
    let mut all: Vec<usize> = workspace.notes.values().filter_map(found).collect();
    all.sort_unstable();
    all
}

fn trust(claim: Claim, value: bool) -> Edit {
    let (subject, setting) = (Subject::Partner(THEIRS), Setting::Trust(claim));
    Edit::Switch { owner: OURS, subject, setting, value: Some(value) }
}

/// The bytes of a workspace, without its place in the journal.
fn bytes(workspace: &Workspace) -> Vec<u8> {
    write_checkpoint(&Checkpoint::of(workspace, 0, String::new(), 0))
}

/// The bytes of the saved checkpoint, without its place in the journal.
fn saved(disk: &Memory) -> Vec<u8> {
    let file = disk.read("workspace.json").unwrap().unwrap();
    let checkpoint = read_checkpoint(&file).unwrap();
    let hashes = checkpoint.observed.clone();
    let mut plain = Checkpoint::of(&checkpoint.into_workspace(), 0, String::new(), 0);
    plain.observed = hashes;
    write_checkpoint(&plain)
}
