//! Objects of a directory: checked, and handed on as lines.

use crate::domain::{Guid, Json};
use crate::wire;

use super::alike::Next;
use super::fault::ImportFault;
use super::json::{self, Head};
use super::kind::{self, Kind};
use super::session::{Session, Spot};
use super::text::Text;
use super::tidy::Object;
use super::{DirectoryKind, ROW_BYTES_MAX};

/// Members in one line of a directory.
const MEMBERS_PER_LINE: usize = 10_000;

/// Text that is looked at to find the end of an object which may be short.
const AHEAD_BYTES_MAX: usize = 2 * ROW_BYTES_MAX;

impl Session<'_> {
    /// Takes users right out of a text, as long as they are like those that came.
    pub fn users_ahead(
        &mut self,
        text: &mut Text<'_>,
        list: Option<&Head>,
        taken: &mut usize,
    ) -> Result<(), ImportFault> {
        if !self.alike.is_of(list.map_or("", |head| &head.context)) {
            return Ok(());
        }
        let mut line = Vec::new();
        loop {
            match self.alike.next(text.ahead(), list.is_some(), &mut line) {
                Next::User(id, length) => {
                    text.pass_over(length);
                    if list.is_some() {
                        self.list.kind.get_or_insert(Kind::User);
                    }
                    self.recognised += 1;
                    *taken += 1;
                    // Text hands out nothing but UTF-8.
                    let line = std::str::from_utf8(&line).unwrap_or_default();
                    self.line(DirectoryKind::Users, id, line, 1, "")?;
                }
                Next::Other => return Ok(()),
                Next::Cut => {
                    let more = text.look_further(AHEAD_BYTES_MAX);
                    let unread = |fault| json::unread(&self.file, &text.track(), &fault);
                    if !more.map_err(unread)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Hands a directory object out as a line.
    pub fn row(
        &mut self,
        kind: DirectoryKind,
        object: &Object,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        let name = if kind == DirectoryKind::Applications { "appId" } else { "id" };
        let id = self.id(object, name, spot)?;
        let line = serde_json::to_string(object).unwrap_or_default();
        let read = match kind {
            DirectoryKind::Users => wire::read_person(line.as_bytes()).err(),
            DirectoryKind::Groups | DirectoryKind::Members => {
                wire::read_group(line.as_bytes()).err()
            }
            DirectoryKind::Applications => wire::read_application(line.as_bytes()).err(),
        };
        if let Some(what) = read {
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            let place = spot.start.words(spot.path);
            return Err(self.fault(Some(place), what, "correct the file or export it again"));
        }
        self.line(kind, id, &line, 1, &spot.start.words(spot.path))
    }

    fn line(
        &mut self,
        kind: DirectoryKind,
        id: Guid,
        line: &str,
        objects: u64,
        place: &str,
    ) -> Result<(), ImportFault> {
        if line.len() > ROW_BYTES_MAX {
            let what = format!(
                "one object has {} bytes, more than {ROW_BYTES_MAX} bytes are not read",
                line.len()
            );
            let remedy = "export it with fewer properties, and members in files of their own";
            return Err(self.fault(Some(place.to_owned()), what, remedy));
        }
        *self.found.rows.entry(kind).or_default() += objects;
        self.rows.row(self.slot, kind, id, line).map_err(|bad| {
            self.fault(
                None,
                format!("the {} could not be kept: {bad}", kind.title()),
                "make room and import again",
            )
        })
    }

    /// Keeps one member of a group for the next line.
    pub fn member(
        &mut self,
        object: &Object,
        context: &str,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        let member = self.id(object, "id", spot)?;
        let group = kind::guid_in(context).or_else(|| kind::guid_in(&self.stem));
        let Some(group) = group else {
            return Err(self.fault(
                Some(spot.start.words(spot.path)),
                "these are members of a group, but the answer does not say of which",
                "put the group's id into the file's name, such as `members-<group id>.json`",
            ));
        };
        if self.members_of.is_some_and(|of| of != group) {
            self.flush_members()?;
        }
        self.members_of = Some(group);
        self.members.push(member.to_string());
        if self.members.len() >= MEMBERS_PER_LINE { self.flush_members() } else { Ok(()) }
    }

    /// Hands the members out that were kept for one line.
    pub fn flush_members(&mut self) -> Result<(), ImportFault> {
        let Some(group) = self.members_of else { return Ok(()) };
        let count = self.members.len() as u64;
        let members = std::mem::take(&mut self.members);
        let members = members.into_iter().map(|id| serde_json::json!({ "id": id })).collect();
        let line = Object::from_iter([
            ("id".to_owned(), Json::String(group.to_string())),
            ("members".to_owned(), Json::Array(members)),
        ]);
        self.members_of = None;
        self.line(DirectoryKind::Members, group, &Json::Object(line).to_string(), count, "")
    }

    /// Takes one row of a table whose columns say what it is.
    pub fn table_row(
        &mut self,
        kind: Kind,
        object: Object,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        self.recognised += 1;
        match kind {
            Kind::Member => self.member(&object, "", spot),
            Kind::Group => self.row(DirectoryKind::Groups, &object, spot),
            Kind::Application => self.row(DirectoryKind::Applications, &object, spot),
            _ => self.row(DirectoryKind::Users, &object, spot),
        }
    }

    /// A table may be empty and still be known.
    pub fn end_table(&mut self, kind: Kind, rows: usize) -> Result<(), ImportFault> {
        self.recognised += 1;
        if rows == 0 {
            self.warnings.add(format!("a table of {} has no rows", kind.title()), &self.file);
        }
        self.flush_members()
    }
}
