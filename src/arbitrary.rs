//! Workspaces and edits by chance, for laws. Ids come from a pool of five, so that things meet;
//! one value in ten is odd: unknown words, unknown members, numbers and names that break tools.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::{btree_map, vec};
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

use crate::domain::*;
use crate::edit::Edit;
use crate::wire;

/// Numbers that lose something on the way through a machine number.
pub const TOKENS: [&str; 9] = [
    "12345678901234567890123",
    "1.10",
    "1e+2",
    "-0",
    "0",
    "1e-400",
    "-0.0",
    "18446744073709551616",
    "7",
];

/// Names and words that are hard to carry.
const ODD: [&str; 8] = [
    "",
    "a/b~1c~0",
    "\u{202e}txt.exe",
    "\"\\\u{1}\u{7f}",
    "Ж\u{1f600}",
    "null",
    ",\"hash\":\"",
    "$ref",
];

/// So many cases; what fails is printed, and nothing is written beside the sources.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The number with exactly these digits.
pub fn number(token: &str) -> Json {
    token.parse().map_or(Json::Null, Json::Number)
}

pub fn guid() -> impl Strategy<Value = Guid> {
    (1u128..=5).prop_map(|n| Guid::from_u128(n * 0x1111_1111_1111_1111_1111_1111_1111))
}

pub fn tenant_id() -> impl Strategy<Value = TenantId> {
    guid().prop_map(TenantId)
}

fn odd<T: std::fmt::Debug + 'static>(
    plain: impl Strategy<Value = T> + 'static,
    odd: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = T> {
    prop_oneof![9 => plain, 1 => odd]
}

pub fn text() -> impl Strategy<Value = String> {
    odd(select(["Fabrikam", "Contoso", "Ada"].as_slice()), select(ODD.as_slice()))
        .prop_map(str::to_owned)
}

/// Any JSON that an unknown member may hold.
pub fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        select(TOKENS.as_slice()).prop_map(number),
        text().boxed().prop_map(Json::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Json::Array),
            vec((member(), inner), 0..3).prop_map(|all| Json::Object(all.into_iter().collect())),
        ]
    })
}

fn member() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &["@odata.type", "vNext", "a/b~c", "", "Ünïcode", "devices"];
    select(NAMES).prop_map(str::to_owned)
}

pub fn extra() -> impl Strategy<Value = Extra> {
    let some = vec((member(), json().boxed()), 1..4).prop_map(|members| {
        let mut extra = Extra::none();
        for (name, value) in members {
            extra.insert(name, value);
        }
        extra
    });
    odd(Just(Extra::none()), some)
}

/// A known word, or one from the future.
macro_rules! word {
    ($type:ident) => {
        odd(select($type::KNOWN), Just($type::Other("fromTheFuture".into())))
    };
}

fn target(half: Half) -> BoxedStrategy<Target> {
    let plain = match half {
        Half::UsersAndGroups => prop_oneof![
            guid().prop_map(|id| Target::user(ObjectId(id))),
            guid().prop_map(|id| Target::group(ObjectId(id))),
        ]
        .boxed(),
        Half::Applications => prop_oneof![
            3 => guid().prop_map(|id| Target::app(AppId(id))),
            1 => Just(Target::of(TargetValue::Office365, TargetType::Application)),
        ]
        .boxed(),
    };
    let strange = (text().boxed(), word!(TargetType), extra().boxed())
        .prop_map(|(value, kind, extra)| Target { value: TargetValue::parse(&value), kind, extra });
    odd(plain, strange).boxed()
}

pub fn list(half: Half) -> BoxedStrategy<TargetConfiguration> {
    let access = word!(AccessType).boxed();
    let all = access.clone().prop_map(move |access| match half {
        Half::UsersAndGroups => TargetConfiguration::all_users(access),
        Half::Applications => TargetConfiguration::all_apps(access),
    });
    let some = (access, vec(target(half), 0..3), extra().boxed())
        .prop_map(|(access, targets, extra)| TargetConfiguration { access, targets, extra });
    prop_oneof![all, some].boxed()
}

pub fn setting() -> impl Strategy<Value = B2bSetting> {
    (
        weighted(0.9, list(Half::UsersAndGroups)),
        weighted(0.9, list(Half::Applications)),
        extra().boxed(),
    )
        .prop_map(|(users_and_groups, applications, extra)| B2bSetting {
            users_and_groups,
            applications,
            extra,
        })
}

