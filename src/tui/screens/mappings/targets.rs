//! Attributes of the target that may be mapped, and the card that asks for a mapping by its parts.

use super::editor::Offer;
use super::form::Form;
use super::{Mappings, rows};
use crate::domain::AttributeMapping;
use crate::tui::model::Model;
use crate::tui::screen::Ask;

/// Attributes beside those of the template that are offered as targets.
const OTHER_TARGETS: &[&str] =
    &["companyName", "employeeType", "facsimileTelephoneNumber", "mobile", "usageLocation"];

impl Mappings {
    /// Attributes of the target that no row writes yet, as far as they are known.
    pub(super) fn free_targets(&self) -> Vec<String> {
        let template = rows::template_rows().into_iter().map(|row| row.target);
        let others = OTHER_TARGETS.iter().map(|name| (*name).to_owned());
        let extensions = (1..=15).map(|number| format!("extensionAttribute{number}"));
        let mut names: Vec<String> = template.chain(others).chain(extensions).collect();
        names.retain(|name| self.rows.iter().all(|row| row.mapping.target != *name));
        names
    }

    /// Those that fit what is typed.
    pub(super) fn targets(&self) -> Vec<Offer> {
        let begun = self.input.value().trim().to_lowercase();
        let mut names = self.free_targets();
        names.retain(|name| name.to_lowercase().contains(&begun));
        names.sort_by_key(|name| !name.to_lowercase().starts_with(&begun));
        names.into_iter().map(|name| Offer { name, about: String::new() }).collect()
    }

    /// The row by its parts, or one that is to be made.
    pub(super) fn form(&self, stands: Option<AttributeMapping>, model: &Model) -> Vec<Ask> {
        let mut sources = self.names().to_vec();
        if sources.is_empty() {
            sources = rows::template_sources();
        }
        let form = Form::new(stands, self.free_targets(), sources, model);
        vec![Ask::Open(Box::new(form))]
    }
}
