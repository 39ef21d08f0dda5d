//! `inspect --format hex`: every byte beside what it is.

use migratable::to_vec;
use snapbox::{assert_data_eq, str};

use super::fleet;
use super::streams::{Builder, gadget, state};
use super::tool::run_with;

#[test]
fn each_byte_is_beside_its_value() {
    let expected = str![[r#"
standard input  1 instance

/gadget#0  gadget, 20 bytes
[..]  01 00 00 80                                      flags  2147483649 (0x80000001)
[..]  01                                               ready  true
[..]  04 6c 65 66 74                                   name  "left"
[..]  03                                               level  3
[..]  ··                                               pin  (sensitive)
[..]  02                                               list  lengths, counts, tags
[..]  01                                               list[0][0]  1
[..]  00                                               list[0][1]  false
[..]  c8                                               list[1][0]  200 (0xc8)
[..]  01                                               list[1][1]  true

"#]];
    let stream = gadget(&to_vec(&state()).unwrap());
    let shown = run_with(["inspect", "-", "--format", "hex"], &stream).fine();
    assert_data_eq!(shown, expected);
}

/// Nothing is left out and nothing comes twice: the bytes make the payload.
#[test]
fn the_bytes_are_those_of_the_payload() {
    let arguments = [
        "inspect",
        "-",
        "--format",
        "hex",
        "--full",
        "--show-sensitive",
    ];
    let payload = to_vec(&state()).unwrap();
    assert_eq!(
        bytes(&run_with(arguments, &gadget(&payload)).fine()),
        payload
    );
    let shown = run_with(arguments, fleet::stream()).fine();
    let lengths: usize = [119, 79, 296].iter().sum();
    assert_eq!(bytes(&shown).len(), lengths);
}

/// Subsections in parts of parts, with something behind each.
mod nested {
    use migratable::Migratable;

    #[derive(Migratable)]
    pub(super) struct Inner {
        pub(super) list: Vec<(u8, String)>,
        #[migratable(subsection(tag = 1))]
        pub(super) more: Option<u16>,
    }

    #[derive(Migratable)]
    #[migratable(device = "nested")]
    pub(super) struct Nested {
        pub(super) first: Vec<Inner>,
        pub(super) inner: Inner,
        pub(super) mode: Mode,
        pub(super) last: u8,
        #[migratable(subsection(tag = 3))]
        pub(super) extra: Option<Inner>,
    }

    #[derive(Migratable)]
    pub(super) enum Mode {
        On { inner: Inner },
    }
}

/// What stands between values is that of the part which it is in, and of no other that was
/// shown before.
#[test]
fn what_is_no_value_is_beside_the_part_that_has_it() {
    let inner = |more| nested::Inner {
        list: vec![(1, "a".to_owned())],
        more,
    };
    let payload = to_vec(&nested::Nested {
        first: vec![inner(Some(5)), inner(None)],
        inner: inner(Some(6)),
        mode: nested::Mode::On { inner: inner(None) },
        last: 9,
        extra: Some(inner(Some(7))),
    });
    let schema = <nested::Nested as migratable::Device>::SCHEMA_JSON;
    let stream = Builder::new(&[schema], &[("nested", 0, 0)]);
    let stream = stream.section(0, &payload.unwrap()).finish();
    let shown = run_with(["inspect", "-", "--format", "hex"], &stream).fine();
    let expected = str![[r#"
standard input  1 instance

nested#0  nested, 43 bytes
000002c3  02                                               first  lengths, counts, tags
000002c4  01                                               first[0].list  lengths, counts, tags
000002c5  01                                               first[0].list[0][0]  1
000002c6  01 61                                            first[0].list[0][1]  "a"
000002c8  01 01 02                                         first[0]  lengths, counts, tags
000002cb  05 00                                            first[0].more  5
000002cd  01                                               first[1].list  lengths, counts, tags
000002ce  01                                               first[1].list[0][0]  1
000002cf  01 61                                            first[1].list[0][1]  "a"
000002d1  00                                               first[1]  lengths, counts, tags
000002d2  01                                               inner.list  lengths, counts, tags
000002d3  01                                               inner.list[0][0]  1
000002d4  01 61                                            inner.list[0][1]  "a"
000002d6  01 01 02                                         inner  lengths, counts, tags
000002d9  06 00                                            inner.more  6
000002db  00                                               mode  lengths, counts, tags
000002dc  01                                               mode.On.inner.list  lengths, counts, tags
000002dd  01                                               mode.On.inner.list[0][0]  1
000002de  01 61                                            mode.On.inner.list[0][1]  "a"
000002e0  00                                               mode.On.inner  lengths, counts, tags
000002e1  09                                               last  9
000002e2  01 03 09                                         lengths, counts, tags
000002e5  01                                               extra.list  lengths, counts, tags
000002e6  01                                               extra.list[0][0]  1
000002e7  01 61                                            extra.list[0][1]  "a"
000002e9  01 01 02                                         extra  lengths, counts, tags
000002ec  07 00                                            extra.more  7

"#]];
    assert_data_eq!(shown, expected);
}

fn bytes(shown: &str) -> Vec<u8> {
    let of_row = |line: &str| -> Option<Vec<u8>> {
        let offset = line.get(..8)?;
        u64::from_str_radix(offset, 16).ok()?;
        let columns = line.get(10..line.len().min(57))?;
        let pairs = columns.split(' ').take_while(|pair| pair.len() == 2);
        Some(
            pairs
                .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                .collect(),
        )
    };
    shown.lines().filter_map(of_row).flatten().collect()
}

#[test]
fn a_part_is_shown_alone() {
    let stream = gadget(&to_vec(&state()).unwrap());
    let arguments = [
        "inspect",
        "-",
        "--format",
        "hex",
        "--path",
        "/gadget.list[1]",
    ];
    let shown = run_with(arguments, &stream).fine();
    assert!(
        shown.starts_with("\n/gadget#0")
            && shown.contains("list[1][0]")
            && !shown.contains("flags"),
        "{shown}"
    );
    let hidden = ["inspect", "-", "--format", "hex", "--path", "/gadget.pin"];
    assert!(
        run_with(hidden, &stream).fine().contains("··"),
        "{hidden:?}"
    );
}
