//! The device that not every machine has.

mod common;

use common::{LIMIT, Log, WORKLOAD, asm, machine, reference, save};
use migratable::device::{Absence, MachineError};
use migratable::stream::{Limits, StreamReader};
use mini_vm::console::Console;
use mini_vm::devices::Watchdog;
use mini_vm::vm::{Hardware, Stop, Vm};
use rrs_lib::{MemAccessSize, Memory};

const LOAD: u32 = 0x0010_2000;
const LEFT: u32 = LOAD + 4;

const RESET: Stop = Stop::Reset {
    reason: Watchdog::REASON,
};

/// A machine with a watchdog, and a guest that does not know of it.
fn watched(ticks: u32) -> (Vm, Log) {
    let (mut vm, log) = machine(WORKLOAD);
    vm.bus.watchdog.insert(Watchdog::default()).set(0, ticks);
    (vm, log)
}

/// A machine to be loaded, with a watchdog or without.
fn bare(watchdog: bool) -> (Vm, Log) {
    let log = Log::default();
    let hardware = Hardware {
        watchdog,
        ..Hardware::default()
    };
    let vm = Vm::of(Console::new(log.clone()), hardware).unwrap();
    (vm, log)
}

fn set(vm: &mut Vm, ticks: u32) {
    assert!(vm.bus.write_mem(LOAD, MemAccessSize::Word, ticks));
}

fn left(vm: &mut Vm) -> Option<u32> {
    vm.bus.read_mem(LEFT, MemAccessSize::Word)
}

#[test]
fn it_resets_the_machine_unless_it_is_set_anew() {
    let mut vm = asm::program(&[asm::SPIN]);
    vm.bus.watchdog = Some(Watchdog::default());
    asm::step(&mut vm, 100);
    assert_eq!(left(&mut vm), Some(0));
    set(&mut vm, 1000);
    asm::step(&mut vm, 300);
    assert_eq!(left(&mut vm), Some(700));
    set(&mut vm, 0);
    asm::step(&mut vm, 1000);
    set(&mut vm, 1000);
    asm::step(&mut vm, 500);
    set(&mut vm, 1000);
    assert_eq!(vm.run(LIMIT).unwrap(), RESET);
    assert_eq!(vm.retired(), 2900);
    assert_eq!(vm.bus.finisher.reason, Watchdog::REASON);
}

#[test]
fn it_resets_a_guest_that_waits() {
    let mut vm = asm::program(&[asm::WFI, asm::SPIN]);
    vm.bus.watchdog = Some(Watchdog::default());
    set(&mut vm, 1000);
    assert_eq!(vm.run(LIMIT).unwrap(), RESET);
    // The `wfi` is over with it.
    assert_eq!((vm.bus.clock.ticks, vm.retired()), (1001, 1));
}

#[test]
fn where_there_is_none_nobody_answers() {
    let (mut vm, _) = bare(false);
    assert_eq!(left(&mut vm), None);
    assert!(!vm.bus.write_mem(LOAD, MemAccessSize::Word, 1));
}

/// Loads the state of one machine into another, and says which devices kept theirs.
fn load(vm: &mut Vm, stream: &[u8]) -> Result<Vec<(String, Absence)>, MachineError> {
    let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
    let ram = vm.bus.ram.clone();
    let mut devices = vm.devices().unwrap();
    let loaded = devices.load_with_bulk(&mut reader, |mut bulk| {
        let is_ram = bulk.name() == mini_vm::stream::RAM;
        while let Some((offset, bytes)) = bulk.next_piece()? {
            if is_ram {
                ram.load(offset as usize, bytes).unwrap();
            }
        }
        Ok::<_, MachineError>(())
    })?;
    let kept = loaded.kept.into_iter();
    Ok(kept.map(|kept| (kept.instance, kept.why)).collect())
}

/// Whoever has it, a guest that does not use it goes to and fro.
#[test]
fn unset_it_does_not_bind_a_guest() {
    let name = || "watchdog#0".to_owned();
    let machines: [(Vm, _); 3] = [
        (machine(WORKLOAD).0, vec![(name(), Absence::NotSent)]),
        (watched(0).0, vec![(name(), Absence::NotNeeded)]),
        (watched(5_000_000).0, vec![]),
    ];
    for (mut vm, kept) in machines {
        vm.run(reference().retired / 2).unwrap();
        let is_set = kept.is_empty();
        let stream = save(&mut vm);
        let (mut with, _) = bare(true);
        assert_eq!(load(&mut with, &stream).unwrap(), kept);
        assert_eq!(
            with.bus.watchdog,
            vm.bus.watchdog.or(Some(Watchdog::default()))
        );

        let (mut without, _) = bare(false);
        let loaded = load(&mut without, &stream);
        match loaded {
            Ok(kept) => assert!(!is_set && kept.is_empty()),
            Err(error) => {
                assert!(is_set, "{error}");
                assert!(error.to_string().contains("watchdog#0"), "{error}");
            }
        }
    }
}

/// A file says which of the two its machine was.
#[test]
fn a_guest_is_reset_when_it_would_have_been() {
    let end = {
        let (mut vm, _) = watched(600_000);
        assert_eq!(vm.run(LIMIT).unwrap(), RESET);
        vm
    };
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    for after in [1, 300_000, end.retired() - 1] {
        let (mut vm, _) = watched(600_000);
        assert_eq!(vm.run(after).unwrap(), Stop::InstructionLimit);
        mini_vm::stream::save(&mut vm, Default::default(), &file).unwrap();
        let console = Console::new(Log::default());
        let mut vm = mini_vm::stream::restore(&file, Default::default(), console).unwrap();
        assert_eq!(vm.run(LIMIT).unwrap(), RESET);
        assert_eq!(vm.retired(), end.retired());
        assert_eq!(vm.bus.clock.ticks, end.bus.clock.ticks);
    }
}
