//! What sign-in logs say, compacted: who signed in where, how often, and until when.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

use super::question::{Kind, Question};
use crate::domain::{AppId, ObjectId, TenantId};

/// One person, one application, one way: what a sign-in and a question have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// The tenant that owns the account.
    pub home: TenantId,
    /// The tenant that holds the application.
    pub resource: TenantId,
    /// The user as the log names it. Of a guest, no page that was read says whether that is the
    /// account at home or the guest object; questions take it as the account at home.
    pub user: ObjectId,
    /// The client application (`appId`).
    pub app: AppId,
    /// The resource that was asked for (`resourceId`), where it is another application.
    pub other_app: Option<AppId>,
    /// By which of the two ways.
    pub kind: Kind,
}

impl Way {
    /// The question whether this sign-in would go through.
    pub fn question(&self) -> Question {
        let Way { home, resource, user, app, other_app, kind } = *self;
        Question { home, user, resource, app, other_app, kind, ..Question::default() }
    }
}

/// Sign-ins of one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Who, where, and how.
    pub way: Way,
    /// Sign-ins with the error code 0.
    pub successes: u64,
    /// All others, interrupted ones too.
    pub failures: u64,
    /// Of all these, those whose log did not say the way (`crossTenantAccessType` is not in Graph
    /// v1.0): taken as B2B collaboration.
    pub assumed: u64,
    /// The first day, UTC.
    pub first: Date,
    /// The last day, UTC.
    pub last: Date,
    /// The last day with a success, UTC.
    pub last_success: Option<Date>,
    /// The sign-in name, or empty.
    pub user_principal_name: Box<str>,
    /// The person's name, or empty.
    pub user_name: Box<str>,
    /// The client application's name, or empty.
    pub app_name: Box<str>,
    /// The resource's name, or empty.
    pub resource_name: Box<str>,
}

/// Of two names the one that does not depend on which came first.
pub fn prefer(name: &mut Box<str>, other: &str) {
    if !other.is_empty() && (name.is_empty() || other < name.as_ref()) {
        *name = other.into();
    }
}

impl Activity {
    /// All of them.
    pub fn sign_ins(&self) -> u64 {
        self.successes + self.failures
    }

    /// Adds more sign-ins of the same way. The order of adding does not matter.
    pub fn absorb(&mut self, other: &Activity) {
        let Activity {
            way: _,
            successes,
            failures,
            assumed,
            first,
            last,
            last_success,
            user_principal_name,
            user_name,
            app_name,
            resource_name,
        } = other;
        self.successes += successes;
        self.failures += failures;
        self.assumed += assumed;
        self.first = self.first.min(*first);
        self.last = self.last.max(*last);
        self.last_success = self.last_success.max(*last_success);
        prefer(&mut self.user_principal_name, user_principal_name);
        prefer(&mut self.user_name, user_name);
        prefer(&mut self.app_name, app_name);
        prefer(&mut self.resource_name, resource_name);
    }

    /// How the person is called: the sign-in name, else the name, else the id.
    pub fn person(&self) -> String {
        match (self.user_principal_name.as_ref(), self.user_name.as_ref()) {
            ("", "") => self.way.user.to_string(),
            ("", name) | (name, _) => name.to_owned(),
        }
    }

    /// How the application is called: its name, else its id.
    pub fn app(&self) -> String {
        match self.app_name.as_ref() {
            "" => self.way.app.to_string(),
            name => name.to_owned(),
        }
    }
}

/// One activity a way, in order of the ways.
pub fn joined(all: impl IntoIterator<Item = Activity>) -> Vec<Activity> {
    let mut ways: BTreeMap<Way, Activity> = BTreeMap::new();
    for one in all {
        match ways.entry(one.way) {
            std::collections::btree_map::Entry::Occupied(mut there) => there.get_mut().absorb(&one),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(one);
            }
        }
    }
    ways.into_values().collect()
}

/// Why a row of a sign-in log was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// It does not name the home or the resource tenant.
    NoTenants,
    /// It did not cross from one tenant to another.
    WithinTenant,
    /// It crossed by a way that no cross-tenant access setting judges: Microsoft's support, a
    /// service provider, pass-through; or by one this program does not know.
    NotJudged,
    /// Nobody signed in but an application or a managed identity.
    ServicePrincipal,
    /// It does not name the user.
    NoUser,
    /// It names neither the application nor the resource.
    NoApplication,
    /// It does not say whether the sign-in succeeded.
    NoStatus,
}

impl LeftOut {
    /// All reasons, with the member that counts each in a stored log, and in words.
    pub const ALL: [(LeftOut, &'static str, &'static str); 7] = [
        (LeftOut::NoTenants, "noTenants", "do not name home and resource tenant"),
        (LeftOut::WithinTenant, "withinTenant", "did not cross tenants"),
        (LeftOut::NotJudged, "notJudged", "came by a way no cross-tenant access setting judges"),
        (LeftOut::ServicePrincipal, "servicePrincipal", "are of service principals"),
        (LeftOut::NoUser, "noUser", "do not name the user"),
        (LeftOut::NoApplication, "noApplication", "do not name the application"),
        (LeftOut::NoStatus, "noStatus", "do not say whether they succeeded"),
    ];
}

/// What stands at the head of a stored log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogHead {
    /// The name of the file it was read from, without its folder.
    pub source: String,
    /// Rows that were read.
    pub rows: u64,
    /// Of these, those that were left out.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// When the first sign-in was that was taken, UTC.
    pub first: Option<DateTime>,
    /// When the last was, UTC.
    pub last: Option<DateTime>,
}
