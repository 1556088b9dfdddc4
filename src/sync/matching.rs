//! Which user of the target a user of the source is.
//!
//! The service looks for `AltSecIdFromNetId([netId])` among the `alternativeSecurityIds` of the target.
//! How that function makes its value is not published; equal keys are taken as equal accounts. Exports
//! seldom hold either, so that what follows from a link is looked for as well, each surer than the
//! next.
//!
//! Source: MicrosoftDocs/entra-docs:docs/identity/multi-tenant-organizations/cross-tenant-synchronization-configure.md

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::halves::{Pass, apart};
use super::preview::{Stopped, Tick};
use super::roster::{Known, Roster, SyncGroup};
use super::scope::{before_mark, is_deleted, is_external};
use super::table::Table;
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

/// The target, ready to be searched: rows by what they are found by. Whose key it is, is asked of the
/// roster.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    ids: Table,
    names: Table,
    identities: Table,
    mails: Table,
    users: Table,
    groups: HashSet<Box<str>, FixedState>,
}

/// What external users are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Id,
    Name,
    Identity,
    Mail,
}

impl Key {
    /// The keys of a user of the target.
    fn of(self, target: &Roster, row: usize) -> impl Iterator<Item = &str> {
        let known = match self {
            Key::Id => Known::AlternativeIds,
            Key::Name => Known::SignInName,
            Key::Identity => Known::Identities,
            Key::Mail => Known::Mail,
        };
        let value = target.known(row, known);
        let texts = match self {
            Key::Id | Key::Identity => Some(value.texts()),
            Key::Name | Key::Mail => None,
        };
        let one = value.text().filter(|_| texts.is_none());
        let one = if self == Key::Name { one.and_then(before_mark).map(unbinned) } else { one };
        let end =
            move |text: &'_ str| text.rfind(':').filter(|_| self == Key::Id).map_or(0, |at| at + 1);
        let several = texts.into_iter().flatten();
        one.into_iter().chain(several.map(move |text| text.get(end(text)..).unwrap_or(text)))
    }
}

impl Matcher {
    /// Makes the users and groups of the target ready.
    pub fn of(target: &Roster, groups: &[SyncGroup], tick: Tick<'_>) -> Result<Self, Stopped> {
        // What is looked for first is made ready beside the rest, each of all users in their order.
        let (first, rest) = apart(
            target.len(),
            tick,
            |pass| Self::some(target, &[Key::Id, Key::Name], pass),
            |pass| Self::some(target, &[Key::Identity, Key::Mail], pass),
        )?;
        let mut out = Matcher { ids: first.ids, names: first.names, ..rest };
        for address in groups.iter().flat_map(|group| &group.addresses) {
            out.groups.insert(bare(address).to_lowercase().into());
        }
        Ok(out)
    }

    /// The rows by some of their keys; internal users go with the mail.
    fn some(target: &Roster, keys: &[Key], pass: Pass<'_>) -> Result<Self, Stopped> {
        let mut out = Matcher::default();
        let mut deleted = Vec::new();
        for row in 0..target.len() {
            pass(row)?;
            match (is_deleted(target, row), is_external(target, row)) {
                (true, true) => deleted.push(row),
                (false, true) => out.external(target, row, keys),
                (false, false) if keys.contains(&Key::Mail) => out.internal(target, row),
                (true | false, false) => {}
            }
        }
        for (count, row) in deleted.into_iter().enumerate() {
            pass(count)?;
            out.external(target, row, keys);
        }
        let Matcher { ids, names, identities, mails, users, groups: _ } = &mut out;
        [ids, names, identities, mails, users].into_iter().for_each(Table::settle);
        Ok(out)
    }

    fn table(&self, key: Key) -> &Table {
        match key {
            Key::Id => &self.ids,
            Key::Name => &self.names,
            Key::Identity => &self.identities,
            Key::Mail => &self.mails,
        }
    }

    fn external(&mut self, target: &Roster, row: usize, keys: &[Key]) {
        for key in keys.iter().copied() {
            let table = match key {
                Key::Id => &mut self.ids,
                Key::Name => &mut self.names,
                Key::Identity => &mut self.identities,
                Key::Mail => &mut self.mails,
            };
            for text in key.of(target, row) {
                let is_new = match held(table, key, target, text) {
                    [None, _] => true,
                    // Whoever lies in the recycle bin is found only where nobody else is.
                    [Some(one), None] => {
                        one != row && is_deleted(target, one) == is_deleted(target, row)
                    }
                    // That there are two is enough to know.
                    [Some(_), Some(_)] => false,
                };
                if is_new {
                    table.insert(hash(text), u32::try_from(row).unwrap_or(u32::MAX));
                }
            }
        }
    }

