//! Taking a partner in by kind, and what that opens and shuts for sample people.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::answers::{Answers, Member, Named};
use super::fault::Fault;
use super::proposal::{Asked, Staged, Staging, introduced, stage};
use super::sample::{self, NEWCOMER};
use super::step::Step;
use super::wish::{Want, Wish};
use super::wishes::{everything, landing};
use crate::access::{Directories, Kind, Question, Verdict, evaluate};
use crate::domain::{
    AccessType, AppId, B2b, B2bSetting, Claim, Direction, Note, Setting, SyncKind, Target,
    TargetConfiguration, TargetType, TargetValue, TenantId, Workspace,
};
use crate::edit::{self, Edit};

/// What kind of partner it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Archetype {
    /// Works in a few of our applications.
    Supplier,
    /// Of our own group, under one roof.
    Subsidiary,
    /// Teams shared channels and nothing else.
    SharedChannels,
    /// Looks at what we share with them.
    ViewOnly,
    /// Nothing at all.
    Blocked,
}

/// How far a way is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Shut,
    /// The people and applications that are named; the Office 365 suite where none is.
    Named,
    /// The people that are named, in the Office 365 suite.
    Suite,
    Open,
}

/// What is known about a kind.
#[derive(Clone, Copy, Debug)]
pub struct ArchetypeRow {
    /// The kind.
    pub archetype: Archetype,
    /// Its word.
    pub id: &'static str,
    /// What it opens, in a sentence.
    pub means: &'static str,
    /// What these settings cannot do for it, or nothing.
    pub limits: &'static str,
    /// In, out, direct connect in, direct connect out.
    ways: [Way; 4],
    /// MFA, compliant and hybrid joined devices.
    trust: [bool; 3],
    /// Automatic redemption, in and out.
    redemption: bool,
}

/// All kinds.
#[rustfmt::skip]
pub const ARCHETYPES: &[ArchetypeRow] = &[
    ArchetypeRow { archetype: Archetype::Supplier, id: "supplier",
        means: "the people and applications named, as guests; our people do not go there",
        limits: "who is a guest already keeps its object; what it may do inside an application is set there",
        ways: [Way::Named, Way::Shut, Way::Shut, Way::Shut], trust: [true, false, false], redemption: false },
    ArchetypeRow { archetype: Archetype::Subsidiary, id: "subsidiary",
        means: "everybody both ways, shared channels, all proof trusted, no consent prompt",
        limits: "accounts are not synchronised by this; `detente merger` sets that up",
        ways: [Way::Open, Way::Open, Way::Suite, Way::Suite], trust: [true, true, true], redemption: true },
    ArchetypeRow { archetype: Archetype::SharedChannels, id: "shared-channels",
        means: "Teams shared channels both ways, and no guests",
        limits: "Teams policies must allow shared channels as well, outside Entra",
        ways: [Way::Shut, Way::Shut, Way::Suite, Way::Suite], trust: [true, true, false], redemption: false },
    ArchetypeRow { archetype: Archetype::ViewOnly, id: "view-only",
        means: "guests in Office 365 only; our people do not go there",
        limits: "that they only look is set in SharePoint and Teams: cross-tenant access knows applications, not what is done inside them",
        ways: [Way::Suite, Way::Shut, Way::Shut, Way::Shut], trust: [true, false, false], redemption: false },
    BLOCKED,
];

const BLOCKED: ArchetypeRow = ArchetypeRow {
    archetype: Archetype::Blocked,
    id: "blocked",
    means: "nobody in, nobody out, nothing trusted, nothing synchronised",
    limits: "guest objects stay, and cannot be used; the partner entry keeps the default from opening it",
    ways: [Way::Shut; 4],
    trust: [false; 3],
    redemption: false,
};

