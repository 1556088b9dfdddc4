//! Who can reach what between a tenant and one partner; a part of `show partner`.

use serde_json::{Value, json};

use super::look::Look;
use super::names::name_of;
use crate::access::{Directories, Index, Kind, Reach, Unseen, reach};
use crate::domain::{Estate, TenantId};
use crate::text::counted;

/// The numbers of one way for every kind, or why there are none, in words.
type Numbers = Result<Vec<(Kind, Reach)>, String>;

/// Both ways.
#[derive(Debug)]
pub struct Reaches([(&'static str, Numbers); 2]);

impl Reaches {
    /// Counts what the directories in the workspace let count.
    pub fn of(
        estate: &Estate,
        directories: &Directories,
        owner: TenantId,
        partner: TenantId,
    ) -> Self {
        let both = [owner, partner].into_iter();
        let both = both.filter_map(|id| Some((id, estate.tenants.get(&id)?.clone())));
        let index = Index::of(&Estate { tenants: both.collect() }, directories);
        let count = |home, resource| {
            let one = |kind| Ok((kind, reach(&index, directories, home, resource, kind)?));
            Kind::ALL.into_iter().map(one).collect::<Result<_, Unseen>>().map_err(|unseen| {
                match unseen {
                    Unseen::Users(id) => {
                        format!("users of {} are not imported", name_of(estate, id))
                    }
                    Unseen::Applications(id) => {
                        format!("applications of {} are not imported", name_of(estate, id))
                    }
                }
            })
        };
        Reaches([("inbound", count(partner, owner)), ("outbound", count(owner, partner))])
    }

    /// The member `reach`.
    pub fn to_json(&self) -> Value {
        let way = |numbers: &Numbers| match numbers {
            Err(why) => json!({ "notKnown": why }),
            Ok(numbers) => numbers.iter().map(|(kind, reach)| entry(*kind, *reach)).collect(),
        };
        self.0.iter().map(|(name, numbers)| ((*name).to_owned(), way(numbers))).collect()
    }

    /// The same for people, a line each.
    pub fn to_text(&self, look: Look) -> String {
        let mut out = String::new();
        for (way, numbers) in &self.0 {
            match numbers {
                Err(why) => out.push_str(&format!("reach {way}: not known: {}\n", look.show(why))),
                Ok(numbers) => numbers.iter().for_each(|(kind, reach)| {
                    let kind = kind.word().replace('-', " ");
                    out.push_str(&format!("reach {way} {kind}: {}\n", words(*reach)));
                }),
            }
        }
        out
    }
}

fn entry(kind: Kind, reach: Reach) -> (String, Value) {
    let name = match kind {
        Kind::Collaboration => "collaboration",
        Kind::DirectConnect => "directConnect",
    };
    let Reach { users, apps, allowed, step, blocked, unknown } = reach;
    let counts = json!({
        "users": users,
        "applications": apps,
        "allowed": allowed,
        "step": step,
        "blocked": blocked,
        "unknown": unknown,
    });
    (name.to_owned(), counts)
}

fn words(reach: Reach) -> String {
    let Reach { users, apps, allowed, step, blocked, unknown } = reach;
    let users = counted(users, "user", "users");
    let apps = counted(apps, "application", "applications");
    format!(
        "of {users} by {apps} {allowed} pass, {step} pass after a step, {blocked} are stopped, {unknown} are not known"
    )
}
