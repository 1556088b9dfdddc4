//! The index against the engine: the same answer to every question.

use std::sync::Arc;

use proptest::prelude::*;

use super::cases::{Case, Dice};
use super::conditional::{policy, strength, under, wants};
use super::judges::{every_small_estate, random_cases};
use super::scene::*;
use crate::access::{Brief, Directories, Index, Kind, Question, Stage, Verdict, evaluate};
use crate::arbitrary;
use crate::domain::{
    AppId, Application, B2b, Claim, Cloud, Directory, Estate, Group, Guid, Half, KNOWN_APPS,
    MICROSOFT_TENANTS, ObjectId, Person, Target, TargetType, TargetValue, Tenant, TenantId,
};

fn agree(estate: &Estate, directories: &Directories, index: &Index, question: &Question) -> Brief {
    let whole = evaluate(estate, directories, question);
    let brief = index.answer(question);
    assert_eq!(brief, whole.brief(), "{question:?} {whole:#?}");
    let steps: Vec<_> = brief.steps.iter().collect();
    assert_eq!(steps, whole.steps, "nothing is lost in a brief");
    brief
}

/// Whether index and engine say the same, and whether without asking the engine.
pub fn agrees(world: &World, question: &Question) -> bool {
    let index = Index::of(&world.estate, &world.directories);
    agree(&world.estate, &world.directories, &index, question);
    index.held(question).is_some()
}

#[test]
fn every_small_estate_is_answered_alike() {
    let mut held = 0u32;
    let asked =
        every_small_estate(|case, _| held += u32::from(agrees(&case.world, &case.question)));
    assert!(held > asked / 2, "{held} of {asked} without the engine");
}

#[test]
fn estates_at_random_are_answered_alike() {
    let cases = random_cases();
    let mut held = 0u64;
    for seed in 0..cases {
        let Case { world, question } = Case::of(seed);
        held += u64::from(agrees(&world, &question));
    }
    assert!(held > cases / 2, "{held} of {cases} without the engine");
}

const EVERYBODY: &str = r#"{"includeUsers":["All"]}"#;

