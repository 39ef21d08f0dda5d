//! Which values are told from which spellings.

use super::Literal;

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (source, value) in cases {
        let expr = syn::parse_str(source).expect("an expression");
        assert_eq!(shown(Literal::of(&expr).as_ref()), *value, "{source}");
    }
}

/// What is no literal is "-".
fn shown(literal: Option<&Literal>) -> String {
    let Some(literal) = literal else {
        return "-".into();
    };
    match literal {
        Literal::Null => "null".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer {
            negative,
            magnitude,
        } => format!("{}{magnitude}", if *negative { "-" } else { "" }),
        Literal::Float(value) => format!("{value:?}"),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Some(content) => format!("some {}", shown(Some(content))),
        Literal::List(items) => {
            let items: Vec<_> = items.iter().map(|item| shown(Some(item))).collect();
            format!("[{}]", items.join(" "))
        }
        Literal::Zero => "zero".into(),
        Literal::Made(made) => {
            let of = made.of.iter().map(|of| format!("{of}::"));
            let member = |(name, value): &(String, Option<Literal>)| {
                format!("{name}:{}", shown(value.as_ref()))
            };
            let members: Vec<_> = made.members.iter().map(member).collect();
            format!(
                "{}{}({})",
                of.collect::<String>(),
                made.name,
                members.join(" ")
            )
        }
    }
}

#[test]
fn single_values() {
    check(&[
        ("true", "true"),
        ("false", "false"),
        ("0", "0"),
        ("1_000_u32", "1000"),
        ("0x10", "16"),
        ("b'a'", "97"),
        (
            "340282366920938463463374607431768211455",
            "340282366920938463463374607431768211455",
        ),
        ("340282366920938463463374607431768211456", "-"),
        ("1.5", "1.5"),
        ("2f64", "2.0"),
        ("1e308", "1e308"),
        ("1e400", "-"),
        ("'a'", "\"a\""),
        ("\"on\"", "\"on\""),
        ("b\"ab\"", "[97 98]"),
        ("c\"ab\"", "-"),
        ("((7))", "7"),
        ("()", "null"),
        ("{ 7 }", "-"),
        ("LIMIT", "-"),
        ("1 + 1", "-"),
    ]);
}

#[test]
fn floats_that_widths_round_apart() {
    check(&[
        ("0.1", "0.1"),
        ("1.000000059604644775390625", "1.0000000596046448"),
        ("1.00000005960464477539062500001", "-"),
    ]);
}

#[test]
fn signs() {
    check(&[
        ("-5", "-5"),
        ("-0", "0"),
        ("-(5)", "-5"),
        ("--5", "-"),
        ("-1.5", "-1.5"),
        ("-0.0", "-0.0"),
        ("-u8::MAX", "-255"),
        ("-i8::MIN", "-"),
        ("-true", "-"),
        ("-\"on\"", "-"),
        ("!true", "-"),
        ("!0", "-"),
        ("*b\"ab\"", "[97 98]"),
        ("*\"ab\"", "-"),
    ]);
}

#[test]
fn limits_of_types() {
    for bits in [8, 16, 32, 64, 128] {
        let (most, least) = (i128::MAX >> (128 - bits), i128::MIN >> (128 - bits));
        check(&[
            (&format!("u{bits}::MIN"), "0"),
            (
                &format!("u{bits}::MAX"),
                &(u128::MAX >> (128 - bits)).to_string(),
            ),
            (&format!("i{bits}::MIN"), &least.to_string()),
            (&format!("i{bits}::MAX"), &most.to_string()),
        ]);
    }
    check(&[
        ("u8", "-"),
        ("u8::BITS", "-"),
        ("u8::MAX::MAX", "MAX::MAX()"),
        ("i8::MIN::MIN", "MIN::MIN()"),
        ("x8::MAX", "-"),
        ("x8::MIN", "-"),
        ("é8::MAX", "-"),
        ("u24::MAX", "-"),
        ("usize::MAX", "-"),
        ("f32::MAX", "-"),
    ]);
}

