//! The hart: arithmetic at its edges, CSRs, traps and interrupts, against the RISC-V manuals.

mod common;

use common::asm::*;
use mini_vm::hart::Cause;
use mini_vm::memory::RAM_BASE;
use mini_vm::vm::{Stop, Vm};

const MIN: u32 = i32::MIN as u32;
const MINUS_1: u32 = u32::MAX;
const NOWHERE: u32 = 0x4000_0000;

fn x(vm: &Vm, register: usize) -> u32 {
    vm.hart.core.registers[register]
}

#[test]
fn multiplication_and_division_at_their_edges() {
    // (funct3, rs1, rs2, rd): the tables of the M extension's chapter.
    let cases = [
        (0, 0xffff_ffff, 0xffff_ffff, 1),         // mul
        (0, 0x8000_0000, 2, 0),                   //
        (1, MIN, MIN, 0x4000_0000),               // mulh
        (1, MINUS_1, 1, MINUS_1),                 //
        (2, MINUS_1, MINUS_1, 0xffff_ffff),       // mulhsu: -1 * (2^32 - 1)
        (2, MIN, MINUS_1, 0x8000_0000),           //
        (3, MINUS_1, MINUS_1, 0xffff_fffe),       // mulhu
        (4, 7, 0, MINUS_1),                       // div by zero
        (4, MIN, MINUS_1, MIN),                   // div overflow
        (4, (-7_i32) as u32, 2, (-3_i32) as u32), //
        (5, 7, 0, u32::MAX),                      // divu by zero
        (5, MIN, MINUS_1, 0),                     //
        (6, 7, 0, 7),                             // rem by zero
        (6, MIN, MINUS_1, 0),                     // rem overflow
        (6, (-7_i32) as u32, 2, MINUS_1),         //
        (7, 7, 0, 7),                             // remu by zero
        (7, MIN, MINUS_1, MIN),                   //
    ];
    for (funct3, a, b, expected) in cases {
        let mut vm = program(&[op(1, funct3, 3, 1, 2)]);
        vm.hart.core.registers[1] = a;
        vm.hart.core.registers[2] = b;
        step(&mut vm, 1);
        assert_eq!(x(&vm, 3), expected, "funct3 {funct3}: {a:#x}, {b:#x}");
    }
}

#[test]
fn x0_stays_zero() {
    let mut vm = program(&[addi(X0, X0, 5), op(0, 0, 1, X0, X0), csrrs(X0, MSTATUS, X0)]);
    step(&mut vm, 3);
    assert_eq!(x(&vm, 1), 0);
}

/// Runs `instruction`, with `address` in x1, and checks that it traps and changes nothing.
fn assert_traps(instruction: u32, address: u32, cause: Cause, value: u32) {
    let mut vm = program(&[NOP, instruction]);
    vm.hart.core.registers[1] = address;
    step(&mut vm, 1);
    let (registers, ticks) = (vm.hart.core.registers, vm.bus.clock.ticks);
    step(&mut vm, 1); // the handler's first
    let csr = &vm.hart.csr;
    assert_eq!(csr.mcause, cause.code(), "{instruction:#010x}");
    assert_eq!(csr.mtval, value, "{instruction:#010x}");
    assert_eq!(csr.mepc, RAM_BASE + 4, "{instruction:#010x}");
    assert_eq!(vm.hart.core.pc, HANDLER + 4, "{instruction:#010x}");
    assert_eq!(vm.hart.core.registers, registers, "{instruction:#010x}");
    assert_eq!(
        vm.bus.clock.ticks,
        ticks + 2,
        "it takes time but does not retire"
    );
}

#[test]
fn exceptions_tell_cause_address_and_value() {
    use Cause::*;
    let odd = RAM_BASE + 0x101;
    for half in [1, 5] {
        assert_traps(load(half, 3, 1), odd, LoadAddressMisaligned, odd);
    }
    assert_traps(load(2, 3, 1), odd + 1, LoadAddressMisaligned, odd + 1);
    assert_traps(store(1, 3, 1), odd, StoreAddressMisaligned, odd);
    assert_traps(store(2, 3, 1), odd + 1, StoreAddressMisaligned, odd + 1);
    assert_traps(load(0, 3, 1), NOWHERE, LoadAccessFault, NOWHERE);
    assert_traps(store(0, 3, 1), NOWHERE, StoreAccessFault, NOWHERE);
    assert_traps(ECALL, 0, EnvironmentCall, 0);
    assert_traps(EBREAK, 0, Breakpoint, RAM_BASE + 4);
    assert_traps(
        jalr(3, 1, 2),
        RAM_BASE,
        InstructionAddressMisaligned,
        RAM_BASE + 2,
    );
}

