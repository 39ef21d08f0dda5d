//! The devices but the disk, as the hart sees them: through their registers.

mod common;

use common::{Log, WORKLOAD, asm, machine};
use mini_vm::bus::Bus;
use mini_vm::console::Console;
use mini_vm::devices::Rtc;
use mini_vm::devices::virtio_blk::MAX_QUEUE_SIZE;
use mini_vm::memory::{RAM_SIZE, Ram};
use mini_vm::vm::{Stop, Vm};
use rrs_lib::{MemAccessSize, Memory};
use vm_superio::RtcState;
use vm_superio::rtc_pl031::{NoEvents, Rtc as Pl031};

const FINISHER: u32 = 0x0010_0000;
const RTC: u32 = 0x0010_1000;
const CLINT: u32 = 0x0200_0000;
const PLIC: u32 = 0x0c00_0000;
const UART: u32 = 0x1000_0000;

const MTIMECMP: u32 = CLINT + 0x4000;
const MTIME: u32 = CLINT + 0xbff8;
const PERIOD: u32 = CLINT + 0xc000;
const EXPIRED: u32 = CLINT + 0xc008;
const PLIC_ENABLE: u32 = PLIC + 0x2000;
const PLIC_PENDING: u32 = PLIC + 0x1000;
const PLIC_THRESHOLD: u32 = PLIC + 0x20_0000;
const PLIC_CLAIM: u32 = PLIC + 0x20_0004;
const IRQ_UART: u32 = 10;

const UART_IER: u32 = UART + 1;
const UART_IIR: u32 = UART + 2;
const UART_MCR: u32 = UART + 4;
const UART_LSR: u32 = UART + 5;
const LOOPBACK: u32 = 0x10;

fn bus() -> (Bus, Log) {
    let log = Log::default();
    (
        Bus::new(
            Console::new(log.clone()),
            Ram::new(RAM_SIZE as usize).unwrap(),
            MAX_QUEUE_SIZE,
        )
        .unwrap(),
        log,
    )
}

fn read(bus: &mut Bus, address: u32) -> u32 {
    bus.read_mem(address, MemAccessSize::Word).unwrap()
}

fn write(bus: &mut Bus, address: u32, value: u32) {
    assert!(bus.write_mem(address, MemAccessSize::Word, value));
}

fn read8(bus: &mut Bus, address: u32) -> u32 {
    bus.read_mem(address, MemAccessSize::Byte).unwrap()
}

fn write8(bus: &mut Bus, address: u32, value: u32) {
    assert!(bus.write_mem(address, MemAccessSize::Byte, value));
}

#[test]
fn only_registers_of_the_right_width_answer() {
    use MemAccessSize::{Byte, HalfWord, Word};
    let (mut bus, _) = bus();
    let faults = [
        (0x4000_0000, Word),
        (0, Word),
        (0x7fff_fffc, Word),
        (0x8020_0000, Byte), // just past RAM
        (FINISHER, Byte),
        (RTC, HalfWord),
        (CLINT, Byte),
        (CLINT + 0x4008, Word), // there is no second hart
        (PLIC + 0x1008, Word),  // nor a source 64
        (UART, Word),
        (UART + 8, Byte),
        (0x1000_1000, Byte),
    ];
    for (address, size) in faults {
        assert_eq!(bus.read_mem(address, size), None, "{address:#x}");
        assert!(!bus.write_mem(address, size, 0), "{address:#x}");
    }
}

#[test]
fn mtime_can_be_set_and_goes_on() {
    let mut vm = asm::program(&[asm::SPIN]);
    write(&mut vm.bus, MTIME, 100);
    write(&mut vm.bus, MTIME + 4, 7);
    asm::step(&mut vm, 50);
    assert_eq!(read(&mut vm.bus, MTIME), 150);
    assert_eq!(read(&mut vm.bus, MTIME + 4), 7);
}

fn mip(vm: &mut Vm) -> u32 {
    vm.hart.core.pc = mini_vm::memory::RAM_BASE;
    vm.bus
        .ram
        .load(0, &asm::csrrs(1, asm::MIP, 0).to_le_bytes())
        .unwrap();
    asm::step(vm, 1);
    vm.hart.core.registers[1]
}

