//! Buffers that are used again.

use migratable::{encode_into, encode_to_slice, to_vec};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    /// Whatever was in the buffer, and however much longer or shorter the next
    /// value is.
    #[test]
    fn hold_the_last_value_only(values in vec(vec(any::<(u32, String)>(), 0..40), 1..6)) {
        let mut bytes = Vec::new();
        for value in values {
            encode_into(&value, &mut bytes).unwrap();
            prop_assert_eq!(&bytes, &to_vec(&value).unwrap());

            let mut room = vec![0xee; bytes.len() + 1];
            let len = encode_to_slice(&value, &mut room).unwrap();
            prop_assert_eq!(&room[..len], &bytes);
            prop_assert_eq!(room[len], 0xee);
            encode_to_slice(&value, &mut room[..len - 1]).unwrap_err();
        }
    }
}
