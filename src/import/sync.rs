//! Pieces of cross-tenant synchronisation: jobs, schemas, the switches among the secrets, who is
//! assigned. Which of them belong together is known once all files were read.

use crate::domain::{Guid, Json, ObjectId, SyncSchema};

use super::fault::{ImportFault, joined};
use super::json::Head;
use super::kind::{self, Kind};
use super::session::{Session, Spot};
use super::tidy::Object;

/// What one file said of a configuration.
#[derive(Clone, Debug)]
pub(super) enum SyncPart {
    /// The job, without its schema.
    Job(Object),
    /// The schema.
    Schema(Box<SyncSchema>),
    /// A pair of the secrets; most are forgotten when it is taken.
    Secret(String, String),
    /// Who is assigned; all of them, where the list says so.
    Assigned { who: Vec<ObjectId>, is_whole: bool },
}

/// A part, and what tells whose it is.
#[derive(Clone, Debug)]
pub(super) struct SyncPiece {
    pub part: SyncPart,
    /// The service principal, as the answer says.
    pub principal: Option<Guid>,
    /// The job, as the answer says.
    pub job: Option<String>,
    /// An id in the file's name.
    pub named: Option<Guid>,
    /// Files of one folder are neighbours.
    pub folder: String,
    pub file: String,
    /// Where in the file.
    pub place: String,
}

/// Objects in one page of Graph, unless more were asked for.
const PAGE: usize = 100;

impl Session<'_> {
    /// Takes a piece of a synchronisation configuration.
    pub fn sync_piece(
        &mut self,
        kind: Kind,
        mut object: Object,
        context: &str,
        spot: &Spot<'_>,
    ) -> Result<(), ImportFault> {
        let principal = kind::principal_of_context(context);
        let mut job = kind::job_of_context(context).map(str::to_owned);
        let id = object.get("id").and_then(Json::as_str).map(str::to_owned);
        match kind {
            Kind::SyncJob => {
                job = id.or(job);
                if let Some(Json::Object(schema)) = object.shift_remove("schema") {
                    let path = joined(spot.path, "schema");
                    let spot = Spot { path: &path, ..*spot };
                    let part = self.schema(&schema, &spot)?;
                    self.keep(part, principal, job.clone(), &spot);
                }
                self.keep(SyncPart::Job(object), principal, job, spot);
            }
            Kind::SyncSchema => {
                // The id of a schema is that of its job.
                let part = self.schema(&object, spot)?;
                self.keep(part, principal, job.or(id), spot);
            }
            Kind::SyncSecret => {
                let text = |name: &str| match object.get(name) {
                    Some(Json::String(text)) => text.clone(),
                    None | Some(Json::Null) => String::new(),
                    Some(other) => other.to_string(),
                };
                self.keep(SyncPart::Secret(text("key"), text("value")), principal, None, spot);
            }
            _ => {
                let who = ObjectId(self.id(&object, "principalId", spot)?);
                let of = self.id(&object, "resourceId", spot)?;
                self.list.assigned.push((of, who));
                let part = SyncPart::Assigned { who: vec![who], is_whole: false };
                self.keep(part, Some(of), None, spot);
            }
        }
        Ok(())
    }

    fn schema(&mut self, object: &Object, spot: &Spot<'_>) -> Result<SyncPart, ImportFault> {
        self.check::<SyncSchema>(object, spot).map(|schema| SyncPart::Schema(Box::new(schema)))
    }

    fn keep(
        &mut self,
        part: SyncPart,
        principal: Option<Guid>,
        job: Option<String>,
        spot: &Spot<'_>,
    ) {
        self.found.syncs.push(SyncPiece {
            part,
            principal,
            job,
            named: kind::guid_in(&self.stem),
            folder: self.found.folder.clone(),
            file: self.file.clone(),
            place: spot.start.words(spot.path),
        });
    }

    /// Notes what a service principal is called.
    pub fn note_principal(&mut self, object: &Object) {
        let text = |name: &str| object.get(name).and_then(Json::as_str);
        if let (Some(id), Some(name)) = (text("id"), text("displayName"))
            && let Ok(id) = id.parse()
        {
            self.found.principals.insert(id, name.to_owned());
        }
    }

    /// A list of assignments has ended. It names everybody only where it is a list of who is
    /// assigned to one application and does not go on; a list of what one person is assigned to has
    /// the same members.
    pub fn assignments_end(&mut self, head: &Head) {
        let assigned = std::mem::take(&mut self.ended);
        let told = kind::principal_of_context(&head.context);
        let is_of_application = head.context.contains("/appRoleAssignedTo");
        let mut owners: Vec<Guid> = assigned.iter().map(|(of, _)| *of).collect();
        owners.dedup();
        let mut who: Vec<ObjectId> = assigned.into_iter().map(|(_, who)| who).collect();
        who.sort_unstable();
        who.dedup();
        let of = match (told, owners.as_slice()) {
            (Some(told), [] | [_]) if is_of_application => Some(told),
            (_, [only]) if head.context.is_empty() && who.len() > 1 => Some(*only),
            _ => None,
        };
        let Some(of) = of.filter(|_| !head.has_next) else { return };
        if head.context.is_empty() && who.len() == PAGE {
            self.warnings.add(
                format!("a list of assignments has exactly {PAGE} entries, which is one page; export it with `-All` where there are more"),
                &self.file,
            );
        }
        let spot = Spot { text: "", start: super::fault::Place::START, path: "" };
        self.keep(SyncPart::Assigned { who, is_whole: true }, Some(of), None, &spot);
    }
}
