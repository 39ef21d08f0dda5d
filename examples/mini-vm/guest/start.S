# Entry and trap vectors.
#
# On entry a0 is the hart id and a1 the address of the boot parameters. mscratch always holds the
# top of the trap stack while ordinary code runs; inside a trap it holds the interrupted sp.

    .section .text.start, "ax"
    .globl _start
_start:
    la      sp, stack_top
    la      t0, bss_start
    la      t1, bss_end
1:  sw      zero, 0(t0)
    addi    t0, t0, 4
    bltu    t0, t1, 1b

    la      t0, trap_stack_top
    csrw    mscratch, t0
    la      t0, vector_table
    ori     t0, t0, 1               # vectored
    csrw    mtvec, t0
    call    guest_main
2:  wfi
    j       2b

    .text
    .balign 64
    .globl vector_table
vector_table:
    .rept   12
    j       trap_entry
    .endr

    .balign 4
    .globl trap_entry
trap_entry:
    csrrw   sp, mscratch, sp
    addi    sp, sp, -128
    .irp    n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sw      x\n, (4 * \n)(sp)
    .endr
    csrr    t0, mscratch
    sw      t0, 8(sp)
    csrr    t0, mepc
    sw      t0, 0(sp)
    mv      a0, sp
    call    trap
    lw      t0, 0(sp)
    csrw    mepc, t0
    .irp    n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    lw      x\n, (4 * \n)(sp)
    .endr
    addi    sp, sp, 128
    csrrw   sp, mscratch, sp
    mret
