//! A month of sign-ins between Alpha Corp and others: most of it from partners, some of it from
//! tenants that nobody has listed, which a default that blocks would lock out.

use jiff::civil::{Date, date};

use super::firm::ALPHA;
use super::identity::{app_id, tenant_id, user_id};
use super::name::{Dice, roll};
use super::roster::roster;
use crate::access::{Activity, Kind, LeftOut, LogHead, Way, joined};
use crate::domain::ObjectId;

/// A log as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeLog {
    /// What stands at its head.
    pub head: LogHead,
    /// One activity a way.
    pub activities: Vec<Activity>,
}

const FIRST: Date = date(2026, 6, 1);
const LAST: Date = date(2026, 6, 30);
const DAYS: usize = 30;

/// The log also showed traffic inside the tenant and of its service provider.
const WITHIN: u64 = 18_204;
const PROVIDER: u64 = 311;

/// Guests of ours: from where, how many, which applications, and how many days ago the last came.
#[rustfmt::skip]
const GUESTS: &[(&str, usize, &[&str], usize)] = &[
    ("alphanordics.example", 14, &["Wiki", "CRM", "Expenses"], 0),
    ("alphaiberia.example", 8, &["Wiki", "Expenses"], 0),
    ("alpharetail.example", 5, &["CRM"], 1),
    ("bramblewick.example", 4, &["Expenses", "Board Papers"], 2),
    ("larkspurinsurance.example", 2, &["Supplier Portal"], 6),
    ("silverbirch.example", 3, &["CRM", "Wiki"], 1),
    ("quarrystone.example", 3, &["Supplier Portal"], 0),
    ("thistledown.example", 6, &["Supplier Portal", "Design Vault"], 0),
    ("ospreyfreight.example", 4, &["Warehouse", "Supplier Portal"], 0),
    ("pemberlycatering.example", 2, &["Supplier Portal"], 3),
    ("ironmere.example", 3, &["Supplier Portal", "Design Vault"], 0),
    // The draft closes this one: who still works on the project is locked out.
    ("ashgrove.example", 7, &["Service Desk"], 0),
    // Nobody has listed these.
    ("larchmontlabs.example", 5, &["Design Vault", "Wiki"], 0),
    ("copperkettle.example", 3, &["Supplier Portal"], 1),
    ("northgatepress.example", 2, &["Wiki"], 4),
    ("fairhavenclinic.example", 1, &["Service Desk"], 12),
    ("oldmillbrewery.example", 2, &["Supplier Portal"], 24),
];

/// Our people elsewhere: where, how many of Sales, which applications, how many days ago.
#[rustfmt::skip]
const VISITS: &[(&str, usize, &[&str], usize)] = &[
    ("velmontfoods.example", 6, &["Order Desk", "Forecast Board", "Recipe Archive"], 0),
    ("kestrelbay.example", 4, &["Tender Room"], 2),
    ("dunmere.example", 3, &["Charter Board"], 5),
    ("larchmontlabs.example", 2, &["Results"], 3),
];

/// Who signs in.
struct Someone {
    name: String,
    upn: String,
    user: ObjectId,
}

/// Rolls the log.
pub fn log() -> PracticeLog {
    let mut dice = Dice(77);
    let mut all = Vec::new();
    for (domain, people, apps, ago) in GUESTS {
        for _ in 0..*people {
            let name = roll(&mut dice);
            let someone = Someone {
                upn: format!("{}@{domain}", name.mailbox),
                user: user_id(domain, &name.mailbox),
                name: name.display,
            };
            all.extend(signed_in(&mut dice, &someone, (domain, ALPHA.domain), apps, *ago));
        }
    }
    let sales: Vec<_> =
        roster(&ALPHA).into_iter().filter(|user| user.department == "Sales").collect();
    for (domain, people, apps, ago) in VISITS {
        for user in sales.iter().take(*people) {
            let someone =
                Someone { upn: user.upn.clone(), user: user.id, name: user.name.display.clone() };
            all.extend(signed_in(&mut dice, &someone, (ALPHA.domain, domain), apps, *ago));
        }
    }
    let activities = joined(all);
    let taken: u64 = activities.iter().map(Activity::sign_ins).sum();
    PracticeLog {
        head: LogHead {
            source: "signIns.json".to_owned(),
            rows: taken + WITHIN + PROVIDER,
            left_out: [(LeftOut::WithinTenant, WITHIN), (LeftOut::NotJudged, PROVIDER)].into(),
            first: Some(FIRST.at(0, 4, 11, 0)),
            last: Some(LAST.at(23, 51, 40, 0)),
        },
        activities,
    }
}

/// One person at some of the applications.
fn signed_in(
    dice: &mut Dice,
    someone: &Someone,
    (home, resource): (&str, &str),
    apps: &[&str],
    ago: usize,
) -> Vec<Activity> {
    let mut out = Vec::new();
    for app in apps {
        let count = |end: usize, dice: &mut Dice| u64::try_from(dice.below(end)).unwrap_or(0);
        let (successes, failures) = (count(40, dice) + 1, count(4, dice) / 2);
        let last = back(ago + dice.below(4));
        let first = back(DAYS - 1 - dice.below(4)).min(last);
        out.push(Activity {
            way: Way {
                home: tenant_id(home),
                resource: tenant_id(resource),
                user: someone.user,
                app: app_id(resource, app),
                other_app: None,
                kind: Kind::Collaboration,
            },
            successes,
            failures,
            assumed: 0,
            first,
            last,
            last_success: Some(last),
            user_principal_name: someone.upn.as_str().into(),
            user_name: someone.name.as_str().into(),
            app_name: (*app).into(),
            resource_name: (*app).into(),
        });
    }
    out
}

/// So many days before the last.
fn back(days: usize) -> Date {
    let days = i64::try_from(days.min(DAYS - 1)).unwrap_or(0);
    LAST.checked_sub(jiff::Span::new().days(days)).unwrap_or(FIRST)
}
