//! What the exports do not hold, so that nothing is said about it.

use super::expression::attributes;
use super::faults::known_attributes;
use super::inputs::Inputs;
use super::preview::Engine;
use crate::domain::{SyncConfiguration, TenantId};
use crate::text::{did_you_mean, nearest};

impl Engine<'_> {
    /// Attributes that mappings read or write and that an export does not hold at all: of those
    /// nothing is said. First those of the source, then those of the target.
    pub fn untold(&self) -> [Vec<String>; 2] {
        let Inputs { configuration, source, target, .. } = self.inputs;
        let mapping = configuration.users().into_iter();
        let rows: Vec<_> = mapping
            .flat_map(|mapping| &mapping.attribute_mappings)
            .filter(|row| row.matching_priority.unwrap_or(0) == 0 && row.target != "IsSoftDeleted")
            .collect();
        let named = rows
            .iter()
            .filter_map(|row| row.source.as_ref())
            .flat_map(|from| from.expression.as_deref().map(attributes).into_iter().flatten());
        let from = named.filter(|name| name != "IsSoftDeleted" && !source.tells(name)).collect();
        let to = rows.iter().map(|row| row.target.clone());
        [from, to.filter(|name| !target.tells(name)).collect()]
    }

    /// What the exports do not hold, in sentences; a tenant is called by `name`.
    pub fn untold_words(&self, name: impl Fn(TenantId) -> String) -> Vec<String> {
        let [from, to] = self.untold();
        let SyncConfiguration { source, target, .. } = self.inputs.configuration;
        let mut out = Vec::new();
        // A name that nobody knows is no fault of the export.
        let known = known_attributes(self.inputs.configuration);
        let (from, strange): (Vec<_>, Vec<_>) =
            from.into_iter().partition(|attribute| known.contains(attribute));
        for attribute in strange {
            let hint = did_you_mean(&nearest(&attribute, known.iter().map(String::as_str), 1));
            let end =
                if hint.is_empty() { "; nothing is said about mappings of it" } else { &hint };
            out.push(format!("no user of {} has `{attribute}`{end}", name(*source)));
        }
        for (attributes, tenant) in [(from, source), (to, target)] {
            if !attributes.is_empty() {
                out.push(format!(
                    "the users of {} were exported without {}; nothing is said about mappings of these",
                    name(*tenant),
                    attributes.join(", ")
                ));
            }
        }
        out.extend(self.scope_words(name));
        out
    }

    /// What is not known of who is assigned, in sentences.
    pub fn scope_words(&self, name: impl Fn(TenantId) -> String) -> Vec<String> {
        let mut out = Vec::new();
        let strangers = self.strangers();
        if strangers > 0 {
            out.push(format!(
                "{strangers} members of assigned groups are neither users nor groups in the export of {}: a device or an application is not synchronised, and a user who is missing in the export is not judged here",
                name(self.inputs.configuration.source)
            ));
        }
        if self.is_scope_open() {
            let text = "an assigned user or group, or the members of an assigned group, are not in the workspace";
            out.push(text.to_owned());
        }
        out
    }

    /// Whether who is assigned is not wholly in the workspace.
    pub fn is_scope_open(&self) -> bool {
        self.scope.is_open()
    }
}
