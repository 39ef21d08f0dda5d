//! What one release marks as sensitive stays hidden beside a release that does not, however
//! the two are matched.

use std::fs;

use migratable::{Device, Migratable, to_vec};

use super::streams::Builder;
use super::tool::run;

/// The values of the release that marks them, and of the other.
const SECRETS: [u32; 2] = [86_420_975, 13_579_246];

/// A stream, and the schema in it.
struct Sample {
    stream: Vec<u8>,
    schema: &'static str,
}

fn sample<T: Device>(state: &T) -> Sample {
    let builder = Builder::new(&[T::SCHEMA_JSON], &[("d", 0, 0)]);
    Sample {
        stream: builder.section(0, &to_vec(state).unwrap()).finish(),
        schema: T::SCHEMA_JSON,
    }
}

/// A device of two releases, and its state in each.
macro_rules! releases {
    ($kind:literal, { $($marked:item)* } $one:expr, { $($open:item)* } $two:expr) => {{
        let marked = {
            $(#[derive(Migratable)] $marked)*
            let make: fn(u32) -> _ = $one;
            sample(&make(SECRETS[0]))
        };
        let open = {
            $(#[derive(Migratable)] $open)*
            let make: fn(u32) -> _ = $two;
            sample(&make(SECRETS[1]))
        };
        ($kind, [marked, open])
    }};
}

/// The first of each pair marks what the second does not.
fn pairs() -> Vec<(&'static str, [Sample; 2])> {
    vec![
        releases!(
            "the same fingerprint",
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive)]
                    key: u32,
                }
            } | key
                | D { key },
            {
                #[migratable(device = "d")]
                struct D {
                    key: u32,
                }
            } | key
                | D { key }
        ),
        releases!(
            "another type",
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive)]
                    key: u32,
                }
            } | key
                | D { key },
            {
                #[migratable(device = "d")]
                struct D {
                    key: u64,
                }
            } | key
                | D { key: key.into() }
        ),
        releases!(
            "an alias of the other",
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive)]
                    old: u32,
                }
            } | old
                | D { old },
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(alias = "old")]
                    key: u32,
                }
            } | key
                | D { key }
        ),
        releases!(
            "an alias of its own",
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive, alias = "old")]
                    key: u32,
                }
            } | key
                | D { key },
            {
                #[migratable(device = "d")]
                struct D {
                    old: u32,
                }
            } | old
                | D { old }
        ),
        releases!(
            "within an option",
            {
                struct Slot {
                    #[migratable(sensitive)]
                    code: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    slot: Option<Slot>,
                }
            } | code
                | D {
                    slot: Some(Slot { code })
                },
            {
                struct Slot {
                    code: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    slot: Option<Slot>,
                }
            } | code
                | D {
                    slot: Some(Slot { code })
                }
        ),
        releases!(
            "within a list, renamed",
            {
                struct Slot {
                    #[migratable(sensitive)]
                    code: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    slots: Vec<Slot>,
                }
            } | code
                | D {
                    slots: vec![Slot { code }, Slot { code }]
                },
            {
                struct Slot {
                    #[migratable(alias = "code")]
                    key: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    slots: Vec<Slot>,
                }
            } | key
                | D {
                    slots: vec![Slot { key }]
                }
        ),
        releases!(
            "all that is in it",
            {
                struct Slot {
                    code: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive)]
                    slot: Slot,
                }
            } | code
                | D {
                    slot: Slot { code }
                },
            {
                struct Slot {
                    code: u32,
                }
                #[migratable(device = "d")]
                struct D {
                    #[migratable(alias = "slot")]
                    place: Slot,
                }
            } | code
                | D {
                    place: Slot { code }
                }
        ),
        releases!(
            "in a variant",
            {
                #[allow(dead_code)]
                enum Lock {
                    Open,
                    Shut {
                        #[migratable(sensitive)]
                        code: u32,
                    },
                }
                #[migratable(device = "d")]
                struct D {
                    lock: Lock,
                }
            } | code
                | D {
                    lock: Lock::Shut { code }
                },
            {
                #[allow(dead_code)]
                enum Lock {
                    Open,
                    Shut { code: u32 },
                }
                #[migratable(device = "d")]
                struct D {
                    lock: Lock,
                }
            } | code
                | D {
                    lock: Lock::Shut { code }
                }
        ),
        releases!(
            "in a variant, renamed",
            {
                #[allow(dead_code)]
                enum Lock {
                    Open,
                    Shut {
                        #[migratable(sensitive)]
                        code: u32,
                    },
                }
                #[migratable(device = "d")]
                struct D {
                    lock: Lock,
                }
            } | code
                | D {
                    lock: Lock::Shut { code }
                },
            {
                #[allow(dead_code)]
                enum Lock {
                    Open,
                    #[migratable(alias = "Shut")]
                    Closed {
                        #[migratable(alias = "code")]
                        key: u32,
                    },
                }
                #[migratable(device = "d")]
                struct D {
                    lock: Lock,
                }
            } | key
                | D {
                    lock: Lock::Closed { key }
                }
        ),
        releases!(
            "a subsection",
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(sensitive, subsection(tag = 1))]
                    key: Option<u32>,
                }
            } | key
                | D { key: Some(key) },
            {
                #[migratable(device = "d")]
                struct D {
                    #[migratable(subsection(tag = 1))]
                    key: Option<u32>,
                }
            } | key
                | D { key: Some(key) }
        ),
        releases!(
            "a newtype",
            {
                struct Secret(#[migratable(sensitive)] u32);
                #[migratable(device = "d")]
                struct D {
                    keys: Vec<Secret>,
                }
            } | key
                | D {
                    keys: vec![Secret(key)]
                },
            {
                #[migratable(device = "d")]
                struct D {
                    keys: Vec<u32>,
                }
            } | key
                | D { keys: vec![key] }
        ),
    ]
}

