#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

//! Every kind of step against the request that the documentation prints.

mod laws;
mod service;

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::request::{Version, request};
use super::{FORMATS, document};
use crate::access::Directories;
use crate::domain::*;
use crate::plan::{Act, Choice, Plan, Property, SetUp, Value};
use crate::practice::{Practice, practice};
use crate::wire;

const ID: &str = "22222222-2222-2222-2222-222222222222";
const X: &str = "/policies/crossTenantAccessPolicy";

fn id() -> TenantId {
    ID.parse().unwrap()
}

fn trust(all: [bool; 3]) -> Value {
    let [mfa, compliant, hybrid] = all.map(Some);
    Value::Trust(Some(InboundTrust {
        mfa,
        compliant_device: compliant,
        hybrid_joined_device: hybrid,
        ..InboundTrust::default()
    }))
}

fn consent(inbound: Option<bool>, outbound: Option<bool>) -> Value {
    let consent = AutomaticUserConsent { inbound, outbound, ..AutomaticUserConsent::default() };
    Value::Consent(Some(consent))
}

fn blocked(setting: B2b) -> Value {
    let closed = AccessType::Blocked;
    let users = TargetConfiguration::all_users(closed.clone());
    Value::B2b(setting, Some(B2bSetting::of(users, TargetConfiguration::all_apps(closed))))
}

fn group_in() -> Value {
    let group = Target::group("33333333-3333-3333-3333-333333333333".parse().unwrap());
    let users = TargetConfiguration::of(AccessType::Allowed, vec![group]);
    let apps = TargetConfiguration::all_apps(AccessType::Allowed);
    Value::B2b(B2b::CollaborationInbound, Some(B2bSetting::of(users, apps)))
}

fn partner(values: &[Value]) -> Box<Partner> {
    let mut partner = Partner::new(id());
    partner.is_service_provider = Some(false);
    for value in values {
        value.put(&mut partner.configuration);
    }
    Box::new(partner)
}

fn sync(users: bool) -> IdentitySynchronization {
    let user_sync_inbound =
        Some(SyncInbound { is_sync_allowed: Some(users), ..SyncInbound::default() });
    IdentitySynchronization {
        tenant_id: Some(id()),
        display_name: Some("Fabrikam".to_owned()),
        user_sync_inbound,
        ..IdentitySynchronization::default()
    }
}

/// A tenant with one partner, a domain list and what is known of it.
fn observed() -> Tenant {
    let mut held = partner(&[consent(Some(true), Some(true)), trust([true, false, false])]);
    held.extra.insert("protectedContentSharing".to_owned(), json!({ "inboundAllowed": true }));
    let policy = CrossTenantAccessPolicy {
        partners: [(id(), Arc::from(held))].into(),
        ..CrossTenantAccessPolicy::default()
    };
    let domains = wire::from_slice::<B2bManagementPolicy>(
        br#"{"id":"f596ef0d","displayName":"Guests","@odata.type":"x","isOrganizationDefault":true,
            "definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"BlockedDomains\":[\"old.example\"]},\"AutoRedeemPolicy\":{\"AdminConsentedForUsersIntoTenantIds\":[]}}}"]}"#,
    );
    Tenant {
        policy: Some(policy.into()),
        external: Some(Arc::new(ExternalCollaboration {
            b2b_management: Some(domains.unwrap()),
            ..ExternalCollaboration::default()
        })),
        ..Tenant::default()
    }
}

fn all(access: &str) -> Json {
    json!({
        "usersAndGroups": { "accessType": access, "targets": [{ "target": "AllUsers", "targetType": "user" }] },
        "applications": { "accessType": access, "targets": [{ "target": "AllApplications", "targetType": "application" }] },
    })
}

type Row = (Act, &'static str, Version, String, Option<Json>, u16, &'static str);

