#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::access::{Directories, Question, Verdict};
use crate::arbitrary::cases;
use crate::domain::{
    AccessType, AppId, B2bSetting, ConditionalAccess, ConditionalAccessPolicy,
    CrossTenantAccessPolicy, DefaultConfiguration, Guid, KNOWN_APPS, ObjectId, Observed, Partner,
    Target, TargetConfiguration, Tenant, Workspace,
};
use crate::edit::{self, Edit};
use crate::wire::{self, Checkpoint};
use AccessType::{Allowed, Blocked};

const WE: TenantId = TenantId(Guid::from_u128(0xaa));

fn them(number: u128) -> TenantId {
    TenantId(Guid::from_u128(0xbb00 + number))
}

fn app(number: u128) -> AppId {
    AppId(Guid::from_u128(0xcc00 + number))
}

fn all(access: AccessType) -> B2bSetting {
    B2bSetting::of(
        TargetConfiguration::all_users(access.clone()),
        TargetConfiguration::all_apps(access),
    )
}

fn apps(access: AccessType, listed: &[u128]) -> B2bSetting {
    let targets = listed.iter().map(|number| Target::app(app(*number))).collect();
    B2bSetting::of(
        TargetConfiguration::all_users(Allowed),
        TargetConfiguration::of(access, targets),
    )
}

/// Our estate: a default inbound and outbound, and partners with their inbound settings.
fn estate(default: Option<B2bSetting>, partners: &[(u128, Option<B2bSetting>)]) -> Estate {
    let mut policy = CrossTenantAccessPolicy::default();
    if let Some(setting) = default {
        let mut configuration = DefaultConfiguration::default();
        configuration.configuration.b2b_collaboration_inbound = Some(setting.clone());
        configuration.configuration.b2b_collaboration_outbound = Some(setting);
        policy.default = Some(Arc::new(configuration));
    }
    for (number, inbound) in partners {
        let mut partner = Partner::new(them(*number));
        partner.configuration.b2b_collaboration_inbound.clone_from(inbound);
        policy.partners.insert(them(*number), Arc::new(partner));
    }
    let ours = Tenant {
        id: WE,
        display_name: "We".to_owned(),
        ownership: Ownership::Ours,
        policy: Some(Arc::new(policy)),
        ..Tenant::default()
    };
    Estate { tenants: [(WE, Arc::new(ours))].into() }
}

fn workspace(estate: Estate) -> Workspace {
    Workspace { draft: estate, ..Workspace::default() }
}

/// A guest of `partner` at one of our applications.
fn guest(partner: u128, user: u128, to: u128) -> Activity {
    Activity {
        way: Way {
            home: them(partner),
            resource: WE,
            user: ObjectId(Guid::from_u128(0xdd00 + user)),
            app: app(to),
            ..Way::default()
        },
        successes: 3,
        failures: 1,
        first: date(2026, 6, 1),
        last: date(2026, 6, 30),
        last_success: Some(date(2026, 6, 29)),
        ..Activity::default()
    }
}

/// One of ours at an application of `partner`.
fn visit(partner: u128, user: u128, to: u128) -> Activity {
    let one = guest(partner, user, to);
    Activity { way: Way { home: WE, resource: them(partner), ..one.way }, ..one }
}

fn last(activity: Activity, day: Date) -> Activity {
    Activity { last: day, last_success: Some(day), ..activity }
}

fn only_failed(activity: Activity) -> Activity {
    Activity { successes: 0, last_success: None, ..activity }
}

fn class(observed: &Estate, draft: &Estate, activity: Activity) -> Change {
    let directories = Directories::default();
    let done = replay(observed, draft, &[activity], &evaluated(&directories));
    done.changes.into_iter().next().unwrap()
}

/// A name, observed, drafted, the sign-ins, what becomes of them.
type Row<'a> = (&'a str, &'a Estate, &'a Estate, Activity, Class, Option<Unknown>);

