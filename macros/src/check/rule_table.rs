//! What whole types may and may not be, on both sides of each rule.

use proc_macro2::Delimiter;
use quote::ToTokens as _;
use syn::{Data, DeriveInput, Type};

use super::pair_table::{errors, errors_of};

/// Items, and a part of what is said of each; nothing if it is right.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases.iter().filter_map(judged).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same of sources around each middle part.
#[track_caller]
fn check_each(before: &str, after: &str, cases: &[(&str, &str)]) {
    let whole = cases
        .iter()
        .map(|(middle, _)| format!("{before}{middle}{after}"));
    let whole: Vec<_> = whole.collect();
    let cases: Vec<_> = whole
        .iter()
        .zip(cases)
        .map(|(source, (_, says))| (source.as_str(), *says))
        .collect();
    check(&cases);
}

/// The case with what is said instead, if it is something else.
fn judged((source, says): &(&str, &str)) -> Option<String> {
    let errors = errors(source);
    let is_right = match errors.as_slice() {
        [] => says.is_empty(),
        [error] => !says.is_empty() && error.contains(says),
        _ => false,
    };
    (!is_right).then(|| format!("{source}: {errors:?}"))
}

#[test]
fn versions() {
    const OLDER: &str = "would be read as if they meant the same";
    check_each(
        "#[migratable(device = \"pl011\"",
        ")] struct Uart { flags: u32 }",
        &[
            ("", ""),
            (", version = 1", ""),
            (", version = 2", OLDER),
            (", version = 2, oldest = 1", OLDER),
            (", version = 3, oldest = 2", OLDER),
            (", version = 2, oldest = 2", ""),
            (", version = 2, upgrade = f", ""),
            (", version = 3, oldest = 2, upgrade = f", ""),
            (", version = 2, oldest = 2, upgrade = f", "no version older"),
            (", upgrade = f", "no version older than 1"),
            (", oldest = 2", "`oldest` is 2, but `version` only 1"),
            (", version = 2, oldest = 3", "but `version` only 2"),
            (", loaded = f", ""),
            (", alias = \"uart\"", ""),
            (", alias = \"uart\", alias = \"uart-16550\"", ""),
            (", alias = \"pl011\"", "has the name `pl011` already"),
            (
                ", alias = \"uart\", alias = \"uart\"",
                "has the name `uart` already",
            ),
            (", takes_over(device = \"uart\", type = T, apply = f)", ""),
            (
                ", takes_over(device = \"uart\", version = 2, type = T, apply = f), \
                 takes_over(device = \"clock\", type = T, apply = f)",
                "",
            ),
            (
                ", takes_over(device = \"pl011\", type = T, apply = f)",
                "has the name `pl011` itself",
            ),
            (
                ", alias = \"uart\", takes_over(device = \"uart\", type = T, apply = f)",
                "has the name `uart` itself",
            ),
            (
                ", takes_over(device = \"uart\", type = T, apply = f), \
                 takes_over(device = \"uart\", type = T, apply = f)",
                "from `uart` is said already",
            ),
            (", needed = f", ""),
            (", blocked = f", ""),
            // Of what could not be read, nothing follows.
            (", version = f, oldest = 3", "takes a number"),
            (", oldest = f, upgrade = f", "takes a number"),
            (", version = 2, oldest = f", "takes a number"),
            (", version = 2, upgrade = 3", "takes a function"),
        ],
    );
    check_each(
        "#[migratable(",
        ")] struct Uart { flags: u32 }",
        &[
            ("version = 2", ""),
            ("oldest = 2", "`oldest` needs `device"),
            ("upgrade = f", "`upgrade` needs `device"),
            ("version = 2, upgrade = f", "`upgrade` needs `device"),
            (
                "version = 2, transparent",
                "another type stands in the stream",
            ),
            (
                "version = 2, from = V, into = V",
                "another type stands in the stream",
            ),
            ("loaded = f", "`loaded` needs `device"),
            ("alias = \"uart\"", "`alias` needs `device"),
            (
                "takes_over(device = \"uart\", type = T, apply = f)",
                "`takes_over` needs `device",
            ),
            ("needed = f", "`needed` needs `device"),
            ("blocked = f", "`blocked` needs `device"),
        ],
    );
}