/// Policies that pick everybody, some, by application, by tenant; met, to be met, never met.
fn conditions(dice: &mut Dice) -> Vec<String> {
    let picking = |users: &str, apps: &str, control: &str| {
        format!(
            r#"{{"state":"enabled","conditions":{{"users":{users},"applications":{{"includeApplications":["{apps}"]}}}},"grantControls":{{"operator":"OR","builtInControls":["{control}"]}}}}"#
        )
    };
    let of_fabrikam = format!(
        r#"{{"includeGuestsOrExternalUsers":{{"guestOrExternalUserTypes":"b2bCollaborationGuest,b2bCollaborationMember","externalTenants":{{"membershipKind":"enumerated","members":["{F}"]}}}}}}"#
    );
    let wiki = WIKI.to_string();
    let all = [
        wants("mfa"),
        wants("compliantDevice"),
        wants("block"),
        wants("retinaScan"),
        strength(4),
        strength(9),
        policy(r#""grantControls":{"operator":"AND","termsOfUse":["t"]}"#, ""),
        wants("block").replace("enabled", "disabled"),
        wants("block").replace("enabled", "sometimes"),
        picking(EVERYBODY, &wiki, "block"),
        picking(EVERYBODY, "Office365", "mfa"),
        picking(r#"{"includeGroups":["x"]}"#, "All", "mfa"),
        picking(&of_fabrikam, "All", "domainJoinedDevice"),
    ];
    let count = dice.roll(4);
    let mut pick = || all.get(usize::try_from(dice.roll(13)).unwrap()).unwrap().clone();
    (0..count).map(|_| pick()).collect()
}

/// Groups that go round in circles, that hold what is not there, and a hundred more.
fn entangle(dice: &mut Dice, directory: &mut Directory) {
    let group = |id, members: &[ObjectId]| Group {
        id,
        display_name: String::new(),
        members: Some(members.to_vec()),
    };
    if let (true, Some(first)) = (dice.percent(40), directory.groups.first_mut()) {
        let more = (0..dice.roll(40)).map(|n| ObjectId(Guid::from_u128(0xF00 + u128::from(n))));
        let members = first.members.get_or_insert_default();
        members.extend(more);
        members.extend([FN, CE]);
    }
    if dice.percent(20) {
        directory.groups.push(group(CE, &[FINN, FM, CE]));
    }
    if dice.percent(10) {
        directory.groups.push(group(FM, &[FINN]));
    }
    if dice.percent(10) {
        directory.groups.remove(0);
    }
}

/// Longer lists, bundles, targets in the wrong half.
fn stretch(dice: &mut Dice, world: &mut World) {
    for (owner, other) in [(C, F), (F, C), (C, T)] {
        let mut settings: Vec<_> = Vec::new();
        if world.estate.policy(owner).is_none() {
            continue;
        }
        for b2b in B2b::ALL {
            settings.extend(world.default_mut(owner).b2b_mut(b2b).clone().map(|s| (None, b2b, s)));
            let own = world.partner_mut(owner, other).b2b_mut(b2b).clone();
            settings.extend(own.map(|setting| (Some(other), b2b, setting)));
        }
        for (whose, b2b, mut setting) in settings {
            for half in Half::BOTH {
                let Some(list) = setting.half_mut(half) else { continue };
                let kind = match half {
                    Half::UsersAndGroups => TargetType::User,
                    Half::Applications => TargetType::Application,
                };
                if dice.percent(15) {
                    let more = (0..dice.roll(40)).map(|n| {
                        let id = Guid::from_u128(0xF00 + u128::from(n));
                        Target::of(TargetValue::Id(id), kind.clone())
                    });
                    list.targets.extend(more);
                }
                if half == Half::Applications && dice.percent(15) {
                    list.targets.push(Target::of(TargetValue::AllMicrosoftApps, kind));
                }
                if dice.percent(1) {
                    list.targets.push(Target::of(TargetValue::AllApplications, TargetType::User));
                }
                if dice.percent(1) {
                    list.targets.clear();
                }
            }
            let place = match whose {
                None => world.default_mut(owner),
                Some(other) => world.partner_mut(owner, other),
            };
            *place.b2b_mut(b2b) = Some(setting);
        }
    }
}

/// An estate with something of everything.
pub fn rich(seed: u64) -> World {
    let mut dice = Dice(seed ^ 0x0001_DEA5);
    let Case { mut world, .. } = Case::of(seed);
    let is_open = dice.percent(30);
    for (owner, other) in [(C, F), (F, C)] {
        if is_open && world.estate.policy(owner).is_some() {
            for b2b in B2b::ALL {
                *world.partner_mut(owner, other).b2b_mut(b2b) = Some(setting("U+ All, A+ All"));
            }
        }
    }
    stretch(&mut dice, &mut world);
    let mfa = dice.percent(50);
    if world.estate.policy(C).is_some() && dice.percent(50) {
        world = world.trust(mfa, dice.percent(50));
    }
    for directory in world.directories.values_mut() {
        let directory = Arc::make_mut(directory);
        entangle(&mut dice, directory);
        for (app_id, owner) in [(FAPP, Some(C)), (FAPP, None), (WIKI, Some(MICROSOFT_TENANTS[1]))] {
            if dice.percent(30) {
                directory
                    .applications
                    .insert(0, Application { app_id, owner, ..Application::default() });
            }
        }
    }
    if dice.percent(3) {
        world.tenant_mut(F).cloud = Cloud::Other("moon".into());
    }
    if dice.percent(40) {
        let policies = conditions(&mut dice);
        let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
        world = under(world, &policies);
    }
    world
}

/// Any question about it.
pub fn any_question(dice: &mut Dice) -> Question {
    let tenants = [F, F, F, C, C, T];
    let apps = [PAYROLL, WIKI, FAPP, TEAMS, KNOWN_APPS[0].id, AppId(Guid::from_u128(0xF07))];
    let (home, resource) = match dice.roll(10) {
        0 => (dice.pick(&tenants), dice.pick(&tenants)),
        1 | 2 => (C, F),
        _ => (F, C),
    };
    let claims = [Claim::Mfa, Claim::CompliantDevice, Claim::HybridJoinedDevice];
    Question {
        home,
        resource,
        user: dice.pick(&[FAY, FAY, FINN, CARA, CARL, FM, ObjectId(Guid::from_u128(0xF05))]),
        groups: dice
            .percent(10)
            .then(|| [FM, FN].into_iter().filter(|_| dice.percent(50)).collect()),
        app: dice.pick(&apps),
        other_app: dice.percent(20).then(|| dice.pick(&apps)),
        kind: dice.pick(&Kind::ALL),
        stage: if dice.percent(90) { Stage::SignIn } else { dice.pick(&Stage::ALL) },
        network: dice.percent(5).then(|| dice.pick(&tenants)),
        has: claims.into_iter().filter(|_| dice.percent(30)).collect(),
        ..Question::default()
    }
}

#[test]
fn rich_estates_are_answered_alike() {
    let (mut held, mut asked) = (0u64, 0u64);
    let mut mix = std::collections::BTreeMap::<Verdict, u64>::new();
    for seed in 0..random_cases() / 4 {
        let world = rich(seed);
        let index = Index::of(&world.estate, &world.directories);
        let mut dice = Dice(seed);
        for _ in 0..12 {
            let question = any_question(&mut dice);
            let brief = agree(&world.estate, &world.directories, &index, &question);
            *mix.entry(brief.verdict).or_default() += 1;
            held += u64::from(index.held(&question).is_some());
            asked += 1;
        }
    }
    println!("{asked} questions, {held} without the engine: {mix:?}");
    assert!(held > asked / 2 && mix.len() == 5 && mix.values().all(|n| n * 100 > asked), "{mix:?}");
}

proptest! {
    #![proptest_config(arbitrary::cases(300))]

    #[test]
    fn the_oddest_estates_are_answered_alike(
        workspace in arbitrary::workspace(),
        questions in proptest::collection::vec(
            (arbitrary::tenant_id(), arbitrary::tenant_id(), arbitrary::guid(), arbitrary::guid(), any::<bool>()), 20,
        ),
    ) {
        let users = vec![Person::default()];
        let groups = vec![Group { members: Some(Vec::new()), ..Group::default() }];
        let directory = Arc::new(Directory { users, groups, ..Directory::default() });
        let estate = &workspace.draft;
        let known = estate.tenants.keys().step_by(2);
        let directories = known.map(|id| (*id, Arc::clone(&directory))).collect();
        let index = Index::of(estate, &directories);
        for (home, resource, user, app, direct) in questions {
            let kind = if direct { Kind::DirectConnect } else { Kind::Collaboration };
            let (user, app) = (ObjectId(user), AppId(app));
            let question = Question { home, user, resource, app, kind, ..Question::default() };
            agree(estate, &directories, &index, &question);
        }
    }
}

#[test]
fn what_is_said_alike_is_held_once() {
    let partner = |number: u128| TenantId(Guid::from_u128(0xABC0 + number));
    let mut world = World::new().default(C, B2b::CollaborationInbound, "U+ All, A+ Payroll Wiki");
    let before = Index::of(&world.estate, &world.directories).counts();
    for number in 0..100 {
        let own = world.partner_mut(C, partner(number));
        if number % 2 == 0 {
            *own.b2b_mut(B2b::CollaborationOutbound) = Some(setting("U+ CE, A+ All"));
        }
        if number % 4 == 0 {
            *own.b2b_mut(B2b::DirectConnectInbound) = Some(setting("U+ All, A+ All"));
        }
    }
    let [settings, people, things] = Index::of(&world.estate, &world.directories).counts();
    // A list of each partner, in a setting of its own; what lets all in is one setting.
    assert_eq!([settings, people, things], [before[0] + 50 + 1, before[1] + 50, before[2]]);
}

#[test]
fn several_tenants_speak_of_each_other() {
    let tenants: Vec<_> = (0..16).map(|n| TenantId(Guid::from_u128(0xABC0 + n))).collect();
    let pairs = || tenants.iter().flat_map(|one| tenants.iter().map(move |other| (*one, *other)));
    let mut world = World::new();
    for id in &tenants {
        let tenant = Tenant { id: *id, policy: Some(Arc::default()), ..Tenant::default() };
        world.estate.tenants.insert(*id, Arc::new(tenant));
    }
    for (turn, (owner, other)) in pairs().enumerate() {
        let says = match turn % 5 {
            0 | 1 => continue,
            2 => "U- All, A- All",
            3 => "U+ All, A+ Wiki",
            _ => "U+ All, A+ All",
        };
        *world.partner_mut(owner, other).b2b_mut(B2b::CollaborationInbound) = Some(setting(says));
    }
    let index = Index::of(&world.estate, &world.directories);
    for (home, resource) in pairs() {
        for app in [WIKI, PAYROLL] {
            let question = Question { home, resource, user: FAY, app, ..Question::default() };
            agree(&world.estate, &world.directories, &index, &question);
        }
    }
}