#[test]
fn each_way_has_its_class() {
    let open = estate(None, &[]);
    let closed = estate(Some(all(Blocked)), &[]);
    let closed_to_one = estate(None, &[(1, Some(all(Blocked)))]);
    let one_app = estate(None, &[(1, Some(apps(Allowed, &[1])))]);
    let by_people = |user: u128| {
        let list = Target::group(ObjectId(Guid::from_u128(user)));
        let setting = B2bSetting::of(
            TargetConfiguration::of(Allowed, vec![list]),
            TargetConfiguration::all_apps(Allowed),
        );
        estate(None, &[(1, Some(setting))])
    };
    let (group, other_group) = (by_people(7), by_people(8));
    let odd = estate(None, &[(1, Some(all(AccessType::Other("sometimes".into()))))]);
    let one = guest(1, 1, 1);
    #[rustfmt::skip]
    let table: Vec<Row<'_>> = vec![
        ("nothing differs", &open, &open, one.clone(), Class::StaysOpen, None),
        ("the partner is closed", &open, &closed_to_one, one.clone(), Class::Breaks, None),
        ("the default is closed", &open, &closed, one.clone(), Class::Breaks, None),
        ("our people as well", &open, &closed, visit(1, 1, 1), Class::Breaks, None),
        ("another partner", &open, &closed_to_one, guest(2, 1, 1), Class::StaysOpen, None),
        ("the application is listed", &open, &one_app, one.clone(), Class::StaysOpen, None),
        ("the application is not", &open, &one_app, guest(1, 1, 2), Class::Breaks, None),
        ("it opens", &closed, &open, one.clone(), Class::Opens, None),
        ("it stays closed", &closed, &closed_to_one, one.clone(), Class::StaysBlocked, None),
        ("nobody ever succeeded", &open, &open, only_failed(one.clone()), Class::NotKnown, Some(Unknown::Both)),
        ("a group nobody knows", &open, &group, one.clone(), Class::NotKnown, Some(Unknown::Draft)),
        ("it was such a group", &group, &open, one.clone(), Class::NotKnown, Some(Unknown::Observed)),
        ("such a group before and after", &group, &other_group, one.clone(), Class::NotKnown, Some(Unknown::Both)),
        ("the same such group", &group, &group, one.clone(), Class::StaysOpen, None),
        ("a word nobody knows", &open, &odd, one.clone(), Class::NotKnown, Some(Unknown::Draft)),
        ("what is stopped is known", &group, &closed_to_one, one, Class::Breaks, None),
    ];
    for (name, observed, draft, activity, want, unknown) in table {
        let change = class(observed, draft, activity);
        assert_eq!((change.class, change.unknown), (want, unknown), "{name}");
    }
}

#[test]
fn a_policy_that_wants_mfa_is_a_step_and_no_break() {
    let open = estate(None, &[]);
    let policy: ConditionalAccessPolicy = wire::typed(serde_json::json!({
        "id": "99999999-0000-4000-8000-000000000001",
        "displayName": "MFA for guests",
        "state": "enabled",
        "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}},
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }))
    .unwrap();
    let mut draft = open.clone();
    let ours = Arc::make_mut(draft.tenants.get_mut(&WE).unwrap());
    let policies = vec![policy];
    ours.conditional_access =
        Some(Arc::new(ConditionalAccess { policies, ..ConditionalAccess::default() }));
    let change = class(&open, &draft, guest(1, 1, 1));
    assert_eq!(change.class, Class::NeedsStep);
    assert_eq!(change.steps.len(), 1);
    assert_eq!(class(&draft, &draft, guest(1, 1, 1)).class, Class::StaysOpen);
}

#[test]
fn a_log_may_disagree_with_the_settings() {
    let closed = estate(Some(all(Blocked)), &[]);
    let activities = [guest(1, 1, 1), only_failed(guest(1, 2, 1))];
    let directories = Directories::default();
    let done = replay(&closed, &closed, &activities, &evaluated(&directories));
    assert_eq!(done.disagrees.ways, 1);
    let flags: Vec<bool> = done.changes.iter().map(|change| change.disagrees).collect();
    assert_eq!(flags, [true, false]);
}

#[test]
fn sums_count_ways_people_and_applications() {
    let open = estate(None, &[]);
    let draft = estate(None, &[(2, Some(apps(Allowed, &[1])))]);
    let activities = [
        guest(1, 1, 1),
        guest(1, 1, 2),
        guest(1, 2, 1),
        guest(2, 1, 1),
        guest(2, 1, 2),
        visit(2, 9, 5),
    ];
    let directories = Directories::default();
    let Replay { window, changes, sums, disagrees, partners } =
        replay(&open, &draft, &activities, &evaluated(&directories));
    assert_eq!(window.unwrap().days(), 30);
    assert_eq!((changes.len(), disagrees), (6, Sum::default()));
    let counts = |sum: &Sum| (sum.ways, sum.people, sum.apps, sum.successes, sum.failures);
    let by_class: Vec<_> = sums.iter().map(|(class, sum)| (*class, counts(sum))).collect();
    assert_eq!(by_class, [(Class::Breaks, (1, 1, 1, 3, 1)), (Class::StaysOpen, (5, 4, 3, 15, 5))]);
    let listed: Vec<_> = partners
        .iter()
        .map(|one| {
            (one.side.partner, one.side.direction, one.whole.ways, one.of(Class::Breaks).ways)
        })
        .collect();
    let want = [
        (them(2), Direction::Inbound, 2, 1),
        (them(1), Direction::Inbound, 3, 0),
        (them(2), Direction::Outbound, 1, 0),
    ];
    assert_eq!(listed, want);
}

