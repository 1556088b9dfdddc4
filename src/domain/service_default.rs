use std::sync::LazyLock;

use super::{
    AccessType, AutomaticUserConsent, B2bSetting, Configuration, FallbackIdentityProvider,
    IdentityProvider, InboundTrust, RedemptionOrder, TargetConfiguration,
};

fn everything(access: &AccessType) -> B2bSetting {
    B2bSetting::of(
        TargetConfiguration::all_users(access.clone()),
        TargetConfiguration::all_apps(access.clone()),
    )
}

static CONFIGURATION: LazyLock<Configuration> = LazyLock::new(|| Configuration {
    b2b_collaboration_inbound: Some(everything(&AccessType::Allowed)),
    b2b_collaboration_outbound: Some(everything(&AccessType::Allowed)),
    b2b_direct_connect_inbound: Some(everything(&AccessType::Blocked)),
    b2b_direct_connect_outbound: Some(everything(&AccessType::Blocked)),
    tenant_restrictions: Some(everything(&AccessType::Blocked)),
    inbound_trust: Some(InboundTrust {
        mfa: Some(false),
        compliant_device: Some(false),
        hybrid_joined_device: Some(false),
        ..InboundTrust::default()
    }),
    automatic_user_consent: Some(AutomaticUserConsent {
        inbound: Some(false),
        outbound: Some(false),
        ..AutomaticUserConsent::default()
    }),
});

/// What the service says for a tenant whose default nobody has touched; every member is there.
///
/// Collaboration is open both ways, direct connect closed both ways, nothing is trusted, the
/// consent prompt is shown, tenant restrictions are closed (and not enforced until requests are
/// tagged). Microsoft says it may change over time, so it is data.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/api/crosstenantaccesspolicyconfigurationdefault-get.md
pub fn service_default() -> &'static Configuration {
    &CONFIGURATION
}

/// The redemption order a tenant starts with.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
pub fn service_redemption_order() -> RedemptionOrder {
    RedemptionOrder {
        primary: IdentityProvider::KNOWN.to_vec(),
        fallback: Some(FallbackIdentityProvider::DefaultConfiguredIdp),
        ..RedemptionOrder::default()
    }
}
