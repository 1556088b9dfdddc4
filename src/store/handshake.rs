//! Taking the other side's answer to a handshake into a workspace.

use super::answers::{keep_answers, kept_answers};
use super::desk::{Applied, Desk, Stamp};
use super::fault::Fault;
use crate::edit::Refused;
use crate::merger::{Reply, filled, take_in};
use crate::wire::Kind;

/// Their settings become known, their ids go to the address book and into the kept answers of a
/// merger; gives what there is to say besides.
pub fn take_answer(
    desk: &mut Desk,
    stamp: &Stamp,
    reply: &Reply,
) -> Result<(Applied, Vec<String>), Fault> {
    let today: String = stamp.time.chars().take(10).collect();
    let refuse = |why: String| Fault::from(Refused::because(format!("{why}; nothing was changed")));
    let first = take_in(desk.workspace(), reply, &today).map_err(refuse)?;
    let applied = desk.change(stamp, Kind::Import, first.label.clone(), |workspace| {
        let taken = take_in(workspace, reply, &today).map_err(refuse)?;
        Ok((taken.workspace, vec![taken.observed]))
    })?;
    let mut notices = first.notices;
    let disk = desk.disk();
    let kept = kept_answers(disk.as_ref())?;
    if let Some(answers) = kept.and_then(|answers| filled(&answers, reply)) {
        keep_answers(disk.as_ref(), &answers)?;
        notices
            .push("ids that were asked for are filled into the answers of the merger".to_owned());
    }
    Ok((applied, notices))
}
