//! What is wrong with an answer, said at the question it concerns. Nothing here keeps anybody from
//! going back, or from leaving it so for now.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::{Answers, Named, Topology};
use super::step::{Step, member_name};
use super::wishes::cloud_of;
use super::{fault_sync, wishes};
use crate::access::Directories;
use crate::domain::{
    B2b, Cloud, Directory, DomainList, MICROSOFT_ACCOUNTS_TENANT, Ownership, TenantId, Workspace,
    is_office_365, known_app,
};

/// Tenants of one multitenant organisation, and so of what is usual.
///
/// Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/multi-tenant-organization-known-issues.md
pub const TENANTS_MAX: usize = 100;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It can be done, and somebody should know.
    Mind,
    /// It cannot be done like this: nothing is applied until it is mended.
    Stop,
}

impl Weight {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Weight::Mind => "mind",
            Weight::Stop => "stop",
        }
    }
}

/// Something wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The question.
    pub step: Step,
    /// How bad.
    pub weight: Weight,
    /// What, and what to do, in a sentence.
    pub sentence: String,
}

/// What answers are held against.
#[derive(Clone, Copy)]
pub(super) struct Held<'h> {
    pub workspace: &'h Workspace,
    pub directories: &'h Directories,
    pub answers: &'h Answers,
}

impl Held<'_> {
    pub fn name(&self, id: TenantId) -> String {
        member_name(self.workspace, self.answers, id)
    }

    pub fn cloud(&self, id: TenantId) -> Cloud {
        cloud_of(self.workspace, self.answers, id)
    }

    /// The directory of a tenant, where it is in the workspace.
    pub fn directory(&self, id: TenantId) -> Option<&Directory> {
        self.directories.get(&id).map(AsRef::as_ref)
    }
}

/// The list that faults are put on.
#[derive(Default)]
pub(super) struct Faults(pub Vec<Fault>);

impl Faults {
    pub fn stop(&mut self, step: Step, sentence: String) {
        self.0.push(Fault { step, weight: Weight::Stop, sentence });
    }

    pub fn mind(&mut self, step: Step, sentence: String) {
        self.0.push(Fault { step, weight: Weight::Mind, sentence });
    }
}

/// Everything that is wrong, in the order of the questions.
pub fn faults(workspace: &Workspace, directories: &Directories, answers: &Answers) -> Vec<Fault> {
    let held = Held { workspace, directories, answers };
    let mut out = Faults::default();
    tenants(held, &mut out);
    topology(held, &mut out);
    collaboration(held, &mut out);
    direct_connect(held, &mut out);
    fault_sync::check(held, &mut out);
    closed(held, &mut out);
    out.0.sort_by_key(|fault| (fault.step, std::cmp::Reverse(fault.weight)));
    out.0
}

fn tenants(held: Held<'_>, out: &mut Faults) {
    let step = Step::Tenants;
    if let Some(foreign) = held.answers.foreign(held.workspace) {
        out.stop(step, foreign);
    }
    let mut seen = BTreeSet::new();
    for member in &held.answers.tenants {
        if !seen.insert(member.id) {
            let name = held.name(member.id);
            out.stop(step, format!("{name} is named twice; a tenant is never its own partner"));
        }
        if member.id == MICROSOFT_ACCOUNTS_TENANT || member.id == TenantId::default() {
            out.stop(step, format!("{} is no tenant that can be set up", member.id));
        }
        let known = held.workspace.draft.tenant(member.id);
        if known.is_none_or(|tenant| tenant.policy.is_none()) && !member.ours {
            out.mind(step, format!(
                "the settings of {} are not in the workspace: what it has to do is asked of its administrators, and ticks stay open until they answer",
                held.name(member.id)
            ));
        }
    }
    match held.answers.tenants.len() {
        0 | 1 => out.stop(step, "two tenants at least come together; name another".to_owned()),
        count if count > TENANTS_MAX => out.mind(
            step,
            format!(
                "{count} tenants are more than the {TENANTS_MAX} of one multitenant organisation"
            ),
        ),
        _ => {}
    }
    let ours = |id| {
        let tenant = held.workspace.draft.tenant(id);
        tenant.is_some_and(|tenant| tenant.ownership == Ownership::Ours)
    };
    if !held.answers.tenants.is_empty() && !held.answers.tenants.iter().any(|one| ours(one.id)) {
        out.stop(step, "none of these tenants is administered here, so there is nothing to set up; import one of them".to_owned());
    }
}

