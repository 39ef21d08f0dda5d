//! The names of bits in a schema's JSON.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::flags::{Flag, Flags};
use super::super::name;
use super::super::node::Node;
use super::error::{Result, SchemaError};

/// `["NAME", BITS]`.
pub(super) type JsonFlag = (String, JsonBits);

/// A number, or its digits in a string.
pub(super) struct JsonBits(u128);

impl<'de> Deserialize<'de> for JsonBits {
    fn deserialize<D: Deserializer<'de>>(json: D) -> core::result::Result<Self, D::Error> {
        json.deserialize_any(BitsVisitor)
    }
}

struct BitsVisitor;

impl Visitor<'_> for BitsVisitor {
    type Value = JsonBits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bits: a whole number without sign, or its decimal digits as a string")
    }

    fn visit_u64<E: Error>(self, bits: u64) -> core::result::Result<JsonBits, E> {
        Ok(JsonBits(bits.into()))
    }

    fn visit_str<E: Error>(self, digits: &str) -> core::result::Result<JsonBits, E> {
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let bits = digits.parse().ok().filter(|_| is_plain);
        (bits.map(JsonBits)).ok_or_else(|| E::custom("bits are a whole number of up to 128 bits"))
    }
}

pub(super) fn flags(json: Vec<JsonFlag>, at: &str) -> Result<Flags> {
    if json.len() > Flags::MOST {
        let most = Flags::MOST;
        return Err(SchemaError::new(
            at,
            format!(
                "at most {most} names of bits are looked at, and here are {}",
                json.len()
            ),
        ));
    }
    let flags = json.into_iter().map(|(name, JsonBits(bits))| {
        name::check(&name).map_err(|what| SchemaError::new(at, what))?;
        Ok(Flag::new(Node::from(name), bits))
    });
    let flags: Vec<Flag> = flags.collect::<Result<_>>()?;
    Ok(Flags::new(flags.into()))
}