const SECURITY: &str = "Security Administrator, Policy.ReadWrite.CrossTenantAccess";

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    use Version::{Beta, V1};
    let of = format!("{X}/partners/{ID}");
    let sync_of = format!("{of}/identitySynchronization");
    vec![
        (Act::AddPartner(partner(&[])), "POST", V1, format!("{X}/partners"), Some(json!({ "tenantId": ID })), 201, SECURITY),
        (Act::AddPartner(partner(&[trust([true, true, false]), consent(Some(true), None)])), "POST", V1, format!("{X}/partners"),
            Some(json!({ "tenantId": ID,
                "inboundTrust": { "isMfaAccepted": true, "isCompliantDeviceAccepted": true, "isHybridAzureADJoinedDeviceAccepted": false },
                "automaticUserConsentSettings": { "inboundAllowed": true } })), 201, SECURITY),
        (Act::Partner(id(), vec![trust([true, true, true])]), "PATCH", V1, of.clone(),
            Some(json!({ "inboundTrust": { "isMfaAccepted": true, "isCompliantDeviceAccepted": true, "isHybridAzureADJoinedDeviceAccepted": true } })), 204, SECURITY),
        (Act::Partner(id(), vec![Value::Trust(None)]), "PATCH", V1, of.clone(), Some(json!({ "inboundTrust": null })), 204, SECURITY),
        (Act::Partner(id(), vec![blocked(B2b::CollaborationInbound)]), "PATCH", V1, of.clone(), Some(json!({ "b2bCollaborationInbound": all("blocked") })), 204, SECURITY),
        (Act::Partner(id(), vec![Value::B2b(B2b::DirectConnectOutbound, None)]), "PATCH", V1, of.clone(), Some(json!({ "b2bDirectConnectOutbound": null })), 204, SECURITY),
        (Act::Partner(id(), vec![group_in()]), "PATCH", V1, of.clone(),
            Some(json!({ "b2bCollaborationInbound": {
                "usersAndGroups": { "accessType": "allowed", "targets": [{ "target": "33333333-3333-3333-3333-333333333333", "targetType": "group" }] },
                "applications": { "accessType": "allowed", "targets": [{ "target": "AllApplications", "targetType": "application" }] } } })), 204, SECURITY),
        // A whole property is replaced, so what was said and is not any more is written as null.
        (Act::Partner(id(), vec![consent(Some(true), None)]), "PATCH", V1, of.clone(), Some(json!({ "automaticUserConsentSettings": { "inboundAllowed": true, "outboundAllowed": null } })), 204, SECURITY),
        (Act::Partner(id(), vec![Value::Consent(None)]), "PATCH", V1, of.clone(), Some(json!({ "automaticUserConsentSettings": { "inboundAllowed": null, "outboundAllowed": null } })), 204, SECURITY),
        (Act::RemovePartner(id()), "DELETE", V1, of, None, 204, SECURITY),
        (Act::AddSync(id(), Box::new(sync(true))), "PUT", V1, sync_of.clone(), Some(json!({ "displayName": "Fabrikam", "userSyncInbound": { "isSyncAllowed": true } })), 204, SECURITY),
        (Act::Sync(id(), SyncKind::Users, false), "PATCH", V1, sync_of.clone(), Some(json!({ "userSyncInbound": { "isSyncAllowed": false } })), 204, SECURITY),
        (Act::Sync(id(), SyncKind::Groups, true), "PATCH", Beta, sync_of.clone(), Some(json!({ "groupSyncInbound": { "isSyncAllowed": true } })), 204, SECURITY),
        (Act::RemoveSync(id()), "DELETE", V1, sync_of, None, 204, SECURITY),
        (Act::Default(vec![blocked(B2b::CollaborationOutbound)]), "PATCH", V1, format!("{X}/default"), Some(json!({ "b2bCollaborationOutbound": all("blocked") })), 204, SECURITY),
        (Act::Default(vec![Value::Redemption(Some(service_redemption_order()))]), "PATCH", V1, format!("{X}/default"),
            Some(json!({ "invitationRedemptionIdentityProviderConfiguration": {
                "primaryIdentityProviderPrecedenceOrder": ["azureActiveDirectory", "externalFederation", "socialIdentityProviders"],
                "fallbackIdentityProvider": "defaultConfiguredIdp" } })), 204, SECURITY),
        (Act::ResetDefault, "POST", V1, format!("{X}/default/resetToSystemDefault"), None, 204, SECURITY),
        (Act::Clouds(vec![CloudEndpoint::UsGovernment, CloudEndpoint::China]), "PATCH", V1, X.to_owned(), Some(json!({ "allowedCloudEndpoints": ["microsoftonline.us", "partner.microsoftonline.cn"] })), 204, SECURITY),
        (Act::Clouds(vec![]), "PATCH", V1, X.to_owned(), Some(json!({ "allowedCloudEndpoints": [] })), 204, SECURITY),
        (Act::Authorization(Some(AllowInvitesFrom::AdminsAndGuestInviters), None), "PATCH", V1, "/policies/authorizationPolicy".to_owned(),
            Some(json!({ "allowInvitesFrom": "adminsAndGuestInviters" })), 204, "Privileged Role Administrator, Policy.ReadWrite.Authorization"),
        (Act::Authorization(None, Some(GuestLevel::Restricted.role())), "PATCH", V1, "/policies/authorizationPolicy".to_owned(),
            Some(json!({ "guestUserRoleId": "2af84b1e-32c8-42b7-82bc-daa82404023b" })), 204, "Privileged Role Administrator, Policy.ReadWrite.Authorization"),
        (Act::SignUp(true), "PATCH", V1, "/policies/authenticationFlowsPolicy".to_owned(),
            Some(json!({ "selfServiceSignUp": { "isEnabled": true } })), 204, "External ID User Flow Administrator, Policy.ReadWrite.AuthenticationFlows"),
        (Act::Leave(false), "PATCH", Beta, "/policies/externalIdentitiesPolicy".to_owned(),
            Some(json!({ "allowExternalIdentitiesToLeave": false })), 204, "External Identity Provider Administrator, Policy.ReadWrite.ExternalIdentities"),
    ]
}