prop_compose! {
    pub fn configuration()(
        settings in vec(weighted(0.4, setting().boxed()), 5),
        trust in weighted(0.5, (of(any::<bool>()), of(any::<bool>()), of(any::<bool>()), extra().boxed())),
        consent in weighted(0.5, (of(any::<bool>()), of(any::<bool>()), extra().boxed())),
    ) -> Configuration {
        let mut out = Configuration::default();
        for (which, value) in B2b::ALL.into_iter().zip(settings) {
            *out.b2b_mut(which) = value;
        }
        out.inbound_trust = trust.map(|(mfa, compliant_device, hybrid_joined_device, extra)| {
            InboundTrust { mfa, compliant_device, hybrid_joined_device, extra }
        });
        out.automatic_user_consent = consent.map(|(inbound, outbound, extra)| {
            AutomaticUserConsent { inbound, outbound, extra }
        });
        out
    }
}

prop_compose! {
    fn sync_inbound()(is_sync_allowed in of(any::<bool>()), extra in extra().boxed()) -> SyncInbound {
        SyncInbound { is_sync_allowed, extra }
    }
}

prop_compose! {
    fn synchronization()(
        tenant_id in of(tenant_id()),
        display_name in of(text().boxed()),
        users in of(sync_inbound().boxed()),
        groups in of(sync_inbound().boxed()),
        extra in extra().boxed(),
    ) -> IdentitySynchronization {
        IdentitySynchronization {
            tenant_id, display_name, user_sync_inbound: users, group_sync_inbound: groups, extra,
        }
    }
}

prop_compose! {
    pub fn partner()(
        tenant_id in tenant_id(),
        configuration in configuration().boxed(),
        flags in [of(any::<bool>()), of(any::<bool>()), of(any::<bool>())],
        identity_synchronization in weighted(0.3, synchronization().boxed()),
        extra in extra().boxed(),
    ) -> Partner {
        let [is_service_provider, is_in_multi_tenant_organization, block] = flags;
        Partner {
            tenant_id, configuration, is_service_provider, is_in_multi_tenant_organization,
            block_service_provider_outbound_access: block, identity_synchronization, extra,
        }
    }
}

prop_compose! {
    pub fn redemption()(
        primary in vec(word!(IdentityProvider), 0..3),
        fallback in weighted(0.9, word!(FallbackIdentityProvider)),
        extra in extra().boxed(),
    ) -> RedemptionOrder {
        RedemptionOrder { primary, fallback, extra }
    }
}

prop_compose! {
    fn default_configuration()(
        is_service_default in of(any::<bool>()),
        configuration in configuration().boxed(),
        redemption in of(redemption().boxed()),
        extra in extra().boxed(),
    ) -> DefaultConfiguration {
        DefaultConfiguration { is_service_default, configuration, redemption, extra }
    }
}

prop_compose! {
    pub fn policy()(
        display_name in of(text().boxed()),
        allowed_cloud_endpoints in vec(word!(CloudEndpoint), 0..2),
        default in weighted(0.8, default_configuration().boxed()),
        partners in vec(partner().boxed(), 0..4),
        extra in extra().boxed(),
    ) -> CrossTenantAccessPolicy {
        CrossTenantAccessPolicy {
            display_name, allowed_cloud_endpoints, default: default.map(Arc::new),
            partners: partners.into_iter().map(|p| (p.tenant_id, Arc::new(p))).collect(), extra,
        }
    }
}

pub fn domain() -> impl Strategy<Value = DomainName> {
    odd(select(["a.example", "b.example"].as_slice()), select(ODD.as_slice()))
        .prop_map(DomainName::observed)
}

prop_compose! {
    pub fn external()(
        authorization in of((of(word!(AllowInvitesFrom)), of(guid()), extra().boxed())),
        lists in of((of(vec(domain().boxed(), 0..3)), of(vec(domain().boxed(), 0..3)), [extra().boxed(), extra().boxed(), extra().boxed()])),
        switches in [of(any::<bool>()), of(any::<bool>())],
        extra in extra().boxed(),
    ) -> ExternalCollaboration {
        let [self_service_sign_up, allow_external_identities_to_leave] = switches;
        ExternalCollaboration {
            authorization: authorization.map(|(allow_invites_from, guest_user_role_id, extra)| {
                AuthorizationPolicy { allow_invites_from, guest_user_role_id, extra }
            }),
            b2b_management: lists.map(|(allowed, blocked, [list, definition_extra, extra])| {
                B2bManagementPolicy {
                    invitations: InvitationsPolicy { allowed, blocked, extra: list },
                    definition_extra,
                    extra,
                }
            }),
            self_service_sign_up, allow_external_identities_to_leave, extra,
        }
    }
}

