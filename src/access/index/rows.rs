//! What one tenant says about each other, resolved when the index is built.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::lists::{Groups, People, Read, Things};
use crate::access::gate::{Halves, inbound, outbound};
use crate::access::question::Kind;
use crate::access::resolve::{Effective, Layer, Layers};
use crate::domain::{AccessType, CrossTenantAccessPolicy, Subject, TargetConfiguration, TenantId};

/// One half of a setting in force.
#[derive(Debug)]
pub struct Half<L> {
    pub allows: bool,
    pub layer: Layer,
    /// Who is listed; `None` is everybody, or everything.
    pub list: Option<Arc<L>>,
    /// Whether all of it could be read.
    is_whole: bool,
}

// Not derived: what is listed is shared, not copied.
impl<L> Clone for Half<L> {
    fn clone(&self) -> Self {
        let Half { allows, layer, is_whole, .. } = *self;
        Half { allows, layer, list: self.list.clone(), is_whole }
    }
}

/// One setting in force.
#[derive(Debug)]
pub struct Setting {
    pub users: Half<People>,
    pub apps: Half<Things>,
    /// Whether it answers questions: all of it could be read, and the service would take it.
    pub is_held: bool,
}

/// The settings about one other tenant that a sign-in asks; `None` where one could not be compiled.
#[derive(Debug)]
pub struct Row([Option<Setting>; 4]);

/// Which way people go, seen by whose setting it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Out,
    In,
}

const ORDER: [(Kind, Way); 4] = [
    (Kind::Collaboration, Way::Out),
    (Kind::Collaboration, Way::In),
    (Kind::DirectConnect, Way::Out),
    (Kind::DirectConnect, Way::In),
];

impl Row {
    pub fn setting(&self, kind: Kind, way: Way) -> Option<&Setting> {
        let [collaboration_out, collaboration_in, direct_out, direct_in] = &self.0;
        match (kind, way) {
            (Kind::Collaboration, Way::Out) => collaboration_out.as_ref(),
            (Kind::Collaboration, Way::In) => collaboration_in.as_ref(),
            (Kind::DirectConnect, Way::Out) => direct_out.as_ref(),
            (Kind::DirectConnect, Way::In) => direct_in.as_ref(),
        }
    }
}

/// The settings of one tenant about all others. Who has none of its own is not in it.
#[derive(Debug)]
pub struct Rows {
    default: Row,
    partners: HashMap<TenantId, Box<Row>, RandomState>,
}

impl Rows {
    pub fn of(owner: TenantId, policy: &CrossTenantAccessPolicy, groups: &mut Groups<'_>) -> Self {
        let default = Row(ORDER.map(|(kind, way)| {
            let halves = halves(policy, Subject::Default, kind, way)?;
            compile(&halves, (kind, way), (way == Way::Out).then_some(owner), groups, None)
        }));
        let own = policy.partners.keys().filter_map(|id| {
            let all = ORDER.map(|(kind, way)| halves(policy, Subject::Partner(*id), kind, way));
            let is_own = |halves: &Halves<'_>| {
                [halves.users.layer, halves.apps.layer].contains(&Layer::Partner)
            };
            all.iter().flatten().any(is_own).then_some(())?;
            let mut all = all.into_iter();
            let row = Row(ORDER.map(|(kind, way)| {
                let home = if way == Way::Out { owner } else { *id };
                compile(&all.next()??, (kind, way), Some(home), groups, Some(&default))
            }));
            Some((*id, Box::new(row)))
        });
        let partners = own.collect();
        Rows { default, partners }
    }

    pub fn about(&self, other: TenantId) -> &Row {
        self.partners.get(&other).map_or(&self.default, Box::as_ref)
    }
}

fn halves(
    policy: &CrossTenantAccessPolicy,
    subject: Subject,
    kind: Kind,
    way: Way,
) -> Option<Halves<'_>> {
    let setting = if way == Way::Out { outbound(kind) } else { inbound(kind) };
    Halves::of(Layers::of(policy, subject), setting)
}

/// A setting whose people are those of `home`. A half that a partner inherits is that of the
/// default's row `base`, so that ten thousand partners do not hold it ten thousand times.
fn compile(
    halves: &Halves<'_>,
    (kind, way): (Kind, Way),
    home: Option<TenantId>,
    groups: &mut Groups<'_>,
    base: Option<&Row>,
) -> Option<Setting> {
    let users = match base {
        Some(base) if halves.users.layer != Layer::Partner => {
            base.setting(kind, way)?.users.clone()
        }
        _ => half(&halves.users, groups.read(halves.users.value, home)?),
    };
    let apps = match base {
        Some(base) if halves.apps.layer != Layer::Partner => base.setting(kind, way)?.apps.clone(),
        _ => half(&halves.apps, Things::read(halves.apps.value)),
    };
    let is_held = users.is_whole && apps.is_whole && !halves.contradicts_itself();
    Some(Setting { users, apps, is_held })
}

fn half<L>(found: &Effective<&TargetConfiguration>, read: Read<L>) -> Half<L> {
    let (allows, is_known) = match found.value.access {
        AccessType::Allowed => (true, true),
        AccessType::Blocked => (false, true),
        AccessType::Other(_) => (false, false),
    };
    let list = read.list.map(Arc::new);
    Half { allows, layer: found.layer, list, is_whole: read.is_whole && is_known }
}
