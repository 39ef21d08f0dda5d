//! Two states and a delta.

use migratable::delta::{self, DeltaError};

use crate::text::assert_escaped;

/// The input is two lengths, and as many bytes of a base and of a state; what follows is
/// applied to the base behind what names it.
pub(crate) fn run(input: &[u8]) {
    let mut rest = input;
    let Some(lengths) = cut(&mut rest, 4) else {
        return;
    };
    let [base, state] = [&lengths[..2], &lengths[2..]].map(|length| {
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let length = length % (rest.len() + 1);
        cut(&mut rest, length).unwrap_or_default()
    });
    let mut made = Vec::new();
    delta::make(base, state, &mut made);
    assert_eq!(applied(base, &made), Ok(state.to_vec()));
    // To keep what names the base lets the changes be reached.
    let mut same = Vec::new();
    delta::make(base, base, &mut same);
    let name = same
        .len()
        .min(1 + usize::from(base.len() > 0x7f) + base.len().min(20));
    for delta in [rest.to_vec(), [&same[..name], rest].concat()] {
        match applied(base, &delta) {
            Ok(state) => assert!(state.len() <= base.len() + delta.len()),
            Err(error) => assert_escaped(&error),
        }
    }
}

fn applied(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, DeltaError> {
    let mut state = Vec::new();
    delta::apply(base, delta, &mut state)?;
    assert!(state.capacity() <= base.len() + delta.len());
    Ok(state)
}

fn cut<'a>(bytes: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (first, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(first)
}
