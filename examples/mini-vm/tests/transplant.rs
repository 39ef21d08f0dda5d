//! A guest goes on in another machine as if nothing had happened.

mod common;

use common::{LIMIT, WORKLOAD, go_on, machine, reference, stopped};
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
        let after = go_on(&here.state);
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
fn a_machine_that_is_off_stays_off() {
    let (mut vm, _) = machine(WORKLOAD);
    vm.run(LIMIT).unwrap();
    let after = go_on(&vm.state());
    assert_eq!(after.stop, reference().stop);
    assert_eq!(after.retired, reference().retired);
    assert!(after.log.is_empty());
}
