//! Streams as JSON lines: the same bytes there and back, and no text harms.

use std::fs;

use migratable::lines::{LinesError, LinesReader, write_lines};
use migratable::schema::json::with_fingerprint;
use migratable::stream::{Header, Instance, Limits, StreamReader, StreamWriter};

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

/// A stream of one device with the field-less type `ty`, which is in the schema's form.
fn of_value(ty: &str, payload: &[u8]) -> Vec<u8> {
    let schema = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{}}}}"
    );
    let header = Header::new("test", "1");
    let mut out = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    out.schema(&with_fingerprint(&schema).unwrap()).unwrap();
    out.instances(&[Instance::new("dev", 0, 0)]).unwrap();
    out.section(0, payload).unwrap();
    out.finish().unwrap()
}

/// Values of which the JSON is out of the ordinary.
#[test]
fn every_value_is_read_back() {
    let deep = (0..62).fold("\"u8\"".to_owned(), |inner, _| {
        format!("{{\"map\":{{\"key\":\"u8\",\"value\":{inner}}}}}")
    });
    let wrapped = (0..62).fold("\"unit\"".to_owned(), |inner, _| {
        format!("{{\"option\":{inner}}}")
    });
    for (ty, payload) in [
        ("\"unit\"", vec![]),
        ("{\"option\":\"u8\"}", vec![0]),
        ("{\"option\":{\"option\":\"u8\"}}", vec![1, 0]),
        ("{\"option\":\"unit\"}", vec![1]),
        (&deep, [[1, 7].repeat(62), vec![9]].concat()),
        (&wrapped, vec![1; 62]),
        ("\"f64\"", f64::NAN.to_le_bytes().to_vec()),
        ("\"u128\"", vec![0xff; 16]),
    ] {
        let binary = of_value(ty, &payload);
        let (text, exact) = lines(&binary);
        assert!(exact, "{ty}");
        let back = stream(&text).unwrap_or_else(|error| panic!("{ty}: {error}"));
        assert!(back == binary, "{ty}");
    }
}

#[test]
fn blank_lines_take_no_memory_and_none_is_longer_than_the_limits() {
    let (text, _) = lines(&golden()[0]);
    let behind = |blanks: usize| [vec![b' '; blanks], b"\r\n\t".to_vec(), text.clone()].concat();
    let blank = behind(1 << 19);
    let mut limits = Limits::default();
    limits.memory = 1 << 20;
    let reader = LinesReader::new(&blank[..], limits.clone()).unwrap();
    assert_eq!(reader.header().producer, "mini-vm");
    limits.memory = 16;
    let error = LinesReader::new(&blank[..], limits).unwrap_err();
    assert!(
        error.to_string().contains("line 2: it is longer"),
        "{error}"
    );
    // Of a text that never comes to an end.
    let error = LinesReader::new(&behind(1 << 20)[..], Limits::default()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("more than 1048576 blanks"), "{error}");
}
