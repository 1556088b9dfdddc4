//! Which object in the resource tenant stands for somebody of another tenant. Graph does not export
//! it: it is told by the sign-in name that the service gives to guests, and by the mail address.
//! Where that says nothing, nothing is known; a silent no it never is.
//!
//! Source: MicrosoftDocs/entra-docs:docs/external-id/user-properties.md

use std::collections::BTreeSet;

use super::gate::Scene;
use super::question::{Identity, Kind};
use super::rule::Truth;
use crate::domain::{Directory, ObjectId, Person};

/// The object of the person in the resource tenant.
#[derive(Clone, Debug)]
pub(super) enum Guest<'a> {
    /// Nobody who comes by direct connect needs one, and it plays no part.
    None,
    /// One has the address of the person.
    Found(&'a Person),
    /// These have: which of them it is cannot be told.
    Several(Vec<&'a Person>),
    /// Nothing tells it.
    Unseen,
}

impl<'a> Guest<'a> {
    pub fn of(scene: &Scene<'a>) -> Self {
        if scene.question.kind == Kind::DirectConnect {
            return Guest::None;
        }
        Guest::with_address(scene)
    }

    /// The same, however the person comes this time.
    pub fn with_address(scene: &Scene<'a>) -> Self {
        let question = scene.question;
        let here = scene.directories.get(&question.resource).map(AsRef::as_ref);
        let (Some(here), Some(person)) = (here, person(scene)) else { return Guest::Unseen };
        let mut found: Vec<&Person> = Vec::new();
        for one in
            person.addresses().flat_map(|address| here.with_address(&address).collect::<Vec<_>>())
        {
            if is_external(one) && found.iter().all(|known| known.id != one.id) {
                found.push(one);
            }
        }
        match *found {
            [] => Guest::Unseen,
            [one] => Guest::Found(one),
            [..] => Guest::Several(found),
        }
    }

    /// Whether it is a guest and not a member, where it is known.
    pub fn is_guest(&self) -> Option<bool> {
        let kind = |one: &Person| match one.user_type.to_ascii_lowercase().as_str() {
            "guest" => Some(true),
            "member" => Some(false),
            _ => None,
        };
        match self {
            Guest::Found(one) => kind(one),
            Guest::Several(all) => {
                let first = all.first().and_then(|one| kind(one))?;
                all.iter().all(|one| kind(one) == Some(first)).then_some(first)
            }
            Guest::None | Guest::Unseen => None,
        }
    }

    /// Whether it has this id.
    pub fn is(&self, scene: &Scene<'_>, id: ObjectId) -> Truth {
        match self {
            Guest::Found(one) => (one.id == id).into(),
            Guest::Several(all) if all.iter().any(|one| one.id == id) => Truth::Unknown,
            Guest::None | Guest::Several(_) => Truth::No,
            Guest::Unseen => could_be(scene, id),
        }
    }

    /// Whether it is in a group of the resource tenant; groups in groups count.
    ///
    /// Source: MicrosoftDocs/entra-docs:docs/identity/conditional-access/concept-conditional-access-users-groups.md
    pub fn is_in(&self, scene: &Scene<'_>, group: ObjectId) -> Truth {
        if matches!(self, Guest::None) {
            return Truth::No;
        }
        let Some(here) = scene.directories.get(&scene.question.resource) else {
            return Truth::Unknown;
        };
        let (mut seen, mut open) = (BTreeSet::from([group]), vec![group]);
        let mut found = Truth::No;
        while let Some(group) = open.pop() {
            let Some(members) = here.group(group).and_then(|group| group.members.as_ref()) else {
                found = found.or(Truth::Unknown);
                continue;
            };
            for member in members {
                if here.group(*member).is_some() {
                    if seen.insert(*member) {
                        open.push(*member);
                    }
                } else {
                    found = found.or(self.is(scene, *member));
                }
                if found == Truth::Yes {
                    return Truth::Yes;
                }
            }
        }
        found
    }
}

/// The person of the question, as the home tenant's directory knows it.
fn person<'a>(scene: &Scene<'a>) -> Option<&'a Person> {
    if scene.question.identity == Identity::Other {
        return None;
    }
    let home: &Directory = scene.directories.get(&scene.question.home)?;
    home.person(scene.question.user)
}

fn is_external(person: &Person) -> bool {
    person.before_mark().is_some() || person.user_type.eq_ignore_ascii_case("guest")
}

/// Whether an object of the resource tenant could be the person of whom no address tells it: unless
/// it is a member of its own, or somebody else of the home tenant has its address.
fn could_be(scene: &Scene<'_>, id: ObjectId) -> Truth {
    let question = scene.question;
    let here = scene.directories.get(&question.resource);
    let Some(object) = here.and_then(|here| here.person(id)) else { return Truth::Unknown };
    let is_own = object.user_type.eq_ignore_ascii_case("member")
        && !object.user_principal_name.is_empty()
        && !is_external(object)
        && object.mail.is_empty();
    let is_somebody_else = || {
        let home = scene.directories.get(&question.home);
        let same = |home: &Directory, address: &String| {
            home.with_address(address).any(|one| one.id != question.user)
        };
        home.is_some_and(|home| object.addresses().any(|address| same(home, &address)))
    };
    if is_own || is_somebody_else() { Truth::No } else { Truth::Unknown }
}
