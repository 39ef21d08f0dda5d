//! Streams that say which schemas they have, and do not have them.

use std::fs;
use std::path::PathBuf;

use migratable::stream::{Header, Instance, Limits, SchemaForm, StreamWriter};
use migratable::{Device, to_vec};

use super::check::Folder;
use super::streams::{Gadget, gadget, state};
use super::tool::{Run, run};

/// A gadget in a stream with this of its schema.
fn sent_as(form: SchemaForm) -> Vec<u8> {
    let header = Header::new("test", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    writer.send_schemas(form);
    let schema = writer.schema(Gadget::SCHEMA_JSON).unwrap();
    let instance = Instance::new("/gadget", 0, schema);
    writer.instances(&[instance]).unwrap();
    writer.section(0, &to_vec(&state()).unwrap()).unwrap();
    writer.finish().unwrap()
}

struct Files {
    folder: Folder,
    /// The stream that only says which schema it has.
    kept: String,
    /// The same with its schema.
    whole: String,
    /// The schema.
    published: String,
}

impl Files {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.0.join(name);
            fs::write(&path, bytes).unwrap();
            path.to_str().unwrap().to_owned()
        };
        Self {
            kept: put("kept.mig", &sent_as(SchemaForm::Fingerprint)),
            whole: put("whole.mig", &gadget(&to_vec(&state()).unwrap())),
            published: put("gadget.json", Gadget::SCHEMA_JSON.as_bytes()),
            folder,
        }
    }

    fn new_file(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }
}

fn fingerprint() -> String {
    Gadget::SCHEMA.fingerprint().to_string()
}

/// All commands that show values say which schema they lack, and what to do.
#[test]
fn what_lacks_is_said_with_what_to_do() {
    let files = Files::new("references-lacking");
    let kept = &*files.kept;
    let out = files.new_file("out.mig");
    let out = out.to_str().unwrap();
    let other = Folder::new("references-lacking-new").with::<super::check::new::Timer>();
    for arguments in [
        &["inspect", kept][..],
        &["inspect", kept, "--format", "json"],
        &["inspect", kept, "--format", "hex"],
        &["inspect", kept, "--format", "html"],
        &["verify", kept],
        &["stat", kept],
        &["diff", kept, &files.whole],
        &["convert", kept, "-o", out],
        &["set", kept, "/gadget.level=1", "-o", out],
        &["check", kept, other.path()],
        &["show", kept],
    ] {
        let refused = run(arguments);
        // `check` reports what it finds.
        let (status, said) = match arguments[0] {
            "check" => (100, &refused.stdout),
            _ => (1, &refused.stderr),
        };
        assert_eq!(refused.status, Some(status), "{arguments:?}: {refused:?}");
        let says = format!(
            "schema 0, of device /gadget#0, is not in the stream: it is that of gadget with \
             fingerprint {}",
            fingerprint()
        );
        assert!(said.contains(&says), "{arguments:?}: {refused:?}");
        assert!(said.contains("--schemas RELEASE"), "{refused:?}");
    }
    assert!(!files.new_file("out.mig").exists());
}

/// A stream of which not all could be tested is not said to be wrong.
#[test]
fn what_lacks_is_not_wrong() {
    let files = Files::new("references-wrong");
    let verified = run(["verify", &*files.kept]);
    assert_eq!(verified.status, Some(1), "{verified:?}");
    assert!(
        verified.stdout.contains("kept.mig  not tested whole\n"),
        "{verified:?}"
    );
    assert!(
        verified.stdout.contains("  0 of 1: form, fingerprint\n"),
        "{verified:?}"
    );
    let mut bytes = fs::read(&files.kept).unwrap();
    bytes.push(7);
    fs::write(&files.kept, bytes).unwrap();
    let verified = run(["verify", &*files.kept]);
    assert!(
        verified.stdout.contains("kept.mig  wrong\n"),
        "{verified:?}"
    );
}

