//! What the bytes of a section are: its fields in the order of their bytes.
//!
//! A layout is of one section: array lengths are those of the data, subsections
//! those that were sent, and opaque items are split by what their bytes say. So
//! every part of it has a size.

mod build;
mod opaque;
mod walk;

pub use walk::{Leaf, Step, Steps};

pub(crate) use build::{Budget, device, structure, width};
pub(crate) use opaque::{Register, SUBSECTION, is_space, not_known, registers, subsystem};

/// Fields back to back, then subsections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Name of QEMU's description of it; empty if it has none.
    pub name: String,
    /// Version that was sent; `None` if it has no version of its own.
    pub version: Option<i64>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The subsections that were sent, in the order in which they were.
    pub subsections: Vec<Struct>,
}

/// A named part of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name in QEMU, or of a part of an item that QEMU does not describe.
    pub name: String,
    /// What QEMU calls its type; empty for parts that it does not describe.
    pub kind: String,
    /// Its encoding.
    pub ty: Type,
}

/// How a value is encoded in QEMU's stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A whole number.
    Number(Number),
    /// One byte; `wide` if the data has one that is neither 0 nor 1.
    Bool {
        /// Whether it must be taken for a number.
        wide: bool,
    },
    /// Bytes without a meaning that is known here.
    Bytes(u64),
    /// Bytes that the device does not use.
    Unused(u64),
    /// A text of so many bytes, in UTF-8.
    Text(u64),
    /// Elements of one type, back to back.
    Array {
        /// Type of each.
        element: Box<Type>,
        /// How many.
        count: u64,
    },
    /// Elements of one name, but different types, back to back.
    Tuple(Vec<Type>),
    /// Fields and subsections.
    Struct(Struct),
    /// Elements, each behind a byte 1, and a byte 0.
    Queue(Vec<Type>),
}

/// Width, sign and byte order of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Bytes: 1, 2, 4 or 8.
    pub width: u8,
    /// Whether it has a sign.
    pub signed: bool,
    /// Whether it is little-endian, as registers of PCI are.
    pub little: bool,
    /// Whether it is a time in nanoseconds, -1 for never.
    pub nanoseconds: bool,
}

impl Number {
    /// An unsigned number, big-endian.
    pub(crate) const fn unsigned(width: u8) -> Self {
        Self {
            width,
            signed: false,
            little: false,
            nanoseconds: false,
        }
    }

    /// A signed number, big-endian.
    pub(crate) const fn signed(width: u8) -> Self {
        Self {
            signed: true,
            ..Self::unsigned(width)
        }
    }

    /// An unsigned number, little-endian.
    pub(crate) const fn little(width: u8) -> Self {
        Self {
            little: true,
            ..Self::unsigned(width)
        }
    }

    /// The value of bytes of this width.
    pub fn value(self, bytes: &[u8]) -> i128 {
        let fold = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
        let value = match self.little {
            true => bytes.iter().rev().fold(0, fold),
            false => bytes.iter().fold(0, fold),
        };
        let unused = 64_u32.saturating_sub(8 * u32::from(self.width));
        match self.signed {
            true => ((value << unused).cast_signed() >> unused).into(),
            false => value.into(),
        }
    }
}

impl Struct {
    /// Bytes of all fields and subsections.
    pub fn size(&self) -> u64 {
        let subsections = self.subsections.iter().map(Self::size_as_subsection);
        self.fields
            .iter()
            .map(|field| field.ty.size())
            .chain(subsections)
            .fold(0, u64::saturating_add)
    }

    /// Bytes as a subsection: mark, length of the name, name, version, content.
    pub(crate) fn size_as_subsection(&self) -> u64 {
        (self.name.len() as u64)
            .saturating_add(6)
            .saturating_add(self.size())
    }

    fn memory(&self) -> u64 {
        let field = |field: &Field| {
            let names = (field.name.len() + field.kind.len()) as u64;
            names + std::mem::size_of::<Field>() as u64 + field.ty.memory()
        };
        let fields = self.fields.iter().map(field);
        let subsections = self.subsections.iter().map(Self::memory);
        fields.chain(subsections).fold(
            (self.name.len() + std::mem::size_of::<Self>()) as u64,
            u64::saturating_add,
        )
    }

