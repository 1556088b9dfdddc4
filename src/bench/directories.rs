//! Large directories in memory, to be previewed, searched and ordered.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use crate::domain::{
    Estate, FilterClause, FilterGroup, FilterOperand, Guid, SyncConfiguration, TenantId,
};
use crate::sync::{
    Engine, Expressions, Inputs, Mode, Names, Preview, Roster, by_outcome, template, wanted,
};
use crate::wire::RosterPlan;

/// Two directories and what is known of the source's names.
#[derive(Debug)]
pub struct Directories {
    configuration: SyncConfiguration,
    source: Roster,
    target: Roster,
    names: OnceLock<Names>,
}

fn go_on(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

impl Directories {
    /// Reads `source.jsonl` and `target.jsonl`, as `examples/directories.rs` writes them.
    pub fn read(source: impl BufRead, target: impl BufRead) -> Option<Self> {
        let mut configuration = SyncConfiguration {
            source: TenantId(Guid::from_u128(1)),
            target: TenantId(Guid::from_u128(2)),
            sync_all: true,
            schema: template(),
            ..SyncConfiguration::default()
        };
        let rule = configuration.schema.rules.first_mut()?;
        let mapping = rule.object_mappings.first_mut()?;
        let clauses = [("department", "Department 07"), ("country", "Portugal"), ("city", "Leeds")];
        let clauses = clauses.map(|(attribute, value)| FilterClause {
            attribute: Some(attribute.to_owned()),
            operator: Some("NOT EQUALS".to_owned()),
            operand: Some(FilterOperand {
                values: vec![value.to_owned()],
                ..FilterOperand::default()
            }),
            ..FilterClause::default()
        });
        let group = FilterGroup { clauses: clauses.to_vec(), ..FilterGroup::default() };
        mapping.scope.get_or_insert_default().groups.push(group);
        let [from, to] = wanted(&configuration);
        let (source, target) = (read(source, from)?, read(target, to)?);
        Some(Directories { configuration, source, target, names: OnceLock::new() })
    }

    fn preview_of(&self) -> Option<Preview> {
        let (estate, expressions) = (Estate::default(), Expressions::default());
        let engine = Engine::of(Inputs {
            estate: &estate,
            configuration: &self.configuration,
            source: &self.source,
            target: &self.target,
            source_groups: &[],
            target_groups: &[],
            mode: Mode::Initial,
            expressions: &expressions,
        });
        engine.preview(&go_on).ok()
    }

    /// Previews; how many users were judged.
    pub fn preview(&self) -> usize {
        self.preview_of().map_or(0, |preview| preview.users.len())
    }

    /// Takes the names of everybody.
    pub fn take_names(&self) -> impl Sized + use<> {
        Names::of(&self.source, &go_on).unwrap_or_default()
    }

    /// The same, once for all that is looked for.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.source, &go_on).unwrap_or_default())
    }

    /// Who has this text in display name, sign-in name or mail.
    pub fn search(&self, needle: &str, among: Option<&[u32]>) -> Vec<u32> {
        self.names().search(needle, among, &go_on).unwrap_or_default()
    }

    /// Everybody by display name.
    pub fn by_name(&self) -> Vec<u32> {
        let everybody = self.search("", None);
        self.names().by_name(&everybody, &go_on).unwrap_or_default()
    }

    /// Everybody by outcome, ready to be asked again and again.
    pub fn by_outcome(&self) -> impl Fn() -> Vec<u32> + use<> {
        let (users, everybody) =
            (self.preview_of().map(|preview| preview.users), self.search("", None));
        move || by_outcome(users.as_deref().unwrap_or_default(), &everybody)
    }
}

fn read(mut file: impl BufRead, attributes: Vec<String>) -> Option<Roster> {
    let mut plan = RosterPlan::of(attributes);
    let mut roster = plan.roster();
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line).ok()? > 0 {
        plan.read(line.trim_ascii_end(), &mut roster).ok()?;
        line.clear();
    }
    roster.settle();
    Some(roster)
}
