# void churn(u32 regs[32], u32 iterations)
#
# Keeps state in every register but sp, while interrupts come and go: each step is a bijection of
# the whole register file, so that no changed bit is ever lost again. regs[0] and regs[2] are unused.

    .text
    .globl  churn
churn:
    addi    sp, sp, -80
    sw      ra, 8(sp)
    sw      gp, 12(sp)
    sw      tp, 16(sp)
    sw      s0, 20(sp)
    sw      s1, 24(sp)
    sw      s2, 28(sp)
    sw      s3, 32(sp)
    sw      s4, 36(sp)
    sw      s5, 40(sp)
    sw      s6, 44(sp)
    sw      s7, 48(sp)
    sw      s8, 52(sp)
    sw      s9, 56(sp)
    sw      s10, 60(sp)
    sw      s11, 64(sp)
    sw      a0, 68(sp)
    sw      a1, 0(sp)               # iterations left

    .irp    n, 1,3,4,5,6,7,8,9,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    lw      x\n, (4 * \n)(a0)
    .endr
    lw      a0, 40(a0)

    .macro  step a, b, c
    add     x\a, x\a, x\b
    xor     x\b, x\b, x\c
    sub     x\c, x\c, x\a
    .endm

1:  step    1, 3, 4
    step    4, 5, 6
    step    6, 7, 8
    step    8, 9, 10
    step    10, 11, 12
    step    12, 13, 14
    step    14, 15, 16
    step    16, 17, 18
    step    18, 19, 20
    step    20, 21, 22
    step    22, 23, 24
    step    24, 25, 26
    step    26, 27, 28
    step    28, 29, 30
    step    30, 31, 1

    sw      x31, 4(sp)              # x31 is borrowed for the loop counter
    lw      x31, 0(sp)
    addi    x31, x31, -1
    sw      x31, 0(sp)
    beqz    x31, 2f
    lw      x31, 4(sp)
    j       1b
2:  lw      x31, 4(sp)

    sw      a0, 72(sp)
    lw      a0, 68(sp)
    .irp    n, 1,3,4,5,6,7,8,9,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sw      x\n, (4 * \n)(a0)
    .endr
    lw      a1, 72(sp)
    sw      a1, 40(a0)

    lw      ra, 8(sp)
    lw      gp, 12(sp)
    lw      tp, 16(sp)
    lw      s0, 20(sp)
    lw      s1, 24(sp)
    lw      s2, 28(sp)
    lw      s3, 32(sp)
    lw      s4, 36(sp)
    lw      s5, 40(sp)
    lw      s6, 44(sp)
    lw      s7, 48(sp)
    lw      s8, 52(sp)
    lw      s9, 56(sp)
    lw      s10, 60(sp)
    lw      s11, 64(sp)
    addi    sp, sp, 80
    ret
