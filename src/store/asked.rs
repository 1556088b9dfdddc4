//! The questions that were asked last, beside the workspace: one a line, as `audit` reads them.

use super::checkpoint::disk_fault;
use super::disk::Disk;
use super::fault::Fault;
use crate::access::Question;
use crate::wire::{read_question, write_question};

/// Where they are kept. It is no part of what is designed, and can be removed.
const NAME: &str = "asked.jsonl";

/// So many are remembered.
const ASKED_MAX: usize = 50;

/// The questions asked before, oldest first. Lines that cannot be read are passed over.
pub fn kept_questions(disk: &dyn Disk) -> Result<Vec<Question>, Fault> {
    let lines = lines(disk)?;
    Ok(lines.iter().filter_map(|line| read_question(line.as_bytes()).ok()).collect())
}

/// Remembers a question as the newest; what another instance remembered meanwhile stays.
pub fn keep_question(disk: &dyn Disk, question: &Question) -> Result<(), Fault> {
    let mut lines = lines(disk)?;
    let new = write_question(question);
    lines.retain(|line| *line != new);
    lines.push(new);
    let extra = lines.len().saturating_sub(ASKED_MAX);
    lines.drain(..extra);
    let mut text = lines.join("\n");
    text.push('\n');
    disk.replace(NAME, text.as_bytes()).map_err(disk_fault(disk, "write", NAME))
}

fn lines(disk: &dyn Disk) -> Result<Vec<String>, Fault> {
    let bytes = disk.read(NAME).map_err(disk_fault(disk, "read", NAME))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;
    use crate::access::{Identity, InviterRole, Kind, Stage};
    use crate::domain::{AppId, Claim, Guid, ObjectId, TenantId};
    use crate::store::Memory;

    fn question(number: u128) -> Question {
        let id = Guid::from_u128(number);
        Question { home: TenantId(id), user: ObjectId(id), app: AppId(id), ..Question::default() }
    }

    #[test]
    fn everything_of_a_question_is_read_back() {
        let disk = Memory::default();
        let id = Guid::from_u128(7);
        let full = Question {
            groups: Some([ObjectId(id)].into()),
            other_app: Some(AppId(id)),
            kind: Kind::DirectConnect,
            stage: Stage::Invitation,
            inviter: Some(ObjectId(id)),
            inviter_role: Some(InviterRole::Plain),
            address: Some("a\u{e9}@b.c".to_owned()),
            network: Some(TenantId(id)),
            has: Claim::ALL.into(),
            ..question(1)
        };
        let other = Question { identity: Identity::Other, ..Question::default() };
        for question in [&full, &other] {
            keep_question(&disk, question).unwrap();
        }
        assert_eq!(kept_questions(&disk).unwrap(), [full, other]);
    }

    #[test]
    fn the_newest_are_kept_each_once_and_strange_lines_are_left_alone() {
        let disk = Memory::default();
        assert_eq!(kept_questions(&disk).unwrap(), []);
        disk.replace(NAME, b"from tomorrow\n\xff\n").unwrap();
        for number in (0..10).chain([3]) {
            keep_question(&disk, &question(number)).unwrap();
        }
        let kept = kept_questions(&disk).unwrap();
        assert_eq!((kept.len(), kept.last()), (10, Some(&question(3))));
        assert!(disk.read(NAME).unwrap().unwrap().starts_with(b"from tomorrow\n"));
        for number in 0..60 {
            keep_question(&disk, &question(number)).unwrap();
        }
        let kept = kept_questions(&disk).unwrap();
        assert_eq!(kept, (10..60).map(question).collect::<Vec<_>>());
    }
}
