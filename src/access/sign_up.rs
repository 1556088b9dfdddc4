//! Self-service sign-up: somebody makes a guest of himself by a user flow; nobody invites.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/self-service-sign-up-overview.md

use super::gate::Scene;
use super::invitation::domain_list;
use super::membership::is_microsofts;
use super::rule::Truth;
use super::trace::{Doubt, Gate, Line, Outcome};

const FLOW: &str = "selfServiceSignUp";

/// Whether a user flow may make a guest at all, for this application and from this domain.
pub(super) fn gates(scene: &Scene<'_>) -> Vec<Line> {
    vec![switch(scene), app(scene), domain(scene)]
}

fn line(scene: &Scene<'_>, because: String) -> Line {
    Line::pass(Gate::SignUp, scene.question.resource, FLOW, because)
}

fn switch(scene: &Scene<'_>) -> Line {
    let owner = scene.question.resource;
    let name = scene.name(owner);
    let external = scene.tenant(owner).and_then(|tenant| tenant.external.as_deref());
    match external.and_then(|external| external.self_service_sign_up) {
        Some(true) => line(scene, format!("{name} lets people sign up by themselves")),
        Some(false) => {
            line(scene, format!("{name} lets nobody sign up by themselves")).blocking(None)
        }
        None => line(scene, format!("whether {name} lets people sign up is not in the workspace"))
            .doubtful(Doubt::Missing),
    }
}

/// User flows belong to applications that an organisation built, not to Microsoft's.
fn app(scene: &Scene<'_>) -> Line {
    let (name, app) = (scene.name(scene.question.resource), scene.question.app);
    match is_microsofts(app, scene.question, scene.directories) {
        Truth::Yes => line(
            scene,
            format!("the application {app} is Microsoft's, and no user flow can belong to it"),
        )
        .blocking(None),
        Truth::No => line(
            scene,
            format!("whether a user flow of {name} belongs to the application is not exported: taken to be so"),
        ),
        Truth::Unknown => line(
            scene,
            format!("whether the application {app} is Microsoft's own is not known, and no user flow can belong to those"),
        )
        .doubtful(Doubt::Missing),
    }
}

/// The domain list is described for invitations: a sign-up that it would stop is not known to be.
fn domain(scene: &Scene<'_>) -> Line {
    let list = domain_list(scene);
    match list.outcome {
        Outcome::Pass | Outcome::Step | Outcome::NotReached => list,
        Outcome::Unknown => list.unsure("A14"),
        Outcome::Block => {
            let because =
                format!("{}; whether that stops a sign-up is not documented", list.because);
            Line::pass(Gate::DomainList, list.tenant, list.setting, because)
                .doubtful(Doubt::Missing)
                .unsure("A14")
        }
    }
}
