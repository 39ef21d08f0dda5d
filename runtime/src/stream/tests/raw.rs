//! Streams made by hand, right or wrong, without the writer.

use serde::Serialize;

/// Collects frames and knows what an end frame should say of them.
pub(super) struct Raw {
    pub(super) bytes: Vec<u8>,
    digest: u128,
    sections: u32,
    bulk_frames: u64,
}

impl Raw {
    /// Only a preamble.
    pub(super) fn new() -> Self {
        Self {
            bytes: b"\x89MIG\r\n\x1a\n\x01\0\0\0".to_vec(),
            digest: 0x6c62272e07bb014262b821756295c58d,
            sections: 0,
            bulk_frames: 0,
        }
    }

    /// A whole prologue of one schema and the instances `/d0#0`, `/d1#0`, ….
    pub(super) fn body(instances: u32) -> Self {
        let instances: Vec<_> = (0..instances).map(|n| (format!("/d{n}"), 0, 0)).collect();
        Self::new()
            .header()
            .frame(2, &postcard("{}"))
            .frame(3, &postcard(&instances))
    }

    pub(super) fn header(self) -> Self {
        self.frame(1, &postcard(&("mini-vm", "1.0")))
    }

    pub(super) fn section(self, instance: u32, state: &[u8]) -> Self {
        self.frame(4, &[&postcard(&instance), state].concat())
    }

    pub(super) fn bulk(self, name: &str, offset: u64, bytes: &[u8]) -> Self {
        self.frame(5, &[&postcard(&(name, offset)), bytes].concat())
    }

    pub(super) fn frame(self, kind: u8, payload: &[u8]) -> Self {
        self.frame_of_len(kind, &postcard(&payload.len()), payload)
    }

    /// A frame whose length can be a lie.
    pub(super) fn frame_of_len(mut self, kind: u8, len: &[u8], payload: &[u8]) -> Self {
        let head = [&[kind], len].concat();
        let crc = crc32fast::hash(&[&head, payload].concat()).to_le_bytes();
        for byte in head.iter().chain(&crc) {
            self.digest = (self.digest ^ u128::from(*byte)).wrapping_mul((1 << 88) + 0x13b);
        }
        self.sections += u32::from(kind == 4);
        self.bulk_frames += u64::from(matches!(kind, 5 | 10));
        for part in [&head, payload, &crc] {
            self.bytes.extend_from_slice(part);
        }
        self
    }

    pub(super) fn end(self) -> Vec<u8> {
        let (sections, bulk_frames) = (self.sections, self.bulk_frames);
        self.end_saying(sections, bulk_frames)
    }

    pub(super) fn end_saying(self, sections: u32, bulk_frames: u64) -> Vec<u8> {
        let message = postcard(&(sections, bulk_frames, self.digest.to_le_bytes()));
        self.frame(6, &message).bytes
    }
}

pub(super) fn postcard<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap()
}

/// Cuts a valid stream into its preamble and frames.
pub(super) fn split(stream: &[u8]) -> Vec<&[u8]> {
    let (preamble, mut rest) = stream.split_at(12);
    let mut parts = vec![preamble];
    while !rest.is_empty() {
        let (len, after) = postcard::take_from_bytes::<u64>(&rest[1..]).unwrap();
        let frame = rest.len() - after.len() + len as usize + 4;
        let (part, tail) = rest.split_at(frame);
        parts.push(part);
        rest = tail;
    }
    parts
}
