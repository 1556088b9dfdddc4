//! The people of a firm: who they are and to whom they report.

use std::collections::BTreeMap;

use super::firm::{EXECUTIVE, Firm};
use super::identity::user_id;
use super::name::{Dice, Name, roll};
use crate::domain::ObjectId;

/// A user of one of our tenants.
#[derive(Clone, Debug)]
pub struct User {
    pub id: ObjectId,
    pub name: Name,
    pub upn: String,
    pub mail: String,
    pub department: &'static str,
    pub is_clinical: bool,
    pub title: &'static str,
    pub manager: Option<ObjectId>,
    pub is_enabled: bool,
    pub standing: Standing,
    pub employee: String,
}

/// What somebody is to the firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An employee to whom others report.
    Manager,
    Employee,
    Guest,
}

/// People for whom one lead is enough.
const TEAM_SIZE: usize = 9;

/// Among how many people one has left and is disabled.
const LEAVERS_ONE_IN: usize = 29;

/// Among how many people one has an unusual name, from which place on.
const UNUSUAL_ONE_IN: usize = 11;
const UNUSUAL_FIRST: usize = 6;

struct Post {
    department: &'static str,
    is_clinical: bool,
    title: &'static str,
    manager: Option<ObjectId>,
    standing: Standing,
    /// The domain a guest comes from.
    home: Option<&'static str>,
}

struct Roster<'a> {
    firm: &'a Firm,
    dice: Dice,
    mailboxes: BTreeMap<String, u32>,
    users: Vec<User>,
}

/// Everyone of a firm, managers before those who report to them.
pub fn roster(firm: &Firm) -> Vec<User> {
    let mut roster = Roster {
        firm,
        dice: Dice(firm.seed),
        mailboxes: BTreeMap::new(),
        users: Vec::with_capacity(512),
    };
    let mut executives: Vec<ObjectId> = Vec::new();
    for title in firm.executives {
        let id = roster.hire(Post {
            department: EXECUTIVE,
            is_clinical: false,
            title,
            manager: executives.first().copied(),
            standing: Standing::Manager,
            home: None,
        });
        executives.push(id);
    }
    for department in firm.departments {
        let post = |title, manager, standing| Post {
            department: department.name,
            is_clinical: department.is_clinical,
            title,
            manager,
            standing,
            home: None,
        };
        let chief = executives.get(department.chief).copied();
        let head = roster.hire(post(department.head, chief, Standing::Manager));
        let mut leads = Vec::new();
        for _ in 0..department.size.div_ceil(TEAM_SIZE) {
            leads.push(roster.hire(post(department.lead, Some(head), Standing::Manager)));
        }
        let staff = department.size.saturating_sub(1 + leads.len());
        let mut lead = leads.iter().cycle();
        for place in 0..staff {
            let title = roster.dice.pick(department.staff);
            let home = department.guests.get(staff.saturating_sub(place + 1)).copied();
            let standing = if home.is_some() { Standing::Guest } else { Standing::Employee };
            roster.hire(Post { home, ..post(title, lead.next().copied(), standing) });
        }
    }
    roster.users
}

impl Roster<'_> {
    fn hire(&mut self, post: Post) -> ObjectId {
        let mut name = self.name();
        let count = self.mailboxes.entry(name.mailbox.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name.mailbox = format!("{}{count}", name.mailbox);
        }
        let id = user_id(self.firm.domain, &name.mailbox);
        let (upn, mail) = address(self.firm, &name.mailbox, post.home);
        let has_left = self.dice.below(LEAVERS_ONE_IN) == 0 && post.standing != Standing::Manager;
        self.users.push(User {
            id,
            name,
            upn,
            mail,
            department: post.department,
            is_clinical: post.is_clinical,
            title: post.title,
            manager: post.manager,
            is_enabled: !has_left,
            standing: post.standing,
            employee: format!("{}{:04}", self.firm.prefix, self.users.len() + 1),
        });
        id
    }

    fn name(&mut self) -> Name {
        let mut rolled = roll(&mut self.dice);
        if self.mailboxes.contains_key(&rolled.mailbox) {
            // Some namesakes are left, as in every firm.
            rolled = roll(&mut self.dice);
        }
        let Some(place) = self.users.len().checked_sub(UNUSUAL_FIRST) else { return rolled };
        if !place.is_multiple_of(UNUSUAL_ONE_IN) {
            return rolled;
        }
        self.firm.unusual.get(place / UNUSUAL_ONE_IN).map_or(rolled, |unusual| unusual.name())
    }
}

/// Sign-in name and mail address; a guest's sign-in name holds the mail address of home.
fn address(firm: &Firm, mailbox: &str, home: Option<&str>) -> (String, String) {
    match home {
        None => {
            let own = format!("{mailbox}@{}", firm.domain);
            (own.clone(), own)
        }
        Some(home) => {
            (format!("{mailbox}_{home}#EXT#@{}", firm.initial), format!("{mailbox}@{home}"))
        }
    }
}

/// Guests of `host` who are people of `home` already, so that a first synchronisation finds them.
pub fn visitors<'a>(
    host: &'a Firm,
    home: &'a Firm,
    people: &'a [User],
    department: &'a str,
) -> impl Iterator<Item = User> + 'a {
    let known = people.iter().filter(move |user| {
        user.department == department && user.standing == Standing::Employee && user.is_enabled
    });
    known.map(move |user| {
        let (upn, mail) = address(host, &user.name.mailbox, Some(home.domain));
        User {
            id: user_id(host.domain, &upn),
            upn,
            mail,
            department: "",
            is_clinical: false,
            title: "",
            manager: None,
            standing: Standing::Guest,
            employee: String::new(),
            ..user.clone()
        }
    })
}
