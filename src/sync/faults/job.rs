//! Scope by assignment, the brake on deletions, who is told.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md,
//! …-overview.md, …/identity/app-provisioning/how-provisioning-works.md, accidental-deletions.md and
//! skip-out-of-scope-deletions.md

use std::collections::BTreeSet;

use super::{Around, Faults};
use crate::domain::{AllowInvitesFrom, ObjectAction, ObjectId, SyncConfiguration};
use crate::sync::together::{is_same_pair, overlap};

const SCOPE: &str = "secrets.SyncAll";
const ASSIGNED: &str = "appRoleAssignedTo";
const BRAKE: &str = "secrets.SyncNotificationSettings.DeleteThresholdEnabled";
const MAIL: &str = "secrets.SyncNotificationSettings.Recipients";

pub(super) fn check(configuration: &SyncConfiguration, around: &Around<'_>, out: &mut Faults) {
    scope(configuration, around, out);
    beside(configuration, around, out);
    brake(configuration, around, out);
    let told = configuration.notification.as_ref();
    // Of an imported job nothing is known before its switches came as well.
    let is_told = told.is_some() || configuration.observed.is_none();
    let hears = told.is_some_and(|told| {
        told.enabled != Some(false)
            && told.recipients.as_deref().is_some_and(|to| !to.trim().is_empty())
    });
    if is_told && !hears {
        out.warn(
            "CTS028",
            MAIL,
            "no address is told when the job is quarantined, so that nobody notices",
            "set a notification mail: detente sync set NAME --notify MAIL",
        );
    }
    if configuration.skip_out_of_scope_deletions == Some(true) {
        out.warn(
            "CTS025",
            "secrets.SkipOutOfScopeDeletions",
            "deletions out of scope are said to be skipped, and cross-tenant synchronisation ignores that: who leaves the scope is soft-deleted",
            "clear Delete among the target object actions instead: detente sync set NAME --actions add,update",
        );
    }
    let target = around.estate.and_then(|estate| estate.tenant(configuration.target));
    let authorization = target
        .and_then(|tenant| tenant.external.as_deref())
        .and_then(|external| external.authorization.as_ref());
    let invites = authorization.and_then(|policy| policy.allow_invites_from.as_ref());
    if invites == Some(&AllowInvitesFrom::None) {
        out.warn(
            "CTS047",
            "allowInvitesFrom",
            "the target lets nobody invite, so every create fails with AzureActiveDirectoryForbidden",
            "let at least administrators and guest inviters invite in the target",
        );
    }
}

/// Another configuration of the same pair with people in common.
fn beside(configuration: &SyncConfiguration, around: &Around<'_>, out: &mut Faults) {
    let others = around.beside.into_iter().flat_map(|all| all.values());
    for other in others.filter(|other| is_same_pair(configuration, other)) {
        if overlap(configuration, other) {
            out.warn(
                "CTS050",
                ASSIGNED,
                format!(
                    "`{}` runs between the same tenants and has people in common: two jobs write the same users, and delete and restore may follow each other; one page says there is one job for each pair, another advises two",
                    other.display_name
                ),
                "assign each user to one of them only, or switch Delete off in the one they leave: detente sync together NAME shows whom it touches",
            );
        }
    }
}

fn scope(configuration: &SyncConfiguration, around: &Around<'_>, out: &mut Faults) {
    if configuration.sync_all {
        out.warn(
            "CTS007",
            SCOPE,
            "every user and group of the source is evaluated, which is slow",
            "synchronise assigned users and groups only: detente sync set NAME --scope assigned",
        );
        if configuration.groups().is_some() {
            out.refuse(
                "CTS008",
                SCOPE,
                "the mapping of groups is enabled, and groups are synchronised only where the scope is who is assigned",
                "detente sync set NAME --scope assigned, or disable the mapping of groups",
            );
        }
        return;
    }
    if configuration.assigned.is_empty() && configuration.tells_assigned() {
        out.warn(
            "CTS004",
            ASSIGNED,
            "nobody is assigned and only who is assigned is synchronised: no user is processed",
            "assign users or groups: detente sync set NAME --assign GUID",
        );
    }
    let groups: BTreeSet<ObjectId> = around.groups.iter().map(|group| group.id).collect();
    for group in around.groups.iter().filter(|group| configuration.assigned.contains(&group.id)) {
        let name = if group.display_name.is_empty() {
            group.id.to_string()
        } else {
            format!("`{}` ({})", group.display_name, group.id)
        };
        let inner = group.members.iter().flatten().filter(|id| groups.contains(id)).count();
        if inner > 0 {
            out.warn(
                "CTS005",
                ASSIGNED,
                format!("the assigned group {name} holds {inner} other groups, whose members are not synchronised: only direct members are"),
                "assign the inner groups as well",
            );
        }
        if group.security_enabled == Some(false) {
            out.warn(
                "CTS006",
                ASSIGNED,
                format!("the assigned group {name} is not security-enabled, and its members do not count"),
                "assign a security group",
            );
        }
    }
}

fn brake(configuration: &SyncConfiguration, around: &Around<'_>, out: &mut Faults) {
    if let Some(users) = configuration.users()
        && !users.does(ObjectAction::Delete)
    {
        out.warn(
            "CTS024",
            "objectMappings.flowTypes",
            "Delete is off: who leaves the scope stays in the target with sign-in as it was",
            "confirm it, and clean up in the target by other means",
        );
    }
    let told = configuration.notification.as_ref().and_then(|told| told.counts_deletions);
    let is_told = told.is_some() || configuration.observed.is_none();
    match (configuration.deletion_threshold, around.population) {
        (None, _) if is_told => out.warn(
            "CTS026",
            BRAKE,
            "accidental deletions are not prevented: one wrong filter deletes everybody",
            "set a threshold of some 5 % of the population: detente sync set NAME --threshold N",
        ),
        (Some(most), Some(population)) if population > 0 && most > population => out.warn(
            "CTS026",
            BRAKE,
            format!("the job stops at {most} deletions and at most {population} users are in scope: it never stops"),
            "set a threshold of some 5 % of the population: detente sync set NAME --threshold N",
        ),
        _ => {}
    }
}
