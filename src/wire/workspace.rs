//! Our own file: the checkpoint, and how text becomes values and back.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::record::{Json, Key, Ref, list_of, record, twice};
use crate::domain::{
    AddressEntry, Extra, Guid, Note, ObjectId, SyncConfiguration, Tenant, TenantId, Workspace,
};

/// The version of the workspace file this program writes, and the newest it reads.
pub const FORMAT: u64 = 1;

/// A workspace as saved, with the place in the journal it stands for. The observed tenants are
/// named by hash only; their content lies in files of their own.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    format: Format,
    /// Edits made so far.
    pub revision: u64,
    /// Hash of the last journal line it contains.
    pub head: String,
    /// Length of the journal up to and with that line, in bytes.
    pub journal_bytes: u64,
    tenants: BTreeMap<TenantId, Arc<Tenant>>,
    /// Hash of the observed file by tenant.
    pub observed: BTreeMap<TenantId, String>,
    notes: BTreeMap<(TenantId, TenantId), Note>,
    address_book: BTreeMap<Guid, AddressEntry>,
    synchronizations: Option<BTreeMap<ObjectId, Arc<SyncConfiguration>>>,
    sum: Option<String>,
    extra: Extra,
}

impl Checkpoint {
    /// What is to be saved.
    pub fn of(workspace: &Workspace, revision: u64, head: String, journal_bytes: u64) -> Self {
        let Workspace { draft, observed, address_book, notes, synchronizations, extra } = workspace;
        Checkpoint {
            format: Format,
            revision,
            head,
            journal_bytes,
            tenants: draft.tenants.clone(),
            observed: observed.iter().map(|(id, seen)| (*id, seen.hash.clone())).collect(),
            notes: notes.clone(),
            address_book: address_book.clone(),
            synchronizations: (!synchronizations.is_empty()).then(|| synchronizations.clone()),
            sum: None,
            extra: extra.clone(),
        }
    }

    /// The workspace without its observed tenants.
    pub fn into_workspace(self) -> Workspace {
        let mut workspace = Workspace {
            address_book: self.address_book,
            notes: self.notes,
            synchronizations: self.synchronizations.unwrap_or_default(),
            extra: self.extra,
            ..Workspace::default()
        };
        workspace.draft.tenants = self.tenants;
        workspace
    }
}

/// The version number; reading one from the future fails at once.
#[derive(Clone, Debug, Default)]
struct Format;

impl<'de> Deserialize<'de> for Json<Format> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let format = u64::deserialize(source)?;
        if format > FORMAT {
            return Err(D::Error::custom(format_args!("format {format} is newer than {FORMAT}")));
        }
        if format == 0 {
            return Err(D::Error::custom("there never was a format 0"));
        }
        Ok(Json(Format))
    }
}

impl Serialize for Ref<'_, Format> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        sink.serialize_u64(FORMAT)
    }
}

impl<'de> Deserialize<'de> for Json<u64> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        u64::deserialize(source).map(Json)
    }
}

impl Serialize for Ref<'_, u64> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        sink.serialize_u64(*self.0)
    }
}

record!(Checkpoint, "a workspace file: an object", {
    "format" => format: plain,
    "revision" => revision: plain,
    "head" => head: plain,
    "journalBytes" => journal_bytes: plain,
    "observed" => observed: plain,
    "tenants" => tenants: plain,
    "notes" => notes: plain,
    "addressBook" => address_book: plain,
    "synchronizations" => synchronizations: value,
    "sum" => sum: value,
});

/// Why a checkpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckpointFault {
    /// A newer program wrote it; it must not be touched.
    Newer(u64),
    /// Cut off, changed, or never a checkpoint.
    Damaged(String),
}

const SUM: &str = ",\n  \"sum\": \"";

/// Writes a checkpoint with a check sum over all that stands before it.
pub fn write_checkpoint(checkpoint: &Checkpoint) -> Vec<u8> {
    let mut bytes = to_bytes(checkpoint);
    bytes.truncate(bytes.len().saturating_sub("\n}\n".len()));
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(format!("{SUM}crc32:{sum:08x}\"\n}}\n").as_bytes());
    bytes
}

/// The observed files a checkpoint names, read from its first lines only, so that they can be read
/// while the rest is. A hint: where the file looks otherwise it is empty.
pub fn observed_hint(bytes: &[u8]) -> BTreeMap<TenantId, String> {
    const LOOK_BYTES: usize = 1 << 16;
    const MEMBER: &str = "\"observed\": ";
    let head = String::from_utf8_lossy(bytes.get(..LOOK_BYTES).unwrap_or(bytes));
    let object = head.split_once(MEMBER).and_then(|(_, rest)| rest.split_inclusive('}').next());
    object.and_then(|object| from_slice(object.as_bytes()).ok()).unwrap_or_default()
}