#[test]
fn every_step_is_the_request_that_is_documented() {
    let before = observed();
    for (act, method, version, path, body, answer, needs) in rows() {
        let made = request(&act, Some(&before)).unwrap();
        let found = (made.method, made.version, made.path, made.body, made.answer);
        assert_eq!(found, (method, version, path, body, answer), "{act:?}");
        assert_eq!(format!("{}, {}", made.role, made.permission), needs, "{act:?}");
    }
    assert_eq!(request(&Act::ByHand("x".to_owned()), None), None);
}

#[test]
fn a_domain_list_keeps_its_siblings_and_is_patched_by_its_id() {
    let before = observed();
    let mut list = before.external.as_ref().unwrap().b2b_management.clone().unwrap();
    list.invitations.allowed = Some(vec![DomainName::observed("fabrikam.com")]);
    list.invitations.blocked = Some(vec![]);
    let made = request(&Act::Domains(Box::new(list.clone())), Some(&before)).unwrap();
    assert_eq!((made.method, made.version), ("PATCH", Version::Beta));
    assert_eq!(made.path, "/policies/b2bManagementPolicies/f596ef0d");
    assert_eq!(made.permission, "Policy.ReadWrite.B2BManagementPolicy");
    let text = r#"{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["fabrikam.com"],"BlockedDomains":[]},"AutoRedeemPolicy":{"AdminConsentedForUsersIntoTenantIds":[]}}}"#;
    let body =
        json!({ "displayName": "Guests", "isOrganizationDefault": true, "definition": [text] });
    assert_eq!(made.body, Some(body));
    // Where no list was imported its id is not known, and that is said.
    list.extra = Extra::default();
    let made = request(&Act::Domains(Box::new(list)), None).unwrap();
    assert_eq!(made.path, "/policies/b2bManagementPolicies/{b2bManagementPolicyId}");
    assert!(made.remarks.iter().any(|remark| remark.contains("GET /beta/policies")), "{made:?}");
}

#[test]
fn what_is_not_understood_is_named_when_it_would_be_lost() {
    let made = request(&Act::RemovePartner(id()), Some(&observed())).unwrap();
    assert!(made.remarks.iter().any(|remark| remark.contains("`protectedContentSharing`")));
    let restrictions = wire::from_slice::<B2bSetting>(
        br#"{"devices":null,"applications":{"@odata.type":"x","accessType":"allowed","targets":[{"target":"Office365","targetType":"application","@odata.type":"y"}]}}"#,
    );
    let value = Value::B2b(B2b::TenantRestrictions, Some(restrictions.unwrap()));
    let made = request(&Act::Partner(id(), vec![value]), None).unwrap();
    let body = json!({ "tenantRestrictions": { "applications": { "accessType": "allowed",
        "targets": [{ "target": "Office365", "targetType": "application" }] } } });
    assert_eq!(made.body, Some(body), "the service does not take annotations back");
}

