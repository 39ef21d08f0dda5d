//! The mistakes: tables of what can be put where it does not belong.

use super::crates::Mistake;

/// Fields whose type does not fit their key.
pub(super) fn keys_and_types() -> Vec<Mistake> {
    const TABLE: &[(&str, &[&str])] = &[
        (
            "range = 0..=3",
            &[
                "String",
                "bool",
                "char",
                "Vec<String>",
                "Option<bool>",
                "std::sync::atomic::AtomicBool",
                "std::time::Duration",
                "std::collections::BTreeMap<u8, u8>",
            ],
        ),
        (
            "max_len = 3",
            &[
                "u8",
                "bool",
                "f32",
                "Box<u8>",
                "Option<u8>",
                "std::time::Duration",
            ],
        ),
        (
            "varint",
            &[
                "u8",
                "i8",
                "f32",
                "bool",
                "String",
                "Vec<u8>",
                "Option<bool>",
                "[String; 4]",
            ],
        ),
        ("fill = 0", &["u8", "Vec<u8>", "Box<u8>", "Option<[u8; 4]>"]),
        (
            "subsection(tag = 1)",
            &["u8", "Vec<u8>", "String", "Box<Option<u8>>"],
        ),
        ("default", &["No", "Option2", "std::num::NonZeroU8"]),
    ];
    let rows = TABLE
        .iter()
        .flat_map(|(key, types)| types.iter().map(move |ty| (key, ty)));
    let before =
        "#[derive(Migratable)] struct No { a: u8 }\n#[derive(Migratable)] struct Option2(u8);";
    rows.map(|(key, ty)| field(before, key, &format!("«{ty}»")))
        .collect()
}

/// Types that are no state, in what can hold state.
pub(super) fn containers_and_elements() -> Vec<Mistake> {
    const CONTAINERS: [&str; 12] = [
        "?",
        "Vec<?>",
        "Option<?>",
        "Box<?>",
        "[?; 2]",
        "(u8, ?)",
        "Box<[?]>",
        "std::collections::VecDeque<?>",
        "std::collections::BTreeMap<u8, ?>",
        "std::cell::RefCell<?>",
        "std::sync::Arc<std::sync::Mutex<?>>",
        "Option<Vec<?>>",
    ];
    const ELEMENTS: [&str; 8] = [
        "No",
        "std::time::Instant",
        "std::rc::Rc<u8>",
        "&'static u8",
        "fn()",
        "*const u8",
        "Box<dyn Fn()>",
        "Flags",
    ];
    let before = "struct No;\nbitflags::bitflags! { struct Flags: u8 { const A = 1; } }";
    let containers = CONTAINERS.iter();
    let pairs = containers.flat_map(|container| ELEMENTS.map(|element| (container, element)));
    let types = pairs.map(|(container, element)| container.replace('?', element));
    types
        .map(|ty| field(before, "", &format!("«{ty}»")))
        .collect()
}

/// Values of keys that are of another type than the key or the field takes.
pub(super) fn values() -> Vec<Mistake> {
    const TABLE: &[(&str, &[&str])] = &[
        (
            "u8",
            &[
                "default = «true»",
                "default = «-1»",
                "default = «1.5»",
                "default = «'a'»",
                "default = «None»",
                "default = «[1]»",
                "default = computed(«true»)",
                "default = computed(«nothing»)",
                "range = «true»..=3",
                "range = «-1»..=3",
                "range = «'a'»..='z'",
                "range = 0..=«nothing»",
                "range = 0..=«\"9\"»",
                "range = «0.5»..=3",
                "range = ..=«BIG»",
                "skip = «true»",
                "skip = «nothing»",
                "with = «u16»",
                "with = «String»",
                "with = «migratable::Varint»",
            ],
        ),
        (
            "Vec<u8>",
            &[
                "max_len = «-3»",
                "max_len = «true»",
                "max_len = «1.5»",
                "max_len = «'a'»",
                "max_len = «[1]»",
                "max_len = «0..=3»",
                "max_len = «99999999999999999999999»",
                "max_len = «nothing»",
                "max_len = «BIG»",
                "max_len = «\"4\"»",
                "default = «7»",
                "default = vec![«true»]",
            ],
        ),
        (
            "[u8; 4]",
            &[
                "fill = «true»",
                "fill = «\"a\"»",
                "fill = computed(«true»)",
                "fill = «[0; 4]»",
                "default = «7»",
                "default = «[1]»",
            ],
        ),
        ("Option<u8>", &["default = Some(«true»)", "default = «7»"]),
        (
            "String",
            &["default = «7»", "default = «\"a\"»", "max_len = «-3»"],
        ),
    ];
    let rows = TABLE
        .iter()
        .flat_map(|(ty, keys)| keys.iter().map(move |key| (ty, key)));
    rows.map(|(ty, key)| field("const BIG: u64 = 1 << 40;", key, ty))
        .collect()
}

