//! A machine of a few devices, in two builds of which each reads streams of the
//! other.

use std::sync::{Arc, Mutex};

use migratable::Migratable;
use migratable::device::{Devices, MachineError};
use migratable::stream::{BulkItem, Header, Limits, SchemaForm, StreamWriter};

/// Bounds on what a stream makes a target hold.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.memory = 64 << 20;
    limits
}

/// A machine of either build.
pub trait Machine: Default {
    /// Its devices, each at its path.
    ///
    /// # Errors
    ///
    /// None: its paths differ.
    fn devices(&mut self) -> Result<Devices<'_>, MachineError>;

    /// The states of its devices.
    fn states(&self) -> Vec<Vec<u8>>;
}

/// What a machine saves.
///
/// # Panics
///
/// If a device cannot be encoded.
pub fn save<M: Machine>(machine: &mut M) -> Vec<u8> {
    save_with(machine, SchemaForm::default())
}

/// What a machine saves, with its schemas in a form.
///
/// # Panics
///
/// If a device cannot be encoded.
pub fn save_with<M: Machine>(machine: &mut M, form: SchemaForm) -> Vec<u8> {
    let devices = machine.devices().expect("paths differ");
    let mut writer = writer();
    writer.send_schemas(form);
    devices
        .save_prologue(&mut writer)
        .expect("a machine can be saved");
    save_ram(&mut writer);
    devices
        .save_sections(&mut writer)
        .expect("a machine can be saved");
    writer.finish().expect("memory takes all")
}

/// Writes the RAM that both builds declare.
///
/// # Panics
///
/// If the prologue was not written, or did not declare it.
pub fn save_ram(writer: &mut StreamWriter<Vec<u8>>) {
    let (first, rest) = ([1; 16], RAM - 16);
    let saved = writer.bulk("ram", 0, &first);
    let saved = saved.and_then(|()| writer.zeros("ram", 16, rest));
    saved.expect("it was declared");
}

/// Bytes of RAM that both builds declare.
const RAM: u64 = 1 << 12;

/// A writer to memory.
///
/// # Panics
///
/// Never: memory takes all.
pub fn writer() -> StreamWriter<Vec<u8>> {
    let header = Header::new("fuzz", "1");
    StreamWriter::new(Vec::new(), &header, limits()).expect("memory takes all")
}

fn state<T: Migratable>(device: &T) -> Vec<u8> {
    migratable::to_vec(device).expect("a device can be saved")
}

/// The newer build.
pub mod new {
    use super::*;

    /// Devices of this build.
    #[derive(Default)]
    pub struct Board {
        uart: Uart,
        timer: Timer,
        disk: Disk,
    }

    impl Board {
        /// A board that has run.
        pub fn busy() -> Self {
            let uart = Uart {
                flags: 3,
                fifo: vec![1, 2, 3],
                level: 1,
                rate: 9600,
                trace: Some("rx".into()),
            };
            let timer = Timer {
                count: 1 << 40,
                period: Some(5),
                alarms: vec![(1, true), (2, false)],
            };
            let disk = Disk {
                state: State::Busy { sector: 9, left: 2 },
                queue: vec![Request {
                    sector: 3,
                    data: vec![7; 4],
                }],
                shared: Arc::new(Mutex::new(vec![1, 2])),
                sum: 0,
            };
            Self { uart, timer, disk }
        }
    }

    impl Machine for Board {
        fn devices(&mut self) -> Result<Devices<'_>, MachineError> {
            let mut devices = Devices::new();
            devices.add("uart0", &mut self.uart)?;
            devices.add("disk0", &mut self.disk)?;
            devices.add_instance("timer", 1, &mut self.timer)?;
            devices.load_after("uart0", "timer")?;
            devices.add_alias("uart0", 0, "serial", 0)?;
            devices.declare(BulkItem::whole("ram", RAM));
            Ok(devices)
        }