#[test]
fn the_timer_interrupt_comes_at_the_very_tick_and_goes_when_rearmed() {
    let mut vm = asm::program(&[asm::SPIN]);
    vm.hart.csr.mie = 1 << 7;
    vm.hart.csr.mstatus = 8;
    write(&mut vm.bus, MTIMECMP, 100);
    write(&mut vm.bus, MTIMECMP + 4, 0);
    asm::step(&mut vm, 100);
    assert_eq!(vm.hart.csr.mcause, 0);
    asm::step(&mut vm, 1);
    assert_eq!(vm.hart.csr.mcause, 0x8000_0007);
    assert_eq!(mip(&mut vm), 1 << 7);
    write(&mut vm.bus, MTIMECMP + 4, 1);
    assert_eq!(mip(&mut vm), 0);
}

#[test]
fn mtime_past_its_end_starts_again() {
    let mut vm = asm::program(&[asm::SPIN]);
    write(&mut vm.bus, MTIMECMP, 1000);
    write(&mut vm.bus, MTIMECMP + 4, 0);
    write(&mut vm.bus, MTIME, u32::MAX - 9);
    write(&mut vm.bus, MTIME + 4, u32::MAX);
    assert_eq!(mip(&mut vm), 1 << 7);
    vm.bus.ram.load(0, &asm::SPIN.to_le_bytes()).unwrap();
    vm.hart.core.pc = mini_vm::memory::RAM_BASE;
    asm::step(&mut vm, 20);
    assert_eq!(mip(&mut vm), 0);
}

/// A machine whose timer expires at tick 100 and every 40 ticks from there on.
fn reloading() -> Vm {
    let mut vm = asm::program(&[asm::SPIN]);
    write(&mut vm.bus, MTIMECMP, 100);
    write(&mut vm.bus, MTIMECMP + 4, 0);
    write(&mut vm.bus, PERIOD, 40);
    vm
}

#[test]
fn a_reloading_timer_counts_how_often_it_has_expired() {
    let mut vm = reloading();
    asm::step(&mut vm, 99);
    assert_eq!(read(&mut vm.bus, EXPIRED), 0);
    asm::step(&mut vm, 1);
    assert_eq!(read(&mut vm.bus, EXPIRED), 1);
    assert_eq!(read(&mut vm.bus, EXPIRED), 0, "reading takes them");
    assert_eq!(read(&mut vm.bus, MTIMECMP), 140);
    asm::step(&mut vm, 100);
    assert_eq!(read(&mut vm.bus, MTIMECMP), 220);
    assert_eq!(read(&mut vm.bus, EXPIRED), 2);
}

#[test]
fn a_reloading_timer_interrupts_until_it_is_asked() {
    let mut vm = reloading();
    vm.hart.csr.mie = 1 << 7;
    vm.hart.csr.mstatus = 8;
    asm::step(&mut vm, 101);
    assert_eq!(vm.hart.csr.mcause, 0x8000_0007);
    assert_eq!(mip(&mut vm), 1 << 7);
    read(&mut vm.bus, EXPIRED);
    assert_eq!(mip(&mut vm), 0);
    asm::step(&mut vm, 100);
    write(&mut vm.bus, PERIOD, 0);
    write(&mut vm.bus, MTIMECMP + 4, 1);
    assert_eq!(mip(&mut vm), 0, "switched off, it forgets");
}

#[test]
fn a_reloading_timer_that_nobody_listens_to_wakes_nobody() {
    let mut vm = reloading();
    vm.bus.ram.load(0, &asm::WFI.to_le_bytes()).unwrap();
    vm.hart.csr.mie = 1 << 11;
    let stop = vm.run(1000).unwrap();
    assert!(matches!(stop, Stop::Stalled { .. }), "{stop}");
}

#[test]
fn a_reloading_timer_stops_at_the_end_of_time() {
    let mut vm = reloading();
    write(&mut vm.bus, PERIOD + 4, u32::MAX);
    for half in [MTIME, MTIME + 4] {
        write(&mut vm.bus, half, u32::MAX);
    }
    let expired = read(&mut vm.bus, EXPIRED);
    assert!(expired > 0);
    assert_eq!(read(&mut vm.bus, MTIMECMP), u32::MAX);
    assert_eq!(read(&mut vm.bus, EXPIRED), 0);
}