fn topology(held: Held<'_>, out: &mut Faults) {
    let step = Step::Topology;
    let is_member = |id| held.answers.member(id).is_some();
    let named: Vec<TenantId> = match held.answers.topology {
        Some(Topology::OneWay { home, resource }) => {
            if home == resource {
                out.stop(step, format!("{} would be its own partner", held.name(home)));
            }
            vec![home, resource]
        }
        Some(Topology::Hub { centre, .. }) => vec![centre],
        Some(Topology::BothWays) if held.answers.tenants.len() > 2 => {
            out.stop(step, "both ways is between two tenants; of more, name the middle of a hub, or choose the full mesh".to_owned());
            Vec::new()
        }
        Some(Topology::BothWays | Topology::FullMesh) | None => Vec::new(),
    };
    for id in named.into_iter().filter(|id| !is_member(*id)) {
        out.stop(step, format!("{id} is not among the tenants that come together"));
    }
    let mut seen = BTreeSet::new();
    for (home, resource) in held.answers.pairs() {
        let pair = if home < resource { (home, resource) } else { (resource, home) };
        if seen.insert(pair)
            && let Some(why) = unpaired(&held.cloud(home), &held.cloud(resource))
        {
            out.stop(
                step,
                format!("{} and {} cannot be paired: {why}", held.name(home), held.name(resource)),
            );
        }
    }
}

/// Why two clouds do not work together; nothing where they do.
///
/// Source: MicrosoftDocs/entra-docs:docs/external-id/cross-cloud-settings.md
fn unpaired(a: &Cloud, b: &Cloud) -> Option<String> {
    match (a, b) {
        (a, b) if a == b => None,
        (Cloud::Other(word), _) | (_, Cloud::Other(word)) => {
            Some(format!("the cloud `{}` is not known", word.escape_debug()))
        }
        (Cloud::Global, _) | (_, Cloud::Global) => None,
        (a, b) => Some(format!("{} works with global only, and so does {}", a.title(), b.title())),
    }
}

fn collaboration(held: Held<'_>, out: &mut Faults) {
    let step = Step::Collaboration;
    let Some(said) = &held.answers.collaboration else { return };
    for people in &said.people {
        if held.answers.member(people.tenant).is_none() {
            out.mind(
                step,
                format!(
                    "{} takes no part; what is said of its people is not used",
                    held.name(people.tenant)
                ),
            );
            continue;
        }
        if people.only.is_empty() {
            out.stop(step, format!(
                "the list of people of {} is empty; name somebody, or leave the tenant out to mean everybody",
                held.name(people.tenant)
            ));
        }
        for named in &people.only {
            out.0.extend(object_fault(held, step, people.tenant, named));
        }
    }
    for apps in &said.apps {
        if held.answers.member(apps.tenant).is_none() {
            out.mind(
                step,
                format!(
                    "{} takes no part; what is said of its applications is not used",
                    held.name(apps.tenant)
                ),
            );
            continue;
        }
        for app in &apps.only {
            if let Some(sentence) = app_fault(held, apps.tenant, app) {
                out.stop(step, sentence);
            }
        }
        if apps.only.is_empty() && !apps.office365 {
            out.stop(step, format!(
                "the list of applications of {} is empty; name one, or leave the tenant out to mean all",
                held.name(apps.tenant)
            ));
        }
    }
    domains(held, out);
}

/// A user or group that is not where it should be.
pub(super) fn object_fault(
    held: Held<'_>,
    step: Step,
    tenant: TenantId,
    named: &Named,
) -> Option<Fault> {
    let stop = |sentence| Some(Fault { step, weight: Weight::Stop, sentence });
    let mind = |sentence| Some(Fault { step, weight: Weight::Mind, sentence });
    let noun = if named.user { "user" } else { "group" };
    if super::handshake::is_asked(named) {
        return stop(format!(
            "the id of the {noun} `{}` of {} is not known yet; `detente handshake request` asks for it",
            named.name.escape_debug(),
            held.name(tenant)
        ));
    }
    let shown = shown(named);
    let Some(directory) = held.directory(tenant) else {
        let told = held.workspace.address_book.get(&named.id);
        if told.is_some_and(|entry| entry.tenant == tenant) {
            return None;
        }
        return mind(format!(
            "whether {shown} is a {noun} of {} is not known: its directory is not in the workspace",
            held.name(tenant)
        ));
    };
    let is_user = directory.users.iter().any(|user| user.id == named.object());
    let is_group = directory.groups.iter().any(|group| group.id == named.object());
    match (named.user, is_user, is_group) {
        (true, true, _) | (false, _, true) => None,
        (true, false, true) => {
            stop(format!("{shown} is a group of {}, not a user", held.name(tenant)))
        }
        (false, true, false) => {
            stop(format!("{shown} is a user of {}, not a group", held.name(tenant)))
        }
        // Groups may not have been exported, and then nothing is known of them.
        (false, false, false) if directory.groups.is_empty() => mind(format!(
            "whether {shown} is a group of {} is not known: its groups are not in the workspace",
            held.name(tenant)
        )),
        (_, false, false) => {
            let elsewhere = held.directories.iter().find(|(id, other)| {
                **id != tenant
                    && (other.users.iter().any(|user| user.id == named.object())
                        || other.groups.iter().any(|group| group.id == named.object()))
            });
            stop(match elsewhere {
                Some((id, _)) => format!(
                    "{shown} belongs to {}; people are named by their ids in {}, which is their home",
                    held.name(*id),
                    held.name(tenant)
                ),
                None => format!(
                    "the {noun} {shown} is not in the directory of {} as it was imported last; choose again",
                    held.name(tenant)
                ),
            })
        }
    }
}