    fn internal(&mut self, target: &Roster, row: usize) {
        for text in addresses(target, row) {
            let is_it =
                |other: u32| addresses(target, other as usize).any(|one| is_same(one, text));
            if self.users.find(hash(text), is_it).is_none() {
                self.users.insert(hash(text), u32::try_from(row).unwrap_or(u32::MAX));
            }
        }
    }

    /// Looks for a user of the source.
    pub fn find(&self, source: &Roster, row: usize, target: &Roster) -> Found {
        let text = |known| source.known(row, known).text();
        let upn = text(Known::SignInName);
        let built = upn.map(|upn| upn.replace('@', "_"));
        let mail = text(Known::Mail);
        let tries: [(Key, By, Option<&str>); 5] = [
            (Key::Id, By::AlternativeSecurityId, text(Known::NetId)),
            (Key::Name, By::SignInName, built.as_deref()),
            (Key::Identity, By::Identity, upn),
            (Key::Identity, By::Identity, mail),
            (Key::Mail, By::Mail, mail),
        ];
        for (key, by, wanted) in tries {
            let Some(wanted) = wanted else { continue };
            match held(self.table(key), key, target, wanted) {
                [Some(row), None] => return Found::One(row, by),
                [_, Some(_)] => return Found::Several,
                [None, None] => {}
            }
        }
        Found::Nobody
    }

    /// Who holds an address already.
    pub fn holder(&self, mail: &str, target: &Roster) -> Option<Holder> {
        let mail = bare(mail);
        let is_it = |row: u32| addresses(target, row as usize).any(|one| is_same(one, mail));
        match () {
            () if self.users.find(hash(mail), is_it).is_some() => Some(Holder::User),
            () if self.groups.contains(mail.to_lowercase().as_str()) => Some(Holder::Group),
            () => None,
        }
    }
}
/// The first two rows that have a key.
fn held(table: &Table, key: Key, target: &Roster, text: &str) -> [Option<usize>; 2] {
    let mut rows = [None, None];
    let _last = table.find(hash(text), |row| {
        let row = row as usize;
        if key.of(target, row).any(|one| is_same(one, text)) {
            match &mut rows {
                [first @ None, _] => *first = Some(row),
                [_, second] => *second = Some(row),
            }
        }
        rows[1].is_some()
    });
    rows
}

/// What an internal user can be written to by.
fn addresses(target: &Roster, row: usize) -> impl Iterator<Item = &str> {
    let known = [Known::Proxies, Known::Mail, Known::SignInName];
    known.into_iter().flat_map(move |known| target.known(row, known).texts()).map(bare)
}

/// An address without the kind that a proxy address begins with.
fn bare(address: &str) -> &str {
    const KIND: usize = 5;
    let address = address.trim();
    match address.split_at_checked(KIND) {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("smtp:") => rest,
        _ => address,
    }
}

/// Whether two keys are one: neither letter case nor space around counts.
fn is_same(a: &str, b: &str) -> bool {
    is_same_word(a.trim(), b.trim())
}

/// Whether only letter case differs.
pub(super) fn is_same_word(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase())
}

/// The same for all that [`is_same`].
pub(super) fn hash(text: &str) -> u64 {
    const SHORT: usize = 128;
    let text = text.trim();
    let hash = |bytes: &[u8]| FixedState::default().hash_one(bytes);
    let mut buffer = [0u8; SHORT];
    match buffer.get_mut(..text.len()) {
        Some(lower) if text.is_ascii() => {
            lower.copy_from_slice(text.as_bytes());
            lower.make_ascii_lowercase();
            hash(lower)
        }
        _ => hash(text.to_lowercase().as_bytes()),
    }
}

/// A user in the recycle bin has its object id, 32 digits, before the sign-in name.
pub(super) fn unbinned(local: &str) -> &str {
    const DIGITS: usize = 32;
    match (local.get(..DIGITS), local.get(DIGITS..)) {
        (Some(id), Some(rest)) if id.bytes().all(|byte| byte.is_ascii_hexdigit()) => rest,
        _ => local,
    }
}
