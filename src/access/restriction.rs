//! Tenant restrictions: external accounts, on our network or devices, towards external applications.
//!
//! Independent of everything else here, in both directions. They are applied to requests that are
//! tagged (by Global Secure Access, a proxy's header or Windows) and to no others.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/tenant-restrictions-v2.md

use super::gate::{Asked, Scene};
use super::resolve::Layer;
use super::trace::{Gate, Line, Outcome};
use crate::domain::{B2b, TenantId};

const RESTRICTED: &str = "AADSTS5000211";

/// What the restrictions of the tenant say whose network tags the request; nothing where none does.
pub(super) fn gate(scene: &Scene<'_>) -> Option<Line> {
    let ours = scene.question.network?;
    let (gate, setting) = (Gate::TenantRestrictions, B2b::TenantRestrictions);
    if let Some(because) = spared(scene, ours) {
        return Some(Line::pass(gate, ours, setting.property(), because));
    }
    let line = scene.setting(gate, ours, scene.question.home, setting, Asked::Access);
    if line.origin == Some(Layer::ServiceDefault) {
        let because = format!(
            "{} has made no tenant restrictions; a tag names those of a tenant, so there are none to apply",
            scene.name(ours)
        );
        return Some(Line::pass(gate, ours, setting.property(), because).aside());
    }
    Some(match line.outcome {
        Outcome::Block => Line { error: Some(RESTRICTED), ..line },
        _ => line,
    })
}

/// Why restrictions have no part in a request, where they have none.
fn spared(scene: &Scene<'_>, ours: TenantId) -> Option<String> {
    let question = scene.question;
    let name = scene.name(ours);
    let cloud = |id| scene.tenant(id).map(|tenant| &tenant.cloud);
    if question.home == ours {
        return Some(format!(
            "the account is {name}'s own, to which its tenant restrictions are never applied"
        ));
    }
    if question.resource == ours {
        return Some(format!(
            "the application is {name}'s own, where inbound settings and not tenant restrictions decide"
        ));
    }
    match (cloud(ours), cloud(question.resource)) {
        (Some(here), Some(there)) if here != there => {
            Some("tenant restrictions are not enforced on requests to another cloud".to_owned())
        }
        _ => None,
    }
}