#[test]
fn older_versions() {
    const ONE: &str = "older(version = 1, type = V1, convert = f)";
    const TWO: &str = "older(version = 2, type = V2, convert = f)";
    let cases = |cases: &[(&str, &str)]| -> Vec<(String, String)> {
        let spelled = |keys: &str| keys.replace("ONE", ONE).replace("TWO", TWO);
        let cases = cases.iter();
        cases
            .map(|(keys, says)| (spelled(keys), (*says).to_owned()))
            .collect()
    };
    let all = |before: &str, given: &[(&str, &str)]| {
        let given = cases(given);
        let given: Vec<_> = given
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        check_each(before, ")] struct Uart { flags: u32 }", &given);
    };
    all(
        "#[migratable(",
        &[
            ("version = 2, ONE", ""),
            ("version = 3, ONE, TWO", ""),
            ("version = 3, TWO, ONE", ""),
            // What is between is refused.
            ("version = 3, ONE", ""),
            ("version = 9, TWO", ""),
            ("ONE", "version 1 is not older than this type's, which is 1"),
            ("version = 2, TWO", "version 2 is not older"),
            ("version = 2, ONE, ONE", "in version 1 is said twice"),
            (
                "version = 2, older(version = 1, type = V1)",
                "needs `convert",
            ),
            (
                "version = 2, older(type = V1, convert = f)",
                "needs `version",
            ),
            ("version = f, ONE", "takes a number"),
            ("version = 2, ONE, oldest = 1", "`oldest` needs `device"),
        ],
    );
    const READ: &str = "would be read as if they meant the same";
    all(
        "#[migratable(device = \"pl011\", ",
        &[
            ("version = 2, ONE", ""),
            ("version = 3, ONE, TWO", ""),
            ("version = 3, oldest = 2, TWO", ""),
            ("version = 3, ONE", READ),
            ("version = 3, TWO", READ),
            ("version = 3, oldest = 3, ONE", ""),
            ("version = 3, oldest = 2, ONE, upgrade = f", ""),
            ("version = 3, ONE, upgrade = f", ""),
            ("version = 3, TWO, upgrade = f", ""),
            ("version = 2, ONE, upgrade = f", "no version older"),
            ("version = 3, ONE, TWO, upgrade = f", "no version older"),
            (
                "version = 2, older(version = 1, type = V1), upgrade = f",
                "needs `convert",
            ),
            ("version = 4294967295, ONE, upgrade = f", ""),
        ],
    );
}

#[test]
fn numbers_at_their_limits() {
    const RANGE: &str = "takes a number from";
    check_each(
        "#[migratable(device = \"pl011\", upgrade = f, version = ",
        ")] struct Uart { flags: u32 }",
        &[
            ("0", RANGE),
            ("2", ""),
            ("4294967295", ""),
            ("4294967296", RANGE),
        ],
    );
    check_each(
        "#[migratable(device = \"pl011\", version = 9, upgrade = f, oldest = ",
        ")] struct Uart { flags: u32 }",
        &[("0", RANGE), ("1", ""), ("8", "")],
    );
    let tags = [
        ("0", RANGE),
        ("1", ""),
        ("65535", ""),
        ("65536", RANGE),
        ("-1", RANGE),
        ("TAG", RANGE),
    ];
    check_each(
        "struct Uart { #[migratable(subsection(tag = ",
        "))] clock: Option<u32> }",
        &tags,
    );
    check_each(
        "#[migratable(subsection(clock, needed = f, tag = ",
        "))] struct Uart { #[migratable(subsection = clock, default)] rate: u32 }",
        &tags,
    );
    check_each(
        "#[migratable(retired(name = \"old\", type = u32, tag = ",
        "))] struct Uart { flags: u32 }",
        &tags,
    );
    check_each(
        "enum Mode { #[migratable(tag = ",
        ")] Off }",
        &[
            ("0", ""),
            ("2147483647", ""),
            ("2147483648", RANGE),
            ("-1", RANGE),
        ],
    );
}

