//! The form for programs: one document, written as differences are found.

use std::io::{self, BufWriter, Write};

use migratable::schema::Type;
use migratable::stream::Instance;
use migratable::value::{JsonForm, Value};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::json;

use super::walk::{Difference, What};
use super::{Found, Lone, View};
use crate::show::write_json_at;
use crate::stream::element_type;

/// Writes JSON. See `EXAMPLES` of the command for its form.
pub(super) struct Json<'o> {
    out: BufWriter<&'o mut dyn Write>,
    reveal: bool,
    devices: u64,
    /// Of the device that was begun last.
    differences: u64,
    /// What closes that device.
    close: &'static str,
}

impl<'o> Json<'o> {
    pub(super) fn new(out: &'o mut dyn Write, reveal: bool) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, out),
            reveal,
            devices: 0,
            differences: 0,
            close: "",
        }
    }

    /// A member of the document, with what stands before it.
    fn member(&mut self, before: &str, key: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "{before}\n  \"{key}\": ")?;
        write_json_at(&mut self.out, value, 1)
    }

    /// A member of a device.
    fn of_device(&mut self, before: &str, key: &str, value: &impl Serialize) -> io::Result<()> {
        write!(self.out, "{before}\n      \"{key}\": ")?;
        write_json_at(&mut self.out, value, 3)
    }
}

impl View for Json<'_> {
    fn begin(&mut self, a: &str, b: &str) -> io::Result<()> {
        self.member("{", "a", &a)?;
        self.member(",", "b", &b)?;
        write!(self.out, ",\n  \"devices\": [")
    }

    fn device(&mut self, instance: &Instance, device: &str) -> io::Result<()> {
        let comma = if self.devices == 0 { "" } else { "," };
        write!(self.out, "{}{comma}\n    {{", self.close)?;
        self.devices += 1;
        self.differences = 0;
        self.close = "\n    }";
        self.of_device("", "path", &instance.path)?;
        self.of_device(",", "instance_id", &instance.instance_id)?;
        self.of_device(",", "device", &device)
    }

    fn difference(&mut self, ty: &Type, difference: &Difference<'_, '_>) -> io::Result<()> {
        let before = match self.differences {
            0 => ",\n      \"differences\": [",
            _ => ",",
        };
        self.differences += 1;
        self.close = "\n      ]\n    }";
        write!(self.out, "{before}\n        ")?;
        let reveal = self.reveal;
        write_json_at(
            &mut self.out,
            &Shown {
                ty,
                difference,
                reveal,
            },
            4,
        )
    }

    fn other(&mut self, why: &str) -> io::Result<()> {
        self.of_device(",", "other", &why)
    }

    fn end(&mut self, found: &Found) -> io::Result<()> {
        write!(self.out, "{}", self.close)?;
        let last = if self.devices == 0 { "]," } else { "\n  ]," };
        let [a, b] = found.only.each_ref().map(|only| lone(only));
        self.member(last, "only_a", &a)?;
        self.member(",", "only_b", &b)?;
        self.member(",", "bulk", &found.bulk)?;
        self.member(",", "equal", &found.is_equal())?;
        let problems: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        self.member(",", "errors", &problems)?;
        writeln!(self.out, "\n}}")?;
        self.out.flush()
    }
}

fn lone(only: &[Lone]) -> Vec<serde_json::Value> {
    let one = |(instance, device): &Lone| {
        json!({
            "path": instance.path,
            "instance_id": instance.instance_id,
            "device": device,
        })
    };
    only.iter().map(one).collect()
}

/// A difference as an object.
struct Shown<'d, 'i, 'a> {
    ty: &'d Type,
    difference: &'d Difference<'i, 'a>,
    reveal: bool,
}

impl Serialize for Shown<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (ty, reveal) = (self.ty, self.reveal);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", self.difference.path)?;
        match &self.difference.what {
            What::Values(sides) => {
                for (key, side) in ["a", "b"].into_iter().zip(sides) {
                    if let Some(item) = side {
                        map.serialize_entry(key, &JsonForm::new(ty, &item.value, reveal))?;
                    }
                }
            }
            What::Run(first, sides) => {
                map.serialize_entry("first", first)?;
                for (key, values) in ["a", "b"].into_iter().zip(sides) {
                    map.serialize_entry(key, &Run { ty, values, reveal })?;
                }
            }
            What::Lengths([a, b]) => {
                map.serialize_entry("lengths", &[a, b])?;
            }
            What::More(more) => map.serialize_entry("more", more)?,
            What::Hidden => map.serialize_entry("sensitive", &true)?,
        }
        map.end()
    }
}

/// Numbers out of a sequence.
struct Run<'d, 'a> {
    ty: &'d Type,
    values: &'d [Value<'a>],
    reveal: bool,
}

impl Serialize for Run<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let element = element_type(self.ty, 0).unwrap_or(self.ty);
        let mut list = serializer.serialize_seq(Some(self.values.len()))?;
        for value in self.values {
            list.serialize_element(&JsonForm::new(element, value, self.reveal))?;
        }
        list.end()
    }
}
