//! `inspect --format html`: what is in the page. `browser.rs` opens it.

use migratable::{Device, Migratable, to_vec};
use serde_json::Value;

use super::fleet;
use super::streams::{Builder, gadget, state, three};
use super::tool::run_with;

pub(crate) fn page(stream: &[u8], arguments: &[&str]) -> String {
    let all = ["inspect", "-", "--format", "html"];
    run_with(all.iter().chain(arguments), stream).fine()
}

/// What the page has of the streams.
fn data(page: &str) -> Value {
    let (_, behind) = page.split_once("id=\"data\">").expect("there are data");
    let (json, _) = behind.split_once("</script>").expect("they end");
    serde_json::from_str(json).expect("they are JSON")
}

#[test]
fn all_nodes_are_there() {
    let data = data(&page(fleet::stream(), &[]));
    let sections = data["streams"][0]["sections"].as_array().unwrap();
    assert_eq!(sections.len(), 3);
    let steps: Vec<&str> = sections[0]["about"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node[1].as_str().unwrap())
        .collect();
    assert_eq!(steps[..5], ["", "flags", "read_fifo", "read_count", "ifl"]);
    assert!(steps.contains(&"Sending.byte"), "{steps:?}");
}

/// The page can be opened where there is no network, and asks for nothing.
#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = page(fleet::stream(), &[]);
    for word in ["http:", "https:", "//cdn", "src=", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[derive(Migratable)]
#[migratable(device = "vault")]
struct Vault {
    open: u8,
    #[migratable(sensitive)]
    key: String,
    shelves: Vec<Shelf>,
    #[migratable(sensitive, subsection(tag = 1))]
    more: Option<[u8; 8]>,
}

#[derive(Migratable)]
struct Shelf {
    #[migratable(sensitive)]
    code: u64,
    label: String,
}

fn vault() -> Vec<u8> {
    to_vec(&Vault {
        open: 1,
        key: "XYZZY-PLUGH".into(),
        shelves: vec![Shelf {
            code: 0x5a5a_5a5a_5a5a_5a5a,
            label: "top".into(),
        }],
        more: Some(*b"FROBOZZ!"),
    })
    .unwrap()
}

fn decoded(page: &str) -> Vec<u8> {
    let data = data(page);
    let text = data["streams"][0]["sections"][0]["data"]
        .as_str()
        .unwrap()
        .to_owned();
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for chunk in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 6 | u32::from(digit(*byte)));
        let bits = bits << (6 * (4 - chunk.len()) + 8);
        bytes.extend(&bits.to_be_bytes()[..chunk.len() - 1]);
    }
    bytes
}

/// What is sensitive is not in the page: neither as text nor among the bytes, wherever a
/// payload is cut off or wrong.
#[test]
fn what_is_sensitive_is_not_there() {
    let payload = vault();
    let stream = |payload: &[u8]| {
        let builder = Builder::new(&[Vault::SCHEMA_JSON], &[("vault", 0, 0)]);
        builder.section(0, payload).finish()
    };
    let open = page(&stream(&payload), &["--show-sensitive"]);
    assert!(open.contains("XYZZY-PLUGH"));
    assert_eq!(decoded(&open), payload);
    let holds =
        |bytes: &[u8], secret: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
    let mut cases: Vec<Vec<u8>> = (0..payload.len())
        .map(|len| payload[..len].to_vec())
        .collect();
    cases.extend((0..payload.len()).map(|at| {
        let mut wrong = payload.clone();
        wrong[at] ^= 0x80;
        wrong
    }));
    cases.push(payload.clone());
    for case in cases {
        let run = run_with(["inspect", "-", "--format", "html"], &stream(&case));
        let bytes = decoded(&run.stdout);
        assert_eq!(bytes.len(), case.len());
        // Three bytes of each; the first of the key may be changed.
        for secret in [&b"ZZY"[..], b"UGH", &[0x5a; 3], b"ROB", b"ZZ!"] {
            assert!(!holds(&bytes, secret), "{case:?}");
            let text = String::from_utf8_lossy(secret);
            assert!(!run.stdout.contains(&*text) || text == "ZZZ", "{case:?}");
        }
    }
    let bytes = decoded(&page(&stream(&payload), &[]));
    assert!(holds(&bytes, b"top"));
}

/// Where there are more nodes than the page has, what is sensitive behind the last is not
/// told from the rest, which is not shown then.
#[test]
fn nothing_sensitive_is_behind_the_last_node() {
    const CODE: [u8; 4] = [0xc0, 0xde, 0x5e, 0xc1];
    let shelf = |at: u32| Shelf {
        code: u64::from(u32::from_le_bytes(CODE)) << 32 | u64::from(at),
        label: format!("{at:06}"),
    };
    let payload = to_vec(&Vault {
        open: 1,
        key: String::new(),
        shelves: (0..100_000).map(shelf).collect(),
        more: None,
    });
    let builder = Builder::new(&[Vault::SCHEMA_JSON], &[("vault", 0, 0)]);
    let stream = builder.section(0, &payload.unwrap()).finish();
    let hidden = page(&stream, &[]);
    let about = &data(&hidden)["streams"][0]["sections"][0]["about"];
    assert!(about["left_out"].as_u64().unwrap() > 10_000);
    let bytes = decoded(&hidden);
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    assert!(has(b"080000") && !has(b"099999"));
    let all = decoded(&page(&stream, &["--show-sensitive"]));
    let from = about["hidden_from"].as_u64().unwrap() as usize;
    assert!(bytes[from..].iter().all(|byte| *byte == 0));
    let same = |(shown, byte): (&u8, &u8)| shown == byte || *shown == 0;
    assert!(bytes.iter().zip(&all).all(same));
    assert!(!bytes.windows(4).any(|part| part == CODE));
    assert_eq!(all.windows(4).filter(|part| *part == CODE).count(), 100_000);
}

#[test]
fn texts_do_not_end_the_script() {
    let mut wild = state();
    wild.name = "</script><script>alert(1)</script><!--".into();
    let page = page(&gadget(&to_vec(&wild).unwrap()), &[]);
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("<!--"));
}

/// A long array is one node.
#[test]
fn the_page_is_not_much_larger_than_the_stream() {
    #[derive(Migratable)]
    #[migratable(device = "screen")]
    struct Screen {
        pixels: Vec<u32>,
    }
    let screen = Screen {
        pixels: vec![7; 1 << 18],
    };
    let builder = Builder::new(&[Screen::SCHEMA_JSON], &[("screen", 0, 0)]);
    let stream = builder.section(0, &to_vec(&screen).unwrap()).finish();
    let page = page(&stream, &[]);
    assert!(page.len() < stream.len() * 4 / 3 + 50_000, "{}", page.len());
}

#[test]
fn damage_is_in_the_page() {
    let whole = three();
    let run = run_with(
        ["inspect", "-", "--format", "html"],
        &whole[..whole.len() - 1],
    );
    assert_eq!(data(&run.stdout)["streams"][0]["complete"], false);
    assert!(
        run.stdout.contains("save or copy it again"),
        "{:.300}",
        run.stdout
    );
    run.failed();
}
