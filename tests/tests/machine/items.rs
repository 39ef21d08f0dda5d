//! Bulk items: declared on both sides, judged before anything is sent, and whole or refused.

use migratable::Migratable;
use migratable::device::{Devices, Layout, MachineError, Preflight};
use migratable::resolve::Verdict;
use migratable::stream::{
    BulkItem, ContentDigest, ExternalFile, Judgement, Limits, StreamDigest, StreamReader,
    StreamWriter,
};

use super::builds::header;

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(device = "timer")]
struct Timer {
    count: u64,
}

const LEN: u64 = 8;

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

fn reader(bytes: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(bytes, Limits::default()).unwrap()
}

fn machine<'a>(timer: &'a mut Timer, items: &[BulkItem]) -> Devices<'a> {
    let mut devices = Devices::new();
    devices.add("timer", timer).unwrap();
    for item in items {
        devices.declare(item.clone());
    }
    devices
}

/// Offer and answer of two machines: what the destination finds, and what the source makes of it.
fn exchange(
    source: &[BulkItem],
    destination: &[BulkItem],
) -> (Preflight, Result<Preflight, MachineError>) {
    let (mut here, mut there) = (Timer::default(), Timer::default());
    let (here, there) = (machine(&mut here, source), machine(&mut there, destination));
    let mut offer = writer();
    here.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let found = there
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let mut answer = writer();
    there.answer(&found, &mut answer).unwrap();
    let read = here.read_answer(&mut reader(answer.get_mut()));
    (found, read)
}

/// A stream in which `fill` writes what comes between prologue and sections.
fn saved(items: &[BulkItem], fill: impl FnOnce(&mut StreamWriter<Vec<u8>>)) -> Vec<u8> {
    let mut timer = Timer { count: 7 };
    let devices = machine(&mut timer, items);
    let mut stream = writer();
    devices.save_prologue(&mut stream).unwrap();
    fill(&mut stream);
    devices.save_sections(&mut stream).unwrap();
    stream.finish().unwrap()
}

/// Loads it into RAM of `LEN` bytes.
fn load(stream: &[u8], items: &[BulkItem]) -> Result<Vec<u8>, MachineError> {
    let mut timer = Timer::default();
    let mut ram = vec![9; LEN as usize];
    let loaded = machine(&mut timer, items).load_with_bulk(&mut reader(stream), |mut bulk| {
        Ok::<_, MachineError>(bulk.read_to_item(&mut ram)?)
    });
    assert_eq!(timer.count, if loaded.is_ok() { 7 } else { 0 });
    loaded.map(|_| ram)
}

fn digest(byte: u8) -> StreamDigest {
    StreamDigest::from_bytes([byte; 16])
}

fn whole() -> BulkItem {
    BulkItem::whole("ram", LEN)
}

fn file(name: &str) -> ExternalFile {
    ExternalFile::new(name)
}