#[test]
fn tags_are_counted_and_told_apart() {
    check(&[
        ("enum Mode { A, #[migratable(tag = 1)] B }", ""),
        (
            "enum Mode { A, B, #[migratable(tag = 1)] C }",
            "tag 1 is taken",
        ),
        (
            "enum Mode { #[migratable(tag = 1)] A, #[migratable(tag = 0)] B }",
            "",
        ),
        (
            "enum Mode { #[migratable(tag = 1)] A, #[migratable(tag = 0)] B, C }",
            "tag 1 is taken",
        ),
        ("enum Mode { #[migratable(tag = 2147483646)] A, B }", ""),
        (
            "enum Mode { #[migratable(tag = 2147483647)] A, B, C }",
            "would be larger than 2147483647",
        ),
        (
            "enum Mode { A, #[migratable(other)] B(u32), #[migratable(tag = 1)] C }",
            "",
        ),
        (
            "enum Mode { A, #[migratable(other)] B, #[migratable(tag = 1)] C }",
            "tag 1 is taken",
        ),
    ]);
}

#[test]
fn reserved_tags() {
    const BAD: &str = "expected a tag, a range of tags or a name";
    for (list, reserved) in [
        ("3", &[3][..]),
        ("3, 5", &[3, 5]),
        ("7..=9", &[7, 8, 9]),
        ("7..9", &[7, 8]),
        ("7..8", &[7]),
        ("7..=7", &[7]),
        ("1..=2, 3..5", &[1, 2, 3, 4]),
        ("\"old\"", &[]),
        ("2147483647", &[]),
    ] {
        for tag in 1..=11 {
            let is_reserved = reserved.contains(&tag);
            check(&[(
                &format!(
                    "#[migratable(reserved({list}))] \
                     struct Uart {{ #[migratable(subsection(tag = {tag}))] clock: Option<u32> }}"
                ),
                match is_reserved {
                    true => "is reserved",
                    false => "",
                },
            )]);
        }
    }
    check_each(
        "#[migratable(reserved(",
        "))] struct Uart { flags: u32 }",
        &[
            ("7..7", BAD),
            ("8..7", BAD),
            ("8..=7", BAD),
            ("0..0", BAD),
            ("7..", BAD),
            ("..7", BAD),
            ("-1", BAD),
            ("2147483648", BAD),
            ("0..=2147483648", BAD),
            ("0..=2147483647", ""),
            ("1, 2, 1", "`1` is reserved twice"),
            ("1..=3, 3", "`3` is reserved twice"),
            ("3, 1..=3", "`3` is reserved twice"),
            ("1..=3, 4..=5", ""),
            ("4..=5, 1..=3", ""),
            ("2..=9, 1..=2", "`2` is reserved twice"),
            ("1..=9, 4..=5", "`4` is reserved twice"),
            ("4..=5, 1..=9", "`4` is reserved twice"),
            ("\"a\", \"b\"", ""),
            ("\"a\", \"b\", \"a\"", "`a` is reserved twice"),
        ],
    );
}

#[test]
fn names_of_every_kind() {
    let longest = "x".repeat(64);
    let too_long = "x".repeat(65);
    for (before, after, max) in [
        (
            "#[migratable(rename = \"",
            "\")] struct Uart { flags: u32 }",
            64,
        ),
        (
            "#[migratable(device = \"",
            "\")] struct Uart { flags: u32 }",
            128,
        ),
        (
            "struct Uart { #[migratable(rename = \"",
            "\")] flags: u32 }",
            64,
        ),
        (
            "struct Uart { #[migratable(alias = \"",
            "\")] flags: u32 }",
            64,
        ),
        ("enum Mode { #[migratable(rename = \"", "\")] Off }", 64),
        ("enum Mode { #[migratable(alias = \"", "\")] Off }", 64),
        (
            "#[migratable(reserved(\"",
            "\"))] struct Uart { flags: u32 }",
            64,
        ),
        (
            "#[migratable(retired(tag = 1, type = u32, name = \"",
            "\"))] struct Uart { flags: u32 }",
            64,
        ),
    ] {
        check_each(
            before,
            after,
            &[
                ("a", ""),
                ("Z9_.-", ""),
                (&"x".repeat(max), ""),
                (&"x".repeat(max + 1), "cannot be a name"),
                ("", "cannot be a name"),
                ("a b", "cannot be a name"),
                ("é", "cannot be a name"),
                ("a/b", "cannot be a name"),
            ],
        );
    }
    for (before, after) in [
        ("struct ", " { flags: u32 }"),
        ("enum ", " { Off }"),
        ("struct Uart { ", ": u32 }"),
        ("enum Mode { ", " }"),
        ("enum Mode { On { ", ": u32 } }"),
    ] {
        check_each(
            before,
            after,
            &[
                (&longest, ""),
                (&too_long, "cannot be a name"),
                ("é", "cannot be a name"),
            ],
        );
    }
    check_each(
        "#[migratable(subsection(",
        ", tag = 1, needed = f))] struct Uart { \
         #[migratable(subsection = r#type, default)] rate: u32 }",
        &[("r#type", "")],
    );
}

