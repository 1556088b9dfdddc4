//! Users as Graph writes them page after page: each with no other members than those before it.
//!
//! What an object is and what of it stays is found out the long way: [`kind`], [`tidy`]. It depends
//! on the names of its members, and where it depends on more the long way is gone every time. So an
//! object whose names are all known from users of the same list is read once, byte by byte, and
//! copied on the way. Whatever is not as expected, above all every fault, is left to the long way.

mod copy;

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::domain::{Guid, Json};
use crate::wire::plain_length;

use self::copy::{Left, Stop};
use super::kind::{self, Kind};
use super::tidy::{self, Object};

/// Members that tell a user from what else has an `id`: all of them are there, or the same of them.
const TELLING: [&str; 7] =
    [TYPE, "appId", "groupTypes", "mailEnabled", "members", "securityEnabled", "userPrincipalName"];

/// Members whose values decide what an object is.
const DECIDING: [&str; 6] = [CONTEXT, "definition", "error", "key", "tenantId", "value"];

/// Members that have to be text.
const TEXTS: [&str; 4] = [NAME, "department", "userPrincipalName", "userType"];

const TYPE: &str = "@odata.type";
const CONTEXT: &str = "@odata.context";
const ID: &str = "id";
const NAME: &str = "displayName";

/// Members of an object: as many as bits tell which of them came.
const MEMBERS_MAX: usize = 128;

/// What is done with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Id,
    Name,
    Text,
    /// A note of the protocol: of no use.
    Note,
    /// The type, which has to be that of the others.
    Type,
    Any,
}

impl Use {
    fn of(name: &str) -> Self {
        match name {
            ID => Use::Id,
            NAME => Use::Name,
            TYPE => Use::Type,
            _ if TEXTS.contains(&name) => Use::Text,
            _ if tidy::is_note(name) => Use::Note,
            _ => Use::Any,
        }
    }
}

#[derive(Clone, Debug)]
struct Member {
    name: String,
    does: Use,
}

/// What is known of the users of the list at hand.
#[derive(Debug, Default)]
pub(super) struct Alike {
    context: String,
    members: Vec<Member>,
    /// Which of [`TELLING`] each of them has.
    telling: Vec<&'static str>,
    /// The type of each, where it is told.
    odata: Option<String>,
    /// Names inside members, of which nothing has to be left out.
    harmless: HashSet<Vec<u8>, FixedState>,
}

/// What comes next in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A user with this id, in so many bytes of the text.
    User(Guid, usize),
    /// The text ends in it.
    Cut,
    /// Something for the long way.
    Other,
}

impl Alike {
    /// Looks at an object before it goes the long way; what to [learn](Self::learn) once it was
    /// found to be a user.
    pub fn look(&self, object: &Object, context: &str) -> Option<Alike> {
        let telling = TELLING.into_iter().filter(|name| object.contains_key(*name)).collect();
        let odata = object.get(TYPE).and_then(Json::as_str).map(str::to_owned);
        let is_more = self.context == context && self.telling == telling && self.odata == odata;
        let known = if is_more { self.members.as_slice() } else { &[] };
        let is_new = |name: &&String| !known.iter().any(|member| member.name == **name);
        let new = object.keys().filter(is_new).cloned();
        let new: Vec<Member> = new.map(|name| Member { does: Use::of(&name), name }).collect();
        if new.is_empty() && is_more {
            return None;
        }
        let members = known.iter().cloned().chain(new).collect();
        let context = context.to_owned();
        let alike = Alike { context, members, telling, odata, harmless: HashSet::default() };
        alike.is_sure().then_some(alike)
    }

    /// Takes up what was seen of a user.
    pub fn learn(&mut self, seen: Alike) {
        let harmless = std::mem::take(&mut self.harmless);
        *self = Alike { harmless, ..seen };
    }

    /// Whether whatever has only these members is a user, and nothing of it has to be renamed or
    /// left out. No rule of [`kind`] asks for a member that is missing but those that are
    /// [telling](TELLING), or that go by the values of those that are [deciding](DECIDING).
    fn is_sure(&self) -> bool {
        let has = |name: &str| self.members.iter().any(|member| member.name == name);
        let names = self.members.iter().map(|member| member.name.as_str());
        let mut all: Object = names.clone().map(|name| (name.to_owned(), Json::Null)).collect();
        if let Some(odata) = &self.odata {
            all.insert(TYPE.to_owned(), Json::String(odata.clone()));
        }
        self.members.len() <= MEMBERS_MAX
            && has(ID)
            && (!has(TYPE) || self.odata.is_some())
            && !DECIDING.iter().any(|name| has(name))
            && !kind::is_partner(&all)
            && kind::of_object(&all, &self.context) == Kind::User
            && names.clone().all(is_harmless)
            && !tidy::is_renamed(&all)
    }

    /// Whether anything is known of a list with this context.
    pub fn is_of(&self, context: &str) -> bool {
        !self.members.is_empty() && self.context == context
    }

    /// The user that a text begins with, behind white space and, inside a list, a comma. Its line
    /// takes the place of what is in `line`.
    pub fn next(&mut self, text: &[u8], in_list: bool, line: &mut Vec<u8>) -> Next {
        line.clear();
        let mut left = Left { text, at: 0, line, harmless: &mut self.harmless };
        let read = left.user(&self.members, self.odata.as_deref(), &self.telling, in_list);
        match read {
            Ok(Some(id)) => Next::User(id, left.at),
            Ok(None) | Err(Stop::Other) => Next::Other,
            Err(Stop::Cut) => Next::Cut,
        }
    }
}

/// Whether a name stands in a text as it is, means nothing to `serde_json`, and is of no secret.
fn is_harmless(name: &str) -> bool {
    plain_length(name.as_bytes()) == name.len()
        && !name.starts_with('$')
        && !tidy::is_secret_name(name)
}