/// Whatever takes a stream takes the schemas that it names.
#[test]
fn every_command_takes_schemas_from_beside() {
    let files = Files::new("references-beside");
    let (kept, whole, published) = (&*files.kept, &*files.whole, &*files.published);
    let out = files.new_file("out");
    let baseline = files.new_file("baseline");
    let (out, baseline) = (out.to_str().unwrap(), baseline.to_str().unwrap());
    for (arguments, without) in [
        (&["lock", kept, "--baseline", baseline][..], 1),
        (&["status", kept, "--baseline", baseline], 1),
        // Who loads it knows its own.
        (&["check", kept, published], 0),
        (&["check", kept, kept, published], 0),
        (&["check", "--transitive", kept, published], 0),
        (&["convert", kept, "--to", published, "-o", out], 0),
        (&["check", published, kept], 1),
        (&["matrix", kept, whole], 1),
        (&["show", kept], 1),
        (&["export", kept], 1),
        (&["export", kept, "-o", out], 1),
        (&["convert", whole, "--to", kept, "-o", out], 1),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status, Some(without), "{arguments:?}: {refused:?}");
        let _ = fs::remove_file(out);
        let brought = run([arguments, &["--schemas", published]].concat());
        assert_eq!(brought.status, Some(0), "{arguments:?}: {brought:?}");
        let _ = fs::remove_dir_all(out);
        let _ = fs::remove_file(out);
    }
}

/// With the schemas, a stream is as if it had them.
#[test]
fn what_is_brought_makes_it_whole() {
    let files = Files::new("references-brought");
    let shown = |stream: &str, arguments: &[&str]| -> Run {
        let brought: &[&str] = match stream == files.kept {
            true => &["--schemas", &files.published],
            false => &[],
        };
        run([&[arguments[0], stream], &arguments[1..], brought].concat())
    };
    for arguments in [
        &["inspect"][..],
        &["inspect", "--path", "/gadget.list[1]"],
        &["inspect", "--docs", "--full"],
    ] {
        let [kept, whole] = [&files.kept, &files.whole].map(|one| shown(one, arguments).fine());
        // Lengths of the files stand in the tree.
        let values = |text: &str| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(values(&kept), values(&whole));
        assert!(!kept.is_empty());
    }
    let equal = run([
        "diff",
        "--exit-code",
        "--schemas",
        &files.published,
        &files.kept,
        &files.whole,
    ]);
    assert_eq!(equal.status, Some(0), "{equal:?}");
    // The whole stream can bring it, too.
    let verified = run(["verify", &files.kept, "--schemas", &files.whole]);
    assert_eq!(verified.status, Some(0), "{verified:?}");

    let made = files.new_file("made.mig");
    let made = made.to_str().unwrap();
    run([
        "convert",
        &files.kept,
        "--schemas",
        &files.published,
        "-o",
        made,
    ])
    .fine();
    assert_eq!(fs::read(made).unwrap(), sent_as(SchemaForm::Whole));
}

/// A release without the schema does not help, and is no error by itself.
#[test]
fn another_release_does_not_help() {
    let files = Files::new("references-other");
    let other = Folder::new("references-other-release").with::<super::check::new::Timer>();
    let refused = run(["inspect", &files.kept, "--schemas", other.path()]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.stderr.contains(&fingerprint()), "{refused:?}");
    let both = [
        "inspect",
        &files.kept,
        "--schemas",
        other.path(),
        "--schemas",
        &files.published,
    ];
    run(both).fine();
    let none = run(["inspect", &files.kept, "--schemas", "/nowhere"]);
    assert_eq!((none.status, &*none.stdout), (Some(1), ""), "{none:?}");
}

/// `convert` writes any form, and JSON has it as binary has.
#[test]
fn each_form_is_written() {
    let files = Files::new("references-forms");
    for (word, form) in [
        ("whole", SchemaForm::Whole),
        ("without-docs", SchemaForm::WithoutDocs),
        ("fingerprint", SchemaForm::Fingerprint),
    ] {
        for stream in [&files.kept, &files.whole] {
            let name = files.new_file(&format!("{word}-{}.mig", stream == &files.kept));
            let name = name.to_str().unwrap();
            let mut arguments = vec!["convert", stream, "-o", name, "--write-schemas", word];
            arguments.extend(["--schemas", &files.published]);
            run(arguments).fine();
            assert_eq!(fs::read(name).unwrap(), sent_as(form), "{word}");

            // To JSON and back.
            let (lines, again) = (format!("{name}.jsonl"), format!("{name}.again"));
            let written = run(["convert", name, "-o", &lines, "--show-sensitive"]);
            if form == SchemaForm::Fingerprint {
                // What is sensitive is not known of such a stream.
                assert_eq!(written.status, Some(1), "{written:?}");
                continue;
            }
            written.fine();
            run(["convert", &lines, "-o", &again]).fine();
            assert_eq!(fs::read(&again).unwrap(), sent_as(form), "{word}");
        }
    }
}
