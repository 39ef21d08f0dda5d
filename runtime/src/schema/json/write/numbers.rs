//! What a field says of its numbers: where they lie, and what their bits are called.

use super::super::super::constraint::{Limit, MapLimits, RangeLimits};
use super::super::super::flags::Flags;
use super::super::super::number::Number;
use super::super::super::ranged::Ranged;
use super::super::super::ty::Type;
use super::room::Writer;

/// Up to here, all readers of JSON know each number from the next.
const EXACT: u128 = 1 << 53;

impl<const ROOM: usize> Writer<ROOM> {
    pub(super) const fn map_limits(&mut self, limits: MapLimits, ty: &'static Type) {
        let Some([key, value]) = Ranged::of_constant(ty).entry() else {
            return;
        };
        self.text(",\"range\":{");
        if let Some(keys) = limits.keys {
            self.text("\"keys\":");
            self.range(keys, is_wide(key));
        }
        if limits.keys.is_some() && limits.values.is_some() {
            self.text(",");
        }
        if let Some(values) = limits.values {
            self.text("\"values\":");
            self.range(values, is_wide(value));
        }
        self.text("}");
    }

    pub(super) const fn range(&mut self, range: RangeLimits, is_wide: bool) {
        self.text("{");
        self.limit("\"min\":", range.min, is_wide);
        if range.min.is_some() && range.max.is_some() {
            self.text(",");
        }
        self.limit("\"max\":", range.max, is_wide);
        if range.nonzero {
            if range.min.is_some() || range.max.is_some() {
                self.text(",");
            }
            self.text("\"nonzero\":true");
        }
        self.text("}");
    }

    /// The bits of floats have quotes, as all numbers of 64 bits.
    const fn limit(&mut self, key: &str, limit: Option<Limit>, is_wide: bool) {
        let Some(limit) = limit else { return };
        self.text(key);
        match limit {
            Limit::Integer(value) => self.integer(value < 0, value.unsigned_abs(), is_wide),
            Limit::Natural(value) => self.integer(false, value, is_wide),
            Limit::Float(value) => {
                self.text("{\"f64_bits\":\"");
                self.number(value.to_bits() as u128);
                self.text("\"}");
            }
        }
    }

    pub(super) const fn flags(&mut self, flags: &Flags) {
        let flags = flags.all();
        let mut i = 0;
        while i < flags.len() {
            self.text(if i > 0 { ",[\"" } else { ",\"_flags\":[[\"" });
            self.text(flags[i].name());
            self.text("\",");
            let bits = flags[i].bits();
            self.integer(false, bits, bits >= EXACT);
            self.text("]");
            i += 1;
        }
        if !flags.is_empty() {
            self.text("]");
        }
    }
}

/// Whether the numbers of a type are strings in JSON. Without its summary,
/// which takes `const` code long.
pub(super) const fn is_wide(ty: &'static Type) -> bool {
    match Ranged::of_constant(ty).number {
        Some(Number::Integer(integer)) => integer.is_wide(),
        Some(Number::Float(_)) | None => false,
    }
}