#[test]
fn options() {
    check(&[
        ("None", "null"),
        ("Option::None", "null"),
        ("std::option::Option::None", "null"),
        ("core::option::Option::None", "null"),
        ("alloc::option::Option::None", "Option::None()"),
        ("Level::None", "Level::None()"),
        ("Nothing", "Nothing()"),
        ("Some(3)", "some 3"),
        ("Option::Some(3)", "some 3"),
        ("std::option::Option::Some(3)", "some 3"),
        ("core::option::Option::Some(3)", "some 3"),
        ("Level::Some(3)", "Level::Some(0:3)"),
        ("None(3)", "None(0:3)"),
        ("Some(Some(None))", "some some null"),
        ("Some([1, 2])", "some [1 2]"),
        ("Some()", "-"),
        ("Some(1, 2)", "-"),
        ("Some(LIMIT)", "-"),
        ("Some([0; 2])", "some zero"),
        ("Some(BTreeMap::new())", "some zero"),
    ]);
}

#[test]
fn texts() {
    check(&[
        ("String::new()", "\"\""),
        ("std::string::String::new()", "\"\""),
        ("String::from(\"on\")", "\"on\""),
        ("String::from('a')", "\"a\""),
        ("String::from(1)", "-"),
        ("String::from([1])", "-"),
        ("String::from()", "-"),
        ("String::new(\"on\")", "-"),
        ("\"on\".to_owned()", "\"on\""),
        ("\"on\".to_string()", "\"on\""),
        ("\"on\".to_owned(1)", "-"),
        ("\"on\".trim()", "-"),
        ("1.to_string()", "-"),
        ("[1].to_owned()", "-"),
        ("Text::from(\"on\")", "-"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("[]", "[]"),
        ("[1, 2]", "[1 2]"),
        ("[true, LIMIT]", "-"),
        ("(1, \"on\", [2])", "[1 \"on\" [2]]"),
        ("vec![]", "[]"),
        ("vec![1, 2]", "[1 2]"),
        ("vec![7; 2]", "[7 7]"),
        ("vec![0; 2]", "[0 0]"),
        ("vec![1 2]", "-"),
        ("std::vec![1]", "[1]"),
        ("list![1]", "-"),
        ("b\"ab\".to_vec()", "[97 98]"),
        ("[1].to_vec()", "[1]"),
        ("\"ab\".to_vec()", "-"),
        ("Vec::new()", "[]"),
        ("VecDeque::new()", "[]"),
        ("Vec::from([1, 2])", "[1 2]"),
        ("VecDeque::from([1, 2])", "[1 2]"),
        ("std::collections::VecDeque::from([1])", "[1]"),
        ("Vec::from(\"ab\")", "-"),
        ("Vec::with_capacity(1)", "-"),
        ("Ring::new()", "-"),
        ("new()", "-"),
        ("(pick)()", "-"),
    ]);
}

#[test]
fn paths_of_variants_and_structs() {
    check(&[
        ("Mode::Off", "Mode::Off()"),
        ("Off", "Off()"),
        ("uart::Mode::Off", "Mode::Off()"),
        ("Mode::USB", "Mode::USB()"),
        ("Mode::At(7)", "Mode::At(0:7)"),
        ("Mode::At(7, true)", "Mode::At(0:7 1:true)"),
        (
            "Mode::At { end: 7, start: [1] }",
            "Mode::At(end:7 start:[1])",
        ),
        ("Level(Level(7))", "Level(0:Level(0:7))"),
        ("uart::Level(7)", "Level(0:7)"),
        ("Level { 0: 7 }", "Level(0:7)"),
        ("Level::<u8>(7)", "Level(0:7)"),
        ("r#Type { r#type: 7 }", "Type(type:7)"),
        ("PCI { slot: 7 }", "PCI(slot:7)"),
        ("A {}", "A()"),
        ("pci::A { slot: A { slot: 7 } }", "A(slot:A(slot:7))"),
        ("Self::USB { slot: 7 }", "Self::USB(slot:7)"),
        ("Self::Off", "Self::Off()"),
        // Of what is no literal, only the type tells whether it is in the stream.
        ("Level(7, irq())", "Level(0:7 1:-)"),
        ("Level { value: 7, irq: irq() }", "Level(value:7 irq:-)"),
        ("Level(irq())", "-"),
        ("Level { irq: irq(), ..Level::new() }", "-"),
        ("Level { value: 7, ..Level::new() }", "-"),
        // Constants and functions.
        ("LEVEL", "-"),
        ("A", "-"),
        ("uart::LEVEL", "-"),
        ("Self::LEVEL", "-"),
        ("level(7)", "-"),
        ("Level::new(7)", "-"),
        ("LEVEL(7)", "-"),
        ("level", "-"),
        ("level {}", "-"),
    ]);
}

#[test]
fn zeros_of_any_length() {
    check(&[
        ("[0; 2]", "zero"),
        ("[0; LEN]", "zero"),
        ("[0.0; LEN]", "zero"),
        ("[false; LEN]", "zero"),
        ("[[0; 2]; LEN]", "zero"),
        ("[1; LEN]", "-"),
        ("[true; 2]", "[true true]"),
        ("[0.5; 2]", "[0.5 0.5]"),
        ("[-0.0; 2]", "[-0.0 -0.0]"),
        ("[\"\"; 2]", "[\"\" \"\"]"),
        ("[1; 0]", "[]"),
        ("[1; -1]", "-"),
        ("[1; true]", "-"),
        ("[[0; 2], [0; 2]]", "[zero zero]"),
        ("([0; 2], 1)", "[zero 1]"),
        ("BTreeMap::new()", "zero"),
        ("BTreeSet::new()", "zero"),
        ("HashMap::new()", "zero"),
        ("HashSet::new()", "zero"),
        ("BTreeSet::from([1])", "-"),
        ("BTreeMap::new(1)", "-"),
    ]);
}

#[test]
fn lists_of_the_most_elements() {
    let array = |len| format!("[{}]", vec!["1"; len].join(", "));
    let bytes = |len| format!("b\"{}\"", "a".repeat(len));
    for (source, fits) in [
        ("[1; 1024]".into(), true),
        ("[1; 1025]".into(), false),
        ("vec![1; 1024]".into(), true),
        ("vec![1; 1025]".into(), false),
        (array(1024), true),
        (array(1025), false),
        (bytes(1024), true),
        (bytes(1025), false),
        // Two lists are two elements, and so are their elements.
        ("[[1; 511]; 2]".into(), true),
        ("[[1; 512]; 2]".into(), false),
        ("[[1; 511], [1; 511]]".into(), true),
        ("[[1; 511], [1; 512]]".into(), false),
        ("[Some([1; 511]), Some([1; 511])]".into(), true),
        ("[Some([1; 511]), Some([1; 512])]".into(), false),
        ("[Level([1; 510]), Level([1; 510])]".into(), true),
        ("[Level([1; 510]), Level([1; 511])]".into(), false),
        ("[[[1; 2]; 146]; 2]".into(), true),
        ("[[[1; 2]; 170]; 2]".into(), true),
        ("[[[1; 2]; 171]; 2]".into(), false),
    ] {
        let expr = syn::parse_str(&source).expect("an expression");
        assert_eq!(Literal::of(&expr).is_some(), fits, "{source}");
    }
}

#[test]
fn numbers_and_lengths_in_them() {
    for (source, integers, len, is_no_number) in [
        ("7", vec![7], None, false),
        ("-7", vec![-7], None, false),
        ("u128::MAX", vec![i128::MAX], None, false),
        ("i128::MAX", vec![i128::MAX], None, false),
        ("1.5", vec![], None, false),
        ("true", vec![], None, true),
        ("\"ß\"", vec![], Some(2), true),
        ("[1, 2, 3]", vec![1, 2, 3], Some(3), false),
        ("[[1, 2], [3, 4]]", vec![1, 2, 3, 4], Some(2), false),
        ("[1, true]", vec![1], Some(2), true),
        ("Some(7)", vec![7], None, false),
        ("Some([7, 8])", vec![7, 8], Some(2), false),
        ("Some(\"on\")", vec![], Some(2), true),
        ("None", vec![], None, false),
        ("[0; 3]", vec![], None, false),
    ] {
        let expr = syn::parse_str(source).expect("an expression");
        let literal = Literal::of(&expr).expect("a literal");
        assert_eq!(literal.integers(), integers, "{source}");
        assert_eq!(literal.len(), len, "{source}");
        assert_eq!(literal.is_no_number(), is_no_number, "{source}");
    }
}
