//! Random values of a type, most of them at the edges of something.

use super::model::{Field, Int, Range, Struct, Ty, Variant, within_newtypes};
use super::rng::Rng;
use super::val::{Bits, Number, Val, fields_of};

/// How much there is of what may be absent or empty.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fullness {
    /// Anything.
    Random,
    /// All that can be there is there.
    Full,
}

/// Makes values. A path through an enum may have no values, hence `Option`
/// nowhere: the schemas of this test have none such.
pub(crate) struct Values<'r> {
    pub(crate) rng: &'r mut Rng,
    pub(crate) fullness: Fullness,
}

/// What a field says.
#[derive(Clone, Copy, Default)]
struct Bounds {
    range: Option<Range>,
    entries: [Option<Range>; 2],
    max_len: Option<usize>,
}

impl Values<'_> {
    pub(crate) fn of(&mut self, ty: &Ty) -> Val {
        self.bounded(ty, Bounds::default())
    }

    fn field(&mut self, field: &Field) -> Val {
        let bounds = Bounds {
            range: field.range,
            entries: field.entries,
            max_len: field.max_len,
        };
        self.bounded(&field.ty, bounds)
    }

    fn is_present(&mut self) -> bool {
        self.fullness == Fullness::Full || !self.rng.one_in(3)
    }

    fn bounded(&mut self, ty: &Ty, bounds: Bounds) -> Val {
        let plain = Bounds::default();
        let element = Bounds {
            max_len: None,
            ..bounds
        };
        let [of_key, of_value] = bounds.entries.map(|range| Bounds { range, ..plain });
        match ty {
            Ty::Unit => Val::Unit,
            Ty::Bool => Val::Bool(self.rng.one_in(2)),
            Ty::Char => Val::Char(self.rng.pick(&['a', 'z', 'é', '€', '😀', '\0'])),
            Ty::Text => self.text(bounds.max_len),
            Ty::Int(int) => Val::Int(self.number(*int, bounds.range)),
            Ty::Float(bits) => Val::Float(self.float(*bits, bounds.range)),
            Ty::Opt(inner) => Val::Opt(match self.is_present() {
                true => Some(Box::new(self.bounded(inner, bounds))),
                false => None,
            }),
            Ty::Array(inner, len) => {
                Val::Seq((0..*len).map(|_| self.bounded(inner, bounds)).collect())
            }
            Ty::List(inner) if **inner == Ty::BYTE && self.rng.one_in(2) => {
                self.text_as_bytes(bounds)
            }
            Ty::List(inner) => {
                let len = self.len(bounds.max_len);
                Val::Seq((0..len).map(|_| self.bounded(inner, element)).collect())
            }
            Ty::Set(inner) => {
                let len = self.len(bounds.max_len);
                let mut items: Vec<_> = (0..len).map(|_| self.bounded(inner, element)).collect();
                items.sort();
                items.dedup();
                Val::Seq(items)
            }
            Ty::Map(key, value) => {
                let len = self.len(bounds.max_len);
                let mut keys: Vec<_> = (0..len).map(|_| self.bounded(key, of_key)).collect();
                keys.sort();
                keys.dedup();
                Val::Map(
                    keys.into_iter()
                        .map(|key| (key, self.bounded(value, of_value)))
                        .collect(),
                )
            }
            Ty::Tuple(parts) => {
                Val::Seq(parts.iter().map(|part| self.bounded(part, plain)).collect())
            }
            Ty::Struct(newtype) => match ty.as_newtype() {
                Some(field) => {
                    let both = |range| within_newtypes(ty, range);
                    let inside = Bounds {
                        range: bounds.range.map(both).or(field.range),
                        entries: [0, 1].map(|i| bounds.entries[i].or(field.entries[i])),
                        max_len: field.max_len,
                    };
                    Val::Struct(vec![self.bounded(&field.ty, inside)], Vec::new())
                }
                None => self.structure(newtype),
            },
            Ty::Enum(variants) => self.enumeration(variants),
        }
    }

    fn structure(&mut self, ty: &Struct) -> Val {
        let fields = ty.fields.iter().map(|field| self.field(field)).collect();
        let groups = ty.groups.iter().map(|group| {
            // Nobody writes what is retired.
            let present = !group.retired && self.is_present();
            present.then(|| self.field(&group.field))
        });
        let groups = groups.collect();
        Val::Struct(fields, groups)
    }

    fn enumeration(&mut self, variants: &[Variant]) -> Val {
        let variant = &variants[self.rng.below(variants.len())];
        let mut tag = variant.tag;
        if variant.keeps_tag && !self.rng.one_in(3) {
            tag = self.rng.pick(&[0, 1, 2, 3, 4, 5, 6, 9, 70_000]);
        }
        let fields = fields_of(variants, tag)
            .iter()
            .map(|field| self.field(field));
        Val::Enum(tag, fields.collect())
    }

    fn len(&mut self, max_len: Option<usize>) -> usize {
        let least = usize::from(self.fullness == Fullness::Full);
        let len = self.rng.pick(&[0, 1, 1, 2, 3, 4, 5, 6, 7]);
        len.min(max_len.unwrap_or(usize::MAX)).max(least)
    }

    fn text(&mut self, max_len: Option<usize>) -> Val {
        let texts = [
            "",
            "a",
            "é",
            "ab",
            "€",
            "abc",
            "😀",
            "5five",
            "sixsix",
            "ünïcodé",
            "a longer text",
        ];
        loop {
            let text = self.rng.pick(&texts);
            let fits = max_len.is_none_or(|most| text.len() <= most);
            if fits && (self.fullness == Fullness::Random || !text.is_empty()) {
                return Val::Text(text.into());
            }
        }
    }

    /// Bytes that are text or nearly so, if a range does not forbid it.
    fn text_as_bytes(&mut self, bounds: Bounds) -> Val {
        let Val::Text(text) = self.text(bounds.max_len) else {
            unreachable!("a text was made")
        };
        let mut bytes = text.into_bytes();
        if let (Some(last), true) = (bytes.last_mut(), self.rng.one_in(3)) {
            *last = 0xff;
        }
        let inside = |byte: &u8| is_inside(Number::Natural((*byte).into()), bounds.range);
        if !bytes.iter().all(inside) {
            bytes.clear();
            let byte = self.number(
                Int {
                    bits: 8,
                    signed: false,
                    varint: false,
                },
                bounds.range,
            );
            return Val::Seq(vec![Val::Int(byte)]);
        }
        Val::bytes(&bytes)
    }

    fn number(&mut self, int: Int, range: Option<Range>) -> Number {
        let (min, max) = match range {
            Some(Range::Ints(min, max, _)) => (min, max),
            _ => (None, None),
        };
        let (least, greatest) = (Number::from(int.min()), Number::Natural(int.max()));
        let first = min.map_or(least, |min| min.max(least));
        let last = max.map_or(greatest, |max| max.min(greatest));
        for _ in 0..8 {
            let number = self.any_number();
            if number >= first && number <= last && is_inside(number, range) {
                return number;
            }
        }
        let edges = [first, last, Number::from(1), Number::from(-1)];
        let is_inside =
            |number: &Number| *number >= first && *number <= last && is_inside(*number, range);
        let edges: Vec<_> = edges.into_iter().filter(is_inside).collect();
        self.rng.pick(&edges)
    }

    /// A number near a power of two, or a small one.
    fn any_number(&mut self) -> Number {
        let power = 1_i128
            << self
                .rng
                .pick(&[0, 1, 7, 8, 15, 16, 24, 31, 32, 53, 63, 64, 127]);
        match self.rng.below(5) {
            0 => Number::from(self.rng.below(20) as i128 - 3),
            1 => {
                Number::from(-(power.wrapping_abs() / 2).wrapping_abs() - self.rng.below(2) as i128)
            }
            // The first that a float does not hold, and the next.
            4 => Number::Natural((power as u128).wrapping_add(1 + self.rng.below(2) as u128)),
            2 if power == i128::MIN => Number::Natural(u128::MAX - self.rng.below(2) as u128),
            _ => Number::Natural((power as u128).wrapping_sub(self.rng.below(2) as u128)),
        }
    }

    fn float(&mut self, bits: u32, range: Option<Range>) -> Bits {
        for _ in 0..12 {
            let float = self.any_float(bits);
            let inside = match range {
                Some(Range::Floats(min, max)) => {
                    let value = float.value();
                    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
                }
                _ => true,
            };
            if inside {
                return float;
            }
        }
        // One of the limits is within.
        let limit = match range {
            Some(Range::Floats(Some(limit), _) | Range::Floats(_, Some(limit))) => limit,
            _ => 0.0,
        };
        match bits {
            32 => Bits(32, (limit as f32).to_bits().into()),
            _ => Bits(64, limit.to_bits()),
        }
    }

    fn any_float(&mut self, bits: u32) -> Bits {
        if bits == 32 {
            let bits = self.rng.pick(&[
                0,
                0x8000_0000,
                0x3fc0_0000,
                0xbf80_0000,
                0x7f80_0000,
                0x7fc0_0000,
                0x7f80_0001,
                0x3f80_0000,
                0xff80_0000,
                0xff7f_ffff,
                0xffc1_2345,
                0x7f7f_ffff,
                1,
                3.0_f32.to_bits(),
                (-5.0_f32).to_bits(),
                300.0_f32.to_bits(),
                65536.0_f32.to_bits(),
                0x3dcc_cccd,
            ]);
            return Bits(32, bits.into());
        }
        let widened = f64::from(f32::MAX).to_bits();
        let bits = self.rng.pick(&[
            0,
            1 << 63,
            1.5_f64.to_bits(),
            0.1_f64.to_bits(),
            f64::from(0.1_f32).to_bits(),
            f64::INFINITY.to_bits(),
            1.0_f64.to_bits(),
            f64::NEG_INFINITY.to_bits(),
            (-1e300_f64).to_bits(),
            0x7ff8_0000_0000_0000,
            0x7ff0_0000_2000_0000,
            0x7ff0_0000_0000_0001,
            0xfff8_2468_a000_0000,
            widened,
            widened + 1,
            3.0_f64.to_bits(),
            (-5.0_f64).to_bits(),
            300.0_f64.to_bits(),
            1e17_f64.to_bits(),
            ((1_u64 << 52) as f64).to_bits(),
            ((1_u64 << 52) as f64).next_down().to_bits(),
            f64::from(u32::MAX).to_bits(),
            1e300_f64.to_bits(),
            f64::from(f32::from_bits(1)).to_bits(),
            1,
        ]);
        Bits(64, bits)
    }
}

/// Whether a number is within a range.
pub(crate) fn is_inside(number: Number, range: Option<Range>) -> bool {
    match range {
        Some(Range::Ints(min, max, nonzero)) => {
            !(nonzero && number == Number::Natural(0))
                && min.is_none_or(|min| number >= min)
                && max.is_none_or(|max| number <= max)
        }
        _ => true,
    }
}
