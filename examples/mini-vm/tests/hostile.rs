//! Whatever the guest does, and whatever state is loaded: no panic, no endless loop.

mod common;

use common::driver::{self, VERSION_1};
use common::{asm, load, stopped};
use mini_vm::memory::RAM_BASE;
use proptest::collection::vec;
use proptest::prelude::*;
use rrs_lib::{MemAccessSize, Memory};

/// Where a device is, with some room around it.
fn device_address() -> impl Strategy<Value = u32> {
    let near = |base: u32, size: u32| base.wrapping_sub(8)..base + size;
    prop_oneof![
        near(0x0010_0000, 0x20),
        near(0x0010_1000, 0x1008),
        near(0x0200_0000, 0x10),
        near(0x0200_4000, 0x10),
        near(0x0200_bff8, 0x10),
        near(0x0c00_0000, 0x88),
        near(0x0c00_1000, 0x1008),
        near(0x0c20_0000, 0x10),
        near(0x1000_0000, 0x10),
        near(0x1000_1000, 0x128),
        any::<u32>(),
    ]
}

/// Numbers that mean something to a device more often than chance would have it.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![
        0..20_u32,
        Just(15),
        (0..20_u32).prop_map(|offset| RAM_BASE + 0x1000 * offset),
        (0..32_u32).prop_map(|bit| 1 << bit),
        any::<u32>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_register_accesses(
        accesses in vec((device_address(), 0..3_u8, any::<bool>(), number()), 1..200),
    ) {
        let mut vm = asm::program(&[asm::SPIN]);
        for (address, size, is_write, value) in accesses {
            let size = [MemAccessSize::Byte, MemAccessSize::HalfWord, MemAccessSize::Word]
                [usize::from(size)];
            if is_write {
                vm.bus.write_mem(address, size, value);
            } else {
                vm.bus.read_mem(address, size);
            }
        }
        vm.run(10_000).unwrap();
    }

    #[test]
    fn random_queues(
        descriptors in vec((number(), number(), 0..8_u16, 0..20_u16), 8),
        heads in vec(0..10_u16, 8),
        headers in vec((0..12_u32, number()), 20),
        available in 0..12_u16,
    ) {
        let mut vm = driver::machine(VERSION_1);
        let descriptors: Vec<_> = descriptors
            .into_iter()
            .map(|(address, length, flags, next)| driver::Descriptor {
                address: address.into(),
                length,
                flags,
                next,
            })
            .collect();
        driver::put_descriptors(&vm, &descriptors);
        for (head, at) in heads.into_iter().zip(0..) {
            driver::put16(&vm, driver::AVAILABLE + 4 + 2 * at, head);
        }
        for ((kind, sector), page) in headers.into_iter().zip(5..) {
            vm.bus.ram.load(0x1000 * page, &kind.to_le_bytes()).unwrap();
            vm.bus.ram.load(0x1000 * page + 8, &sector.to_le_bytes()).unwrap();
        }
        driver::put16(&vm, driver::AVAILABLE + 2, available);
        driver::set(&mut vm.bus, driver::QUEUE_NOTIFY, 0);
        vm.run(50_000).unwrap();
    }

    #[test]
    fn random_instructions(code in vec(any::<u32>(), 256), registers in vec(number(), 32)) {
        let mut vm = asm::program(&code);
        vm.hart.core.registers.copy_from_slice(&registers);
        vm.run(2_000).unwrap();
    }

    /// Numbers that no machine has counted to.
    #[test]
    fn random_states(numbers in vec(prop_oneof![any::<u64>(), Just(u64::MAX), Just(0)], 12)) {
        let [ticks, retired, offset, compare, cycles, done_at, sector, address, status, rest @ ..] =
            numbers.as_slice()
        else {
            unreachable!("there are 12");
        };
        let here = stopped().iter().find(|here| here.why.starts_with("two requests in flight"));
        let (mut vm, _) = load(&here.unwrap().stream);
        let bus = &mut vm.bus;
        bus.clock.ticks = *ticks;
        bus.clock.retired = retired >> 1;
        bus.clint.mtime_offset = *offset;
        bus.clint.mtimecmp = *compare;
        bus.clint.reload.period = rest[1] >> (rest[2] & 63);
        vm.hart.csr.mcycle_offset = *cycles;
        vm.hart.core.pc = rest[0] as u32;
        bus.plic.priority = [rest[1] as u8; 64];
        bus.plic.claimed = rest[2];
        let request = &mut bus.virtio_blk.in_flight[0];
        request.done_at = *done_at;
        request.head = *status as u16;
        request.operation = mini_vm::devices::virtio_blk::Operation::Read { sector: *sector };
        request.data[0].address = *address;
        request.data[0].length = *address as u32;
        request.status = *status;
        vm.run(vm.retired() + 20_000).unwrap();
    }
}
