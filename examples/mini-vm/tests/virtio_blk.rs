//! The disk: what a good driver gets, and what a bad one.

mod common;

use common::asm;
use common::driver::*;
use mini_vm::devices::VirtioBlk;
use mini_vm::devices::virtio_blk::{Operation, SECTOR};
use mini_vm::memory::RAM_BASE;
use mini_vm::vm::Vm;

const IN: u32 = 0;
const OUT: u32 = 1;
const T_FLUSH: u32 = 4;
const GET_ID: u32 = 8;

const OK: u8 = 0;
const IOERR: u8 = 1;
const UNSUPP: u8 = 2;

const SECTORS: u64 = 256;
const S: u32 = SECTOR as u32;

fn data(vm: &Vm, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    vm.bus.ram.copy_to(DATA as usize, &mut bytes).unwrap();
    bytes
}

#[test]
fn features_must_be_offered_and_include_version_1() {
    let mut vm = machine(VERSION_1);
    set(&mut vm.bus, DEVICE_FEATURES_SEL, 0);
    let low = get(&mut vm.bus, DEVICE_FEATURES);
    set(&mut vm.bus, DEVICE_FEATURES_SEL, 1);
    let high = get(&mut vm.bus, DEVICE_FEATURES);
    let offered = u64::from(high) << 32 | u64::from(low);
    assert_eq!(offered, VERSION_1 | EVENT_IDX | CONFIG_WCE | FLUSH);

    assert_eq!(negotiate(&mut vm, offered) & 8, 8);
    assert_eq!(negotiate(&mut vm, offered & !VERSION_1) & 8, 0);
    assert_eq!(negotiate(&mut vm, offered | 1 << 5) & 8, 0);
}

#[test]
fn features_are_fixed_once_accepted() {
    let mut vm = machine(VERSION_1);
    set(&mut vm.bus, DRIVER_FEATURES_SEL, 0);
    set(&mut vm.bus, DRIVER_FEATURES, FLUSH as u32);
    assert_eq!(vm.bus.virtio_blk.registers.driver_features, VERSION_1);
}

#[test]
fn what_was_written_is_read_back() {
    let mut vm = machine(VERSION_1);
    let before = vm.bus.virtio_blk.disk.image().to_vec();
    let text: Vec<u8> = (0..2 * SECTOR).map(|i| (i * 7 % 251) as u8).collect();
    vm.bus.ram.load(DATA as usize, &text).unwrap();
    assert_eq!(request(&mut vm, OUT, 10, 2 * S), (OK, 1));

    let mut after = before.clone();
    after[10 * SECTOR..12 * SECTOR].copy_from_slice(&text);
    assert!(
        vm.bus.virtio_blk.disk.image() == after,
        "only these sectors change"
    );

    assert_eq!(request(&mut vm, IN, 9, 4 * S), (OK, 4 * S + 1));
    assert!(data(&vm, 4 * SECTOR) == after[9 * SECTOR..13 * SECTOR]);
}

#[test]
fn data_may_be_spread_over_buffers() {
    let mut vm = machine(VERSION_1);
    put_header(&vm, IN, 3);
    put_descriptors(
        &vm,
        &[
            descriptor(HEADER, 16, NEXT, 5),
            descriptor(STATUS_BYTE, 1, WRITE, 0),
            descriptor(DATA + 0x800, 412, NEXT | WRITE, 1),
            descriptor(0, 0, 0, 0),
            descriptor(DATA + 0x400, 0, NEXT | WRITE, 2),
            descriptor(DATA, 100, NEXT | WRITE, 4),
        ],
    );
    offer(&mut vm, 0);
    wait(&mut vm);
    assert_eq!(get8(&vm, STATUS_BYTE), OK);
    let sector = &vm.bus.virtio_blk.disk.image()[3 * SECTOR..4 * SECTOR];
    let data = data(&vm, 0x800 + 412);
    assert!(data[..100] == sector[..100]);
    assert!(data[0x800..] == sector[100..]);
}

#[test]
fn sectors_that_do_not_exist_and_broken_lengths_fail() {
    let mut vm = machine(VERSION_1);
    let before = vm.bus.virtio_blk.disk.image().to_vec();
    for kind in [IN, OUT] {
        for (sector, length) in [
            (SECTORS, S),
            (SECTORS - 1, 2 * S),
            (u64::MAX, S),
            (u64::MAX / 512, S),
            (0, 100),
            (0, (SECTORS as u32 + 1) * S),
        ] {
            assert_eq!(request(&mut vm, kind, sector, length), (IOERR, 1));
        }
    }
    assert!(vm.bus.virtio_blk.disk.image() == before);
    assert_eq!(request(&mut vm, IN, SECTORS - 1, S), (OK, S + 1));
}