#[test]
fn illegal_instructions_trap() {
    let slli_with_a_bit_too_many = 0x4010_9093;
    let jalr_with_a_funct3 = jalr(3, 1, 0) | 1 << 12;
    let fence_i = 0x0000_100f;
    for bits in [
        0,
        u32::MAX,
        slli_with_a_bit_too_many,
        jalr_with_a_funct3,
        fence_i,
    ] {
        assert_traps(bits, RAM_BASE, Cause::IllegalInstruction, bits);
    }
    let no_such_csr = csrrs(3, 0x7c0, X0);
    let read_only_csr = csrrw(3, MHARTID, 1);
    let setting_a_read_only_csr = csr_immediate(6, 3, MHARTID, 1);
    let csr_with_funct3_4 = csr_immediate(4, 3, MSCRATCH, 0);
    for bits in [
        no_such_csr,
        read_only_csr,
        setting_a_read_only_csr,
        csr_with_funct3_4,
    ] {
        assert_traps(bits, 1, Cause::IllegalInstruction, bits);
    }
}

#[test]
fn a_jump_to_nowhere_traps_at_its_target() {
    let mut vm = program(&[jalr(3, 1, 0)]);
    vm.hart.core.registers[1] = NOWHERE;
    step(&mut vm, 2);
    assert_eq!(vm.hart.csr.mcause, Cause::InstructionAccessFault.code());
    assert_eq!(vm.hart.csr.mepc, NOWHERE);
    assert_eq!(x(&vm, 3), RAM_BASE + 4, "the jump itself has retired");
}

#[test]
fn device_registers_hold_no_instructions() {
    let mut vm = program(&[jalr(X0, 1, 0)]);
    vm.hart.core.registers[1] = 0x0200_bff8; // mtime
    step(&mut vm, 2);
    assert_eq!(vm.hart.csr.mcause, Cause::InstructionAccessFault.code());
}

#[test]
fn csr_instructions_read_write_set_and_clear() {
    let mut vm = program(&[
        csrrw(2, MSCRATCH, 1),
        csrrs(3, MSCRATCH, 4),
        csrrc(5, MSCRATCH, 6),
        csr_immediate(5, 7, MSCRATCH, 0x15),
        csr_immediate(6, 8, MSCRATCH, 0x0a),
        csr_immediate(7, 9, MSCRATCH, 0x10),
        csrrs(10, MHARTID, X0),
    ]);
    vm.hart.core.registers[1] = 0xf0f0;
    vm.hart.core.registers[4] = 0x0f00;
    vm.hart.core.registers[6] = 0x00f0;
    step(&mut vm, 7);
    assert_eq!(x(&vm, 2), 0);
    assert_eq!(x(&vm, 3), 0xf0f0);
    assert_eq!(x(&vm, 5), 0xfff0);
    assert_eq!(x(&vm, 7), 0xff00);
    assert_eq!(x(&vm, 8), 0x15);
    assert_eq!(x(&vm, 9), 0x1f);
    assert_eq!(vm.hart.csr.mscratch, 0x0f);
}

#[test]
fn bits_that_do_not_exist_cannot_be_set() {
    let all_ones = |csr| {
        let mut vm = program(&[csrrw(X0, csr, 1), csrrs(2, csr, X0)]);
        vm.hart.core.registers[1] = u32::MAX;
        step(&mut vm, 2);
        x(&vm, 2)
    };
    assert_eq!(all_ones(MSTATUS), 0x1888); // the previous mode can only be machine mode
    assert_eq!(all_ones(MIE), 0x888);
    assert_eq!(all_ones(MIP), 0);
    assert_eq!(all_ones(MTVEC), !2);
    assert_eq!(all_ones(MEPC), !3);
}

#[test]
fn counters_count_on_from_what_is_written() {
    for csr in [MCYCLE, MINSTRET] {
        let mut vm = program(&[
            csrrw(X0, csr, 1),
            NOP,
            csrrs(2, csr, X0),
            csrrs(3, csr + 0x80, X0),
        ]);
        vm.hart.core.registers[1] = u32::MAX;
        step(&mut vm, 4);
        assert_eq!(x(&vm, 2), 1);
        assert_eq!(x(&vm, 3), 1, "carries into the high half");
    }
}