#[test]
fn a_synchronisation_is_set_up_as_the_how_to_does_it() {
    let held = Arc::new(SyncConfiguration {
        display_name: "Fabrikam".to_owned(),
        target: id(),
        deletion_threshold: Some(500),
        ..SyncConfiguration::default()
    });
    let principal = "/servicePrincipals/{servicePrincipalId}";
    let user: ObjectId = "44444444-4444-4444-4444-444444444444".parse().unwrap();
    #[rustfmt::skip]
    let table: &[Part] = &[
        (SetUp::Instantiate, "POST", "/applicationTemplates/518e5f48-1fc8-4c48-9387-9fdf28b0dfe7/instantiate".to_owned(),
            Some(json!({ "displayName": "Fabrikam" })), 201, "Application.ReadWrite.All"),
        (SetUp::Validate, "POST", format!("{principal}/synchronization/jobs/validateCredentials"),
            Some(json!({ "useSavedCredentials": false, "templateId": "Azure2Azure", "credentials": [
                { "key": "CompanyId", "value": ID }, { "key": "AuthenticationType", "value": "SyncPolicy" }] })), 204, "Synchronization.ReadWrite.All"),
        (SetUp::Job, "POST", format!("{principal}/synchronization/jobs"), Some(json!({ "templateId": "Azure2Azure" })), 201, "Synchronization.ReadWrite.All"),
        (SetUp::Secrets, "PUT", format!("{principal}/synchronization/secrets"), Some(json!({ "value": [
            { "key": "AuthenticationType", "value": "SyncPolicy" }, { "key": "CompanyId", "value": ID },
            { "key": "SyncNotificationSettings", "value": "{\"Enabled\":false,\"DeleteThresholdEnabled\":true,\"HumanResourcesLookaheadQueryEnabled\":false}" },
            { "key": "SyncAll", "value": "false" }] })), 204, "Synchronization.ReadWrite.All"),
        (SetUp::Assign(user), "POST", format!("{principal}/appRoleAssignedTo"),
            Some(json!({ "principalId": user.to_string(), "resourceId": "{servicePrincipalId}", "appRoleId": "{appRoleId}" })), 201, "AppRoleAssignment.ReadWrite.All"),
        (SetUp::Schema, "PUT", format!("{principal}/synchronization/jobs/{{jobId}}/schema"), Some(json!({})), 204, "Synchronization.ReadWrite.All"),
        (SetUp::Start, "POST", format!("{principal}/synchronization/jobs/{{jobId}}/start"), None, 204, "Synchronization.ReadWrite.All"),
    ];
    for (part, method, path, body, answer, permission) in table {
        let made = request(&Act::SetUp(Arc::clone(&held), *part), None).unwrap();
        let found = (made.method, &made.path, &made.body, made.answer, made.permission);
        assert_eq!(found, (*method, path, body, *answer, *permission), "{part:?}");
    }
}

type Part = (SetUp, &'static str, String, Option<Json>, u16, &'static str);

fn practised() -> Plan {
    let Practice { mut workspace, observed, .. } = practice();
    for (id, tenant) in observed {
        workspace.observed.insert(id, Observed { hash: String::new(), tenant });
    }
    Plan::of(&workspace, &Choice::default())
}

#[test]
fn every_form_reads_back_and_knows_its_own_files() {
    let plan = practised();
    let none = Directories::new();
    let forward = document(&plan, None, &none, false);
    let back = document(&plan.reversed(), None, &none, true);
    assert_eq!(
        forward,
        document(&practised(), None, &none, false),
        "the same plan, the same bytes"
    );
    assert_ne!(forward.hash, back.hash);
    for format in FORMATS {
        let bytes = (format.write)(&forward);
        assert_eq!((format.verify)(&bytes, &forward), Ok(()), "{}", format.word);
        assert!((format.verify)(&bytes, &back).is_err(), "{}", format.word);
        assert!((format.is_ours)(&bytes) && !(format.is_ours)(b"notes of mine"), "{}", format.word);
        assert!((format.verify)(&bytes[..bytes.len() / 2], &forward).is_err(), "{}", format.word);
        assert_eq!(FORMATS.iter().filter(|other| other.ending == format.ending).count(), 1);
    }
}