fn has_secret(text: &str) -> bool {
    SECRETS
        .iter()
        .any(|secret| text.contains(&secret.to_string()))
}

#[test]
fn diff_hides_what_either_side_marks() {
    let folder = tempfile::tempdir().unwrap();
    let [x, y] = ["x.mig", "y.mig"].map(|name| folder.path().join(name));
    let (x, y) = (x.to_str().unwrap(), y.to_str().unwrap());
    for (kind, [marked, open]) in pairs() {
        fs::write(x, &marked.stream).unwrap();
        fs::write(y, &open.stream).unwrap();
        for (a, b) in [(x, y), (y, x)] {
            for format in ["text", "json", "html"] {
                let said = run(["diff", "--format", format, a, b]).fine();
                assert!(said.contains("sensitive"), "{kind}, {format}: {said}");
                assert!(!has_secret(&said), "{kind}, {format}: {said}");
            }
            let said = run(["diff", "--show-sensitive", a, b]).fine();
            assert!(has_secret(&said), "{kind}: {said}");
        }
    }
}

#[test]
fn conversion_to_lines_asks_for_what_either_side_marks() {
    for (kind, samples) in pairs() {
        for (from, to) in [(0, 1), (1, 0)] {
            let folder = tempfile::tempdir().unwrap();
            let [stream, schema, lines] = ["in.mig", "to.json", "out.jsonl"]
                .map(|name| folder.path().join(name).to_str().unwrap().to_owned());
            fs::write(&stream, &samples[from].stream).unwrap();
            fs::write(&schema, samples[to].schema).unwrap();
            let arguments = ["convert", &stream, "--to", &schema, "-o", &lines];
            let refused = run(arguments);
            assert_eq!(refused.status, Some(2), "{kind}: {refused:?}");
            assert!(
                refused.stderr.contains("--show-sensitive"),
                "{kind}: {refused:?}"
            );
            assert!(!fs::exists(&lines).unwrap(), "{kind}");
            run(arguments.iter().chain(&["--show-sensitive"])).fine();
            assert!(has_secret(&fs::read_to_string(&lines).unwrap()), "{kind}");
        }
    }
}
