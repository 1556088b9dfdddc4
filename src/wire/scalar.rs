//! The small values: ids, words, truth, text.

use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::record::{Json, Key, Ref};
use crate::domain::{
    AccessType, AddressKind, AllowInvitesFrom, Cloud, CloudEndpoint, ConditionalAccess,
    CrossTenantAccessPolicy, DefaultConfiguration, DomainName, ExternalCollaboration,
    FallbackIdentityProvider, FlowType, GrantControl, GrantOperator, Guid, IdentityProvider,
    ObjectId, Ownership, PolicyState, ScheduleState, SourceType, TargetType, TargetValue, TenantId,
};

macro_rules! native {
    ($($type:ty),+) => {$(
        impl<'de> Deserialize<'de> for Json<$type> {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                <$type>::deserialize(source).map(Json)
            }
        }

        impl Serialize for Ref<'_, $type> {
            fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(sink)
            }
        }
    )+};
}

native!(bool, String);

/// Text in, value out: words keep what they do not know, so this cannot fail for them.
macro_rules! text {
    ($($type:ty: $read:expr, $write:expr;)+) => {$(
        impl<'de> Deserialize<'de> for Json<$type> {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = Key::deserialize(source)?.0;
                let read: fn(&str) -> Result<$type, String> = $read;
                read(&text).map(Json).map_err(D::Error::custom)
            }
        }

        impl Serialize for Ref<'_, $type> {
            fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$type) -> String = $write;
                sink.serialize_str(&write(self.0))
            }
        }
    )+};
}

fn guid(text: &str) -> Result<Guid, String> {
    text.parse().map_err(|bad| format!("{bad}, found `{}`", text.escape_debug()))
}

text! {
    Guid: guid, Guid::to_string;
    TenantId: |text| guid(text).map(TenantId), TenantId::to_string;
    ObjectId: |text| guid(text).map(ObjectId), ObjectId::to_string;
    ScheduleState: |text| Ok(ScheduleState::parse(text)), |word| word.word().to_owned();
    SourceType: |text| Ok(SourceType::parse(text)), |word| word.word().to_owned();
    FlowType: |text| Ok(FlowType::parse(text)), |word| word.word().to_owned();
    AccessType: |text| Ok(AccessType::parse(text)), |word| word.word().to_owned();
    TargetType: |text| Ok(TargetType::parse(text)), |word| word.word().to_owned();
    TargetValue: |text| Ok(TargetValue::parse(text)), TargetValue::text;
    IdentityProvider: |text| Ok(IdentityProvider::parse(text)), |word| word.word().to_owned();
    FallbackIdentityProvider: |text| Ok(FallbackIdentityProvider::parse(text)), |word| word.word().to_owned();
    CloudEndpoint: |text| Ok(CloudEndpoint::parse(text)), |word| word.word().to_owned();
    Cloud: |text| Ok(Cloud::parse(text)), |word| word.word().to_owned();
    PolicyState: |text| Ok(PolicyState::parse(text)), |word| word.word().to_owned();
    GrantControl: |text| Ok(GrantControl::parse(text)), |word| word.word().to_owned();
    GrantOperator: |text| Ok(GrantOperator::parse(text)), |word| word.word().to_owned();
    AllowInvitesFrom: |text| Ok(AllowInvitesFrom::parse(text)), |word| word.word().to_owned();
    DomainName: |text| Ok(DomainName::observed(text)), DomainName::to_string;
    Ownership: |text| match text {
            "ours" => Ok(Ownership::Ours),
            "theirs" => Ok(Ownership::Theirs),
            other => Err(format!("expected `ours` or `theirs`, found `{}`", other.escape_debug())),
        },
        |ownership| match ownership {
            Ownership::Ours => "ours".to_owned(),
            Ownership::Theirs => "theirs".to_owned(),
        };
    AddressKind: |text| match text {
            "user" => Ok(AddressKind::User),
            "group" => Ok(AddressKind::Group),
            "application" => Ok(AddressKind::Application),
            other => Err(format!(
                "expected `user`, `group` or `application`, found `{}`", other.escape_debug()
            )),
        },
        |kind| match kind {
            AddressKind::User => "user".to_owned(),
            AddressKind::Group => "group".to_owned(),
            AddressKind::Application => "application".to_owned(),
        };
}

/// Shared records read and write like the records themselves.
macro_rules! shared {
    ($($type:ty),+) => {$(
        impl<'de> Deserialize<'de> for Json<Arc<$type>> {
            fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                Json::<$type>::deserialize(source).map(|value| Json(Arc::new(value.0)))
            }
        }

        impl Serialize for Ref<'_, Arc<$type>> {
            fn serialize<S: Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                Ref(self.0.as_ref()).serialize(sink)
            }
        }
    )+};
}

shared!(ConditionalAccess, CrossTenantAccessPolicy, DefaultConfiguration, ExternalCollaboration);
