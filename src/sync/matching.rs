//! Which user of the target a user of the source is.
//!
//! The service looks for `AltSecIdFromNetId([netId])` among the `alternativeSecurityIds` of the target.
//! How that function makes its value is not published; equal keys are taken as equal accounts. Exports
//! seldom hold either, so that what follows from a link is looked for as well, each surer than the
//! next.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::roster::{Roster, SyncGroup};
use super::scope::{is_deleted, is_external};
use super::verdict::Certainty;

/// By what a match was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The id of the home account, as the service does.
    AlternativeSecurityId,
    /// The sign-in name that the service builds of the one at home.
    SignInName,
    /// The identity of the external user.
    Identity,
    /// The mail address.
    Mail,
}

impl By {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            By::AlternativeSecurityId => "alternativeSecurityIds",
            By::SignInName => "the sign-in name built from the one at home",
            By::Identity => "identities",
            By::Mail => "mail",
        }
    }

    /// How sure it is that the service finds the same one.
    pub fn certainty(self) -> Certainty {
        match self {
            By::AlternativeSecurityId => Certainty::Documented,
            By::SignInName | By::Identity => Certainty::Inferred,
            By::Mail => Certainty::Undocumented,
        }
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nobody.
    Nobody,
    /// The user in this row of the target.
    One(usize, By),
    /// Several users fit equally.
    Several,
}

/// Who has an address that would be invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An internal user.
    User,
    /// A group.
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hit {
    One(usize),
    Several,
}

type Keys = HashMap<Box<str>, Hit, FixedState>;
type Addresses = HashSet<Box<str>, FixedState>;

/// The target, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    ids: Keys,
    names: Keys,
    identities: Keys,
    mails: Keys,
    users: Addresses,
    groups: Addresses,
}

impl Matcher {
    /// Makes the users and groups of the target ready.
    pub fn of(target: &Roster, groups: &[SyncGroup]) -> Self {
        let mut out = Matcher::default();
        // Whoever lies in the recycle bin is found only where nobody else is.
        for deleted in [false, true] {
            let mut older = Matcher::default();
            for row in (0..target.len()).filter(|row| is_deleted(target, *row) == deleted) {
                if is_external(target, row) {
                    older.external(target, row);
                } else if !deleted {
                    older.internal(target, row);
                }
            }
            out.fill(older);
        }
        for address in groups.iter().flat_map(|group| &group.addresses) {
            out.groups.insert(bare(address));
        }
        out
    }

    fn external(&mut self, target: &Roster, row: usize) {
        for text in target.named(row, "alternativeSecurityIds").texts() {
            let key = text.rsplit(':').next().unwrap_or(text);
            put(&mut self.ids, key, row);
        }
        if let Some(upn) = target.named(row, "userPrincipalName").text()
            && let Some((local, _)) = upn.to_ascii_uppercase().split_once("#EXT#")
        {
            put(&mut self.names, unbinned(local), row);
        }
        for text in target.named(row, "identities").texts() {
            put(&mut self.identities, text, row);
        }
        if let Some(mail) = target.named(row, "mail").text() {
            put(&mut self.mails, mail, row);
        }
    }

    fn internal(&mut self, target: &Roster, row: usize) {
        for name in ["proxyAddresses", "mail", "userPrincipalName"] {
            self.users.extend(target.named(row, name).texts().map(bare));
        }
    }

    /// Takes over what is not there yet.
    fn fill(&mut self, other: Self) {
        let Matcher { ids, names, identities, mails, users, groups } = other;
        let pairs = [
            (&mut self.ids, ids),
            (&mut self.names, names),
            (&mut self.identities, identities),
            (&mut self.mails, mails),
        ];
        for (mine, theirs) in pairs {
            if mine.is_empty() {
                *mine = theirs;
                continue;
            }
            #[expect(clippy::iter_over_hash_type, reason = "each key goes to its own place")]
            for (key, hit) in theirs {
                mine.entry(key).or_insert(hit);
            }
        }
        self.users.extend(users);
        self.groups.extend(groups);
    }

    /// Looks for a user of the source.
    pub fn find(&self, source: &Roster, row: usize) -> Found {
        let text = |name| source.named(row, name).text();
        let built = text("userPrincipalName").map(|upn| upn.replace('@', "_"));
        let tries: [(&Keys, By, Option<&str>); 5] = [
            (&self.ids, By::AlternativeSecurityId, text("netId")),
            (&self.names, By::SignInName, built.as_deref()),
            (&self.identities, By::Identity, text("userPrincipalName")),
            (&self.identities, By::Identity, text("mail")),
            (&self.mails, By::Mail, text("mail")),
        ];
        for (keys, by, wanted) in tries {
            match wanted.and_then(|text| keys.get(lower(text).as_ref())) {
                Some(Hit::One(row)) => return Found::One(*row, by),
                Some(Hit::Several) => return Found::Several,
                None => {}
            }
        }
        Found::Nobody
    }

    /// Who holds an address already.
    pub fn holder(&self, mail: &str) -> Option<Holder> {
        let mail = bare(mail);
        match () {
            () if self.users.contains(&mail) => Some(Holder::User),
            () if self.groups.contains(&mail) => Some(Holder::Group),
            () => None,
        }
    }
}

fn put(keys: &mut Keys, key: &str, row: usize) {
    let hit = keys.entry(lower(key)).or_insert(Hit::One(row));
    if *hit != Hit::One(row) {
        *hit = Hit::Several;
    }
}

fn lower(text: &str) -> Box<str> {
    text.trim().to_lowercase().into()
}

/// An address without the kind that a proxy address begins with.
fn bare(address: &str) -> Box<str> {
    let address = lower(address);
    address.strip_prefix("smtp:").map(Into::into).unwrap_or(address)
}

/// A user in the recycle bin has its object id, 32 digits, before the sign-in name.
pub(super) fn unbinned(local: &str) -> &str {
    const DIGITS: usize = 32;
    match (local.get(..DIGITS), local.get(DIGITS..)) {
        (Some(id), Some(rest)) if id.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest,
        _ => local,
    }
}
