//! Small parts of a device, each with one semantics that must hold wherever the
//! part stands.

use migratable::Migratable;
use migratable::codec::Decode;

/// What may stand in a position.
pub(super) trait Part: Migratable + Decode + Clone + Default + 'static {}

impl<T: Migratable + Decode + Clone + Default + 'static> Part for T {}

/// Not state: kept by a load in place, 99 in a new value.
#[derive(Migratable, Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Skip {
    pub(super) state: u8,
    #[migratable(skip = 99)]
    pub(super) live: u32,
}

#[derive(Migratable, Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct MustMatch {
    pub(super) state: u8,
    #[migratable(must_match)]
    pub(super) config: u16,
}

#[derive(Migratable, Clone, Copy, Debug, Default)]
#[migratable(validate = Self::validate)]
pub(super) struct Validate {
    pub(super) number: u32,
}

impl Validate {
    fn validate(&self) -> Result<(), &'static str> {
        match self.number {
            13 => Err("13 is unlucky"),
            _ => Ok(()),
        }
    }
}

/// Bounded, in whatever can be, with what a writer without the bounds has.
pub(super) trait Limited: Part {
    type Unlimited: Part;

    fn new(number: u32, secret: u32, len: usize) -> Self;
    fn unlimited(number: u32, secret: u32, len: usize) -> Self::Unlimited;
}

macro_rules! limited {
    ($($limited:ident, $unlimited:ident: [$($derive:ident)?]
        $($bytes:ident: $ty:ty = |$len:ident| $make:expr)?;)*) =>
    {$(
        #[derive(Migratable, Clone, Debug, Default $(, $derive)?)]
        pub(super) struct $limited {
            #[migratable(range = 0..=9)]
            pub(super) number: u32,
            /// The least that it can be shown by: it is refused.
            #[migratable(sensitive, range = 0..=9)]
            secret: u32,
            $(#[migratable(max_len = 3)]
            pub(super) $bytes: $ty,)?
        }

        #[derive(Migratable, Clone, Debug, Default $(, $derive)?)]
        pub(super) struct $unlimited {
            number: u32,
            #[migratable(sensitive)]
            secret: u32,
            $($bytes: $ty,)?
        }

        impl Limited for $limited {
            type Unlimited = $unlimited;

            fn new(number: u32, secret: u32, _len: usize) -> Self {
                Self { number, secret, $($bytes: { let $len = _len; $make },)? }
            }

            fn unlimited(number: u32, secret: u32, _len: usize) -> $unlimited {
                $unlimited { number, secret, $($bytes: { let $len = _len; $make },)? }
            }
        }
    )*};
}

limited! {
    // An allocation, too, which others may hold pointers into.
    Limits, NoLimits: [] bytes: Vec<u8> = |len| vec![1; len];
    CopyLimits, NoCopyLimits: [Copy];
}
