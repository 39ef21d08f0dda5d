//! What a stream says before its states, in each form of `inspect`.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamWriter};

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
    let mut devices = Devices::new();
    devices.add("nic", &mut nic).unwrap();
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap()
}

#[test]
fn configuration_and_metadata_are_in_each_form() {
    let stream = stream();
    for form in ["tree", "json", "hex", "html"] {
        let shown = run_with(["inspect", "-", "--format", form], &stream).fine();
        for wanted in ["configuration", "queues", "1234", "title", "before the "] {
            assert!(shown.contains(wanted), "{form} has no {wanted:?}:\n{shown}");
        }
        for kept in ["777777", "\x1b"] {
            assert!(!shown.contains(kept), "{form} shows {kept:?}");
        }
    }
}