    fn memory_without_bytes(&self) -> u64 {
        let fields = self.fields.iter();
        let fields = fields.map(|field| field.ty.memory_without_bytes());
        let subsections = self.subsections.iter().map(Self::memory_without_bytes);
        fields.chain(subsections).fold(0, u64::saturating_add)
    }

    /// Bytes that frame what is in it: heads of subsections, marks of queues.
    fn framing(&self) -> u64 {
        let fields = self.fields.iter().map(|field| field.ty.framing());
        let subsections = self
            .subsections
            .iter()
            .map(|part| (part.name.len() as u64 + 6).saturating_add(part.framing()));
        fields.chain(subsections).fold(0, u64::saturating_add)
    }

    /// Bytes of values whose type is known: numbers, flags and texts.
    fn typed(&self) -> u64 {
        let fields = self.fields.iter().map(|field| field.ty.typed());
        let subsections = self.subsections.iter().map(Self::typed);
        fields.chain(subsections).fold(0, u64::saturating_add)
    }

    /// Of how many bytes of state the type is known.
    pub fn share(&self) -> Share {
        Share {
            typed: self.typed(),
            bytes: self.size().saturating_sub(self.framing()),
        }
    }
}

/// Of how many bytes of state the type is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Bytes that are numbers, flags or texts.
    pub typed: u64,
    /// Bytes of state altogether, without what frames them.
    pub bytes: u64,
}

impl std::ops::Add for Share {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            typed: self.typed.saturating_add(other.typed),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }
}

impl Type {
    /// Bytes in the stream.
    pub fn size(&self) -> u64 {
        let sum = |sizes: &mut dyn Iterator<Item = u64>| sizes.fold(0, u64::saturating_add);
        match self {
            Self::Number(number) => number.width.into(),
            Self::Bool { .. } => 1,
            Self::Bytes(len) | Self::Unused(len) | Self::Text(len) => *len,
            Self::Array { element, count } => element.size().saturating_mul(*count),
            Self::Tuple(parts) => sum(&mut parts.iter().map(Self::size)),
            Self::Struct(parts) => parts.size(),
            Self::Queue(elements) => {
                let marks = elements.len() as u64 + 1;
                sum(&mut elements.iter().map(Self::size)).saturating_add(marks)
            }
        }
    }

    /// About how much memory it takes.
    fn memory(&self) -> u64 {
        let own = std::mem::size_of::<Self>() as u64;
        let inside = match self {
            Self::Array { element, .. } => element.memory(),
            Self::Tuple(parts) | Self::Queue(parts) => parts.iter().map(Self::memory).sum(),
            Self::Struct(parts) => parts.memory(),
            _ => 0,
        };
        inside.saturating_add(own)
    }

    /// About how much memory those parts of it take that have no bytes.
    fn memory_without_bytes(&self) -> u64 {
        if self.size() == 0 {
            return self.memory();
        }
        match self {
            Self::Array { element, count } => element.memory_without_bytes().saturating_mul(*count),
            Self::Tuple(parts) | Self::Queue(parts) => {
                let parts = parts.iter().map(Self::memory_without_bytes);
                parts.fold(0, u64::saturating_add)
            }
            Self::Struct(parts) => parts.memory_without_bytes(),
            _ => 0,
        }
    }

    fn framing(&self) -> u64 {
        match self {
            Self::Array { element, count } => element.framing().saturating_mul(*count),
            Self::Tuple(parts) => parts.iter().map(Self::framing).sum(),
            Self::Struct(parts) => parts.framing(),
            Self::Queue(elements) => {
                elements.len() as u64 + 1 + elements.iter().map(Self::framing).sum::<u64>()
            }
            _ => 0,
        }
    }

    fn typed(&self) -> u64 {
        match self {
            Self::Number(_) | Self::Bool { .. } | Self::Text(_) => self.size(),
            Self::Bytes(_) | Self::Unused(_) => 0,
            Self::Array { element, count } => element.typed().saturating_mul(*count),
            Self::Tuple(parts) | Self::Queue(parts) => parts.iter().map(Self::typed).sum(),
            Self::Struct(parts) => parts.typed(),
        }
    }
}
