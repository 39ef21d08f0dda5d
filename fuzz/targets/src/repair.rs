//! Puts right what a fuzzer cannot guess: checksums, digests, fingerprints.

use migratable::schema::json::with_fingerprint;
use migratable::stream::{FORMAT_VERSION, MAGIC};

const SCHEMA: u8 = 0x02;
const SECTION: u8 = 0x04;
const BULK: u8 = 0x05;
const END: u8 = 0x06;
const ZEROS: u8 = 0x0a;
const ANSWER: u8 = 0x11;

const CHECKSUM: usize = 4;
const DIGEST: usize = 16;

/// What is put right beside the checksums.
#[derive(Clone, Copy, Debug, Default)]
pub struct Repairs {
    /// The fingerprint of each schema.
    pub fingerprints: bool,
    /// Counts and digest in the end frame.
    pub end: bool,
    /// The digest of the offer, in an answer.
    pub offer: Option<[u8; DIGEST]>,
}

/// A schema's text with its right fingerprint, if it is a schema but for that.
pub fn with_right_fingerprint(text: &str) -> Option<String> {
    let (before, after) = text.split_once("\"fingerprint\"")?;
    let (_, after) = after.split_once('"')?;
    let (_, after) = after.split_once('"')?;
    with_fingerprint(&format!("{before}\"fingerprint\":\"\"{after}")).ok()
}

/// A stream of the frames that are in `input`: each has a kind, a length, a
/// payload and, unless the input ends before, four bytes instead of a checksum.
/// The preamble may be lacking, and a length be too large.
pub fn stream(mut input: &[u8], repairs: Repairs) -> Vec<u8> {
    let mut out = preamble();
    if input.starts_with(&MAGIC) {
        input = input.get(out.len()..).unwrap_or_default();
    }
    let mut counts = Counts::default();
    while let Some((kind, rest)) = input.split_first() {
        let (len, rest) = length(rest);
        let (payload, rest) = rest.split_at(len.min(rest.len()));
        input = rest.get(CHECKSUM..).unwrap_or_default();
        let payload = counts.repaired(*kind, payload.to_vec(), repairs);
        counts.put(*kind, &payload, &mut out);
    }
    out
}

/// What every stream begins with.
pub fn preamble() -> Vec<u8> {
    [&MAGIC[..], &FORMAT_VERSION.to_le_bytes(), &[0, 0]].concat()
}

/// A frame with its right checksum.
pub fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let framed = [&[kind], &postcard(&payload.len())[..], payload].concat();
    let checksum = crc32fast::hash(&framed).to_le_bytes();
    [&framed[..], &checksum].concat()
}

/// A varint of any form, and what is behind it.
fn length(input: &[u8]) -> (usize, &[u8]) {
    let mut len = 0;
    for (place, byte) in input.iter().enumerate().take(5) {
        len |= usize::from(byte & 0x7f) << (7 * place);
        if *byte < 0x80 {
            return (len, input.get(place + 1..).unwrap_or_default());
        }
    }
    (len, input.get(5..).unwrap_or_default())
}

/// What the end frame says of the frames before it.
struct Counts {
    sections: u32,
    bulk_frames: u64,
    digest: u128,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            sections: 0,
            bulk_frames: 0,
            digest: 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
        }
    }
}

impl Counts {
    fn repaired(&self, kind: u8, mut payload: Vec<u8>, repairs: Repairs) -> Vec<u8> {
        match kind {
            SCHEMA if repairs.fingerprints => {
                let text = postcard::from_bytes(&payload).ok();
                let repaired = text.and_then(with_right_fingerprint);
                repaired.map_or(payload, |text| postcard(&text))
            }
            END if repairs.end => {
                let digest = self.digest.to_le_bytes();
                postcard(&(self.sections, self.bulk_frames, digest))
            }
            ANSWER => {
                if let (Some(offer), Some(room)) = (repairs.offer, payload.get_mut(..DIGEST)) {
                    room.copy_from_slice(&offer);
                }
                payload
            }
            _ => payload,
        }
    }

    fn put(&mut self, kind: u8, payload: &[u8], out: &mut Vec<u8>) {
        let frame = frame(kind, payload);
        let (framed, checksum) = frame.split_at(frame.len() - CHECKSUM);
        let head = &framed[..framed.len() - payload.len()];
        for byte in head.iter().chain(checksum) {
            self.digest = (self.digest ^ u128::from(*byte)).wrapping_mul((1 << 88) + 0x13b);
        }
        self.sections += u32::from(kind == SECTION);
        self.bulk_frames += u64::from(kind == BULK || kind == ZEROS);
        out.extend_from_slice(&frame);
    }
}

fn postcard<T: serde::Serialize + ?Sized>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("memory takes all")
}