prop_compose! {
    fn tenant_domain()(
        name in domain().boxed(),
        flags in [of(any::<bool>()), of(any::<bool>())],
        extra in extra().boxed(),
    ) -> TenantDomain {
        let [is_verified, is_default] = flags;
        TenantDomain { name, is_verified, is_default, extra }
    }
}

prop_compose! {
    fn external_people()(
        kinds in of(text()),
        tenants in of((of(text()), vec(text().boxed(), 0..2), extra().boxed())),
        extra in extra().boxed(),
    ) -> ExternalPeople {
        let tenants = tenants.map(|(membership, members, extra)| {
            ExternalTenants { membership, members, extra }
        });
        ExternalPeople { kinds, tenants, extra }
    }
}

prop_compose! {
    fn conditions()(
        lists in [vec(text().boxed(), 0..2), vec(text().boxed(), 0..2), vec(text().boxed(), 0..2)],
        people in [of(external_people().boxed()), of(external_people().boxed())],
        extras in [extra().boxed(), extra().boxed(), extra().boxed()],
    ) -> PolicyConditions {
        let ([a, b, c], [include_external, exclude_external], [x, y, extra]) = (lists, people, extras);
        let users = PolicyUsers {
            include_users: a.clone(), exclude_groups: b.clone(), include_roles: c.clone(),
            include_external, exclude_external, extra: x, ..PolicyUsers::default()
        };
        let applications = PolicyApplications {
            include: c, exclude: a, user_actions: b, extra: y, ..PolicyApplications::default()
        };
        PolicyConditions { users: Some(users), applications: Some(applications), extra }
    }
}

prop_compose! {
    fn conditional_access_policy()(
        head in (of(guid()), of(text()), of(word!(PolicyState))),
        conditions in of(conditions().boxed()),
        grant in of((of(word!(GrantOperator)), vec(word!(GrantControl), 0..2), vec(text().boxed(), 0..2), of(strength().boxed()), extra().boxed())),
        session in of(extra().boxed()),
        extra in extra().boxed(),
    ) -> ConditionalAccessPolicy {
        let (id, display_name, state) = head;
        let grant = grant.map(|(operator, built_in, terms_of_use, strength, extra)| GrantControls {
            operator, built_in, terms_of_use, strength, extra,
            ..GrantControls::default()
        });
        let session = session.map(|extra| SessionControls { extra, ..SessionControls::default() });
        ConditionalAccessPolicy { id, display_name, state, conditions, grant, session, extra }
    }
}

prop_compose! {
    fn strength()(
        id in of(guid()), display_name in of(text()), combinations in vec(text().boxed(), 0..2), extra in extra().boxed(),
    ) -> AuthenticationStrength {
        AuthenticationStrength { id, display_name, combinations, extra }
    }
}

prop_compose! {
    fn conditional_access()(
        policies in vec(conditional_access_policy().boxed(), 0..2),
        strengths in vec(strength().boxed(), 0..2),
        extra in extra().boxed(),
    ) -> ConditionalAccess {
        ConditionalAccess { policies, strengths, extra }
    }
}

prop_compose! {
    pub fn tenant()(
        id in tenant_id(),
        display_name in text().boxed(),
        domains in vec(tenant_domain().boxed(), 0..2),
        cloud in word!(Cloud),
        ours in weighted(0.7, Just(())),
        policy in weighted(0.8, policy().boxed()),
        external in of(external().boxed()),
        conditional_access in of(conditional_access().boxed()),
        extra in extra().boxed(),
    ) -> Tenant {
        Tenant {
            id, display_name, domains, cloud,
            ownership: if ours.is_some() { Ownership::Ours } else { Ownership::Theirs },
            policy: policy.map(Arc::new), external: external.map(Arc::new),
            conditional_access: conditional_access.map(Arc::new), extra,
        }
    }
}

prop_compose! {
    fn note()(words in [text().boxed(), text().boxed(), text().boxed(), text().boxed()], extra in extra().boxed()) -> Note {
        let [owner, purpose, ticket, review] = words;
        Note { owner, purpose, ticket, review, extra }
    }
}

prop_compose! {
    fn address()(
        tenant in tenant_id(),
        kind in select([AddressKind::User, AddressKind::Group, AddressKind::Application].as_slice()),
        name in text().boxed(),
        told_by in text().boxed(),
    ) -> AddressEntry {
        AddressEntry { tenant, kind, name, told_by }
    }
}

