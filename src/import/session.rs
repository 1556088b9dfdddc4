//! One file: recognised, taken apart, and put where it belongs.

use std::collections::BTreeSet;

use crate::domain::{Guid, Json, ObjectId, TenantId};
use crate::wire;

use super::alike::Alike;
use super::fault::{ImportFault, Place, joined, shown};
use super::found::{Found, Piece};
use super::json::{self, Head, Step};
use super::kind::{self, Kind};
use super::sign_ins::{self, Compactor};
use super::text::Text;
use super::tidy::{self, Object, Warnings};
use super::{DirectoryKind, DirectoryRows, Slot, Source, dsc, languages, table};

/// One file on its way.
pub(super) struct Session<'s> {
    pub file: String,
    pub stem: String,
    pub slot: Slot,
    pub found: &'s mut Found,
    pub warnings: &'s mut Warnings,
    pub rows: &'s mut dyn DirectoryRows,
    pub recognised: usize,
    /// Bytes of policies so far; they stay in memory.
    pub policy_bytes: usize,
    /// Members of the first object nobody knows.
    strange: Option<String>,
    pub list: ListState,
    /// Assignments of the list that has just ended.
    pub ended: Vec<(Guid, ObjectId)>,
    /// Members of a group that wait for their line.
    pub members: Vec<String>,
    pub members_of: Option<Guid>,
    /// Sign-ins so far.
    pub sign_ins: Option<Compactor>,
    /// What the last object was.
    taken: Option<Kind>,
    /// What is known of users that came.
    pub alike: Alike,
}

/// What the list at hand has held so far.
#[derive(Default)]
pub(super) struct ListState {
    pub kind: Option<Kind>,
    pub partners: BTreeSet<TenantId>,
    /// Who is assigned to what, in this list.
    pub assigned: Vec<(Guid, ObjectId)>,
    /// An element had other members than the tenant's id and its synchronization policy.
    pub has_settings: bool,
}

impl<'s> Session<'s> {
    /// Reads a file from beginning to end.
    pub fn read(
        source: Source<'_>,
        slot: Slot,
        found: &'s mut Found,
        warnings: &'s mut Warnings,
        rows: &'s mut dyn DirectoryRows,
    ) -> Result<(), ImportFault> {
        let Source { name, stem, folder: _, content } = source;
        let mut session = Session {
            file: name,
            stem,
            slot,
            found,
            warnings,
            rows,
            recognised: 0,
            policy_bytes: 0,
            strange: None,
            list: ListState::default(),
            ended: Vec::new(),
            members: Vec::new(),
            members_of: None,
            sign_ins: None,
            taken: None,
            alike: Alike::default(),
        };
        let file = session.file.clone();
        let mut text = Text::open(content, Place::START)
            .map_err(|fault| session.fault(None, fault.to_string(), "check the file"))?;
        let track = text.track();
        let first = text.peek_visible().map_err(|fault| json::unread(&file, &track, &fault))?;
        let beginning = text.beginning().map_err(|fault| json::unread(&file, &track, &fault))?;
        let beginning = String::from_utf8_lossy(beginning).into_owned();
        match first {
            None => return Err(session.fault(None, "the file is empty", "export it again")),
            Some(b'{' | b'[') if sign_ins::pages::begins(beginning.as_bytes()) => {
                sign_ins::pages::read(&mut text, &mut session)?;
            }
            Some(b'{' | b'[') => {
                json::walk(&mut text, &file, "", &mut |step| session.step(step))?;
            }
            Some(_) if dsc::is_configuration(&beginning) => dsc::read(text, &mut session)?,
            Some(_) => match table::Layout::of(&beginning) {
                Some(layout) => table::read(text, layout, &mut session)?,
                None => return Err(session.foreign(&beginning)),
            },
        }
        session.flush_members()?;
        session.flush_sign_ins()?;
        match (session.recognised, session.strange.take()) {
            (0, strange) => Err(session.not_recognised(&strange.unwrap_or_default())),
            (_, Some(strange)) => {
                session.warnings.add(
                    format!("an object was not recognised and left out; its members: {strange}"),
                    &file,
                );
                Ok(())
            }
            (_, None) => Ok(()),
        }
    }

