//! Sections, whose values are encoded while they are read.

use core::fmt;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::error::of_json;
use super::wire::Hex;
use crate::schema::Type;
use crate::value::Encoding;

/// The number of the instance of a path and id, and the type of its state.
type Found<'f> = (u32, Result<&'f Type, String>);

/// Finds that, or says that there is no such instance.
pub(super) type Find<'f> = dyn Fn(&str, u32) -> Result<Found<'f>, String> + 'f;

/// Bytes of a path that is looked for. Limits leave fewer.
const LONGEST_PATH: usize = 1 << 20;

/// Reads `{"section": …}`.
pub(super) struct Section<'f> {
    find: &'f Find<'f>,
    encoding: Encoding,
    path: Option<String>,
    instance_id: Option<u32>,
    content: Option<Content<'f>>,
    problem: Option<String>,
}

/// What a section has.
pub(super) enum Content<'f> {
    /// A value of a type, which was encoded.
    Value(u32, &'f Type),
    /// Its bytes.
    Payload(u32, Vec<u8>),
}

impl<'f> Section<'f> {
    pub(super) fn new(find: &'f Find<'f>, encoding: Encoding) -> Self {
        Self {
            find,
            encoding,
            path: None,
            instance_id: None,
            content: None,
            problem: None,
        }
    }

    /// Reads it from JSON that holds nothing else.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub(super) fn read<'de, R: serde_json::de::Read<'de>>(
        mut self,
        mut json: serde_json::Deserializer<R>,
    ) -> Result<(Content<'f>, Encoding), String> {
        json.disable_recursion_limit();
        let read = Line(&mut self).deserialize(&mut json);
        let read = read.and_then(|()| json.end());
        match (read, self.content.take()) {
            (Ok(()), Some(content)) => Ok((content, self.encoding)),
            (Ok(()), None) => Err("a section has either a `value` or a `payload`".to_owned()),
            (Err(error), _) => Err(self.problem(&error)),
        }
    }

    fn problem(mut self, error: &serde_json::Error) -> String {
        if let Some(problem) = self.problem {
            return problem;
        }
        match self.encoding.violation() {
            Some(violation) => violation.to_string(),
            None => of_json(error),
        }
    }

    fn refuse<E: Error>(&mut self, problem: impl Into<String>) -> E {
        self.problem = Some(problem.into());
        E::custom("a section that is not as it must be")
    }

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        member: Member,
        json: &mut A,
    ) -> Result<(), A::Error> {
        match member {
            Member::Path if self.path.is_none() => {
                let path: String = json.next_value()?;
                if path.len() > LONGEST_PATH {
                    return Err(self.refuse("no instance has a `path` that is so long"));
                }
                self.path = Some(path);
            }
            Member::InstanceId if self.instance_id.is_none() => {
                self.instance_id = Some(json.next_value()?);
            }
            Member::Value if self.content.is_none() => {
                let (index, ty) = self.instance()?;
                let ty = ty.map_err(|problem| self.refuse(problem))?;
                self.content = Some(Content::Value(index, ty));
                json.next_value_seed(self.encoding.read(ty))?;
            }
            Member::Payload if self.content.is_none() => {
                let (index, _) = self.instance()?;
                let bytes: Hex = json.next_value()?;
                self.content = Some(Content::Payload(index, bytes.0));
            }
            _ => return Err(self.refuse("a member is there twice")),
        }
        Ok(())
    }

    fn instance<E: Error>(&mut self) -> Result<Found<'f>, E> {
        let (Some(path), Some(id)) = (&self.path, self.instance_id) else {
            let problem = "`path` and `instance_id` must stand before what is so long";
            return Err(self.refuse(problem));
        };
        (self.find)(path, id).map_err(|problem| self.refuse(problem))
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Member {
    Path,
    InstanceId,
    Value,
    Payload,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Only {
    Section,
}

/// The only member of the line.
struct Line<'s, 'f>(&'s mut Section<'f>);

impl<'de> DeserializeSeed<'de> for Line<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Line<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a section")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        if json.next_key::<Only>()?.is_some() {
            json.next_value_seed(Members(self.0))?;
        }
        match json.next_key::<Only>()? {
            None => Ok(()),
            Some(_) => Err(self.0.refuse("a line has one member")),
        }
    }
}

/// What it says of the section.
struct Members<'s, 'f>(&'s mut Section<'f>);

impl<'de> DeserializeSeed<'de> for Members<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `path`, `instance_id`, and a `value` or a `payload`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        while let Some(member) = json.next_key::<Member>()? {
            self.0.member(member, &mut json)?;
        }
        Ok(())
    }
}