#[test]
fn other_requests() {
    let mut vm = machine(VERSION_1 | FLUSH);
    assert_eq!(request(&mut vm, T_FLUSH, 0, 0), (OK, 1));
    assert_eq!(request(&mut vm, GET_ID, 0, 20), (OK, 21));
    assert_eq!(&data(&vm, 20), b"mini-vm-disk-0\0\0\0\0\0\0");
    assert_eq!(request(&mut vm, 99, 0, 0), (UNSUPP, 1));

    let mut vm = machine(VERSION_1);
    assert_eq!(
        request(&mut vm, T_FLUSH, 0, 0),
        (UNSUPP, 1),
        "not negotiated"
    );
}

#[test]
fn a_request_is_in_flight_until_its_tick() {
    let mut vm = machine(VERSION_1);
    submit(&mut vm, IN, 7, S);
    let in_flight = &vm.bus.virtio_blk.in_flight;
    assert_eq!(in_flight.len(), 1);
    assert_eq!(in_flight[0].operation, Operation::Read { sector: 7 });
    let ticks = in_flight[0].done_at - vm.bus.clock.ticks;
    asm::step(&mut vm, ticks - 1);
    assert_eq!(get16(&vm, USED + 2), 0);
    asm::step(&mut vm, 1);
    assert_eq!(get16(&vm, USED + 2), 1);
    assert!(vm.bus.virtio_blk.in_flight.is_empty());
}

#[test]
fn the_interrupt_stays_until_acknowledged() {
    let mut vm = machine(VERSION_1);
    request(&mut vm, IN, 0, S);
    assert_eq!(get(&mut vm.bus, INTERRUPT_STATUS), 1);
    assert_eq!(vm.bus.plic.pending, 1 << 1);
    set(&mut vm.bus, INTERRUPT_ACK, 1);
    assert_eq!(get(&mut vm.bus, INTERRUPT_STATUS), 0);
}

#[test]
fn used_event_holds_interrupts_back() {
    let mut vm = machine(VERSION_1 | EVENT_IDX);
    put16(&vm, AVAILABLE + 4 + 2 * u32::from(SIZE), 1); // from the second on
    request(&mut vm, IN, 0, S);
    assert_eq!(get(&mut vm.bus, INTERRUPT_STATUS), 0);
    request(&mut vm, IN, 0, S);
    assert_eq!(get(&mut vm.bus, INTERRUPT_STATUS), 1);
}

#[test]
fn only_queue_0_exists() {
    let mut vm = machine(VERSION_1);
    assert_eq!(get(&mut vm.bus, QUEUE_NUM_MAX), 16);
    assert_eq!(get(&mut vm.bus, QUEUE_READY), 1);
    set(&mut vm.bus, QUEUE_SEL, 1);
    assert_eq!(get(&mut vm.bus, QUEUE_NUM_MAX), 0);
    assert_eq!(get(&mut vm.bus, QUEUE_READY), 0);
    set(&mut vm.bus, QUEUE_READY, 0);
    set(&mut vm.bus, QUEUE_SEL, 0);
    assert_eq!(get(&mut vm.bus, QUEUE_READY), 1);
}

#[test]
fn a_reset_that_changes_the_configuration_changes_its_generation() {
    use rrs_lib::{MemAccessSize::Byte, Memory};
    let mut vm = machine(VERSION_1 | CONFIG_WCE);
    let generation = get(&mut vm.bus, CONFIG_GENERATION);
    assert!(vm.bus.write_mem(0x1000_1000 + WRITEBACK, Byte, 0));
    assert!(!vm.bus.virtio_blk.writeback);
    assert_eq!(
        get(&mut vm.bus, CONFIG_GENERATION),
        generation,
        "the driver knows"
    );
    set(&mut vm.bus, STATUS, 0);
    assert!(vm.bus.virtio_blk.writeback);
    assert_ne!(get(&mut vm.bus, CONFIG_GENERATION), generation);
}

/// Checks that the device asks for a reset, does nothing until it gets it, and works again then.
fn assert_needs_reset(mut vm: Vm, why: &str) {
    wait(&mut vm);
    let status = get(&mut vm.bus, STATUS);
    assert_eq!(status & NEEDS_RESET, NEEDS_RESET, "{why}");
    let used = get16(&vm, USED + 2);
    submit(&mut vm, IN, 0, S);
    wait(&mut vm);
    assert_eq!(get16(&vm, USED + 2), used, "{why}");
    set_up(&mut vm, VERSION_1);
    assert_eq!(request(&mut vm, IN, 0, S), (OK, S + 1), "{why}");
}

