//! The page of `inspect --format html`, in a browser. Needs Chromium; without one, a line
//! says that nothing was tested.

#[path = "browser/page.rs"]
mod page;
#[path = "browser/tool.rs"]
mod tool;

use std::fs;

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::stream::{Header, Instance, Limits, StreamWriter};
use migratable::value::configuration;

use page::{Browser, Page};
use tool::root;

fn golden(release: &str) -> Vec<u8> {
    let file = root()
        .join("tests/golden/mini-vm")
        .join(release)
        .join("1-work.mig");
    fs::read(file).unwrap()
}

/// A stream of one device of that type.
fn stream(types: &str, payload: &[u8]) -> Vec<u8> {
    let schema = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{{\"ref\":\"D\"}},\"types\":{{{types}}}}}"
    );
    let header = Header::new("test", "1");
    let mut out = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    out.schema(&with_fingerprint(&schema).unwrap()).unwrap();
    out.instances(&[Instance::new("dev", 0, 0)]).unwrap();
    out.section(0, payload).unwrap();
    out.finish().unwrap()
}

const SELECTED: &str = "document.querySelector('#tree .row.selected').title";
const SELECTED_BYTES: &str = "[...document.querySelectorAll('#hex .byte.selected')]\
    .map(cell => cell.textContent).join(' ')";
const ROWS: &str = "document.querySelectorAll('#tree .row').length";

fn text(page: &Page, script: &str) -> String {
    page.eval(script).as_str().expect("a text").to_owned()
}

#[test]
fn what_stands_before_the_states_is_shown() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let schema = with_fingerprint(
        r#"{"format":1,"device":"dev","version":1,"oldest":1,"fingerprint":"","type":{"ref":"D"},
            "types":{"D":{"fields":[{"name":"queues","type":"u8","must_match":true}]}}}"#,
    );
    let header = Header::new("test", "1");
    let mut out = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    out.metadata("title", b"a title").unwrap();
    let schema = schema.unwrap();
    out.schema(&schema).unwrap();
    let said = configuration(&Schema::from_json(&schema).unwrap(), &[3]).unwrap();
    let instance = Instance::new("dev", 0, 0).with_configuration(said);
    out.instances(&[instance]).unwrap();
    out.section(0, &[3]).unwrap();
    let page = browser.inspect(&out.finish().unwrap(), "");
    let about = text(&page, "document.getElementById('about').textContent");
    assert!(about.contains("title a title"), "{about}");
    let row = "document.querySelector(\"#tree .row[title='dev#0 configuration']\").textContent";
    let row = text(&page, row);
    assert!(row.contains(r#"{"queues":3}"#), "{row}");
}

#[test]
fn tree_and_bytes_follow_each_other() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let page = browser.inspect(&golden("v2"), "#plic%230.enable");
    assert_eq!(
        page.eval("performance.getEntriesByType('resource').length"),
        0
    );
    // A link opens the field, and its bytes are marked.
    assert_eq!(text(&page, SELECTED), "plic#0.enable");
    assert_eq!(text(&page, SELECTED_BYTES), "f2 8d f7 74 00 00 00 00");
    // A click on a byte selects what it is of.
    page.click("#hex .byte[data-at='3']");
    assert_eq!(text(&page, SELECTED), "plic#0.priority[3]");
    assert_eq!(
        text(&page, "decodeURIComponent(location.hash)"),
        "#plic#0.priority[3]"
    );
    // A click in the tree marks the bytes.
    page.click("#tree .row[title='plic#0.priority[4]']");
    assert_eq!(text(&page, SELECTED_BYTES), "05");
    // Whatever the pointer is on is marked on the other side.
    page.eval("document.querySelector(\"#tree .row[title='plic#0.priority[5]']\").onmouseenter()");
    let hovered = "document.querySelector('#hex .byte.hover').dataset.at";
    assert_eq!(text(&page, hovered), "5");
    let status = text(&page, "document.getElementById('status').textContent");
    assert!(status.contains("at 0x2e953"), "{status}");
    // Both themes have colours of their own.
    let back = "getComputedStyle(document.body).backgroundColor";
    let before = text(&page, back);
    page.click("#theme");
    assert_ne!(text(&page, back), before);
}

