//! What is in force for one partner or by default, and who says so: the answer for programs.

use serde_json::{Map, Value, json};

use super::names::name_of;
use crate::access::{resolve_b2b, resolve_bool, resolve_half};
use crate::domain::{
    B2b, B2bSetting, CrossTenantAccessPolicy, Estate, Half, SETTINGS, Setting, Subject, TenantId,
};
use crate::wire::{self, Ref};

/// Whose settings are looked at, and where.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'e> {
    /// The tenants: as drafted, or as observed.
    pub estate: &'e Estate,
    /// Whose policy.
    pub owner: TenantId,
    /// The policy.
    pub policy: &'e CrossTenantAccessPolicy,
    /// For whom.
    pub subject: Subject,
}

impl Spot<'_> {
    /// The tenant that stands in the answer: the partner, or for the default the owner.
    fn tenant(&self) -> TenantId {
        match self.subject {
            Subject::Partner(id) => id,
            Subject::Default => self.owner,
        }
    }

    /// A setting as it is in force, both halves written out.
    pub fn in_force(&self, setting: B2b) -> B2bSetting {
        let mut whole = resolve_b2b(self.policy, self.subject, setting).value.clone();
        for half in Half::BOTH {
            let said = resolve_half(self.policy, self.subject, setting, half);
            *whole.half_mut(half) = said.map(|found| found.value.clone());
        }
        whole
    }

    /// The object of `show partner`.
    pub fn to_json(self, draft: &[String]) -> Value {
        let mut effective = Map::new();
        let mut origin = Map::new();
        for setting in B2b::ALL {
            self.put_b2b(setting, &mut effective, &mut origin);
        }
        for row in SETTINGS {
            self.put_switch(row.setting, row.path, &mut effective, &mut origin);
        }
        json!({
            "tenantId": self.tenant().to_string(),
            "displayName": self.estate.tenant(self.tenant()).map(|t| t.display_name.as_str()),
            "effective": effective,
            "origin": origin,
            "own": self.own(),
            "draft": draft,
        })
    }

    fn put_b2b(
        &self,
        setting: B2b,
        effective: &mut Map<String, Value>,
        origin: &mut Map<String, Value>,
    ) {
        let name = setting.property();
        let layer = resolve_b2b(self.policy, self.subject, setting).layer;
        origin.insert(name.to_owned(), json!(layer.word()));
        for half in Half::BOTH {
            // A half that the speaking layer leaves out comes from the layer below it.
            let said = resolve_half(self.policy, self.subject, setting, half);
            if let Some(said) = said.filter(|said| said.layer != layer) {
                let path = format!("{name}.{}", half.property());
                origin.insert(path, json!(said.layer.word()));
            }
        }
        effective.insert(name.to_owned(), to_value(&self.in_force(setting)));
    }

    fn put_switch(
        &self,
        setting: Setting,
        path: &str,
        effective: &mut Map<String, Value>,
        origin: &mut Map<String, Value>,
    ) {
        // Synchronisation is no property of the default.
        if matches!((setting, self.subject), (Setting::Sync(_), Subject::Default)) {
            return;
        }
        let Some(found) = resolve_bool(self.policy, self.subject, setting) else { return };
        origin.insert(path.to_owned(), json!(found.layer.word()));
        let mut names: Vec<&str> = path.split('.').collect();
        let last = names.pop().unwrap_or_default();
        let mut inside = effective;
        for name in names {
            let next = inside.entry(name).or_insert_with(|| json!({}));
            let Some(next) = next.as_object_mut() else { return };
            inside = next;
        }
        inside.insert(last.to_owned(), json!(found.value));
    }

    /// What is stored, in Graph's shape.
    fn own(&self) -> Value {
        match self.subject {
            Subject::Partner(id) => {
                self.policy.partners.get(&id).map_or(Value::Null, |p| wire::own_settings(p))
            }
            Subject::Default => self.policy.default.as_deref().map_or(Value::Null, to_value),
        }
    }

    /// Whom this is about, for people.
    pub fn title(&self) -> String {
        let owner = name_of(self.estate, self.owner);
        match self.subject {
            Subject::Partner(id) => {
                format!("{} ({id}), partner of {owner}", name_of(self.estate, id))
            }
            Subject::Default => format!("default of {owner} ({})", self.owner),
        }
    }
}

/// A value in Graph's shape.
pub fn to_value<T>(of: &T) -> Value
where
    for<'a> Ref<'a, T>: serde::Serialize,
{
    // Writing our own records to memory has no way to fail.
    serde_json::to_value(Ref(of)).unwrap_or_default()
}
