use std::collections::BTreeMap;
use std::sync::Arc;

use super::words::words;
use super::{
    B2b, Claim, CloudEndpoint, Direction, Extra, Half, SyncKind, TargetConfiguration, TenantId,
};

/// Who may pass, to which applications. Both halves are read together, see
/// [`crate::domain::Half`].
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicyb2bsetting.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct B2bSetting {
    /// The people's half. Published samples leave a half out; what that means is not documented.
    pub users_and_groups: Option<TargetConfiguration>,
    /// The applications' half.
    pub applications: Option<TargetConfiguration>,
    /// Members we do not know; for tenant restrictions also `devices`, which the service documents
    /// as not implemented.
    pub extra: Extra,
}

impl B2bSetting {
    /// A setting with both halves.
    pub fn of(users: TargetConfiguration, apps: TargetConfiguration) -> Self {
        B2bSetting {
            users_and_groups: Some(users),
            applications: Some(apps),
            extra: Extra::default(),
        }
    }

    /// One half.
    pub fn half(&self, half: Half) -> Option<&TargetConfiguration> {
        match half {
            Half::UsersAndGroups => self.users_and_groups.as_ref(),
            Half::Applications => self.applications.as_ref(),
        }
    }

    /// One half, to change it.
    pub fn half_mut(&mut self, half: Half) -> &mut Option<TargetConfiguration> {
        match half {
            Half::UsersAndGroups => &mut self.users_and_groups,
            Half::Applications => &mut self.applications,
        }
    }
}

/// Whose proof counts: claims of the home tenant that this tenant believes. Inbound only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboundTrust {
    /// Multifactor authentication done at home counts here.
    pub mfa: Option<bool>,
    /// A device compliant at home counts here.
    pub compliant_device: Option<bool>,
    /// A device hybrid joined at home counts here.
    pub hybrid_joined_device: Option<bool>,
    /// Members we do not know, such as the beta's `isCompliantNetworkAccepted`.
    pub extra: Extra,
}

impl InboundTrust {
    /// What is said about one claim.
    pub fn claim(&self, claim: Claim) -> Option<bool> {
        match claim {
            Claim::Mfa => self.mfa,
            Claim::CompliantDevice => self.compliant_device,
            Claim::HybridJoinedDevice => self.hybrid_joined_device,
        }
    }

    /// What is said about one claim, to change it.
    pub fn claim_mut(&mut self, claim: Claim) -> &mut Option<bool> {
        match claim {
            Claim::Mfa => &mut self.mfa,
            Claim::CompliantDevice => &mut self.compliant_device,
            Claim::HybridJoinedDevice => &mut self.hybrid_joined_device,
        }
    }
}

/// Automatic redemption: whether the consent prompt is suppressed. It is hidden only when the home
/// tenant's outbound *and* the resource tenant's inbound switch are on.
///
/// Source: MicrosoftDocs/entra-docs:docs/includes/automatic-redemption-include.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AutomaticUserConsent {
    /// For their users coming in.
    pub inbound: Option<bool>,
    /// For our users going out.
    pub outbound: Option<bool>,
    /// Members we do not know.
    pub extra: Extra,
}

impl AutomaticUserConsent {
    /// What is said for one direction.
    pub fn direction(&self, direction: Direction) -> Option<bool> {
        match direction {
            Direction::Inbound => self.inbound,
            Direction::Outbound => self.outbound,
        }
    }

    /// What is said for one direction, to change it.
    pub fn direction_mut(&mut self, direction: Direction) -> &mut Option<bool> {
        match direction {
            Direction::Inbound => &mut self.inbound,
            Direction::Outbound => &mut self.outbound,
        }
    }
}

/// What one layer (the default, or one partner) says. `None` everywhere means: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// Their users as guests here.
    pub b2b_collaboration_inbound: Option<B2bSetting>,
    /// Our users as guests there.
    pub b2b_collaboration_outbound: Option<B2bSetting>,
    /// Their users in our shared channels, without a guest object.
    pub b2b_direct_connect_inbound: Option<B2bSetting>,
    /// Our users in their shared channels.
    pub b2b_direct_connect_outbound: Option<B2bSetting>,
    /// Their accounts on our network and devices, opening their applications.
    pub tenant_restrictions: Option<B2bSetting>,
    /// Claims of theirs that count here.
    pub inbound_trust: Option<InboundTrust>,
    /// Whether the consent prompt is suppressed.
    pub automatic_user_consent: Option<AutomaticUserConsent>,
}

impl Configuration {
    /// One of the five settings that have a people's and an applications' half.
    pub fn b2b(&self, setting: B2b) -> Option<&B2bSetting> {
        match setting {
            B2b::CollaborationInbound => self.b2b_collaboration_inbound.as_ref(),
            B2b::CollaborationOutbound => self.b2b_collaboration_outbound.as_ref(),
            B2b::DirectConnectInbound => self.b2b_direct_connect_inbound.as_ref(),
            B2b::DirectConnectOutbound => self.b2b_direct_connect_outbound.as_ref(),
            B2b::TenantRestrictions => self.tenant_restrictions.as_ref(),
        }
    }