/// Functions of another shape than the key takes.
pub(super) fn functions() -> Vec<Mistake> {
    // A key, what it takes, and what it may get back.
    const KEYS: [(&str, &str, &str); 8] = [
        ("validate = ?", "_: &S", "{}"),
        ("post_load = ?", "_: &mut S", "{}"),
        ("device = \"d\", loaded = ?", "_: &mut S", "{}"),
        (
            "device = \"d\", version = 2, upgrade = ?",
            "_: &mut S, _: u32",
            "{}",
        ),
        (
            "retired(tag = 2, name = \"old\", type = u16, apply = ?)",
            "_: &mut S, _: u16",
            "{}",
        ),
        (
            "subsection(g, tag = 1, needed = ?)",
            "_: &S",
            "-> bool { true }",
        ),
        ("needed = ?", "_: &S", "-> bool { true }"),
        ("into = u16, apply = ?", "_: &mut S, _: u16", "{}"),
    ];
    const INTO: &str = "impl From<&S> for u16 { fn from(_: &S) -> u16 { 0 } }";
    const FUNCTIONS: [(&str, &str); 11] = [
        ("Self::«nothing»", ""),
        ("«nothing»", ""),
        ("«3»", ""),
        ("«takes_none»", "fn takes_none() @"),
        ("«takes_value»", "fn takes_value(_: S) @"),
        ("«takes_other»", "fn takes_other(_: &mut u8) @"),
        (
            "«takes_four»",
            "fn takes_four(_: &mut S, _: u32, _: u32, _: u32) @",
        ),
        ("«returns_u8»", "fn returns_u8(?) -> u8 { 0 }"),
        (
            "«returns_option»",
            "fn returns_option(?) -> Option<()> { None }",
        ),
        (
            "«returns_error»",
            "fn returns_error(?) -> Result<(), No> { Ok(()) }",
        ),
        ("«String::new()»", ""),
    ];
    let keys = KEYS.iter();
    let pairs = keys.flat_map(|key| FUNCTIONS.map(|function| (key, function)));
    pairs
        .map(|((key, takes, body), (function, item))| {
            let mut item = item.replace('?', takes).replace('@', body);
            let key = key.replace('?', function);
            let (on_type, on_field) = match key.split_once('(') {
                Some(("subsection", _)) => {
                    (key, "#[migratable(subsection = g, default)]".to_owned())
                }
                _ if key.starts_with("into") => {
                    item += INTO;
                    (key, String::new())
                }
                _ if key.starts_with("needed") => (
                    String::new(),
                    format!("#[migratable(subsection(tag = 1, {key}), default)]"),
                ),
                _ => (key, "#[migratable(rename = \"b\")]".to_owned()),
            };
            Mistake::new(format!(
                "struct No;\n{item}\n#[derive(Migratable)]\n#[migratable({on_type})]\n\
                 struct S {{ a: u8,\n{on_field}\nc: u8 }}"
            ))
        })
        .collect()
}

const REMOTE: &str = "mod other {\n\
    pub struct P { pub a: u8, pub b: u8 }\n\
    pub struct Private { pub a: u8, b: u8 }\n\
    pub struct T(pub u8, pub u8);\n\
    pub enum E { A, B(u8), C { c: u8 } }\n\
    }\nuse other::*;\n";

/// What does not fit the type that is described.
pub(super) fn remotes() -> Vec<Mistake> {
    const TABLE: &[(&str, &[&str])] = &[
        (
            "P",
            &[
                "struct D { a: u8, b: «u16» }",
                "struct D { a: u8, b: «String» }",
                "struct D { a: u8, #[migratable(range = 0..=3)] b: «u16» }",
                "struct D { a: u8, #[migratable(default)] b: «u16» }",
                "struct D { a: u8, #[migratable(subsection(tag = 1))] b: «Option<u8>» }",
            ],
        ),
        ("T", &["struct D(u8, «u16»);"]),
        ("Private", &["struct D { a: u8, «b»: u8 }"]),
        (
            "E",
            &[
                "enum D { A, B(«u16»), C { c: u8 } }",
                "enum D { A, B(u8), C { c: «u16» } }",
                "enum D { A, B(u8), C { c: u8 }, «X» }",
            ],
        ),
    ];
    let rows = TABLE
        .iter()
        .flat_map(|(ty, items)| items.iter().map(move |item| (ty, item)));
    rows.map(|(ty, item)| {
        Mistake::new(format!(
            "{REMOTE}#[derive(Migratable)]\n#[migratable(remote = {ty})]\n{item}"
        ))
    })
    .collect()
}

