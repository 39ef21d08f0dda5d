//! A machine of a few devices, which prints itself as a stream.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;

use fleet_devices::disk::{Disk, Queue};
use fleet_devices::uart::{Clock, Line, Uart};
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamWriter};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut busy, mut idle, mut disk) = (busy_uart(), idle_uart(), disk());
    let mut devices = Devices::new();
    devices.add_instance("pci0/uart", 0, &mut busy)?;
    devices.add_instance("pci0/uart", 1, &mut idle)?;
    devices.add("disk0", &mut disk)?;

    let header = Header::new("fleet", "0.3.0");
    let mut writer = StreamWriter::new(io::stdout().lock(), &header, Limits::default())?;
    devices.save_prologue(&mut writer)?;
    writer.bulk("ram", 0x8000_0000, &[0; 3 << 20])?;
    writer.bulk("flash", 0, &[0xff; 4096])?;
    devices.save_sections(&mut writer)?;
    writer.bulk("ram", 0x8000_0000, &[1; 4096])?;
    writer.finish().map(drop)?;
    Ok(())
}

fn busy_uart() -> Uart {
    Uart {
        flags: 0x90,
        read_fifo: b"Fleet, at anchor".map(u32::from),
        read_count: 16,
        ifl: 0x12,
        line: Line::Sending {
            byte: 0x41,
            bits_left: 3,
        },
        sent_at: 1_234_567_890,
        clock: Clock {
            period: 41_666,
            drift: -0.25,
        },
        trace: Some("boot\n\x1b[31mred".into()),
        thread: 7,
    }
}

fn idle_uart() -> Uart {
    Uart {
        flags: 0,
        read_fifo: [0; 16],
        read_count: 0,
        ifl: 0x12,
        line: Line::Idle,
        sent_at: 0,
        clock: Clock::default(),
        trace: None,
        thread: 0,
    }
}

fn disk() -> Disk {
    let queue = Queue {
        size: 256,
        next: Some(17),
        ring: (0x8000_1000, 0x8000_2000),
    };
    let mut sector = [0; 128];
    sector[..8].copy_from_slice(b"FLEETFS1");
    Disk {
        capacity: 131_072,
        serial: "F-0001".into(),
        queues: [vec![queue], vec![Queue::default(); 3]].concat(),
        in_flight: BTreeMap::from([(3, (4096, 8)), (70, (0, 1))]),
        sector,
        key: *b"0123456789abcdef",
        passphrase: Some("correct horse".into()),
        temperature: -5,
        enabled: std::array::from_fn(|i| i % 3 == 0),
    }
}