impl ArchetypeRow {
    /// What it is called.
    pub fn title(&self) -> &'static str {
        match self.archetype {
            Archetype::Supplier => "Supplier",
            Archetype::Subsidiary => "Subsidiary",
            Archetype::SharedChannels => "Shared channels only",
            Archetype::ViewOnly => "View-only collaboration",
            Archetype::Blocked => "Blocked",
        }
    }
}

impl Archetype {
    /// Whether it matters which of their people are named: some way in is open.
    pub fn asks_people(self) -> bool {
        let [collaboration, _, direct, _] = self.row().ways;
        [collaboration, direct].iter().any(|way| *way != Way::Shut)
    }

    /// Whether it matters which of our applications are named.
    pub fn asks_apps(self) -> bool {
        self.row().ways.contains(&Way::Named)
    }

    /// The row of a kind.
    pub fn row(self) -> &'static ArchetypeRow {
        ARCHETYPES.iter().find(|row| row.archetype == self).unwrap_or(&BLOCKED)
    }
}

/// A partner to take in.
#[derive(Clone, Debug, PartialEq)]
pub struct Onboarding {
    /// Our tenant.
    pub owner: TenantId,
    /// The partner; made known where it is not.
    pub partner: Member,
    /// What kind.
    pub archetype: Archetype,
    /// Which of their users and groups; everybody where none is named.
    pub people: Vec<Named>,
    /// Which of our applications, for kinds that name some.
    pub apps: Vec<Named>,
    /// What we write down about them.
    pub note: Option<Note>,
}

/// What one sample question came to before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Who, and where to.
    pub words: String,
    /// The question.
    pub question: Question,
    /// Before.
    pub before: Verdict,
    /// After.
    pub after: Verdict,
    /// Why it is so after.
    pub because: String,
}

/// What taking a partner in comes to.
#[derive(Clone, Debug)]
pub struct Onboarded {
    /// What the undo step is called.
    pub label: String,
    /// Our edits, to be made together.
    pub edits: Vec<Edit>,
    /// The same in words.
    pub staged: Vec<Staged>,
    /// What they have to do.
    pub asked: Vec<Asked>,
    /// What it does for sample people.
    pub turns: Vec<Turn>,
    /// What the service would refuse.
    pub refused: Option<Fault>,
}

/// Takes a partner in. What is there already and is right is left as it is.
pub fn onboard(workspace: &Workspace, directories: &Directories, wish: &Onboarding) -> Onboarded {
    let row = wish.archetype.row();
    let mut all = ours(wish, row);
    all.extend(theirs(wish, row));
    let answers = Answers::blank(vec![wish.partner.clone()]);
    let unsaid = unsaid(workspace, wish.owner);
    let Staging { staged, asked, refused } = stage(&unsaid, all, Some(&answers));
    let mut edits: Vec<Edit> = staged.iter().flat_map(|one| one.edits.iter().cloned()).collect();
    let (owner, partner) = (wish.owner, wish.partner.id);
    if wish.note.is_some() && workspace.notes.get(&(owner, partner)) != wish.note.as_ref() {
        edits.push(Edit::Note { owner, partner, note: wish.note.clone() });
    }
    let name = super::step::member_name(workspace, &answers, partner);
    let before = introduced(workspace, &answers);
    let after = edit::apply(workspace, &edits).unwrap_or_else(|_| before.clone());
    Onboarded {
        label: format!("partner {name} taken in as {}", row.id),
        turns: turns(&before, &after, directories, owner, partner, &wish.people),
        edits,
        staged,
        asked,
        refused,
    }
}

/// The workspace as if the default said nothing that anybody could mean: what a partner shall be is
/// written into its own entry, so that a default that changes later does not change it.
fn unsaid(workspace: &Workspace, owner: TenantId) -> Workspace {
    let mut out = workspace.clone();
    let tenant = out.draft.tenants.get_mut(&owner).map(Arc::make_mut);
    let policy = tenant.and_then(|tenant| tenant.policy.as_mut()).map(Arc::make_mut);
    if let Some(policy) = policy {
        let default = Arc::make_mut(policy.default.get_or_insert_default());
        let nobody = TargetConfiguration::of(AccessType::Blocked, Vec::new());
        for setting in SETTINGS {
            let value = B2bSetting::of(nobody.clone(), nobody.clone());
            *default.configuration.b2b_mut(setting) = Some(value);
        }
    }
    out
}