/// Conversions that are not there, or other ones.
pub(super) fn conversions() -> Vec<Mistake> {
    const FROM: &str = "impl From<Raw> for V { fn from(_: Raw) -> Self { V(0) } }\n";
    const TRY_FROM: &str = "impl TryFrom<Raw> for V { type Error = E; fn try_from(_: Raw) -> Result<Self, E> { Ok(V(0)) } }\n";
    const INTO: &str = "impl From<&V> for Raw { fn from(_: &V) -> Self { Raw(0) } }\n";
    const BY_VALUE: &str = "impl From<V> for Raw { fn from(_: V) -> Self { Raw(0) } }\n";
    const TABLE: &[(&str, &[&str])] = &[
        ("from = «Raw», into = Raw", &[INTO]),
        ("from = «Raw», into = Raw", &[INTO, TRY_FROM]),
        ("try_from = «Raw», into = Raw", &[INTO]),
        ("try_from = «Raw», into = Raw", &[INTO, TRY_FROM]),
        ("from = Raw, into = «Raw»", &[FROM]),
        ("from = Raw, into = «Raw»", &[FROM, BY_VALUE]),
        (
            "from = «u8», into = Raw",
            &[
                INTO,
                "impl From<u8> for V { fn from(_: u8) -> Self { V(0) } }\n",
            ],
        ),
    ];
    let items = "struct No;\nstruct E;\n#[derive(Migratable)] struct Raw(u8);\n";
    TABLE
        .iter()
        .map(|(keys, impls)| {
            let impls = impls.concat();
            Mistake::new(format!(
                "{items}{impls}#[derive(Migratable)]\n#[migratable({keys})]\nstruct V(u8);"
            ))
        })
        .collect()
}

/// What else goes wrong between types.
pub(super) fn uses() -> Vec<Mistake> {
    const SOURCES: &[&str] = &[
        "#[derive(Migratable)]\n#[migratable(retired(tag = 1, name = \"old\", type = «No»))]\nstruct S { a: u8 }\nstruct No;",
        "struct S { a: u8 }\nfn f(s: &S) -> Vec<u8> { migratable::to_vec(«s»).unwrap() }",
        "#[derive(Migratable)]\nstruct S { a: u8 }\nfn f() -> &'static str { <«S» as migratable::Device>::SCHEMA_JSON }",
        "#[derive(Migratable)]\nenum Mode { #[migratable(other)] Other(«Tag») }\nstruct Tag;",
        "#[derive(Migratable)]\nstruct S { a: «Vec<L>» }\n#[derive(Migratable)]\nstruct L { #[migratable(skip)] a: u8 }",
        "#[derive(Migratable)]\nenum S { A(«L») }\n#[derive(Migratable)]\nstruct L { #[migratable(skip)] a: u8 }",
        "type Next = Option<Box<Node>>;\n#[derive(Migratable)]\nstruct Node { n: «Next» }",
        "#[derive(Migratable)]\nstruct Node { n: Option<Box<«Node»>> }",
        "#[derive(Migratable)]\nstruct Node { n: «Option<Box<self::Node>>» }",
    ];
    SOURCES.iter().map(|source| Mistake::new(*source)).collect()
}

/// Names of nothing.
pub(super) fn names() -> Vec<Mistake> {
    const SOURCES: &[&str] = &[
        "#[derive(Migratable)]\nstruct S { a: «Nothing» }",
        "#[derive(Migratable)]\nstruct S { #[migratable(with = «Nothing»)] a: u8 }",
        "#[derive(Migratable)]\n#[migratable(retired(tag = 1, name = \"old\", type = «Nothing»))]\nstruct S { a: u8 }",
        "#[derive(Migratable)]\n#[migratable(from = «Nothing», into = u8)]\nstruct S { a: u8 }",
        "#[derive(Migratable)]\n#[migratable(bound(T: «Nothing»))]\nstruct S<T> { a: T }",
        "#[derive(Migratable)]\n#[migratable(remote = «Nothing»)]\nstruct S { a: u8 }",
        "#[derive(Migratable)]\n#[migratable(remote = «Nothing»)]\nenum S { A }",
        "#[derive(Migratable)]\nstruct S { #[migratable(range = 0..=«NOTHING»)] a: u8 }",
        "#[derive(Migratable)]\nstruct S { #[migratable(max_len = «NOTHING»)] a: Vec<u8> }",
    ];
    SOURCES.iter().map(|source| Mistake::new(*source)).collect()
}

