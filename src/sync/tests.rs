//! Scenes of two tenants: a user a line, as `name attribute=value …`.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test may fail loudly")]

mod cases;
mod columns;
mod cycles;
mod faults;
mod filters;
mod forecasts;
mod laws;
mod mappings;
mod numbered;
mod together;
mod trials;

use std::ops::ControlFlow;
use std::sync::Arc;

use super::change::Note;
use super::inputs::{Inputs, Mode, wanted};
use super::preview::{Engine, Preview};
use super::roster::{Field, Roster, SyncGroup};
use super::template::template;
use super::verdict::{Action, Certainty, JobVerdict};
use crate::domain::{
    AllowInvitesFrom, AttributeMapping, AuthorizationPolicy, AutomaticUserConsent,
    CrossTenantAccessPolicy, DomainName, Estate, ExternalCollaboration, FilterClause, FilterGroup,
    FilterOperand, Guid, IdentitySynchronization, ObjectId, ObjectMapping, Partner,
    SyncConfiguration, SyncInbound, Tenant, TenantDomain, TenantId,
};

pub(super) const SOURCE: TenantId = TenantId(Guid::from_u128(0x5));
pub(super) const TARGET: TenantId = TenantId(Guid::from_u128(0x7));

/// An id by number, for references and groups.
pub(super) fn id(number: u128) -> ObjectId {
    ObjectId(Guid::from_u128(number))
}

fn domain(name: &str) -> TenantDomain {
    TenantDomain {
        name: DomainName::observed(name),
        is_verified: Some(true),
        ..TenantDomain::default()
    }
}

/// Both tenants with every gate open.
pub(super) fn estate() -> Estate {
    let tenant =
        |id, other, name: &str, domains, consent, sync: Option<IdentitySynchronization>| {
            let mut partner = Partner::new(other);
            partner.configuration.automatic_user_consent = Some(consent);
            partner.identity_synchronization = sync;
            let policy = CrossTenantAccessPolicy {
                partners: [(other, Arc::new(partner))].into(),
                ..CrossTenantAccessPolicy::default()
            };
            let authorization = AuthorizationPolicy {
                allow_invites_from: Some(AllowInvitesFrom::AdminsAndGuestInviters),
                ..AuthorizationPolicy::default()
            };
            let external = ExternalCollaboration {
                authorization: Some(authorization),
                ..ExternalCollaboration::default()
            };
            Arc::new(Tenant {
                id,
                display_name: name.to_owned(),
                domains,
                policy: Some(Arc::new(policy)),
                external: Some(Arc::new(external)),
                ..Tenant::default()
            })
        };
    let allowed = IdentitySynchronization {
        user_sync_inbound: Some(SyncInbound {
            is_sync_allowed: Some(true),
            ..SyncInbound::default()
        }),
        ..IdentitySynchronization::default()
    };
    let out = AutomaticUserConsent { outbound: Some(true), ..AutomaticUserConsent::default() };
    let inn = AutomaticUserConsent { inbound: Some(true), ..AutomaticUserConsent::default() };
    let home = vec![domain("s.com")];
    let away = vec![domain("t.com"), domain("tee.onmicrosoft.com")];
    let tenants = [
        (SOURCE, tenant(SOURCE, TARGET, "Ess", home, out, None)),
        (TARGET, tenant(TARGET, SOURCE, "Tee", away, inn, Some(allowed))),
    ];
    Estate { tenants: tenants.into() }
}

/// Everything a preview needs, to be bent.
pub(super) struct Scene {
    pub estate: Estate,
    pub configuration: SyncConfiguration,
    pub source: String,
    pub target: String,
    pub source_groups: Vec<SyncGroup>,
    pub target_groups: Vec<SyncGroup>,
    pub mode: Mode,
}

/// The source's users; the target has one internal user, so that its directory is known.
pub(super) fn scene(source: &str, target: &str) -> Scene {
    Scene {
        estate: estate(),
        configuration: SyncConfiguration {
            source: SOURCE,
            target: TARGET,
            sync_all: true,
            schema: template(),
            ..SyncConfiguration::default()
        },
        source: source.to_owned(),
        target: format!("root upn=root@t.com mail=root@t.com\n{target}"),
        source_groups: Vec::new(),
        target_groups: Vec::new(),
        mode: Mode::Initial,
    }
}

/// What a short name stands for.
fn attribute(name: &str) -> &str {
    match name {
        "upn" => "userPrincipalName",
        "on" => "accountEnabled",
        "name" => "displayName",
        "gone" => "deletedDateTime",
        "alt" => "alternativeSecurityIds",
        "state" => "userState",
        "type" => "userType",
        other => other,
    }
}

fn field(text: &str) -> Field {
    match text {
        "null" => Field::Missing,
        "true" => Field::Bool(true),
        "false" => Field::Bool(false),
        _ if text.starts_with('@') => Field::Reference(id(text[1..].parse().unwrap())),
        _ if text.contains('|') => Field::Many(text.split('|').map(str::to_owned).collect()),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Field::Number(text.to_owned()),
        _ => Field::Text(text.replace('_', " ")),
    }
}

