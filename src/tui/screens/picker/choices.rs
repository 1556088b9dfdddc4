//! What can be ticked: keywords, the directory of the tenant whose ids are meant, the published
//! applications, the address book.

use crate::domain::{Half, KNOWN_APPS, Target, TargetType, TargetValue, TenantId};
use crate::tui::model::Model;

/// One thing that can be ticked.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub target: Target,
    pub name: String,
    pub about: String,
    /// Lower-cased, for the filter.
    pub text: String,
}

pub(super) fn choice(target: Target, name: String, about: String) -> Choice {
    let text = format!("{name}\n{about}\n{}", target.value.text()).to_lowercase();
    Choice { target, name, about, text }
}

/// What can be ticked for a half, keywords first.
pub(super) fn choices(model: &Model, owner: Option<TenantId>, half: Half) -> Vec<Choice> {
    let keyword = |value: TargetValue, kind: TargetType, name: &str, about: &str| {
        choice(Target::of(value, kind), name.to_owned(), about.to_owned())
    };
    let directory = owner.and_then(|owner| model.directories.get(&owner));
    let mut out = Vec::new();
    match half {
        Half::UsersAndGroups => {
            out.push(keyword(
                TargetValue::AllUsers,
                TargetType::User,
                "All users",
                "everyone of that tenant",
            ));
            if let Some(directory) = directory {
                for group in &directory.groups {
                    let members = match &group.members {
                        Some(members) => format!("group, {} direct members", members.len()),
                        None => "group".to_owned(),
                    };
                    out.push(choice(Target::group(group.id), group.display_name.clone(), members));
                }
                for user in &directory.users {
                    let about = format!("user, {}", user.user_principal_name);
                    out.push(choice(Target::user(user.id), user.display_name.clone(), about));
                }
            }
        }
        Half::Applications => {
            for (value, name, about) in [
                (TargetValue::AllApplications, "All applications", "every application"),
                (TargetValue::Office365, "Office 365", "the suite, as shared channels need it"),
                (
                    TargetValue::AllMicrosoftApps,
                    "All Microsoft apps",
                    "Microsoft's cloud applications",
                ),
            ] {
                out.push(keyword(value, TargetType::Application, name, about));
            }
            for app in directory.map(|d| d.applications.as_slice()).unwrap_or_default() {
                let about = "application of that tenant".to_owned();
                out.push(choice(Target::app(app.app_id), app.display_name.clone(), about));
            }
            for known in KNOWN_APPS {
                let about = match known.in_portal {
                    true => "Microsoft",
                    false => "Microsoft; the portal cannot pick it, Graph can",
                };
                out.push(choice(Target::app(known.id), known.name.to_owned(), about.to_owned()));
            }
        }
    }
    out.extend(address_book(model, owner, half));
    out
}

fn address_book(model: &Model, owner: Option<TenantId>, half: Half) -> Vec<Choice> {
    use crate::domain::AddressKind::{Application, Group, User};
    model
        .workspace
        .address_book
        .iter()
        .filter(|(_, entry)| Some(entry.tenant) == owner)
        .filter_map(|(id, entry)| {
            let kind = match (half, entry.kind) {
                (Half::UsersAndGroups, Group) => TargetType::Group,
                (Half::UsersAndGroups, User) => TargetType::User,
                (Half::Applications, Application) => TargetType::Application,
                _ => return None,
            };
            let about = format!("{}, told by {}", kind.word(), entry.told_by);
            Some(choice(Target::of(TargetValue::Id(*id), kind), entry.name.clone(), about))
        })
        .collect()
}