/// Reads a checkpoint; one whose check sum does not fit is damaged, whatever it says.
pub fn read_checkpoint(bytes: &[u8]) -> Result<Checkpoint, CheckpointFault> {
    #[derive(serde::Deserialize)]
    struct Version {
        format: u64,
    }
    let read = from_slice::<Checkpoint>(bytes);
    if read.is_err()
        && let Ok(Version { format }) = serde_json::from_slice(bytes)
        && format > FORMAT
    {
        return Err(CheckpointFault::Newer(format));
    }
    let checkpoint = read.map_err(|fault| CheckpointFault::Damaged(fault.to_string()))?;
    let place = bytes
        .len()
        .checked_sub(SUM.len() + "crc32:01234567\"\n}\n".len())
        .filter(|place| bytes.get(*place..).is_some_and(|tail| tail.starts_with(SUM.as_bytes())));
    let computed = place.and_then(|place| bytes.get(..place)).map(crc32fast::hash);
    let fits = computed.is_some_and(|sum| checkpoint.sum == Some(format!("crc32:{sum:08x}")));
    if fits {
        Ok(checkpoint)
    } else {
        Err(CheckpointFault::Damaged("it was changed outside detente, or damaged".to_owned()))
    }
}

record!(Note, "a note: an object", {
    "owner" => owner: plain,
    "purpose" => purpose: plain,
    "ticket" => ticket: plain,
    "review" => review: plain,
});

/// An address book entry with the id it is filed under.
#[derive(Default)]
struct AddressShape {
    id: Guid,
    tenant: TenantId,
    kind: Option<crate::domain::AddressKind>,
    name: String,
    told_by: String,
    extra: Extra,
}

record!(AddressShape, "an address book entry: an object", {
    "id" => id: plain,
    "tenantId" => tenant: plain,
    "kind" => kind: value,
    "name" => name: plain,
    "toldBy" => told_by: plain,
});

impl AddressShape {
    fn of(id: Guid, entry: &AddressEntry) -> Self {
        let AddressEntry { tenant, kind, name, told_by } = entry;
        AddressShape {
            id,
            tenant: *tenant,
            kind: Some(*kind),
            name: name.clone(),
            told_by: told_by.clone(),
            extra: Extra::none(),
        }
    }
}

impl<'de> Deserialize<'de> for Json<AddressEntry> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let shape = Json::<AddressShape>::deserialize(source)?.0;
        let kind = shape.kind.ok_or_else(|| D::Error::missing_field("kind"))?;
        Ok(Json(AddressEntry {
            tenant: shape.tenant,
            kind,
            name: shape.name,
            told_by: shape.told_by,
        }))
    }
}

list_of!(
    BTreeMap<TenantId, Arc<Tenant>>, "a list of tenants", Tenant,
    |tenant| (tenant.id, Arc::new(tenant)),
    |_id, tenant| tenant.as_ref()
);

list_of!(
    BTreeMap<Guid, AddressEntry>, "the address book: a list", AddressShape,
    |shape| {
        let kind = shape.kind.ok_or_else(|| A::Error::missing_field("kind"))?;
        let entry = AddressEntry {
            tenant: shape.tenant, kind, name: shape.name, told_by: shape.told_by,
        };
        (shape.id, entry)
    },
    |id, entry| &AddressShape::of(*id, entry)
);

/// A note with the two tenants it is filed under.
struct NoteShape<'a> {
    tenant: TenantId,
    partner: TenantId,
    note: &'a Note,
}

impl Serialize for Ref<'_, NoteShape<'_>> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        let mut members = sink.serialize_map(None)?;
        members.serialize_entry("tenantId", &Ref(&self.0.tenant))?;
        members.serialize_entry("partnerId", &Ref(&self.0.partner))?;
        members.serialize_entry("note", &Ref(self.0.note))?;
        members.end()
    }
}

#[derive(Default)]
struct NoteLine {
    tenant: TenantId,
    partner: TenantId,
    note: Note,
    extra: Extra,
}

record!(NoteLine, "a note with `tenantId` and `partnerId`", {
    "tenantId" => tenant: plain,
    "partnerId" => partner: plain,
    "note" => note: plain,
});

