/// Reads and writes a struct as a JSON object, keeping members it does not know.
///
/// A row is `"member" => field.path: kind`. Kinds: `value` (an `Option`; absent and `null` both
/// mean `None`, and `None` is not written), `list` (a `Vec`; absent and `null` mean empty, and an
/// empty one is not written), `plain` (always written; absent means the type's default).
macro_rules! record {
    ($type:ty, $what:literal, { $($key:literal => $($field:ident).+ : $kind:ident),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for crate::wire::record::Json<$type> {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut members: A,
                    ) -> Result<$type, A::Error> {
                        const KEYS: &[&str] = &[$($key),+];
                        let mut seen = 0u32;
                        let mut out = <$type>::default();
                        while let Some(key) = members.next_key::<crate::wire::record::Key<'de>>()? {
                            let key = key.0;
                            if let Some(index) = KEYS.iter().position(|known| **known == *key) {
                                if seen & (1 << index) != 0 {
                                    return Err(crate::wire::record::twice(&key));
                                }
                                seen |= 1 << index;
                            }
                            match &*key {
                                $($key => {
                                    out.$($field).+ = crate::wire::record::member!(
                                        members, $kind
                                    );
                                })+
                                _ => {
                                    let value = members.next_value::<crate::wire::record::Unique>()?.0;
                                    if !out.extra.insert(key.as_ref().to_owned(), value) {
                                        return Err(crate::wire::record::twice(&key));
                                    }
                                }
                            }
                        }
                        Ok(out)
                    }
                }

                source.deserialize_map(Members).map(crate::wire::record::Json)
            }
        }

        impl serde::Serialize for crate::wire::record::Ref<'_, $type> {
            fn serialize<S: serde::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut members = sink.serialize_map(None)?;
                $(crate::wire::record::write!(
                    members, $key, &self.0.$($field).+, $kind
                );)+
                for (name, value) in self.0.extra.iter() {
                    members.serialize_entry(name, value)?;
                }
                members.end()
            }
        }
    };
}

/// Writes and reads a map as a list of objects, or as an object; both refuse a key given twice.
macro_rules! list_of {
    ($map:ty, $what:literal, $item:ty, |$read:ident| $key_value:expr, |$key:ident, $value:ident| $write:expr) => {
        impl<'de> serde::Deserialize<'de> for crate::wire::record::Json<$map> {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                struct List;

                impl<'de> serde::de::Visitor<'de> for List {
                    type Value = $map;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_seq<A: serde::de::SeqAccess<'de>>(
                        self,
                        mut items: A,
                    ) -> Result<$map, A::Error> {
                        let mut map = <$map>::new();
                        while let Some(crate::wire::record::Json($read)) =
                            items.next_element::<crate::wire::record::Json<$item>>()?
                        {
                            let (key, value) = $key_value;
                            if map.insert(key, value).is_some() {
                                return Err(<A::Error as serde::de::Error>::custom(concat!(
                                    "an id stands twice in ",
                                    $what
                                )));
                            }
                        }
                        Ok(map)
                    }
                }

                source.deserialize_seq(List).map(crate::wire::record::Json)
            }
        }

        impl serde::Serialize for crate::wire::record::Ref<'_, $map> {
            fn serialize<S: serde::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeSeq;
                let mut items = sink.serialize_seq(Some(self.0.len()))?;
                for ($key, $value) in self.0 {
                    items.serialize_element(&crate::wire::record::Ref($write))?;
                }
                items.end()
            }
        }
    };
}

macro_rules! member {
    ($members:ident, value) => {
        crate::wire::record::optional(&mut $members)?
    };
    ($members:ident, list) => {
        crate::wire::record::listed(&mut $members)?
    };
    ($members:ident, plain) => {
        crate::wire::record::required(&mut $members)?
    };
}

macro_rules! write {
    ($members:ident, $key:literal, $field:expr, value) => {
        if let Some(value) = $field {
            $members.serialize_entry($key, &crate::wire::record::Ref(value))?;
        }
    };
    ($members:ident, $key:literal, $field:expr, list) => {
        if !$field.is_empty() {
            let list: Vec<_> = $field.iter().map(crate::wire::record::Ref).collect();
            $members.serialize_entry($key, &list)?;
        }
    };
    ($members:ident, $key:literal, $field:expr, plain) => {
        $members.serialize_entry($key, &crate::wire::record::Ref($field))?;
    };
}

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::domain::Json as Value;

pub(super) use {list_of, member, record, write};

/// A domain value as read from JSON.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// A domain value to be written as JSON.
#[derive(Debug)]
pub struct Ref<'a, T>(pub &'a T);

/// A member's name, borrowed from the text where it has no escapes.
pub(super) struct Key<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        source.deserialize_str(Text)
    }
}

pub(super) fn optional<'de, T, A: MapAccess<'de>>(members: &mut A) -> Result<Option<T>, A::Error>
where
    Json<T>: Deserialize<'de>,
{
    Ok(members.next_value::<Option<Json<T>>>()?.map(|value| value.0))
}

pub(super) fn listed<'de, T, A: MapAccess<'de>>(members: &mut A) -> Result<Vec<T>, A::Error>
where
    Json<T>: Deserialize<'de>,
{
    let list = members.next_value::<Option<Vec<Json<T>>>>()?.unwrap_or_default();
    Ok(list.into_iter().map(|value| value.0).collect())
}

pub(super) fn required<'de, T, A: MapAccess<'de>>(members: &mut A) -> Result<T, A::Error>
where
    Json<T>: Deserialize<'de>,
{
    members.next_value::<Json<T>>().map(|value| value.0)
}

pub(super) fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("the member `{name}` is given twice; which one holds is not clear"))
}

/// Any JSON, refused where an object names a member twice: readers disagree about which one holds.
pub(super) struct Unique(pub Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }

            fn visit_unit<E: Error>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::String(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element::<Unique>()? {
                    list.push(item.0);
                }
                Ok(Value::Array(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
                // serde_json hands a number whose digits must be kept over as a map with this
                // one key (feature `arbitrary_precision`).
                const NUMBER: &str = "$serde_json::private::Number";
                let mut object = serde_json::Map::new();
                while let Some(name) = members.next_key::<Key<'de>>()? {
                    if object.is_empty() && name.0 == NUMBER {
                        let digits: String = members.next_value()?;
                        let number = digits.parse().map_err(A::Error::custom)?;
                        return Ok(Value::Number(number));
                    }
                    let value = members.next_value::<Unique>()?.0;
                    if object.contains_key(name.0.as_ref()) {
                        return Err(twice(&name.0));
                    }
                    object.insert(name.0.into_owned(), value);
                }
                Ok(Value::Object(object))
            }
        }

        source.deserialize_any(Any).map(Unique)
    }
}

impl serde::Serialize for Ref<'_, Value> {
    fn serialize<S: serde::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(sink)
    }
}

impl<'de> Deserialize<'de> for Json<Value> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Unique::deserialize(source).map(|unique| Json(unique.0))
    }
}