        fn states(&self) -> Vec<Vec<u8>> {
            vec![state(&self.uart), state(&self.timer), state(&self.disk)]
        }
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "uart")]
    struct Uart {
        flags: u32,
        #[migratable(max_len = 16)]
        fifo: Vec<u16>,
        #[migratable(range = 0..=16)]
        level: u8,
        #[migratable(default = 115_200)]
        rate: u32,
        #[migratable(subsection(tag = 1))]
        trace: Option<String>,
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "timer", version = 2, oldest = 1, upgrade = Self::upgrade)]
    struct Timer {
        count: u64,
        #[migratable(default)]
        period: Option<u32>,
        #[migratable(alias = "events")]
        alarms: Vec<(u16, bool)>,
    }

    impl Timer {
        fn upgrade(&mut self, from: u32) -> Result<(), String> {
            let count = self.count.checked_mul(10);
            self.count = count.ok_or_else(|| format!("{} of version {from}", self.count))?;
            Ok(())
        }
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "disk", validate = Self::check, post_load = Self::derive)]
    struct Disk {
        state: State,
        #[migratable(max_len = 8)]
        queue: Vec<Request>,
        shared: Arc<Mutex<Vec<u8>>>,
        #[migratable(skip = 0)]
        sum: u64,
    }

    impl Disk {
        fn check(&self) -> Result<(), &'static str> {
            match self.queue.iter().all(|request| request.sector < 1 << 20) {
                true => Ok(()),
                false => Err("a request beyond the end"),
            }
        }

        fn derive(&mut self) -> Result<(), &'static str> {
            self.sum = self.queue.iter().map(|request| request.sector).sum();
            match self.sum {
                13 => Err("a sum that is refused late"),
                _ => Ok(()),
            }
        }
    }

    #[derive(Migratable)]
    struct Request {
        sector: u64,
        #[migratable(sensitive)]
        data: Vec<u8>,
    }

    #[derive(Default, Migratable)]
    enum State {
        #[default]
        Idle,
        #[migratable(tag = 4)]
        Busy { sector: u32, left: u16 },
        #[migratable(other)]
        Unknown,
    }
}

/// The older build.
pub mod old {
    use super::*;

    /// Devices of this build.
    #[derive(Default)]
    pub struct Board {
        uart: Uart,
        timer: Timer,
        disk: Disk,
    }

    impl Board {
        /// A board that has run.
        pub fn busy() -> Self {
            let uart = Uart {
                flags: 3,
                fifo: [1, 2],
                level: 16,
            };
            let timer = Timer {
                count: 7,
                events: vec![(1, true)],
            };
            let disk = Disk {
                state: State::Busy {
                    sector: 5,
                    left: 70_000,
                },
                queue: vec![Request {
                    sector: 13,
                    data: vec![1],
                }],
                shared: vec![3, 4],
            };
            Self { uart, timer, disk }
        }
    }

    impl Machine for Board {
        fn devices(&mut self) -> Result<Devices<'_>, MachineError> {
            let mut devices = Devices::new();
            devices.add_instance("timer", 1, &mut self.timer)?;
            devices.add("serial", &mut self.uart)?;
            devices.add("disk0", &mut self.disk)?;
            devices.declare(BulkItem::whole("ram", RAM));
            Ok(devices)
        }

        fn states(&self) -> Vec<Vec<u8>> {
            vec![state(&self.uart), state(&self.timer), state(&self.disk)]
        }
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "uart")]
    struct Uart {
        level: u32,
        #[migratable(varint)]
        flags: u64,
        fifo: [u8; 2],
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "timer", version = 1)]
    struct Timer {
        count: u32,
        events: Vec<(u8, bool)>,
    }

    #[derive(Default, Migratable)]
    #[migratable(device = "disk")]
    struct Disk {
        state: State,
        queue: Vec<Request>,
        shared: Vec<u8>,
    }

    #[derive(Migratable)]
    struct Request {
        data: Vec<u8>,
        sector: u32,
    }

    #[derive(Default, Migratable)]
    enum State {
        #[default]
        Idle,
        #[migratable(tag = 7)]
        Busy { sector: u32, left: u32 },
    }
}
