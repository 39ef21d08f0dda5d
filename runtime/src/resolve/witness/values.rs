//! The values of a type, one after the other. The first one is mostly the smallest.

use alloc::vec::Vec;

use super::room::{Made, Room, Stop};
use super::scalar::{float, number, put_float, put_number};
use crate::codec::key_order;
use crate::resolve::domain::{Bounded, Floats, Interval, Populations, power, target};
use crate::schema::{EnumType, Field, Float, StructType, Type, TypeRef, Variant};

const CHARS: u64 = 0x11_0000 - 0x800;

/// Makes values of types.
#[derive(Debug, Default)]
pub(super) struct Values {
    populations: Populations,
}

/// What is left of a place, as digits of it are taken for parts.
struct Digits(u64);

impl Digits {
    fn next(&mut self, count: u64) -> u64 {
        let digit = self.0.checked_rem(count).unwrap_or(0);
        self.0 = self.0.checked_div(count).unwrap_or(0);
        digit
    }
}

/// The first values of a side, so many and no larger.
pub(in crate::resolve) fn first_values(side: Bounded<'_>, count: u64, most: usize) -> Vec<Vec<u8>> {
    let (mut values, room) = (Values::default(), Room::new(most));
    let made = (0..count).map_while(|at| values.made(side, at, &room).ok());
    made.collect()
}

impl Values {
    /// Puts the first value.
    pub(super) fn first(&mut self, side: Bounded<'_>, room: &mut Room) -> Made {
        self.put(side, 0, room)
    }

    /// A value by itself.
    pub(super) fn made(
        &mut self,
        side: Bounded<'_>,
        at: u64,
        room: &Room,
    ) -> Result<Vec<u8>, Stop> {
        let mut part = room.part();
        self.put(side, at, &mut part)?;
        Ok(part.into_bytes())
    }

    pub(super) fn count(&mut self, side: Bounded<'_>) -> u64 {
        self.populations.of(side)
    }

    /// Puts the value at a place. Values at different places differ.
    pub(super) fn put(&mut self, side: Bounded<'_>, at: u64, room: &mut Room) -> Made {
        let least = side.ty.summary().min_len();
        if side.ty.summary().fixed_len() == Some(0) {
            return Ok(());
        }
        room.reserve(least)?;
        match &**side.ty {
            Type::Unit => Ok(()),
            Type::Bool | Type::Integer(_) => {
                let number = number(Interval::of_side(side), at).ok_or(Stop::None)?;
                put_number(target(side.ty), number, room)
            }
            Type::Float(width) => self.float(side, *width, at, room),
            Type::Char => room.counted(character(at)?.encode_utf8(&mut [0; 4]).as_bytes()),
            Type::String => room.counted(&text(at, side.bounds.max_len)?),
            Type::Option(content) => match at.checked_sub(1) {
                None => room.put(&[0]),
                Some(at) => {
                    room.put(&[1])?;
                    self.put(side.content(content), at, room)
                }
            },
            Type::Array { element, len } => self.array(side.element(element), *len, at, room),
            Type::List(element) => self.list(side, element, at, room),
            Type::Set(element) => self.entries(side, side.element(element), None, at, room),
            Type::Map { key, value } => {
                let value = Some(side.value(value));
                self.entries(side, side.key(key), value, at, room)
            }
            Type::Tuple(parts) => {
                let mut digits = Digits(at);
                let mut parts = parts.get().iter().enumerate();
                parts.try_for_each(|(i, part)| self.digit(side.part(i, part), &mut digits, room))
            }
            Type::Struct(ty) => match side.ty.as_newtype() {
                Some(field) => self.put(side.inside(field), at, room),
                None => self.structure(ty, at, room),
            },
            Type::Enum(ty) => self.enumeration(ty, at, room),
        }
    }

    fn digit(&mut self, side: Bounded<'_>, digits: &mut Digits, room: &mut Room) -> Made {
        let at = match digits.0 {
            0 => 0,
            _ => digits.next(self.count(side)),
        };
        self.put(side, at, room)
    }

    fn float(&mut self, side: Bounded<'_>, width: Float, at: u64, room: &mut Room) -> Made {
        let value = float(Floats::of(side), width, at).ok_or(Stop::None)?;
        put_float(width, value, room)
    }

    fn array(&mut self, element: Bounded<'_>, len: u64, at: u64, room: &mut Room) -> Made {
        let (mut digits, mut left) = (Digits(at), len);
        while digits.0 > 0 && left > 0 {
            self.digit(element, &mut digits, room)?;
            left -= 1;
        }
        if left == 0 {
            return Ok(());
        }
        let rest = self.made(element, 0, room)?;
        room.repeat(&rest, left)
    }

    /// Lists by their length, and those of a length by their elements.
    fn list(&mut self, side: Bounded<'_>, element: &TypeRef, at: u64, room: &mut Room) -> Made {
        let element = side.element(element);
        let count = self.count(element);
        let most = side.bounds.max_len.unwrap_or(u64::MAX);
        let (mut len, mut of_len, mut left) = (0_u64, 1_u64, at);
        while left >= of_len {
            left -= of_len;
            of_len = of_len.saturating_mul(count);
            len += 1;
            if len > most || of_len == 0 {
                return Err(Stop::None);
            }
            if count == 1 {
                (len, left) = (len.saturating_add(left), 0);
            }
        }
        room.varint(len.into())?;
        self.array(element, len, left, room)
    }