/// What both sides and the load say of items that do not suit each other.
#[test]
fn items_are_compared_before_anything_is_sent() {
    let delta = |byte| BulkItem::delta("ram", LEN, digest(byte));
    let external = |file| BulkItem::external("ram", LEN, file);
    let with_digest = || file("a").with_digest(ContentDigest::from_bytes([3; 16]));
    let none: &[BulkItem] = &[];
    let ones = "01010101010101010101010101010101";
    let twos = "02020202020202020202020202020202";
    let cases: [(&[BulkItem], &[BulkItem], Option<String>); 14] = [
        (&[whole()], &[whole()], None),
        (&[delta(1)], &[delta(1)], None),
        (&[whole()], &[delta(1)], None),
        (&[whole()], &[external(file("a"))], None),
        (&[external(with_digest())], &[external(with_digest())], None),
        (
            &[whole()],
            &[BulkItem::whole("ram", 4)],
            Some("8 bytes at the source, 4 bytes at the destination [bulk-length-differs]".into()),
        ),
        (
            &[BulkItem::whole("ram", 1 << 63)],
            &[whole()],
            Some(
                "9223372036854775808 bytes at the source, 8 bytes at the destination \
                 [bulk-length-differs]"
                    .into(),
            ),
        ),
        (
            &[whole()],
            none,
            Some("8 bytes at the source, none at the destination [bulk-missing]".into()),
        ),
        (
            none,
            &[whole()],
            Some("none at the source, 8 bytes at the destination [bulk-missing]".into()),
        ),
        (
            &[delta(1)],
            &[whole()],
            Some(format!(
                "stream {ones} at the source, no stream at the destination [bulk-base-differs]"
            )),
        ),
        (
            &[delta(1)],
            &[delta(2)],
            Some(format!(
                "stream {ones} at the source, stream {twos} at the destination [bulk-base-differs]"
            )),
        ),
        (
            &[external(file("a"))],
            &[whole()],
            Some(
                "in the file \"a\", without a digest at the source, no file at the destination \
                 [bulk-external]"
                    .into(),
            ),
        ),
        (
            &[external(file("a"))],
            &[external(file("b"))],
            Some(
                "in the file \"a\", without a digest at the source, in the file \"b\", without a \
                 digest at the destination [bulk-external]"
                    .into(),
            ),
        ),
        (
            &[external(file("a"))],
            &[external(with_digest())],
            Some(
                "in the file \"a\", without a digest at the source, in the file \"a\", with digest \
                 03030303030303030303030303030303 at the destination [bulk-external]"
                    .into(),
            ),
        ),
    ];
    for (source, destination, reason) in cases {
        let (there, here) = exchange(source, destination);
        let here = here.unwrap();
        let verdict = match reason {
            Some(_) => Verdict::Incompatible,
            None => Verdict::Compatible,
        };
        let expected: Vec<String> = reason.into_iter().collect();
        for preflight in [&there, &here] {
            assert_eq!(preflight.verdict(), verdict);
            let reasons = preflight.items().iter().flat_map(|item| item.reasons());
            assert_eq!(reasons.collect::<Vec<_>>(), expected);
            assert_eq!(preflight.count_reasons(), expected.len());
            for reason in &expected {
                let shown = format!("\n  bulk item \"ram\": {reason}");
                assert!(preflight.to_string().contains(&shown), "{preflight}");
            }
        }
        // A load asks nobody, and judges the same.
        let mut timer = Timer::default();
        let mut stream = writer();
        machine(&mut timer, source)
            .save_prologue(&mut stream)
            .unwrap();
        stream.flush().unwrap();
        let prologue = std::mem::take(stream.get_mut());
        let error = load(&prologue, destination).unwrap_err();
        assert_eq!(
            matches!(error, MachineError::Incompatible(_)),
            verdict == Verdict::Incompatible,
            "{error}"
        );
    }
}

