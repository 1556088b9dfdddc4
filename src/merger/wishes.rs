//! From answers to what shall be so in each tenant.

use std::collections::BTreeSet;

use super::answers::{Answers, Member, Trust};
use super::configuration;
use super::step::Step;
use super::wish::{Want, Wish};
use crate::domain::{
    AccessType, AppId, B2b, B2bSetting, Claim, Cloud, Direction, KNOWN_APPS, Setting, SyncKind,
    Target, TargetConfiguration, TargetType, TargetValue, TenantId, Workspace,
};

/// How many of the published applications guests need to find their way in: My Apps, the Access
/// Panel, My Profile, My Sign-ins. A list of applications without them breaks the landing page and
/// registering for MFA.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-tenant-access-settings-b2b-collaboration.yml
const LANDING_APPS: usize = 4;

/// Everything that shall be so, tenant by tenant in the order of the questions.
pub fn wishes(workspace: &Workspace, answers: &Answers) -> Vec<Wish> {
    let mut out = closed(answers);
    for (home, resource) in answers.pairs() {
        out.extend(relation(workspace, answers, home, resource));
    }
    let mut seen = Vec::new();
    // Both directions of a pair ask for the same of a cloud.
    out.retain(|wish| {
        let shared = matches!(wish.want, Want::Cloud(_) | Want::Listed | Want::Invitations);
        let is_new = !shared || !seen.contains(wish);
        if shared && is_new {
            seen.push(wish.clone());
        }
        is_new
    });
    out
}

/// What defaults shall say: ours, and those of others only where that was chosen.
pub fn closed(answers: &Answers) -> Vec<Wish> {
    let Some(closed) = answers.closed else { return Vec::new() };
    let ways = [
        (closed.inbound, [B2b::CollaborationInbound, B2b::DirectConnectInbound]),
        (closed.outbound, [B2b::CollaborationOutbound, B2b::DirectConnectOutbound]),
    ];
    let owners: BTreeSet<TenantId> = answers.closing().collect();
    let mut out = Vec::new();
    for owner in owners {
        for setting in ways.iter().filter(|(shut, _)| *shut).flat_map(|(_, settings)| settings) {
            let want = Want::B2b(*setting, everything(AccessType::Blocked));
            out.push(Wish { step: Step::Closed, owner, other: None, want });
        }
    }
    out
}

/// What shall be so for people of one tenant in another.
pub fn relation(
    workspace: &Workspace,
    answers: &Answers,
    home: TenantId,
    resource: TenantId,
) -> Vec<Wish> {
    let mut out = Vec::new();
    clouds(workspace, answers, home, resource, &mut out);
    let ends = [(home, resource, Direction::Outbound), (resource, home, Direction::Inbound)];
    if answers.collaboration.is_some() {
        for (owner, other, way) in ends {
            let setting = match way {
                Direction::Outbound => B2b::CollaborationOutbound,
                Direction::Inbound => B2b::CollaborationInbound,
            };
            // Which applications of the resource are opened is for the resource to say.
            let apps = match way {
                Direction::Outbound => TargetConfiguration::all_apps(AccessType::Allowed),
                Direction::Inbound => apps(answers, resource),
            };
            let want = Want::B2b(setting, B2bSetting::of(people(answers, home), apps));
            out.push(Wish { step: Step::Collaboration, owner, other: Some(other), want });
        }
    }
    if answers.direct_connect == Some(true) && !is_cross_cloud(workspace, answers, home, resource) {
        for (owner, other, way) in ends {
            let setting = match way {
                Direction::Outbound => B2b::DirectConnectOutbound,
                Direction::Inbound => B2b::DirectConnectInbound,
            };
            let suite = Target::of(TargetValue::Office365, TargetType::Application);
            let apps = TargetConfiguration::of(AccessType::Allowed, vec![suite]);
            let want = Want::B2b(setting, B2bSetting::of(people(answers, home), apps));
            out.push(Wish { step: Step::DirectConnect, owner, other: Some(other), want });
        }
    }
    let switch = |step, owner, other, setting, on| Wish {
        step,
        owner,
        other: Some(other),
        want: Want::Switch(setting, on),
    };
    if let Some(on) = answers.redemption {
        for (owner, other, way) in ends {
            out.push(switch(Step::Redemption, owner, other, Setting::Consent(way), on));
        }
    }
    if let Some(Trust { mfa, compliant, hybrid }) = answers.trust {
        for (claim, on) in Claim::ALL.into_iter().zip([mfa, compliant, hybrid]) {
            out.push(switch(Step::Trust, resource, home, Setting::Trust(claim), on));
        }
    }
    if let Some(source) = answers.source(home) {
        let step = Step::Sync;
        out.push(switch(step, resource, home, Setting::Sync(SyncKind::Users), true));
        out.push(Wish { step, owner: resource, other: None, want: Want::Invitations });
        let wanted = configuration::wanted(workspace, answers, source, resource);
        let want = Want::Configuration(Box::new(wanted));
        out.push(Wish { step, owner: home, other: Some(resource), want });
    }
    out
}

