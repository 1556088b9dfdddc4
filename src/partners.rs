//! The partner list: what is in force for each, one sign a column, and what a filter may ask of it.
//! Screen and command line show the same rows.

use std::collections::BTreeMap;

use crate::access::{Layer, Sign, b2b_standing, resolve_bool};
use crate::domain::{
    B2b, Claim, CrossTenantAccessPolicy, Direction, Estate, SETTINGS, Setting, Subject, SyncKind,
    TenantId, Workspace,
};
use crate::filter::{Field, Filterable};
use crate::plan::{Difference, What, says};

/// A sign, and whether the partner itself says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// What is in force.
    pub sign: Sign,
    /// Whether it is the subject's own setting.
    pub own: bool,
}

/// How the plan touches a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planned {
    /// Not at all.
    No,
    /// Settings change.
    Changed,
    /// The partner is new.
    Added,
}

/// The default, or one partner.
#[derive(Clone, Debug)]
pub struct PartnerRow {
    /// Who.
    pub subject: Subject,
    /// Name, or id where no name is known.
    pub name: String,
    /// Primary domain, or empty.
    pub domain: String,
    /// Inbound collaboration.
    pub inbound: Mark,
    /// Outbound collaboration.
    pub outbound: Mark,
    /// Direct connect, inbound and outbound.
    pub direct: [Mark; 2],
    /// Synchronisation of users into our tenant.
    pub sync: Mark,
    /// Automatic redemption, inbound and outbound.
    pub redeem: [bool; 2],
    /// Trust in MFA, compliant and hybrid joined devices.
    pub trust: [bool; 3],
    /// Whether trust is the partner's own setting.
    pub trust_own: bool,
    /// How many settings are the partner's own.
    pub own_settings: usize,
    /// How the plan touches it.
    pub planned: Planned,
    /// Who owns the relation.
    pub owner: String,
    /// When it is to be reviewed.
    pub review: String,
    /// Its cloud, as a word; empty when unknown.
    pub cloud: String,
    text: String,
}

impl PartnerRow {
    /// The partner's id; `None` for the default.
    pub fn partner(&self) -> Option<TenantId> {
        match self.subject {
            Subject::Default => None,
            Subject::Partner(id) => Some(id),
        }
    }

    /// Direct connect in one sign: open if either way is.
    pub fn direct_sign(&self) -> Mark {
        let [inbound, outbound] = self.direct;
        Mark { sign: inbound.sign.min(outbound.sign), own: inbound.own || outbound.own }
    }
}

/// The fields a filter can ask for.
pub const FIELDS: &[Field] = &[
    Field::open("name"),
    Field::open("domain"),
    Field::open("id"),
    Field::of("in", MARKS),
    Field::of("out", MARKS),
    Field::of("direct", MARKS),
    Field::of("sync", MARKS),
    Field::of("redeem", &["in", "out", "both", "any", "none"]),
    Field::of("trust", &["mfa", "compliant", "hybrid", "any", "none", "own", "inherited"]),
    Field { is_number: true, ..Field::of("own", &["any", "none"]) },
    Field::open("owner"),
    Field::open("review"),
    Field::open("cloud"),
];

const MARKS: &[&str] = &["allow", "list", "block", "any", "none", "unknown", "own", "inherited"];

fn mark_words(mark: Mark) -> Vec<&'static str> {
    let sign = match mark.sign {
        Sign::Allow => "allow",
        Sign::List => "list",
        Sign::Block | Sign::Absent => "block",
        Sign::Unknown => "unknown",
    };
    let any = match mark.sign {
        Sign::Allow | Sign::List => "any",
        Sign::Block | Sign::Absent | Sign::Unknown => "none",
    };
    vec![sign, any, if mark.own { "own" } else { "inherited" }]
}

impl Filterable for PartnerRow {
    fn text(&self) -> &str {
        &self.text
    }

    fn field(&self, name: &str) -> Option<Vec<&str>> {
        Some(match name {
            "name" => vec![&self.name],
            "domain" => vec![&self.domain],
            "id" => vec![&self.text],
            "in" => mark_words(self.inbound),
            "out" => mark_words(self.outbound),
            "direct" => mark_words(self.direct_sign()),
            "sync" => mark_words(self.sync),
            "redeem" => match self.redeem {
                [true, true] => vec!["in", "out", "both", "any"],
                [true, false] => vec!["in", "any"],
                [false, true] => vec!["out", "any"],
                [false, false] => vec!["none"],
            },
            "trust" => {
                let names = ["mfa", "compliant", "hybrid"];
                let mut words: Vec<&str> = names
                    .into_iter()
                    .zip(self.trust)
                    .filter_map(|(name, on)| on.then_some(name))
                    .collect();
                words.push(if words.is_empty() { "none" } else { "any" });
                words.push(if self.trust_own { "own" } else { "inherited" });
                words
            }
            "owner" => vec![&self.owner, if self.owner.is_empty() { "none" } else { "any" }],
            "review" => vec![&self.review, if self.review.is_empty() { "none" } else { "any" }],
            "cloud" => vec![&self.cloud],
            "own" => vec![if self.own_settings == 0 { "none" } else { "any" }],
            _ => return None,
        })
    }

