//! Structs of other crates, which have no derive: described field by field.

use migratable::Migratable;
use rrs_lib::HartState;
use virtio_queue::QueueState;
use vm_superio::SerialState;

use super::round_trip::{encode, round_trips};

#[derive(Migratable)]
#[migratable(remote = SerialState)]
#[expect(dead_code, reason = "only describes the fields")]
struct SerialDef {
    baud_divisor_low: u8,
    baud_divisor_high: u8,
    interrupt_enable: u8,
    interrupt_identification: u8,
    line_control: u8,
    line_status: u8,
    modem_control: u8,
    modem_status: u8,
    scratch: u8,
    #[migratable(max_len = 64)]
    in_buffer: Vec<u8>,
}

#[derive(Migratable)]
#[migratable(remote = QueueState)]
#[expect(dead_code, reason = "only describes the fields")]
struct QueueDef {
    max_size: u16,
    next_avail: u16,
    next_used: u16,
    event_idx_enabled: bool,
    size: u16,
    ready: bool,
    desc_table: u64,
    avail_ring: u64,
    used_ring: u64,
}

#[derive(Migratable)]
#[migratable(remote = HartState)]
#[expect(dead_code, reason = "only describes the fields")]
struct HartDef {
    registers: [u32; 32],
    pc: u32,
    last_register_write: Option<usize>,
}

#[derive(Debug, PartialEq, Migratable)]
struct Machine {
    #[migratable(with = SerialDef)]
    serial: SerialState,
    #[migratable(with = Vec<QueueDef>)]
    queues: Vec<QueueState>,
    #[migratable(with = Option<(u8, QueueDef)>)]
    control: Option<(u8, QueueState)>,
}

fn queue(size: u16) -> QueueState {
    QueueState {
        max_size: 256,
        size,
        ready: true,
        desc_table: 0x8000_0000,
        ..QueueState::default()
    }
}

#[test]
fn a_serial_port_and_queues() {
    let serial = SerialState {
        scratch: 0x5a,
        in_buffer: b"login".to_vec(),
        ..SerialState::default()
    };
    let saved = Machine {
        serial,
        queues: vec![queue(16), queue(128)],
        control: Some((1, queue(8))),
    };
    let live = Machine {
        serial: SerialState::default(),
        queues: vec![queue(1)],
        control: None,
    };
    round_trips(&saved, live);
}

#[test]
fn constraints_hold_for_foreign_fields() {
    let serial = SerialState {
        in_buffer: vec![0; 65],
        ..SerialState::default()
    };
    let error = migratable::to_vec(&Machine {
        serial,
        queues: vec![],
        control: None,
    })
    .unwrap_err();
    assert!(error.to_string().contains("in_buffer"), "{error}");
}

/// An own field in a struct that cannot be decoded alone.
#[derive(Migratable)]
struct Cpu {
    #[migratable(with = HartDef)]
    hart: HartState,
    #[migratable(skip)]
    name: &'static str,
}

#[test]
fn a_cpu() {
    let mut saved = Cpu {
        hart: HartState::new(),
        name: "saved",
    };
    saved.hart.registers[31] = 0xdead_beef;
    saved.hart.pc = 0x8000_0000;
    saved.hart.last_register_write = Some(31);
    let mut live = Cpu {
        hart: HartState::new(),
        name: "live",
    };
    migratable::load(&mut live, &encode(&saved)).unwrap();
    assert_eq!(live.hart.registers, saved.hart.registers);
    assert_eq!(
        (live.hart.pc, live.hart.last_register_write),
        (0x8000_0000, Some(31))
    );
    assert_eq!(live.name, "live");
}

mod elsewhere {
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub(super) enum Trigger {
        Edge,
        Level { active_low: bool },
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub(super) struct Pair<T>(pub(super) T, pub(super) T);
}

#[derive(Migratable)]
#[migratable(remote = elsewhere::Trigger)]
#[expect(dead_code, reason = "only describes the variants")]
enum TriggerDef {
    #[migratable(tag = 4)]
    Edge,
    Level {
        active_low: bool,
    },
}

#[derive(Migratable)]
#[migratable(remote = elsewhere::Pair<u16>)]
#[expect(dead_code, reason = "only describes the fields")]
struct PairDef(u16, u16);

#[derive(Debug, PartialEq, Migratable)]
struct Line {
    #[migratable(with = TriggerDef)]
    trigger: elsewhere::Trigger,
    #[migratable(with = [PairDef; 2])]
    pairs: [elsewhere::Pair<u16>; 2],
}

#[test]
fn enums_and_instances_of_generics() {
    use elsewhere::{Pair, Trigger};
    let saved = Line {
        trigger: Trigger::Level { active_low: true },
        pairs: [Pair(1, 2), Pair(3, 4)],
    };
    assert_eq!(encode(&saved), [5, 1, 1, 0, 2, 0, 3, 0, 4, 0]);
    round_trips(
        &saved,
        Line {
            trigger: Trigger::Edge,
            pairs: [Pair(0, 0); 2],
        },
    );
}