/// Consent to what does not fit is no answer, nor is one about other items.
#[test]
fn an_answer_says_of_each_item_what_the_source_finds() {
    let (mut here, mut there) = (Timer::default(), Timer::default());
    let here = machine(&mut here, &[whole()]);
    let there = machine(&mut there, &[BulkItem::whole("ram", 4)]);
    let mut offer = writer();
    here.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let found = there
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let answered = |change: &dyn Fn(&mut migratable::stream::Answer)| {
        let mut said = writer();
        there.answer(&found, &mut said).unwrap();
        let mut answer = reader(said.get_mut()).read_answer().unwrap();
        change(&mut answer);
        let mut said = writer();
        there.save_prologue(&mut said).unwrap();
        said.answer(&answer).unwrap();
        let read = here.read_answer(&mut reader(said.get_mut()));
        read.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(answered(&|_| {}), Ok(()));
    let consents = answered(&|answer| {
        answer.items = vec![Judgement::new(Verdict::Compatible, Vec::new())];
    });
    let expected = "bulk item \"ram\": the destination calls it compatible, but it is incompatible";
    assert!(
        consents.clone().unwrap_err().contains(expected),
        "{consents:?}"
    );
    let silent = answered(&|answer| answer.items.clear()).unwrap_err();
    assert!(
        silent.contains("it judges 0 bulk items, and 1 were offered"),
        "{silent}"
    );
    let mut other = Timer::default();
    let other = machine(&mut other, &[BulkItem::whole("ram", 16)]);
    let mut said = writer();
    there.answer(&found, &mut said).unwrap();
    let error = other.read_answer(&mut reader(said.get_mut())).unwrap_err();
    assert!(matches!(error, MachineError::BadAnswer { .. }), "{error}");
}

#[test]
fn memory_is_whole_or_the_load_is_refused() {
    let stream = saved(&[whole()], |stream| {
        stream.bulk("ram", 4, b"tail").unwrap();
        stream.zeros("ram", 0, 4).unwrap();
        stream.bulk("ram", 1, b"!").unwrap();
    });
    assert_eq!(load(&stream, &[whole()]).unwrap(), b"\0!\0\0tail");

    let mut timer = Timer::default();
    let devices = machine(&mut timer, &[whole()]);
    let mut stream = writer();
    devices.save_prologue(&mut stream).unwrap();
    stream.bulk("ram", 0, b"half").unwrap();
    devices.save_sections(&mut stream).unwrap();
    let error = stream.finish().unwrap_err().to_string();
    assert!(error.contains("bytes 4 to 8 have not come"), "{error}");
}

/// A program that forgets to take what came is told.
#[test]
fn bytes_that_are_not_read_are_an_error() {
    let stream = saved(&[whole()], |stream| {
        stream.bulk("ram", 0, b"all of it").unwrap_err();
        stream.bulk("ram", 0, b"allofit!").unwrap();
    });
    for taken in [0, 3, 7] {
        let mut timer = Timer::default();
        let mut devices = machine(&mut timer, &[whole()]);
        let error = devices.load_with_bulk(&mut reader(&stream), |mut bulk| {
            bulk.read_into(&mut vec![0; taken])?;
            Ok::<_, MachineError>(())
        });
        let error = error.unwrap_err().to_string();
        let expected = format!(
            "{} bytes at offset {taken} came and were not read",
            8 - taken
        );
        assert!(error.contains(&expected), "{error}");
        assert_eq!(timer, Timer::default());
    }
    // By the load that takes none.
    let mut timer = Timer::default();
    let error = machine(&mut timer, &[whole()]).load(&mut reader(&stream));
    assert!(matches!(error, Err(MachineError::UnexpectedBulk { .. })));
}

/// Nobody could say whether it is whole.
#[test]
fn bytes_of_an_undeclared_item_are_an_error() {
    for with_zeros in [false, true] {
        let stream = saved(&[], |stream| match with_zeros {
            true => stream.zeros("vram", 0, 4).unwrap(),
            false => stream.bulk("vram", 0, b"x").unwrap(),
        });
        let error = load(&stream, &[]).unwrap_err();
        assert!(
            matches!(&error, MachineError::UnexpectedBulk { name } if name == "vram"),
            "{error}"
        );
    }
}

/// A first stream with all, and a second one with what has changed.
#[test]
fn a_delta_builds_on_the_stream_before() {
    let mut timer = Timer { count: 7 };
    let mut stream = writer();
    let devices = machine(&mut timer, &[whole()]);
    devices.save_prologue(&mut stream).unwrap();
    stream.bulk("ram", 0, b"abcdefgh").unwrap();
    devices.save_sections(&mut stream).unwrap();
    let (first, base) = stream.finish_with_digest().unwrap();
    let changes = BulkItem::delta("ram", LEN, base);
    let second = saved(std::slice::from_ref(&changes), |stream| {
        stream.bulk("ram", 2, b"XY").unwrap();
    });

    let mut timer = Timer::default();
    let mut ram = [0; LEN as usize];
    let mut devices = machine(&mut timer, &[whole()]);
    let mut take = |stream: &[u8], devices: &mut Devices<'_>| {
        let mut reader = reader(stream);
        devices.load_with_bulk(&mut reader, |mut bulk| {
            Ok::<_, MachineError>(bulk.read_to_item(&mut ram)?)
        })?;
        Ok::<_, MachineError>(reader.digest())
    };
    let loaded = take(&first, &mut devices).unwrap().unwrap();
    assert_eq!(loaded, base);
    // Before it is said what is there, nothing builds on it.
    let error = take(&second, &mut devices).unwrap_err();
    assert!(matches!(error, MachineError::Incompatible(_)), "{error}");
    devices.declare(BulkItem::delta("ram", LEN, loaded));
    take(&second, &mut devices).unwrap();
    assert_eq!(&ram, b"abXYefgh");
}

