//! Who is meant by a list: people and groups of the home tenant, applications of the resource tenant.
//!
//! Ids in a list of people belong to the home tenant, inbound as well as outbound. Where its
//! directory is not in the workspace, membership is not known; that is never a silent no.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::question::Question;
use super::rule::Truth;
use super::trace::Doubt;
use crate::domain::{
    AppId, Directory, Group, Guid, MICROSOFT_TENANTS, ObjectId, TargetConfiguration, TargetType,
    TargetValue, TenantId, is_office_365, known_app,
};

/// The directories in the workspace.
pub type Directories = BTreeMap<TenantId, Arc<Directory>>;

/// Whether somebody or something is listed, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Whether.
    pub truth: Truth,
    /// The target that matched.
    pub by: Option<&'a TargetValue>,
    /// Why it cannot be told, in words that follow "because".
    pub doubt: Option<(Doubt, String)>,
    /// Questions the documentation leaves open that the answer rests on.
    pub ambiguities: Vec<&'static str>,
}

impl<'a> Listed<'a> {
    fn no() -> Self {
        Listed { truth: Truth::No, by: None, doubt: None, ambiguities: Vec::new() }
    }

    fn by(target: &'a TargetValue) -> Self {
        Listed { truth: Truth::Yes, by: Some(target), ..Listed::no() }
    }

    fn unknown(doubt: Doubt, why: impl Into<String>) -> Self {
        Listed { truth: Truth::Unknown, doubt: Some((doubt, why.into())), ..Listed::no() }
    }

    /// Targets are alternatives: the surest match counts, a doubt only when nothing matches.
    fn or(self, other: Self) -> Self {
        match (self.truth, other.truth) {
            (Truth::Yes, Truth::Yes) if !self.ambiguities.is_empty() => other,
            (Truth::Yes, _) | (Truth::Unknown, Truth::No | Truth::Unknown) => self,
            (Truth::Unknown, Truth::Yes) | (Truth::No, _) => other,
        }
    }
}

fn unreadable(value: &TargetValue) -> Listed<'_> {
    Listed::unknown(
        Doubt::Unreadable,
        format!("the list holds `{}`, which is not understood", value.text().escape_debug()),
    )
}

/// Targets one after the other; an empty list is refused by the service and says nothing.
fn any_of<'a>(
    list: &'a TargetConfiguration,
    each: impl Fn(&TargetType, &'a TargetValue) -> Listed<'a>,
) -> Listed<'a> {
    if list.targets.is_empty() {
        return Listed::unknown(Doubt::Unreadable, "the list is empty, which the service refuses");
    }
    list.targets
        .iter()
        .map(|target| each(&target.kind, &target.value))
        .fold(Listed::no(), Listed::or)
}

/// Whether the user stands in a list of people.
pub fn user_listed<'a>(
    list: &'a TargetConfiguration,
    question: &Question,
    directories: &Directories,
) -> Listed<'a> {
    any_of(list, |kind, value| match (kind, value) {
        (_, TargetValue::AllUsers) => Listed::by(value),
        (TargetType::User, TargetValue::Id(id)) => {
            if *id == question.user.0 {
                Listed::by(value)
            } else {
                Listed::no()
            }
        }
        (TargetType::Group, TargetValue::Id(id)) => {
            in_group(*id, value, question, directories.get(&question.home).map(Arc::as_ref))
        }
        (TargetType::Application | TargetType::Other(_), TargetValue::Id(_))
        | (
            _,
            TargetValue::AllApplications
            | TargetValue::Office365
            | TargetValue::AllMicrosoftApps
            | TargetValue::Other(_),
        ) => unreadable(value),
    })
}

