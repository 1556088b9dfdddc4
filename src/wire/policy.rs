//! The cross-tenant access policy in Graph's shape.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::record::{Json, Ref, record};
use crate::domain::{
    AutomaticUserConsent, B2bSetting, CrossTenantAccessPolicy, DefaultConfiguration,
    IdentitySynchronization, InboundTrust, Json as Value, Partner, RedemptionOrder, SyncInbound,
    Target, TargetConfiguration, TenantId,
};

record!(Target, "a target: an object with `target` and `targetType`", {
    "target" => value: plain,
    "targetType" => kind: plain,
});

record!(TargetConfiguration, "an object with `accessType` and `targets`", {
    "accessType" => access: plain,
    "targets" => targets: list,
});

record!(B2bSetting, "a setting: an object with `usersAndGroups` and `applications`", {
    "usersAndGroups" => users_and_groups: value,
    "applications" => applications: value,
});

record!(InboundTrust, "an object with `isMfaAccepted` and its siblings", {
    "isMfaAccepted" => mfa: value,
    "isCompliantDeviceAccepted" => compliant_device: value,
    "isHybridAzureADJoinedDeviceAccepted" => hybrid_joined_device: value,
});

record!(AutomaticUserConsent, "an object with `inboundAllowed` and `outboundAllowed`", {
    "inboundAllowed" => inbound: value,
    "outboundAllowed" => outbound: value,
});

record!(RedemptionOrder, "a redemption order", {
    "primaryIdentityProviderPrecedenceOrder" => primary: list,
    "fallbackIdentityProvider" => fallback: value,
});

record!(SyncInbound, "an object with `isSyncAllowed`", {
    "isSyncAllowed" => is_sync_allowed: value,
});

record!(IdentitySynchronization, "an identity synchronization policy", {
    "tenantId" => tenant_id: value,
    "displayName" => display_name: value,
    "userSyncInbound" => user_sync_inbound: value,
    "groupSyncInbound" => group_sync_inbound: value,
});

record!(DefaultConfiguration, "the default configuration: an object", {
    "isServiceDefault" => is_service_default: value,
    "inboundTrust" => configuration.inbound_trust: value,
    "b2bCollaborationInbound" => configuration.b2b_collaboration_inbound: value,
    "b2bCollaborationOutbound" => configuration.b2b_collaboration_outbound: value,
    "b2bDirectConnectInbound" => configuration.b2b_direct_connect_inbound: value,
    "b2bDirectConnectOutbound" => configuration.b2b_direct_connect_outbound: value,
    "tenantRestrictions" => configuration.tenant_restrictions: value,
    "automaticUserConsentSettings" => configuration.automatic_user_consent: value,
    "invitationRedemptionIdentityProviderConfiguration" => redemption: value,
});

record!(Partner, "a partner: an object with `tenantId`", {
    "tenantId" => tenant_id: plain,
    "isServiceProvider" => is_service_provider: value,
    "isInMultiTenantOrganization" => is_in_multi_tenant_organization: value,
    "blockServiceProviderOutboundAccess" => block_service_provider_outbound_access: value,
    "inboundTrust" => configuration.inbound_trust: value,
    "b2bCollaborationInbound" => configuration.b2b_collaboration_inbound: value,
    "b2bCollaborationOutbound" => configuration.b2b_collaboration_outbound: value,
    "b2bDirectConnectInbound" => configuration.b2b_direct_connect_inbound: value,
    "b2bDirectConnectOutbound" => configuration.b2b_direct_connect_outbound: value,
    "tenantRestrictions" => configuration.tenant_restrictions: value,
    "automaticUserConsentSettings" => configuration.automatic_user_consent: value,
    "identitySynchronization" => identity_synchronization: value,
});

record!(CrossTenantAccessPolicy, "a cross-tenant access policy: an object", {
    "displayName" => display_name: value,
    "allowedCloudEndpoints" => allowed_cloud_endpoints: list,
    "default" => default: value,
    "partners" => partners: plain,
});

type Partners = BTreeMap<TenantId, Arc<Partner>>;

impl<'de> Deserialize<'de> for Json<Partners> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Partners;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of partners")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Partners, A::Error> {
                let mut partners = Vec::new();
                while let Some(Json(partner)) = items.next_element::<Json<Partner>>()? {
                    if partner.tenant_id == TenantId::default() {
                        return Err(A::Error::custom("a partner has no `tenantId`"));
                    }
                    partners.push((partner.tenant_id, Arc::new(partner)));
                }
                let count = partners.len();
                let partners: Partners = partners.into_iter().collect();
                if partners.len() < count {
                    return Err(A::Error::custom(
                        "a tenant stands twice in the list of partners; one entry a tenant is what the service allows",
                    ));
                }
                Ok(partners)
            }
        }

        source.deserialize_seq(List).map(Json)
    }
}

impl Serialize for Ref<'_, Partners> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        let mut items = sink.serialize_seq(Some(self.0.len()))?;
        for partner in self.0.values() {
            items.serialize_element(&Ref(partner.as_ref()))?;
        }
        items.end()
    }
}

/// The settings of a partner as stored, in Graph's shape, with `null` for what is inherited.
pub fn own_settings(partner: &Partner) -> Value {
    const NULLABLE: [&str; 7] = [
        "inboundTrust",
        "b2bCollaborationInbound",
        "b2bCollaborationOutbound",
        "b2bDirectConnectInbound",
        "b2bDirectConnectOutbound",
        "tenantRestrictions",
        "automaticUserConsentSettings",
    ];
    let mut value = serde_json::to_value(Ref(partner)).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        for name in NULLABLE {
            members.entry(name).or_insert(Value::Null);
        }
    }
    value
}
