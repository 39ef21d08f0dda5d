//! Nothing is saved that does not matter, and nothing that matters can be lost unseen: each field of
//! the state, changed by one bit, changes what the guest prints or how it ends.

mod common;

use common::{goes_astray, load, machine, stopped};
use migratable::{Device, Stateful};
use mini_vm::devices::Power;
use mini_vm::devices::virtio_blk::{Operation, Request};
use mini_vm::guest::Workload;
use mini_vm::vm::Vm;

/// A number in the state: its name, its width in bits, and how to flip one of them. Not every state
/// has a value there, a request in flight for example.
struct Field {
    name: String,
    bits: u32,
    flip: Box<Flip>,
    /// Bits that nothing depends on.
    inert: u64,
}

type Flip = dyn Fn(&mut Vm, u32) -> Flipped;

/// What became of a bit that was to be flipped.
enum Flipped {
    Done,
    /// No machine can be in that state.
    Refused,
    /// There is no value here.
    Absent,
}

impl From<Option<()>> for Flipped {
    fn from(done: Option<()>) -> Self {
        done.map_or(Self::Absent, |()| Self::Done)
    }
}

/// Changes the state of a device of another crate.
fn edit<D, T: Stateful<D>>(
    device: &mut T,
    change: impl FnOnce(&mut T::State) -> Option<()>,
) -> Flipped {
    let mut state = device.state();
    if change(&mut state).is_none() {
        return Flipped::Absent;
    }
    match device.restore(state) {
        Ok(()) => Flipped::Done,
        Err(_) => Flipped::Refused,
    }
}

