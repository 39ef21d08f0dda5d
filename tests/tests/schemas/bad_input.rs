//! What a schema may not say, and what is said of it.

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;

fn document(ty: &str, types: &str) -> String {
    format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{{types}}}}}"
    )
}

/// A struct `D` with one field `n` that has these keys.
fn field(keys: &str) -> String {
    let field = format!("{{\"name\":\"n\",{keys}}}");
    document(
        "{\"ref\":\"D\"}",
        &format!("\"D\":{{\"fields\":[{field}]}}"),
    )
}

#[track_caller]
fn refused(text: &str, says: &[&str]) {
    let error = match with_fingerprint(text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    };
    for says in says {
        assert!(error.contains(says), "{error}: should say {says:?}");
    }
}

#[track_caller]
fn accepted(text: &str) -> Schema {
    let text = with_fingerprint(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    Schema::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const NUMBERS: [&str; 6] = ["u8", "i32", "u64", "i128", "f32", "f64"];

#[test]
fn ranges_of_the_wrong_kind() {
    let float = |bits: f64| format!("{{\"f64_bits\":\"{}\"}}", bits.to_bits());
    let half = float(0.5);
    for number in NUMBERS {
        let is_float = number.starts_with('f');
        let wrappers = [
            format!("\"{number}\""),
            format!("{{\"option\":\"{number}\"}}"),
            format!("{{\"list\":{{\"option\":\"{number}\"}}}}"),
            format!("{{\"array\":{{\"element\":\"{number}\",\"len\":2}}}}"),
            format!("{{\"set\":\"{number}\"}}"),
        ];
        for ty in wrappers {
            for end in ["min", "max"] {
                let range =
                    |limit: &str| field(&format!("\"type\":{ty},\"range\":{{\"{end}\":{limit}}}"));
                for whole in ["5", "\"5\""] {
                    match is_float {
                        true => refused(&range(whole), &["types.D.n.range", "are floats"]),
                        false => drop(accepted(&range(whole))),
                    }
                }
                match is_float {
                    true => drop(accepted(&range(&half))),
                    false => refused(&range(&half), &["types.D.n.range", "are whole numbers"]),
                }
                let no_limits = [
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "\"\"",
                    "\"x\"",
                    "\"+1\"",
                    "\" 1\"",
                    "\"01\"",
                    "\"1e3\"",
                    "\"-0\"",
                    "1.5",
                    "1e3",
                    "{\"f64_bits\":-1}",
                    "{\"f64_bits\":\"01\"}",
                    "{\"f64_bits\":1.0}",
                    "1e400",
                    // Only its digits as a string keep it in every parser.
                    "18446744073709551616",
                    "-9223372036854775809",
                    "340282366920938463463374607431768211455",
                    "\"340282366920938463463374607431768211456\"",
                    "\"-170141183460469231731687303715884105729\"",
                ];
                for limit in no_limits {
                    refused(&range(limit), &["types.D.n.range", "line 1, column "]);
                }
            }
        }
    }
    for ty in [
        "\"bool\"",
        "\"char\"",
        "\"string\"",
        "\"unit\"",
        "{\"set\":\"bool\"}",
        "{\"map\":{\"key\":\"u8\",\"value\":\"u8\"}}",
        "{\"tuple\":[\"u8\"]}",
        "{\"option\":\"string\"}",
    ] {
        for range in ["{}", "{\"min\":0}", "{\"max\":\"9\"}"] {
            let text = field(&format!("\"type\":{ty},\"range\":{range}"));
            refused(&text, &["types.D.n.range", "a range bounds numbers"]);
        }
    }
}

#[test]
fn ranges_of_maps() {
    const MAP: &str = "{\"map\":{\"key\":\"u8\",\"value\":\"u128\"}}";
    let of = |ty: &str, range: &str| field(&format!("\"type\":{ty},\"range\":{range}"));
    let good =
        "{\"keys\":{\"max\":9},\"values\":{\"min\":\"170141183460469231731687303715884105728\"}}";
    for ty in [
        MAP.to_owned(),
        format!("{{\"option\":{MAP}}}"),
        format!("{{\"list\":{{\"array\":{{\"element\":{MAP},\"len\":2}}}}}}"),
    ] {
        accepted(&of(&ty, good));
    }
    for ty in ["\"u8\"", "{\"list\":\"u8\"}", "{\"tuple\":[\"u8\"]}"] {
        refused(&of(ty, good), &["types.D.n.range", "bound maps"]);
    }
    for beside in ["\"min\":0", "\"max\":0", "\"nonzero\":true"] {
        let range = format!("{{\"values\":{{\"min\":\"0\"}},{beside}}}");
        refused(&of(MAP, &range), &["types.D.n.range", "`keys`"]);
    }
    for (range, at) in [
        ("{\"keys\":{\"max\":256}}", "keys"),
        ("{\"values\":{\"min\":\"-1\"}}", "values"),
        ("{\"keys\":{\"min\":2,\"max\":1}}", "keys"),
    ] {
        refused(&of(MAP, range), &[&format!("types.D.n.range.{at}")]);
    }
    let texts = "{\"map\":{\"key\":\"string\",\"value\":\"u8\"}}";
    accepted(&of(texts, "{\"values\":{}}"));
    refused(
        &of(texts, "{\"keys\":{}}"),
        &["range.keys", "bounds numbers"],
    );
}

/// One around a newtype has numbers that the newtype has.
#[test]
fn ranges_around_newtypes() {
    let of = |own: &str, range: &str, keys: &str| {
        let one = format!("\"N\":{{\"fields\":[{{\"name\":\"0\",\"type\":\"u8\",{own}}}]{keys}}}");
        let field =
            format!("{{\"name\":\"n\",\"type\":{{\"list\":{{\"ref\":\"N\"}}}},\"range\":{range}}}");
        document(
            "{\"ref\":\"D\"}",
            &format!("\"D\":{{\"fields\":[{field}]}},{one}"),
        )
    };
    let not_0 = "\"range\":{\"nonzero\":true}";
    let small = "\"range\":{\"max\":4}";
    accepted(&of(not_0, "{\"max\":1}", ""));
    accepted(&of(small, "{\"min\":4}", ""));
    for (own, range) in [
        (not_0, "{\"max\":0}"),
        (small, "{\"min\":5}"),
        (small, "{\"min\":0,\"max\":256}"),
    ] {
        refused(&of(own, range, ""), &["types.D.n.range"]);
    }
    // What it was in another version may be anything.
    refused(
        &of(small, "{\"max\":1}", ",\"version\":2"),
        &["a range bounds numbers"],
    );
}

#[test]
fn ranges_that_no_number_is_in() {
    let ints = [
        ("u8", "5", "4"),
        ("u8", "0", "256"),
        ("u8", "-1", "5"),
        ("i8", "-129", "0"),
        ("i8", "0", "128"),
        ("u64", "0", "\"18446744073709551616\""),
        ("i64", "\"-9223372036854775809\"", "0"),
        ("u128", "\"-1\"", "0"),
        ("i128", "0", "\"170141183460469231731687303715884105728\""),
        (
            "u128",
            "\"170141183460469231731687303715884105729\"",
            "\"170141183460469231731687303715884105728\"",
        ),
        ("u128", "\"170141183460469231731687303715884105728\"", "5"),
        ("u128", "\"2\"", "\"1\""),
    ];
    for (ty, min, max) in ints {
        let range = format!("{{\"min\":{min},\"max\":{max}}}");
        refused(
            &field(&format!("\"type\":\"{ty}\",\"range\":{range}")),
            &["types.D.n.range", &format!("its type is {ty}")],
        );
    }
    for (ty, min, max) in [
        ("f64", 1.0, 0.5),
        ("f64", f64::NAN, 1.0),
        ("f64", 0.0, f64::NAN),
        ("f32", 0.0, 0.1),
        ("f32", -1e300, 0.0),
        ("f32", f64::NAN, f64::NAN),
    ] {
        let [min, max] = [min, max].map(f64::to_bits);
        let range = format!("{{\"min\":{{\"f64_bits\":{min}}},\"max\":{{\"f64_bits\":{max}}}}}");
        refused(
            &field(&format!("\"type\":\"{ty}\",\"range\":{range}")),
            &["types.D.n.range", &format!("its type is {ty}")],
        );
    }
    for (ty, range) in [
        ("u8", "{\"max\":0,\"nonzero\":true}"),
        ("i8", "{\"min\":0,\"max\":0,\"nonzero\":true}"),
        ("f32", "{\"nonzero\":true}"),
    ] {
        let text = field(&format!("\"type\":\"{ty}\",\"range\":{range}"));
        refused(&text, &["types.D.n.range", "nonzero"]);
    }
    accepted(&field(
        "\"type\":\"i8\",\"range\":{\"max\":0,\"nonzero\":true}",
    ));
    // Both ends of every type are limits of it.
    for (ty, min, max) in [
        ("u8", "0", "255"),
        ("i8", "-128", "127"),
        ("u64", "0", "18446744073709551615"),
        ("i64", "-9223372036854775808", "9223372036854775807"),
        (
            "i128",
            "\"-170141183460469231731687303715884105728\"",
            "\"170141183460469231731687303715884105727\"",
        ),
        (
            "u128",
            "\"170141183460469231731687303715884105728\"",
            "\"340282366920938463463374607431768211455\"",
        ),
    ] {
        let range = format!("{{\"min\":{min},\"max\":{max}}}");
        accepted(&field(&format!("\"type\":\"{ty}\",\"range\":{range}")));
    }
}

#[test]
fn lengths_and_fills_of_types_that_have_none() {
    for ty in [
        "\"u8\"",
        "\"bool\"",
        "{\"tuple\":[]}",
        "{\"array\":{\"element\":\"u8\",\"len\":2}}",
        "{\"option\":\"u8\"}",
    ] {
        let text = field(&format!("\"type\":{ty},\"max_len\":1"));
        refused(&text, &["types.D.n.max_len", "it bounds strings"]);
    }
    for ty in ["\"u8\"", "{\"list\":\"u8\"}", "\"string\""] {
        let text = field(&format!("\"type\":{ty},\"fill\":\"zero\""));
        refused(&text, &["types.D.n.fill", "only arrays are filled"]);
    }
}

#[test]
fn an_other_variant_has_no_fields() {
    let variants = |other: &str| {
        document(
            "{\"ref\":\"E\"}",
            &format!("\"E\":{{\"variants\":[{{\"name\":\"A\",\"tag\":0}},{other}]}}"),
        )
    };
    refused(
        &variants(
            "{\"name\":\"O\",\"tag\":9,\"other\":true,\
             \"fields\":[{\"name\":\"x\",\"type\":\"u8\"}]}",
        ),
        &["types.E.O", "has no fields"],
    );
    accepted(&variants(
        "{\"name\":\"O\",\"tag\":9,\"other\":true,\"fields\":[]}",
    ));
}

#[test]
fn a_byte_order_mark_is_passed_over_and_utf_16_is_named() {
    let text = with_fingerprint(&field("\"type\":\"u32\"")).unwrap();
    let marked = format!("\u{feff}{text}");
    assert_eq!(
        Schema::from_json(&marked).unwrap(),
        Schema::from_json(&text).unwrap()
    );
    for twice in [format!("\u{feff}{marked}"), format!("{text}\u{feff}")] {
        assert!(Schema::from_json(&twice).is_err());
    }
    let mut damaged = marked;
    damaged.truncate(damaged.len() - 1);
    let error = Schema::from_json(&damaged).unwrap_err().to_string();
    let column = text.len() - 1;
    assert!(
        error.contains(&format!("line 1, column {column}")),
        "{error}"
    );

    let little: String = text.chars().flat_map(|c| [c, '\0']).collect();
    let big: String = text.chars().flat_map(|c| ['\0', c]).collect();
    for wide in [little, big] {
        let error = Schema::from_json(&wide).unwrap_err().to_string();
        assert!(error.contains("UTF-16"), "{error}");
    }
}

/// Positions are those of the whole text, whatever part of it was being read.
#[test]
fn errors_name_line_and_column() {
    let text = "{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\n\
                \"fingerprint\":\"\",\"type\":{\"ref\":\"D\"},\n\
                \"types\":{\"D\":{\"fields\":[\n\
                {\"name\":\"a\",\"type\":\"u8\"},\n\
                {\"name\":\"b\", \"type\":\"u7\"}]}}}";
    refused(
        text,
        &["types.D.fields[1] (line 5, column 24): unknown type `u7`"],
    );
    refused(
        &text.replace("u7", "u8\",\"type\":\"u8"),
        &["types.D.fields[1] (line 5, column 31): duplicate key `type`"],
    );
    refused(
        &text.replace("\"u7\"", "{\"ref\":\"X\"}"),
        &["types.D.b (line 5, column 33): no type is named `X`"],
    );
    refused(
        &text.replace("\"u7\"", "\"u8\",\n\"default\":{\"value\":1,\"value\":1}"),
        &["types.D.b.default (line 6, column 28): duplicate key `value`"],
    );
    refused(&text[..40], &["not a schema: line 1, column 40: EOF"]);
}

/// Whatever is in a text cannot act on a terminal.
#[test]
fn errors_are_escaped() {
    for text in [
        field("\"type\":\"\\u001b[2J\""),
        field("\"type\":{\"ref\":\"\\u202e\"}"),
        field("\"type\":\"u8\",\"\\u001b\":1"),
        document("\"u8\"", "\"\\u001b\":{}"),
    ] {
        let error = with_fingerprint(&text).unwrap_err().to_string();
        assert!(
            error.chars().all(|c| !c.is_control() && c != '\u{202e}'),
            "{error:?}"
        );
    }
}

#[test]
fn only_a_struct_has_a_default_of_fields() {
    let with_default = |ty: &str| field(&format!("\"type\":{ty},\"default\":\"fields\""));
    for ty in [
        "\"u8\"",
        "\"f64\"",
        "\"string\"",
        "{\"option\":\"u8\"}",
        "{\"list\":\"u8\"}",
        "{\"tuple\":[\"u8\"]}",
        "{\"array\":{\"element\":\"u8\",\"len\":2}}",
    ] {
        refused(
            &with_default(ty),
            &["types.D.n", "only a struct has a default of fields"],
        );
    }
    let of = |inner: &str| {
        let field = "{\"name\":\"n\",\"type\":{\"ref\":\"T\"},\"default\":\"fields\"}";
        let types = format!("\"D\":{{\"fields\":[{field}]}},\"T\":{inner}");
        document("{\"ref\":\"D\"}", &types)
    };
    refused(
        &of("{\"variants\":[{\"name\":\"A\",\"tag\":0}]}"),
        &["only a struct has a default of fields"],
    );
    accepted(&of("{\"fields\":[]}"));
}
