//! Moves in pieces of a few sizes: what has a size that the compiler knows is
//! copied without a call.

/// Bytes that stay together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    pub(super) origin: Origin,
    /// Offset there.
    pub(super) from: usize,
    /// Offset in the reader's value.
    pub(super) to: usize,
    pub(super) len: usize,
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Origin {
    /// The writer's value.
    Value,
    /// The constants.
    Constants,
}

/// Bytes of one of a few sizes, or of any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) size: Size,
    pub(super) origin: Origin,
    /// Offset there. To add a size to it needs no test for overflow.
    pub(super) from: u32,
    /// Offset in the reader's value.
    pub(super) to: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Size {
    One,
    Two,
    Four,
    Eight,
    Sixteen,
    ThirtyTwo,
    Any(usize),
}

impl Size {
    /// The greatest one that is not above a number of bytes.
    fn within(len: usize) -> (Self, usize) {
        match len {
            0..2 => (Self::One, 1),
            2..4 => (Self::Two, 2),
            4..8 => (Self::Four, 4),
            8..16 => (Self::Eight, 8),
            16..32 => (Self::Sixteen, 16),
            _ => (Self::ThirtyTwo, 32),
        }
    }
}

impl Move {
    /// One piece, or two that may overlap.
    pub(super) fn pieces(self) -> impl Iterator<Item = Piece> {
        let piece = |size, offset| Piece {
            size,
            origin: self.origin,
            from: (self.from + offset) as u32,
            to: (self.to + offset) as u32,
        };
        let (size, first) = Size::within(self.len);
        let rest = self.len - first;
        let pieces = match rest {
            0 => [Some(piece(size, 0)), None],
            1..=32 => {
                let (last, len) = Size::within(rest.next_power_of_two());
                [Some(piece(size, 0)), Some(piece(last, self.len - len))]
            }
            _ => [Some(piece(Size::Any(self.len), 0)), None],
        };
        pieces.into_iter().flatten()
    }
}
