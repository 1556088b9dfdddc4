//! What might help at one gate. Whether it does is tried by whoever asked.

use super::Trial;
use crate::access::{Gate, Line, Stage, resolve_half};
use crate::domain::{
    AccessType, B2b, B2bSetting, Claim, CloudEndpoint, DomainList, DomainName, Guid, Half, Partner,
    Setting, Subject, Target, TargetConfiguration, TargetType, TargetValue, TenantId,
};
use crate::edit::Edit;

type Candidate = (String, Vec<Edit>);

pub(super) fn at(trial: &Trial<'_>, line: &Line) -> Vec<Candidate> {
    match line.gate {
        Gate::HomeOutbound | Gate::ResourceInbound | Gate::TenantRestrictions => {
            settings(trial, line)
        }
        Gate::ConditionalAccess => trust(trial, line.tenant),
        Gate::DomainList => domains(trial, line.tenant),
        Gate::SignUp => sign_up(trial, line.tenant),
        Gate::Cloud => cloud(trial, line.tenant),
        // Who may invite, and what stands outside Entra, is nobody's to open for one question.
        Gate::Question
        | Gate::Inviter
        | Gate::Synchronisation
        | Gate::Redemption
        | Gate::SharedChannel => Vec::new(),
    }
}

/// People may sign up by themselves.
fn sign_up(trial: &Trial<'_>, owner: TenantId) -> Vec<Candidate> {
    let words = format!("let people sign up by themselves in {}", trial.name(owner));
    vec![(words, vec![Edit::SelfServiceSignUp { owner, value: true }])]
}

/// The other tenant of the question.
fn other(trial: &Trial<'_>, owner: TenantId) -> TenantId {
    let question = trial.question;
    if owner == question.home { question.resource } else { question.home }
}

/// The partner is added first where there is none yet.
fn on_partner(trial: &Trial<'_>, owner: TenantId, edit: Edit) -> Vec<Edit> {
    let other = other(trial, owner);
    let mut edits = Vec::new();
    if trial.workspace.draft.partner(owner, other).is_none() {
        edits.push(Edit::AddPartner { owner, partner: Box::new(Partner::new(other)) });
    }
    edits.push(edit);
    edits
}

/// One half of a question, and what it is called.
struct Side<'a> {
    one: Target,
    /// Its name, or words for it.
    name: String,
    noun: &'static str,
    all: TargetConfiguration,
    group: &'a dyn Fn(&Target) -> String,
}

/// Every small change of a list about one of its possible members.
fn variants(list: &TargetConfiguration, side: &Side<'_>) -> Vec<(String, TargetConfiguration)> {
    let Side { one, name, noun, all, group } = side;
    let mut out = vec![(String::new(), list.clone())];
    let how = match &list.access {
        AccessType::Allowed => "allowed",
        AccessType::Blocked => "blocked",
        AccessType::Other(_) => return out,
    };
    // Somebody whom no list names cannot be put on one.
    let nobody = one.value == TargetValue::Id(Guid::default());
    if !list.is_all() && !nobody && !list.targets.contains(one) {
        let mut longer = list.clone();
        longer.targets.push(one.clone());
        out.push((format!("put {name} on the {how} {noun}s"), longer));
    }
    for target in list.targets.iter().filter(|target| !target.value.is_all()) {
        let mut shorter = list.clone();
        shorter.targets.retain(|kept| kept != target);
        let what = if target == one {
            name.clone()
        } else if target.kind == TargetType::Group {
            format!("the group {}", group(target))
        } else {
            continue;
        };
        if !shorter.targets.is_empty() {
            out.push((format!("take {what} off the {how} {noun}s"), shorter));
        }
    }
    let only = |access| TargetConfiguration::of(access, vec![one.clone()]);
    if !nobody {
        out.push((format!("allow only {name}"), only(AccessType::Allowed)));
        out.push((format!("block only {name}"), only(AccessType::Blocked)));
    }
    let every = |access| TargetConfiguration { access, ..all.clone() };
    out.push((format!("allow all {noun}s"), every(AccessType::Allowed)));
    out.push((format!("block all {noun}s"), every(AccessType::Blocked)));
    let differs =
        |made: &TargetConfiguration| made.access != list.access || made.targets != list.targets;
    out.retain(|(words, made)| words.is_empty() || differs(made));
    out
}

