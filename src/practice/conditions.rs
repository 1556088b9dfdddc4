//! Conditional Access of Alpha Corp, as far as it concerns people from outside. The other three
//! houses have not exported theirs: then nothing is asked, and the answer says so.

use super::firm::ALPHA;
use super::identity::{app_id, guid};

use crate::domain::{
    ConditionalAccess, ConditionalAccessPolicy, ExternalPeople, ExternalTenants, GrantControl,
    GrantControls, GrantOperator, PolicyApplications, PolicyConditions, PolicyState, PolicyUsers,
};

/// A name, whether it is enforced, the application (all where there is none), and what it wants.
type Row = (&'static str, PolicyState, Option<&'static str>, GrantControl);

const POLICIES: &[Row] = &[
    ("External users: MFA everywhere", PolicyState::Enabled, None, GrantControl::Mfa),
    (
        "External users: a compliant device for Payroll",
        PolicyState::Enabled,
        Some("Payroll"),
        GrantControl::CompliantDevice,
    ),
    (
        "External users: Board Papers only on our devices (trial)",
        PolicyState::ReportOnly,
        Some("Board Papers"),
        GrantControl::HybridJoinedDevice,
    ),
];

/// The policies of a house, where it has exported them.
pub fn of(domain: &str) -> Option<ConditionalAccess> {
    if domain != ALPHA.domain {
        return None;
    }
    let outside = ExternalPeople {
        kinds: Some("b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser".to_owned()),
        tenants: Some(ExternalTenants {
            membership: Some("all".to_owned()),
            ..ExternalTenants::default()
        }),
        ..ExternalPeople::default()
    };
    let policy = |(name, state, app, control): &Row| ConditionalAccessPolicy {
        id: Some(guid(&format!("detente practice/{domain}/conditionalAccess/{name}"))),
        display_name: Some((*name).to_owned()),
        state: Some(state.clone()),
        conditions: Some(PolicyConditions {
            users: Some(PolicyUsers {
                include_external: Some(outside.clone()),
                ..PolicyUsers::default()
            }),
            applications: Some(PolicyApplications {
                include: vec![
                    app.map_or_else(|| "All".to_owned(), |app| app_id(domain, app).to_string()),
                ],
                ..PolicyApplications::default()
            }),
            ..PolicyConditions::default()
        }),
        grant: Some(GrantControls {
            operator: Some(GrantOperator::Or),
            built_in: vec![control.clone()],
            ..GrantControls::default()
        }),
        ..ConditionalAccessPolicy::default()
    };
    Some(ConditionalAccess {
        policies: POLICIES.iter().map(policy).collect(),
        ..Default::default()
    })
}