#[test]
fn malformed_chains_need_a_reset() {
    let header = descriptor(HEADER, 16, NEXT, 1);
    let data = descriptor(DATA, S, NEXT | WRITE, 2);
    let status = descriptor(STATUS_BYTE, 1, WRITE, 0);
    let nowhere = |d: Descriptor| Descriptor {
        address: 0x4000_0000,
        ..d
    };
    let at_the_end = |d: Descriptor| Descriptor {
        address: u64::MAX,
        ..d
    };
    let cases = [
        ("no status", vec![Descriptor { flags: 0, ..header }]),
        ("no header", vec![status]),
        (
            "header for the device to write",
            vec![
                Descriptor {
                    flags: NEXT | WRITE,
                    ..header
                },
                data,
                status,
            ],
        ),
        (
            "short header",
            vec![
                Descriptor {
                    length: 15,
                    ..header
                },
                data,
                status,
            ],
        ),
        ("header nowhere", vec![nowhere(header), data, status]),
        (
            "status to be read",
            vec![header, data, Descriptor { flags: 0, ..status }],
        ),
        (
            "empty status",
            vec![
                header,
                data,
                Descriptor {
                    length: 0,
                    ..status
                },
            ],
        ),
        ("status nowhere", vec![header, data, nowhere(status)]),
        (
            "data not for the device to write",
            vec![
                header,
                Descriptor {
                    flags: NEXT,
                    ..data
                },
                status,
            ],
        ),
        ("data nowhere", vec![header, nowhere(data), status]),
        (
            "data at the end of all addresses",
            vec![header, at_the_end(data), status],
        ),
        (
            "a circle",
            vec![header, Descriptor { next: 1, ..data }, status],
        ),
        (
            "out of the table",
            vec![header, Descriptor { next: SIZE, ..data }, status],
        ),
        (
            "an indirect table",
            vec![
                Descriptor {
                    flags: 4,
                    length: 7,
                    ..header
                },
                data,
                status,
            ],
        ),
        (
            "more than 4 GiB",
            vec![
                header,
                Descriptor {
                    length: u32::MAX,
                    ..data
                },
                status,
            ],
        ),
    ];
    for (why, chain) in cases {
        let mut vm = machine(VERSION_1);
        put_header(&vm, IN, 0);
        put_descriptors(&vm, &chain);
        offer(&mut vm, 0);
        assert_needs_reset(vm, why);
    }
}

#[test]
fn a_broken_queue_needs_a_reset() {
    let mut vm = machine(VERSION_1);
    offer(&mut vm, SIZE);
    assert_needs_reset(vm, "a head that is not in the table");

    let mut vm = machine(VERSION_1);
    put16(&vm, AVAILABLE + 2, SIZE + 1);
    set(&mut vm.bus, QUEUE_NOTIFY, 0);
    assert_needs_reset(vm, "more available than the queue holds");

    let mut vm = machine(VERSION_1);
    for _ in 0..=SIZE {
        submit(&mut vm, IN, 0, S);
    }
    assert_needs_reset(vm, "a chain made available again and again");

    for size in [0, 3, 32, 0x1_0008] {
        let mut vm = machine(VERSION_1);
        negotiate(&mut vm, VERSION_1);
        set(&mut vm.bus, QUEUE_NUM, size);
        assert_needs_reset(vm, "an impossible size");
    }

    for register in [QUEUE_DESC_LOW, QUEUE_DRIVER_LOW, QUEUE_DEVICE_LOW] {
        for address in [0, 0x4000_0000, RAM_BASE + 0x1f_fff0] {
            let mut vm = machine(VERSION_1);
            set(&mut vm.bus, QUEUE_READY, 0);
            set(&mut vm.bus, register, address);
            set(&mut vm.bus, QUEUE_READY, 1);
            assert_needs_reset(vm, "a ring that is not in RAM");
        }
    }
}

#[test]
fn a_device_that_needs_a_reset_says_so_by_interrupt() {
    let mut vm = machine(VERSION_1);
    offer(&mut vm, SIZE);
    assert_eq!(get(&mut vm.bus, INTERRUPT_STATUS), 2);
}

/// Where in the payload a number of the queue's is: behind the registers.
const MAX_SIZE: usize = 32;
const QUEUE_SIZE: usize = MAX_SIZE + 7;
const DESC_TABLE: usize = MAX_SIZE + 10;
const USED_RING: usize = MAX_SIZE + 26;

#[test]
fn impossible_states_are_refused_and_change_nothing() {
    let mut vm = machine(VERSION_1);
    submit(&mut vm, IN, 0, S);
    let disk = &mut vm.bus.virtio_blk;
    let good = migratable::to_vec(disk).unwrap();
    let refusal = |disk: &mut VirtioBlk, bytes: &[u8]| {
        let error = migratable::load(disk, bytes).unwrap_err().to_string();
        assert_eq!(migratable::to_vec(disk).unwrap(), good);
        error
    };
    for (at, byte, expected) in [
        (MAX_SIZE, 32, "this device's for 16"),
        (QUEUE_SIZE, 3, "invalid queue size"),
        (QUEUE_SIZE, 0, "invalid queue size"),
        (DESC_TABLE, 1, "descriptor table"),
        (USED_RING, 2, "used ring"),
    ] {
        let mut bytes = good.clone();
        bytes[at] = byte;
        let error = refusal(disk, &bytes);
        assert!(error.contains(expected), "{error}");
    }
    disk.in_flight = vec![disk.in_flight[0].clone(); 9].into();
    let bytes = migratable::to_vec(disk).unwrap();
    disk.in_flight.truncate(1);
    let error = refusal(disk, &bytes);
    let expected = "9 requests are in flight in a queue of 8";
    assert!(error.contains(expected), "{error}");
}
