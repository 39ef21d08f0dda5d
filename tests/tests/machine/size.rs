//! How long a saved machine is, said before it is saved.

use migratable::Migratable;
use migratable::device::{Devices, MachineError};
use migratable::stream::{Header, Limits, StreamWriter};

#[derive(Migratable, Clone, Default)]
#[migratable(device = "pad")]
struct Pad {
    #[migratable(max_len = 300)]
    pressed: Vec<u8>,
    #[migratable(varint)]
    frame: u64,
    #[migratable(subsection(tag = 1))]
    rumble: Option<u16>,
    mode: Mode,
}

#[derive(Migratable, Clone, Default)]
enum Mode {
    #[default]
    Digital,
    Analog {
        sticks: [i16; 4],
    },
}

#[derive(Migratable, Default)]
#[migratable(device = "log")]
struct Log {
    text: String,
}

fn pads(count: usize, pressed: usize, frame: u64, is_full: bool) -> Vec<Pad> {
    let mode = match is_full {
        true => Mode::Analog { sticks: [1; 4] },
        false => Mode::Digital,
    };
    let pad = Pad {
        pressed: vec![1; pressed],
        frame,
        rumble: is_full.then_some(3),
        mode,
    };
    vec![pad; count]
}

fn devices(pads: &[Pad]) -> Devices<'_> {
    let mut devices = Devices::new();
    for (id, pad) in (0..).zip(pads) {
        devices.add_instance("pad", id, pad).unwrap();
    }
    devices
}

fn save(devices: &Devices<'_>, header: &Header) -> u64 {
    let mut writer = StreamWriter::new(Vec::new(), header, Limits::default()).unwrap();
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap().len() as u64
}

/// At each length at which a number in a frame takes a byte more.
#[test]
fn it_is_exact_and_never_more_than_the_most() {
    for header in [Header::new("a", "1"), Header::new("b".repeat(200), "1")] {
        for count in [0, 1, 127, 128, 129, 300] {
            let most = devices(&pads(count, 0, 0, false))
                .max_saved_len(&header)
                .unwrap();
            for (pressed, frame) in [(0, 0), (100, 1), (127, 1 << 20), (300, u64::MAX)] {
                for is_full in [false, true] {
                    let pads = pads(count, pressed, frame, is_full);
                    let devices = devices(&pads);
                    let len = save(&devices, &header);
                    assert_eq!(devices.saved_len(&header).unwrap(), len);
                    assert_eq!(devices.max_saved_len(&header).unwrap(), most);
                    match (pressed, is_full) {
                        (300, true) => assert_eq!(len, most, "{count} pads that are full"),
                        _ => assert!(len <= most),
                    }
                }
            }
        }
    }
}

#[test]
fn what_has_no_bound_is_named() {
    let (pad, log) = (Pad::default(), Log::default());
    let mut devices = Devices::new();
    devices.add("pad", &pad).unwrap().add("log", &log).unwrap();
    let header = Header::new("a", "1");
    assert_eq!(devices.saved_len(&header).unwrap(), save(&devices, &header));
    let error = devices.max_saved_len(&header).unwrap_err();
    assert!(matches!(error, MachineError::Unbounded { .. }));
    assert_eq!(
        error.to_string(),
        "device log#0 (log): its state can be of any length; give each of its lists and strings a \
         `max_len`, and what is in them a bound too"
    );
}

/// The prologue says what a device's configuration is.
#[test]
fn configurations_are_counted() {
    #[derive(Migratable)]
    #[migratable(device = "card")]
    struct Card {
        #[migratable(must_match, max_len = 20)]
        name: String,
        #[migratable(varint, allowed(at_most = 9))]
        lanes: u32,
    }
    let header = Header::new("emulator", "1");
    let len = |name: &str, lanes| {
        let card = Card {
            name: name.into(),
            lanes,
        };
        let mut devices = Devices::new();
        devices.add("card", &card).unwrap();
        let len = save(&devices, &header);
        assert_eq!(devices.saved_len(&header).unwrap(), len);
        (len, devices.max_saved_len(&header).unwrap())
    };
    let (short, most) = len("", 1);
    assert!(short < most);
    assert_eq!(len("of twenty characters", u32::MAX), (most, most));
}
