//! What the matrix asks to be changed: one command, for every subject shown, as one step.

use super::Matrix;
use crate::access::{Sign, resolve_half, standing};
use crate::domain::{
    AccessType, B2b, B2bSetting, Claim, CrossTenantAccessPolicy, Half, Setting, Subject,
    TargetConfiguration,
};
use crate::edit::Edit;
use crate::plan::says;
use crate::tui::model::Model;
use crate::tui::screen::{Ask, Tone};

impl Matrix {
    /// The edits of one command, for every subject shown.
    pub(super) fn each(&self, edit: impl Fn(Subject) -> Edit) -> Vec<Ask> {
        vec![Ask::Edit(self.list().into_iter().map(edit).collect())]
    }

    pub(super) fn toggle(&self, model: &Model) -> Vec<Ask> {
        let setting = self.setting();
        let Some(view) = self.cell(model, setting) else { return Vec::new() };
        let owner = model.owner;
        let Setting::Half(b2b, which) = setting else {
            let value = view.mixed || view.standing.sign != Sign::Allow;
            return self.each(|subject| Edit::Switch {
                owner,
                subject,
                setting,
                value: Some(value),
            });
        };
        // The key opens what is shut for all, and shuts anything else: so a list, or what differs
        // between partners, is never opened to everyone at one stroke. `e` edits a list.
        let access = match view.standing.sign {
            Sign::Block if !view.mixed => AccessType::Allowed,
            _ => AccessType::Blocked,
        };
        let value = all(which, access);
        self.each(|subject| Edit::Half {
            owner,
            subject,
            setting: b2b,
            half: which,
            value: value.clone(),
        })
    }

    pub(super) fn in_force(
        &self,
        model: &Model,
        b2b: B2b,
        which: Half,
    ) -> Option<TargetConfiguration> {
        let policy = model.estate().policy(model.owner)?;
        resolve_half(policy, self.first(), b2b, which).map(|found| found.value.clone())
    }

    pub(super) fn inherit(&self, model: &Model) -> Vec<Ask> {
        let owner = model.owner;
        match self.setting() {
            Setting::Half(setting, _) => {
                self.each(|subject| Edit::B2b { owner, subject, setting, value: None })
            }
            setting => self.each(|subject| Edit::Switch { owner, subject, setting, value: None }),
        }
    }

    /// Puts the setting under the cursor back to what was observed, whole as the service keeps it.
    pub(super) fn revert(&self, model: &Model) -> Vec<Ask> {
        let owner = model.owner;
        let setting = self.setting();
        let edits: Vec<Edit> = self
            .list()
            .into_iter()
            .filter(|subject| model.is_changed(*subject, setting))
            .flat_map(|subject| match setting {
                Setting::Half(b2b, _) => {
                    let value = observed_b2b(model, subject, b2b);
                    vec![Edit::B2b { owner, subject, setting: b2b, value }]
                }
                // One claim cannot be put back alone: the service keeps the three together.
                Setting::Trust(_) => Claim::ALL
                    .map(|claim| observed_switch(model, subject, Setting::Trust(claim)))
                    .to_vec(),
                Setting::Consent(_) | Setting::Sync(_) => {
                    vec![observed_switch(model, subject, setting)]
                }
            })
            .collect();
        if edits.is_empty() {
            let text = "this cell is as it was observed".to_owned();
            return vec![Ask::Say(Tone::Plain, text)];
        }
        vec![Ask::Edit(edits)]
    }

    pub(super) fn copy_to_marked(&self, model: &Model) -> Vec<Ask> {
        let (owner, from) = (model.owner, self.first());
        let others = model.marks.iter().copied().map(Subject::Partner).filter(|to| *to != from);
        let setting = self.setting();
        let edits: Vec<Edit> = if let Setting::Half(b2b, _) = setting {
            let value = own_b2b(model, from, b2b);
            others
                .map(|subject| Edit::B2b { owner, subject, setting: b2b, value: value.clone() })
                .collect()
        } else {
            let Some(view) = self.cell(model, setting) else { return Vec::new() };
            let value = view.own.then_some(view.standing.sign == Sign::Allow);
            others.map(|subject| Edit::Switch { owner, subject, setting, value }).collect()
        };
        vec![Ask::Edit(edits)]
    }
}

/// Everyone or everything.
fn all(which: Half, access: AccessType) -> TargetConfiguration {
    match which {
        Half::UsersAndGroups => TargetConfiguration::all_users(access),
        Half::Applications => TargetConfiguration::all_apps(access),
    }
}

fn b2b_of(
    policy: Option<&CrossTenantAccessPolicy>,
    subject: Subject,
    b2b: B2b,
) -> Option<B2bSetting> {
    let policy = policy?;
    let configuration = match subject {
        Subject::Default => &policy.default.as_ref()?.configuration,
        Subject::Partner(id) => &policy.partners.get(&id)?.configuration,
    };
    configuration.b2b(b2b).cloned()
}

fn own_b2b(model: &Model, subject: Subject, b2b: B2b) -> Option<B2bSetting> {
    b2b_of(model.workspace.draft.policy(model.owner), subject, b2b)
}

fn observed_b2b(model: &Model, subject: Subject, b2b: B2b) -> Option<B2bSetting> {
    b2b_of(model.observed.policy(model.owner), subject, b2b)
}

fn observed_switch(model: &Model, subject: Subject, setting: Setting) -> Edit {
    let observed = model.observed.policy(model.owner);
    let partner = match subject {
        Subject::Default => None,
        Subject::Partner(id) => observed.and_then(|policy| policy.partners.get(&id)),
    };
    let configuration = match subject {
        Subject::Default => observed.and_then(|p| p.default.as_ref()).map(|d| &d.configuration),
        Subject::Partner(_) => partner.map(|partner| &partner.configuration),
    };
    let said = configuration.is_some_and(|c| says(c, partner.map(AsRef::as_ref), setting));
    let value = observed
        .filter(|_| said)
        .map(|policy| standing(policy, subject, setting).sign == Sign::Allow);
    Edit::Switch { owner: model.owner, subject, setting, value }
}
