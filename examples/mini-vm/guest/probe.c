// Reads every register that the last round left behind into the hash, then sets new values that
// depend on it. A register lost in between changes the line of this round and all that follow.
#include "guest.h"

#define LCR REG8(UART + 3)
#define MCR REG8(UART + 4)
#define LSR REG8(UART + 5)
#define MSR REG8(UART + 6)
#define SCR REG8(UART + 7)
#define DLL REG8(UART + 0)
#define DLM REG8(UART + 1)
#define IER REG8(UART + 1)
#define RBR REG8(UART + 0)
#define DLAB 0x80

#define RTC_DR REG32(RTC + 0x00)
#define RTC_MR REG32(RTC + 0x04)
#define RTC_LR REG32(RTC + 0x08)
#define RTC_CR REG32(RTC + 0x0c)
#define RTC_IMSC REG32(RTC + 0x10)
#define RTC_RIS REG32(RTC + 0x14)
#define RTC_MIS REG32(RTC + 0x18)

#define PLIC_WIRED (1u << IRQ_DISK | 1u << IRQ_UART)

static void probe_hart(u32 round, struct hash *h)
{
    mix(h, csr_read(mstatus));
    mix(h, csr_read(mie));
    mix(h, csr_read(mip));
    mix(h, csr_read(mscratch));
    mix(h, csr_read(mepc));
    mix(h, csr_read(mcause));
    mix(h, csr_read(mtval));
    mix(h, csr_read(mtvec));
    mix(h, csr_read(mcycle));
    mix(h, csr_read(mcycleh));
    mix(h, csr_read(minstret));
    mix(h, csr_read(minstreth));
    mix(h, csr_read(time));
    mix(h, csr_read(timeh));
    csr_write(mtvec, round & 1 ? (u32)trap_entry : (u32)vector_table | 1);
    if (round % 5 == 0)
        csr_write(minstret, h->a);
}

static void probe_clint(struct hash *h)
{
    mix(h, CLINT_MTIME_LO);
    mix(h, CLINT_MTIME_HI);
    mix(h, CLINT_MTIMECMP_LO);
    mix(h, CLINT_MTIMECMP_HI);
    mix(h, CLINT_MSIP);
    mix(h, CLINT_PERIOD_LO);
    mix(h, CLINT_PERIOD_HI);
}

// The sources that nothing is wired to serve as memory; those in use stay above the threshold.
static void set_plic(struct hash *h)
{
    u32 state = h->a;
    for (u32 source = 1; source < 32; source++) {
        int wired = PLIC_WIRED >> source & 1;
        PLIC_PRIORITY(source) = wired ? 4 + (state & 3) : state & 7;
        state = rotl(state, 3) + source;
    }
    PLIC_ENABLE = (h->b & ~1u) | PLIC_WIRED;
    PLIC_THRESHOLD = h->b >> 3 & 3;
}

static void probe_plic(struct hash *h)
{
    for (u32 source = 1; source < 32; source++)
        mix(h, PLIC_PRIORITY(source));
    mix(h, PLIC_ENABLE);
    mix(h, PLIC_THRESHOLD);
    mix(h, PLIC_PENDING);
    set_plic(h);
}

static void set_divisor(u32 value)
{
    LCR |= DLAB;
    DLL = value;
    DLM = value >> 8;
    LCR &= ~DLAB;
}

static void probe_uart(struct hash *h)
{
    mix(h, SCR);
    mix(h, LCR);
    mix(h, MCR);
    mix(h, MSR);
    mix(h, IER);
    mix(h, LSR);
    LCR |= DLAB;
    mix(h, DLL);
    mix(h, DLM);
    LCR &= ~DLAB;
    while (LSR & 1)
        mix(h, RBR);
    SCR = h->a;
    LCR = 0x03 | (h->a >> 8 & 0x7c);
    MCR = 0x08 | (h->a >> 16 & 0x07);
    set_divisor(h->b);
}

// The data register counts host seconds, so only this much of it may reach the log: that it is
// still within decades of what the load register says, which fails if the offset is lost.
static u32 clock_is_plausible(void)
{
    i32 elapsed = (i32)(RTC_DR - RTC_LR);
    return elapsed > -(1 << 29) && elapsed < 1 << 29;
}

static void probe_rtc(u32 round, struct hash *h)
{
    mix(h, RTC_LR);
    mix(h, RTC_MR);
    mix(h, RTC_CR);
    mix(h, RTC_IMSC);
    mix(h, RTC_RIS);
    mix(h, RTC_MIS);
    mix(h, clock_is_plausible());
    RTC_MR = h->a;
    RTC_IMSC = h->b & 1;
    if (round % 16 == 15)
        RTC_LR = 0x28000000u | (h->a & 0xffffff);
}

void probe_init(struct hash *h)
{
    mix(h, csr_read(misa));
    mix(h, csr_read(mhartid));
    mix(h, csr_read(mvendorid));
    mix(h, csr_read(marchid));
    mix(h, csr_read(mimpid));
    csr_write(mcycleh, h->a & 0xff);
    csr_write(minstreth, h->b & 0xff);
    CLINT_MTIME_HI = 1;
    for (u32 offset = 0xfe0; offset < 0x1000; offset += 4)
        mix(h, REG32(RTC + offset));
    RTC_LR = 0x28000000u | (h->a & 0xffffff);
    set_plic(h);
}

void probe(u32 round, struct hash *h)
{
    interrupts_off();
    probe_hart(round, h);
    probe_clint(h);
    probe_plic(h);
    probe_uart(h);
    probe_rtc(round, h);
    disk_probe(round, h);
    disk_mix_queue(h);
    interrupts_on();
}
