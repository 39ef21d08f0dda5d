//! Values in a format: what is timed.

use std::hint::black_box;
use std::marker::PhantomData;

/// How a format encodes and decodes a `T`.
pub(crate) trait Format<T> {
    /// What encoding writes to, used again for each value.
    type Encoded: Default;

    fn encode(value: &T, out: &mut Self::Encoded);

    /// Encodes into new memory.
    fn encode_new(value: &T) -> Self::Encoded {
        let mut encoded = Self::Encoded::default();
        Self::encode(value, &mut encoded);
        encoded
    }

    fn decode(encoded: &Self::Encoded) -> T;

    fn bytes(encoded: &Self::Encoded) -> &[u8];

    /// What loading in place changes.
    type Live;

    fn live(value: &T) -> Self::Live;

    fn load(live: &mut Self::Live, encoded: &Self::Encoded);

    /// What was loaded, if it can be looked at.
    fn loaded(live: &Self::Live) -> Option<&T>;
}

/// A format that encodes each value into new memory. A type that is also encoded
/// into memory that is there would be encoded in two places, and be slower in both.
pub(crate) struct OneShot<F>(PhantomData<F>);

impl<T, F: Format<T>> Format<T> for OneShot<F> {
    type Encoded = F::Encoded;
    type Live = F::Live;

    fn encode(value: &T, out: &mut F::Encoded) {
        *out = F::encode_new(value);
    }

    fn decode(encoded: &F::Encoded) -> T {
        F::decode(encoded)
    }

    fn bytes(encoded: &F::Encoded) -> &[u8] {
        F::bytes(encoded)
    }

    fn live(value: &T) -> F::Live {
        F::live(value)
    }

    fn load(live: &mut F::Live, encoded: &F::Encoded) {
        F::load(live, encoded);
    }

    fn loaded(live: &F::Live) -> Option<&T> {
        F::loaded(live)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Encode,
    /// Makes a new value.
    Decode,
    /// Replaces the content of a value.
    Load,
}

impl Operation {
    pub(crate) const ALL: [Self; 3] = [Self::Encode, Self::Decode, Self::Load];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Encode => "encode",
            Self::Decode => "decode",
            Self::Load => "load in place",
        }
    }
}

pub(crate) trait Subject {
    /// Does it `times` times, with each value in turn.
    fn run(&mut self, operation: Operation, times: u32);

    /// Takes other memory for what it reads and writes, so many bytes further on.
    fn move_on(&mut self, _bytes: usize) {}

    /// The encoded values, where there are any.
    fn bytes(&self) -> Vec<&[u8]> {
        Vec::new()
    }

    /// Whether what was encoded is decoded, and loaded, to the same value.
    fn is_right(&mut self) -> bool;
}

/// Anything that takes time.
pub(crate) struct Step<F>(pub(crate) F);

impl<F: FnMut()> Subject for Step<F> {
    fn run(&mut self, _: Operation, times: u32) {
        (0..times).for_each(|_| self.0());
    }

    fn is_right(&mut self) -> bool {
        true
    }
}

struct Values<T, F: Format<T>> {
    values: Vec<(Aligned<T>, F::Encoded)>,
    live: Aligned<F::Live>,
    room: F::Encoded,
    /// What the room lies behind.
    gap: Vec<u8>,
}

/// Whether a value of a hundred bytes lies across cache lines would be measured,
/// too, and is chance.
#[repr(align(64))]
struct Aligned<T>(T);

impl<T: PartialEq, F: Format<T>> Subject for Values<T, F> {
    fn run(&mut self, operation: Operation, times: u32) {
        let values = self.values.iter().cycle().take(times as usize);
        for (value, encoded) in values {
            match operation {
                Operation::Encode => F::encode(black_box(&value.0), &mut self.room),
                // By reference: moving it would be measured, too.
                Operation::Decode => _ = black_box(&F::decode(black_box(encoded))),
                Operation::Load => F::load(black_box(&mut self.live.0), black_box(encoded)),
            }
        }
        black_box(&self.room);
    }

    fn move_on(&mut self, bytes: usize) {
        self.room = F::Encoded::default();
        self.gap = vec![0; bytes];
        for (value, encoded) in &mut self.values {
            *encoded = F::Encoded::default();
            F::encode(&value.0, encoded);
        }
        if let Some((value, _)) = self.values.first() {
            F::encode(&value.0, &mut self.room);
            self.live = Aligned(F::live(&value.0));
        }
    }

    fn bytes(&self) -> Vec<&[u8]> {
        let encoded = self.values.iter().map(|(_, encoded)| encoded);
        encoded.map(F::bytes).collect()
    }

    fn is_right(&mut self) -> bool {
        self.values.iter().all(|(Aligned(value), encoded)| {
            F::load(&mut self.live.0, encoded);
            let loaded = F::loaded(&self.live.0).is_none_or(|loaded| loaded == value);
            loaded && F::decode(encoded) == *value
        })
    }
}

/// For formats that cannot load in place: the value is replaced.
macro_rules! replaces {
    ($value:ident) => {
        type Live = $value;

        fn live(value: &$value) -> $value {
            value.clone()
        }

        fn load(live: &mut $value, encoded: &Self::Encoded) {
            *live = Self::decode(encoded);
        }

        fn loaded(live: &$value) -> Option<&$value> {
            Some(live)
        }
    };
}

pub(crate) use replaces;

/// Values in the format `F`, encoded.
pub(crate) fn subject<F, T>(values: Vec<T>) -> Box<dyn Subject>
where
    F: Format<T, Encoded: 'static, Live: 'static> + 'static,
    T: PartialEq + 'static,
{
    let live = F::live(&values[0]);
    let encoded = |value| {
        let mut encoded = F::Encoded::default();
        F::encode(&value, &mut encoded);
        (Aligned(value), encoded)
    };
    Box::new(Values::<T, F> {
        values: values.into_iter().map(encoded).collect(),
        live: Aligned(live),
        room: F::Encoded::default(),
        gap: Vec::new(),
    })
}