fn value(way: Way, people: &[Named], apps: &[Named], setting: B2b) -> B2bSetting {
    let inbound = setting.people_are() == Direction::Inbound;
    let users = if people.is_empty() || !inbound {
        TargetConfiguration::all_users(AccessType::Allowed)
    } else {
        let targets = people.iter().map(|one| {
            if one.user { Target::user(one.object()) } else { Target::group(one.object()) }
        });
        TargetConfiguration::of(AccessType::Allowed, targets.collect())
    };
    let suite = Target::of(TargetValue::Office365, TargetType::Application);
    let is_direct = matches!(setting, B2b::DirectConnectInbound | B2b::DirectConnectOutbound);
    let listed = |mut targets: Vec<Target>| {
        if !is_direct && inbound {
            targets.extend(landing());
        }
        TargetConfiguration::of(AccessType::Allowed, targets)
    };
    match way {
        Way::Shut => everything(AccessType::Blocked),
        Way::Open => B2bSetting::of(users, TargetConfiguration::all_apps(AccessType::Allowed)),
        Way::Suite => B2bSetting::of(users, listed(vec![suite])),
        Way::Named if apps.is_empty() => B2bSetting::of(users, listed(vec![suite])),
        Way::Named => {
            let mut targets: Vec<Target> = Vec::new();
            for app in apps.iter().map(|app| Target::app(AppId(app.id))) {
                if !targets.contains(&app) {
                    targets.push(app);
                }
            }
            let known: Vec<Target> =
                landing().into_iter().filter(|one| !targets.contains(one)).collect();
            targets.extend(known);
            B2bSetting::of(users, TargetConfiguration::of(AccessType::Allowed, targets))
        }
    }
}

const SETTINGS: [B2b; 4] = [
    B2b::CollaborationInbound,
    B2b::CollaborationOutbound,
    B2b::DirectConnectInbound,
    B2b::DirectConnectOutbound,
];

fn ours(wish: &Onboarding, row: &ArchetypeRow) -> Vec<Wish> {
    let (owner, other) = (wish.owner, Some(wish.partner.id));
    let mut out = Vec::new();
    for (setting, way) in SETTINGS.into_iter().zip(row.ways) {
        let want = Want::B2b(setting, value(way, &wish.people, &wish.apps, setting));
        out.push(Wish { step: Step::Collaboration, owner, other, want });
    }
    for (claim, on) in Claim::ALL.into_iter().zip(row.trust) {
        let want = Want::Switch(Setting::Trust(claim), on);
        out.push(Wish { step: Step::Trust, owner, other, want });
    }
    for way in [Direction::Inbound, Direction::Outbound] {
        let want = Want::Switch(Setting::Consent(way), row.redemption);
        out.push(Wish { step: Step::Redemption, owner, other, want });
    }
    if row.archetype == Archetype::Blocked {
        for kind in [SyncKind::Users, SyncKind::Groups] {
            let want = Want::Switch(Setting::Sync(kind), false);
            out.push(Wish { step: Step::Sync, owner, other, want });
        }
    }
    out
}