fn in_group<'a>(
    id: Guid,
    value: &'a TargetValue,
    question: &Question,
    directory: Option<&Directory>,
) -> Listed<'a> {
    let id = ObjectId(id);
    if let Some(groups) = &question.groups {
        return if groups.contains(&id) { Listed::by(value) } else { Listed::no() };
    }
    let missing = |why: &str| Listed::unknown(Doubt::Missing, why.to_owned());
    let Some(directory) = directory else {
        return missing("the home tenant's directory is not in the workspace");
    };
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![(id, false)];
    let mut doubt = None;
    while let Some((group, nested)) = open.pop() {
        let Some(found) = directory.groups.iter().find(|known| known.id == group) else {
            doubt = Some(format!("the group {group} is not in the home tenant's directory"));
            continue;
        };
        let Group { id: _, display_name: _, members } = found;
        let Some(members) = members else {
            doubt = Some(format!("the members of the group {group} were not imported"));
            continue;
        };
        if members.contains(&question.user) {
            let mut listed = Listed::by(value);
            if nested {
                listed.ambiguities.push("A4");
            }
            return listed;
        }
        // A member that is a group itself: whether its members count is not documented.
        for member in members {
            let is_group = directory.groups.iter().any(|known| known.id == *member);
            if is_group && seen.insert(*member) {
                open.insert(0, (*member, true));
            }
        }
    }
    doubt.map_or_else(Listed::no, |why| missing(&why))
}

/// Whether the application stands in a list of applications; either id of the request will do.
pub fn app_listed<'a>(
    list: &'a TargetConfiguration,
    question: &Question,
    directories: &Directories,
) -> Listed<'a> {
    let one = |app: AppId| {
        any_of(list, |kind, value| match (kind, value) {
            (_, TargetValue::AllApplications) => Listed::by(value),
            (TargetType::Application, TargetValue::Id(id)) => {
                if *id == app.0 {
                    Listed::by(value)
                } else {
                    Listed::no()
                }
            }
            (TargetType::Application, TargetValue::Office365) => {
                let why = || {
                    format!(
                        "whether the application {app} belongs to the Office 365 suite is not known"
                    )
                };
                in_bundle(in_office_365(app, question, directories), value, why)
            }
            (TargetType::Application, TargetValue::AllMicrosoftApps) => {
                let why =
                    || format!("whether the application {app} is Microsoft's own is not known");
                in_bundle(is_microsofts(app, question, directories), value, why)
            }
            (TargetType::User | TargetType::Group | TargetType::Other(_), _)
            | (_, TargetValue::AllUsers | TargetValue::Other(_)) => unreadable(value),
        })
    };
    let first = one(question.app);
    let Some(other) = question.other_app else { return first };
    let second = one(other);
    let differ = first.truth != second.truth;
    let mut listed = first.or(second);
    if differ {
        listed.ambiguities.push("A2");
    }
    listed
}

fn in_bundle(truth: Truth, value: &TargetValue, why: impl Fn() -> String) -> Listed<'_> {
    match truth {
        Truth::Yes => Listed::by(value),
        Truth::No => Listed::no(),
        Truth::Unknown => Listed::unknown(Doubt::Missing, why()),
    }
}

pub(super) fn is_microsofts(app: AppId, question: &Question, directories: &Directories) -> Truth {
    made_by_microsoft(app, || {
        [question.resource, question.home]
            .iter()
            .filter_map(|tenant| directories.get(tenant))
            .flat_map(|directory| &directory.applications)
            .filter(|known| known.app_id == app)
            .find_map(|known| known.owner)
    })
}

/// Whether Microsoft made an application: by its id, or by who registered it, where that was told.
pub(super) fn made_by_microsoft(app: AppId, owner: impl FnOnce() -> Option<TenantId>) -> Truth {
    if known_app(app).is_some() || is_office_365(app) {
        return Truth::Yes;
    }
    owner().map_or(Truth::Unknown, |owner| MICROSOFT_TENANTS.contains(&owner).into())
}

/// Whether an application belongs to the Office 365 suite.
pub(super) fn in_office_365(app: AppId, question: &Question, directories: &Directories) -> Truth {
    belongs_to_office_365(app, || is_microsofts(app, question, directories))
}

/// Whether an application belongs to the Office 365 suite. No list of what is in it is published,
/// so of Microsoft's own applications that are not known to be in it nobody here knows.
pub(super) fn belongs_to_office_365(app: AppId, microsofts: impl FnOnce() -> Truth) -> Truth {
    if is_office_365(app) {
        return Truth::Yes;
    }
    match microsofts() {
        Truth::No => Truth::No,
        Truth::Yes | Truth::Unknown => Truth::Unknown,
    }
}
