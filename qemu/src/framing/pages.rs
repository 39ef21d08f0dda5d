//! What pages hold, when a stream sends only what changed in them.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::PageEvent;
use crate::error::{Error, Result};

/// The pages that were sent, as the stream has them.
#[derive(Debug, Default)]
pub(crate) struct PageStore<'a> {
    pages: HashMap<(usize, u64), Page<'a>>,
}

/// The content of a page.
#[derive(Clone, Debug)]
enum Page<'a> {
    Sent(&'a [u8]),
    Fill(u8),
    Made(Vec<u8>),
}

impl<'a> PageStore<'a> {
    /// The bytes that a page now has, in `room`. False if it never had others
    /// than zeros and still has none.
    pub(crate) fn apply(
        &mut self,
        (block, address): (usize, u64),
        event: PageEvent<'a>,
        page_size: usize,
        room: &mut Vec<u8>,
    ) -> Result<bool> {
        room.clear();
        let place = (block, address);
        let page = match event {
            PageEvent::Bytes(bytes) => {
                room.extend_from_slice(bytes);
                Page::Sent(bytes)
            }
            PageEvent::Fill(byte) => {
                if byte == 0 && !self.pages.contains_key(&place) {
                    return Ok(false);
                }
                room.resize(page_size, byte);
                Page::Fill(byte)
            }
            PageEvent::Delta(delta) => {
                match self.pages.get(&place) {
                    Some(Page::Sent(bytes)) => room.extend_from_slice(bytes),
                    Some(Page::Made(bytes)) => room.extend_from_slice(bytes),
                    Some(Page::Fill(byte)) => room.resize(page_size, *byte),
                    None => room.resize(page_size, 0),
                }
                change(room, delta)?;
                Page::Made(room.clone())
            }
            PageEvent::Packed(packed) => {
                let most = page_size as u64 + 1;
                let read = ZlibDecoder::new(packed).take(most).read_to_end(room);
                if read.is_err() || room.len() != page_size {
                    return Err(Error::new("a packed page does not unpack to a page"));
                }
                Page::Made(room.clone())
            }
        };
        self.pages.insert(place, page);
        Ok(true)
    }
}

/// Changes a page: lengths of what stays and of what comes new, in turn, each a
/// number of seven bits a byte, the lowest first; the new bytes behind theirs.
fn change(page: &mut [u8], delta: &[u8]) -> Result<()> {
    let wrong = || Error::new("a changed page does not fit the page");
    let (mut rest, mut at) = (delta, 0_usize);
    while !rest.is_empty() {
        at = number(&mut rest)
            .and_then(|same| at.checked_add(same))
            .ok_or_else(wrong)?;
        if rest.is_empty() {
            break;
        }
        let len = number(&mut rest).ok_or_else(wrong)?;
        let (new, behind) = rest.split_at_checked(len).ok_or_else(wrong)?;
        let end = at.checked_add(len).ok_or_else(wrong)?;
        page.get_mut(at..end)
            .ok_or_else(wrong)?
            .copy_from_slice(new);
        (at, rest) = (end, behind);
    }
    Ok(())
}

fn number(bytes: &mut &[u8]) -> Option<usize> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    if first & 0x80 == 0 {
        return Some((*first).into());
    }
    let (second, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(usize::from(first & 0x7f) | usize::from(*second) << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_page_is_what_was_there_with_the_new_bytes() {
        let mut store = PageStore::default();
        let mut room = Vec::new();
        let page: Vec<u8> = (0..=255).cycle().take(4096).map(|b: u16| b as u8).collect();
        store
            .apply((0, 0), PageEvent::Bytes(&page), 4096, &mut room)
            .unwrap();
        // 300 stay, 2 are new, 1 stays, 1 is new.
        let delta = [0xac, 0x02, 2, 0xaa, 0xbb, 1, 1, 0xcc];
        store
            .apply((0, 0), PageEvent::Delta(&delta), 4096, &mut room)
            .unwrap();
        let mut expected = page.clone();
        expected[300] = 0xaa;
        expected[301] = 0xbb;
        expected[303] = 0xcc;
        assert_eq!(room, expected);
        for bad in [&[0xff, 0x7f, 1, 0][..], &[0, 9, 1], &[0x80]] {
            assert!(
                store
                    .apply((0, 0), PageEvent::Delta(bad), 4096, &mut room)
                    .is_err()
            );
        }
    }
}
