//! What there is to choose from, and what of it fits what was typed. Directories are searched where
//! they lie: nothing is copied but what is shown.

use crate::access::Question;
use crate::domain::{
    AddressKind, AppId, Directory, Guid, KNOWN_APPS, OFFICE_365_APPS, ObjectId, TenantId,
};
use crate::tui::model::Model;
use crate::tui::screen::Parcel;

/// Lines that are offered at most; whoever wants another types more of its name.
const ITEMS_MAX: usize = 500;

/// Where choices come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// People of all directories, those of one tenant first; an unknown id is taken as its.
    People(Option<TenantId>),
    /// Groups and people of one tenant, who may be assigned.
    Assignable(TenantId),
    /// Applications of one tenant, and those Microsoft publishes.
    Applications(TenantId),
    /// The tenants of the workspace.
    Tenants,
    /// Whom this tenant may take as a partner: those who are none yet come first.
    Partners(TenantId),
    /// A mail address.
    Address,
    /// Questions asked before, with what came out.
    Asked(Vec<(String, Question)>),
}

/// One line to choose.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub name: String,
    pub about: String,
    pub parcel: Parcel,
}

/// What fits.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub items: Vec<Item>,
    /// How many fit in all.
    count: usize,
}

impl Found {
    fn take(&mut self, item: impl FnOnce() -> Item) {
        self.count += 1;
        if self.items.len() < ITEMS_MAX {
            self.items.push(item());
        }
    }

    pub fn count_words(&self) -> String {
        match self.count > self.items.len() {
            true => format!("first {} of {}", self.items.len(), self.count),
            false => format!("{} found", self.count),
        }
    }
}

/// The words that were typed.
struct Words {
    words: Vec<String>,
    /// Whether one may be the beginning of an id: only then are ids written out to be compared.
    names_ids: bool,
}

impl Words {
    fn of(typed: &str) -> Self {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let of_id = |word: &String| word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        Words { names_ids: words.iter().any(of_id), words }
    }

    fn fit(&self, texts: &[&str], id: Guid) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let mut low: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        if self.names_ids {
            low.push(id.to_string());
        }
        self.words.iter().all(|word| low.iter().any(|text| text.contains(word)))
    }
}

impl Source {
    pub(super) fn title(&self) -> &'static str {
        match self {
            Source::People(_) => "Who",
            Source::Assignable(_) => "Who is assigned",
            Source::Applications(_) => "Which application",
            Source::Tenants | Source::Partners(_) => "Which tenant",
            Source::Address => "Which address is invited",
            Source::Asked(_) => "Asked before",
        }
    }

    pub(super) fn prompt(&self) -> &'static str {
        match self {
            Source::People(_) => "name, sign-in name or object id",
            Source::Assignable(_) => "group, person or object id",
            Source::Applications(_) => "name or application id",
            Source::Tenants | Source::Partners(_) => "name, domain or tenant id",
            Source::Address => "mail address",
            Source::Asked(_) => "words of the question",
        }
    }

    /// What is said when nothing fits.
    pub(super) fn nothing(&self) -> &'static str {
        match self {
            Source::People(_) => {
                "nobody known here fits; a whole object id (GUID) can be typed and is taken as one of the home tenant's"
            }
            Source::Assignable(_) => {
                "nobody known here fits; a whole object id (GUID) can be typed and is taken as it is"
            }
            Source::Applications(_) => {
                "no application known here fits; a whole application id (GUID) can be typed"
            }
            Source::Tenants | Source::Partners(_) => {
                "no tenant of the workspace fits; type its tenant id, which GET /tenantRelationships/findTenantInformationByDomainName(domainName='...') tells for a domain"
            }
            Source::Address => "type a whole mail address",
            Source::Asked(_) => "nothing was asked before that fits",
        }
    }

    pub(super) fn find(&self, model: &Model, typed: &str) -> Found {
        let typed = typed.trim();
        let words = Words::of(typed);
        let mut found = Found::default();
        match self {
            Source::People(home) => people(model, *home, &words, &mut found),
            Source::Assignable(tenant) => assignable(model, *tenant, &words, &mut found),
            Source::Applications(tenant) => applications(model, *tenant, &words, &mut found),
            Source::Tenants => tenants(model, None, &words, &mut found),
            Source::Partners(owner) => tenants(model, Some(*owner), &words, &mut found),
            Source::Address if typed.contains('@') => found.take(|| Item {
                name: typed.to_owned(),
                about: "this address".to_owned(),
                parcel: Parcel::Address(typed.to_owned()),
            }),
            Source::Address => {}
            Source::Asked(asked) => {
                for (text, question) in
                    asked.iter().filter(|(text, question)| words.fit(&[text], question.user.0))
                {
                    found.take(|| Item {
                        name: text.clone(),
                        about: question.kind.word().to_owned(),
                        parcel: Parcel::Question(Box::new(question.clone())),
                    });
                }
            }
        }
        if let (Ok(id), true) = (typed.parse::<Guid>(), found.items.is_empty()) {
            self.free(model, id, &mut found);
        }
        found
    }

    /// An id that nobody here can look up.
    fn free(&self, model: &Model, id: Guid, found: &mut Found) {
        let (parcel, about) = match self {
            Source::People(Some(home)) | Source::Assignable(home) => {
                let whose =
                    format!("an object id of {}, not in any directory here", model.name(*home));
                (Parcel::Person(*home, ObjectId(id)), whose)
            }
            Source::Applications(_) => {
                (Parcel::Application(AppId(id)), "an application id nobody here knows".to_owned())
            }
            Source::Tenants | Source::Partners(_) => {
                (Parcel::Tenant(TenantId(id)), "a tenant this workspace does not know".to_owned())
            }
            Source::People(None) | Source::Address | Source::Asked(_) => return,
        };
        found.take(|| Item { name: id.to_string(), about, parcel });
    }
}

