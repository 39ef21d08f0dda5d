//! Streams as JSON lines: the same bytes there and back, and no text harms.

use std::fs;

use migratable::lines::{LinesError, LinesReader, write_lines};
use migratable::stream::{Limits, StreamReader, StreamWriter};

/// What a changed byte becomes.
const OTHERS: &[u8] = b"0123456789abcdef\"{}[],:\n\\-.";

fn lines(stream: &[u8]) -> (Vec<u8>, bool) {
    let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
    let mut lines = Vec::new();
    let exact = write_lines(&mut reader, &mut lines).unwrap();
    (lines, exact)
}

fn stream(lines: &[u8]) -> Result<Vec<u8>, LinesError> {
    let lines = LinesReader::new(lines, Limits::default())?;
    let mut writer = StreamWriter::new(Vec::new(), lines.header(), Limits::default())?;
    lines.write_to(&mut writer)?;
    Ok(writer.finish()?)
}

fn golden() -> Vec<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/mini-vm");
    let releases = [
        "v1/1-boot.mig",
        "v1/1-work.mig",
        "v2/1-work.mig",
        "v2/1-reload.mig",
    ];
    releases
        .map(|file| fs::read(format!("{root}/{file}")).unwrap())
        .into()
}

#[test]
fn there_and_back_the_bytes_are_the_same() {
    for binary in golden() {
        let (text, exact) = lines(&binary);
        assert!(exact);
        assert!(stream(&text).unwrap() == binary);
    }
}

/// Whatever stands in the text, a stream comes out that every reader takes, or an error
/// that names a line.
#[test]
fn changed_texts_are_refused_or_make_streams() {
    let seed: u64 = 0x5eed_0015;
    println!("seed {seed:#x}");
    let mut state = seed;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let (text, _) = lines(&golden()[1]);
    let mut taken = 0;
    for _ in 0..400 {
        let mut changed = text.clone();
        match random(3) {
            0 => changed.truncate(random(text.len())),
            1 => {
                let at = random(text.len());
                changed[at] = OTHERS[random(OTHERS.len())];
            }
            _ => {
                let at = random(text.len());
                let to = (at + random(40)).min(text.len());
                changed.drain(at..to);
            }
        }
        match stream(&changed) {
            Ok(binary) => {
                taken += 1;
                let mut reader = StreamReader::new(&binary[..], Limits::default()).unwrap();
                reader.expect_end_of_input().unwrap();
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(taken > 0, "some changes do no harm");
}
