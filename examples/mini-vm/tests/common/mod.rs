//! A reference run of a small workload, and machines that go on from its states.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses another part of this"
)]

pub mod asm;
pub mod driver;
pub mod edit;
pub mod process;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};

use migratable::stream::{Header, Limits, StreamWriter};
use mini_vm::console::Console;
use mini_vm::guest::Workload;
use mini_vm::release::Release;
use mini_vm::stream;
use mini_vm::vm::{Stop, Vm};

/// Every phase of the guest at least once, in about a million instructions.
pub const WORKLOAD: Workload = Workload {
    rounds: 14,
    effort: 1,
    reload_timer: false,
};

/// No run of [`WORKLOAD`], however disturbed, is given more.
pub const LIMIT: u64 = 4_000_000;

/// What the guest printed.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }

    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn machine(workload: Workload) -> (Vm, Log) {
    let log = Log::default();
    let vm = Vm::new(Console::new(log.clone()), workload).unwrap();
    (vm, log)
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub stop: Stop,
    pub retired: u64,
    pub log: Vec<u8>,
}

/// The undisturbed run.
pub fn reference() -> &'static Outcome {
    static REFERENCE: OnceLock<Outcome> = OnceLock::new();
    REFERENCE.get_or_init(|| {
        let (mut vm, log) = machine(WORKLOAD);
        let stop = vm.run(LIMIT).unwrap();
        assert_eq!(stop, Stop::PoweredOff { code: 0 });
        Outcome {
            stop,
            retired: vm.retired(),
            log: log.bytes(),
        }
    })
}

/// The reference run, stopped after `retired` instructions.
pub struct Stopped {
    pub why: String,
    pub stream: Vec<u8>,
    /// What it had printed by then.
    pub log: Vec<u8>,
}

/// The machine in a stream.
pub fn save(vm: &mut Vm) -> Vec<u8> {
    let header = Header::new("test", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    stream::write(vm, Release::V2, &mut writer).unwrap();
    writer.finish().unwrap()
}

/// A fresh machine that was loaded.
pub fn load(stream: &[u8]) -> (Vm, Log) {
    let log = Log::default();
    let vm = stream::read(stream, Release::V2, Console::new(log.clone())).unwrap();
    (vm, log)
}

/// Loads a fresh machine and runs it to its end.
pub fn go_on(stream: &[u8]) -> Outcome {
    run_to_end(load(stream))
}

/// Runs a machine to its end.
pub fn run_to_end((mut vm, log): (Vm, Log)) -> Outcome {
    let stop = vm.run(LIMIT).unwrap();
    Outcome {
        stop,
        retired: vm.retired(),
        log: log.bytes(),
    }
}

/// Whether a machine ends otherwise than the reference run, of which `printed` bytes were printed
/// before. Stops at the first difference, or when it has run longer.
pub fn goes_astray((mut vm, log): (Vm, Log), printed: usize) -> bool {
    const SLICE: u64 = 20_000;
    let reference = reference();
    let rest = &reference.log[printed..];
    let mut target = vm.retired();
    loop {
        target = target.saturating_add(SLICE);
        let stop = vm.run(target).unwrap();
        let log = log.bytes();
        if !rest.starts_with(&log) {
            return true;
        }
        match stop {
            Stop::InstructionLimit if target < reference.retired + SLICE => {}
            _ => return stop != reference.stop || log != rest,
        }
    }
}

/// Situations that are awkward to stop in. Each is looked for in the reference run, from the given
/// share of its length on, in percent.
type Situation = (&'static str, u64, fn(&Vm) -> bool);

const SITUATIONS: [Situation; 16] = [
    ("first instruction", 0, |_| true),
    ("virtio features half written", 0, |vm| {
        let registers = &vm.bus.virtio_blk.registers;
        registers.driver_features_sel == 1 && registers.driver_features == 0
    }),
    ("virtio features written, not yet accepted", 0, |vm| {
        let registers = &vm.bus.virtio_blk.registers;
        registers.driver_features as u32 != 0 && registers.status & 8 == 0
    }),
    ("virtio queue half set up", 0, |vm| {
        let queue = vm.bus.virtio_blk.queue.state();
        queue.desc_table != 0 && !queue.ready
    }),
    ("saving registers for the timer interrupt", 10, |vm| {
        let csr = &vm.hart.csr;
        let into_handler = vm.hart.core.pc.wrapping_sub(csr.mtvec & !3);
        csr.mcause == 0x8000_0007 && csr.mstatus & 8 == 0 && into_handler < 0x80
    }),
    ("interrupt claimed, not yet completed", 15, |vm| {
        vm.bus.plic.claimed != 0
    }),
    ("disk interrupt not yet acknowledged", 20, |vm| {
        vm.bus.virtio_blk.registers.interrupt_status != 0 && vm.bus.plic.claimed & 1 << 1 != 0
    }),
    ("two requests in flight", 25, |vm| {
        vm.bus.virtio_blk.in_flight.len() == 2
    }),
    ("in the handler of a fault", 10, |vm| {
        vm.hart.csr.mtval != 0 && vm.hart.csr.mstatus & 8 == 0 && vm.hart.csr.mcause < 16
    }),
    ("interrupts pending while masked", 10, |vm| {
        vm.hart.csr.mstatus & 8 == 0
            && vm.hart.csr.mcause == 0x8000_0007
            && vm.bus.plic.pending != 0
    }),
    ("above the PLIC's threshold", 20, |vm| {
        vm.bus.plic.threshold == 7 && vm.bus.plic.pending != 0
    }),
    ("software interrupt pending", 30, |vm| vm.bus.clint.msip),
    ("bytes in the receive FIFO", 0, |vm| {
        vm.bus.uart.serial.state().in_buffer.len() > 2
    }),
    ("every register in use", 0, |vm| {
        vm.hart.core.registers[3] != 0 && vm.hart.core.registers[4] != 0
    }),
    ("divisor latch accessible", 50, |vm| {
        vm.bus.uart.serial.state().line_control & 0x80 != 0
    }),
    ("sending half a line", 60, |vm| {
        let uart = vm.bus.uart.serial.state();
        uart.interrupt_enable & 2 != 0 && uart.interrupt_identification & 2 != 0
    }),
];

/// The reference run stopped in each of [`SITUATIONS`] and at even distances, in order.
pub fn stopped() -> &'static [Stopped] {
    static STOPPED: OnceLock<Vec<Stopped>> = OnceLock::new();
    STOPPED.get_or_init(|| {
        let (mut vm, log) = machine(WORKLOAD);
        let mut stopped = Vec::new();
        let mut wanted = SITUATIONS.to_vec();
        let length = reference().retired;
        while vm.run(vm.retired() + 1).unwrap() == Stop::InstructionLimit {
            let here = vm.retired();
            let mut whys = Vec::new();
            wanted.retain(|(why, share, is_here)| {
                let found = here >= length * share / 100 && is_here(&vm);
                if found {
                    whys.push(format!("{why} (instruction {here})"));
                }
                !found
            });
            if here.is_multiple_of(length / 12) {
                whys.push(format!("instruction {here}"));
            }
            stopped.extend(whys.into_iter().map(|why| Stopped {
                why,
                stream: save(&mut vm),
                log: log.bytes(),
            }));
        }
        let missing: Vec<_> = wanted.iter().map(|(why, ..)| why).collect();
        assert!(missing.is_empty(), "never seen: {missing:?}");
        stopped
    })
}
