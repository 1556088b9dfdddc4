//! Whether the clouds of the two tenants work together.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/cross-cloud-settings.md

use super::gate::Scene;
use super::question::Kind;
use super::trace::{Doubt, Gate, Line};
use crate::domain::{Cloud, Tenant, TenantId};

const ENDPOINTS: &str = "allowedCloudEndpoints";

/// The resource tenant's cloud is not enabled by the home tenant.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity-platform/reference-error-codes.md
const CLOUD_STOPS: &str = "AADSTS1000104";

/// Lines for the clouds; none where both are in the same.
pub(super) fn gates(scene: &Scene<'_>) -> Vec<Line> {
    gates_of(scene, scene.question.kind)
}

/// The same, were the person to come in this way.
pub(super) fn gates_of(scene: &Scene<'_>, kind: Kind) -> Vec<Line> {
    let question = scene.question;
    let cloud = |id| scene.tenant(id).map(|tenant: &Tenant| &tenant.cloud);
    let (Some(home), Some(resource)) = (cloud(question.home), cloud(question.resource)) else {
        // Of a tenant that is known by its id only, the cloud is that of whoever names it.
        return Vec::new();
    };
    let words = [home, resource].into_iter().find(|cloud| matches!(cloud, Cloud::Other(_)));
    if let Some(word) = words {
        let because = format!("the cloud `{}` is not understood", word.word().escape_debug());
        let line = Line::pass(Gate::Cloud, question.resource, ENDPOINTS, because);
        return vec![line.doubtful(Doubt::Unreadable)];
    }
    if home == resource {
        return Vec::new();
    }
    if kind == Kind::DirectConnect {
        let because = "B2B direct connect is not available between clouds".to_owned();
        return vec![Line::pass(Gate::Cloud, question.resource, ENDPOINTS, because).blocking(None)];
    }
    if *home != Cloud::Global && *resource != Cloud::Global {
        let because = format!("{} and {} do not work together", home.title(), resource.title());
        return vec![Line::pass(Gate::Cloud, question.resource, ENDPOINTS, because).blocking(None)];
    }
    vec![
        side(scene, question.home, question.resource, resource, Some(CLOUD_STOPS)),
        side(scene, question.resource, question.home, home, None),
    ]
}

/// Both must have enabled the other's cloud, and have added each other.
fn side(
    scene: &Scene<'_>,
    owner: TenantId,
    other: TenantId,
    cloud: &Cloud,
    error: Option<&'static str>,
) -> Line {
    let (owner_name, other_name) = (scene.name(owner), scene.name(other));
    let line = |because: String| Line::pass(Gate::Cloud, owner, ENDPOINTS, because);
    let title = cloud.title();
    let Some(policy) = scene.policy(owner) else {
        return line(format!(
            "whether {owner_name} has enabled the cloud {title} is not in the workspace"
        ))
        .doubtful(Doubt::Missing);
    };
    let ticked = cloud.endpoint().is_some_and(|end| policy.allowed_cloud_endpoints.contains(&end));
    if !ticked {
        return line(format!("{owner_name} has not enabled the cloud {title}")).blocking(error);
    }
    if !policy.partners.contains_key(&other) {
        return line(format!(
            "{owner_name} has enabled the cloud {title} but has not added {other_name}; in another cloud the default does not hold for who was not added"
        ))
        .blocking(error);
    }
    line(format!("{owner_name} has enabled the cloud {title} and has added {other_name}"))
}
