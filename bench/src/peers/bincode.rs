//! bincode 2 with its own derive, fixed width and no limit.

use bincode::config::{self, Configuration, Fixint, LittleEndian};
use bincode::{Decode, Encode};

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

const CONFIG: Configuration<LittleEndian, Fixint> = config::standard().with_fixed_int_encoding();

struct Bincode;

impl<T: Encode + Decode<()> + Clone> Format<T> for Bincode {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        if bincode::encode_into_slice(value, out, CONFIG).is_err() {
            *out = bincode::encode_to_vec(value, CONFIG).expect("a value to encode");
        }
    }

    fn decode(encoded: &Vec<u8>) -> T {
        let (value, _) = bincode::decode_from_slice(encoded, CONFIG).expect("what was encoded");
        value
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Bincode, _>,
    structs: [derive(bincode::Encode, bincode::Decode)],
    enums: [],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}

/// The derive for enums does not compile within a macro.
mod by_hand {
    use bincode::de::Decoder;
    use bincode::enc::Encoder;
    use bincode::error::{DecodeError, EncodeError};
    use bincode::{Decode, Encode};

    use super::{Event, Mapper, Operation};

    bincode::impl_borrow_decode!(Event);
    bincode::impl_borrow_decode!(Mapper);
    bincode::impl_borrow_decode!(Operation);

    impl Encode for Event {
        fn encode<E: Encoder>(&self, out: &mut E) -> Result<(), EncodeError> {
            match self {
                Self::Reset => 0_u32.encode(out),
                Self::Interrupt(line) => (1_u32, line).encode(out),
                Self::Timer { deadline, period } => (2_u32, deadline, period).encode(out),
                Self::Doorbell { queue, tail } => (3_u32, queue, tail).encode(out),
                Self::Dma {
                    source,
                    target,
                    length,
                } => (4_u32, source, target, length).encode(out),
                Self::LinkUp(is_up) => (5_u32, is_up).encode(out),
            }
        }
    }

    impl<C> Decode<C> for Event {
        fn decode<D: Decoder<Context = C>>(input: &mut D) -> Result<Self, DecodeError> {
            Ok(match u32::decode(input)? {
                0 => Self::Reset,
                1 => Self::Interrupt(Decode::decode(input)?),
                2 => Self::Timer {
                    deadline: Decode::decode(input)?,
                    period: Decode::decode(input)?,
                },
                3 => Self::Doorbell {
                    queue: Decode::decode(input)?,
                    tail: Decode::decode(input)?,
                },
                4 => Self::Dma {
                    source: Decode::decode(input)?,
                    target: Decode::decode(input)?,
                    length: Decode::decode(input)?,
                },
                5 => Self::LinkUp(Decode::decode(input)?),
                _ => return Err(DecodeError::Other("a variant that is not there")),
            })
        }
    }

    impl Encode for Mapper {
        fn encode<E: Encoder>(&self, out: &mut E) -> Result<(), EncodeError> {
            match self {
                Self::Fixed => 0_u32.encode(out),
                Self::Shifting {
                    shift,
                    writes,
                    control,
                    program_bank,
                    character_banks,
                } => (1_u32, shift, writes, control, program_bank, character_banks).encode(out),
                Self::Counting {
                    select,
                    banks,
                    horizontal,
                    latch,
                    counter,
                    reload,
                    enabled,
                    pending,
                } => {
                    (2_u32, select, banks, horizontal, latch).encode(out)?;
                    (counter, reload, enabled, pending).encode(out)
                }
            }
        }
    }

    impl<C> Decode<C> for Mapper {
        fn decode<D: Decoder<Context = C>>(input: &mut D) -> Result<Self, DecodeError> {
            Ok(match u32::decode(input)? {
                0 => Self::Fixed,
                1 => Self::Shifting {
                    shift: Decode::decode(input)?,
                    writes: Decode::decode(input)?,
                    control: Decode::decode(input)?,
                    program_bank: Decode::decode(input)?,
                    character_banks: Decode::decode(input)?,
                },
                2 => Self::Counting {
                    select: Decode::decode(input)?,
                    banks: Decode::decode(input)?,
                    horizontal: Decode::decode(input)?,
                    latch: Decode::decode(input)?,
                    counter: Decode::decode(input)?,
                    reload: Decode::decode(input)?,
                    enabled: Decode::decode(input)?,
                    pending: Decode::decode(input)?,
                },
                _ => return Err(DecodeError::Other("a variant that is not there")),
            })
        }
    }

    impl Encode for Operation {
        fn encode<E: Encoder>(&self, out: &mut E) -> Result<(), EncodeError> {
            match self {
                Self::Read { sector } => (0_u32, sector).encode(out),
                Self::Write { sector } => (1_u32, sector).encode(out),
                Self::Flush => 2_u32.encode(out),
            }
        }
    }

    impl<C> Decode<C> for Operation {
        fn decode<D: Decoder<Context = C>>(input: &mut D) -> Result<Self, DecodeError> {
            Ok(match u32::decode(input)? {
                0 => Self::Read {
                    sector: Decode::decode(input)?,
                },
                1 => Self::Write {
                    sector: Decode::decode(input)?,
                },
                2 => Self::Flush,
                _ => return Err(DecodeError::Other("a variant that is not there")),
            })
        }
    }
}
