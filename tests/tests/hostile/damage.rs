//! Each truncation, each change of one byte.

use super::samples;

/// No type has a value whose encoding begins with another one's whole encoding.
#[test]
fn what_is_cut_off_is_refused() {
    for sample in samples::all() {
        for len in 0..sample.bytes.len() {
            assert!(
                !(sample.is_accepted)(&sample.bytes[..len]),
                "{}, {len} bytes",
                sample.name
            );
        }
    }
}

#[test]
fn what_is_too_long_is_refused() {
    for sample in samples::all() {
        let longer = [&sample.bytes[..], &[0]].concat();
        assert!(!(sample.is_accepted)(&longer), "{}", sample.name);
    }
}

#[test]
fn each_change_of_a_byte_is_another_value_or_refused() {
    for sample in samples::all()
        .into_iter()
        .filter(|sample| sample.is_canonical)
    {
        let mut bytes = sample.bytes.clone();
        for at in 0..bytes.len() {
            let original = bytes[at];
            for byte in (0..=u8::MAX).filter(|byte| *byte != original) {
                bytes[at] = byte;
                if let Some(again) = (sample.again)(&bytes) {
                    assert_eq!(again, bytes, "{}, byte {at} is {byte}", sample.name);
                }
            }
            bytes[at] = original;
        }
    }
}
