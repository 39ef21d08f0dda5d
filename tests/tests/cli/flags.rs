//! Bits by name, in all that shows values.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use migratable::{Bits, Device, Migratable, to_vec};

use super::streams::Builder;
use super::tool::run;

bitflags::bitflags! {
    #[derive(Clone, Copy)]
    struct Raised: u16 {
        const RECEIVE = 1 << 4;
        const TRANSMIT = 1 << 5;
    }

    #[derive(Clone, Copy)]
    struct Mode: i8 {
        const SLOW = 1;
        const OFF = i8::MIN;
    }
}

#[derive(Migratable)]
struct Line(#[migratable(with = Bits)] Raised);

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    /// What is asked for.
    #[migratable(with = Bits)]
    raised: Raised,
    #[migratable(with = Bits)]
    mode: Mode,
    #[migratable(with = [Bits; 2])]
    masks: [Raised; 2],
    #[migratable(with = Vec<Bits>)]
    bytes: Vec<Mode>,
    #[migratable(with = Vec<Bits>)]
    many: Vec<Raised>,
    #[migratable(with = BTreeMap<u8, Bits>)]
    map: BTreeMap<u8, Raised>,
    lines: Vec<Option<Line>>,
    #[migratable(with = Bits, sensitive)]
    secret: Raised,
    #[migratable(with = Bits)]
    none: Raised,
    #[migratable(with = Bits)]
    unknown: Raised,
}

fn uart(raised: Raised) -> Uart {
    let unknown = Raised::from_bits_retain(0x8000);
    Uart {
        raised,
        mode: Mode::OFF,
        masks: [Raised::RECEIVE, raised | unknown],
        bytes: vec![Mode::SLOW, Mode::SLOW | Mode::OFF],
        many: vec![raised; 10],
        map: BTreeMap::from([(16, raised)]),
        lines: vec![Some(Line(raised)), None],
        secret: raised,
        none: Raised::empty(),
        unknown,
    }
}

fn save(path: &Path, raised: Raised) {
    let builder = Builder::new(&[Uart::SCHEMA_JSON], &[("uart", 0, 0)]);
    let stream = builder.section(0, &to_vec(&uart(raised)).unwrap());
    fs::write(path, stream.finish()).unwrap();
}

const TREE: &str = "\
uart#0  uart, version 1, 46 bytes
├─ raised   48 (0x30) RECEIVE | TRANSMIT
├─ mode     -128 (0x80) OFF
├─ masks    [16 (0x10) RECEIVE, 32816 (0x8030) RECEIVE | TRANSMIT | 0x8000]
├─ bytes    [1 SLOW, -127 (0x81) SLOW | OFF]
├─ many     list<u16>, 10 elements, all 0x0030
├─ map      map<u8, u16>, 1 entry
│  └─ {0} 16 (0x10):  48 (0x30) RECEIVE | TRANSMIT
├─ lines    list<option<u16>>, 2 elements
│  ├─ [0]  48 (0x30) RECEIVE | TRANSMIT
│  └─ [1]  none
├─ secret   (sensitive)
├─ none     0
└─ unknown  32768 (0x8000)
";

#[test]
fn bits_are_shown_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("uart.mig");
    save(&path, Raised::all());
    let file = path.to_str().unwrap();
    let tree = run(["inspect", file]).fine();
    assert!(tree.contains(TREE), "{tree}");
    for (part, shown) in [
        (
            "uart.raised",
            "uart#0.raised  48 (0x30) RECEIVE | TRANSMIT\n",
        ),
        (
            "uart.masks[1]",
            "uart#0.masks[1]  32816 (0x8030) RECEIVE | TRANSMIT | 0x8000\n",
        ),
        ("uart.bytes[1]", "uart#0.bytes[1]  -127 (0x81) SLOW | OFF\n"),
        (
            "uart.many[9]",
            "uart#0.many[9]  48 (0x30) RECEIVE | TRANSMIT\n",
        ),
        (
            "uart.map{0}",
            "uart#0.map{0}  48 (0x30) RECEIVE | TRANSMIT\n",
        ),
        (
            "uart.lines[0]",
            "uart#0.lines[0]  48 (0x30) RECEIVE | TRANSMIT\n",
        ),
    ] {
        assert_eq!(run(["inspect", file, "--path", part]).fine(), shown);
    }
    let hex = run(["inspect", file, "--format", "hex"]).fine();
    for line in [
        "raised  48 (0x30) RECEIVE | TRANSMIT",
        "masks  [16 (0x10) RECEIVE, 32816 (0x8030) RECEIVE | TRANSMIT | 0x8000]",
        "map{key 0}  16 (0x10)\n",
        "map{0}  48 (0x30) RECEIVE | TRANSMIT",
        "lines[0]  48 (0x30) RECEIVE | TRANSMIT",
        "secret  (sensitive)",
    ] {
        assert!(hex.contains(line), "{line}: {hex}");
    }
    let page = run(["inspect", file, "--format", "html"]).fine();
    assert!(page.contains("48 (0x30) RECEIVE | TRANSMIT"), "{page}");
    let revealed = run(["inspect", file, "--show-sensitive"]).fine();
    assert!(
        revealed.contains("secret   48 (0x30) RECEIVE | TRANSMIT"),
        "{revealed}"
    );
    // In JSON, values are what they are without a schema that names their bits.
    let json = run(["inspect", file, "--format", "json"]).fine();
    assert!(json.contains("\"raised\": 48"), "{json}");
}

#[test]
fn bits_that_differ_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let [a, b] = ["a.mig", "b.mig"].map(|name| directory.path().join(name));
    save(&a, Raised::RECEIVE);
    save(&b, Raised::all());
    let text = run([Path::new("diff"), &a, &b]).fine();
    for line in [
        "raised                    16 (0x10) RECEIVE → 48 (0x30) RECEIVE | TRANSMIT\n",
        "masks[1]                  32784 (0x8010) RECEIVE | 0x8000 → 32816 (0x8030) RECEIVE | TRANSMIT | 0x8000\n",
        "map{0}                    16 (0x10) RECEIVE → 48 (0x30) RECEIVE | TRANSMIT\n",
        "lines[0]                  16 (0x10) RECEIVE → 48 (0x30) RECEIVE | TRANSMIT\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn show_names_bits() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("uart.json");
    fs::write(&path, Uart::SCHEMA_JSON).unwrap();
    let file = path.to_str().unwrap();
    for format in ["text", "markdown"] {
        let text = run(["show", file, "--format", format]).fine();
        let named = match format {
            "text" => "flags RECEIVE 0x10 | TRANSMIT 0x20",
            _ => "flags RECEIVE 0x10 \\| TRANSMIT 0x20",
        };
        assert!(text.contains(named), "{text}");
        assert!(text.contains("0x80"), "{text}");
    }
}
