//! `inspect --format hex`: every byte beside what it is.

use migratable::to_vec;
use snapbox::{assert_data_eq, str};

use super::fleet;
use super::streams::{gadget, state};
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
