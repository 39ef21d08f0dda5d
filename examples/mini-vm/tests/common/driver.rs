//! A virtio-blk driver of a few lines, which can be told to break the rules.

use mini_vm::bus::Bus;
use mini_vm::memory::RAM_BASE;
use mini_vm::vm::Vm;
use rrs_lib::{MemAccessSize, Memory};

use super::asm;

pub const STATUS: u32 = 0x070;
pub const DEVICE_FEATURES: u32 = 0x010;
pub const DEVICE_FEATURES_SEL: u32 = 0x014;
pub const DRIVER_FEATURES: u32 = 0x020;
pub const DRIVER_FEATURES_SEL: u32 = 0x024;
pub const QUEUE_SEL: u32 = 0x030;
pub const QUEUE_NUM_MAX: u32 = 0x034;
pub const QUEUE_NUM: u32 = 0x038;
pub const QUEUE_READY: u32 = 0x044;
pub const QUEUE_NOTIFY: u32 = 0x050;
pub const INTERRUPT_STATUS: u32 = 0x060;
pub const INTERRUPT_ACK: u32 = 0x064;
pub const QUEUE_DESC_LOW: u32 = 0x080;
pub const QUEUE_DRIVER_LOW: u32 = 0x090;
pub const QUEUE_DEVICE_LOW: u32 = 0x0a0;
pub const CONFIG_GENERATION: u32 = 0x0fc;
pub const WRITEBACK: u32 = 0x120;

pub const NEEDS_RESET: u32 = 0x40;

pub const VERSION_1: u64 = 1 << 32;
pub const EVENT_IDX: u64 = 1 << 29;
pub const CONFIG_WCE: u64 = 1 << 11;
pub const FLUSH: u64 = 1 << 9;

pub const NEXT: u16 = 1;
pub const WRITE: u16 = 2;

pub const SIZE: u16 = 8;
/// Offsets from the base of RAM.
pub const DESCRIPTORS: u32 = 0x2000;
pub const AVAILABLE: u32 = 0x3000;
pub const USED: u32 = 0x4000;
pub const HEADER: u32 = 0x5000;
pub const STATUS_BYTE: u32 = 0x5100;
pub const DATA: u32 = 0x6000;

/// One entry of the descriptor table.
#[derive(Clone, Copy)]
pub struct Descriptor {
    pub address: u64,
    pub length: u32,
    pub flags: u16,
    pub next: u16,
}

/// At an offset from the base of RAM.
pub fn descriptor(offset: u32, length: u32, flags: u16, next: u16) -> Descriptor {
    Descriptor {
        address: (RAM_BASE + offset).into(),
        length,
        flags,
        next,
    }
}

/// A machine that spins, with its disk set up for `features`.
pub fn machine(features: u64) -> Vm {
    let mut vm = asm::program(&[asm::SPIN]);
    set_up(&mut vm, features);
    vm
}

pub fn get(bus: &mut Bus, register: u32) -> u32 {
    bus.read_mem(0x1000_1000 + register, MemAccessSize::Word)
        .unwrap()
}

pub fn set(bus: &mut Bus, register: u32, value: u32) {
    assert!(bus.write_mem(0x1000_1000 + register, MemAccessSize::Word, value));
}

/// Everything before the queue; gives the status read back.
pub fn negotiate(vm: &mut Vm, features: u64) -> u32 {
    let bus = &mut vm.bus;
    set(bus, STATUS, 0);
    set(bus, STATUS, 1 | 2);
    for half in 0..2 {
        set(bus, DRIVER_FEATURES_SEL, half);
        set(bus, DRIVER_FEATURES, (features >> (32 * half)) as u32);
    }
    set(bus, STATUS, 1 | 2 | 8);
    get(bus, STATUS)
}