/// The machine is loaded without a byte of the memory that it has already.
#[test]
fn an_item_in_a_file_is_not_in_the_stream() {
    let item = BulkItem::external("ram", 1 << 40, file("ram.img"));
    let stream = saved(std::slice::from_ref(&item), |_| {});
    let mut reader = reader(&stream);
    let declared = reader.prologue().item("ram").cloned().unwrap();
    assert_eq!(declared, item);
    let mut timer = Timer::default();
    machine(&mut timer, &[declared]).load(&mut reader).unwrap();
    assert_eq!(timer.count, 7);
}

/// RAM in a memory file, whose descriptor goes with the stream: it is held against what the
/// stream says, and mapped or read from there.
#[test]
#[cfg(all(
    target_os = "linux",
    target_pointer_width = "64",
    target_endian = "little"
))]
fn an_item_in_a_memfd_is_verified_by_its_descriptor() {
    use std::fs::File;
    use std::io::Read;
    use std::os::unix::fs::FileExt;

    use migratable::stream::ExternalError;

    let memfd = rustix::fs::memfd_create("ram", rustix::fs::MemfdFlags::CLOEXEC).unwrap();
    let memfd = File::from(memfd);
    let ram: Vec<u8> = (0..8192_u32).map(|at| at as u8).collect();
    memfd.write_all_at(&ram, ExternalFile::ALIGNMENT).unwrap();
    let digest = ContentDigest::of(&ram[..], 8192).unwrap();
    let file = file("ram.memfd")
        .at(ExternalFile::ALIGNMENT)
        .with_digest(digest);
    let item = BulkItem::external("ram", 8192, file);

    let stream = saved(std::slice::from_ref(&item), |_| {});
    let mut reader = reader(&stream);
    let declared = reader.prologue().item("ram").cloned().unwrap();
    declared.verify(&memfd).unwrap();
    // It stands at the first byte of the item.
    let mut read = Vec::new();
    (&memfd).read_to_end(&mut read).unwrap();
    assert_eq!(read, ram);
    let mut timer = Timer::default();
    machine(&mut timer, &[declared]).load(&mut reader).unwrap();
    assert_eq!(timer.count, 7);

    memfd
        .write_all_at(&[0], ExternalFile::ALIGNMENT + 8191)
        .unwrap();
    let changed = item.verify(&memfd).unwrap_err();
    assert!(
        matches!(changed, ExternalError::Changed { .. }),
        "{changed}"
    );
    memfd.set_len(ExternalFile::ALIGNMENT + 8191).unwrap();
    let short = item.verify(&memfd).unwrap_err();
    assert!(matches!(short, ExternalError::Short { .. }), "{short}");
}

#[test]
fn items_are_of_the_layout() {
    let mut timer = Timer::default();
    let layout: Layout = machine(&mut timer, &[whole()]).layout();
    let mut stream = writer();
    let mut lent = layout.lend([&timer]).unwrap();
    lent.save_prologue(&mut stream).unwrap();
    stream.flush().unwrap();
    assert_eq!(reader(stream.get_mut()).prologue().items, [whole()]);

    // For one save, there is something else of it.
    lent.declare(BulkItem::delta("ram", LEN, digest(1)));
    let mut stream = writer();
    lent.save_prologue(&mut stream).unwrap();
    stream.flush().unwrap();
    let items = &reader(stream.get_mut()).prologue().items.clone();
    assert_eq!(items, &[BulkItem::delta("ram", LEN, digest(1))]);
    let mut stream = writer();
    layout
        .lend([&timer])
        .unwrap()
        .save_prologue(&mut stream)
        .unwrap();
    stream.flush().unwrap();
    assert_eq!(reader(stream.get_mut()).prologue().items, [whole()]);
}

/// Many items are judged in as much time for each as few.
#[test]
fn items_without_end_are_bounded() {
    let items: Vec<_> = (0..4097)
        .map(|n| BulkItem::whole(format!("item{n}"), n))
        .collect();
    let (there, here) = exchange(&items[..4096], &[]);
    assert_eq!(there.count_reasons(), 4096);
    assert_eq!(here.unwrap().count_reasons(), 4096);
    assert!(there.to_string().lines().count() < 50);
    let mut timer = Timer::default();
    let error = machine(&mut timer, &items).save_prologue(&mut writer());
    assert!(error.unwrap_err().to_string().contains("Limits::items"));
}
