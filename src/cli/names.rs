//! Which tenant is meant: by id, by domain, or by a name that only one has.

use std::collections::BTreeSet;

use super::trouble::Trouble;
use crate::domain::{Estate, Ownership, Tenant, TenantId};
use crate::filter::{Field, Filter, Filterable};
use crate::partners::{FIELDS, PartnerRow, Source, partner_rows};
use crate::text::{did_you_mean, nearest};

/// Ids that are told when a name is not clear.
const TOLD_MAX: usize = 5;

/// The name of a tenant, or its id where no name is known.
pub fn name_of(estate: &Estate, id: TenantId) -> String {
    match estate.tenant(id) {
        Some(tenant) if !tenant.display_name.is_empty() => tenant.display_name.clone(),
        _ => id.to_string(),
    }
}

/// The domain to show, or nothing.
pub fn domain_of(estate: &Estate, id: TenantId) -> String {
    let domain = estate.tenant(id).and_then(Tenant::primary_domain);
    domain.map(ToString::to_string).unwrap_or_default()
}

/// Every tenant that is named anywhere: with a record of its own, or as a partner only.
fn every_id(estate: &Estate) -> BTreeSet<TenantId> {
    let partners = estate.tenants.values().filter_map(|tenant| tenant.policy.as_deref());
    let partners = partners.flat_map(|policy| policy.partners.keys());
    estate.tenants.keys().chain(partners).copied().collect()
}

/// Hexadecimal digits and dashes beyond which a text is meant as an id.
const ALMOST_ID: usize = 24;

/// The tenant that a person named.
pub fn tenant(estate: &Estate, text: &str) -> Result<TenantId, Trouble> {
    let text = text.trim();
    if let Ok(id) = text.parse::<TenantId>() {
        return if every_id(estate).contains(&id) {
            Ok(id)
        } else {
            Err(Trouble::bad(format!("the tenant {id} is not in the workspace")))
        };
    }
    let wanted = text.trim_start_matches('@').to_lowercase();
    let by_domain = |tenant: &Tenant| tenant.domains.iter().any(|d| d.name.as_str() == wanted);
    let by_name = |tenant: &Tenant| tenant.display_name.to_lowercase() == wanted;
    for matches in [&by_domain as &dyn Fn(&Tenant) -> bool, &by_name] {
        let found: Vec<&Tenant> =
            estate.tenants.values().map(AsRef::as_ref).filter(|tenant| matches(tenant)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one.id),
            many => {
                let ids: Vec<String> =
                    many.iter().take(TOLD_MAX).map(|tenant| tenant.id.to_string()).collect();
                return Err(Trouble::bad(format!(
                    "{} tenants are called `{text}`; name the one you mean by its id: {}{}",
                    many.len(),
                    ids.join(", "),
                    if many.len() > TOLD_MAX { ", and more" } else { "" }
                )));
            }
        }
    }
    if text.len() > ALMOST_ID && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
        return Err(Trouble::bad(format!(
            "`{text}` looks like an id and is none: an id has 8-4-4-4-12 hexadecimal digits"
        )));
    }
    let called = estate.tenants.values().flat_map(|tenant| {
        let domains = tenant.domains.iter().map(|domain| domain.name.as_str());
        std::iter::once(tenant.display_name.as_str()).chain(domains)
    });
    let hint = did_you_mean(&nearest(&wanted, called, 3));
    Err(Trouble::bad(format!("no tenant in the workspace is called `{text}`{hint}")))
}

/// Our tenant whose settings are meant; it may go without saying when there is only one.
pub fn owner(estate: &Estate, named: Option<&str>) -> Result<TenantId, Trouble> {
    let ours: Vec<&Tenant> = estate
        .tenants
        .values()
        .map(AsRef::as_ref)
        .filter(|tenant| tenant.ownership == Ownership::Ours)
        .collect();
    if let Some(text) = named {
        let id = tenant(estate, text)?;
        return if ours.iter().any(|tenant| tenant.id == id) {
            Ok(id)
        } else {
            Err(Trouble::bad(format!(
                "`{text}` is not administered here; what it says can be imported, not changed"
            )))
        };
    }
    match ours.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Trouble::bad("no tenant of ours is in the workspace; `detente init` makes one")),
        many => {
            let told: Vec<String> = many
                .iter()
                .take(TOLD_MAX)
                .map(|tenant| format!("{} ({})", tenant.display_name, tenant.id))
                .collect();
            Err(Trouble::bad(format!(
                "{} tenants are ours; say which with --tenant: {}{}",
                many.len(),
                told.join(", "),
                if many.len() > TOLD_MAX { ", and more" } else { "" }
            )))
        }
    }
}

/// A tenant in a list, for a filter.
struct Listed<'t> {
    tenant: &'t Tenant,
    text: String,
}

/// What a filter of tenants may ask for.
const TENANT_FIELDS: &[Field] =
    &[Field::open("name"), Field::open("domain"), Field::open("id"), Field::open("cloud")];

impl Filterable for Listed<'_> {
    fn text(&self) -> &str {
        &self.text
    }

    fn field(&self, name: &str) -> Option<Vec<&str>> {
        Some(match name {
            "name" => vec![&self.tenant.display_name],
            "domain" => self.tenant.domains.iter().map(|domain| domain.name.as_str()).collect(),
            "cloud" => vec![self.tenant.cloud.word()],
            "id" => vec![&self.text],
            _ => return None,
        })
    }

    fn number(&self, _name: &str) -> Option<i64> {
        None
    }

    fn is_planned(&self) -> bool {
        false
    }
}

/// The tenants that pass a filter.
pub fn filtered<'e>(estate: &'e Estate, filter: &str) -> Result<Vec<&'e Tenant>, Trouble> {
    let filter =
        Filter::parse(filter, TENANT_FIELDS).map_err(|bad| Trouble::bad(bad.to_string()))?;
    let listed = |tenant: &'e Tenant| {
        let mut text = format!("{}\n{}", tenant.display_name, tenant.id);
        for domain in &tenant.domains {
            text.push('\n');
            text.push_str(domain.name.as_str());
        }
        Listed { tenant, text: text.to_lowercase() }
    };
    let tenants = estate.tenants.values().map(AsRef::as_ref);
    Ok(tenants.filter(|tenant| filter.matches(&listed(tenant))).collect())
}

/// The partners of a tenant that pass a filter, as the partner list of the screen has it.
pub fn filtered_partners(source: Source<'_>, filter: &str) -> Result<BTreeSet<TenantId>, Trouble> {
    let filter = Filter::parse(filter, FIELDS).map_err(|bad| Trouble::bad(bad.to_string()))?;
    let rows = partner_rows(source);
    Ok(rows.iter().filter(|row| filter.matches(*row)).filter_map(PartnerRow::partner).collect())
}
