//! The values of a section, one after the other.

use std::fmt::{self, Write as _};

use super::{Field, Struct, Type, build};
use crate::bytes::Bytes;
use crate::error::Result;
use crate::text::shown;

/// A step from a struct or array to a part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step<'a> {
    /// To a field or subsection.
    Name(&'a str),
    /// To an element.
    Index(u64),
}

/// The steps from a section to a value.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'s, 'a>(&'s [Step<'a>]);

impl<'a> Steps<'_, 'a> {
    /// The steps, the first one first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Step<'a>> + '_ {
        self.0.iter().copied()
    }

    /// As `env.segs[3].base`, not escaped.
    pub fn path(&self) -> String {
        let mut path = String::new();
        let _ = self.write(&mut path, |path, name| path.write_str(name));
        path
    }

    fn write<W: fmt::Write>(
        &self,
        out: &mut W,
        write_name: impl Fn(&mut W, &str) -> fmt::Result,
    ) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(at) => write!(out, "[{at}]")?,
                Step::Name(name) => {
                    if index > 0 {
                        out.write_str(".")?;
                    }
                    write_name(out, name)?;
                }
            }
        }
        Ok(())
    }
}

/// As `env.segs[3].base`, fit for a terminal.
impl fmt::Display for Steps<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, |f, name| write!(f, "{}", shown(name)))
    }
}

/// A value that has no parts, or an array of numbers or flags.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'s, 'a> {
    /// How it is reached.
    pub steps: Steps<'s, 'a>,
    /// The field that it is, or is an element of.
    pub field: Option<&'a Field>,
    /// Its type; of an array, that of an element.
    pub ty: &'a Type,
    /// Its bytes in the stream.
    pub bytes: &'a [u8],
    /// Bytes of the stream before it.
    pub offset: u64,
}

impl Struct {
    /// Hands each value to `see`, in the order of their bytes.
    ///
    /// # Errors
    ///
    /// If the bytes are not of this layout: `bytes` are those of the stream from
    /// `offset` on.
    pub fn walk<'a>(
        &'a self,
        stream: &'a [u8],
        offset: u64,
        see: &mut dyn FnMut(&Leaf<'_, 'a>),
    ) -> Result<()> {
        self.walk_with(stream, offset, see, &mut |_, _, _| {})
    }

    /// The same, and hands each struct in it to `enter`, before what is in it: how it is
    /// reached, what it is, and the bytes from its first one on.
    pub(crate) fn walk_with<'a>(
        &'a self,
        stream: &'a [u8],
        offset: u64,
        see: &mut dyn FnMut(&Leaf<'_, 'a>),
        enter: Enter<'_, 'a>,
    ) -> Result<()> {
        let at = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut walk = Walk {
            steps: Vec::new(),
            field: None,
            see,
            enter,
        };
        walk.structure(self, &mut Bytes::new(stream).from(at))
    }
}

/// What is called with each struct.
pub(crate) type Enter<'e, 'a> = &'e mut dyn FnMut(Steps<'_, 'a>, &'a Struct, &'a [u8]);

struct Walk<'w, 'a> {
    steps: Vec<Step<'a>>,
    field: Option<&'a Field>,
    see: &'w mut dyn FnMut(&Leaf<'_, 'a>),
    enter: Enter<'w, 'a>,
}

impl<'a> Walk<'_, 'a> {
    fn structure(&mut self, parts: &'a Struct, bytes: &mut Bytes<'a>) -> Result<()> {
        (self.enter)(Steps(&self.steps), parts, bytes.rest());
        for field in &parts.fields {
            let outer = self.field.replace(field);
            self.steps.push(Step::Name(&field.name));
            self.value(&field.ty, bytes)?;
            self.steps.pop();
            self.field = outer;
        }
        for part in &parts.subsections {
            self.steps.push(Step::Name(&part.name));
            build::head(&part.name, bytes)?;
            bytes.u32("the version of a subsection")?;
            self.structure(part, bytes)?;
            self.steps.pop();
        }
        Ok(())
    }

    fn value(&mut self, ty: &'a Type, bytes: &mut Bytes<'a>) -> Result<()> {
        match ty {
            Type::Array { element, .. } if element.is_plain() => {
                self.leaf(element, ty.size(), bytes)
            }
            Type::Array { element, count } => {
                (0..*count).try_for_each(|index| self.element(index, element, bytes))
            }
            Type::Tuple(parts) => (0..)
                .zip(parts)
                .try_for_each(|(index, part)| self.element(index, part, bytes)),
            Type::Queue(parts) => {
                for (index, part) in (0..).zip(parts) {
                    build::mark(1, bytes)?;
                    self.element(index, part, bytes)?;
                }
                build::mark(0, bytes)
            }
            Type::Struct(parts) => self.structure(parts, bytes),
            _ => self.leaf(ty, ty.size(), bytes),
        }
    }

    fn element(&mut self, index: u64, ty: &'a Type, bytes: &mut Bytes<'a>) -> Result<()> {
        self.steps.push(Step::Index(index));
        self.value(ty, bytes)?;
        self.steps.pop();
        Ok(())
    }

    fn leaf(&mut self, ty: &'a Type, size: u64, bytes: &mut Bytes<'a>) -> Result<()> {
        let offset = bytes.offset() as u64;
        let taken = bytes.take(size, "a value")?;
        (self.see)(&Leaf {
            steps: Steps(&self.steps),
            field: self.field,
            ty,
            bytes: taken,
            offset,
        });
        Ok(())
    }
}

impl Type {
    /// Whether it is a number, a flag or bytes, so that an array of it is one leaf.
    pub(crate) fn is_plain(&self) -> bool {
        !matches!(
            self,
            Self::Array { .. } | Self::Tuple(_) | Self::Struct(_) | Self::Queue(_)
        )
    }
}
