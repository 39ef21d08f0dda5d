//! What pages hold, when a stream sends only what changed in them.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::PageEvent;
use crate::error::{Error, Result};

/// The pages that were sent, as the stream has them.
#[derive(Debug)]
pub(crate) struct PageStore<'a> {
    pages: HashMap<(usize, u64), Page<'a>>,
    /// Bytes that may still be made.
    left: u64,
    most: u64,
}

/// The content of a page.
#[derive(Clone, Debug)]
enum Page<'a> {
    Sent(&'a [u8]),
    Fill(u8),
    Made(Vec<u8>),
}

impl<'a> PageStore<'a> {
    /// May make so many bytes of pages that the stream does not hold.
    pub(crate) fn new(most: u64) -> Self {
        Self {
            pages: HashMap::new(),
            left: most,
            most,
        }
    }

    fn draw(&mut self, page_size: usize) -> Result<()> {
        let left = self.left.checked_sub(page_size as u64);
        self.left = left.ok_or_else(|| {
            let most = self.most;
            Error::new(format!(
                "its RAM has more than {most} bytes in pages that it does not hold"
            ))
        })?;
        Ok(())
    }

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
                self.draw(page_size)?;
                room.resize(page_size, byte);
                Page::Fill(byte)
            }
            PageEvent::Delta(delta) => {
                self.draw(page_size)?;
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
                self.draw(page_size)?;
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
        let mut store = PageStore::new(1 << 20);
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
        // Memory for more pages than may be made is not taken.
        store.left = 4096;
        let fill = PageEvent::Fill(1);
        store.apply((0, 4096), fill, 4096, &mut room).unwrap();
        assert!(store.apply((0, 8192), fill, 4096, &mut room).is_err());
        store.left = store.most;
        for bad in [&[0xff, 0x7f, 1, 0][..], &[0, 9, 1], &[0x80]] {
            assert!(
                store
                    .apply((0, 0), PageEvent::Delta(bad), 4096, &mut room)
                    .is_err()
            );
        }
    }
}