/// Users of a sketch; the first has the id `from`. `_` is a space, `a|b` a list, `@7` the user 7.
pub(super) fn roster(sketch: &str, names: Vec<String>, from: u128) -> Roster {
    let mut roster = Roster::new(names.clone());
    for (line, number) in sketch.lines().filter(|line| !line.trim().is_empty()).zip(from..) {
        let mut fields = vec![None; names.len()];
        for pair in line.split_whitespace().skip(1) {
            let (name, value) = pair.split_once('=').unwrap();
            let column = names.iter().position(|known| known == attribute(name));
            let value = match attribute(name) {
                _ if value == "null" => Field::Missing,
                "userPrincipalName" | "mail" => Field::Text(value.to_owned()),
                _ => field(value),
            };
            fields[column.unwrap_or_else(|| panic!("{name} is not read"))] = Some(value);
        }
        roster.push(id(number), fields);
    }
    roster.settle();
    roster
}

impl Scene {
    /// The user mapping, to be bent.
    pub fn mapping(&mut self) -> &mut ObjectMapping {
        &mut self.configuration.schema.rules[0].object_mappings[0]
    }

    /// One attribute mapping, to be bent.
    pub fn row(&mut self, target: &str) -> &mut AttributeMapping {
        let rows = &mut self.mapping().attribute_mappings;
        rows.iter_mut().find(|row| row.target == target).unwrap()
    }

    /// Adds a scoping filter of `attribute OPERATOR value` clauses.
    pub fn filter(&mut self, clauses: &[(&str, &str, &str)]) {
        let group = group(clauses);
        self.mapping().scope.get_or_insert_default().groups.push(group);
    }

    /// Assigns instead of everybody.
    pub fn assign(&mut self, ids: &[u128]) {
        self.configuration.sync_all = false;
        self.configuration.assigned = ids.iter().map(|number| id(*number)).collect();
    }

    pub fn partner(&mut self, owner: TenantId, bend: impl Fn(&mut Partner)) {
        let tenant = Arc::make_mut(self.estate.tenants.get_mut(&owner).unwrap());
        let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
        bend(Arc::make_mut(policy.partners.values_mut().next().unwrap()));
    }

    /// Asks. Users of the source count from 1, those of the target from 100.
    pub fn with<T>(&self, ask: impl FnOnce(&Engine<'_>, &Preview) -> T) -> T {
        let [source, target] = wanted(&self.configuration);
        let source = roster(&self.source, source, 1);
        let target = roster(&self.target, target, 100);
        let expressions = super::Expressions::default();
        let engine = Engine::of(Inputs {
            estate: &self.estate,
            configuration: &self.configuration,
            source: &source,
            target: &target,
            source_groups: &self.source_groups,
            target_groups: &self.target_groups,
            mode: self.mode,
            expressions: &expressions,
        });
        let preview = engine.preview(&|_| ControlFlow::Continue(())).unwrap();
        ask(&engine, &preview)
    }

    /// `action code, certainty` of the first user, and the attributes that are written.
    pub fn first(&self) -> String {
        self.told(0)
    }

    pub fn told(&self, row: usize) -> String {
        self.with(|engine, preview| {
            let user = preview.users[row];
            let because = user.because();
            let code = because.split_once(": ").map_or("", |(code, _)| code);
            let code = if code.contains(' ') { "" } else { code };
            let written: Vec<String> = engine
                .changes(row, &preview.users)
                .iter()
                .filter(|one| one.is_written() && user.action != Action::Create)
                .map(|one| one.attribute.clone())
                .collect();
            let parts = [user.action.word(), code, user.certainty.word(), &written.join(" ")];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        })
    }

    /// `before > after note` of one attribute of the first user.
    pub fn change(&self, attribute: &str) -> String {
        self.with(|engine, preview| {
            let changes = engine.changes(0, &preview.users);
            changes.iter().find(|one| one.attribute == attribute).map_or("nothing".into(), |one| {
                let shown = |text: &Option<String>| text.clone().unwrap_or("-".into());
                let note = one.note.map(Note::word).unwrap_or_default();
                format!("{} > {} {note}", shown(&one.before), shown(&one.after)).trim().to_owned()
            })
        })
    }
}

pub(super) fn group(clauses: &[(&str, &str, &str)]) -> FilterGroup {
    let clauses = clauses.iter().map(|(attribute, operator, value)| FilterClause {
        attribute: Some((*attribute).to_owned()),
        operator: Some((*operator).to_owned()),
        operand: Some(FilterOperand {
            values: vec![(*value).to_owned()],
            ..FilterOperand::default()
        }),
        ..FilterClause::default()
    });
    FilterGroup { name: Some("F".to_owned()), clauses: clauses.collect(), ..FilterGroup::default() }
}
