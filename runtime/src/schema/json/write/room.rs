//! Where JSON is written in `const` code, and how its pieces are.

use super::super::named::NamedTypes;

/// A schema's JSON in room for `ROOM` bytes, if it fits.
#[derive(Debug)]
pub struct Written<const ROOM: usize> {
    /// With zeros behind it.
    pub(crate) room: [u8; ROOM],
    size: usize,
}

impl<const ROOM: usize> Written<ROOM> {
    /// How many bytes the JSON takes, which may be more than there was room for.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The JSON.
    ///
    /// # Panics
    ///
    /// If there was not room enough.
    pub const fn bytes(&self) -> &[u8] {
        self.room.split_at(self.size).0
    }
}

/// What was written, as text.
pub const fn as_text(json: &[u8]) -> &str {
    match core::str::from_utf8(json) {
        Ok(text) => text,
        Err(_) => panic!("JSON is made of whole texts"),
    }
}

/// Counts bytes, and copies them if there is room.
pub(super) struct Writer<const ROOM: usize> {
    room: [u8; ROOM],
    len: usize,
    pub(super) named: NamedTypes,
}

impl<const ROOM: usize> Writer<ROOM> {
    pub(super) const fn new(named: NamedTypes) -> Self {
        Self {
            room: [0; ROOM],
            len: 0,
            named,
        }
    }

    pub(super) const fn finish(self) -> Written<ROOM> {
        Written {
            room: self.room,
            size: self.len,
        }
    }

    /// In `const` code, the calls that copy a text take as long as some twenty steps of a loop.
    pub(super) const fn push(&mut self, mut bytes: &[u8]) {
        const FEW: usize = 24;
        let len = bytes.len();
        let end = self.len + len;
        if end > ROOM {
            self.len = end;
        } else if len > FEW {
            let (_, rest) = self.room.split_at_mut(self.len);
            let (place, _) = rest.split_at_mut(len);
            place.copy_from_slice(bytes);
            self.len = end;
        } else {
            while let [first, rest @ ..] = bytes {
                self.room[self.len] = *first;
                self.len += 1;
                bytes = rest;
            }
        }
    }

    pub(super) const fn text(&mut self, text: &str) {
        self.push(text.as_bytes());
    }

    pub(super) const fn number(&mut self, value: u128) {
        if value >= 10 {
            self.number(value / 10);
        }
        self.push(&[b'0' + (value % 10) as u8]);
    }
}
