//! The bytes of a section as the page has them: without what is not to be shown.

use std::convert::Infallible;
use std::hash::{BuildHasher, Hasher as _};
use std::io::{self, Write};
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use migratable::value::Bytes;

/// Bytes that are encoded at once, which have no rest in base64.
const PIECE: usize = 3 << 14;
const _: () = assert!(PIECE <= Bytes::AT_HAND);

/// A payload, which need not be in memory, and what of it is shown as zeros.
pub(super) struct Data<'p> {
    payload: Bytes<'p>,
    /// They ascend, and none touches the next.
    hidden: Vec<Range<usize>>,
}

impl<'p> Data<'p> {
    pub(super) fn new(payload: Bytes<'p>) -> Self {
        let hidden = Vec::new();
        Self { payload, hidden }
    }

    pub(super) fn len(&self) -> usize {
        self.payload.len()
    }

    /// Does not show these bytes, which are behind all that were named before.
    pub(super) fn hide(&mut self, range: Range<usize>) {
        match self.hidden.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => self.hidden.push(range),
        }
    }

    /// Shows none of the bytes from here on.
    pub(super) fn hide_from(&mut self, start: usize) {
        let end = self.len();
        if start < end {
            self.hidden.retain(|range| range.start < start);
            self.hide(start..end);
        }
    }

    /// A hash of bytes, shown or not. `None` if they are not there.
    pub(super) fn hash(&self, range: Range<usize>, keys: &impl BuildHasher) -> Option<u64> {
        let mut hasher = keys.build_hasher();
        let Ok(()) = self.payload.part(range)?.try_pieces(PIECE, |piece| {
            hasher.write(piece);
            Ok::<(), Infallible>(())
        });
        Some(hasher.finish())
    }

    /// Writes them in base64.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut hidden = &self.hidden[..];
        let mut start = 0;
        let mut shown = Vec::with_capacity(PIECE);
        let mut text = String::with_capacity(PIECE.div_ceil(3) * 4);
        self.payload.try_pieces(PIECE, |piece| {
            shown.clear();
            shown.extend_from_slice(piece);
            let end = start + piece.len();
            while let Some((range, rest)) = hidden.split_first().filter(|(r, _)| r.start < end) {
                let within = range.start.max(start) - start..range.end.min(end) - start;
                if let Some(bytes) = shown.get_mut(within) {
                    bytes.fill(0);
                }
                if range.end > end {
                    break;
                }
                hidden = rest;
            }
            start = end;
            text.clear();
            STANDARD.encode_string(&shown, &mut text);
            out.write_all(text.as_bytes())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(data: &Data<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        data.write(&mut text).unwrap();
        STANDARD.decode(text).unwrap()
    }

    #[test]
    fn what_is_hidden_is_zeros() {
        let payload: Vec<u8> = (0..3 * PIECE + 7).map(|i| (i % 251) as u8 + 1).collect();
        let ranges = [
            0..1,
            1..3,
            5..5,
            PIECE - 2..PIECE + 2,
            PIECE + 4..3 * PIECE,
            3 * PIECE + 1..3 * PIECE + 2,
        ];
        for from in [payload.len(), payload.len() - 1, 2 * PIECE, 2, 0] {
            let (mut data, mut wanted) = (Data::new((&payload[..]).into()), payload.clone());
            for range in ranges.clone() {
                data.hide(range.clone());
                wanted[range].fill(0);
            }
            data.hide_from(from);
            wanted[from..].fill(0);
            assert!(decoded(&data) == wanted, "{from}");
        }
        assert!(decoded(&Data::new((&payload[..]).into())) == payload);
        assert!(decoded(&Data::new((&[]).into())).is_empty());
    }
}