    /// The same, to change it.
    pub fn b2b_mut(&mut self, setting: B2b) -> &mut Option<B2bSetting> {
        match setting {
            B2b::CollaborationInbound => &mut self.b2b_collaboration_inbound,
            B2b::CollaborationOutbound => &mut self.b2b_collaboration_outbound,
            B2b::DirectConnectInbound => &mut self.b2b_direct_connect_inbound,
            B2b::DirectConnectOutbound => &mut self.b2b_direct_connect_outbound,
            B2b::TenantRestrictions => &mut self.tenant_restrictions,
        }
    }
}

words! {
    /// Where an invitation may be redeemed, tried in order.
    IdentityProvider {
        AzureActiveDirectory = "azureActiveDirectory",
        ExternalFederation = "externalFederation",
        SocialIdentityProviders = "socialIdentityProviders",
    }
}

words! {
    /// What is left when no primary identity provider fits.
    FallbackIdentityProvider {
        DefaultConfiguredIdp = "defaultConfiguredIdp",
        EmailOneTimePasscode = "emailOneTimePasscode",
        MicrosoftAccount = "microsoftAccount",
    }
}

/// In which order identity providers are offered when an invitation is redeemed.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/defaultinvitationredemptionidentityproviderconfiguration.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RedemptionOrder {
    /// Any order or subset.
    pub primary: Vec<IdentityProvider>,
    /// One must remain.
    pub fallback: Option<FallbackIdentityProvider>,
    /// Members we do not know.
    pub extra: Extra,
}

/// What holds for every tenant without a setting of its own.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicyconfigurationdefault.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DefaultConfiguration {
    /// True while nobody has touched it: then the service's own default speaks.
    pub is_service_default: Option<bool>,
    /// The settings.
    pub configuration: Configuration,
    /// Redemption order; documented on the default only.
    pub redemption: Option<RedemptionOrder>,
    /// Members we do not know.
    pub extra: Extra,
}

/// Whether a kind of object may be synchronised into this tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncInbound {
    /// The switch.
    pub is_sync_allowed: Option<bool>,
    /// Members we do not know.
    pub extra: Extra,
}

/// The target tenant's permission for cross-tenant synchronisation from one partner.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantidentitysyncpolicypartner.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdentitySynchronization {
    /// The partner, repeated by the service.
    pub tenant_id: Option<TenantId>,
    /// A name for the relation.
    pub display_name: Option<String>,
    /// Users may be synchronised in.
    pub user_sync_inbound: Option<SyncInbound>,
    /// Groups may be synchronised in (beta).
    pub group_sync_inbound: Option<SyncInbound>,
    /// Members we do not know.
    pub extra: Extra,
}

impl IdentitySynchronization {
    /// The switch for one kind of object.
    pub fn is_allowed(&self, kind: SyncKind) -> Option<bool> {
        match kind {
            SyncKind::Users => self.user_sync_inbound.as_ref(),
            SyncKind::Groups => self.group_sync_inbound.as_ref(),
        }
        .and_then(|sync| sync.is_sync_allowed)
    }

    /// The switch for one kind of object, to change it.
    pub fn kind_mut(&mut self, kind: SyncKind) -> &mut Option<SyncInbound> {
        match kind {
            SyncKind::Users => &mut self.user_sync_inbound,
            SyncKind::Groups => &mut self.group_sync_inbound,
        }
    }
}

/// What one tenant says about one other tenant.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicyconfigurationpartner.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partner {
    /// The other tenant.
    pub tenant_id: TenantId,
    /// The settings; `None` is inherited from the default, whole property by whole property.
    pub configuration: Configuration,
    /// The partner is a cloud service provider of this tenant. Read-only.
    pub is_service_provider: Option<bool>,
    /// Both are in one multitenant organisation. Read-only; it opens nothing by itself.
    pub is_in_multi_tenant_organization: Option<bool>,
    /// Whether our users are kept from entering other tenants by delegated administration (beta).
    pub block_service_provider_outbound_access: Option<bool>,
    /// Permission for synchronisation; a resource of its own in Graph.
    pub identity_synchronization: Option<IdentitySynchronization>,
    /// Members we do not know.
    pub extra: Extra,
}

impl Partner {
    /// A partner that inherits everything.
    pub fn new(tenant_id: TenantId) -> Self {
        Partner { tenant_id, ..Partner::default() }
    }
}

/// The cross-tenant access policy of one tenant.
///
/// Source: microsoftgraph/microsoft-graph-docs-contrib:api-reference/v1.0/resources/crosstenantaccesspolicy.md
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossTenantAccessPolicy {
    /// Its name; the service writes the own tenant id into it.
    pub display_name: Option<String>,
    /// Other clouds this tenant works with.
    pub allowed_cloud_endpoints: Vec<CloudEndpoint>,
    /// The default; `None` when it has not been imported.
    pub default: Option<Arc<DefaultConfiguration>>,
    /// Partners by tenant.
    pub partners: BTreeMap<TenantId, Arc<Partner>>,
    /// Members we do not know.
    pub extra: Extra,
}