fn app_fault(held: Held<'_>, tenant: TenantId, app: &Named) -> Option<String> {
    let id = crate::domain::AppId(app.id);
    let directory = held.directory(tenant)?;
    let known = directory.applications.is_empty()
        || known_app(id).is_some()
        || is_office_365(id)
        || directory.applications.iter().any(|one| one.app_id == id);
    (!known).then(|| {
        format!(
            "the application {} is not in {}; inbound settings name applications of the resource tenant, by client id",
            shown(app),
            held.name(tenant)
        )
    })
}

pub(super) fn shown(named: &Named) -> String {
    if named.name.is_empty() {
        return named.id.to_string();
    }
    format!("`{}` ({})", named.name.escape_debug(), named.id)
}

/// A domain list stops invitations, whatever cross-tenant access says.
fn domains(held: Held<'_>, out: &mut Faults) {
    for (home, resource) in held.answers.pairs() {
        let of = |id| held.workspace.draft.tenant(id);
        let external = of(resource).and_then(|tenant| tenant.external.as_deref());
        let Some(list) = external.and_then(|external| external.b2b_management.as_ref()) else {
            continue;
        };
        let domains = of(home).map(|tenant| tenant.domains.as_slice()).unwrap_or_default();
        let stopped =
            domains.iter().map(|domain| &domain.name).filter(|name| match list.domain_list() {
                DomainList::Any => false,
                DomainList::Allow(allowed) => !allowed.contains(name),
                DomainList::Block(blocked) => blocked.contains(name),
                DomainList::Both(allowed, blocked) => {
                    !allowed.contains(name) || blocked.contains(name)
                }
            });
        let stopped = super::codec::shown(stopped);
        if !stopped.is_empty() {
            out.mind(Step::Collaboration, format!(
                "the domain list of {} stops invitations to {stopped}; who is a guest already is not touched",
                held.name(resource)
            ));
        }
    }
}

fn direct_connect(held: Held<'_>, out: &mut Faults) {
    if held.answers.direct_connect != Some(true) {
        return;
    }
    for (home, resource) in held.answers.pairs() {
        if wishes::is_cross_cloud(held.workspace, held.answers, home, resource) {
            out.mind(
                Step::DirectConnect,
                format!(
                    "direct connect does not work between clouds: it is left out from {} to {}",
                    held.name(home),
                    held.name(resource)
                ),
            );
        }
    }
}

/// Partners that inherit what is about to be shut.
fn closed(held: Held<'_>, out: &mut Faults) {
    let Some(closed) = held.answers.closed else { return };
    let mut cut: BTreeMap<TenantId, BTreeSet<TenantId>> = BTreeMap::new();
    for owner in held.answers.closing() {
        let Some(policy) = held.workspace.draft.policy(owner) else { continue };
        let ways = [
            (closed.inbound, B2b::CollaborationInbound),
            (closed.outbound, B2b::CollaborationOutbound),
        ];
        for (id, partner) in &policy.partners {
            let inherits = ways
                .iter()
                .any(|(shut, setting)| *shut && partner.configuration.b2b(*setting).is_none());
            if inherits && held.answers.member(*id).is_none() {
                cut.entry(owner).or_default().insert(*id);
            }
        }
    }
    for (owner, partners) in cut {
        let first: Vec<String> = partners.iter().take(3).map(|id| held.name(*id)).collect();
        let more = partners.len().saturating_sub(first.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.mind(Step::Closed, format!(
            "{} of {} inherit the default and are shut out with everybody else: {}{more}; `detente rehearse` tells from sign-in logs which of them must be listed first",
            if partners.len() == 1 { "1 partner".to_owned() } else { format!("{} partners", partners.len()) },
            held.name(owner),
            first.join(", "),
        ));
    }
}