/// Everybody and everything.
pub(super) fn everything(access: AccessType) -> B2bSetting {
    let users = TargetConfiguration::all_users(access.clone());
    B2bSetting::of(users, TargetConfiguration::all_apps(access))
}

fn people(answers: &Answers, home: TenantId) -> TargetConfiguration {
    let said = answers.collaboration.iter().flat_map(|said| &said.people);
    let only = said.filter(|people| people.tenant == home).flat_map(|people| &people.only);
    let targets: Vec<Target> = only
        .map(|one| if one.user { Target::user(one.object()) } else { Target::group(one.object()) })
        .collect();
    if targets.is_empty() {
        return TargetConfiguration::all_users(AccessType::Allowed);
    }
    TargetConfiguration::of(AccessType::Allowed, targets)
}

fn apps(answers: &Answers, resource: TenantId) -> TargetConfiguration {
    let said = answers.collaboration.iter().flat_map(|said| &said.apps);
    let said = said.filter(|apps| apps.tenant == resource);
    let mut targets = Vec::new();
    for apps in said {
        if apps.office365 {
            targets.push(Target::of(TargetValue::Office365, TargetType::Application));
        }
        targets.extend(apps.only.iter().map(|app| Target::app(AppId(app.id))));
    }
    if targets.is_empty() {
        return TargetConfiguration::all_apps(AccessType::Allowed);
    }
    for app in landing() {
        if !targets.contains(&app) {
            targets.push(app);
        }
    }
    TargetConfiguration::of(AccessType::Allowed, targets)
}

/// The applications through which guests find their way in.
pub(super) fn landing() -> Vec<Target> {
    KNOWN_APPS.iter().take(LANDING_APPS).map(|app| Target::app(app.id)).collect()
}

/// The cloud of a tenant: as the workspace knows it, or as told with the answers.
pub(super) fn cloud_of(workspace: &Workspace, answers: &Answers, id: TenantId) -> Cloud {
    match workspace.draft.tenant(id) {
        Some(tenant) => tenant.cloud.clone(),
        None => answers.member(id).map_or(Cloud::Global, Member::told_cloud),
    }
}

/// Whether two tenants live in different clouds.
pub(super) fn is_cross_cloud(
    workspace: &Workspace,
    answers: &Answers,
    a: TenantId,
    b: TenantId,
) -> bool {
    cloud_of(workspace, answers, a) != cloud_of(workspace, answers, b)
}

/// Two clouds: each side ticks the other's, and lists the other tenant by its id.
fn clouds(
    workspace: &Workspace,
    answers: &Answers,
    home: TenantId,
    resource: TenantId,
    out: &mut Vec<Wish>,
) {
    if !is_cross_cloud(workspace, answers, home, resource) {
        return;
    }
    let mut ends = [(home, resource), (resource, home)];
    ends.sort_unstable();
    for (owner, other) in ends {
        let step = Step::Topology;
        if let Some(endpoint) = cloud_of(workspace, answers, other).endpoint() {
            out.push(Wish { step, owner, other: None, want: Want::Cloud(endpoint) });
        }
        out.push(Wish { step, owner, other: Some(other), want: Want::Listed });
    }
}