    /// Sets and maps by their length, those of a length by their keys, and then by their values.
    fn entries(
        &mut self,
        side: Bounded<'_>,
        key: Bounded<'_>,
        value: Option<Bounded<'_>>,
        at: u64,
        room: &mut Room,
    ) -> Made {
        let (kinds, each) = (self.count(key), value.map_or(1, |value| self.count(value)));
        let most = side.bounds.max_len.unwrap_or(u64::MAX).min(kinds);
        let (mut len, mut of_len, mut left) = (0, 1, at);
        while left >= of_len {
            left -= of_len;
            len += 1;
            of_len = choices(kinds, len).saturating_mul(power(each, len));
            if len > most || of_len == 0 {
                return Err(Stop::None);
            }
        }
        let mut digits = Digits(left);
        let chosen = chosen(kinds, len, digits.next(choices(kinds, len)));
        let mut entries = Vec::new();
        for at in chosen {
            let key = self.made(key, at, room)?;
            let mut of_key = room.part();
            if let Some(value) = value {
                self.digit(value, &mut digits, &mut of_key)?;
            }
            entries.push((key, of_key.into_bytes()));
        }
        entries.sort_by(|(a, _), (b, _)| key_order::compare(key.ty, a, b));
        room.varint(len.into())?;
        entries.iter().try_for_each(|(key, value)| {
            room.put(key)?;
            room.put(value)
        })
    }

    pub(super) fn fields(&mut self, fields: &[Field], at: u64, room: &mut Room) -> Made {
        let mut digits = Digits(at);
        self.digits(fields, &mut digits, room)
    }

    fn digits(&mut self, fields: &[Field], digits: &mut Digits, room: &mut Room) -> Made {
        let mut fields = fields.iter().map(Bounded::of_field);
        fields.try_for_each(|field| self.digit(field, digits, room))
    }

    fn structure(&mut self, ty: &StructType, at: u64, room: &mut Room) -> Made {
        let mut digits = Digits(at);
        self.digits(ty.fields(), &mut digits, room)?;
        let mut payloads = Vec::new();
        for group in ty.subsections().iter().filter(|group| !group.retired()) {
            let side = Bounded::of_field(group.field());
            let count = match digits.0 {
                0 => 1,
                _ => self.count(side).saturating_add(1),
            };
            if let Some(at) = digits.next(count).checked_sub(1) {
                payloads.push((group.tag(), self.made(side, at, room)?));
            }
        }
        match ty.subsections() {
            [] => Ok(()),
            _ => put_subsections(&payloads, room),
        }
    }

    fn enumeration(&mut self, ty: &EnumType, mut at: u64, room: &mut Room) -> Made {
        for variant in ty.variants() {
            let count = match at {
                0 => 1,
                _ => self.populations.of_variant(variant),
            };
            if at < count {
                room.varint(variant.tag().into())?;
                return self.fields(variant.fields(), at, room);
            }
            at -= count;
        }
        let keeps = ty.other().is_some_and(Variant::keeps_tag);
        let tag = unknown_tags(ty).nth(usize::try_from(at).map_err(|_| Stop::None)?);
        match tag.filter(|_| keeps) {
            Some(tag) => room.varint(tag.into()),
            None => Err(Stop::None),
        }
    }
}

/// The tags that an enum does not list.
pub(super) fn unknown_tags(ty: &EnumType) -> impl Iterator<Item = u32> {
    (0..=u32::MAX).filter(|tag| ty.variant(*tag).is_none())
}

/// Present subsections with their payloads.
pub(super) fn put_subsections(payloads: &[(u32, Vec<u8>)], room: &mut Room) -> Made {
    room.varint(payloads.len() as u128)?;
    payloads.iter().try_for_each(|(tag, payload)| {
        room.varint((*tag).into())?;
        room.counted(payload)
    })
}

/// How many ways there are to choose so many of a number of things.
fn choices(of: u64, len: u64) -> u64 {
    let mut ways = 1_u128;
    for at in 0..len {
        // Exact as long as nothing is too large, and then it stays so.
        ways = ways.saturating_mul(of.saturating_sub(at).into()) / u128::from(at + 1);
        if ways > u64::MAX.into() || ways == 0 {
            break;
        }
    }
    u64::try_from(ways).unwrap_or(u64::MAX)
}

/// The choice at a place: the last thing is the greatest of which all before it have fewer
/// choices, and so on.
fn chosen(of: u64, len: u64, at: u64) -> Vec<u64> {
    let (mut left, mut end, mut all) = (at, of, Vec::new());
    for len in (1..=len).rev() {
        let (mut low, mut high) = (len - 1, end.saturating_sub(1));
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            match choices(middle, len) <= left {
                true => low = middle,
                false => high = middle - 1,
            }
        }
        left -= choices(low, len).min(left);
        all.push(low);
        end = low;
    }
    all
}

/// Letters first.
fn character(at: u64) -> Result<char, Stop> {
    let at = (at < CHARS).then_some((at + u64::from(b'a')) % CHARS);
    let code = at.map(|at| at + if at < 0xd800 { 0 } else { 0x800 });
    let code = code.and_then(|code| u32::try_from(code).ok());
    code.and_then(char::from_u32).ok_or(Stop::None)
}

/// Strings of ASCII by their length.
fn text(at: u64, most: Option<u64>) -> Result<Vec<u8>, Stop> {
    const KINDS: u64 = 0x80;
    let (mut len, mut of_len, mut left) = (0_u64, 1_u64, at);
    while left >= of_len {
        left -= of_len;
        of_len = of_len.saturating_mul(KINDS);
        len += 1;
    }
    if most.is_some_and(|most| len > most) {
        return Err(Stop::None);
    }
    let mut digits = Digits(left);
    let byte = |_| ((digits.next(KINDS) + u64::from(b'a')) % KINDS) as u8;
    Ok((0..len).map(byte).collect())
}
