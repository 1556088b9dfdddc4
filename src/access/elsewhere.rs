//! People whose identity is not Entra's: Google and other social accounts, one-time passcodes, SAML
//! and WS-Fed. Cross-tenant access settings are for Entra organisations; of these people external
//! collaboration settings, Conditional Access and the application decide.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-overview.md

use super::gate::Scene;
use super::question::Stage;
use super::trace::{Gate, Line};
use super::verdict::Step;
use super::{conditional, invitation, sign_up};

/// The gates on the way of somebody with another identity.
pub(super) fn gates(scene: &Scene<'_>) -> Vec<Line> {
    let owner = scene.question.resource;
    let because = format!(
        "cross-tenant access settings of {} are for people of Entra organisations; for other identities they are not applied",
        scene.name(owner)
    );
    let aside = Line::pass(Gate::ResourceInbound, owner, "", because).aside().unsure("A8");
    match scene.question.stage {
        Stage::Invitation => {
            let because = "at redemption a consent prompt is shown".to_owned();
            let prompt = Line::pass(Gate::Redemption, owner, "", because);
            vec![
                invitation::inviter(scene),
                invitation::domain_list(scene),
                aside,
                prompt.stepping(vec![Step::ConsentPrompt]),
            ]
        }
        Stage::SignUp => {
            let mut lines = sign_up::gates(scene);
            lines.push(aside);
            lines.extend(conditional::gates(scene));
            lines
        }
        Stage::SignIn | Stage::Synchronisation => {
            let mut lines = vec![aside];
            lines.extend(conditional::gates(scene));
            lines
        }
    }
}
