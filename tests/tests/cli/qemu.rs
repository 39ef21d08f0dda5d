//! QEMU's streams and dumps, given to the tool.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::tool::{Run, root, run, run_with};

fn data(name: &str) -> PathBuf {
    root().join("qemu/tests/data").join(name)
}

const STREAM: &str = "qemu10.0.2-virt-7.2-min.mig.gz";

#[test]
fn a_stream_is_recognised_in_a_file_and_on_standard_input() {
    let shown = run([&PathBuf::from("inspect"), &data(STREAM)]).fine();
    assert!(shown.contains("machine type virt-7.2"), "{shown:.300}");
    assert!(
        shown.contains("QEMU's streams have no checksums"),
        "{shown:.300}"
    );
    let piped = run_with(["inspect", "-"], &fs::read(data(STREAM)).unwrap()).fine();
    assert_eq!(
        piped.lines().skip(1).collect::<Vec<_>>(),
        shown.lines().skip(1).collect::<Vec<_>>()
    );
}

/// What can be done with an object that is no stream is said of what it is, and of nothing
/// else.
#[test]
fn a_dump_is_told_from_other_objects() {
    let hint = |text: &str| run_with(["inspect", "-"], text.as_bytes()).failed();
    let dump = r#"{ "vmschkmachine": {"Name": "pc"}, "e1000": {"Name": "e1000"}}"#;
    assert!(hint(dump).contains("`schema-tool qemu check`"));
    let schema = r#"{"format": 1, "device": "uart"}"#;
    assert!(hint(schema).contains("`schema-tool show`"));
    for other in [
        r#"{"name": "a-package", "version": {"Name": 1}}"#,
        r#"{"a": {"b": {"Name": 1}}}"#,
        r#"{"Name": "a"}"#,
        r#"{"a": ["Name"]}"#,
        r#"{"header": {"Name": 1}"#,
        "{}",
        "{",
    ] {
        let said = hint(other);
        assert!(!said.contains("hint") && !said.contains("dump"), "{said}");
    }
}

#[test]
fn json_has_the_original_offsets() {
    let file = data(STREAM);
    let json = run(["inspect", "--format", "json", &file.to_string_lossy()]).fine();
    let json: Value = serde_json::from_str(&json).unwrap();
    let sections = json["sections"].as_array().unwrap();
    let uart = sections
        .iter()
        .find(|section| section["path"] == "pl011")
        .unwrap();
    let at = uart["offset"].as_u64().unwrap() as usize;
    // In QEMU's stream, the head of the section is right before it.
    let packed = fs::File::open(&file).unwrap();
    let bytes = migratable_qemu::read_all(packed, &Default::default()).unwrap();
    assert_eq!(bytes[at - 14..at - 8], *b"\x05pl011");
}

#[test]
fn a_damaged_stream_is_shown_up_to_the_damage() {
    let packed = fs::File::open(data(STREAM)).unwrap();
    let mut bytes = migratable_qemu::read_all(packed, &Default::default()).unwrap();
    let at = bytes
        .windows(5)
        .position(|window| window == b"pl031")
        .unwrap();
    bytes[at - 20] ^= 0xff;
    let run = run_with(["inspect", "-"], &bytes);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("pflash_cfi01#0"), "{run:?}");
    assert!(
        run.stderr.contains("error: standard input: byte 0x"),
        "{}",
        run.stderr
    );
}

fn unpacked(name: &str) -> Vec<u8> {
    let packed = fs::File::open(data(name)).unwrap();
    migratable_qemu::read_all(packed, &Default::default()).unwrap()
}

/// Each row of the hexadecimal form has the bytes that are there in QEMU's stream.
#[test]
fn hex_shows_the_bytes_of_the_stream() {
    for name in [
        STREAM,
        "qemu10.0.2-virt-7.2-rich.mig.gz",
        "qemu10.0.2-pc-q35-7.2-min.mig.gz",
    ] {
        let bytes = unpacked(name);
        let file = data(name);
        let shown = run([
            "inspect",
            "--format",
            "hex",
            "--full",
            &file.to_string_lossy(),
        ])
        .fine();
        let mut rows = 0;
        for line in shown.lines() {
            let Some((at, rest)) = line.split_at_checked(8) else {
                continue;
            };
            let Ok(at) = usize::from_str_radix(at, 16) else {
                continue;
            };
            let digits = rest.get(2..49.min(rest.len())).unwrap_or_default();
            let row: Vec<u8> = digits
                .split_whitespace()
                .map(|byte| u8::from_str_radix(byte, 16).unwrap())
                .collect();
            assert_eq!(bytes[at..][..row.len()], row, "{line}");
            rows += 1;
        }
        assert!(rows > 1000, "{rows}");
    }
}