/// Numbers, as they are reached from the machine; what is behind a `/` is in the state of a device of
/// another crate.
macro_rules! fields {
    ($($(#[inert = $inert:expr])? $($path:ident).+ $(/ $field:ident)? : $bits:expr),* $(,)?) => {
        vec![$(Field {
            name: concat!(stringify!($($path).+) $(, "/", stringify!($field))?).into(),
            bits: $bits,
            flip: Box::new(|vm, bit| flip!(vm, bit, $($path).+ $(/ $field)?)),
            inert: 0 $(| $inert)?,
        }),*]
    };
}

macro_rules! flip {
    ($vm:ident, $bit:ident, $($path:ident).+) => {{
        $vm.$($path).+ ^= 1 << $bit;
        Flipped::Done
    }};
    ($vm:ident, $bit:ident, $($path:ident).+ / $field:ident) => {
        edit(&mut $vm.$($path).+, |state| {
            state.$field ^= 1 << $bit;
            Some(())
        })
    };
}

fn field<F: Into<Flipped>>(
    name: impl Into<String>,
    bits: u32,
    flip: impl Fn(&mut Vm, u32) -> F + 'static,
) -> Field {
    Field {
        name: name.into(),
        bits,
        flip: Box::new(move |vm, bit| flip(vm, bit).into()),
        inert: 0,
    }
}

fn boolean(name: &str, value: fn(&mut Vm) -> &mut bool) -> Field {
    field(name, 1, move |vm, _| {
        let value = value(vm);
        *value = !*value;
        Flipped::Done
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
        move |vm, bit| flip(vm.bus.virtio_blk.in_flight.front_mut()?, bit),
    )
}

/// PLIC sources that a line is wired to and that the guest uses.
const WIRED: u64 = 1 << 1 | 1 << 10;

/// Every field but those listed here, which are not part of what the guest can observe:
/// - `hart.core.registers[0]` is x0, and rrs-lib never reads it;
/// - `hart.core.last_register_write` is rrs-lib's aid for tracing.
fn all_fields() -> Vec<Field> {
    let mut fields = fields![
        bus.clock.ticks: 64,
        bus.clock.retired: 64,
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
        bus.clint.mtimecmp: 64,
        bus.clint.mtime_offset: 64,
        // The guest leaves the sources of the high word alone.
        #[inert = !0 << 32] bus.plic.pending: 64,
        // A claim blocks only a source whose line rises.
        #[inert = !WIRED] bus.plic.claimed: 64,
        #[inert = !0 << 32] bus.plic.enable: 64,
        bus.plic.threshold: 3,
        bus.uart.serial/baud_divisor_low: 8,
        bus.uart.serial/baud_divisor_high: 8,
        bus.uart.serial/interrupt_enable: 8,
        // The register always reads with these two bits set: the FIFO is on.
        #[inert = 0xc0] bus.uart.serial/interrupt_identification: 8,
        bus.uart.serial/line_control: 8,
        bus.uart.serial/line_status: 8,
        bus.uart.serial/modem_control: 8,
        bus.uart.serial/modem_status: 8,
        bus.uart.serial/scratch: 8,
        bus.rtc.pl031/lr: 32,
        // The data register counts host seconds; the guest prints only that it is within decades.
        #[inert = (1 << 30) - 1] bus.rtc.pl031/offset: 64,
        bus.rtc.pl031/mr: 32,
        bus.rtc.pl031/imsc: 32,
        bus.rtc.pl031/ris: 32,
        bus.virtio_blk.registers.device_features_sel: 32,
        bus.virtio_blk.registers.driver_features_sel: 32,
        bus.virtio_blk.registers.driver_features: 64,
        bus.virtio_blk.registers.queue_sel: 32,
        bus.virtio_blk.registers.interrupt_status: 32,
        bus.virtio_blk.registers.status: 32,
        bus.virtio_blk.registers.config_generation: 32,
        bus.virtio_blk.queue/max_size: 16,
        bus.virtio_blk.queue/next_avail: 16,
        bus.virtio_blk.queue/next_used: 16,
        bus.virtio_blk.queue/size: 16,
        bus.virtio_blk.queue/desc_table: 64,
        bus.virtio_blk.queue/avail_ring: 64,
        bus.virtio_blk.queue/used_ring: 64,
    ];
    fields.extend([
        boolean("clint.msip", |vm| &mut vm.bus.clint.msip),
        boolean("virtio_blk.writeback", |vm| {
            &mut vm.bus.virtio_blk.writeback
        }),
        field("virtio_blk.queue/ready", 1, |vm, _| {
            edit(&mut vm.bus.virtio_blk.queue, |state| {
                state.ready = !state.ready;
                Some(())
            })
        }),
        field("virtio_blk.queue/event_idx_enabled", 1, |vm, _| {
            edit(&mut vm.bus.virtio_blk.queue, |state| {
                state.event_idx_enabled = !state.event_idx_enabled;
                Some(())
            })
        }),
        field("finisher.power", 1, |vm, _| {
            vm.bus.finisher.power = Power::Off { code: 0 };
            Flipped::Done
        }),
        field("uart.serial/in_buffer", 8, |vm, bit| {
            edit(&mut vm.bus.uart.serial, |state| {
                *state.in_buffer.first_mut()? ^= 1 << bit;
                Some(())
            })
        }),
        field("uart.serial/in_buffer (shorter)", 1, |vm, _| {
            edit(&mut vm.bus.uart.serial, |state| {
                state.in_buffer.pop().map(drop)
            })
        }),
        field("virtio_blk.in_flight (shorter)", 1, |vm, _| {
            vm.bus.virtio_blk.in_flight.pop_back().map(drop)
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
            move |vm, bit| {
                vm.hart.core.registers[register] ^= 1 << bit;
                Flipped::Done
            },
        )
    }));
    fields.extend((1..32).map(|source| {
        field(format!("plic.priority[{source}]"), 3, move |vm, bit| {
            vm.bus.plic.priority[source] ^= 1 << bit;
            Flipped::Done
        })
    }));
    fields
}

/// Whether the flipped bit shows from any of the states that the reference run was stopped in. The
/// late ones come first: where it does not show, the run to the end is short.
fn shows(field: &Field, bit: u32) -> bool {
    stopped().iter().rev().any(|here| {
        let mut machine = load(&here.stream);
        match (field.flip)(&mut machine.0, bit) {
            Flipped::Done => goes_astray(machine, here.log.len()),
            Flipped::Refused => true,
            Flipped::Absent => false,
        }
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

/// Gives a device the state of another one, and leaves it what is not state.
fn reset<D: Device>(device: &mut D, new: &D) {
    migratable::load(device, &migratable::to_vec(new).unwrap()).unwrap();
}

/// A device that is forgotten altogether is still as after power-on.
#[test]
fn a_forgotten_device_shows() {
    type Forget = fn(&mut Vm, Vm);
    let devices: [(&str, Forget); 10] = [
        ("clock", |vm, new| vm.bus.clock = new.bus.clock),
        ("hart.core", |vm, new| vm.hart.core = new.hart.core),
        ("hart.csr", |vm, new| vm.hart.csr = new.hart.csr),
        ("clint", |vm, new| vm.bus.clint = new.bus.clint),
        ("plic", |vm, new| vm.bus.plic = new.bus.plic),
        ("uart", |vm, new| reset(&mut vm.bus.uart, &new.bus.uart)),
        ("rtc", |vm, new| vm.bus.rtc = new.bus.rtc),
        ("virtio_blk", |vm, new| {
            reset(&mut vm.bus.virtio_blk, &new.bus.virtio_blk);
        }),
        ("ram", |vm, new| {
            let mut bytes = vec![0; new.bus.ram.size()];
            new.bus.ram.copy_to(0, &mut bytes).unwrap();
            vm.bus.ram.load(0, &bytes).unwrap();
        }),
        ("disk", |vm, new| {
            vm.bus.virtio_blk.disk = new.bus.virtio_blk.disk;
        }),
    ];
    let workload = Workload {
        rounds: 0,
        effort: 1,
        reload_timer: false,
    };
    let mut unseen = Vec::new();
    // At first much is as after power-on; at the very last the guest has made its last line.
    for here in &stopped()[stopped().len() / 4..stopped().len() - 1] {
        for (device, forget) in &devices {
            let mut vm = load(&here.stream);
            forget(&mut vm.0, machine(workload).0);
            if !goes_astray(vm, here.log.len()) {
                unseen.push(format!("{device} at {}", here.why));
            }
        }
    }
    assert!(unseen.is_empty(), "forgotten without effect: {unseen:#?}");
}
