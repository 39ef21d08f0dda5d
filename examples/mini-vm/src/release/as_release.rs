//! A live device that speaks as another release of it.

use std::marker::PhantomData;

use migratable::codec::{Decoder, Encoder, Fault};
use migratable::resolve::resolve;
use migratable::schema::{Schema, Type};
use migratable::{Decode, Device, Migratable};

/// A live device, in a stream what it is in another release: an `Other`. What one release's state is
/// in the other, the library says, by their schemas, as it does between two programs.
pub(super) struct As<'a, Other, Live> {
    live: &'a mut Live,
    other: PhantomData<Other>,
}

impl<'a, Other: Device, Live: Device> As<'a, Other, Live> {
    pub(super) fn new(live: &'a mut Live) -> Self {
        Self {
            live,
            other: PhantomData,
        }
    }

    fn to_vec(&self) -> Result<Vec<u8>, Fault> {
        let bytes = migratable::to_vec(self.live).map_err(Fault::new)?;
        convert::<Live, Other>(&bytes)
    }
}

impl<Other: Device + Decode, Live: Device> Device for As<'_, Other, Live> {
    const SCHEMA: &'static Schema = Other::SCHEMA;
    const SCHEMA_JSON: &'static str = Other::SCHEMA_JSON;
}

impl<Other: Device + Decode, Live: Device> Migratable for As<'_, Other, Live> {
    const TYPE: &'static Type = Other::TYPE;

    fn encoded_len(value: &Self) -> usize {
        // If the other release cannot be in this state, `encode` says so.
        value.to_vec().map_or(0, |bytes| bytes.len())
    }

    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.bytes(&value.to_vec()?)
    }

    fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let other = Other::decode(input)?;
        let bytes = migratable::to_vec(&other).map_err(Fault::new)?;
        let bytes = convert::<Other, Live>(&bytes)?;
        migratable::load(value.live, &bytes).map_err(Fault::new)
    }
}

fn convert<Writer: Device, Reader: Device>(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let resolution = resolve(Writer::SCHEMA, Reader::SCHEMA);
    let reason = resolution.reasons().next().map(ToString::to_string);
    let Some(plan) = resolution.into_plan() else {
        let reason = reason.unwrap_or_default();
        return Err(Fault::new(format_args!(
            "this release of the devices does not fit those that run: {reason}"
        )));
    };
    let mut converted = Vec::new();
    plan.convert(bytes, &mut converted).map_err(|error| {
        Fault::new(format_args!(
            "this release of the devices cannot have that state: {error}"
        ))
    })?;
    Ok(converted)
}