#[test]
fn names_that_are_taken() {
    const TAKEN: &str = "is taken";
    check(&[
        (
            "struct Uart { #[migratable(rename = \"b\")] a: u8, c: u8 }",
            "",
        ),
        (
            "struct Uart { #[migratable(rename = \"b\")] a: u8, b: u8 }",
            TAKEN,
        ),
        (
            "struct Uart { #[migratable(alias = \"b\")] a: u8, b: u8 }",
            TAKEN,
        ),
        ("struct Uart { #[migratable(alias = \"a\")] a: u8 }", TAKEN),
        (
            "struct Uart { #[migratable(skip)] a: u8, #[migratable(rename = \"a\")] b: u8 }",
            "",
        ),
        ("enum Mode { #[migratable(rename = \"B\")] A, B }", TAKEN),
        ("enum Mode { #[migratable(alias = \"B\")] A, B }", TAKEN),
        ("enum Mode { A { a: u8 }, B { a: u8 } }", ""),
        (
            "enum Mode { A { a: u8, #[migratable(alias = \"a\")] b: u8 } }",
            TAKEN,
        ),
        (
            "#[migratable(retired(tag = 1, type = u8, name = \"b\"))] struct Uart { b: u8 }",
            TAKEN,
        ),
        (
            "#[migratable(reserved(\"b\"))] struct Uart { b: u8 }",
            "is reserved",
        ),
        (
            "#[migratable(reserved(\"B\"))] enum Mode { B }",
            "is reserved",
        ),
        (
            "#[migratable(reserved(\"b\"))] enum Mode { B { b: u8 } }",
            "",
        ),
        (
            "#[migratable(reserved(\"b\"))] struct Uart { #[migratable(alias = \"b\")] a: u8 }",
            "is reserved",
        ),
    ]);
}

#[test]
fn adapters_that_keep_values_as_they_are_spelled() {
    const CHANGES: &str = "may encode this value as another one";
    check_each(
        "struct Uart { #[migratable(default = 1, with = ",
        ")] value: Value }",
        &[
            ("Varint", ""),
            ("migratable::Varint", ""),
            ("(Varint)", ""),
            ("Vec<Varint>", ""),
            ("std::collections::VecDeque<Varint>", ""),
            ("Option<Varint>", ""),
            ("Box<Varint>", ""),
            ("Option<Box<Varint>>", ""),
            ("[Varint; 2]", ""),
            ("(Varint, Varint)", ""),
            ("()", ""),
            ("Hex", CHANGES),
            ("Varint::Hex", CHANGES),
            ("Vec", CHANGES),
            ("Vec<Hex>", CHANGES),
            ("Hex<Varint>", CHANGES),
            ("Varint<u8>", CHANGES),
            ("Vec<2>", CHANGES),
            ("[Hex; 2]", CHANGES),
            ("(Varint, Hex)", CHANGES),
            ("(Hex, Varint)", CHANGES),
            ("&Varint", CHANGES),
        ],
    );
    check(&[
        (
            "struct Uart { #[migratable(with = Hex, default)] value: u8 }",
            "",
        ),
        (
            "struct Uart { #[migratable(with = Hex, default = computed(1))] value: u8 }",
            "",
        ),
    ]);
}

#[test]
fn fields_that_hold_an_unknown_tag() {
    let shape = "`B`";
    check_each(
        "enum Mode { A, #[migratable(other)] B",
        " }",
        &[
            ("", ""),
            ("(u32)", ""),
            ("((u32))", ""),
            ("(Tag)", ""),
            ("(std::primitive::u32)", ""),
            ("(tag!())", ""),
            ("{ tag: u32 }", shape),
            ("(u32, u32)", shape),
            ("()", shape),
            ("([u32; 1])", shape),
        ],
    );
    for other in [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u64", "u128", "usize",
    ] {
        for ty in [other.to_owned(), format!("({other})")] {
            let source = format!("enum Mode {{ A, #[migratable(other)] B({ty}) }}");
            check(&[(&source, shape)]);
        }
    }
}