prop_compose! {
    fn filter_groups()(
        clauses in vec((of(text()), of(text()), of(vec(text().boxed(), 0..2)), extra().boxed()), 0..3),
        name in of(text()),
        extra in extra().boxed(),
    ) -> Vec<FilterGroup> {
        let clauses = clauses.into_iter().map(|(attribute, operator, values, extra)| FilterClause {
            attribute, operator, extra,
            operand: values.map(|values| FilterOperand { values, extra: Extra::none() }),
        });
        vec![FilterGroup { name, clauses: clauses.collect(), extra }]
    }
}

prop_compose! {
    fn attribute_mapping()(
        words in (text(), of(text()), of(text()), of(text())),
        kind in of(word!(SourceType)),
        flow_type in of(word!(FlowType)),
        matching_priority in of(0u64..2),
        has_source in any::<bool>(),
        extras in [extra().boxed(), extra().boxed()],
    ) -> AttributeMapping {
        let ((target, default_value, name, expression), [inner, extra]) = (words, extras);
        let source = MappingSource { kind, name, expression, extra: inner };
        let source = has_source.then_some(source);
        AttributeMapping { target, source, default_value, matching_priority, flow_type, extra }
    }
}

prop_compose! {
    fn object_mapping()(
        words in (of(text()), of(text()), of(text()), of(text())),
        enabled in of(any::<bool>()),
        scope in of((filter_groups().boxed(), filter_groups().boxed(), extra().boxed())),
        attribute_mappings in vec(attribute_mapping().boxed(), 0..3),
        extra in extra().boxed(),
    ) -> ObjectMapping {
        let (name, flow_types, source_object_name, target_object_name) = words;
        let scope = scope.map(|(groups, input_filter_groups, extra)| {
            SyncFilter { groups, input_filter_groups, extra }
        });
        ObjectMapping {
            name, enabled, flow_types, source_object_name, target_object_name, scope,
            attribute_mappings, extra,
        }
    }
}

prop_compose! {
    /// What else a job and its switches say.
    fn around_sync()(
        texts in [of(text()), of(text()), of(text())],
        truths in (of(any::<bool>()), of(any::<bool>()), of(any::<bool>())),
        is_told in [any::<bool>(), any::<bool>()],
        extras in [extra().boxed(), extra().boxed()],
        hash in of(text()),
    ) -> SyncConfiguration {
        let [job_id, recipients, word] = texts;
        let (enabled, counts_deletions, skip_out_of_scope_deletions) = truths;
        let [told, seen] = extras;
        let told = SyncNotification {
            enabled, recipients, counts_deletions, deletions_max: hash.as_ref().map(|_| 7), extra: told,
        };
        let seen = SyncObserved { settings: hash.clone(), schema: None, assigned: hash, extra: seen };
        let job = word.map(|word| serde_json::json!({ "templateId": word, "n": [1, null] }));
        SyncConfiguration {
            job_id, skip_out_of_scope_deletions, job,
            notification: is_told[0].then_some(told), observed: is_told[1].then_some(seen),
            ..SyncConfiguration::default()
        }
    }
}

prop_compose! {
    /// A configuration of cross-tenant synchronisation.
    pub fn synchronisation()(
        id in guid().prop_map(ObjectId),
        display_name in text().boxed(),
        ends in (tenant_id(), tenant_id()),
        assigned in vec(guid().prop_map(ObjectId), 0..2),
        numbers in (any::<bool>(), of(any::<u64>()), of(0u64..3)),
        schedule_state in of(word!(ScheduleState)),
        object_mappings in vec(object_mapping().boxed(), 0..2),
        extras in [extra().boxed(), extra().boxed(), extra().boxed()],
        around in around_sync().boxed(),
    ) -> SyncConfiguration {
        let ((source, target), (sync_all, deletion_threshold, priority)) = (ends, numbers);
        let [rule, schema, extra] = extras;
        let rule = SyncRule { priority, object_mappings, extra: rule, ..SyncRule::default() };
        SyncConfiguration {
            id, display_name, source, target, sync_all, assigned, deletion_threshold,
            schedule_state, schema: SyncSchema { rules: vec![rule], extra: schema }, extra,
            ..around
        }
    }
}

/// What was observed of a tenant, named by the hash of its bytes as the store names it.
pub fn observed(tenant: Tenant) -> Observed {
    let hash = wire::sha256(format!("{}\n", wire::to_line(&tenant)).as_bytes());
    Observed { hash, tenant: Arc::new(tenant) }
}

