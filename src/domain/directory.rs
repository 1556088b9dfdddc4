use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::{AppId, ObjectId, TenantId};

/// A user as the pickers and lists need it. The whole Graph object stays on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Object id in its own tenant.
    pub id: ObjectId,
    /// Name shown to people.
    pub display_name: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// Mail address, where it is told and another than the sign-in name; else empty.
    pub mail: String,
    /// `Member`, `Guest`, or empty when the source does not say.
    pub user_type: String,
    /// Department, or empty.
    pub department: String,
}

/// What marks the sign-in name of somebody who is at home elsewhere, in any letter case.
const MARK: &[u8] = b"#EXT#";

impl Person {
    /// What stands before `#EXT#` in the sign-in name of somebody who is at home elsewhere.
    pub fn before_mark(&self) -> Option<&str> {
        let name = self.user_principal_name.as_bytes();
        let at = name.windows(MARK.len()).position(|five| five.eq_ignore_ascii_case(MARK))?;
        self.user_principal_name.get(..at)
    }

    /// The addresses of the person, each as the service writes it into the sign-in name of a guest:
    /// `fay_fabrikam.com` for `fay@fabrikam.com`, in lower case.
    pub fn addresses(&self) -> impl Iterator<Item = String> + '_ {
        let name = self.before_mark().unwrap_or(&self.user_principal_name);
        let texts = [name, &self.mail].into_iter().filter(|text| !text.is_empty());
        texts.map(|text| text.replace('@', "_").to_lowercase())
    }
}

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Object id in its own tenant.
    pub id: ObjectId,
    /// Name shown to people.
    pub display_name: String,
    /// Direct members; `None` when membership has not been imported.
    pub members: Option<Vec<ObjectId>>,
}

/// An application of the tenant (a service principal, by client id).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Application {
    /// Client id, which is what policies name.
    pub app_id: AppId,
    /// Name shown to people.
    pub display_name: String,
    /// The tenant that registered it, where it was told (`appOwnerOrganizationId`).
    pub owner: Option<TenantId>,
}

/// The directory of one tenant, as far as it was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Users, in the order of the export.
    pub users: Vec<Person>,
    /// Groups, in the order of the export.
    pub groups: Vec<Group>,
    /// Applications, in the order of the export.
    pub applications: Vec<Application>,
    /// By what people and groups are found.
    pub roll: Roll,
}

/// By what the people and groups of a directory are found: made at the first question, and from then
/// on the directory is not changed any more. A clone makes its own.
#[derive(Debug, Default)]
pub struct Roll(OnceLock<Found>);

#[derive(Debug)]
struct Found {
    people: HashMap<ObjectId, usize, RandomState>,
    groups: HashMap<ObjectId, usize, RandomState>,
    /// Hashes of addresses, as [`Person::addresses`] writes them, sorted, and whose they are.
    addresses: Vec<(u64, usize)>,
    hasher: RandomState,
    /// How many users and groups there were.
    size: (usize, usize),
}

impl Clone for Roll {
    fn clone(&self) -> Self {
        Roll::default()
    }
}

/// What is found is all in the directory: two are never told apart by it.
impl PartialEq for Roll {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Roll {}

impl Directory {
    fn found(&self) -> &Found {
        let found = self.roll.0.get_or_init(|| {
            // Of two with one id the first counts.
            let mut people =
                HashMap::with_capacity_and_hasher(self.users.len(), RandomState::default());
            let (mut addresses, hasher) = (Vec::new(), RandomState::default());
            for (row, person) in self.users.iter().enumerate() {
                people.entry(person.id).or_insert(row);
                addresses.extend(person.addresses().map(|one| (hasher.hash_one(one), row)));
            }
            addresses.sort_unstable();
            let mut groups = HashMap::default();
            for (row, group) in self.groups.iter().enumerate() {
                groups.entry(group.id).or_insert(row);
            }
            let size = (self.users.len(), self.groups.len());
            Found { people, groups, addresses, hasher, size }
        });
        debug_assert_eq!(
            found.size,
            (self.users.len(), self.groups.len()),
            "changed after a question"
        );
        found
    }

    /// Makes ready by what people and groups are found, which takes long where there are many.
    pub fn call_the_roll(&self) {
        self.found();
    }

    /// A user, by id.
    pub fn person(&self, id: ObjectId) -> Option<&Person> {
        self.found().people.get(&id).and_then(|row| self.users.get(*row))
    }

    /// A group, by id.
    pub fn group(&self, id: ObjectId) -> Option<&Group> {
        self.found().groups.get(&id).and_then(|row| self.groups.get(*row))
    }

    /// Users with an address, in the writing of [`Person::addresses`].
    pub fn with_address(&self, address: &str) -> impl Iterator<Item = &Person> {
        let found = self.found();
        let hash = found.hasher.hash_one(address);
        let from = found.addresses.partition_point(|(one, _)| *one < hash);
        let same = found.addresses.iter().skip(from).take_while(move |(one, _)| *one == hash);
        let people = same.filter_map(|(_, row)| self.users.get(*row));
        people.filter(move |person| person.addresses().any(|one| one == address))
    }

    /// Whether nothing was imported.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.groups.is_empty() && self.applications.is_empty()
    }
}
