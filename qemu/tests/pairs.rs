//! Verdicts on pairs of streams and dumps, beside what is known of them: real
//! loads, the same build, public source.

mod common;

use common::{DUMPS, bytes, decided, dump, stream};
use migratable_qemu::Stream;
use migratable_qemu::compare::{Layouts, Selection, Side, Verdict, compare, is_dump};

enum Input {
    Dump(Layouts),
    Stream(Vec<u8>, Box<Stream>),
}

impl Input {
    fn open(name: &str) -> Self {
        match is_dump(&bytes(name)) {
            true => Self::Dump(dump(name)),
            false => {
                let (bytes, stream) = stream(name);
                Self::Stream(bytes, Box::new(stream))
            }
        }
    }

    fn side(&self) -> Side<'_> {
        match self {
            Self::Dump(layouts) => Side::dump(layouts.clone()),
            Self::Stream(bytes, stream) => {
                let (description, _) = stream.description.as_ref().unwrap();
                Side::stream(bytes, stream, description)
            }
        }
    }

    fn layouts(&self) -> Layouts {
        match self {
            Self::Dump(layouts) => layouts.clone(),
            Self::Stream(_, stream) => {
                Layouts::of_description(&stream.description.as_ref().unwrap().0)
            }
        }
    }
}

#[test]
fn known_pairs_have_their_verdicts() {
    let table = include_str!("pairs.tsv");
    let mut count = 0;
    for line in table.lines().skip(1) {
        let [writer, reader, select, expected, evidence] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{line}");
        };
        let (w, r) = (Input::open(writer), Input::open(reader));
        let machine = select
            .strip_prefix("of:")
            .map(|name| Input::open(name).layouts());
        let selection = Selection {
            devices_of: machine.as_ref(),
            device: select.strip_prefix("key:"),
        };
        let comparison = compare(&w.side(), &r.side(), &selection);
        assert_eq!(
            decided(&comparison),
            expected,
            "{writer} -> {reader} {select}: {evidence}\n{:#?}",
            comparison.findings
        );
        count += 1;
    }
    assert_eq!(count, 33);
}

/// All a build could have, against itself.
#[test]
fn every_dump_loads_itself() {
    for name in DUMPS {
        let side = Side::dump(dump(name));
        let found = compare(&side, &side, &Selection::default());
        assert_eq!(
            found.verdict(),
            Verdict::Loads,
            "{name}: {:#?}",
            found.findings
        );
        assert!(found.compared > 200);
    }
}

/// The break that no dump shows: what the processor's registers are.
#[test]
fn a_register_that_the_reader_lacks_is_named() {
    let (old, new) = (
        Input::open("qemu7.2.22-virt-7.2-min.mig.gz"),
        Input::open("qemu10.0.2-virt-7.2-min.mig.gz"),
    );
    let found = compare(&old.side(), &new.side(), &Selection::default());
    let register = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-register-lacking");
    let register = register.expect("the register is found");
    assert_eq!(register.device, "cpu#0");
    assert!(
        register.writer.contains("0x40200000200f3a00"),
        "{register:?}"
    );
    let found = compare(&new.side(), &old.side(), &Selection::default());
    let length = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-value-too-large");
    let length = length.expect("the length is found");
    assert_eq!(
        (length.writer.as_str(), length.reader.as_str()),
        ("274", "up to 258")
    );
}
