//! The record before all sections: which machine it is.

use std::collections::HashMap;

use crate::bytes::Bytes;
use crate::description as described;
use crate::error::Result;
use crate::layout::SUBSECTION;
use crate::layout::{Budget, Field, Number, Struct, Type, structure};
use crate::text::name_of;

/// Which machine it is, and what the stream's reader must be able to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// Name of the machine type, as `pc-q35-7.2`.
    pub machine: String,
    /// Bits of an address within a page of the guest's RAM, if that may vary.
    pub page_bits: Option<u32>,
    /// Capabilities that change the stream.
    pub capabilities: Vec<String>,
    /// The guest's UUID.
    pub uuid: Option<[u8; 16]>,
    /// Where in the stream it begins.
    pub offset: usize,
    /// Its bytes, field by field.
    pub layout: Struct,
}

/// Most capabilities that there may be.
const MOST_CAPABILITIES: u32 = 256;

/// The configuration, from behind its tag. The description, which QEMU has added
/// since 10.0, tells of subsections that are not known here.
pub(super) fn read(
    bytes: &mut Bytes<'_>,
    description: Option<&described::Struct>,
    budget: &Budget,
) -> Result<Configuration> {
    let mut found = Configuration {
        offset: bytes.offset(),
        ..Configuration::default()
    };
    let len = bytes.u32("the length of the machine's name")?;
    let name = bytes.take(len.into(), "the machine's name")?;
    found.machine = name_of(name);
    let name = match std::str::from_utf8(name) {
        Ok(_) => Type::Text(len.into()),
        Err(_) => Type::Bytes(len.into()),
    };
    found.layout = Struct {
        name: "configuration".into(),
        version: None,
        fields: vec![
            field("len", Type::Number(Number::unsigned(4))),
            field("name", name),
        ],
        subsections: Vec::new(),
    };
    let parts = description.map_or(&[][..], |description| &description.subsections);
    // The first of a name counts.
    let parts: HashMap<&str, &described::Struct> = (parts.iter().rev())
        .map(|part| (part.name.as_str(), part))
        .collect();
    while bytes.peek() == Some(SUBSECTION) {
        subsection(bytes, &mut found, &parts, budget)?;
    }
    Ok(found)
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.into(),
        kind: String::new(),
        ty,
    }
}

fn subsection(
    bytes: &mut Bytes<'_>,
    found: &mut Configuration,
    parts: &HashMap<&str, &described::Struct>,
    budget: &Budget,
) -> Result<()> {
    let start = *bytes;
    bytes.u8("the mark of a subsection")?;
    let name = name_of(bytes.name("the name of a subsection")?);
    let version = bytes.u32("the version of a subsection")?;
    let fields = match name.as_str() {
        "configuration/target-page-bits" => {
            found.page_bits = Some(bytes.u32("the page bits")?);
            vec![field("target_page_bits", Type::Number(Number::unsigned(4)))]
        }
        "configuration/uuid" => {
            let raw = bytes.take(16, "the UUID")?;
            found.uuid = raw.try_into().ok();
            vec![field("uuid", Type::Bytes(16))]
        }
        "configuration/capabilities" => capabilities(bytes, found)?,
        _ => {
            let Some(part) = parts.get(name.as_str()) else {
                let problem = format!(
                    "the configuration has a subsection {name:?}, which is not known and which \
                     no description describes"
                );
                return Err(start.error(problem));
            };
            let layout = structure(part, bytes, "configuration", budget)?;
            found.layout.subsections.push(layout);
            return Ok(());
        }
    };
    found.layout.subsections.push(Struct {
        name,
        version: Some(version.into()),
        fields,
        subsections: Vec::new(),
    });
    Ok(())
}

fn capabilities(bytes: &mut Bytes<'_>, found: &mut Configuration) -> Result<Vec<Field>> {
    let start = *bytes;
    let count = bytes.u32("the number of capabilities")?;
    if count > MOST_CAPABILITIES {
        return Err(start.error(format!("there are said to be {count} capabilities")));
    }
    let mut fields = vec![field("caps_count", Type::Number(Number::unsigned(4)))];
    for index in 0..count {
        let name = bytes.name("the name of a capability")?;
        found.capabilities.push(name_of(name));
        let len = name.len() as u64;
        fields.push(field(
            &format!("len.{index}"),
            Type::Number(Number::unsigned(1)),
        ));
        let text = match std::str::from_utf8(name) {
            Ok(_) => Type::Text(len),
            Err(_) => Type::Bytes(len),
        };
        fields.push(field(&format!("capability.{index}"), text));
    }
    Ok(fields)
}