#[test]
fn a_plan_that_was_changed_by_hand_says_so() {
    let document = document(&practised(), None, &Directories::new(), false);
    let json = FORMATS.iter().find(|format| format.word == "json").unwrap();
    let text = String::from_utf8((json.write)(&document)).unwrap();
    let changed = text.replacen("\"accessType\": \"blocked\"", "\"accessType\": \"allowed\"", 1);
    assert_ne!(text, changed);
    let fault = super::json::read(changed.as_bytes()).unwrap_err();
    assert!(fault.contains("changed after it was written"), "{fault}");
    let newer = text.replacen("\"detentePlan\": 2", "\"detentePlan\": 3", 1);
    assert!(super::json::read(newer.as_bytes()).unwrap_err().contains("version 3"));
    let more = text.replacen("\"direction\"", "\"unknown\": 1, \"direction\"", 1);
    assert!(super::json::read(more.as_bytes()).unwrap_err().contains("unknown"));
}

/// What the service makes of a body: each member of it replaces the whole member that was there.
fn merged<T>(held: &T, body: &Json) -> T
where
    for<'a> wire::Ref<'a, T>: serde::Serialize,
    wire::Json<T>: serde::de::DeserializeOwned,
{
    let mut value = wire::to_value(held);
    let members = value.as_object_mut().unwrap();
    for (name, new) in body.as_object().unwrap() {
        members.insert(name.clone(), new.clone());
    }
    wire::from_slice(value.to_string().as_bytes()).unwrap()
}

fn settings(configuration: &Configuration) -> [Value; 7] {
    Property::OF_PARTNER.map(|property| match property.of(configuration) {
        // Nothing said and an object of nothing come to the same.
        Value::Consent(Some(c)) if c.inbound.is_none() && c.outbound.is_none() => {
            Value::Consent(None)
        }
        // What is not understood in tenant restrictions is not written.
        Value::B2b(B2b::TenantRestrictions, Some(_)) => Value::B2b(B2b::TenantRestrictions, None),
        Value::Consent(Some(c)) => consent(c.inbound, c.outbound),
        value => value,
    })
}

proptest::proptest! {
    #![proptest_config(crate::arbitrary::cases(96))]

    /// A request does on the wire what its step does to a tenant.
    #[test]
    fn a_body_says_all_that_its_step_does((before, after) in crate::plan::tests::universe::ends()) {
        let observed = before.tenants.iter().map(|(id, tenant)| {
            (*id, Observed { hash: String::new(), tenant: Arc::clone(tenant) })
        });
        let observed = observed.collect();
        let workspace = Workspace { draft: after, observed, ..Workspace::default() };
        let plan = Plan::of(&workspace, &Choice::default());
        let mut state = before.clone();
        for step in &plan.steps {
            let owner = step.owner;
            let mut next = state.clone();
            step.act.apply(Arc::make_mut(next.tenants.get_mut(&owner).unwrap()));
            let sent = request(&step.act, before.tenant(owner));
            match (&step.act, sent.and_then(|sent| sent.body)) {
                (Act::Partner(id, _), Some(body)) => {
                    let was = merged(state.partner(owner, *id).unwrap(), &body);
                    let is = next.partner(owner, *id).unwrap();
                    proptest::prop_assert_eq!(settings(&was.configuration), settings(&is.configuration));
                }
                (Act::AddPartner(made), Some(body)) => {
                    let was = merged(&Partner::new(made.tenant_id), &body);
                    let is = next.partner(owner, made.tenant_id).unwrap();
                    proptest::prop_assert_eq!(settings(&was.configuration), settings(&is.configuration));
                }
                (Act::Default(_), Some(body)) => {
                    let nothing = DefaultConfiguration::default();
                    let held = |estate: &Estate| estate.policy(owner).and_then(|p| p.default.clone());
                    let was = merged(held(&state).as_deref().unwrap_or(&nothing), &body);
                    let is = held(&next).unwrap();
                    proptest::prop_assert_eq!(settings(&was.configuration), settings(&is.configuration));
                    proptest::prop_assert_eq!(&was.redemption, &is.redemption);
                }
                _ => {}
            }
            state = next;
        }
    }
}