prop_compose! {
    /// A workspace. Members of the workspace itself that we do not know are not part of it: only a
    /// checkpoint carries them.
    pub fn workspace()(
        tenants in vec(tenant().boxed(), 0..4),
        observed in vec(tenant().boxed().prop_map(observed), 0..2),
        notes in btree_map((tenant_id(), tenant_id()), note().boxed(), 0..2),
        address_book in btree_map(guid(), address().boxed(), 0..2),
        held in vec(synchronisation().boxed(), 0..2),
    ) -> Workspace {
        Workspace {
            draft: Estate { tenants: tenants.into_iter().map(|t| (t.id, Arc::new(t))).collect() },
            observed: observed.into_iter().map(|seen| (seen.tenant.id, seen)).collect(),
            notes, address_book, extra: Extra::none(),
            synchronizations: held.into_iter().map(|one| (one.id, Arc::new(one))).collect(),
        }
    }
}

/// A workspace whose tenants are all there and ours, each with a policy: most edits apply.
pub fn open_workspace() -> impl Strategy<Value = Workspace> {
    vec((tenant().boxed(), policy().boxed()), 3).prop_map(|tenants| {
        let tenants: BTreeMap<_, _> = tenants
            .into_iter()
            .map(|(tenant, policy)| {
                let policy = Some(Arc::new(policy));
                (tenant.id, Arc::new(Tenant { policy, ownership: Ownership::Ours, ..tenant }))
            })
            .collect();
        Workspace { draft: Estate { tenants }, ..Workspace::default() }
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![Just(Subject::Default), tenant_id().prop_map(Subject::Partner)]
}

/// A switch that is not a list.
pub fn switch() -> impl Strategy<Value = Setting> {
    let all: Vec<Setting> = SETTINGS
        .iter()
        .map(|row| row.setting)
        .filter(|setting| !matches!(setting, Setting::Half(..)))
        .collect();
    select(all)
}

/// Any edit; many are refused, which is part of the exercise.
pub fn edit() -> impl Strategy<Value = Edit> {
    let b2b = || select(B2b::ALL.as_slice());
    prop_oneof![
        3 => (tenant_id(), subject(), b2b(), of(setting().boxed())).prop_map(
            |(owner, subject, setting, value)| Edit::B2b { owner, subject, setting, value }
        ),
        3 => (tenant_id(), subject(), b2b(), select(Half::BOTH.as_slice()))
            .prop_flat_map(|(owner, subject, setting, half)| list(half).prop_map(move |value| {
                Edit::Half { owner, subject, setting, half, value }
            })),
        6 => (tenant_id(), subject(), switch(), of(any::<bool>())).prop_map(
            |(owner, subject, setting, value)| Edit::Switch { owner, subject, setting, value }
        ),
        1 => tenant_id().prop_map(|owner| Edit::ResetDefault { owner }),
        3 => (tenant_id(), partner().boxed()).prop_map(|(owner, partner)| {
            Edit::AddPartner { owner, partner: Box::new(partner) }
        }),
        2 => (tenant_id(), tenant_id())
            .prop_map(|(owner, partner)| Edit::RemovePartner { owner, partner }),
        1 => (tenant_id(), vec(word!(CloudEndpoint), 0..2))
            .prop_map(|(owner, endpoints)| Edit::CloudEndpoints { owner, endpoints }),
        1 => (tenant_id(), redemption().boxed()).prop_map(|(owner, order)| Edit::Redemption { owner, order }),
        1 => (tenant_id(), word!(AllowInvitesFrom))
            .prop_map(|(owner, value)| Edit::InvitesFrom { owner, value }),
        1 => (tenant_id(), vec(domain().boxed(), 0..3), any::<bool>()).prop_map(|(owner, list, allow)| {
            let (allowed, blocked) = if allow { (list, vec![]) } else { (vec![], list) };
            Edit::Domains { owner, allowed, blocked }
        }),
        1 => (tenant_id(), any::<bool>())
            .prop_map(|(owner, value)| Edit::AllowLeave { owner, value }),
        1 => (tenant_id(), tenant_id(), of(note().boxed()))
            .prop_map(|(owner, partner, note)| Edit::Note { owner, partner, note }),
        1 => (guid(), of(address().boxed())).prop_map(|(id, entry)| Edit::Address { id, entry }),
        1 => (guid().prop_map(ObjectId), of(synchronisation().boxed())).prop_map(
            |(id, configuration)| Edit::Synchronization {
                id, configuration: configuration.map(Box::new),
            }
        ),
        1 => tenant().boxed().prop_map(|tenant| Edit::AddTenant(Box::new(tenant))),
    ]
}
