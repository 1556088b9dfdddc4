//! JSON files taken apart into objects, one at a time: single objects, lists, pages, JSON lines.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::{ImportFault, Place, joined, shown};
use super::text::{Text, Track};

/// What surrounds a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// `@odata.context`: what the objects are, in Graph's words.
    pub context: String,
    /// The list goes on in another page.
    pub has_next: bool,
    /// The list is one of answers, which are lists and objects by themselves.
    is_batch: bool,
}

/// One step through a file.
pub(super) enum Step<'t, 'x> {
    /// An object by itself, or an element of a list.
    Object { text: &'t str, start: Place, path: String, list: Option<&'t Head> },
    /// Objects that may be taken right out of the text, as many as somebody knows how to; those of
    /// a list begin with a comma.
    Ahead { text: &'t mut Text<'x>, list: Option<&'t Head>, taken: &'t mut usize },
    /// An element of `responses`.
    Answer { text: &'t str, start: Place, path: String },
    /// The end of a list.
    ListEnd(&'t Head),
}

/// Who is told each step.
pub(super) type Told<'a> = dyn FnMut(Step<'_, '_>) -> Result<(), ImportFault> + 'a;

/// Reads a whole text of JSON values.
pub(super) fn walk(
    text: &mut Text<'_>,
    file: &str,
    prefix: &str,
    told: &mut Told<'_>,
) -> Result<(), ImportFault> {
    let track = text.track();
    let mut count = 0_usize;
    loop {
        if count > 0 {
            told(Step::Ahead { text: &mut *text, list: None, taken: &mut count })?;
        }
        let first = text.peek_visible().map_err(|fault| unread(file, &track, &fault))?;
        let Some(first) = first else { return Ok(()) };
        if !matches!(first, b'{' | b'[') {
            return Err(ImportFault {
                file: file.to_owned(),
                place: Some(track.place().words("")),
                what: if count == 0 {
                    "this is not a JSON object or list".to_owned()
                } else {
                    "something follows the end of the JSON".to_owned()
                },
                remedy: "export the file again".to_owned(),
            });
        }
        track.expect_object();
        track.record();
        let shared = RefCell::new(&mut *text);
        let mut top = Top { text: &shared, track: &track, told, fault: None, prefix };
        let read =
            (&mut top).deserialize(&mut serde_json::Deserializer::from_reader(Shared(&shared)));
        let Top { fault, .. } = top;
        match (read, fault) {
            (_, Some(fault)) => return Err(fault),
            (Err(bad), None) => return Err(syntax(file, &track, &bad)),
            (Ok(()), None) => {}
        }
        if let Some(tape) = track.stop() {
            let start = track.object_start();
            // Text hands out nothing but UTF-8.
            let tape = String::from_utf8(tape).unwrap_or_default();
            told(Step::Object { text: &tape, start, path: prefix.to_owned(), list: None })?;
        }
        count += 1;
    }
}

/// A text that `serde_json` reads, and that is looked at in between. It asks for one byte after the
/// other and never for one behind the end of an object.
struct Shared<'s, 'x>(&'s RefCell<&'s mut Text<'x>>);

impl Read for Shared<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.try_borrow_mut().map_err(io::Error::other)?.read(out)
    }
}

/// The fault of a file that could not be read to its end.
pub(super) fn unread(file: &str, track: &Track, fault: &io::Error) -> ImportFault {
    let broken = track.broken();
    ImportFault {
        file: file.to_owned(),
        place: None,
        what: broken.unwrap_or_else(|| format!("the file could not be read: {fault}")),
        remedy: "check the file, or export it again as UTF-8".to_owned(),
    }
}

fn syntax(file: &str, track: &Rc<Track>, bad: &serde_json::Error) -> ImportFault {
    if bad.is_io() {
        return unread(file, track, &io::Error::other(bad.to_string()));
    }
    let text = bad.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    ImportFault {
        file: file.to_owned(),
        place: Some(track.place().words("")),
        what: if bad.is_eof() {
            format!("the file ends in the middle of the JSON ({})", shown(what))
        } else {
            format!("this is not JSON: {}", shown(what))
        },
        remedy: "export the file again".to_owned(),
    }
}

struct Top<'a, 'b, 'x> {
    text: &'a RefCell<&'a mut Text<'x>>,
    track: &'a Track,
    told: &'a mut Told<'b>,
    fault: Option<ImportFault>,
    prefix: &'a str,
}

