//! Bulk items that are declared, and zeros, in each command that takes a stream.

use std::fs;

use migratable::stream::{
    BulkItem, ContentDigest, ExternalFile, Header, Limits, StreamDigest, StreamWriter,
};

use super::tool::{run, run_with};

const PAGE: u64 = 4096;

fn items() -> [BulkItem; 3] {
    let digest = ContentDigest::from_bytes([0xcd; 16]);
    let file = ExternalFile::new("rom\x1b.img").at(1 << 16);
    [
        BulkItem::whole("ram", 3 * PAGE),
        BulkItem::delta("disk", 1 << 40, StreamDigest::from_bytes([0xab; 16])),
        BulkItem::external("rom", 1 << 20, file.with_digest(digest)),
    ]
}

/// A stream of all items; `fill` writes the middle of the RAM.
pub(crate) fn declaring(fill: fn(&mut StreamWriter<Vec<u8>>)) -> Vec<u8> {
    let header = Header::new("test", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    for item in items() {
        writer.declare(&item).unwrap();
    }
    writer.instances(&[]).unwrap();
    writer.bulk("ram", 0, &[7; 5000]).unwrap();
    fill(&mut writer);
    writer.bulk("ram", 2 * PAGE + 10, &[8; 4086]).unwrap();
    writer.bulk("disk", 1 << 39, b"new").unwrap();
    writer.finish().unwrap()
}

pub(crate) fn with_zeros() -> Vec<u8> {
    declaring(|writer| writer.zeros("ram", 5000, 3202).unwrap())
}

fn with_bytes() -> Vec<u8> {
    declaring(|writer| writer.bulk("ram", 5000, &[0; 3202]).unwrap())
}

#[test]
fn declared_items_are_in_each_form() {
    for form in ["tree", "json", "hex", "html"] {
        let shown = run_with(["inspect", "-", "--format", form], &with_zeros()).fine();
        let digests = ["ab".repeat(16), "cd".repeat(16)];
        for wanted in ["12288", "1099511627776", &digests[0], &digests[1], ".img"] {
            assert!(shown.contains(wanted), "{form} has no {wanted:?}:\n{shown}");
        }
        assert!(!shown.contains('\x1b'), "{form}");
    }
}

/// Where zeros came as bytes and where they were only counted, the memory is the same.
#[test]
fn zeros_are_compared_as_bytes() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    fs::write(path("a"), with_zeros()).unwrap();
    fs::write(path("b"), with_bytes()).unwrap();
    let other = declaring(|writer| writer.bulk("ram", 5000, &[1; 3202]).unwrap());
    fs::write(path("c"), other).unwrap();
    let diff = |a: &str, b: &str| {
        let names = [path(a), path(b)].map(|path| path.display().to_string());
        run(["diff", &names[0], &names[1]]).fine()
    };
    assert!(diff("a", "b").contains("equal: "), "{}", diff("a", "b"));
    let differs = diff("a", "c");
    assert!(differs.contains("ram  differs in 2 pages"), "{differs}");
}

/// A few bytes that stand for 2^63 cost neither time nor memory.
#[test]
fn zeros_without_end_are_not_made() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("huge.mig");
    let header = Header::new("test", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    writer.declare(&BulkItem::whole("ram", 1 << 63)).unwrap();
    writer.instances(&[]).unwrap();
    writer.zeros("ram", 0, 1 << 63).unwrap();
    fs::write(&path, writer.finish().unwrap()).unwrap();
    let name = path.display().to_string();
    run(["verify", &name]).fine();
    let shown = run(["inspect", &name]).fine();
    assert!(shown.contains("9223372036854775808 bytes"), "{shown}");
    let small = place.path().join("small.mig");
    fs::write(&small, with_zeros()).unwrap();
    let said = run(["diff", &name, &small.display().to_string()]).failed();
    assert!(said.contains("are more than are compared"), "{said}");
}
