//! Live devices of another crate, which give their state and take one.

use std::rc::Rc;

use migratable::device::Devices;
use migratable::stream::{Limits, StreamWriter};
use migratable::{Migratable, Stateful, Through, testing};

use super::builds::{header, reader};

/// As another crate has it.
mod chips {
    pub(super) struct State {
        pub(super) model: u8,
        pub(super) divisor: u8,
        pub(super) fifo: Vec<u8>,
    }

    /// A chip that prints to an output, and cannot be told its fields.
    pub(super) struct Chip<W> {
        model: u8,
        divisor: u8,
        fifo: Vec<u8>,
        out: W,
    }

    impl<W> Chip<W> {
        pub(super) fn from_state(state: State, out: W) -> Result<Self, &'static str> {
            let State {
                model,
                divisor,
                fifo,
            } = state;
            match divisor {
                0 => Err("it would divide by 0"),
                _ => Ok(Self {
                    model,
                    divisor,
                    fifo,
                    out,
                }),
            }
        }

        pub(super) fn state(&self) -> State {
            State {
                model: self.model,
                divisor: self.divisor,
                fifo: self.fifo.clone(),
            }
        }

        pub(super) fn out(&self) -> &W {
            &self.out
        }
    }
}

#[derive(Migratable)]
#[migratable(remote = chips::State)]
#[allow(dead_code)]
struct State {
    #[migratable(must_match)]
    model: u8,
    #[migratable(range = 0..=16)]
    divisor: u8,
    #[migratable(max_len = 4)]
    fifo: Vec<u8>,
}

impl Stateful<State> for chips::Chip<Rc<()>> {
    type State = chips::State;
    type Error = &'static str;

    fn state(&self) -> chips::State {
        self.state()
    }

    fn restore(&mut self, state: chips::State) -> Result<(), &'static str> {
        *self = Self::from_state(state, self.out().clone())?;
        Ok(())
    }
}

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(with = Through<State>)]
    chip: chips::Chip<Rc<()>>,
}

/// Counts how often it was loaded.
#[derive(Migratable, Default)]
#[migratable(device = "first", post_load = Self::count)]
struct First {
    a: u8,
    #[migratable(skip)]
    loads: u32,
}

impl First {
    fn count(&mut self) {
        self.loads += 1;
    }
}

fn uart(model: u8, divisor: u8, fifo: &[u8]) -> Uart {
    let state = chips::State {
        model,
        divisor,
        fifo: fifo.to_vec(),
    };
    let chip = chips::Chip::from_state(state, Rc::new(())).unwrap();
    Uart { chip }
}

fn devices<'a>(first: &'a mut First, uart: &'a mut Uart) -> Devices<'a> {
    let mut devices = Devices::new();
    devices.add("first", first).unwrap();
    devices.add("uart", uart).unwrap();
    devices
}

/// A stream with this as the state of the UART, whatever it is.
fn stream_of(payload: &[u8]) -> Vec<u8> {
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    let (mut first, mut uart) = (First::default(), uart(7, 1, b""));
    devices(&mut first, &mut uart)
        .save_prologue(&mut writer)
        .unwrap();
    writer.section(0, &[2]).unwrap();
    writer.section(1, payload).unwrap();
    writer.finish().unwrap()
}

#[test]
fn its_state_is_what_travels_and_its_handles_stay() {
    let bytes = migratable::to_vec(&uart(7, 3, b"ab")).unwrap();
    assert_eq!(bytes, [7, 3, 2, b'a', b'b']);
    let mut live = uart(7, 1, b"");
    let out = live.chip.out().clone();
    migratable::load(&mut live, &bytes).unwrap();
    assert_eq!(migratable::to_vec(&live).unwrap(), bytes);
    assert!(Rc::ptr_eq(live.chip.out(), &out));
    testing::assert_codec::<Through<State>, chips::Chip<Rc<()>>>(&mut [
        uart(7, 1, b"").chip,
        uart(7, 16, b"abcd").chip,
    ]);
}

/// What the description refuses is found before anything changes; what the device refuses by
/// itself, when others are loaded, which are put back then.
#[test]
fn it_refuses_by_its_description_first() {
    // The payload, what refuses it, and how often the other device is loaded.
    let cases: [(&[u8], &str, u32); 5] = [
        (&[8, 3, 0], "must match", 0),
        (&[7, 17, 0], "range", 0),
        (&[7, 3, 5, 0, 0, 0, 0, 0], "`chip.fifo`", 0),
        (&[7, 3, 1], "bytes that are left", 0),
        (&[7, 0, 0], "it would divide by 0", 2),
    ];
    for (payload, expected, loads) in cases {
        let (mut first, mut uart) = (First { a: 1, loads: 0 }, uart(7, 1, b"x"));
        let out = uart.chip.out().clone();
        let stream = stream_of(payload);
        let loaded = devices(&mut first, &mut uart).load(&mut reader(&stream));
        let error = loaded.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!((first.a, first.loads), (1, loads), "{error}");
        assert_eq!(migratable::to_vec(&uart).unwrap(), [7, 1, 1, b'x']);
        assert!(Rc::ptr_eq(uart.chip.out(), &out));
    }
}