fn people(model: &Model, home: Option<TenantId>, words: &Words, found: &mut Found) {
    let mut tenants: Vec<(&TenantId, &Directory)> =
        model.directories.iter().map(|(id, directory)| (id, directory.as_ref())).collect();
    tenants.sort_by_cached_key(|(id, _)| (Some(**id) != home, model.name(**id)));
    let item = |tenant: TenantId, id: ObjectId, name: &str, told: &str| Item {
        name: name.to_owned(),
        about: format!("{}  {told}", model.name(tenant)),
        parcel: Parcel::Person(tenant, id),
    };
    if let (Some(home), true) = (home, words.words.is_empty()) {
        found.take(|| item(home, ObjectId::default(), "somebody on no list", "whom no list names"));
    }
    for (tenant, directory) in tenants {
        for user in &directory.users {
            let texts = [user.display_name.as_str(), &user.user_principal_name];
            if words.fit(&texts, user.id.0) {
                found
                    .take(|| item(*tenant, user.id, &user.display_name, &user.user_principal_name));
            }
        }
    }
    // A tenant by its name stands for somebody of it: of most partners no directory is known.
    for tenant in model.workspace.draft.tenants.values() {
        if !words.words.is_empty() && words.fit(&[&tenant.display_name], tenant.id.0) {
            let nobody = ObjectId::default();
            found.take(|| item(tenant.id, nobody, "somebody on no list", "whom no list names"));
        }
    }
    for (id, entry) in &model.workspace.address_book {
        if entry.kind == AddressKind::User && words.fit(&[&entry.name], *id) {
            let told = format!("told by {}", entry.told_by);
            found.take(|| item(entry.tenant, ObjectId(*id), &entry.name, &told));
        }
    }
}

fn assignable(model: &Model, tenant: TenantId, words: &Words, found: &mut Found) {
    let Some(directory) = model.directories.get(&tenant) else { return };
    let item = |id: ObjectId, name: &str, about: String| Item {
        name: name.to_owned(),
        about,
        parcel: Parcel::Person(tenant, id),
    };
    for group in &directory.groups {
        if words.fit(&[&group.display_name], group.id.0) {
            let members = group.members.as_ref().map(Vec::len);
            let about = match members {
                Some(count) => format!("group, {count} direct members"),
                None => "group, members not imported".to_owned(),
            };
            found.take(|| item(group.id, &group.display_name, about));
        }
    }
    for user in &directory.users {
        let texts = [user.display_name.as_str(), &user.user_principal_name];
        if words.fit(&texts, user.id.0) {
            let about = user.user_principal_name.clone();
            found.take(|| item(user.id, &user.display_name, about));
        }
    }
}

fn applications(model: &Model, tenant: TenantId, words: &Words, found: &mut Found) {
    let mut one = |id: AppId, name: &str, about: &str| {
        if words.fit(&[name], id.0) {
            found.take(|| Item {
                name: name.to_owned(),
                about: about.to_owned(),
                parcel: Parcel::Application(id),
            });
        }
    };
    let place = model.name(tenant);
    for app in model.directories.get(&tenant).map(|d| d.applications.as_slice()).unwrap_or_default()
    {
        one(app.app_id, &app.display_name, &format!("application of {place}"));
    }
    for (id, entry) in &model.workspace.address_book {
        if entry.kind == AddressKind::Application && entry.tenant == tenant {
            one(AppId(*id), &entry.name, &format!("told by {}", entry.told_by));
        }
    }
    for (id, name) in OFFICE_365_APPS {
        one(*id, name, "Microsoft, in the Office 365 suite");
    }
    for known in KNOWN_APPS {
        one(known.id, known.name, "Microsoft");
    }
}

fn tenants(model: &Model, owner: Option<TenantId>, words: &Words, found: &mut Found) {
    let draft = &model.workspace.draft;
    let is_partner = |id| owner.is_some_and(|owner| draft.partner(owner, id).is_some());
    let mut tenants: Vec<_> = draft.tenants.values().collect();
    tenants
        .sort_by_cached_key(|tenant| (is_partner(tenant.id), tenant.display_name.to_lowercase()));
    for tenant in tenants.into_iter().filter(|tenant| Some(tenant.id) != owner) {
        let domains: Vec<&str> = tenant.domains.iter().map(|d| d.name.as_str()).collect();
        let domains = domains.join(" ");
        if words.fit(&[&tenant.display_name, &domains], tenant.id.0) {
            found.take(|| Item {
                name: model.name(tenant.id),
                about: match is_partner(tenant.id) {
                    true => format!("a partner already  {domains}"),
                    false => domains.clone(),
                },
                parcel: Parcel::Tenant(tenant.id),
            });
        }
    }
}
