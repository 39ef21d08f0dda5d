//! Nothing is saved that does not matter, and nothing that matters can be lost unseen: each field of
//! the state, changed by one bit, changes what the guest prints or how it ends.

mod common;

use common::{goes_astray, machine, stopped};
use mini_vm::devices::Power;
use mini_vm::devices::virtio_blk::{Operation, Request};
use mini_vm::guest::Workload;
use mini_vm::state::MachineState;

/// A number in the state: its name, its width in bits, and how to flip one of them. Not every state
/// has a value there, a request in flight for example.
struct Field {
    name: String,
    bits: u32,
    flip: Box<Flip>,
    /// Bits that nothing depends on.
    inert: u64,
}

type Flip = dyn Fn(&mut MachineState, u32) -> Option<()>;

macro_rules! fields {
    ($($(#[inert = $inert:expr])? $field:ident $(. $rest:ident)* : $bits:expr),* $(,)?) => {
        vec![$(Field {
            name: stringify!($field $(. $rest)*).replace(' ', ""),
            bits: $bits,
            flip: Box::new(|state, bit| {
                state.devices.$field $(. $rest)* ^= 1 << bit;
                Some(())
            }),
            inert: 0 $(| $inert)?,
        }),*]
    };
}

fn field(
    name: impl Into<String>,
    bits: u32,
    flip: impl Fn(&mut MachineState, u32) -> Option<()> + 'static,
) -> Field {
    Field {
        name: name.into(),
        bits,
        flip: Box::new(flip),
        inert: 0,
    }
}

fn boolean(name: &str, value: fn(&mut MachineState) -> &mut bool) -> Field {
    field(name, 1, move |state, _| {
        let value = value(state);
        *value = !*value;
        Some(())
    })
}

fn in_flight(
    name: &str,
    bits: u32,
    flip: impl Fn(&mut Request, u32) -> Option<()> + 'static,
) -> Field {
    field(
        format!("virtio_blk.in_flight.{name}"),
        bits,
        move |state, bit| flip(state.devices.virtio_blk.in_flight.first_mut()?, bit),
    )
}

/// PLIC sources that a line is wired to and that the guest uses.
const WIRED: u64 = 1 << 1 | 1 << 10;

/// Every field but those listed here, which are not part of what the guest can observe:
/// - `hart.core.registers[0]` is x0, and rrs-lib never reads it;
/// - `hart.core.last_register_write` is rrs-lib's aid for tracing.
fn all_fields() -> Vec<Field> {
    let mut fields = fields![
        clock.ticks: 64,
        clock.retired: 64,
        hart.core.pc: 32,
        // Only these bits exist.
        #[inert = !(1 << 3 | 1 << 7)] hart.csr.mstatus: 32,
        #[inert = !(1 << 3 | 1 << 7 | 1 << 11)] hart.csr.mie: 32,
        hart.csr.mtvec: 32,
        hart.csr.mscratch: 32,
        hart.csr.mepc: 32,
        hart.csr.mcause: 32,
        hart.csr.mtval: 32,
        hart.csr.mcycle_offset: 64,
        hart.csr.minstret_offset: 64,
        clint.mtimecmp: 64,
        clint.mtime_offset: 64,
        // The guest leaves the sources of the high word alone.
        #[inert = !0 << 32] plic.pending: 64,
        // A claim blocks only a source whose line rises.
        #[inert = !WIRED] plic.claimed: 64,
        #[inert = !0 << 32] plic.enable: 64,
        plic.threshold: 3,
        uart.baud_divisor_low: 8,
        uart.baud_divisor_high: 8,
        uart.interrupt_enable: 8,
        // The register always reads with these two bits set: the FIFO is on.
        #[inert = 0xc0] uart.interrupt_identification: 8,
        uart.line_control: 8,
        uart.line_status: 8,
        uart.modem_control: 8,
        uart.modem_status: 8,
        uart.scratch: 8,
        rtc.lr: 32,
        // The data register counts host seconds; the guest prints only that it is within decades.
        #[inert = (1 << 30) - 1] rtc.offset: 64,
        rtc.mr: 32,
        rtc.imsc: 32,
        rtc.ris: 32,
        virtio_blk.registers.device_features_sel: 32,
        virtio_blk.registers.driver_features_sel: 32,
        virtio_blk.registers.driver_features: 64,
        virtio_blk.registers.queue_sel: 32,
        virtio_blk.registers.interrupt_status: 32,
        virtio_blk.registers.status: 32,
        virtio_blk.registers.config_generation: 32,
        virtio_blk.queue.max_size: 16,
        virtio_blk.queue.next_avail: 16,
        virtio_blk.queue.next_used: 16,
        virtio_blk.queue.size: 16,
        virtio_blk.queue.desc_table: 64,
        virtio_blk.queue.avail_ring: 64,
        virtio_blk.queue.used_ring: 64,
    ];
    fields.extend([
        boolean("clint.msip", |state| &mut state.devices.clint.msip),
        boolean("virtio_blk.writeback", |state| {
            &mut state.devices.virtio_blk.writeback
        }),
        boolean("virtio_blk.queue.ready", |state| {
            &mut state.devices.virtio_blk.queue.ready
        }),
        boolean("virtio_blk.queue.event_idx_enabled", |state| {
            &mut state.devices.virtio_blk.queue.event_idx_enabled
        }),
        field("finisher.power", 1, |state, _| {
            state.devices.finisher.power = Power::Off { code: 0 };
            Some(())
        }),
        field("uart.in_buffer", 8, |state, bit| {
            *state.devices.uart.in_buffer.first_mut()? ^= 1 << bit;
            Some(())
        }),
        field("uart.in_buffer (shorter)", 1, |state, _| {
            state.devices.uart.in_buffer.pop().map(drop)
        }),
        field("virtio_blk.in_flight (shorter)", 1, |state, _| {
            state.devices.virtio_blk.in_flight.pop().map(drop)
        }),
        in_flight("head", 16, |request, bit| {
            request.head ^= 1 << bit;
            Some(())
        }),
        in_flight("operation.sector", 64, |request, bit| {
            match &mut request.operation {
                Operation::Read { sector } | Operation::Write { sector } => {
                    *sector ^= 1 << bit;
                    Some(())
                }
                _ => None,
            }
        }),
        in_flight("operation", 1, |request, _| {
            request.operation = match request.operation {
                Operation::Read { sector } => Operation::Write { sector },
                _ => Operation::Unsupported { kind: 99 },
            };
            Some(())
        }),
        in_flight("data.address", 64, |request, bit| {
            request.data.first_mut()?.address ^= 1 << bit;
            Some(())
        }),
        in_flight("data.length", 32, |request, bit| {
            request.data.first_mut()?.length ^= 1 << bit;
            Some(())
        }),
        in_flight("data (shorter)", 1, |request, _| {
            request.data.pop().map(drop)
        }),
        in_flight("status", 64, |request, bit| {
            request.status ^= 1 << bit;
            Some(())
        }),
        in_flight("done_at", 64, |request, bit| {
            request.done_at ^= 1 << bit;
            Some(())
        }),
    ]);
    fields.extend((1..32).map(|register| {
        field(
            format!("hart.core.registers[{register}]"),
            32,
            move |state, bit| {
                state.devices.hart.core.registers[register] ^= 1 << bit;
                Some(())
            },
        )
    }));
    fields.extend((1..32).map(|source| {
        field(format!("plic.priority[{source}]"), 3, move |state, bit| {
            state.devices.plic.priority[source] ^= 1 << bit;
            Some(())
        })
    }));
    fields
}

/// Whether the flipped bit shows from any of the states that the reference run was stopped in. The
/// late ones come first: where it does not show, the run to the end is short.
fn shows(field: &Field, bit: u32) -> bool {
    stopped().iter().rev().any(|here| {
        let mut state = here.state.clone();
        (field.flip)(&mut state, bit).is_some() && goes_astray(&state, here.log.len())
    })
}

fn assert_all_show(bits_of: impl Fn(&Field) -> Vec<u32>) {
    let mut unseen = Vec::new();
    for field in all_fields() {
        for bit in bits_of(&field) {
            if field.inert >> bit & 1 == 0 && !shows(&field, bit) {
                unseen.push(format!("{} bit {bit}", field.name));
            }
        }
    }
    assert!(unseen.is_empty(), "changed without effect: {unseen:#?}");
}

#[test]
fn a_changed_bit_of_each_field_shows() {
    assert_all_show(|field| {
        let live = (0..field.bits).filter(|bit| field.inert >> bit & 1 == 0);
        let live: Vec<u32> = live.collect();
        vec![live[live.len() / 2]]
    });
}

#[test]
#[ignore = "thousands of runs; wants --release"]
fn every_changed_bit_shows() {
    assert_all_show(|field| (0..field.bits).collect());
}

/// A device that is forgotten altogether is still as after power-on.
#[test]
fn a_forgotten_device_shows() {
    type Forget = fn(&mut MachineState, &MachineState);
    let devices: [(&str, Forget); 10] = [
        ("clock", |state, new| {
            state.devices.clock = new.devices.clock.clone()
        }),
        ("hart.core", |state, new| {
            state.devices.hart.core = new.devices.hart.clone().core
        }),
        ("hart.csr", |state, new| {
            state.devices.hart.csr = new.devices.hart.csr.clone()
        }),
        ("clint", |state, new| {
            state.devices.clint = new.devices.clint.clone()
        }),
        ("plic", |state, new| {
            state.devices.plic = new.devices.plic.clone()
        }),
        ("uart", |state, new| {
            state.devices.uart = new.devices.uart.clone()
        }),
        ("rtc", |state, new| state.devices.rtc = new.devices.rtc),
        ("virtio_blk", |state, new| {
            state.devices.virtio_blk = new.devices.virtio_blk.clone()
        }),
        ("ram", |state, new| state.ram = new.ram.clone()),
        ("disk", |state, new| state.disk = new.disk.clone()),
    ];
    let (vm, _) = machine(Workload {
        rounds: 0,
        effort: 1,
        reload_timer: false,
    });
    let new = vm.state();
    let mut unseen = Vec::new();
    // At first much is as after power-on; at the very last the guest has made its last line.
    for here in &stopped()[stopped().len() / 4..stopped().len() - 1] {
        for (device, forget) in &devices {
            let mut state = here.state.clone();
            forget(&mut state, &new);
            if !goes_astray(&state, here.log.len()) {
                unseen.push(format!("{device} at {}", here.why));
            }
        }
    }
    assert!(unseen.is_empty(), "forgotten without effect: {unseen:#?}");
}