pub fn set_up(vm: &mut Vm, features: u64) {
    assert_eq!(negotiate(vm, features), 1 | 2 | 8);
    vm.bus.ram.load(DESCRIPTORS as usize, &[0; 0x3000]).unwrap();
    let bus = &mut vm.bus;
    set(bus, QUEUE_NUM, SIZE.into());
    set(bus, QUEUE_DESC_LOW, RAM_BASE + DESCRIPTORS);
    set(bus, QUEUE_DRIVER_LOW, RAM_BASE + AVAILABLE);
    set(bus, QUEUE_DEVICE_LOW, RAM_BASE + USED);
    set(bus, QUEUE_READY, 1);
    set(bus, STATUS, 1 | 2 | 8 | 4);
}

pub fn put16(vm: &Vm, offset: u32, value: u16) {
    vm.bus
        .ram
        .load(offset as usize, &value.to_le_bytes())
        .unwrap();
}

pub fn get16(vm: &Vm, offset: u32) -> u16 {
    let address = RAM_BASE + offset;
    vm.bus.ram.read(address, MemAccessSize::HalfWord).unwrap() as u16
}

pub fn get8(vm: &Vm, offset: u32) -> u8 {
    vm.bus
        .ram
        .read(RAM_BASE + offset, MemAccessSize::Byte)
        .unwrap() as u8
}

pub fn put_descriptors(vm: &Vm, descriptors: &[Descriptor]) {
    let table: Vec<u8> = descriptors
        .iter()
        .flat_map(|d| {
            let mut entry = d.address.to_le_bytes().to_vec();
            entry.extend(d.length.to_le_bytes());
            entry.extend(d.flags.to_le_bytes());
            entry.extend(d.next.to_le_bytes());
            entry
        })
        .collect();
    vm.bus.ram.load(DESCRIPTORS as usize, &table).unwrap();
}

pub fn put_header(vm: &Vm, kind: u32, sector: u64) {
    let mut header = kind.to_le_bytes().to_vec();
    header.extend([0; 4]);
    header.extend(sector.to_le_bytes());
    vm.bus.ram.load(HEADER as usize, &header).unwrap();
    vm.bus.ram.load(STATUS_BYTE as usize, &[0xff]).unwrap();
}

/// Makes the chain at `head` available and says so.
pub fn offer(vm: &mut Vm, head: u16) {
    let index = get16(vm, AVAILABLE + 2);
    put16(vm, AVAILABLE + 4 + 2 * u32::from(index % SIZE), head);
    put16(vm, AVAILABLE + 2, index.wrapping_add(1));
    set(&mut vm.bus, QUEUE_NOTIFY, 0);
}

/// Offers a request whose data are `length` bytes at [`DATA`].
pub fn submit(vm: &mut Vm, kind: u32, sector: u64, length: u32) {
    put_header(vm, kind, sector);
    let direction = if kind == 1 { 0 } else { WRITE };
    let header = descriptor(HEADER, 16, NEXT, if length > 0 { 1 } else { 2 });
    let data = descriptor(DATA, length, NEXT | direction, 2);
    let status = descriptor(STATUS_BYTE, 1, WRITE, 0);
    put_descriptors(vm, &[header, data, status]);
    offer(vm, 0);
}

/// Until no request is in flight.
pub fn wait(vm: &mut Vm) {
    while let Some(last) = vm.bus.virtio_blk.in_flight.back() {
        let ticks = last.done_at - vm.bus.clock.ticks;
        asm::step(vm, ticks);
    }
}

/// Carries a request out; gives its status and the length in the used ring.
pub fn request(vm: &mut Vm, kind: u32, sector: u64, length: u32) -> (u8, u32) {
    let index = get16(vm, USED + 2);
    submit(vm, kind, sector, length);
    wait(vm);
    assert_eq!(
        get16(vm, USED + 2),
        index.wrapping_add(1),
        "not in the used ring"
    );
    let element = RAM_BASE + USED + 4 + 8 * u32::from(index % SIZE);
    let used = vm.bus.ram.read(element + 4, MemAccessSize::Word).unwrap();
    (get8(vm, STATUS_BYTE), used)
}
