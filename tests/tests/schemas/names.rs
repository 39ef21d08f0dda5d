//! Names in a schema's JSON: which may stand where, and which are taken.

use migratable::schema::json::with_fingerprint;

/// What is wrong with the text, if anything is.
fn said(text: &str) -> Option<String> {
    with_fingerprint(text).err().map(|error| error.to_string())
}

fn document(device: &str, name: &str, ty: &str) -> String {
    format!(
        "{{\"format\":1,\"device\":\"{device}\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{{\"ref\":\"{name}\"}},\"types\":{{\"{name}\":{ty}}}}}"
    )
}

/// A place of a name, how long it may be there, and a text with the name.
type Place = (&'static str, usize, fn(&str) -> String);

const PLACES: [Place; 10] = [
    ("device", 128, |name| document(name, "D", "{\"fields\":[]}")),
    ("struct", 129, |name| {
        document("dev", name, "{\"fields\":[]}")
    }),
    ("enum", 129, |name| {
        document("dev", name, "{\"variants\":[{\"name\":\"A\",\"tag\":0}]}")
    }),
    ("field", 64, |name| {
        let field = format!("{{\"name\":\"{name}\",\"type\":\"u8\"}}");
        document("dev", "D", &format!("{{\"fields\":[{field}]}}"))
    }),
    ("alias of a field", 64, |name| {
        let field = format!("{{\"name\":\"a\",\"aliases\":[\"b\",\"{name}\"],\"type\":\"u8\"}}");
        document("dev", "D", &format!("{{\"fields\":[{field}]}}"))
    }),
    ("subsection", 64, |name| {
        let subsection = format!("{{\"tag\":1,\"name\":\"{name}\",\"type\":\"u8\"}}");
        let ty = format!("{{\"fields\":[],\"subsections\":[{subsection}]}}");
        document("dev", "D", &ty)
    }),
    ("alias of a subsection", 64, |name| {
        let subsection =
            format!("{{\"tag\":1,\"name\":\"a\",\"aliases\":[\"{name}\"],\"type\":\"u8\"}}");
        let ty = format!("{{\"fields\":[],\"subsections\":[{subsection}]}}");
        document("dev", "D", &ty)
    }),
    ("variant", 64, |name| {
        let variant = format!("{{\"name\":\"{name}\",\"tag\":0}}");
        document("dev", "D", &format!("{{\"variants\":[{variant}]}}"))
    }),
    ("alias of a variant", 64, |name| {
        let variant = format!("{{\"name\":\"a\",\"aliases\":[\"{name}\"],\"tag\":0}}");
        document("dev", "D", &format!("{{\"variants\":[{variant}]}}"))
    }),
    ("field of a variant", 64, |name| {
        let fields = format!("[{{\"name\":\"{name}\",\"type\":\"u8\"}}]");
        let variant = format!("{{\"name\":\"a\",\"tag\":0,\"fields\":{fields}}}");
        document("dev", "D", &format!("{{\"variants\":[{variant}]}}"))
    }),
];

#[test]
fn every_place_takes_names_and_nothing_else() {
    for (place, most, text) in PLACES {
        for name in ["x", "Z9_.-", &"x".repeat(most)] {
            assert_eq!(said(&text(name)), None, "{place}: {name}");
        }
        let too_long = "x".repeat(most + 1);
        for name in [&too_long, "", " ", "a b", "a/b", "é", "a\\u0000"] {
            let said = said(&text(name)).unwrap_or_else(|| panic!("{place} may be {name}"));
            // Of a long text, the message has the beginning.
            let rule = format!("names are 1 to {most} of");
            assert!(name == too_long || said.contains(&rule), "{place}: {said}");
        }
    }
}

#[test]
fn numbers_tell_types_of_one_name_apart() {
    let text = |name: &str| {
        format!(
            "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
             \"type\":{{\"tuple\":[{{\"ref\":\"D\"}},{{\"ref\":\"{name}\"}}]}},\
             \"types\":{{\"D\":{{\"fields\":[]}},\"{name}\":{{\"variants\":[]}}}}}}"
        )
    };
    for name in ["D~2", "D~10", "E"] {
        let said = said(&text(name));
        assert!(
            said.as_ref()
                .is_none_or(|said| !said.contains("is not a name")),
            "{name}: {said:?}"
        );
    }
    for name in [
        "D~0",
        "D~1",
        "D~02",
        "D~+2",
        "D~",
        "D~x",
        "D~2~3",
        "D~4294967296",
    ] {
        let said = said(&text(name)).unwrap_or_else(|| panic!("{name} is a name"));
        assert!(
            said.contains("is not a name, `~` and a number from 2"),
            "{name}: {said}"
        );
    }
}

#[test]
fn names_are_used_once() {
    let field = |name: &str, alias: &str| {
        format!("{{\"name\":\"{name}\",\"aliases\":[\"{alias}\"],\"type\":\"u8\"}}")
    };
    let subsection = |tag: u32, name: &str, alias: &str| {
        format!("{{\"tag\":{tag},\"name\":\"{name}\",\"aliases\":[\"{alias}\"],\"type\":\"u8\"}}")
    };
    let variant = |tag: u32, name: &str, alias: &str| {
        format!("{{\"tag\":{tag},\"name\":\"{name}\",\"aliases\":[\"{alias}\"]}}")
    };
    // Each pair shares no name, then one in each way.
    for (first, second, is_right) in [
        (["a", "b"], ["c", "d"], true),
        (["a", "b"], ["a", "d"], false),
        (["a", "b"], ["c", "a"], false),
        (["a", "b"], ["b", "d"], false),
        (["a", "b"], ["c", "b"], false),
        (["a", "a"], ["c", "d"], false),
    ] {
        let ([a, b], [c, d]) = (first, second);
        let bodies = [
            format!("{{\"fields\":[{},{}]}}", field(a, b), field(c, d)),
            format!(
                "{{\"fields\":[],\"subsections\":[{},{}]}}",
                subsection(1, a, b),
                subsection(2, c, d)
            ),
            format!(
                "{{\"fields\":[{}],\"subsections\":[{}]}}",
                field(a, b),
                subsection(1, c, d)
            ),
            format!(
                "{{\"variants\":[{},{}]}}",
                variant(0, a, b),
                variant(1, c, d)
            ),
            format!(
                "{{\"variants\":[{{\"name\":\"v\",\"tag\":0,\"fields\":[{},{}]}}]}}",
                field(a, b),
                field(c, d)
            ),
        ];
        for body in bodies {
            let said = said(&document("dev", "D", &body));
            match is_right {
                true => assert_eq!(said, None, "{body}"),
                false => assert!(
                    said.as_ref()
                        .is_some_and(|said| said.contains("is used twice")),
                    "{body}: {said:?}"
                ),
            }
        }
    }
}

#[test]
fn tags_are_told_apart() {
    let subsections = |first: u32, second: u32| {
        let one =
            |tag: u32, name: &str| format!("{{\"tag\":{tag},\"name\":\"{name}\",\"type\":\"u8\"}}");
        let list = [one(first, "a"), one(second, "b")].join(",");
        document(
            "dev",
            "D",
            &format!("{{\"fields\":[],\"subsections\":[{list}]}}"),
        )
    };
    for (first, second) in [(1, 2), (1, 3), (65534, 65535)] {
        assert_eq!(said(&subsections(first, second)), None, "{first} {second}");
    }
    for (first, second) in [(0, 1), (1, 1), (2, 1)] {
        let said = said(&subsections(first, second)).expect("tags that do not ascend");
        assert!(said.contains("ascending from 1"), "{said}");
    }
    let variants = |first: u32, second: u32| {
        let list =
            format!("{{\"name\":\"A\",\"tag\":{first}}},{{\"name\":\"B\",\"tag\":{second}}}");
        document("dev", "D", &format!("{{\"variants\":[{list}]}}"))
    };
    for (first, second) in [(0, 1), (1, 0), (7, 2_147_483_647)] {
        assert_eq!(said(&variants(first, second)), None, "{first} {second}");
    }
    let said = said(&variants(3, 3)).expect("a tag used twice");
    assert!(said.contains("tag 3 is used twice"), "{said}");
}

#[test]
fn only_one_variant_is_for_the_rest() {
    let variants = |first: &str, second: &str| {
        let list =
            format!("{{\"name\":\"A\",\"tag\":0{first}}},{{\"name\":\"B\",\"tag\":1{second}}}");
        said(&document("dev", "D", &format!("{{\"variants\":[{list}]}}")))
    };
    let (other, keeps) = (",\"other\":true", ",\"keeps_tag\":true");
    assert_eq!(variants("", other), None);
    assert_eq!(variants(other, ""), None);
    assert_eq!(variants("", &format!("{other}{keeps}")), None);
    for (first, second, says) in [
        (other, other, "two variants are `other`"),
        ("", keeps, "only an `other` variant keeps tags"),
    ] {
        let said = variants(first, second).expect(says);
        assert!(said.contains(says), "{said}");
    }
}
