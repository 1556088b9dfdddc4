//! What events do to the copy, and to the job.

use super::event::{Event, Happening, Official, Personal};
use super::job::Life;
use super::run::Run;
use super::standing::{Deleter, Left};
use super::state::State;
use super::timeline::{Kind, Moment};
use crate::domain::ObjectId;
use crate::sync::roster::Field;

impl Run<'_> {
    /// Something happens.
    pub(super) fn happen(&mut self, event: &Event) {
        match &event.what {
            Happening::Job(official) => self.official(official),
            Happening::To(users, personal) => {
                for id in users {
                    self.personal(*id, personal);
                }
            }
        }
    }

    fn official(&mut self, official: &Official) {
        let (word, mut because) = official.words();
        let is_idle = *official == Official::DeletesAllowed
            && self.standings.iter().all(|standing| standing.state != State::Staged);
        if is_idle {
            because.push_str("; nothing is staged, so that nothing changes");
        }
        let moment = self.moment(Kind::Event, word, because);
        self.timeline.push(moment);
        let now = self.now;
        match official {
            Official::InboundOff | Official::InboundOn => {
                self.job.is_shut = *official == Official::InboundOff;
                self.twin.allow_inbound(*official == Official::InboundOn);
            }
            Official::SchemaSaved(schema) => {
                self.job.is_initial = true;
                if let Some(schema) = schema {
                    self.twin.configuration.schema = schema.as_ref().clone();
                }
            }
            Official::Restarted => {
                self.job.is_initial = true;
                self.job.free(now);
                for standing in &mut self.standings {
                    standing.failure = None;
                }
            }
            Official::DeletesAllowed => {
                self.job.is_forced = true;
                self.job.free(now);
                let staged = self.standings.iter_mut().filter(|one| one.state == State::Staged);
                staged.for_each(|standing| standing.is_due = true);
            }
            Official::Threshold(most) => self.job.threshold = *most,
            Official::JobDeleted => {
                self.job.life = Life::Deleted;
                for place in 0..self.standings.len() {
                    let Some(standing) = self.standings.get_mut(place) else { continue };
                    if standing.state.is_linked() || standing.state == State::Staged {
                        let (id, from) = (standing.id, standing.go(State::Frozen, now));
                        let because =
                            "no job manages the user any more: stays in the target as it is";
                        let moment = self.moment(Kind::Action, "release", because.to_owned());
                        self.tell(id, Moment { from, to: State::Frozen, ..moment });
                    }
                }
            }
        }
    }

    fn personal(&mut self, id: ObjectId, personal: &Personal) {
        let Some(standing) = self.standing(id) else { return };
        let from = standing.state;
        let (word, because) = personal.words();
        let refused = self.refused(id, personal);
        let effect = match refused {
            None => self.take_effect(id, personal),
            Some(_) => None,
        };
        let Some(standing) = self.standing(id) else { return };
        if refused.is_none() && personal.is_seen() {
            (standing.is_due, standing.is_answered) = (true, false);
        }
        let to = standing.state;
        let because = match (refused, effect) {
            (Some(why), _) => format!("{because}: not possible, {why}"),
            (None, Some(more)) => format!("{because}; {more}"),
            (None, None) => because,
        };
        let moment = self.moment(Kind::Event, word, because);
        self.tell(id, Moment { from, to, ..moment });
    }

    /// Why something cannot happen.
    fn refused(&mut self, id: ObjectId, personal: &Personal) -> Option<&'static str> {
        let is_there = self.twin.source.row(id).is_some();
        let target = self.standing(id).and_then(|standing| standing.target);
        let is_binned =
            target.is_some_and(|target| self.twin.target.text(target, "deletedDateTime").is_some());
        let may_leave = self.may_leave();
        match personal {
            Personal::HardDeleted | Personal::Deleted if !is_there => Some("not in the source"),
            Personal::Restored if !is_there => {
                Some("purged from the source; a new account is another user")
            }
            Personal::LeavesTarget if may_leave == Some(false) => {
                Some("the target does not let external users leave by themselves")
            }
            Personal::EditedInTarget { attribute, .. } if !self.twin.target.tells(attribute) => {
                Some("the attribute is not in the export of the target")
            }
            Personal::RestoredInTarget if !is_binned => {
                Some("not in the recycle bin of the target")
            }
            Personal::LeavesTarget
            | Personal::DeletedInTarget
            | Personal::EditedInTarget { .. }
                if target.is_none() || is_binned =>
            {
                Some("not in the target")
            }
            _ if !is_there && personal.is_seen() && *personal != Personal::LeavesTarget => {
                Some("purged from the source")
            }
            _ => None,
        }
    }

    fn may_leave(&self) -> Option<bool> {
        let tenant = self.twin.estate.tenant(self.twin.configuration.target)?;
        tenant.external.as_deref()?.allow_external_identities_to_leave
    }

    /// Changes the copy; gives what there is to add.
    fn take_effect(&mut self, id: ObjectId, personal: &Personal) -> Option<&'static str> {
        let now = self.now;
        let twin = &mut self.twin;
        match personal {
            Personal::Deleted => {
                twin.source.set(id, "deletedDateTime", Field::Text(format!("minute {now}")));
                self.standing(id)?.source_binned_at = Some(now);
            }
            Personal::Restored => {
                twin.source.set(id, "deletedDateTime", Field::Missing);
                self.standing(id)?.source_binned_at = None;
            }
            Personal::HardDeleted => {
                twin.source.remove(id);
                self.standing(id)?.source_binned_at = None;
            }
            Personal::Unassigned | Personal::RemovedFromGroups | Personal::LeavesScope => {
                return self.leave(id, personal);
            }
            Personal::Assigned => twin.assign(id),
            Personal::Blocked | Personal::Unblocked => {
                let value = Field::Bool(*personal == Personal::Unblocked);
                twin.source.set(id, "accountEnabled", value);
                self.standing(id)?.changed.push("accountEnabled".to_owned());
            }
            Personal::Changed { attribute, value } => {
                twin.source.set(id, attribute, value.clone());
                self.standing(id)?.changed.push(attribute.clone());
            }
            Personal::LeavesTarget | Personal::DeletedInTarget => {
                let deleter = match personal {
                    Personal::LeavesTarget => Deleter::Himself,
                    _ => Deleter::Administrator,
                };
                let target = self.standing(id)?.target?;
                let value = Field::Text(format!("minute {now}"));
                self.twin.target.set(target, "deletedDateTime", value);
                let standing = self.standing(id)?;
                (standing.deleter, standing.binned_at) = (deleter, Some(now));
                standing.go(State::TargetSoftDeleted, now);
                return Some(match personal {
                    Personal::LeavesTarget => "soft-deleted there",
                    _ => {
                        "nobody reads the target, so a cycle does nothing about it: restore by hand within 30 days"
                    }
                });
            }
            Personal::RestoredInTarget => return self.restored_in_target(id),
            Personal::EditedInTarget { attribute, value } => {
                let target = self.standing(id)?.target?;
                self.twin.target.set(target, attribute, value.clone());
                return Some("it stays until the user changes in the source");
            }
        }
        None
    }

    fn restored_in_target(&mut self, id: ObjectId) -> Option<&'static str> {
        let now = self.now;
        let target = self.standing(id)?.target?;
        self.twin.target.set(target, "deletedDateTime", Field::Missing);
        let is_blocked = self.twin.target.is_blocked(target);
        let standing = self.standing(id)?;
        standing.binned_at = None;
        let (to, more) = match (standing.deleter, is_blocked) {
            (Deleter::Cycle, _) => (
                State::Released,
                Some(
                    "whether cycles manage such a user again before it is in scope is not documented",
                ),
            ),
            (_, true) => (State::LinkedDisabled, None),
            (_, false) => (State::LinkedActive, None),
        };
        standing.go(to, now);
        more
    }

    /// Somebody is no longer assigned.
    fn leave(&mut self, id: ObjectId, personal: &Personal) -> Option<&'static str> {
        let twin = &mut self.twin;
        let direct = *personal != Personal::RemovedFromGroups && twin.unassign(id);
        let groups = *personal != Personal::Unassigned && twin.remove_from_groups(id);
        let everyone = twin.configuration.sync_all;
        self.standing(id)?.left = Some(match (direct, groups) {
            (false, true) => Left::Groups,
            _ => Left::Otherwise,
        });
        match (everyone, direct || groups) {
            (true, _) => Some("everyone is in scope all the same (Sync all)"),
            (false, false) => Some("which the user was not, so that nothing changes"),
            (false, true) => None,
        }
    }
}
