//! From JSON. QEMU repeats the keys of a queue's elements within one object, so
//! the objects are read key by key; any other key may be there once.

use serde::de::{Error as _, IgnoredAny, MapAccess};

use super::{Description, Device, Field, Struct, kept};
use crate::limits::Limits;
use crate::object::{self, Context, List, Map, Name, Object, needed, once};

pub(super) fn description(json: &[u8], limits: &Limits) -> serde_json::Result<Description> {
    object::read(json, limits, Top::default())
}

#[derive(Default)]
struct Top {
    machine: Option<Name>,
    qemu_version: Option<Name>,
    page_size: Option<u64>,
    configuration: Option<Struct>,
    devices: Option<Vec<Device>>,
}

impl<'de> Object<'de> for Top {
    type Made = Description;
    const WHAT: &'static str = "a description, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let twice = || A::Error::custom(format!("the key {key:?} is there twice"));
        match key {
            kept::MACHINE => once(&mut self.machine, key, map)?,
            kept::QEMU_VERSION => once(&mut self.qemu_version, key, map)?,
            "page_size" => once(&mut self.page_size, key, map)?,
            "configuration" if self.configuration.is_some() => return Err(twice()),
            "configuration" => {
                self.configuration = Some(map.next_value_seed(Map(context, Alone::default()))?);
            }
            "devices" if self.devices.is_some() => return Err(twice()),
            "devices" => {
                self.devices = Some(map.next_value_seed(List(context, DeviceParts::default))?);
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Description, E> {
        Ok(Description {
            machine: self.machine.map(String::from),
            qemu_version: self.qemu_version.map(String::from),
            page_size: self.page_size,
            configuration: self.configuration,
            devices: needed(self.devices, "devices")?,
        })
    }
}

/// The structs of an object: one, or the elements of a queue.
#[derive(Default)]
struct Structs {
    made: Vec<Struct>,
    /// Keys of the last one that were there.
    seen: [bool; 4],
}

impl Structs {
    /// Takes the value of a key of a struct; false if it is none.
    fn key<'de, A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        const KEYS: [&str; 4] = ["vmsd_name", "version", "fields", "subsections"];
        let Some(index) = KEYS.iter().position(|known| *known == key) else {
            return Ok(false);
        };
        // QEMU writes the keys of each element in this order.
        if self.made.is_empty() || self.seen.iter().skip(index).any(|seen| *seen) {
            if !self.made.is_empty() {
                context.draw()?;
            }
            self.made.push(Struct::default());
            self.seen = [false; 4];
        }
        if let Some(seen) = self.seen.get_mut(index) {
            *seen = true;
        }
        if let Some(last) = self.made.last_mut() {
            match key {
                "vmsd_name" => last.name = map.next_value::<Name>()?.into(),
                "version" => last.version = map.next_value()?,
                "fields" => {
                    let fields = List(context.deeper()?, FieldParts::default);
                    last.fields = map.next_value_seed(fields)?;
                }
                _ => {
                    let parts = List(context.deeper()?, Alone::default);
                    last.subsections = map.next_value_seed(parts)?;
                }
            }
        }
        Ok(true)
    }

    /// The only one.
    fn one<E: serde::de::Error>(mut self) -> Result<Struct, E> {
        match (self.made.pop(), self.made.is_empty()) {
            (None, _) => Ok(Struct::default()),
            (Some(only), true) => Ok(only),
            (Some(_), false) => Err(E::custom("a key of a struct is there twice")),
        }
    }
}

/// A struct or subsection that has an object to itself.
#[derive(Default)]
struct Alone(Structs);

impl<'de> Object<'de> for Alone {
    type Made = Struct;
    const WHAT: &'static str = "a struct or subsection, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if !self.0.key(context, key, map)? {
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Struct, E> {
        self.0.one()
    }
}

#[derive(Default)]
struct DeviceParts {
    name: Option<Name>,
    instance_id: Option<u32>,
    content: Structs,
}

impl<'de> Object<'de> for DeviceParts {
    type Made = Device;
    const WHAT: &'static str = "a device, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "name" => once(&mut self.name, key, map)?,
            "instance_id" => once(&mut self.instance_id, key, map)?,
            _ if self.content.key(context, key, map)? => {}
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Device, E> {
        Ok(Device {
            name: needed(self.name, "name")?.into(),
            instance_id: needed(self.instance_id, "instance_id")?,
            content: self.content.one()?,
        })
    }
}

#[derive(Default)]
struct FieldParts {
    name: Option<Name>,
    kind: Option<Name>,
    size: Option<u64>,
    count: Option<u64>,
    index: Option<u64>,
    structure: Option<Struct>,
    inline: Structs,
}

impl<'de> Object<'de> for FieldParts {
    type Made = Field;
    const WHAT: &'static str = "a field, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "name" => once(&mut self.name, key, map)?,
            "type" => once(&mut self.kind, key, map)?,
            "size" => once(&mut self.size, key, map)?,
            "array_len" => once(&mut self.count, key, map)?,
            "index" => once(&mut self.index, key, map)?,
            "struct" if self.structure.is_some() => {
                return Err(A::Error::custom("the key \"struct\" is there twice"));
            }
            "struct" => {
                self.structure = Some(map.next_value_seed(Map(context, Alone::default()))?);
            }
            _ if self.inline.key(context, key, map)? => {}
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Field, E> {
        let content = match self.structure {
            Some(structure) if self.inline.made.is_empty() => vec![structure],
            Some(_) => return Err(E::custom("a field has the keys of a struct and \"struct\"")),
            None => self.inline.made,
        };
        Ok(Field {
            name: needed(self.name, "name")?.into(),
            kind: needed(self.kind, "type")?.into(),
            size: needed(self.size, "size")?,
            count: self.count,
            content,
        })
    }
}
