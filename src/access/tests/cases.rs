//! Estates made of a number: ids from a small pool so that hits are common, and something odd now
//! and then.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::oracle::{Ask, Groups, outcomes};
use super::scene::*;
use crate::access::{Kind, Question};
use crate::domain::{
    Application, B2b, B2bSetting, Cloud, CloudEndpoint, Half, MICROSOFT_TENANTS, ObjectId, TenantId,
};
use crate::wire;

/// A small generator of numbers; the same seed gives the same case for ever.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)) % sides
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.roll(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }

    fn half(&mut self, letter: char, pool: &[&str], odd: &str) -> String {
        let access = if self.percent(1) { '?' } else { self.pick(&['+', '+', '-']) };
        let mut words = Vec::new();
        if self.percent(45) {
            words.push("All");
        } else {
            for _ in 0..=self.roll(2) {
                words.push(self.pick(pool));
            }
            if self.percent(2) {
                words.push(odd);
            }
        }
        format!("{letter}{access} {}", words.join(" "))
    }

    /// A setting, now and then without one half.
    pub fn setting(&mut self) -> B2bSetting {
        let users = self.half('U', &["fay", "finn", "FM", "FM", "FN", "Gone"], "FutureGroup");
        let apps = self.half('A', &["Payroll", "Wiki", "Office365"], "FutureSuite");
        let mut made = setting(&format!("{users}, {apps}"));
        if self.percent(8) {
            *made.half_mut(self.pick(&Half::BOTH)) = None;
        }
        made
    }
}

const FOUR: [B2b; 4] = [
    B2b::CollaborationInbound,
    B2b::CollaborationOutbound,
    B2b::DirectConnectInbound,
    B2b::DirectConnectOutbound,
];

/// One estate and one question.
#[derive(Clone)]
pub struct Case {
    pub world: World,
    pub question: Question,
}

fn policy(dice: &mut Dice, world: &mut World, owner: TenantId, other: TenantId) {
    for b2b in FOUR {
        let own = if dice.percent(40) {
            Some(dice.setting())
        } else {
            dice.percent(40).then(|| setting("U+ All, A+ All"))
        };
        if own.is_some() {
            *world.default_mut(owner).b2b_mut(b2b) = own;
        }
    }
    if dice.percent(65) {
        for b2b in FOUR {
            if dice.percent(60) {
                *world.partner_mut(owner, other).b2b_mut(b2b) = Some(dice.setting());
            } else {
                world.partner_mut(owner, other);
            }
        }
    }
    if dice.percent(30) {
        *world.partner_mut(owner, T).b2b_mut(dice.pick(&FOUR)) = Some(dice.setting());
    }
}

impl Case {
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut world = World::new();
        policy(&mut dice, &mut world, F, C);
        policy(&mut dice, &mut world, C, F);
        if dice.percent(10) {
            world.tenant_mut(F).cloud =
                if dice.percent(67) { Cloud::UsGovernment } else { Cloud::China };
            for (owner, endpoint) in [(C, CloudEndpoint::UsGovernment), (F, CloudEndpoint::Global)]
            {
                if dice.percent(80) {
                    world.policy_mut(owner).allowed_cloud_endpoints.push(endpoint);
                }
            }
        }
        if dice.percent(10) {
            let who = dice.pick(&[C, F]);
            world.tenant_mut(who).policy = None;
        }
        if dice.percent(15) {
            world.directories.remove(&F);
        } else if dice.percent(10) {
            let directory = Arc::make_mut(world.directories.get_mut(&F).unwrap());
            let place = usize::try_from(dice.roll(2)).unwrap();
            directory.groups[place].members = None;
        }
        if dice.percent(10) {
            let directory = Arc::make_mut(world.directories.get_mut(&C).unwrap());
            let place = usize::try_from(dice.roll(2)).unwrap();
            directory.applications[place].owner = dice.percent(50).then(|| MICROSOFT_TENANTS[0]);
        }
        let groups = dice.percent(25).then(|| {
            let all = [FM, FN];
            all.into_iter().filter(|_| dice.percent(50)).collect::<BTreeSet<ObjectId>>()
        });
        let question = Question {
            kind: dice.pick(&Kind::ALL),
            groups,
            ..knock(dice.pick(&[FAY, FINN]), dice.pick(&[PAYROLL, WIKI, TEAMS]))
        };
        Case { world, question }
    }

    /// What the second judge says: every outcome that something unknown may lead to.
    pub fn outcomes(&self) -> BTreeSet<bool> {
        self.put(outcomes)
    }

    /// The question in Graph's words.
    pub fn put<T>(&self, judge: impl FnOnce(&Ask<'_>) -> T) -> T {
        let Case { world, question } = self;
        let json = |id| world.estate.policy(id).map(wire::to_value);
        let cloud =
            |id| world.estate.tenant(id).map(|t| t.cloud.word().to_owned()).unwrap_or_default();
        let (home, resource) = (question.home, question.resource);
        let (home_policy, resource_policy) = (json(home), json(resource));
        let (home_cloud, resource_cloud) = (cloud(home), cloud(resource));
        let groups: Option<Groups> = world.directories.get(&home).map(|directory| {
            let members = |list: &Vec<ObjectId>| list.iter().map(ToString::to_string).collect();
            directory
                .groups
                .iter()
                .map(|g| (g.id.to_string(), g.members.as_ref().map(members)))
                .collect()
        });
        let told: Option<BTreeSet<String>> =
            question.groups.as_ref().map(|list| list.iter().map(ToString::to_string).collect());
        judge(&Ask {
            home: (&home.to_string(), &home_cloud, home_policy.as_ref()),
            resource: (&resource.to_string(), &resource_cloud, resource_policy.as_ref()),
            user: &question.user.to_string(),
            app: &question.app.to_string(),
            foreign: world.directories.values().any(|directory| {
                let owner = |app: &&Application| app.app_id == question.app;
                directory.applications.iter().find(owner).is_some_and(|app| app.owner == Some(C))
            }),
            family: match question.kind {
                Kind::Collaboration => "b2bCollaboration",
                Kind::DirectConnect => "b2bDirectConnect",
            },
            told: told.as_ref(),
            groups: groups.as_ref(),
        })
    }
}