fn wish(directions: &[Direction], grain: Grain, days: Option<u32>) -> Wish {
    Wish {
        owner: WE,
        directions: directions.to_vec(),
        kinds: vec![Kind::Collaboration],
        days,
        today: None,
        grain,
    }
}

const BOTH: [Direction; 2] = [Direction::Inbound, Direction::Outbound];

fn rehearsed(workspace: &Workspace, activities: &[Activity], wish: &Wish) -> Rehearsal {
    let directories = Directories::default();
    rehearse(workspace, activities, wish, &evaluated(&directories)).unwrap()
}

fn verdict(estate: &Estate, question: &Question) -> Verdict {
    let directories = Directories::default();
    evaluated(&directories)(estate, question).verdict
}

#[test]
fn who_comes_is_listed_and_the_default_blocks() {
    let workspace = workspace(estate(None, &[(1, None), (2, Some(apps(Allowed, &[1])))]));
    let activities = [
        guest(1, 1, 1),
        guest(2, 1, 1),
        guest(2, 1, 2),
        guest(3, 1, 1),
        last(guest(4, 1, 1), date(2026, 5, 1)),
        only_failed(guest(5, 1, 1)),
        visit(6, 1, 1),
    ];
    let done = rehearsed(&workspace, &activities, &wish(&BOTH, Grain::Partner, Some(30)));
    let entries: Vec<_> =
        done.entries.iter().map(|one| (one.partner, one.setting, one.is_new)).collect();
    let want = [
        (them(1), B2b::CollaborationInbound, false),
        (them(3), B2b::CollaborationInbound, true),
        (them(6), B2b::CollaborationOutbound, true),
    ];
    assert_eq!(entries, want);
    assert!(done.entries.iter().all(|one| one.value == all(Allowed)));
    assert_eq!(done.window.unwrap().first, date(2026, 6, 1));
    assert_eq!((done.kept.ways, done.blocked_already.ways), (4, 1));
    let broken: Vec<_> = done.breaks.iter().map(|change| change.side.partner).collect();
    assert_eq!(broken, [them(4)]);
    let is_default = |edit: &Edit| matches!(edit, Edit::B2b { subject: Subject::Default, .. });
    let defaults = done.edits.iter().position(is_default).unwrap();
    assert!(done.edits.iter().skip(defaults).all(is_default), "the default comes last");
    assert_eq!(done.edits.len() - defaults, 2);
}

#[test]
fn a_list_of_applications_holds_what_guests_need() {
    let workspace = workspace(estate(None, &[]));
    let activities = [guest(1, 1, 1), guest(1, 2, 4), visit(1, 1, 9)];
    let done = rehearsed(&workspace, &activities, &wish(&BOTH, Grain::Applications, None));
    let listed: Vec<Vec<Target>> =
        done.entries.iter().map(|one| one.value.applications.clone().unwrap().targets).collect();
    let [inbound, outbound] = <[Vec<Target>; 2]>::try_from(listed).unwrap();
    assert_eq!(inbound.len(), 6);
    for known in KNOWN_APPS.iter().take(4) {
        assert!(inbound.contains(&Target::app(known.id)), "{}", known.name);
    }
    assert_eq!(outbound, [Target::app(app(9))]);
}

#[test]
fn a_default_that_is_narrow_is_not_widened() {
    for narrow in [apps(Allowed, &[1, 2]), apps(Blocked, &[3])] {
        let workspace = workspace(estate(Some(narrow.clone()), &[]));
        let done = rehearsed(
            &workspace,
            &[guest(1, 1, 1)],
            &wish(&[Direction::Inbound], Grain::Partner, None),
        );
        assert_eq!(done.entries.first().unwrap().value, narrow);
    }
}

#[test]
fn half_a_setting_is_written_out_as_it_is_in_force() {
    let half = B2bSetting {
        users_and_groups: Some(TargetConfiguration::all_users(Allowed)),
        ..B2bSetting::default()
    };
    let workspace = workspace(estate(Some(apps(Allowed, &[1])), &[(1, Some(half))]));
    let wish = wish(&[Direction::Inbound], Grain::Applications, None);
    let done = rehearsed(&workspace, &[guest(1, 1, 1)], &wish);
    assert_eq!(done.entries.first().unwrap().value, apps(Allowed, &[1]));
}

#[test]
fn where_the_default_blocks_there_is_nothing_to_do() {
    let workspace = workspace(estate(Some(all(Blocked)), &[(1, Some(all(Allowed)))]));
    let activities = [guest(1, 1, 1), guest(2, 1, 1)];
    let done = rehearsed(&workspace, &activities, &wish(&BOTH, Grain::Partner, None));
    assert_eq!((done.edits.len(), done.entries.len()), (0, 0));
    assert_eq!((done.kept.ways, done.blocked_already.ways), (1, 1));
}