#[test]
fn keys_and_search_find() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let page = browser.inspect(&golden("v2"), "");
    page.eval("document.getElementById('tree').focus()");
    let first = text(&page, SELECTED);
    page.keys(&["ArrowDown"]);
    let second = text(&page, SELECTED);
    assert_ne!(second, first);
    let rows = page.eval(ROWS);
    page.keys(&["ArrowRight"]);
    assert_ne!(page.eval(ROWS), rows);
    page.keys(&["ArrowLeft"]);
    assert_eq!(page.eval(ROWS), rows);
    page.keys(&["ArrowUp"]);
    assert_eq!(text(&page, SELECTED), first);
    for (asked, found) in [
        ("threshold", "plic#0.threshold"),
        ("1962380786", "plic#0.enable"),
        ("0x2e9a6", "plic#0.threshold"),
        ("plic#0.priority[3]", "plic#0.priority[3]"),
        ("priority[3]", "plic#0.priority[3]"),
    ] {
        search(&page, asked);
        assert_eq!(text(&page, SELECTED), found, "{asked}");
    }
}

/// Numbers of arrays and lists, which have no rows until they are looked at.
#[test]
fn elements_are_found_by_value() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let array = |name: &str, ty: &str| {
        format!(r#"{{"name":"{name}","type":{{"array":{{"element":"{ty}","len":3}}}}}}"#)
    };
    let secret = r#"{"name":"pin","type":{"array":{"element":"u32","len":1}},"sensitive":true}"#;
    let kinds = ["u8", "i16", "u32", "i64", "u128", "f32", "f64"];
    let fields = kinds.map(|ty| array(&format!("of_{ty}"), ty)).join(",");
    let types = format!(r#""D":{{"fields":[{fields},{secret}]}}"#);
    let payload = [
        [7_u8, 8, 9].to_vec(),
        [0_i16, -301, 300].map(i16::to_le_bytes).concat(),
        [0_u32, 123_456_789, 5].map(u32::to_le_bytes).concat(),
        [0_i64, 0, i64::MIN].map(i64::to_le_bytes).concat(),
        [0_u128, u128::MAX, 0].map(u128::to_le_bytes).concat(),
        [0.0_f32, 0.5, 0.0].map(f32::to_le_bytes).concat(),
        [0.0_f64, 0.0, -0.1].map(f64::to_le_bytes).concat(),
        4711_u32.to_le_bytes().to_vec(),
    ];
    let page = browser.inspect(&stream(&types, &payload.concat()), "");
    let wide = u128::MAX.to_string();
    for (asked, found) in [
        ("-301", "dev#0.of_i16[1]"),
        ("123456789", "dev#0.of_u32[1]"),
        ("0x75bcd15", "dev#0.of_u32[1]"),
        ("-9223372036854775808", "dev#0.of_i64[2]"),
        (&wide, "dev#0.of_u128[1]"),
        ("0.5", "dev#0.of_f32[1]"),
        ("-0.1", "dev#0.of_f64[2]"),
    ] {
        // From elsewhere.
        search(&page, "of_u8");
        search(&page, asked);
        let hits = text(&page, "document.getElementById('hits').textContent");
        let of: usize = hits.rsplit(' ').next().unwrap().parse().unwrap();
        let mut selected = Vec::new();
        for _ in 0..of {
            selected.push(text(&page, SELECTED));
            page.eval("step(1)");
        }
        assert!(
            selected.iter().any(|one| one == found),
            "{asked}: {selected:?}"
        );
    }
    search(&page, "4711");
    let hits = text(&page, "document.getElementById('hits').textContent");
    assert_eq!(hits, "nothing found");
}

#[test]
fn bits_of_elements_have_names() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let flags = r#""_flags":[["LOW",1],["BOTH",3],["NONE",0],["TOP","9223372036854775808"]]"#;
    let fields = ["u64", "i64", "u8"].map(|ty| {
        format!(r#"{{"name":"{ty}","type":{{"array":{{"element":"{ty}","len":9}}}},{flags}}}"#)
    });
    let types = format!(r#""D":{{"fields":[{}]}}"#, fields.join(","));
    let bits = [0, 1, 2, 3, 1 << 63, 1 << 63 | 5, 7, u64::MAX, 16];
    let wide = bits.map(u64::to_le_bytes).concat();
    let payload = [&wide[..], &wide, &bits.map(|bits| bits as u8)].concat();
    let page = browser.inspect(&stream(&types, &payload), "#dev#0.u64[5]");
    for (path, value) in [
        ("u64[0]", "0"),
        ("u64[1]", "1 LOW"),
        ("u64[2]", "2"),
        ("u64[3]", "3 LOW | BOTH"),
        ("u64[4]", "9223372036854775808 (0x8000000000000000) TOP"),
        (
            "u64[5]",
            "9223372036854775813 (0x8000000000000005) LOW | TOP | 0x4",
        ),
        ("u64[8]", "16 (0x10)"),
        ("i64[4]", "-9223372036854775808 (0x8000000000000000) TOP"),
        (
            "i64[7]",
            "-1 (0xffffffffffffffff) LOW | BOTH | TOP | 0x7ffffffffffffffc",
        ),
        ("u8[6]", "7 LOW | BOTH | 0x4"),
    ] {
        search(&page, &format!("dev#0.{path}"));
        let row = format!(
            "document.querySelector('#tree .row[title=\"dev#0.{path}\"] .value').textContent"
        );
        assert_eq!(text(&page, &row), value, "{path}");
    }
    search(&page, "both");
    let hits = text(&page, "document.getElementById('hits').textContent");
    assert!(hits.ends_with(" 9"), "three in each array: {hits}");
}

fn search(page: &Page, asked: &str) {
    page.eval(&format!(
        "(box => {{ box.value = '{asked}'; box.dispatchEvent(new Event('input')); }})\
         (document.getElementById('search'))"
    ));
}

#[test]
fn large_streams_are_drawn_in_part() {
    let Some(browser) = Browser::start() else {
        return;
    };
    const FIELDS: usize = 10_000;
    const PIXELS: usize = 4 << 20;
    let fields: Vec<String> = (0..FIELDS)
        .map(|index| format!("{{\"name\":\"f{index}\",\"type\":\"u8\"}}"))
        .collect();
    let pixels = "{\"name\":\"pixels\",\"type\":{\"list\":\"u32\"}}";
    let types = format!("\"D\":{{\"fields\":[{},{pixels}]}}", fields.join(","));
    let mut payload: Vec<u8> = (0..FIELDS).map(|index| index as u8).collect();
    payload.extend(postcard::to_allocvec(&PIXELS).unwrap());
    payload.extend((0..PIXELS as u32).flat_map(u32::to_le_bytes));
    let page = browser.inspect(&stream(&types, &payload), "#dev%230.pixels%5B4194303%5D");
    assert_eq!(text(&page, SELECTED), "dev#0.pixels[4194303]");
    assert_eq!(text(&page, SELECTED_BYTES), "ff ff 3f 00");
    let nodes = "document.querySelectorAll('*').length";
    let most = |what: &str| {
        let count = page.eval(nodes).as_u64().unwrap();
        assert!(count < 3_000, "{what}: {count} nodes");
    };
    most("a link to the end");
    page.eval("location.hash = '#dev%230.f9999'");
    page.wait(&format!("{SELECTED} === 'dev#0.f9999'"));
    most("the last field");
    page.eval("document.getElementById('hex').scrollTop = 1e9");
    page.wait(
        "[...document.querySelectorAll('#hex .byte')].some(cell => cell.textContent === '3f')",
    );
    most("the last bytes");
}

#[test]
fn two_streams_are_compared() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let page = browser.diff(&golden("v1"), &golden("v2"));
    let row = |path: &str, what: &str| {
        format!("document.querySelector(\"#tree .row[title='{path}']\").{what}")
    };
    let changed = text(&page, &row("clint#0.mtime_offset", "className"));
    assert!(changed.contains("change"), "{changed}");
    let said = text(&page, &row("clint#0.mtime_offset", "textContent"));
    assert!(said.contains("0 ticks → 4294967296 ticks"), "{said}");
    // What only has another name or width is the same.
    let same = text(&page, &row("clint#0.mtimecmp", "className"));
    assert!(!same.contains("change") && !same.contains("add"), "{same}");
    page.click("#only");
    let titles = text(
        &page,
        "[...document.querySelectorAll('#tree .row')].map(row => row.title).join()",
    );
    assert!(titles.contains("clint#0.mtime_offset"), "{titles}");
    assert!(!titles.contains("plic#0"), "{titles}");
}

/// A rich machine of QEMU's, with its own offsets and bytes.
#[test]
fn a_machine_of_qemus_is_opened() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let file = root().join("qemu/tests/data/qemu10.0.2-virt-7.2-rich.mig.gz");
    let page = browser.inspect(&fs::read(file).unwrap(), "#pl011%230.ifl");
    assert_eq!(text(&page, SELECTED), "pl011#0.ifl");
    assert_eq!(text(&page, SELECTED_BYTES), "00 00 00 12");
    let status = text(&page, "document.getElementById('status').textContent");
    assert!(status.contains("at 0xe2265"), "{status}");
    for (asked, found) in [
        ("tick_offset", "pl031#0.tick_offset_vmstate"),
        // Bytes of a configuration space are named registers.
        (
            "0xe2308",
            "0000:00:00.0/gpex_root#0.parent_obj.\"config.0\".device_id",
        ),
    ] {
        search(&page, asked);
        assert_eq!(text(&page, SELECTED), found, "{asked}");
    }
    let nodes = page.eval("document.querySelectorAll('*').length");
    assert!(nodes.as_u64().unwrap() < 3_000, "{nodes} nodes");
}
