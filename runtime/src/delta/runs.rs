//! Where the bytes of two parts are the same.

use super::changes::Changes;

/// Compared at once.
const BLOCK: usize = 64;

/// So many equal bytes end a run of others: to say that they stay takes two or three.
const WORD: usize = 8;

/// So many bytes tell whether what follows has moved.
const SAMPLE: usize = 64;

/// Says what becomes of each byte. Where one is longer, something was put in or taken out at
/// one place, and what is behind it has moved.
pub(super) fn compare(base: &[u8], state: &[u8], changes: &mut Changes<'_, '_>) {
    let (base, state) = same_place(base, state, changes);
    let common = base.len().min(state.len());
    let (more, other) = (base.len() - common, state.len() - common);
    changes.replace(more, other);
    same_place(behind(base, more), behind(state, other), changes);
}

/// Compares bytes at the same place, up to where they have moved; returns what is left.
fn same_place<'b, 's>(
    mut base: &'b [u8],
    mut state: &'s [u8],
    changes: &mut Changes<'_, '_>,
) -> (&'b [u8], &'s [u8]) {
    loop {
        let kept = equal(base, state);
        changes.keep(kept);
        (base, state) = (behind(base, kept), behind(state, kept));
        if base.is_empty() || state.is_empty() || have_moved(base, state) {
            return (base, state);
        }
        let replaced = different(base, state);
        changes.replace(replaced, replaced);
        (base, state) = (behind(base, replaced), behind(state, replaced));
    }
}

/// Whether the next bytes are more like those at the same distance from the end.
fn have_moved(base: &[u8], state: &[u8]) -> bool {
    let alike = |base: &[u8], state: &[u8]| {
        let bytes = base.iter().zip(state).take(SAMPLE);
        bytes.filter(|(a, b)| a == b).count()
    };
    let common = base.len().min(state.len());
    let (from_end, other) = (base.len() - common, state.len() - common);
    from_end != other && alike(behind(base, from_end), behind(state, other)) > alike(base, state)
}

/// How many bytes at the front are the same in both.
fn equal(a: &[u8], b: &[u8]) -> usize {
    let (blocks, other_blocks) = (a.as_chunks::<BLOCK>().0, b.as_chunks::<BLOCK>().0);
    let blocks = blocks.iter().zip(other_blocks);
    let start = blocks.take_while(|(a, b)| a == b).count() * BLOCK;
    let bytes = behind(a, start).iter().zip(behind(b, start));
    start + bytes.take_while(|(a, b)| a == b).count()
}

/// How many bytes at the front, which begin with different ones, there are before a whole
/// word that is the same in both.
fn different(a: &[u8], b: &[u8]) -> usize {
    let (words, other_words) = (a.as_chunks::<WORD>().0, b.as_chunks::<WORD>().0);
    let differ = words.iter().zip(other_words).take_while(|(a, b)| a != b);
    let differing = differ.count();
    let len = match differing == words.len().min(other_words.len()) {
        true => a.len().min(b.len()),
        false => differing * WORD,
    };
    // Cut first: from behind, `take` would go through all that it leaves out.
    let (a, b) = (before(a, len), before(b, len));
    let bytes = a.iter().zip(b).rev();
    len - bytes.take_while(|(a, b)| a == b).count()
}

fn before(bytes: &[u8], len: usize) -> &[u8] {
    bytes.get(..len).unwrap_or_default()
}

fn behind(bytes: &[u8], len: usize) -> &[u8] {
    bytes.get(len..).unwrap_or_default()
}
