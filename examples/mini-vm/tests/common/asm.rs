//! Just enough of an assembler, and a machine to run its output.

use mini_vm::memory::RAM_BASE;
use mini_vm::vm::Vm;

use super::{WORKLOAD, machine};

pub const X0: u32 = 0;
pub const NOP: u32 = 0x0000_0013;
pub const ECALL: u32 = 0x0000_0073;
pub const EBREAK: u32 = 0x0010_0073;
pub const MRET: u32 = 0x3020_0073;
pub const WFI: u32 = 0x1050_0073;
/// `j .`
pub const SPIN: u32 = 0x0000_006f;

pub const MSTATUS: u32 = 0x300;
pub const MIE: u32 = 0x304;
pub const MTVEC: u32 = 0x305;
pub const MSCRATCH: u32 = 0x340;
pub const MEPC: u32 = 0x341;
pub const MIP: u32 = 0x344;
pub const MCYCLE: u32 = 0xb00;
pub const MINSTRET: u32 = 0xb02;
pub const MHARTID: u32 = 0xf14;

/// A register-register instruction of the OP opcode.
pub fn op(funct7: u32, funct3: u32, rd: u32, rs1: u32, rs2: u32) -> u32 {
    funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | 0x33
}

fn immediate(opcode: u32, funct3: u32, rd: u32, rs1: u32, imm: i32) -> u32 {
    (imm as u32) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode
}

pub fn addi(rd: u32, rs1: u32, imm: i32) -> u32 {
    immediate(0x13, 0, rd, rs1, imm)
}

/// A load: 0 `lb`, 1 `lh`, 2 `lw`, 4 `lbu`, 5 `lhu`.
pub fn load(funct3: u32, rd: u32, rs1: u32) -> u32 {
    immediate(0x03, funct3, rd, rs1, 0)
}

/// A store: 0 `sb`, 1 `sh`, 2 `sw`.
pub fn store(funct3: u32, rs2: u32, rs1: u32) -> u32 {
    rs2 << 20 | rs1 << 15 | funct3 << 12 | 0x23
}

pub fn jalr(rd: u32, rs1: u32, imm: i32) -> u32 {
    immediate(0x67, 0, rd, rs1, imm)
}

pub fn csrrw(rd: u32, csr: u32, rs1: u32) -> u32 {
    immediate(0x73, 1, rd, rs1, csr as i32)
}

pub fn csrrs(rd: u32, csr: u32, rs1: u32) -> u32 {
    immediate(0x73, 2, rd, rs1, csr as i32)
}

pub fn csrrc(rd: u32, csr: u32, rs1: u32) -> u32 {
    immediate(0x73, 3, rd, rs1, csr as i32)
}

/// `csrrwi`, `csrrsi` or `csrrci`, as `funct3` 5, 6 or 7.
pub fn csr_immediate(funct3: u32, rd: u32, csr: u32, value: u32) -> u32 {
    immediate(0x73, funct3, rd, value, csr as i32)
}

/// Where the trap handler of [`program`] is.
pub const HANDLER: u32 = RAM_BASE + 0x1000;

/// A machine about to run `code` at the base of RAM, whose trap handler does nothing.
pub fn program(code: &[u32]) -> Vm {
    let (mut vm, _) = machine(WORKLOAD);
    let bytes = |code: &[u32]| {
        code.iter()
            .flat_map(|i| i.to_le_bytes())
            .collect::<Vec<_>>()
    };
    vm.bus.ram.load(0, &bytes(code)).unwrap();
    vm.bus
        .ram
        .load((HANDLER - RAM_BASE) as usize, &bytes(&[NOP; 64]))
        .unwrap();
    vm.hart.core.pc = RAM_BASE;
    vm.hart.core.registers = [0; 32];
    vm.hart.csr.mtvec = HANDLER;
    vm
}

/// Runs `count` more instructions.
pub fn step(vm: &mut Vm, count: u64) {
    let target = vm.retired() + count;
    let stop = vm.run(target).unwrap();
    assert_eq!(vm.retired(), target, "{stop}");
}