    /// A fault in this file.
    pub fn fault(
        &self,
        place: Option<String>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> ImportFault {
        let (file, what, remedy) = (self.file.clone(), what.into(), remedy.into());
        ImportFault { file, place, what, remedy }
    }

    /// Not recognised, with the reason where it is the language.
    fn foreign(&self, beginning: &str) -> ImportFault {
        let Some((language, headers)) = languages::of_table(beginning) else {
            return self.not_recognised("");
        };
        let headers: Vec<String> =
            headers.iter().map(|header| format!("`{}`", shown(header))).collect();
        self.fault(
            Some("line 1, column 1".to_owned()),
            format!(
                "the headers are {language} ({}), and only English ones are read",
                headers.join(", ")
            ),
            "switch the portal to English and download the list again, or export it from Graph",
        )
    }

    fn not_recognised(&self, members: &str) -> ImportFault {
        let found = if members.is_empty() { String::new() } else { format!("; found {members}") };
        self.fault(
            None,
            format!(
                "nothing in this file was recognised: expected JSON of Microsoft Graph, a CSV download of the Entra admin center or a Microsoft365DSC configuration{found}"
            ),
            "leave the file out, or export it again",
        )
    }

    /// Takes one step through JSON.
    pub fn step(&mut self, step: Step<'_, '_>) -> Result<(), ImportFault> {
        match step {
            Step::Ahead { text, list, taken } => self.users_ahead(text, list, taken),
            Step::Object { text, start, path, list } => {
                let value = self.parse(text, start, &path)?;
                self.value(value, text, start, &path, list)
            }
            Step::Answer { text, start, path } => self.answer(text, start, &path),
            Step::ListEnd(head) => self.list_end(head),
        }
    }

    /// Reads any JSON, with faults placed in the whole file.
    fn parse(&self, text: &str, start: Place, path: &str) -> Result<Json, ImportFault> {
        wire::from_slice::<Json>(text.as_bytes()).map_err(|bad| {
            let place = start.plus(Place { line: bad.line, column: bad.column });
            let path = joined(path, &bad.path);
            let what = if bad.what.starts_with("recursion limit") {
                "the JSON is nested deeper than 127 levels, which no export is".to_owned()
            } else {
                bad.what
            };
            self.fault(Some(place.words(&path)), what, "correct the file or export it again")
        })
    }

    fn value(
        &mut self,
        value: Json,
        text: &str,
        start: Place,
        path: &str,
        list: Option<&Head>,
    ) -> Result<(), ImportFault> {
        let Json::Object(mut object) = value else {
            self.strange.get_or_insert_with(|| format!("none, it is {}", shown(text)));
            return Ok(());
        };
        let context =
            object.get("@odata.context").and_then(Json::as_str).unwrap_or_default().to_owned();
        // One page of the documentation, and people who followed it, wrap a single object.
        if let Some(Json::Object(inner)) = object.get_mut("value") {
            let mut inner = std::mem::take(inner);
            inner.insert("@odata.context".to_owned(), Json::String(context));
            let path = joined(path, "value");
            return self.value(Json::Object(inner), text, start, &path, list);
        }
        let context = if context.is_empty() {
            list.map(|head| head.context.clone()).unwrap_or_default()
        } else {
            context
        };
        let spot = Spot { text, start, path };
        let seen = self.alike.look(&object, &context);
        let object = tidy::tidy(object, &self.file, self.warnings).map_err(|what| {
            let remedy = "export it again, from PowerShell with `ConvertTo-Json -Depth 20`";
            self.fault(Some(start.words(path)), what, remedy)
        })?;
        self.object(object, &context, list.is_some(), &spot)?;
        if self.taken == Some(Kind::User)
            && let Some(seen) = seen
        {
            self.alike.learn(seen);
        }
        Ok(())
    }

    /// Takes one object in Graph's form.
    pub fn object(
        &mut self,
        mut object: Object,
        context: &str,
        in_list: bool,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        let mut kind = kind::of_object(&object, context);
        if matches!(kind, Kind::User | Kind::Group)
            && context.is_empty()
            && object.contains_key("@odata.type")
            && kind::guid_in(&self.stem).is_some()
        {
            kind = Kind::Member;
        }
        if in_list {
            self.list.kind.get_or_insert(kind);
        }
        self.taken = Some(kind);
        tidy::drop_notes(&mut object);
        if kind == Kind::Unknown {
            let names: Vec<String> =
                object.keys().take(8).map(|name| format!("`{}`", shown(name))).collect();
            self.strange.get_or_insert_with(|| names.join(", "));
            return Ok(());
        }
        self.recognised += 1;
        match kind {
            Kind::User => self.row(DirectoryKind::Users, &object, spot),
            Kind::Group => self.row(DirectoryKind::Groups, &object, spot),
            Kind::Application => {
                self.note_principal(&object);
                self.row(DirectoryKind::Applications, &object, spot)
            }
            Kind::Member => self.member(&object, context, spot),
            Kind::SignIn => self.sign_in_object(&object, spot),
            Kind::Removed | Kind::Deleted | Kind::Refused | Kind::Idle(_) | Kind::Unknown => {
                self.left_out(kind, &object);
                Ok(())
            }
            Kind::Organization
            | Kind::Policy
            | Kind::Default
            | Kind::Partner
            | Kind::Synchronization
            | Kind::TenantInformation
            | Kind::Authorization
            | Kind::B2bManagement
            | Kind::ConditionalAccess
            | Kind::Strength
            | Kind::ExternalIdentities
            | Kind::AuthenticationFlows
            | Kind::SyncJob
            | Kind::SyncSchema
            | Kind::SyncSecret
            | Kind::Assignment => self.policy(kind, object, context, in_list, spot),
        }
    }

    fn left_out(&mut self, kind: Kind, object: &Object) {
        let title = kind.title();
        let what = match kind {
            Kind::Refused => {
                let error = object.get("error");
                let word = |name| error.and_then(|e| e.get(name)).and_then(Json::as_str);
                format!(
                    "the service answered with the error `{}`: {}",
                    shown(word("code").unwrap_or_default()),
                    shown(word("message").unwrap_or_default())
                )
            }
            Kind::Removed => {
                "a list of changes says that objects were removed; import a full list to forget them"
                    .to_owned()
            }
            Kind::Deleted => "a policy lies in the recycle bin and was left out".to_owned(),
            _ => format!("{title} were recognised but are of no use here"),
        };
        self.warnings.add(what, &self.file);
    }

    /// Checks that an object reads as its type; the fault names the place in it.
    pub fn check<T>(&mut self, object: &Object, spot: &Spot<'_>) -> Result<T, ImportFault>
    where
        wire::Json<T>: serde::de::DeserializeOwned,
    {
        let line = Json::Object(object.clone()).to_string();
        wire::from_slice::<T>(line.as_bytes()).map_err(|bad| {
            let again = wire::from_slice::<T>(spot.text.as_bytes()).err();
            let inner = again
                .filter(|again| again.path == bad.path)
                .map_or(Place::START, |again| Place { line: again.line, column: again.column });
            let path = joined(spot.path, &bad.path);
            let place = spot.start.plus(inner).words(&path);
            self.fault(Some(place), bad.what, "correct the file or export it again")
        })
    }

    /// An id that must be there.
    pub fn id(&self, object: &Object, name: &str, spot: &Spot<'_>) -> Result<Guid, ImportFault> {
        let text = object.get(name).map_or(String::new(), |value| match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        });
        text.parse().map_err(|bad| {
            let what = if text.is_empty() {
                format!("{bad} as `{name}`, found none")
            } else {
                format!("{bad} as `{name}`, found `{}`", shown(&text))
            };
            let place = spot.start.words(&joined(spot.path, name));
            self.fault(Some(place), what, "correct the file or export it again")
        })
    }

    fn list_end(&mut self, head: &Head) -> Result<(), ImportFault> {
        let told = kind::of_context(&head.context);
        if told == Some(Kind::Member) && self.list.kind.is_none() {
            // An empty list still says that the group has no members.
            self.members_of = kind::guid_in(&head.context).or_else(|| kind::guid_in(&self.stem));
        }
        self.flush_members()?;
        let mut list = std::mem::take(&mut self.list);
        self.ended = std::mem::take(&mut list.assigned);
        let Some(kind) = told.or(list.kind) else {
            self.warnings.add("an empty list does not say what it is a list of", &self.file);
            self.recognised += 1;
            return Ok(());
        };
        self.recognised += 1;
        if kind == Kind::Assignment {
            self.assignments_end(head);
        }
        let is_full = kind == Kind::Partner
            && (list.has_settings || list.kind.is_none())
            && !kind::is_selected(&head.context);
        // Lists of partners with chosen members are mostly asked for the sake of these policies.
        let is_chosen = kind == Kind::Partner && !is_full;
        let of = if is_chosen { Kind::Synchronization } else { kind };
        let pages = self.found.pages.entry(of).or_default();
        pages.pages += 1;
        pages.with_next += usize::from(head.has_next);
        if is_full {
            self.found.full_lists.pages += 1;
            self.found.full_lists.with_next += usize::from(head.has_next);
            self.found.listed.extend(list.partners);
        }
        Ok(())
    }
}

/// Where an object stands, to name places in it.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub text: &'a str,
    pub start: Place,
    pub path: &'a str,
}

impl Piece {
    /// The text of a member.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name).and_then(Json::as_str)
    }
}
