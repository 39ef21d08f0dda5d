//! What a stream says before its states, in each form of `inspect`.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{BulkItem, Header, Limits, StreamWriter};

use super::convert::Place;
use super::tool::run_with;

#[derive(Migratable)]
#[migratable(device = "nic")]
struct Nic {
    #[migratable(must_match)]
    queues: u16,
    #[migratable(must_match, sensitive)]
    key: u32,
    #[migratable(allowed(at_most = 9))]
    speed: u8,
    sent: u64,
}

fn stream() -> Vec<u8> {
    let mut nic = Nic {
        queues: 1234,
        key: 777_777,
        speed: 7,
        sent: 5,
    };
    let header = Header::new("test", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    writer
        .metadata("title", b"before the \x1b[31mboss")
        .unwrap();
    writer.declare(&BulkItem::whole("ram", 16)).unwrap();
    let mut devices = Devices::new();
    devices.add("nic", &mut nic).unwrap();
    for (path, instance_id) in [("pci/nic", 4711), ("bad\x1b[31m", 2)] {
        devices.add_alias("nic", 0, path, instance_id).unwrap();
    }
    devices.save(&mut writer).unwrap();
    writer.bulk("ram", 0, b"12345678").unwrap();
    writer.zeros("ram", 8, 8).unwrap();
    writer.finish().unwrap()
}

#[test]
fn all_of_the_prologue_is_in_each_form() {
    let stream = stream();
    for form in ["tree", "json", "hex", "html"] {
        let shown = run_with(["inspect", "-", "--format", form], &stream).fine();
        let wanted = [
            "configuration",
            "queues",
            "1234",
            "title",
            "before the ",
            "aliases",
            "pci/nic",
            "4711",
        ];
        for wanted in wanted {
            assert!(shown.contains(wanted), "{form} has no {wanted:?}:\n{shown}");
        }
        for kept in ["777777", "\x1b"] {
            assert!(!shown.contains(kept), "{form} shows {kept:?}");
        }
    }
}

/// What a command does not change of a stream that it writes anew stays, to the byte.
#[test]
fn all_of_the_prologue_is_written_anew() {
    let stream = stream();
    let place = Place::new(&stream);
    place
        .run(&["set", "in.mig", "nic.sent=6", "-o", "other.mig"])
        .fine();
    assert!(place.read("other.mig") != stream);
    for (input, what) in [
        ("in.mig", &["convert", "--write-schemas", "whole"][..]),
        ("in.mig", &["set", "nic.sent=5"]),
        ("other.mig", &["set", "nic.sent=5"]),
    ] {
        let (command, rest) = what.split_first().unwrap();
        let arguments = [&[*command, input], rest, &["-o", "anew.mig"]].concat();
        place.run(&arguments).fine();
        assert!(place.read("anew.mig") == stream, "{arguments:?}");
        std::fs::remove_file(place.path("anew.mig")).unwrap();
    }
    // A release has a configuration of its own.
    place
        .run(&["convert", "in.mig", "--to", "in.mig", "-o", "to.mig"])
        .fine();
    let shown = place.run(&["inspect", "to.mig"]).fine();
    for wanted in ["title", "pci/nic#4711", "sent"] {
        assert!(shown.contains(wanted), "{shown}");
    }
}
