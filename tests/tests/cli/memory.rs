//! Streams take little memory, whatever is in them.
#![cfg(unix)]

use std::io::Write;
use std::process::{Command, Stdio};

use migratable::schema::json::with_fingerprint;
use migratable::stream::{Header, Instance, Limits, StreamWriter};

use super::tool::tool;

/// Address space of the tool, in KiB. It is a few MiB without a stream.
const MOST: &str = "65536";

fn stream(types: &str, payload: &[u8]) -> Vec<u8> {
    let schema = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{{\"ref\":\"D\"}},\"types\":{{{types}}}}}"
    );
    let header = Header::new("test", "1");
    let mut out = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    out.schema(&with_fingerprint(&schema).unwrap()).unwrap();
    let instance = Instance::new("dev", 0, 0);
    out.instances(&[instance]).unwrap();
    out.section(0, payload).unwrap();
    out.finish().unwrap()
}

fn counted(count: usize, element: &[u8]) -> Vec<u8> {
    let mut payload = postcard::to_allocvec(&count).unwrap();
    payload.extend(element.repeat(count));
    payload
}

/// Runs a command where more memory is not to be had; what it prints is thrown
/// away.
fn run(most: &str, stream: &[u8], arguments: &[&str]) -> (Option<i32>, String) {
    let script = "ulimit -v \"$1\"; tool=$2; shift 2; exec \"$tool\" \"$@\"";
    let mut child = Command::new("sh")
        .args(["-c", script, "sh", most])
        .arg(tool().get_program())
        .args(arguments)
        // Room that a thread reserves is address space, but no memory.
        .env("MALLOC_ARENA_MAX", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("there is a shell");
    let mut stdin = child.stdin.take().expect("it was piped");
    std::thread::scope(|scope| {
        scope.spawn(move || drop(stdin.write_all(stream)));
        let output = child.wait_with_output().expect("the tool ends");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        (output.status.code(), error)
    })
}

#[test]
fn values_are_shown_as_they_are_read() {
    let units = |count: usize, field: bool| {
        let one = |i: usize| match field {
            true => format!(",{{\"name\":\"u{i}\",\"type\":\"unit\"}}"),
            false => ",\"unit\"".to_owned(),
        };
        (0..count).map(one).collect::<String>()
    };
    let list = |element: &str| {
        format!("\"D\":{{\"fields\":[{{\"name\":\"l\",\"type\":{{\"list\":{element}}}}}]}}")
    };
    let e = ",\"E\":{\"fields\":[{\"name\":\"a\",\"type\":\"u8\"}";
    let of_struct = list("{\"ref\":\"E\"}") + e;
    let small = format!("{of_struct},{{\"name\":\"b\",\"type\":\"bool\"}}]}}");
    let many_fields = format!("{of_struct}{}]}}", units(5_000, true));
    let tuple = format!("{{\"tuple\":[\"u8\"{}]}}", units(5_000, false));
    let tuples = list(&tuple);
    let (tree, json, hex) = (&[][..], &["--format", "json"][..], &["--format", "hex"][..]);
    let path = &["--path", "dev.l[7]"][..];
    let bad = [counted(150_000, &[1, 1]), vec![3]].concat();
    for (name, types, payload, status, forms) in [
        (
            "small values",
            &small,
            counted(150_000, &[1, 1]),
            0,
            &[tree, json, hex, path][..],
        ),
        // A million parts each.
        (
            "fields without bytes",
            &many_fields,
            counted(5_000, &[1]),
            1,
            &[tree, json],
        ),
        (
            "tuples with units",
            &tuples,
            counted(5_000, &[1]),
            1,
            &[hex, path],
        ),
        ("a bad value at the end", &small, bad, 1, &[tree, json]),
    ] {
        let stream = stream(types, &payload);
        for arguments in forms {
            let arguments = [&["inspect", "-"][..], arguments].concat();
            let (found, error) = run(MOST, &stream, &arguments);
            assert_eq!(found, Some(status), "{name}, {arguments:?}: {error}");
            let said = error.contains("parts without bytes") || error.contains("behind the end");
            assert_eq!(said, status == 1, "{name}, {arguments:?}: {error}");
        }
    }
}

/// A section of many structs and of a few long arrays, larger than what there is of memory.
#[test]
fn a_section_need_not_fit_into_memory() {
    const STRUCTS: usize = 1_000_000;
    // In JSON they are one text, which is held in memory.
    const BYTES: usize = 4 << 20;
    // Besides the program, what is read of temporary files.
    const MOST: &str = "98304";
    let types = "\"D\":{\"fields\":[{\"name\":\"s\",\"type\":{\"list\":{\"ref\":\"E\"}}},\
                 {\"name\":\"b\",\"type\":{\"list\":\"u8\"}},\
                 {\"name\":\"n\",\"type\":{\"list\":\"u64\"}}]},\
                 \"E\":{\"fields\":[{\"name\":\"a\",\"type\":\"u64\"},\
                 {\"name\":\"b\",\"type\":{\"array\":{\"element\":\"u8\",\"len\":56}}}]}";
    let numbers: Vec<u8> = (0..1_u64 << 20).flat_map(u64::to_le_bytes).collect();
    let payload = |bytes: u8| {
        let mut payload = counted(STRUCTS, &[7; 64]);
        payload.extend(counted(BYTES, &[bytes]));
        payload.extend(postcard::to_allocvec(&(numbers.len() / 8)).unwrap());
        payload.extend(&numbers);
        payload
    };
    let (one, two) = (stream(types, &payload(1)), stream(types, &payload(2)));
    assert!(one.len() > 70 << 20);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (other, lines, back) = (at("two.mig"), at("lines.jsonl"), at("back.mig"));
    let to = at("to.mig");
    std::fs::write(&other, &two).unwrap();
    for arguments in [
        &["inspect", "-"][..],
        &["inspect", "-", "--path", "dev.s[999999].b"],
        &["inspect", "-", "--format", "html"],
        &["verify", "-"],
        &["convert", "-", "--to", &other, "-o", &to],
        &["diff", "-", &other],
        &["convert", "-", "-o", &lines],
    ] {
        let (found, error) = run(MOST, &one, arguments);
        assert_eq!(found, Some(0), "{arguments:?}: {error}");
    }
    let (found, error) = run(MOST, &[], &["convert", &lines, "-o", &back]);
    assert_eq!(found, Some(0), "{error}");
    assert!(std::fs::read(&back).unwrap() == one, "it is another stream");
}