/// Versions are those of QEMU's stream, which begin at 0.
#[test]
fn versions_are_those_of_qemus() {
    let file = data(STREAM);
    let tree = run(["inspect", &file.to_string_lossy()]).fine();
    assert!(tree.contains("pl011#0  pl011, version 2,"), "{tree:.2000}");
    assert!(tree.contains("without a version"), "{tree:.2000}");
    let json = run(["inspect", "--format", "json", &file.to_string_lossy()]).fine();
    let json: Value = serde_json::from_str(&json).unwrap();
    let stream = migratable_qemu::read(&unpacked(STREAM), None, &Default::default());
    for section in &stream.sections {
        let migratable_qemu::State::Device { layout, .. } = &section.state else {
            continue;
        };
        let shown = json["sections"].as_array().unwrap().iter().find(|shown| {
            shown["path"] == *section.name && shown["instance_id"] == section.instance_id
        });
        let shown = shown.expect("it is shown");
        let expected = layout.version.map(|_| section.version);
        assert_eq!(
            shown["version"],
            serde_json::json!(expected),
            "{}",
            section.name
        );
    }
}

/// What of a packed file could be unpacked is shown, and then where it ends.
#[test]
fn a_packed_file_that_was_cut_is_shown_up_to_there() {
    let packed = fs::read(data(STREAM)).unwrap();
    let whole = unpacked(STREAM);
    for cut in [packed.len() - 6, packed.len() * 19 / 20] {
        let run = run_with(["inspect", "-"], &packed[..cut]);
        assert_eq!(run.status, Some(1));
        assert!(run.stdout.contains("configuration#0"), "{run:?}");
        assert!(
            run.stderr
                .contains("cannot be read on: it is packed with gzip"),
            "{}",
            run.stderr
        );
    }
    // All but the checksum is there, so all is read.
    let run = run_with(["inspect", "-"], &packed[..packed.len() - 6]);
    let at = format!("byte {:#x}", whole.len());
    assert!(
        run.stdout.contains("pl011#0  pl011") && run.stderr.contains(&at),
        "{}",
        run.stderr
    );
}

/// Nothing of a description acts on a terminal, whichever way it is shown or written.
#[test]
fn what_a_description_says_acts_on_no_terminal() {
    let acting = [
        "\u{7f}", "\u{80}", "\u{85}", "\u{9b}2J", "\u{9f}", "\u{202e}", "\u{200b}",
    ];
    let directory = tempfile::tempdir().unwrap();
    for name in acting {
        let json = format!(
            r#"{{"devices": [{{"name": "d", "instance_id": 0, "vmsd_name": "d{name}", "version": 0, "fields": [{{"name": "{name}", "type": "{name}", "size": 1}}]}}]}}"#
        );
        let mut stream =
            b"QEVM\0\0\0\x03\x04\0\0\0\x01\x01d\0\0\0\0\0\0\0\0\x01\x7e\0\0\0\x01\0\x06".to_vec();
        stream.extend((json.len() as u32).to_be_bytes());
        stream.extend(json.bytes());
        let path = directory.path().join("stream.mig");
        fs::write(&path, &stream).unwrap();
        let path = path.to_string_lossy();
        let kept = directory.path().join("kept.json");
        let kept = kept.to_string_lossy();
        run(["qemu", "describe", &path, "--output", &kept]).fine();
        let mut texts = vec![fs::read_to_string(&*kept).unwrap()];
        for args in [
            &["qemu", "describe", &path][..],
            &["qemu", "describe", &path, "--output", "/dev/stdout"],
            &["inspect", &path],
            &["inspect", "--format", "json", &path],
            &["inspect", "--format", "hex", &path],
            &["qemu", "check", &path, &path],
            &["verify", &path],
            &["show", &path],
        ] {
            let run = run(args);
            texts.extend([run.stdout, run.stderr]);
        }
        for text in texts {
            let acts = |c: char| acting.iter().any(|name| name.starts_with(c));
            assert!(!text.contains(acts), "{name:?}: {text:?}");
        }
    }
}

