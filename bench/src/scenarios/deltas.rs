//! Deltas between two states, beside what else is used for a rewind: the XOR of both,
//! compressed with LZ4 or Zstandard.

use std::hint::black_box;

use migratable::delta;
use migratable::stream::{Header, Instance, Limits, StreamWriter};

use crate::corpora::Noise;
use crate::measure::timing::{self, Ratio};
use crate::peers;
use crate::subject::{Operation, Step, Subject};
use crate::table::table;

/// Of so many bytes, four changed.
const ONE_IN: usize = 400;

/// For each corpus, how long a delta is and what the others take for theirs.
pub(crate) fn measured() -> String {
    let head = [
        "",
        "state",
        "delta",
        "LZ4",
        "Zstandard",
        "make: memcpy",
        "LZ4",
        "Zstandard",
        "apply: memcpy",
        "LZ4",
        "Zstandard",
    ];
    let ours = peers::ours();
    let rows = ours.subjects.iter().filter_map(|(corpus, subject)| {
        let states = States::of(subject.bytes().first()?);
        Some([vec![(*corpus).to_owned()], states.row()].concat())
    });
    table(head.map(str::to_owned).to_vec(), rows)
}

/// A state, and one that came after it.
struct States {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl States {
    /// Of a device that encodes to this.
    fn of(payload: &[u8]) -> Self {
        Self {
            before: stream(payload),
            after: stream(&changed(payload)),
        }
    }

    fn row(&self) -> Vec<String> {
        let mut made = Vec::new();
        delta::make(&self.before, &self.after, &mut made);
        let xored = xor(&self.before, &self.after);
        let (lz4, zstd) = (lz4(&xored), zstd(&xored));
        let sizes = [self.after.len(), made.len(), lz4.len(), zstd.len()];
        let sizes = sizes.map(|size| size.to_string());
        [
            &sizes[..],
            &self.times_to_make(),
            &self.times_to_apply(&made, &lz4, &zstd),
        ]
        .concat()
    }

    fn times_to_make(&self) -> Vec<String> {
        let Self { before, after } = self;
        let (mut made, mut copy) = (Vec::new(), after.clone());
        let mut ours = Step(|| delta::make(black_box(before), black_box(after), &mut made));
        let mut copied = Step(|| black_box(&mut copy).copy_from_slice(black_box(after)));
        let mut lz4 = Step(|| _ = black_box(lz4(&xor(black_box(before), black_box(after)))));
        let mut zstd = Step(|| _ = black_box(zstd(&xor(black_box(before), black_box(after)))));
        ratios(vec![&mut ours, &mut copied, &mut lz4, &mut zstd])
    }

    fn times_to_apply(&self, made: &[u8], lz4: &[u8], zstd: &[u8]) -> Vec<String> {
        let Self { before, after } = self;
        let (mut state, mut copy) = (Vec::new(), after.clone());
        let mut ours = Step(|| {
            let applied = delta::apply(black_box(before), black_box(made), &mut state);
            applied.expect("what was made of it");
        });
        let mut copied = Step(|| black_box(&mut copy).copy_from_slice(black_box(before)));
        let mut from_lz4 = Step(|| {
            let xored = lz4_flex::decompress_size_prepended(black_box(lz4));
            black_box(xor(before, &xored.expect("what was compressed")));
        });
        let len = after.len();
        let mut from_zstd = Step(|| {
            let xored = zstd::bulk::decompress(black_box(zstd), len);
            black_box(xor(before, &xored.expect("what was compressed")));
        });
        ratios(vec![&mut ours, &mut copied, &mut from_lz4, &mut from_zstd])
    }
}

/// How many times as long as the first the others take.
fn ratios(subjects: Vec<&mut dyn Subject>) -> Vec<String> {
    let ratios = timing::ratios(subjects, Operation::Encode).into_iter();
    let shown = |Ratio { median, .. }| format!("{median:.2}");
    ratios.skip(1).map(shown).collect()
}

fn stream(payload: &[u8]) -> Vec<u8> {
    let header = Header::new("migratable-bench", env!("CARGO_PKG_VERSION"));
    let mut writer =
        StreamWriter::in_memory(Vec::new(), &header, Limits::default()).expect("memory");
    let schema = writer.schema("{}").expect("memory");
    (writer.instances(&[Instance::new("/device", 0, schema)])).expect("memory");
    writer.section(0, payload).expect("memory");
    writer.finish().expect("memory")
}

fn changed(payload: &[u8]) -> Vec<u8> {
    let mut noise = Noise(13);
    let mut changed = payload.to_vec();
    for _ in 0..payload.len().div_ceil(ONE_IN) {
        let at = noise.next() as usize % payload.len();
        let bytes = changed.iter_mut().skip(at).take(4);
        bytes.for_each(|byte| *byte ^= noise.next() as u8);
    }
    changed
}

fn xor(a: &[u8], b: &[u8]) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| a ^ b).collect()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    lz4_flex::compress_prepend_size(bytes)
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).expect("memory")
}