#[test]
fn the_upper_sources_have_registers_of_their_own() {
    let (mut bus, _) = bus();
    write(&mut bus, PLIC + 4 * 63, 5);
    write(&mut bus, PLIC_ENABLE + 4, 1 << 31);
    assert_eq!(read(&mut bus, PLIC + 4 * 63), 5);
    assert_eq!(read(&mut bus, PLIC_ENABLE + 4), 1 << 31);
    assert_eq!(read(&mut bus, PLIC_ENABLE), 0);
    assert_eq!(read(&mut bus, PLIC_PENDING + 4), 0);
}

#[test]
fn a_reset_ends_the_run_with_its_reason() {
    let mut vm = asm::program(&[asm::SPIN]);
    write(&mut vm.bus, FINISHER + 4, 0xbeef);
    assert_eq!(read(&mut vm.bus, FINISHER + 4), 0xbeef);
    write(&mut vm.bus, FINISHER, 0x7777);
    assert_eq!(vm.run(1000).unwrap(), Stop::Reset { reason: 0xbeef });
}

#[test]
fn what_is_written_to_ram_is_dirty_until_asked_for() {
    let (mut bus, _) = bus();
    bus.ram.take_dirty();
    let base = mini_vm::memory::RAM_BASE;
    write(&mut bus, base + 0x5_0000, 1);
    write8(&mut bus, base + 0x9_0fff, 1);
    read(&mut bus, base + 0x7_0000);
    let dirty = bus.ram.take_dirty();
    assert!(dirty.contains(0x50) && dirty.contains(0x90) && !dirty.contains(0x70));
    assert_eq!(bus.ram.take_dirty().count(), 0);
    bus.ram.mark_dirty(&dirty);
    assert_eq!(bus.ram.take_dirty(), dirty);
}

#[test]
fn the_software_interrupt_is_one_bit() {
    let mut vm = asm::program(&[asm::SPIN]);
    write(&mut vm.bus, CLINT, u32::MAX);
    assert_eq!(read(&mut vm.bus, CLINT), 1);
    assert_eq!(mip(&mut vm), 1 << 3);
    write(&mut vm.bus, CLINT, 0);
    assert_eq!(mip(&mut vm), 0);
}

/// Sets the UART's source up at the PLIC and makes its line rise.
fn interrupting_uart(bus: &mut Bus) {
    write(bus, PLIC + 4 * IRQ_UART, 3);
    write(bus, PLIC_ENABLE, 1 << IRQ_UART);
    write8(bus, UART_IER, 2);
}

#[test]
fn an_interrupt_is_claimed_completed_and_comes_again_while_the_line_is_high() {
    let (mut bus, _) = bus();
    interrupting_uart(&mut bus);
    assert_eq!(read(&mut bus, PLIC_PENDING), 1 << IRQ_UART);
    assert_eq!(read(&mut bus, PLIC_CLAIM), IRQ_UART);
    assert_eq!(read(&mut bus, PLIC_PENDING), 0);
    assert_eq!(read(&mut bus, PLIC_CLAIM), 0, "in service");
    write(&mut bus, PLIC_CLAIM, IRQ_UART);
    assert_eq!(
        read(&mut bus, PLIC_CLAIM),
        IRQ_UART,
        "the cause is still there"
    );
    assert_eq!(read8(&mut bus, UART_IIR) & 0x0f, 2); // reading acknowledges
    write(&mut bus, PLIC_CLAIM, IRQ_UART);
    assert_eq!(read(&mut bus, PLIC_CLAIM), 0);
}

#[test]
fn external_interrupts_take_enable_and_a_priority_above_the_threshold() {
    let mut vm = asm::program(&[asm::SPIN]);
    interrupting_uart(&mut vm.bus);
    assert_eq!(mip(&mut vm), 1 << 11);
    write(&mut vm.bus, PLIC_THRESHOLD, 3);
    assert_eq!(mip(&mut vm), 0);
    write(&mut vm.bus, PLIC_THRESHOLD, 2);
    assert_eq!(mip(&mut vm), 1 << 11);
    write(&mut vm.bus, PLIC + 4 * IRQ_UART, 0);
    assert_eq!(mip(&mut vm), 0);
    write(&mut vm.bus, PLIC + 4 * IRQ_UART, 7);
    write(&mut vm.bus, PLIC_ENABLE, !(1 << IRQ_UART));
    assert_eq!(mip(&mut vm), 0);
}