#[test]
fn types_that_contain_themselves() {
    const ENDLESS: &str = "contains itself";
    check_each(
        "struct Uart { flags: u32, value: ",
        " }",
        &[
            ("Self", ENDLESS),
            ("Uart", ENDLESS),
            ("Box<Uart>", ENDLESS),
            ("(Box<Self>)", ENDLESS),
            ("[Box<Uart>; 2]", ENDLESS),
            ("(u8, Box<Uart>)", ENDLESS),
            ("BTreeMap<u8, Vec<Uart>>", ENDLESS),
            ("Option<std::vec::Vec<Uart>>", ENDLESS),
            ("Array<2, Uart>", ""),
            ("other::Uart", ""),
            ("Uart::State", ""),
            ("Self::State", ""),
            ("<Uart as Device>::State", ""),
            ("PhantomData<Uart>", ""),
            ("std::marker::PhantomData<Uart>", ""),
            ("Vec<PhantomData<Uart>>", ""),
            ("Uarts", ""),
        ],
    );
    check(&[
        ("struct Uart { #[migratable(skip)] value: Box<Uart> }", ""),
        (
            "struct Uart { #[migratable(with = State)] value: Box<Uart> }",
            "",
        ),
        ("enum Mode { A, B(Box<Mode>) }", ENDLESS),
        (
            "#[migratable(retired(tag = 1, name = \"old\", type = Uart))] struct Uart { a: u8 }",
            ENDLESS,
        ),
    ]);
}

#[test]
fn types_that_are_no_state() {
    for (ty, says) in [
        ("fn()", "a function pointer"),
        ("impl Copy", "an `impl Trait`"),
        ("!", "`!` has no value"),
        ("*const u8", "a raw pointer"),
        ("&u8", "a reference"),
        ("[u8]", "a slice"),
        ("dyn Copy", "a trait object"),
    ] {
        for within in ["_", "(_)", "[_; 2]", "(u8, _)"] {
            let ty = within.replace('_', ty);
            check(&[
                (&format!("struct Uart {{ value: {ty} }}"), says),
                (
                    &format!("struct Uart {{ #[migratable(skip)] value: {ty} }}"),
                    "",
                ),
                (
                    &format!("struct Uart {{ #[migratable(with = A)] value: {ty} }}"),
                    "",
                ),
            ]);
        }
    }
}

#[test]
fn subsections_say_what_absent_means() {
    check_each(
        "struct Uart { #[migratable(subsection(tag = 1",
        ")] clock: Option<u32> }",
        &[
            (")", ""),
            ("), default", "without `needed`"),
            (", needed = f)", "when its subsection is absent"),
            (", needed = f), default", ""),
            (", needed = f), default = 3", ""),
            (", ignorable)", ""),
            ("), ignorable", "it is the subsection that can be ignored"),
        ],
    );
    check_each(
        "#[migratable(subsection(clock, tag = 1, needed = f))] \
         struct Uart { #[migratable(subsection = clock, default)] rate: u32, #[migratable(",
        ")] phase: u32 }",
        &[
            ("subsection = clock", "when its group is absent"),
            ("subsection = clock, default", ""),
            ("subsection = clock, default, ignorable", ""),
            (
                "subsection = clocks, default",
                "no subsection `clocks` is declared",
            ),
            ("default", ""),
        ],
    );
    check(&[(
        "#[migratable(subsection(clock, tag = 1, needed = f))] struct Uart { rate: u32 }",
        "no field belongs to the subsection `clock`",
    )]);
}

#[test]
fn transparent_types_have_one_field() {
    check_each(
        "#[migratable(transparent)] struct Level(",
        ");",
        &[
            ("u32", ""),
            ("u32, u32", "transparent"),
            ("", "transparent"),
            ("u32, #[migratable(skip)] u32", ""),
            ("#[migratable(skip)] u32", "transparent"),
            ("#[migratable(varint)] u32", ""),
            ("#[migratable(with = A)] u32", ""),
            ("#[migratable(default)] u32", "transparent"),
            ("u32, #[migratable(skip = 3)] u32", ""),
        ],
    );
}