impl Top<'_, '_, '_> {
    fn tell<E: Error>(&mut self, step: Step<'_, '_>) -> Result<(), E> {
        (self.told)(step).map_err(|fault| {
            self.fault = Some(fault);
            E::custom("stopped")
        })
    }

    /// Behind an object of a list: what follows may be taken another way.
    fn look_ahead<E: Error>(
        &mut self,
        head: &Head,
        name: &str,
        taken: &mut usize,
    ) -> Result<(), E> {
        if name == "responses" {
            return Ok(());
        }
        let mut text = self.text.try_borrow_mut().map_err(E::custom)?;
        let told = (self.told)(Step::Ahead { text: &mut text, list: Some(head), taken });
        told.map_err(|fault| {
            self.fault = Some(fault);
            E::custom("stopped")
        })
    }

    /// Hands out the elements of a list.
    fn elements<'de, A: SeqAccess<'de>>(
        &mut self,
        mut items: A,
        head: &Head,
        name: &str,
    ) -> Result<(), A::Error> {
        drop(self.track.stop());
        let mut index = 0_usize;
        loop {
            self.track.expect_object();
            let Some(item) = items.next_element::<Box<RawValue>>()? else { break };
            let path = joined(self.prefix, &format!("{name}[{index}]"));
            let (text, start) = (item.get(), self.track.object_start());
            self.tell(if name == "responses" {
                Step::Answer { text, start, path }
            } else {
                Step::Object { text, start, path, list: Some(head) }
            })?;
            index += 1;
            if item.get().ends_with('}') {
                self.look_ahead(head, name, &mut index)?;
            }
        }
        self.track.expect_object();
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Top<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object or list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let head = Head::default();
        self.elements(items, &head, "")?;
        self.tell(Step::ListEnd(&head))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut head = Head::default();
        let mut listed = false;
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "@odata.context" => head.context = string(&members.next_value::<Box<RawValue>>()?),
                "@odata.nextLink" => {
                    head.has_next = !string(&members.next_value::<Box<RawValue>>()?).is_empty();
                }
                "value" | "responses" | "Results" => {
                    head.is_batch = name == "responses";
                    let list = List { top: &mut *self, head: &head, name: &name };
                    if members.next_value_seed(list)? && std::mem::replace(&mut listed, true) {
                        return Err(A::Error::custom(format_args!(
                            "there are two lists in one object, the second is `{name}`"
                        )));
                    }
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        if listed {
            drop(self.track.stop());
            if !head.is_batch {
                self.tell(Step::ListEnd(&head))?;
            }
        }
        Ok(())
    }
}

fn string(raw: &RawValue) -> String {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// Hands the elements out if the member is a list, and passes over anything else.
struct List<'a, 'b, 'c, 'x> {
    top: &'a mut Top<'b, 'c, 'x>,
    head: &'a Head,
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<bool, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<bool, A::Error> {
        self.top.elements(items, self.head, self.name).map(|()| true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
}

/// Reads a text that lies inside another one.
pub(super) fn walk_inside(
    text: &str,
    start: Place,
    file: &str,
    prefix: &str,
    told: &mut Told<'_>,
) -> Result<(), ImportFault> {
    let mut bytes = text.as_bytes();
    let source: &mut dyn Read = &mut bytes;
    let mut inner = Text::open(source, start).map_err(|fault| ImportFault {
        file: file.to_owned(),
        place: Some(start.words(prefix)),
        what: fault.to_string(),
        remedy: "export the file again".to_owned(),
    })?;
    walk(&mut inner, file, prefix, told)
}
