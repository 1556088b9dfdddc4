//! What happens to the attributes of one user, given what becomes of everybody.

use super::change::{Change, deletion};
use super::inputs::{Inputs, Mode};
use super::mapping::{Occasion, Setting, Superior, built_sign_in_name};
use super::preview::{Engine, Judged, has_mailbox};
use super::roster::Known;
use super::verdict::{Action, Reason};
use crate::domain::ObjectId;

impl Engine<'_> {
    /// What happens to the attributes of a user, given what becomes of everybody.
    pub fn changes(&self, row: usize, users: &[Judged]) -> Vec<Change> {
        let mode = self.inputs.mode;
        let Some(user) = users.get(row) else { return Vec::new() };
        let occasion = match (user.action, user.matched()) {
            (Action::Create, _) => Occasion::Create,
            (Action::Fail, None) if user.reason == Reason::ExpressionFails => Occasion::Create,
            (
                Action::Update
                | Action::Unchanged
                | Action::Restore
                | Action::Disable
                | Action::Fail,
                Some((at, _)),
            ) => Occasion::Update {
                row: at,
                is_incremental: mode == Mode::Incremental,
                is_pending: self.is_pending(at),
                has_mailbox: has_mailbox(self.inputs.target, at),
            },
            (Action::SoftDelete | Action::Staged, _) => return vec![deletion()],
            _ => return Vec::new(),
        };
        self.around(users, |around| self.mappings.changes(row, occasion, around))
    }

    /// What mappings need, given what becomes of everybody.
    pub(super) fn around<T>(&self, users: &[Judged], ask: impl FnOnce(&Setting<'_>) -> T) -> T {
        let Inputs { source, target, expressions, .. } = self.inputs;
        ask(&Setting {
            source,
            target,
            initial_domain: self.initial_domain.as_deref(),
            is_cross_cloud: self.is_cross_cloud,
            expressions,
            superior: &|id| self.superior(id, users),
        })
    }

    fn superior(&self, id: ObjectId, users: &[Judged]) -> Superior {
        let Inputs { source, target, .. } = self.inputs;
        let Some(row) = source.row(id) else { return Superior::OutOfScope };
        let Some(user) = users.get(row) else { return Superior::OutOfScope };
        match (user.action, user.matched()) {
            (
                Action::Update | Action::Unchanged | Action::Restore | Action::Disable,
                Some((at, _)),
            ) => Superior::There(target.id(at)),
            (Action::Staged | Action::Skip | Action::Fail, Some((at, _)))
                if user.reason.is_in_scope() =>
            {
                Superior::There(target.id(at))
            }
            (Action::Create, _) => Superior::Created(
                self.initial_domain
                    .as_deref()
                    .zip(source.known(row, Known::SignInName).text())
                    .map(|(domain, upn)| built_sign_in_name(upn, domain)),
            ),
            _ => Superior::OutOfScope,
        }
    }
}