    fn number(&self, name: &str) -> Option<i64> {
        (name == "own").then(|| i64::try_from(self.own_settings).unwrap_or(i64::MAX))
    }

    fn is_planned(&self) -> bool {
        self.planned != Planned::No
    }
}

/// Where rows come from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// For names and notes.
    pub workspace: &'s Workspace,
    /// Whose settings count: the draft's or the observed ones.
    pub estate: &'s Estate,
    /// The tenant that is looked from.
    pub owner: TenantId,
    /// Where draft and observed differ.
    pub differences: &'s [Difference],
}

/// The rows of one tenant: the default first, then partners by name.
pub fn partner_rows(source: Source<'_>) -> Vec<PartnerRow> {
    let nothing = CrossTenantAccessPolicy::default();
    let policy = source.estate.policy(source.owner).unwrap_or(&nothing);
    let mut planned: BTreeMap<Subject, Planned> = BTreeMap::new();
    for difference in source.differences.iter().filter(|d| d.owner == source.owner) {
        if let Some(subject) = difference.subject {
            let how = match difference.what {
                What::Added => Planned::Added,
                _ => Planned::Changed,
            };
            let known = planned.entry(subject).or_insert(how);
            *known = (*known).max(how);
        }
    }
    let mut rows: Vec<PartnerRow> = policy
        .partners
        .keys()
        .map(|id| row(source, policy, Subject::Partner(*id), &planned))
        .collect();
    rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.subject));
    rows.insert(0, row(source, policy, Subject::Default, &planned));
    rows
}

fn row(
    source: Source<'_>,
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    planned: &BTreeMap<Subject, Planned>,
) -> PartnerRow {
    let partner = match subject {
        Subject::Default => None,
        Subject::Partner(id) => policy.partners.get(&id),
    };
    let own = |layer| match subject {
        Subject::Default => layer != Layer::ServiceDefault,
        Subject::Partner(_) => layer == Layer::Partner,
    };
    let b2b = |setting| {
        let (sign, layer) = b2b_standing(policy, subject, setting);
        Mark { sign, own: own(layer) }
    };
    let is_on = |setting| resolve_bool(policy, subject, setting).is_some_and(|found| found.value);
    let tenant = match subject {
        Subject::Default => None,
        Subject::Partner(id) => source.workspace.draft.tenant(id),
    };
    let note = match subject {
        Subject::Default => None,
        Subject::Partner(id) => source.workspace.notes.get(&(source.owner, id)),
    };
    let name = match subject {
        Subject::Default => "Default".to_owned(),
        Subject::Partner(id) => tenant
            .map(|tenant| tenant.display_name.clone())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| id.to_string()),
    };
    let domain = tenant
        .and_then(|tenant| tenant.primary_domain())
        .map(ToString::to_string)
        .unwrap_or_default();
    let (owner, purpose) =
        note.map(|note| (note.owner.clone(), note.purpose.clone())).unwrap_or_default();
    let id = match subject {
        Subject::Default => "default".to_owned(),
        Subject::Partner(id) => id.to_string(),
    };
    let text = format!("{name}\n{domain}\n{id}\n{owner}\n{purpose}").to_lowercase();
    let has_sync = partner.is_some_and(|partner| partner.identity_synchronization.is_some());
    let sync = if is_on(Setting::Sync(SyncKind::Users)) { Sign::Allow } else { Sign::Block };
    PartnerRow {
        subject,
        name,
        domain,
        inbound: b2b(B2b::CollaborationInbound),
        outbound: b2b(B2b::CollaborationOutbound),
        direct: [b2b(B2b::DirectConnectInbound), b2b(B2b::DirectConnectOutbound)],
        sync: Mark { sign: sync, own: has_sync },
        redeem: [Direction::Inbound, Direction::Outbound].map(|d| is_on(Setting::Consent(d))),
        trust: Claim::ALL.map(|claim| is_on(Setting::Trust(claim))),
        trust_own: resolve_bool(policy, subject, Setting::Trust(Claim::Mfa))
            .is_some_and(|found| own(found.layer)),
        own_settings: partner.map_or(0, |partner| {
            SETTINGS
                .iter()
                .filter(|row| says(&partner.configuration, Some(partner), row.setting))
                .count()
        }),
        planned: planned.get(&subject).copied().unwrap_or(Planned::No),
        owner,
        review: note.map(|note| note.review.clone()).unwrap_or_default(),
        cloud: tenant.map(|tenant| tenant.cloud.word().to_owned()).unwrap_or_default(),
        text,
    }
}

#[cfg(test)]
mod tests;
