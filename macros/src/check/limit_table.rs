//! Both sides of every limit, with every kind of literal.

use super::pair_table::errors;

/// A field's type and keys, and what is said of them; nothing if they are right.
type Case = (&'static str, &'static str, &'static str);

#[track_caller]
fn check(cases: &[Case]) {
    for (ty, keys, says) in cases {
        let errors = errors(&format!(
            "struct Uart {{ #[migratable({keys})] value: {ty} }}"
        ));
        match says.is_empty() {
            true => assert!(errors.is_empty(), "{keys}: {errors:?}"),
            false => assert!(
                matches!(errors.as_slice(), [error] if error.contains(says)),
                "{keys}: {errors:?}"
            ),
        }
    }
}

#[test]
fn defaults_at_the_ends_of_ranges() {
    check(&[
        ("u8", "range = 1..=9, default = 1", ""),
        ("u8", "range = 1..=9, default = 9", ""),
        ("u8", "range = 1..=9, default = 0", "default 0 is not in"),
        ("u8", "range = 1..=9, default = 10", "default 10 is not in"),
        ("u8", "range = 1..9, default = 8", ""),
        ("u8", "range = 1..9, default = 9", "default 9 is not in"),
        ("u8", "range = 1.., default = 1", ""),
        ("u8", "range = 1.., default = 0", "default 0 is not in"),
        ("u8", "range = ..=9, default = 9", ""),
        ("u8", "range = ..=9, default = 10", "default 10 is not in"),
        ("i8", "range = -5..=-1, default = -5", ""),
        ("i8", "range = -5..=-1, default = -1", ""),
        (
            "i8",
            "range = -5..=-1, default = -6",
            "default -6 is not in",
        ),
        ("i8", "range = -5..=-1, default = 0", "default 0 is not in"),
    ]);
}

#[test]
fn kinds_of_numbers_in_ranges() {
    check(&[
        ("u8", "range = 0..=97, default = b'a'", ""),
        (
            "u8",
            "range = 0..97, default = b'a'",
            "default 97 is not in",
        ),
        ("u8", "range = b'a'..=b'z', default = 97", ""),
        (
            "u8",
            "range = b'b'..=b'z', default = 97",
            "default 97 is not in",
        ),
        ("u8", "range = 0..=9, default = (9)", ""),
        (
            "u8",
            "range = 0..=9, default = (10)",
            "default 10 is not in",
        ),
        (
            "u8",
            "range = (0)..=(9), default = 10",
            "default 10 is not in",
        ),
        (
            "u8",
            "range = 0..=9, default = 0x0a",
            "default 10 is not in",
        ),
        (
            "u8",
            "range = 0..=9, default = 10_u8",
            "default 10 is not in",
        ),
        (
            "i8",
            "range = 0..=9, default = -(1)",
            "default -1 is not in",
        ),
        ("u8", "range = 0..=255, default = u8::MAX", ""),
        (
            "u8",
            "range = 0..255, default = u8::MAX",
            "default 255 is not in",
        ),
        (
            "i8",
            "range = -127..=9, default = i8::MIN",
            "default -128 is not in",
        ),
        ("Option<u8>", "range = 0..=9, default = Some(9)", ""),
        (
            "Option<u8>",
            "range = 0..=9, default = Some(10)",
            "default 10 is not in",
        ),
        ("Option<u8>", "range = 1..=9, default = None", ""),
        ("[u8; 2]", "range = 0..=9, default = [0, 9]", ""),
        (
            "[u8; 2]",
            "range = 0..=9, default = [0, 10]",
            "default 10 is not in",
        ),
        (
            "[u8; 2]",
            "range = 0..=9, default = [10; 2]",
            "default 10 is not in",
        ),
        (
            "Vec<u8>",
            "range = 0..=9, default = vec![9, 10]",
            "default 10 is not in",
        ),
        (
            "Vec<u8>",
            "range = 0..=9, default = Vec::from([1, 10])",
            "default 10 is not in",
        ),
        ("u8", "range = 0..=9, default = computed(10)", ""),
        ("f32", "range = 0.5..=1.5, default = 9.5", ""),
        (
            "u8",
            "range = 0..=9, default = true",
            "this default is not one",
        ),
        (
            "u8",
            "range = 0..=9, default = 'a'",
            "this default is not one",
        ),
        (
            "u8",
            "range = 0..=9, default = \"a\".to_owned()",
            "this default is not one",
        ),
        (
            "Option<u8>",
            "range = 0..=9, default = Some(\"a\".to_owned())",
            "this default is not one",
        ),
    ]);
}

#[test]
fn limits_of_ranges() {
    check(&[
        ("u8", "range = 5..=5", ""),
        ("u8", "range = 4..5", ""),
        ("u8", "range = 5..5", "no number is in"),
        ("u8", "range = 5..=4", "no number is in"),
        ("u8", "range = (5)..=(4)", "no number is in"),
        ("i8", "range = -1..=-2", "no number is in"),
        ("i8", "range = -2..=-1", ""),
        ("u8", "range = b'b'..=b'a'", "no number is in"),
        ("f32", "range = 0.5..=1.5", ""),
        ("u8", "range = LEAST..=MOST", ""),
        ("u8", "range = ..=\"9\"", "from number to number"),
        ("u8", "range = 'a'..", "from number to number"),
        ("u8", "range = ..=true", "from number to number"),
        ("u8", "range = ..=[9]", "from number to number"),
        ("u8", "range = ..=b\"9\"", "from number to number"),
    ]);
}

#[test]
fn lengths_of_every_kind_of_text_and_list() {
    for (ty, value) in [
        ("String", "String::from(\"abc\")"),
        ("String", "\"abc\".to_owned()"),
        ("String", "\"abc\".to_string()"),
        ("String", "(\"abc\".to_string())"),
        ("String", "String::from(\"aß\")"),
        ("Vec<u8>", "b\"abc\".to_vec()"),
        ("Vec<u8>", "vec![1, 2, 3]"),
        ("Vec<u8>", "vec![7; 3]"),
        ("Vec<u8>", "Vec::from([1, 2, 3])"),
        ("VecDeque<u8>", "VecDeque::from([1, 2, 3])"),
        ("Option<String>", "Some(\"abc\".to_owned())"),
        ("Option<Vec<u8>>", "Some(vec![1, 2, 3])"),
    ] {
        let keys = |max: u32| format!("max_len = {max}, default = {value}").leak() as &str;
        check(&[
            (ty, keys(4), ""),
            (ty, keys(3), ""),
            (ty, keys(2), "the default has length 3, but `max_len` is 2"),
        ]);
    }
    check(&[
        ("String", "max_len = 0, default = String::new()", ""),
        ("Vec<u8>", "max_len = 0, default = Vec::new()", ""),
        ("Vec<u8>", "max_len = 0, default = vec![]", ""),
        ("Option<Vec<u8>>", "max_len = 0, default = None", ""),
        (
            "Vec<u8>",
            "max_len = 2, default = computed(vec![1, 2, 3])",
            "",
        ),
        ("Vec<u8>", "max_len = MOST, default = vec![1, 2, 3]", ""),
    ]);
}

#[test]
fn keys_for_other_types() {
    check(&[
        (
            "[u8; 2]",
            "max_len = 2",
            "`max_len` is not for an array of numbers",
        ),
        (
            "([[u8; 2]; 3])",
            "max_len = 2",
            "`max_len` is not for an array of numbers",
        ),
        ("[Vec<u8>; 3]", "max_len = 2", ""),
        (
            "[Vec<u8>; 3]",
            "max_len = 2, default = [vec![], vec![1, 2], vec![]]",
            "",
        ),
        (
            "[Vec<u8>; 2]",
            "max_len = 2, default = [vec![], vec![1, 2, 3]]",
            "the default has length 3, but `max_len` is 2",
        ),
        ("(u8, u8)", "max_len = 2", "`max_len` is not for a tuple"),
        ("(u8, u8)", "range = 0..=9", "`range` is not for a tuple"),
        ("(u8, u8)", "fill = 0", "`fill` is not for a tuple"),
        ("Vec<u8>", "max_len = 2, range = 0..=9", ""),
    ]);
}
