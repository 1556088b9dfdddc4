//! The consent prompt, and what synchronisation needs on top of collaboration.
//!
//! Source: MicrosoftDocs/entra-docs:docs/includes/automatic-redemption-include.md

use std::fmt;

use super::gate::Scene;
use super::question::{Question, Stage};
use super::rule::Truth;
use super::trace::{Called, Doubt, Gate, Line};
use super::verdict::Step;
use crate::domain::{Direction, Setting, SyncKind, TenantId};

const CONSENT: &str = "automaticUserConsentSettings";

/// What synchronisation says without automatic redemption on both sides.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md
const NOT_BOTH_SIDES: &str = "AzureDirectoryB2BManagementPolicyCheckFailure";

/// Whether a tenant has ticked automatic redemption in one direction.
fn ticked(scene: &Scene<'_>, owner: TenantId, other: TenantId, direction: Direction) -> Truth {
    let Some(layers) = scene.layers(owner, other) else { return Truth::Unknown };
    layers.switch(Setting::Consent(direction)).is_some_and(|found| found.value).into()
}

/// Automatic redemption on both sides.
struct Redemption<'a> {
    home: Truth,
    resource: Truth,
    home_name: Called<'a>,
    resource_name: Called<'a>,
}

impl<'a> Redemption<'a> {
    fn of(scene: &Scene<'a>) -> Self {
        let Question { home, resource, .. } = *scene.question;
        Redemption {
            home: ticked(scene, home, resource, Direction::Outbound),
            resource: ticked(scene, resource, home, Direction::Inbound),
            home_name: scene.name(home),
            resource_name: scene.name(resource),
        }
    }

    /// Whether the prompt is hidden.
    fn hides(&self) -> Truth {
        self.home.and(self.resource)
    }
}

/// Why it is.
impl fmt::Display for Redemption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |truth| match truth {
            Truth::Yes => "on",
            Truth::No => "off",
            Truth::Unknown => "not known",
        };
        let Redemption { home, resource, home_name, resource_name } = self;
        let (home, resource) = (word(*home), word(*resource));
        write!(
            f,
            "automatic redemption is {home} outbound in {home_name} and {resource} inbound in {resource_name}"
        )
    }
}

/// The consent prompt at first access. It stops nobody, so what is not known of it decides nothing.
pub(super) fn prompt(scene: &Scene<'_>) -> Line {
    let redemption = Redemption::of(scene);
    let truth = redemption.hides();
    let shown = match truth {
        Truth::Yes => "no consent prompt is shown",
        Truth::No => "a consent prompt is shown",
        Truth::Unknown => "whether a consent prompt is shown is not known",
    };
    let line = |because| Line::pass(Gate::Redemption, scene.question.resource, CONSENT, because);
    match (scene.question.stage, truth) {
        (Stage::Invitation, Truth::No) => {
            line(format!("at redemption {shown}: {redemption}")).stepping(vec![Step::ConsentPrompt])
        }
        (Stage::Invitation, Truth::Yes) => line(format!("at redemption {shown}: {redemption}")),
        (Stage::Invitation, Truth::Unknown) => {
            line(format!("at redemption, {shown}: {redemption}")).aside()
        }
        (Stage::SignIn | Stage::Synchronisation | Stage::SignUp, _) => {
            line(format!("not asked again after the first access, at which {shown}: {redemption}"))
                .aside()
        }
    }
}

/// Whether the resource tenant lets the home tenant synchronise users in.
///
/// Source: MicrosoftDocs/entra-docs:docs/includes/cross-tenant-synchronization-include.md
pub(super) fn synchronisation(scene: &Scene<'_>) -> Vec<Line> {
    let question = scene.question;
    let owner = question.resource;
    let setting = "identitySynchronization";
    let line = |because: String| Line::pass(Gate::Synchronisation, owner, setting, because);
    let (home_name, name) = (scene.name(question.home), scene.name(owner));
    let admits = match scene.layers(owner, question.home) {
        None => line(format!(
            "whether {name} lets {home_name} synchronise users in is not in the workspace"
        ))
        .doubtful(Doubt::Missing),
        Some(layers) => {
            let found = layers.switch(Setting::Sync(SyncKind::Users));
            let mut line = if found.is_some_and(|found| found.value) {
                line(format!("{name} lets {home_name} synchronise users in"))
            } else {
                line(format!("{name} does not let {home_name} synchronise users in")).blocking(None)
            };
            line.origin = found.map(|found| found.layer);
            line
        }
    };
    let redemption = Redemption::of(scene);
    let both = Line::pass(Gate::Redemption, owner, CONSENT, redemption.to_string());
    let both = match redemption.hides() {
        Truth::Yes => both,
        Truth::No => both.blocking(Some(NOT_BOTH_SIDES)),
        Truth::Unknown => both.doubtful(Doubt::Missing),
    };
    vec![admits, both, super::invitation::synchroniser(scene)]
}
