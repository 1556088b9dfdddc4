//! One member of a user, straight into a roster.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::super::record::Key;
use super::{ListOf, NUMBER, Raw, RawVisitor};
use crate::sync::{ManyText, Roster};

/// One attribute on its way into a roster, without a value in between. It comes to the same as
/// [`Raw::field`].
pub(super) struct Cell<'p> {
    pub roster: &'p mut Roster,
    pub column: usize,
    pub list: ListOf,
    pub many: &'p mut ManyText,
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.roster.put_missing(self.column);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.roster.put_bool(self.column, value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.roster.put_number(self.column, &value.to_string());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.roster.put_number(self.column, &value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.roster.put_number(self.column, &value.to_string());
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.roster.put_text(self.column, text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Cell { roster, column, list, many } = self;
        match list {
            ListOf::Telephones => {
                match items.next_element::<Raw>()? {
                    None => roster.put_missing(column),
                    Some(first) => roster.put(column, first.field("")),
                }
                while items.next_element::<IgnoredAny>()?.is_some() {}
            }
            ListOf::Plans => {
                let mut has_mailbox = false;
                while let Some(plan) = items.next_element::<Raw>()? {
                    has_mailbox |= plan.is_mailbox();
                }
                roster.put_bool(column, has_mailbox);
            }
            ListOf::Texts => {
                many.clear();
                while let Some(Item(text)) = items.next_element()? {
                    if let Some(text) = text {
                        many.push(&text);
                    }
                }
                roster.put_many(column, many);
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut id: Option<Raw> = None;
        while let Some(Key(name)) = members.next_key()? {
            match name.as_ref() {
                NUMBER => {
                    let digits: String = members.next_value()?;
                    self.roster.put_number(self.column, &digits);
                    return Ok(());
                }
                "id" if id.is_none() => id = Some(members.next_value()?),
                _ => {
                    let _ignored: IgnoredAny = members.next_value()?;
                }
            }
        }
        match id {
            Some(Raw::Text(text)) => match text.parse() {
                Ok(id) => self.roster.put_reference(self.column, id),
                Err(_) => self.roster.put_unreadable(self.column),
            },
            Some(_) | None => self.roster.put_unreadable(self.column),
        }
        Ok(())
    }
}

/// An item of a list: text, or what identifies an object; nothing else counts.
struct Item<'de>(Option<Cow<'de, str>>);

impl<'de> Deserialize<'de> for Item<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Item<'de>, E> {
        Ok(Item(None))
    }

    fn visit_bool<E: Error>(self, _value: bool) -> Result<Item<'de>, E> {
        Ok(Item(None))
    }

    fn visit_u64<E: Error>(self, _value: u64) -> Result<Item<'de>, E> {
        Ok(Item(None))
    }

    fn visit_i64<E: Error>(self, _value: i64) -> Result<Item<'de>, E> {
        Ok(Item(None))
    }

    fn visit_f64<E: Error>(self, _value: f64) -> Result<Item<'de>, E> {
        Ok(Item(None))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Item<'de>, E> {
        Ok(Item(Some(Cow::Borrowed(text))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Item<'de>, E> {
        Ok(Item(Some(Cow::Owned(text.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Item<'de>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Item<'de>, A::Error> {
        Ok(Item(RawVisitor.visit_map(members)?.item().map(Cow::Owned)))
    }
}
