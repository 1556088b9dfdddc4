//! The rows of the configuration that is looked at, and the edits of them.

use std::sync::Arc;

use crate::domain::{AttributeMapping, Estate, FlowType, SyncConfiguration};
use crate::edit::Edit;
use crate::sync::{Around, RowKind, SchemaFault, faults, template, text_of};
use crate::tui::model::Model;
use crate::tui::screen::{Ask, Tone};

/// A row with what there is to say of it.
#[derive(Clone, Debug)]
pub struct Row {
    pub mapping: AttributeMapping,
    /// What is wrong with it, the worst first.
    pub faults: Vec<SchemaFault>,
    /// The row that the template has for this target.
    pub template: Option<AttributeMapping>,
}

impl Row {
    /// Whether users are matched by it.
    pub fn is_match(&self) -> bool {
        self.mapping.matching_priority.unwrap_or(0) > 0
    }

    /// When it is written.
    pub fn flow(&self) -> &FlowType {
        flow(&self.mapping)
    }

    /// Whether it says something else than the template's. Members that exports carry besides, and
    /// the parsed form of an expression, say nothing.
    pub fn is_own(&self) -> bool {
        let said = |row: &AttributeMapping| {
            let default = row.default_value.clone().filter(|text| !text.is_empty());
            (RowKind::of(row), text_of(row), flow(row).clone(), default)
        };
        self.template.as_ref().map(said) != Some(said(&self.mapping))
    }
}

fn flow(row: &AttributeMapping) -> &FlowType {
    row.flow_type.as_ref().unwrap_or(&FlowType::Always)
}

/// All rows of a configuration.
pub fn rows(configuration: Option<&Arc<SyncConfiguration>>, estate: &Estate) -> Vec<Row> {
    let Some((configuration, users)) =
        configuration.and_then(|one| Some((one.as_ref(), one.users()?)))
    else {
        return Vec::new();
    };
    let all = faults(configuration, &Around { estate: Some(estate), ..Around::default() });
    let known = template_rows();
    let row = |(at, mapping): (usize, &AttributeMapping)| Row {
        mapping: mapping.clone(),
        faults: all.iter().filter(|fault| fault.row() == Some(at)).cloned().collect(),
        template: known.iter().find(|row| row.target == mapping.target).cloned(),
    };
    users.attribute_mappings.iter().enumerate().map(row).collect()
}

/// The rows of the template of the service.
pub fn template_rows() -> Vec<AttributeMapping> {
    let configuration = SyncConfiguration { schema: template(), ..SyncConfiguration::default() };
    configuration.users().map(|users| users.attribute_mappings.clone()).unwrap_or_default()
}

/// The attributes of the source that the template reads: what is offered before an export is read.
pub fn template_sources() -> Vec<String> {
    let of = |row: &AttributeMapping| Some(row.source.as_ref()?.name.clone()).flatten();
    let plain = |name: &String| name.chars().all(char::is_alphanumeric);
    template_rows().iter().filter_map(of).filter(plain).collect()
}

/// One edit of the rows.
pub fn change(model: &Model, make: impl FnOnce(&mut Vec<AttributeMapping>)) -> Vec<Ask> {
    let Some(chosen) = model.sync.chosen(&model.workspace) else { return Vec::new() };
    let mut configuration = SyncConfiguration::clone(chosen);
    let Some(users) = configuration.users_mut() else {
        let text = "the schema of this configuration maps no users".to_owned();
        return vec![Ask::Say(Tone::Refused, text)];
    };
    make(&mut users.attribute_mappings);
    if configuration == **chosen {
        return Vec::new();
    }
    let id = configuration.id;
    let edit = Edit::Synchronization { id, configuration: Some(Box::new(configuration)) };
    vec![Ask::Edit(vec![edit])]
}

/// Puts a row where another stands, or behind all.
pub fn replace(rows: &mut Vec<AttributeMapping>, stands: &AttributeMapping, row: AttributeMapping) {
    match rows.iter_mut().find(|one| *one == stands) {
        Some(place) => *place = row,
        None => match rows.iter_mut().find(|one| one.target == row.target) {
            Some(place) => *place = row,
            None => rows.push(row),
        },
    }
}