#[test]
fn one_mistake_in_a_list_is_one_error() {
    const NO_KEY: &str = "there is no key `colour`";
    check_each(
        "struct Uart { #[migratable(",
        ")] flags: u32 }",
        &[
            ("colour", NO_KEY),
            ("colour,", NO_KEY),
            ("colour = red", NO_KEY),
            ("colour = red, varint", NO_KEY),
            ("colour = [red, 2], varint", NO_KEY),
            ("colour = Vec<Red>, varint", NO_KEY),
            ("colour = &'static str", NO_KEY),
            ("colour = Vec<dyn Red + 'static>, range = 0..=9", NO_KEY),
            ("colour(red = 1), varint", NO_KEY),
            ("varint, colour(red = 1)", NO_KEY),
            ("colour = = red", NO_KEY),
            ("colour = red green, varint", NO_KEY),
            ("colour = = red, green = 3, varint", NO_KEY),
            ("colour = = red, varint green", NO_KEY),
            ("colour = = red, Green>, varint", NO_KEY),
            ("varint varint", "`varint` takes no value"),
            ("unit = \"ns\" varint", "expected a comma after `unit`"),
            ("3, varint", "expected a key"),
            ("= 3, varint", "expected a key"),
            (", varint", "expected a key"),
            ("varint, varint", "`varint` is given twice"),
            ("alias = \"a\", alias = \"b\"", ""),
            ("unit = \"ns\", unit = \"ms\"", "`unit` is given twice"),
            ("varint = 1", "`varint` takes no value"),
            ("unit", "`unit` needs a value"),
            ("unit =", "`unit` needs a value"),
            ("unit(\"ns\")", "the value of `unit` goes after `=`"),
            ("with = Map<A, B>, sensitive", ""),
            ("skip = |a, b| a + b", ""),
            ("subsection", "`subsection` takes a list in parentheses"),
            ("subsection()", "`subsection` needs `tag = …`"),
            ("subsection(tag)", "`tag` needs a value"),
            ("subsection(needed = f)", "`subsection` needs `tag = …`"),
            ("r#varint", ""),
        ],
    );
    check_each(
        "#[migratable(",
        ")] struct Uart { flags: u32 }",
        &[
            ("reserved(1), reserved(2)", ""),
            (
                "retired()",
                "`retired` needs `tag = …` and `name = …` and `type = …`",
            ),
            ("retired(tag = 1, type = u8)", "`retired` needs `name = …`"),
            (
                "retired(tag = 1, name = \"a\")",
                "`retired` needs `type = …`",
            ),
            (
                "retired(tag = 1, name = 7, type = u8)",
                "`name` takes a string",
            ),
            (
                "subsection(clock)",
                "`subsection` needs `tag = …` and `needed = …`",
            ),
            ("subsection(tag = 1, needed = f)", "needs a name first"),
            ("crate = a::b", ""),
            ("crate = [a]", "takes a path"),
            ("crate = <A as B>::C", "takes a path"),
            ("validate = |this| ()", ""),
            ("validate = 3", "`validate` takes a function"),
            ("bound(T: Clone)", "is for type parameters"),
        ],
    );
}

#[test]
fn texts_for_people() {
    check_each(
        "struct Uart { #[migratable(unit = ",
        ")] flags: u32 }",
        &[
            ("\"µs\"", ""),
            ("\" \"", "`unit`"),
            ("\"\"", "`unit`"),
            ("\"a\\nb\"", "`unit`"),
            ("\"a b\"", ""),
            ("(\"ns\")", ""),
            ("7", "`unit` takes a string"),
        ],
    );
}