fn settings(trial: &Trial<'_>, line: &Line) -> Vec<Candidate> {
    let owner = line.tenant;
    let other = other(trial, owner);
    let subject = Subject::Partner(other);
    let setting = B2b::ALL.into_iter().find(|setting| setting.property() == line.setting);
    let (Some(setting), Some(policy)) = (setting, trial.workspace.draft.policy(owner)) else {
        return Vec::new();
    };
    let half = |half| resolve_half(policy, subject, setting, half).map(|found| found.value);
    let (Some(users), Some(apps)) = (half(Half::UsersAndGroups), half(Half::Applications)) else {
        return Vec::new();
    };
    let question = trial.question;
    let group = |target: &Target| {
        match target.value {
            TargetValue::Id(id) => trial.called(question.home, id),
            _ => None,
        }
        .unwrap_or_else(|| target.value.text())
    };
    let user = Side {
        one: Target::user(question.user),
        name: trial.called(question.home, question.user.0).unwrap_or("the user".to_owned()),
        noun: "user",
        all: TargetConfiguration::all_users(AccessType::Allowed),
        group: &group,
    };
    let app = trial.called(question.resource, question.app.0);
    let app = Side {
        one: Target::app(question.app),
        name: app.unwrap_or("the application".to_owned()),
        noun: "application",
        all: TargetConfiguration::all_apps(AccessType::Allowed),
        group: &group,
    };
    let place = format!("in {}'s {} for {}", trial.name(owner), setting.title(), trial.name(other));
    let mut apps = variants(apps, &app);
    if question.stage == Stage::Invitation {
        // It is for no application in particular: only all of them blocked stand in its way.
        apps.retain(|(words, list)| words.is_empty() || list.allows_all());
    }
    let mut out = Vec::new();
    for (user_words, users) in variants(users, &user) {
        for (app_words, apps) in &apps {
            let words = match (user_words.as_str(), app_words.as_str()) {
                ("", "") => continue,
                ("", one) | (one, "") => one.to_owned(),
                (user, app) => format!("{user} and {app}"),
            };
            let value = Some(B2bSetting::of(users.clone(), apps.clone()));
            let edit = Edit::B2b { owner, subject, setting, value };
            out.push((format!("{words}, {place}"), on_partner(trial, owner, edit)));
        }
    }
    out
}

/// Trusting the other side's proof, per claim.
fn trust(trial: &Trial<'_>, owner: TenantId) -> Vec<Candidate> {
    let subject = Subject::Partner(other(trial, owner));
    let (here, there) = (trial.name(owner), trial.name(other(trial, owner)));
    let one = |claim: Claim| {
        let setting = Setting::Trust(claim);
        let edit = Edit::Switch { owner, subject, setting, value: Some(true) };
        let label = format!("in {here}, {} of {there}", setting.row().title);
        (label, on_partner(trial, owner, edit))
    };
    Claim::ALL.into_iter().map(one).collect()
}

/// The invited domain off the block list, or on the allow list.
fn domains(trial: &Trial<'_>, owner: TenantId) -> Vec<Candidate> {
    let external = trial.workspace.draft.tenant(owner).and_then(|t| t.external.as_deref());
    let policy = external.and_then(|external| external.b2b_management.as_ref());
    let address = trial.question.address.as_deref().and_then(|text| text.trim().rsplit_once('@'));
    let (Some(policy), Some((_, domain))) = (policy, address) else { return Vec::new() };
    let domain = DomainName::observed(domain);
    let here = trial.name(owner);
    match policy.domain_list() {
        DomainList::Block(list) => {
            let blocked = list.iter().filter(|name| **name != domain).cloned().collect();
            let edit = Edit::Domains { owner, allowed: Vec::new(), blocked };
            vec![(format!("take {domain} off the domain block list of {here}"), vec![edit])]
        }
        DomainList::Allow(list) => {
            let allowed = list.iter().cloned().chain([domain.clone()]).collect();
            let edit = Edit::Domains { owner, allowed, blocked: Vec::new() };
            vec![(format!("put {domain} on the domain allow list of {here}"), vec![edit])]
        }
        DomainList::Any | DomainList::Both(..) => Vec::new(),
    }
}

/// The other cloud enabled and the other tenant added.
fn cloud(trial: &Trial<'_>, owner: TenantId) -> Vec<Candidate> {
    let other = other(trial, owner);
    let draft = &trial.workspace.draft;
    let endpoint = draft.tenant(other).and_then(|tenant| tenant.cloud.endpoint());
    let (Some(policy), Some(endpoint)) = (draft.policy(owner), endpoint) else {
        return Vec::new();
    };
    let mut endpoints: Vec<CloudEndpoint> = policy.allowed_cloud_endpoints.clone();
    if !endpoints.contains(&endpoint) {
        endpoints.push(endpoint);
    }
    let edit = Edit::CloudEndpoints { owner, endpoints };
    let label = format!(
        "let {} work with the cloud of {} and add it as a partner",
        trial.name(owner),
        trial.name(other)
    );
    vec![(label, on_partner(trial, owner, edit))]
}