#[test]
fn output_reaches_the_console_but_not_in_loopback() {
    let (mut bus, log) = bus();
    write8(&mut bus, UART, b'a'.into());
    write8(&mut bus, UART_MCR, LOOPBACK);
    write8(&mut bus, UART, b'b'.into());
    assert_eq!(log.bytes(), b"a");
    assert_eq!(read8(&mut bus, UART_LSR) & 1, 1);
    assert_eq!(read8(&mut bus, UART), u32::from(b'b'));
    assert_eq!(read8(&mut bus, UART_LSR) & 1, 0);
}

#[test]
fn loading_a_uart_raises_no_interrupt_of_its_own() {
    let (mut bus, _) = bus();
    interrupting_uart(&mut bus);
    read(&mut bus, PLIC_CLAIM);
    let bytes = migratable::to_vec(&bus.uart).unwrap();
    migratable::load(&mut bus.uart, &bytes).unwrap();
    assert_eq!(migratable::to_vec(&bus.uart).unwrap(), bytes);
    assert_eq!(read(&mut bus, PLIC_PENDING), 0, "it is in service");
}

#[test]
fn a_receive_buffer_longer_than_the_fifo_is_refused() {
    let (mut bus, _) = bus();
    let good = migratable::to_vec(&bus.uart).unwrap();
    let mut bytes = good.clone();
    assert_eq!(bytes.pop(), Some(0), "it is empty");
    bytes.push(65);
    bytes.extend([0; 65]);
    let error = migratable::load(&mut bus.uart, &bytes).unwrap_err();
    assert!(error.to_string().contains("64"), "{error}");
    assert_eq!(migratable::to_vec(&bus.uart).unwrap(), good);
}

#[test]
fn a_uart_that_is_loaded_keeps_its_console() {
    let (source, _) = bus();
    let (mut bus, log) = bus();
    let bytes = migratable::to_vec(&source.uart).unwrap();
    migratable::load(&mut bus.uart, &bytes).unwrap();
    write8(&mut bus, UART, b'a'.into());
    assert_eq!(log.bytes(), b"a");
}

#[test]
fn the_rtc_keeps_its_registers() {
    let (mut bus, _) = bus();
    let (match_register, load, mask) = (RTC + 4, RTC + 8, RTC + 0x10);
    write(&mut bus, match_register, 0x1234_5678);
    write(&mut bus, load, 0x2000_0000);
    write(&mut bus, mask, 1);
    let (mut other, _) = self::bus();
    let bytes = migratable::to_vec(&bus.rtc).unwrap();
    migratable::load(&mut other.rtc, &bytes).unwrap();
    assert_eq!(read(&mut other, match_register), 0x1234_5678);
    assert_eq!(read(&mut other, load), 0x2000_0000);
    assert_eq!(read(&mut other, mask), 1);
    let elapsed = read(&mut other, RTC) - 0x2000_0000;
    assert!(elapsed < 3600, "the clock runs on: {elapsed} s");
}

/// A host cannot wait for an hour: what one writes whose clock is an hour behind is what this one
/// would have written an hour ago.
#[test]
fn an_hour_between_save_and_load_is_one_for_the_guest() {
    const GUEST: u32 = 0x2000_0000;
    let (mut bus, _) = bus();
    write(&mut bus, RTC + 8, GUEST);
    let state = bus.rtc.pl031.state();
    let an_hour_ago = RtcState {
        offset: state.offset + 3600,
        ..state
    };
    let saved = Rtc {
        pl031: Pl031::from_state(&an_hour_ago, NoEvents),
    };
    let (mut other, _) = self::bus();
    let bytes = migratable::to_vec(&saved).unwrap();
    migratable::load(&mut other.rtc, &bytes).unwrap();
    let elapsed = read(&mut other, RTC) - GUEST;
    assert!((3600..7200).contains(&elapsed), "{elapsed} s");
    // It is no time that is saved, so that the bytes are the same whenever that is.
    assert_eq!(bytes, migratable::to_vec(&other.rtc).unwrap());
}

#[test]
fn the_guest_powers_the_machine_off_with_a_code() {
    for (value, code) in [(0x5555, 0), (0x0007_3333, 7), (0xffff_3333, 0xffff)] {
        let (mut vm, _) = machine(WORKLOAD);
        write(&mut vm.bus, FINISHER, 0x1234);
        assert_eq!(vm.run(10).unwrap(), Stop::InstructionLimit);
        write(&mut vm.bus, FINISHER, value);
        assert_eq!(vm.run(1000).unwrap(), Stop::PoweredOff { code });
        assert_eq!(vm.retired(), 10);
    }
}