/// A macro's `$ty:ty` has invisible parentheses around it.
#[test]
fn types_that_a_macro_has_passed_on() {
    for (source, says) in [
        ("enum Mode { A, #[migratable(other)] B(u32) }", ""),
        ("enum Mode { A, #[migratable(other)] B(u8) }", "`B`"),
        ("struct Uart { value: Box<Uart> }", "contains itself"),
        ("struct Uart { value: &u8 }", "a reference"),
        (
            "struct Uart { #[migratable(max_len = 2)] value: [u8; 2] }",
            "is not for an array",
        ),
    ] {
        let mut node: DeriveInput = syn::parse_str(source).expect("an item");
        let fields: Vec<_> = match &mut node.data {
            Data::Struct(data) => data.fields.iter_mut().collect(),
            Data::Enum(data) => {
                let variants = data.variants.iter_mut();
                variants.flat_map(|variant| &mut variant.fields).collect()
            }
            Data::Union(_) => Vec::new(),
        };
        for field in fields {
            let ty = field.ty.to_token_stream();
            let group = proc_macro2::Group::new(Delimiter::None, ty);
            field.ty = syn::parse2(group.into_token_stream()).expect("a type");
            assert!(matches!(field.ty, Type::Group(_)), "{source}");
        }
        let errors = errors_of(&node);
        match says.is_empty() {
            true => assert!(errors.is_empty(), "{source}: {errors:?}"),
            false => assert!(errors[0].contains(says), "{source}: {errors:?}"),
        }
    }
}

#[test]
fn pods() {
    const REPR: &str = "`pod` needs `#[repr(C)]`";
    check_each(
        "",
        " #[migratable(pod)] struct Queue { size: u32 }",
        &[
            ("", REPR),
            ("#[repr(align(4))]", REPR),
            ("#[repr(C)]", ""),
            ("#[repr(C, align(4))]", ""),
            ("#[repr(align(4))] #[repr(C)]", ""),
            ("#[repr(transparent)]", ""),
            // Nothing else follows of one that is packed.
            ("#[repr(C, packed)]", "a packed type"),
        ],
    );
    const OTHER: &str = "is not written as it lies in memory";
    const LOOKS: &str = "needs a look at this field";
    check_each(
        "#[repr(C)] #[migratable(pod)] struct Queue { base: u64, ",
        ", last: bool }",
        &[
            // The first reason is said.
            ("size: u32", "a `bool` is 0 or 1"),
            (
                "#[migratable(rename = \"s\", fill = 3)] size: [Part; 3]",
                "a `bool` is 0 or 1",
            ),
            ("size: bool", "a `bool` is 0 or 1"),
            ("size: [bool; 3]", "a `bool` is 0 or 1"),
            ("size: usize", "as wide as addresses"),
            ("size: core::primitive::isize", "as wide as addresses"),
            ("size: Option<Part>", "`Option` is not"),
            ("size: [(u8, u8); 2]", OTHER),
            ("size: String", OTHER),
            ("#[migratable(range = 0..=7)] size: u32", LOOKS),
            ("#[migratable(range = 0..=7)] size: bool", LOOKS),
            ("#[migratable(must_match)] size: u32", LOOKS),
            ("#[migratable(skip)] size: u32", "and not in the stream"),
            ("#[migratable(varint)] size: u32", "writes other bytes"),
            ("#[migratable(with = A)] size: u32", "writes other bytes"),
        ],
    );
    check_each(
        "#[repr(C)] #[migratable(pod)] struct Queue { ",
        " }",
        &[
            ("size: u32, part: Part, parts: [[Part; 2]; 3], f: f64", ""),
            (
                "#[migratable(rename = \"s\", alias = \"t\", default = 1, ignorable, unit = \"B\")] size: u32",
                "",
            ),
            ("#[migratable(sensitive, fill = 0)] keys: [u8; 16]", ""),
            ("", "a struct without fields"),
        ],
    );
    check(&[
        ("#[repr(C)] #[migratable(pod)] struct Address(u64);", ""),
        (
            "#[repr(C)] #[migratable(pod, transparent)] struct Address(u64);",
            "",
        ),
        (
            "#[repr(C)] #[migratable(pod)] struct Nothing;",
            "a struct without fields",
        ),
        (
            "#[repr(C)] #[migratable(pod)] enum Mode { Off }",
            "an enum cannot be `pod`",
        ),
        (
            "#[repr(C)] #[migratable(pod)] struct Bank<T> { first: T }",
            "a type with parameters",
        ),
        (
            "#[repr(C)] #[migratable(pod, device = \"queue\", loaded = f)] struct Queue { size: u32 }",
            "",
        ),
    ]);
}
