use migratable::codec::{Decoder, Encoder, Fault};
use migratable::{Decode, Migratable};

/// Celsius in the device, tenths of a kelvin in the stream.
struct Kelvin;

impl Migratable<i32> for Kelvin {
    const TYPE: &'static migratable::schema::Type = <u32 as Migratable>::TYPE;

    fn encoded_len(_: &i32) -> usize {
        4
    }

    fn encode(value: &i32, out: &mut Encoder<'_>) -> Result<(), Fault> {
        <u32 as Migratable>::encode(&((value * 10 + 2732) as u32), out)
    }

    fn load(value: &mut i32, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }
}

impl Decode<i32> for Kelvin {
    fn decode(input: &mut Decoder<'_>) -> Result<i32, Fault> {
        Ok((<u32 as Decode>::decode(input)? as i32 - 2732) / 10)
    }
}

#[derive(Migratable)]
#[migratable(device = "sensor")]
struct Sensor {
    #[migratable(with = Kelvin, default = 20)]
    temperature: i32,
}

fn main() {}
