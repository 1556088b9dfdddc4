/// A JSON value this program carries without reading it.
///
/// The only foreign type in this room: numbers keep their digits (`1.10`, `-0`) and objects their
/// order, so what comes in goes out. An exponent gets a small `e` and its sign: `1E2` is written
/// `1e+2`.
pub type Json = serde_json::Value;

/// The members of a Graph object that this program does not know, in the order they came.
///
/// Empty for almost every record, hence the box: 10,000 partners hold some 100,000 records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Option<Box<serde_json::Map<String, Json>>>);

impl Extra {
    /// Nothing carried.
    pub const fn none() -> Self {
        Extra(None)
    }

    /// Whether nothing is carried.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|members| members.is_empty())
    }

    /// Adds a member; false when a member of that name is already there (it is left as it was).
    pub fn insert(&mut self, name: String, value: Json) -> bool {
        let members = self.0.get_or_insert_default();
        if members.contains_key(&name) {
            return false;
        }
        members.insert(name, value);
        true
    }

    /// Looks a member up by name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.as_ref().and_then(|members| members.get(name))
    }

    /// The members in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.0.iter().flat_map(|members| members.iter())
    }
}
