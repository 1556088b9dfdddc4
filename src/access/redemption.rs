//! The consent prompt, and what synchronisation needs on top of collaboration.
//!
//! Source: MicrosoftDocs/entra-docs:docs/includes/automatic-redemption-include.md

use super::gate::Scene;
use super::question::Stage;
use super::rule::Truth;
use super::trace::{Doubt, Gate, Line};
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

/// Whether the prompt is hidden, and why, in words.
fn hidden(scene: &Scene<'_>) -> (Truth, String) {
    let question = scene.question;
    let home = ticked(scene, question.home, question.resource, Direction::Outbound);
    let resource = ticked(scene, question.resource, question.home, Direction::Inbound);
    let word = |truth| match truth {
        Truth::Yes => "on",
        Truth::No => "off",
        Truth::Unknown => "not known",
    };
    let words = format!(
        "automatic redemption is {} outbound in {} and {} inbound in {}",
        word(home),
        scene.name(question.home),
        word(resource),
        scene.name(question.resource)
    );
    (home.and(resource), words)
}

/// The consent prompt at first access. It stops nobody, so what is not known of it decides nothing.
pub(super) fn prompt(scene: &Scene<'_>) -> Line {
    let (truth, words) = hidden(scene);
    let shown = match truth {
        Truth::Yes => "no consent prompt is shown",
        Truth::No => "a consent prompt is shown",
        Truth::Unknown => "whether a consent prompt is shown is not known",
    };
    let line = |because| Line::pass(Gate::Redemption, scene.question.resource, CONSENT, because);
    match (scene.question.stage, truth) {
        (Stage::Invitation, Truth::No) => {
            line(format!("at redemption {shown}: {words}")).stepping(vec![Step::ConsentPrompt])
        }
        (Stage::Invitation, Truth::Yes) => line(format!("at redemption {shown}: {words}")),
        (Stage::Invitation, Truth::Unknown) => {
            line(format!("at redemption, {shown}: {words}")).aside()
        }
        (Stage::SignIn | Stage::Synchronisation | Stage::SignUp, _) => {
            line(format!("not asked again after the first access, at which {shown}: {words}"))
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
    let (truth, words) = hidden(scene);
    let both = Line::pass(Gate::Redemption, owner, CONSENT, words);
    let both = match truth {
        Truth::Yes => both,
        Truth::No => both.blocking(Some(NOT_BOTH_SIDES)),
        Truth::Unknown => both.doubtful(Doubt::Missing),
    };
    vec![admits, both, super::invitation::synchroniser(scene)]
}