/// What rustc says more than once, in different words.
pub(super) fn several() -> Vec<Mistake> {
    const ITEMS: &[(&str, &str)] = &[
        ("P", "struct D { a: u8, b: u8, «c»: u8 }"),
        ("T", "struct D(u8, u8, «u8»);"),
        ("E", "enum D { A, B(u8), C { c: u8, «x»: u8 } }"),
        ("E", "enum D { A, «B», C { c: u8 } }"),
        ("E", "enum D { A(«u8»), B(u8), C { c: u8 } }"),
    ];
    const CONVERSION: &str = "struct No;\n\
        impl From<No> for V { fn from(_: No) -> Self { V(0) } }\n\
        impl From<&V> for No { fn from(_: &V) -> Self { No } }\n\
        #[derive(Migratable)]\n#[migratable(from = No, into = «No»)]\nstruct V(u8);";
    let remote = ITEMS.iter().map(|(ty, item)| {
        format!("{REMOTE}#[derive(Migratable)]\n#[migratable(remote = {ty})]\n{item}")
    });
    let sources = remote.chain([CONVERSION.to_owned()]);
    sources.map(Mistake::new).collect()
}

/// What only code in constants finds.
pub(super) fn constants() -> Vec<Mistake> {
    const VERSION: &str = "#[derive(Migratable)]\n\
        #[migratable(device = \"d\", version = 2, oldest = 2)] struct No { a: u8 }";
    const LOADED: &str = "#[derive(Migratable)]\n\
        #[migratable(device = \"d\", loaded = |_: &mut Self| ())] struct No { a: u8 }";
    const NEEDED: &str = "#[derive(Migratable)]\n\
        #[migratable(device = \"d\", needed = |_: &Self| true)] struct No { a: u8 }";
    const BLOCKED: &str = "#[derive(Migratable)]\n\
        #[migratable(device = \"d\", blocked = |_: &Self| None::<u8>)] struct No { a: u8 }";
    const TABLE: &[(&str, &str, &str)] = &[
        ("", "default = «300»", "u8"),
        ("", "default = «vec![300]»", "Vec<u8>"),
        ("", "default = «Some(300)»", "Option<u8>"),
        ("", "fill = «300»", "[u8; 4]"),
        ("", "range = 0..=«0»", "std::num::NonZeroU8"),
        (
            "const LOW: u8 = 3;",
            "range(keys = LOW..=«1»)",
            "std::collections::BTreeMap<u8, u8>",
        ),
        ("", "range = 0.5..«1.5»", "f32"),
        ("const LOW: u8 = 3;", "range = LOW..=«1»", "u8"),
        (VERSION, "", "«No»"),
        (LOADED, "", "«Vec<No>»"),
        (NEEDED, "", "«Option<No>»"),
        (BLOCKED, "", "«[No; 2]»"),
        ("", "", "«[(); 4]»"),
        ("", "", "«Vec<()>»"),
        ("", "max_len = 4", "«std::collections::VecDeque<()>»"),
        ("", "", "«Box<[()]>»"),
        ("", "", "«std::collections::BTreeSet<()>»"),
        ("", "", "«std::collections::BTreeMap<(), u8>»"),
        ("", "default", "«Option<Vec<[u8; 0]>>»"),
        ("", "subsection(tag = 1)", "«Option<Vec<()>>»"),
        (
            "",
            "",
            "«(u8, Box<Vec<(std::marker::PhantomData<u8>, ())>>)»",
        ),
        ("#[derive(Migratable)] struct No;", "", "«Vec<No>»"),
        (
            "#[derive(Migratable)] struct No { a: () }",
            "",
            "«std::sync::Arc<std::sync::Mutex<[No; 2]>>»",
        ),
    ];
    TABLE
        .iter()
        .map(|(before, key, ty)| field(before, key, ty))
        .collect()
}

fn field(before: &str, key: &str, ty: &str) -> Mistake {
    let attribute = match key {
        "" => String::new(),
        key => format!("#[migratable({key})] "),
    };
    Mistake::new(format!(
        "{before}\n#[derive(Migratable)] struct S {{\n{attribute}x: {ty},\n}}"
    ))
}
