//! Characters, strings, bytes.

use super::oracle::{agree, same};

const TEXTS: [&str; 6] = ["", "a", "\0", "COM1", "größe", "\u{10ffff}\u{1f980}"];

#[test]
fn chars() {
    for value in [
        '\0',
        'a',
        '\u{7f}',
        '\u{80}',
        '\u{7ff}',
        '\u{800}',
        '\u{ffff}',
        char::MAX,
    ] {
        same(&value);
    }
}

#[test]
fn strings() {
    for text in TEXTS {
        same(&text.to_owned());
        same(&Box::<str>::from(text));
        same(&vec![Some(text.to_owned()), None]);
    }
}

/// Lengths of one, two and three bytes.
#[test]
fn lengths() {
    for len in [0, 1, 127, 128, 16_383, 16_384] {
        same(&"x".repeat(len));
        same(&vec![0xa5_u8; len]);
        agree(&vec![7_u8; len].into_boxed_slice(), &vec![7_u8; len]);
    }
}

#[test]
fn fixed_arrays_of_bytes_have_no_length() {
    same(&[0x5a_u8; 6]);
    assert_eq!(migratable::to_vec(&[0_u8; 4096]).unwrap().len(), 4096);
}