list_of!(
    BTreeMap<(TenantId, TenantId), Note>, "a list of notes", NoteLine,
    |line| ((line.tenant, line.partner), line.note),
    |key, note| &NoteShape { tenant: key.0, partner: key.1, note }
);

impl<'de> Deserialize<'de> for Json<BTreeMap<TenantId, String>> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Hashes;

        impl<'de> Visitor<'de> for Hashes {
            type Value = BTreeMap<TenantId, String>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from tenant id to hash")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut map = BTreeMap::new();
                while let Some(Key(name)) = members.next_key()? {
                    let id = name.parse().map_err(A::Error::custom)?;
                    if map.insert(id, members.next_value()?).is_some() {
                        return Err(twice(&name));
                    }
                }
                Ok(map)
            }
        }

        source.deserialize_map(Hashes).map(Json)
    }
}

impl Serialize for Ref<'_, BTreeMap<TenantId, String>> {
    fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        let mut members = sink.serialize_map(Some(self.0.len()))?;
        for (id, hash) in self.0 {
            members.serialize_entry(&id.to_string(), hash)?;
        }
        members.end()
    }
}

/// Why a text could not be read: where, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFault {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
    /// JSON path, such as `partners[3].inboundTrust`; empty at the top.
    pub path: String,
    /// What was expected, or what is wrong.
    pub what: String,
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        if !self.path.is_empty() && self.path != "." {
            write!(f, ", at `{}`", self.path)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for ReadFault {}

/// Reads a value. The path is found by reading again, so that the good case pays nothing for it.
pub fn from_slice<T>(bytes: &[u8]) -> Result<T, ReadFault>
where
    Json<T>: DeserializeOwned,
{
    match serde_json::from_slice::<Json<T>>(bytes) {
        Ok(value) => Ok(value.0),
        Err(fault) => Err(read_fault::<Json<T>>(bytes, &fault)),
    }
}

/// Says where reading failed and why.
pub(super) fn read_fault<T: DeserializeOwned>(
    bytes: &[u8],
    fault: &serde_json::Error,
) -> ReadFault {
    let mut again = serde_json::Deserializer::from_slice(bytes);
    let path = match serde_path_to_error::deserialize::<_, T>(&mut again) {
        Ok(_) => String::new(),
        Err(located) => located.path().to_string(),
    };
    let text = fault.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    ReadFault { line: fault.line(), column: fault.column(), path, what: what.to_owned() }
}

/// Writes a value over many lines, meant for people and git. Pure ASCII: what a name hides
/// (directional overrides, zero-width characters) is visible in the file.
pub fn to_bytes<T>(value: &T) -> Vec<u8>
where
    for<'a> Ref<'a, T>: Serialize,
{
    // Writing our own records to memory has no way to fail.
    let mut text = serde_json::to_string_pretty(&Ref(value)).unwrap_or_default();
    text.push('\n');
    ascii(text).into_bytes()
}

/// Writes a value on one line, pure ASCII, without an end of line.
pub fn to_line<T>(value: &T) -> String
where
    for<'a> Ref<'a, T>: Serialize,
{
    ascii(serde_json::to_string(&Ref(value)).unwrap_or_default())
}

/// Escapes what is not printable ASCII. Outside strings JSON has none, so this cannot change the
/// meaning.
pub fn ascii(text: String) -> String {
    if text.bytes().all(|byte| byte.is_ascii() && byte != 0x7f) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if c.is_ascii() && c != '\x7f' {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _memory = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// A value as JSON in memory.
pub fn to_value<T>(value: &T) -> crate::domain::Json
where
    for<'a> Ref<'a, T>: Serialize,
{
    serde_json::to_value(Ref(value)).unwrap_or_default()
}

/// A member over a few lines: objects open up, lists of targets stay on one line each.
pub fn compact(name: &str, value: &crate::domain::Json) -> Vec<String> {
    let mut lines = Vec::new();
    unfold(name, value, 0, "", &mut lines);
    lines
}

fn unfold(
    name: &str,
    value: &crate::domain::Json,
    depth: usize,
    end: &str,
    lines: &mut Vec<String>,
) {
    let indent = "  ".repeat(depth);
    match value {
        crate::domain::Json::Object(members) if depth < 2 && !members.is_empty() => {
            lines.push(format!("{indent}\"{name}\": {{"));
            for (place, (name, value)) in members.iter().enumerate() {
                let end = if place + 1 < members.len() { "," } else { "" };
                unfold(name, value, depth + 1, end, lines);
            }
            lines.push(format!("{indent}}}{end}"));
        }
        other => lines.push(ascii(format!("{indent}\"{name}\": {other}{end}"))),
    }
}