/// A machine with interrupts on, `mie` as given, the timer due and the software interrupt raised.
fn interrupted(mie: u32, vectored: u32) -> Vm {
    let mut vm = program(&[NOP; 8]);
    vm.hart.csr.mstatus = 8;
    vm.hart.csr.mie = mie;
    vm.hart.csr.mtvec = HANDLER | vectored;
    vm.bus.clint.mtimecmp = 0;
    vm.bus.clint.msip = true;
    vm
}

#[test]
fn interrupts_go_by_priority_and_vector() {
    const SOFTWARE: u32 = 1 << 3;
    const TIMER: u32 = 1 << 7;
    let cases = [
        (TIMER, 0, Cause::TimerInterrupt, HANDLER),
        (TIMER, 1, Cause::TimerInterrupt, HANDLER + 4 * 7),
        (TIMER | SOFTWARE, 0, Cause::SoftwareInterrupt, HANDLER),
        (
            TIMER | SOFTWARE,
            1,
            Cause::SoftwareInterrupt,
            HANDLER + 4 * 3,
        ),
    ];
    for (mie, vectored, cause, handler) in cases {
        let mut vm = interrupted(mie, vectored);
        step(&mut vm, 1);
        assert_eq!(vm.hart.csr.mcause, cause.code());
        assert_eq!(vm.hart.csr.mepc, RAM_BASE);
        assert_eq!(vm.hart.core.pc, handler + 4);
        step(&mut vm, 1);
        assert_eq!(
            vm.hart.core.pc,
            handler + 8,
            "no second one inside the handler"
        );
    }
}

#[test]
fn exceptions_are_not_vectored() {
    let mut vm = program(&[ECALL]);
    vm.hart.csr.mtvec = HANDLER | 1;
    step(&mut vm, 1);
    assert_eq!(vm.hart.core.pc, HANDLER + 4);
}

#[test]
fn disabled_interrupts_wait() {
    let mut vm = interrupted(0x888, 0);
    vm.hart.csr.mstatus = 0;
    step(&mut vm, 2);
    assert_eq!(vm.hart.core.pc, RAM_BASE + 8);
    vm.hart.csr.mstatus = 8;
    step(&mut vm, 1);
    assert_eq!(vm.hart.csr.mepc, RAM_BASE + 8);
}

#[test]
fn mret_returns_and_restores_the_interrupt_enable() {
    for enabled in [0, 8] {
        let mut vm = program(&[NOP, ECALL]);
        vm.bus
            .ram
            .load((HANDLER - RAM_BASE) as usize, &MRET.to_le_bytes())
            .unwrap();
        vm.hart.csr.mstatus = enabled;
        step(&mut vm, 2);
        assert_eq!(vm.hart.core.pc, RAM_BASE + 4);
        assert_eq!(vm.hart.csr.mstatus & 8, enabled);
    }
}

#[test]
fn wfi_skips_to_the_timer() {
    let mut vm = program(&[WFI, NOP]);
    vm.hart.csr.mie = 1 << 7;
    vm.bus.clint.mtimecmp = 1_000_000_000;
    step(&mut vm, 1);
    assert_eq!(vm.bus.clock.ticks, 1_000_000_001);
    assert_eq!(
        vm.hart.core.pc,
        RAM_BASE + 4,
        "not taken while interrupts are off"
    );
}

#[test]
fn wfi_does_not_wait_for_what_is_pending() {
    let mut vm = program(&[WFI]);
    vm.hart.csr.mie = 1 << 3;
    vm.bus.clint.msip = true;
    vm.bus.clint.mtimecmp = 1_000_000;
    step(&mut vm, 1);
    assert_eq!(vm.bus.clock.ticks, 1);
}

#[test]
fn waiting_for_nothing_stops_the_machine() {
    let mut vm = program(&[WFI]);
    let stalled = Stop::Stalled { pc: RAM_BASE };
    assert_eq!(vm.run(u64::MAX).unwrap(), stalled);
    assert_eq!(vm.run(u64::MAX).unwrap(), stalled);
}

#[test]
fn a_trap_handler_that_traps_stops_the_machine() {
    for (mtvec, cause) in [
        (NOWHERE, Cause::InstructionAccessFault),
        (HANDLER, Cause::EnvironmentCall),
    ] {
        let mut vm = program(&[ECALL]);
        vm.bus
            .ram
            .load((HANDLER - RAM_BASE) as usize, &ECALL.to_le_bytes())
            .unwrap();
        vm.hart.csr.mtvec = mtvec;
        vm.hart.csr.mstatus = 8;
        assert_eq!(vm.run(u64::MAX).unwrap(), Stop::Wedged { pc: mtvec, cause });
    }
}