/// Names with a backslash or a quote are escaped once.
#[test]
fn what_is_found_is_escaped_once() {
    let dump = |field: &str| {
        format!(
            r#"{{"d": {{"Name": "d", "Description": {{"name": "d", "version_id": 1, "Fields": [{{"field": "{field}", "size": 4}}]}}}}}}"#
        )
    };
    let directory = tempfile::tempdir().unwrap();
    let (one, two) = (
        directory.path().join("1.json"),
        directory.path().join("2.json"),
    );
    fs::write(&one, dump("a")).unwrap();
    fs::write(
        &two,
        dump("a").replace("}]", r#"}, {"field": "b\u0007", "size": 4}]"#),
    )
    .unwrap();
    let (one, two) = (one.to_string_lossy(), two.to_string_lossy());
    let shown = run(["qemu", "check", &one, &two]);
    assert!(shown.stdout.contains(r"d b\u{7}"), "{}", shown.stdout);
    assert!(
        shown.stdout.contains(r"-> b\u{7}: field"),
        "{}",
        shown.stdout
    );
    // Another command says which one takes dumps.
    let shown = run(["inspect", &one]);
    assert!(
        shown.stderr.contains("schema-tool qemu check"),
        "{}",
        shown.stderr
    );
}

/// A stream that is damaged where its description is, or behind it, is not right.
#[test]
fn verify_calls_no_damaged_description_right() {
    let whole = unpacked(STREAM);
    let json = whole
        .windows(11)
        .rposition(|at| at == b"\"page_size\"")
        .unwrap();
    let mut damaged = whole.clone();
    damaged[json] = b'?';
    let run = run_with(["verify", "-"], &damaged);
    assert_eq!(run.status, Some(1));
    assert!(
        run.stderr.contains("its description is damaged"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("byte 0x"), "{}", run.stderr);
    for (behind, said) in [
        (&b"x"[..], "1 bytes follow its end"),
        (&whole, "another stream follows"),
    ] {
        let run = run_with(["verify", "-"], &[&whole, behind].concat());
        assert_eq!(run.status, Some(1));
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert!(run.stdout.contains("wrong"), "{}", run.stdout);
    }
}

#[test]
fn what_is_no_stream_is_refused_in_one_line() {
    run_with(["inspect", "-"], b"QEVM").failed();
    run_with(["inspect", "-"], b"\x1f\x8bno gzip").failed();
    run_with(["qemu", "describe", "-"], b"QEVM\0\0\0\x03\0").failed();
    let dump = data("pl011-c.json");
    let stream = data(STREAM);
    run(["qemu", "check", &dump.to_string_lossy(), "/nowhere"]).failed();
    let (dump, stream) = (dump.to_string_lossy(), stream.to_string_lossy());
    run(["qemu", "check", &dump, &dump, "--device", "none"]).failed();
    run(["inspect", "--description", &dump, &stream]).failed();
}

#[test]
fn the_status_says_whether_it_loads() {
    let (old, new) = (data("pl011-c.json"), data("pl011-rustlike.json"));
    let (old, new) = (old.to_string_lossy(), new.to_string_lossy());
    run(["qemu", "check", &old, &new]).fine();
    let q35 = [
        data("qemu11.1.3-pc-q35-7.2-min.mig.gz"),
        data("qemu10.0.2-pc-q35-7.2-min.mig.gz"),
    ];
    let [new, old] = [q35[0].to_string_lossy(), q35[1].to_string_lossy()];
    assert_eq!(run(["qemu", "check", &new, &old]).status, Some(100));
    assert_eq!(
        run(["qemu", "check", &new, &old, "--allow-conditional"]).status,
        Some(100)
    );
    run(["qemu", "check", &new, &old, "--allow-unknown"]).fine();
    let json = run(["qemu", "check", &new, &old, "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "unknown");
    assert_eq!(json["findings"][0]["rule"], "qemu-subsection-not-seen");
}

#[track_caller]
fn noted(run: Run, text: &str) {
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stderr.contains(text), "{run:?}");
}

/// A stream of the corpus that ends where its description would begin.
fn without_description(name: &str) -> Vec<u8> {
    let packed = fs::File::open(data(name)).unwrap();
    let mut bytes = migratable_qemu::read_all(packed, &Default::default()).unwrap();
    let stream = migratable_qemu::read(&bytes, None, &Default::default());
    let (_, json) = stream.description.unwrap();
    bytes.truncate(json.start - 5);
    bytes
}

/// Nothing is lost by a name that was given twice.
#[test]
fn only_descriptions_are_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let stream = directory.path().join("vm.mig.gz");
    fs::copy(data(STREAM), &stream).unwrap();
    let describe = |output: &Path| {
        run([
            "qemu".as_ref(),
            "describe".as_ref(),
            stream.as_os_str(),
            "--output".as_ref(),
            output.as_os_str(),
        ])
    };
    let refused = describe(&stream).failed();
    assert!(refused.contains("is no description"), "{refused}");
    assert_eq!(fs::read(&stream).unwrap(), fs::read(data(STREAM)).unwrap());
    let kept = directory.path().join("kept.json");
    assert_eq!(describe(&kept).status, Some(0));
    assert_eq!(describe(&kept).status, Some(0));
    let names = fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(names, 2, "nothing is left beside them");
}

/// QEMU's streams are compared by QEMU's rules alone.
#[test]
fn check_names_the_command_for_streams_of_qemus() {
    let stream = data(STREAM);
    let refused = run(["check".as_ref(), stream.as_os_str(), stream.as_os_str()]).failed();
    assert!(refused.contains("qemu check"), "{refused}");
}

/// Descriptions are kept by version and machine, and each stream finds its own.
#[test]
fn descriptions_are_kept_in_a_directory_and_found_there() {
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("descriptions");
    fs::create_dir(&kept).unwrap();
    let describe = |stream: &str, version: &str| {
        let stream = data(stream);
        run([
            "qemu".as_ref(),
            "describe".as_ref(),
            stream.as_os_str(),
            "--qemu-version".as_ref(),
            version.as_ref(),
            "--output".as_ref(),
            kept.as_os_str(),
        ])
    };
    let inspect = |input: &[u8], path: &str| {
        let kept = kept.to_string_lossy();
        run_with(
            ["inspect", "--description", &kept, "--path", path, "-"],
            input,
        )
    };
    let stream = without_description(STREAM);
    let empty = inspect(&stream, "pl011#0").failed();
    assert!(empty.contains("no file in it is a description"), "{empty}");

    // What is no description is passed over.
    fs::write(kept.join("README.md"), "Descriptions.").unwrap();
    fs::copy(data("pl011-c.json"), kept.join("dump.json")).unwrap();
    noted(
        describe("qemu7.2.22-virt-7.2-min.mig.gz", "7.2.22"),
        "7.2.22/virt-7.2.json",
    );
    noted(describe(STREAM, "10.0.2"), "10.0.2/virt-7.2.json");
    noted(
        describe("qemu10.0.2-pc-q35-7.2-min.mig.gz", "10.0.2"),
        "10.0.2/pc-q35-7.2.json",
    );
    noted(describe(STREAM, "10.0.2"), "10.0.2/virt-7.2.json");
    let other = describe("qemu10.0.2-virt-7.2-rich.mig.gz", "10.0.2").failed();
    assert!(other.contains("another description is there"), "{other}");
    describe(STREAM, "../10").failed();

    let shown = inspect(&stream, "pl011#0.ifl");
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.stdout.contains("18"), "{shown:?}");
    assert!(
        shown
            .stderr
            .contains("10.0.2/virt-7.2.json, virt-7.2, QEMU 10.0.2"),
        "{shown:?}"
    );
    // What describes itself needs no other.
    let own = fs::read(data("qemu11.1.3-pc-q35-7.2-min.mig.gz")).unwrap();
    let shown = inspect(&own, "port92#0");
    assert_eq!((shown.status, shown.stderr.as_str()), (Some(0), ""));
    let unknown = fs::read(data("qemu10.0.2-edge-suppress-vmdesc.mig.gz")).unwrap();
    let unknown = inspect(&unknown, "port92#0").failed();
    for said in [
        "of its machine type, pc-q35-10.0",
        "10.0.2/pc-q35-7.2.json: pc-q35-7.2, QEMU 10.0.2",
        "7.2.22/virt-7.2.json: virt-7.2, QEMU 7.2.22",
    ] {
        assert!(unknown.contains(said), "{said}: {unknown}");
    }
    let checked = directory.path().join("cut.mig");
    fs::write(&checked, &stream).unwrap();
    let checked = checked.to_string_lossy();
    let full = data(STREAM);
    let kept = kept.to_string_lossy();
    let full = full.to_string_lossy();
    run(["qemu", "check", &checked, &full, "--description", &kept]).fine();
}
