//! `inspect` takes little memory, whatever is in a stream.
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

/// Runs `inspect` where more memory is not to be had; what it prints is thrown
/// away.
fn inspect(stream: &[u8], arguments: &[&str]) -> (Option<i32>, String) {
    let script = "ulimit -v \"$1\"; tool=$2; shift 2; exec \"$tool\" inspect - \"$@\"";
    let mut child = Command::new("sh")
        .args(["-c", script, "sh", MOST])
        .arg(tool().get_program())
        .args(arguments)
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
            let (found, error) = inspect(&stream, arguments);
            assert_eq!(found, Some(status), "{name}, {arguments:?}: {error}");
            let said = error.contains("parts without bytes") || error.contains("behind the end");
            assert_eq!(said, status == 1, "{name}, {arguments:?}: {error}");
        }
    }
}
