//! A guest goes on in another machine as if nothing had happened.

mod common;

use common::edit::Parts;
use common::{LIMIT, WORKLOAD, go_on, load, machine, reference, run_to_end, save, stopped};
use migratable::device::MachineError;
use migratable::stream::{Limits, StreamReader};
use mini_vm::devices::Reload;
use mini_vm::guest::Workload;
use mini_vm::vm::Stop;

#[test]
fn two_runs_print_the_same() {
    let (mut vm, log) = machine(WORKLOAD);
    let stop = vm.run(LIMIT).unwrap();
    assert_eq!(stop, reference().stop);
    assert_eq!(vm.retired(), reference().retired);
    assert_eq!(log.bytes(), reference().log);
}

#[test]
fn stopping_and_going_on_changes_nothing() {
    let (mut vm, log) = machine(WORKLOAD);
    let mut target = 0;
    let stop = loop {
        target += 997;
        match vm.run(target).unwrap() {
            Stop::InstructionLimit => assert_eq!(vm.retired(), target),
            stop => break stop,
        }
    };
    assert_eq!(stop, reference().stop);
    assert_eq!(log.bytes(), reference().log);
}

#[test]
fn a_fresh_machine_goes_on_from_every_state() {
    assert!(stopped().len() >= 20);
    for here in stopped() {
        let after = go_on(&here.stream);
        let whole = [here.log.as_slice(), &after.log].concat();
        assert_eq!(
            String::from_utf8_lossy(&whole),
            String::from_utf8_lossy(&reference().log),
            "{}",
            here.why
        );
        assert_eq!(after.stop, reference().stop, "{}", here.why);
        assert_eq!(after.retired, reference().retired, "{}", here.why);
    }
}

#[test]
fn a_guest_that_uses_the_new_timer_goes_on_from_every_state() {
    let workload = Workload {
        reload_timer: true,
        ..WORKLOAD
    };
    let (mut whole, log) = machine(workload);
    let stop = whole.run(LIMIT).unwrap();
    assert_ne!(log.bytes(), reference().log, "it does not use it");
    let (mut vm, before) = machine(workload);
    for part in 1..12 {
        vm.run(whole.retired() * part / 12 + part).unwrap();
        assert_ne!(vm.bus.clint.reload, Reload::default());
        let stream = save(&mut vm);
        let after = go_on(&stream);
        assert_eq!([before.bytes(), after.log].concat(), log.bytes());
        assert_eq!((after.stop, after.retired), (stop, whole.retired()));

        // Each of its fields matters.
        let changes: [fn(&mut Reload); 3] = [
            |reload| reload.period ^= 1,
            |reload| reload.expired += 1,
            |reload| *reload = Reload::default(),
        ];
        for change in changes {
            let mut machine = load(&stream);
            change(&mut machine.0.bus.clint.reload);
            let after = run_to_end(machine);
            assert_ne!([before.bytes(), after.log].concat(), log.bytes());
        }
    }
}

/// Whoever refuses, a device by itself or one whose own code does it when others are loaded already.
#[test]
fn a_load_that_is_refused_leaves_a_guest_that_goes_on() {
    let parts = Parts::of(&stopped().last().unwrap().stream);
    let refused: [fn(&mut Parts); 3] = [
        |parts| *parts.section("plic").last_mut().unwrap() = 8,
        |parts| parts.section("plic")[5] = 8,
        |parts| parts.section("virtio-blk0")[32] = 32,
    ];
    for edit in refused {
        let mut parts = parts.clone();
        edit(&mut parts);
        let stream = parts.whole();
        let (mut vm, log) = machine(WORKLOAD);
        vm.run(reference().retired / 2).unwrap();
        let mut devices = vm.devices().unwrap();
        let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
        // Its RAM is not to be touched, either.
        let loaded = devices.load_with_bulk(&mut reader, |mut bulk| {
            while bulk.next_piece()?.is_some() {}
            Ok::<_, MachineError>(())
        });
        let error = loaded.unwrap_err().to_string();
        assert!(error.starts_with("device "), "{error}");
        let end = run_to_end((vm, log));
        assert_eq!(&end, reference(), "{error}");
    }
}

#[test]
fn a_machine_that_is_off_stays_off() {
    let (mut vm, _) = machine(WORKLOAD);
    vm.run(LIMIT).unwrap();
    let after = go_on(&save(&mut vm));
    assert_eq!(after.stop, reference().stop);
    assert_eq!(after.retired, reference().retired);
    assert!(after.log.is_empty());
}