/// What they have to open so that it works: the other end of every way that we open.
fn theirs(wish: &Onboarding, row: &ArchetypeRow) -> Vec<Wish> {
    let (owner, other) = (wish.partner.id, Some(wish.owner));
    let mirrored = [
        B2b::CollaborationOutbound,
        B2b::CollaborationInbound,
        B2b::DirectConnectOutbound,
        B2b::DirectConnectInbound,
    ];
    let mut out = Vec::new();
    for (setting, way) in mirrored.into_iter().zip(row.ways) {
        let direct = matches!(setting, B2b::DirectConnectInbound | B2b::DirectConnectOutbound);
        let open = match way {
            Way::Shut => continue,
            _ if direct => Way::Suite,
            _ => Way::Open,
        };
        // Whom they let out is theirs to say; that they let out is what is asked.
        let want = Want::B2b(setting, value(open, &[], &[], setting));
        out.push(Wish { step: Step::Collaboration, owner, other, want });
    }
    if row.redemption {
        for way in [Direction::Inbound, Direction::Outbound] {
            let want = Want::Switch(Setting::Consent(way), true);
            out.push(Wish { step: Step::Redemption, owner, other, want });
        }
    }
    out
}

/// Sample questions before and after: theirs to us and ours to them, as guests and in channels.
pub(super) fn turns(
    before: &Workspace,
    after: &Workspace,
    directories: &Directories,
    owner: TenantId,
    partner: TenantId,
    people: &[Named],
) -> Vec<Turn> {
    let only: Vec<&Named> = people.iter().collect();
    let (theirs, other) = sample::people(directories, partner, &only);
    let (ours, _) = sample::people(directories, owner, &[]);
    let (apps, _) = sample::apps(directories, &Answers::default(), owner);
    let named = |tenant| crate::access::name(&after.draft, tenant);
    let mut out = Vec::new();
    let mut ask = |question: Question, words: String| {
        let was = evaluate(&before.draft, directories, &question).verdict;
        let is = evaluate(&after.draft, directories, &question);
        let because = is.deciding().map_or_else(String::new, |line| line.because.clone());
        out.push(Turn { words, question, before: was, after: is.verdict, because });
    };
    let own = directories.get(&owner).map(|one| one.applications.as_slice()).unwrap_or_default();
    let title = |id: AppId| {
        let known = own.iter().find(|app| app.app_id == id).map(|app| app.display_name.clone());
        let known = known.filter(|name| !name.is_empty());
        known.unwrap_or_else(|| {
            if id == sample::teams() { "Teams".to_owned() } else { id.to_string() }
        })
    };
    let incoming = theirs.first().into_iter().chain(theirs.last()).chain(other.iter());
    let mut seen = BTreeSet::new();
    for person in incoming.filter(|one| seen.insert((one.user, one.groups.clone()))) {
        let teams = sample::teams();
        for app in apps.first().copied().filter(|app| *app != teams).into_iter().chain([teams]) {
            let question = Question {
                home: partner,
                user: person.user,
                groups: person.groups.clone(),
                resource: owner,
                app,
                has: Claim::ALL.into_iter().collect(),
                ..Question::default()
            };
            ask(
                question,
                format!("{} of {} opens {} as a guest", person.name, named(partner), title(app)),
            );
        }
    }
    let anyone = sample::Sample {
        user: NEWCOMER,
        groups: Some(BTreeSet::new()),
        name: "a newcomer".to_owned(),
    };
    let ours = ours.first().unwrap_or(&anyone).clone();
    let theirs = theirs.first().unwrap_or(&anyone).clone();
    let ends = [(partner, owner, &theirs), (owner, partner, &ours)];
    for (home, resource, person) in ends {
        for kind in Kind::ALL {
            if kind == Kind::Collaboration && home == partner {
                continue;
            }
            let question = Question {
                home,
                user: person.user,
                groups: person.groups.clone(),
                resource,
                app: sample::teams(),
                kind,
                has: Claim::ALL.into_iter().collect(),
                ..Question::default()
            };
            let what = match kind {
                Kind::Collaboration => "as a guest",
                Kind::DirectConnect => "in a shared channel",
            };
            ask(
                question,
                format!(
                    "{} of {} opens Teams of {} {what}",
                    person.name,
                    named(home),
                    named(resource)
                ),
            );
        }
    }
    out
}