fn a_setting() -> impl Strategy<Value = B2bSetting> {
    select(vec![
        all(Allowed),
        all(Blocked),
        apps(Allowed, &[0, 1]),
        apps(Blocked, &[1]),
        B2bSetting::of(
            TargetConfiguration::of(Blocked, vec![Target::user(ObjectId(Guid::from_u128(0xdd01)))]),
            TargetConfiguration::all_apps(Allowed),
        ),
        B2bSetting {
            applications: Some(TargetConfiguration::all_apps(Allowed)),
            ..B2bSetting::default()
        },
    ])
}

fn a_default() -> impl Strategy<Value = Option<B2bSetting>> {
    let narrow = [all(Allowed), all(Blocked), apps(Allowed, &[0, 1]), apps(Blocked, &[1])];
    proptest::option::of(select(narrow.to_vec()))
}

fn an_activity() -> impl Strategy<Value = Activity> {
    (0..5u128, 0..3u128, 0..3u128, any::<bool>(), 1..=28i8, 0..3u64).prop_map(
        |(partner, user, to, inbound, day, successes)| {
            let one = if inbound { guest(partner, user, to) } else { visit(partner, user, to) };
            let day = date(2026, 6, day);
            let last_success = (successes > 0).then_some(day);
            Activity { successes, last: day, last_success, ..one }
        },
    )
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_kept_lives_and_no_entry_is_too_many(
        default in a_default(),
        partners in proptest::collection::btree_map(0..5u128, proptest::option::of(a_setting()), 0..4),
        activities in proptest::collection::vec(an_activity(), 0..12),
        applications in any::<bool>(),
        days in proptest::option::of(1..28u32),
    ) {
        let partners: Vec<_> = partners.into_iter().collect();
        let mut workspace = workspace(estate(default, &partners));
        let ours = Arc::clone(workspace.draft.tenants.get(&WE).unwrap());
        workspace.observed.insert(WE, Observed { hash: String::new(), tenant: ours });
        let activities = crate::access::joined(activities);
        let grain = if applications { Grain::Applications } else { Grain::Partner };
        let wish = wish(&BOTH, grain, days);
        let done = rehearsed(&workspace, &activities, &wish);
        let after = edit::apply(&workspace, &done.edits).unwrap();
        let open = |estate: &Estate, one: &Activity| {
            verdict(estate, &one.way.question()) != Verdict::Blocked
        };
        let kept: Vec<&Activity> = activities
            .iter()
            .filter(|one| one.last_success.is_some_and(|day| day >= done.window.unwrap().first))
            .filter(|one| open(&workspace.draft, one))
            .collect();
        prop_assert_eq!(kept.len() as u64, done.kept.ways);
        for one in &kept {
            prop_assert!(open(&after.draft, one), "{:?}", one.way);
        }
        // Nothing is opened that was closed.
        for one in &activities {
            prop_assert!(open(&workspace.draft, one) || !open(&after.draft, one), "{:?}", one.way);
        }
        // Nobody else gets in or out.
        for (home, resource) in [(them(77), WE), (WE, them(77))] {
            let question = Question { home, resource, app: app(0), ..Question::default() };
            prop_assert_eq!(verdict(&after.draft, &question), Verdict::Blocked);
        }
        // Without any one entry something breaks.
        for without in &done.entries {
            let edits: Vec<Edit> = done.edits.iter().filter(|edit| !matches!(edit,
                Edit::B2b { subject: Subject::Partner(id), setting, .. }
                    if *id == without.partner && *setting == without.setting)).cloned().collect();
            let less = edit::apply(&workspace, &edits).unwrap();
            prop_assert!(kept.iter().any(|one| !open(&less.draft, one)), "{:?}", without);
        }
        // What a partner said by itself in full stays as it is.
        for (id, partner) in &workspace.draft.policy(WE).unwrap().partners {
            let now = after.draft.partner(WE, *id).unwrap();
            for setting in [B2b::CollaborationInbound, B2b::CollaborationOutbound] {
                if let Some(own) = partner.configuration.b2b(setting)
                    && own.users_and_groups.is_some() && own.applications.is_some()
                {
                    prop_assert_eq!(now.configuration.b2b(setting), Some(own));
                }
            }
        }
        // The way back is the journal's: the places that changed give the bytes that were.
        let bytes = |workspace: &Workspace| {
            wire::to_bytes(&Checkpoint::of(workspace, 0, String::new(), 0))
        };
        let back = wire::invert(&wire::changes(&workspace, &after));
        let undone = wire::replay(&after, &back, &|_, _| Err(String::new())).unwrap();
        prop_assert_eq!(bytes(&undone), bytes(&workspace));
    }
}
