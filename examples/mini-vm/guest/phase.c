// Seven situations in which a machine is awkward to stop; each round visits one.
#include "guest.h"

#define UART_IER REG8(UART + 1)
#define UART_THR REG8(UART + 0)
#define UART_MCR REG8(UART + 4)

static u8 buffer[SECTOR];

static u32 spin(u32 state, u32 times)
{
    while (times--)
        state = rotl(state * 0x2545f491u, 13) + times;
    return state;
}

// Bytes stay behind in the receive FIFO: with the receive interrupt on, the handler takes them;
// otherwise the next probe does.
static void loopback(u32 round, struct hash *h)
{
    interrupts_off();
    u32 mcr = UART_MCR, ier = UART_IER;
    UART_IER = round & 1 ? ier | 1 : ier & ~1;
    UART_MCR = mcr | 0x10;
    for (u32 i = 0; i < 5 + (h->a & 7); i++)
        UART_THR = h->b >> (i & 15);
    mix(h, REG8(UART + 6)); // in loopback the modem status mirrors the modem control
    UART_MCR = mcr;
    interrupts_on();
    mix(h, spin(h->a, 500));
}

static void expect_fault(void) { faults_expected++; }

static void faults(struct hash *h)
{
    u32 odd = 0x80001000u | 1 | (h->a & 2), nowhere = 0x40000000u | (h->b & 0xffff0), value = h->a;
    expect_fault();
    __asm__ volatile("lw %0, 0(%1)" : "+r"(value) : "r"(odd));
    expect_fault();
    __asm__ volatile("sh %0, 0(%1)" ::"r"(value), "r"(odd) : "memory");
    expect_fault();
    __asm__ volatile("lbu %0, 0(%1)" : "+r"(value) : "r"(nowhere));
    expect_fault();
    __asm__ volatile("sw %0, 0(%1)" ::"r"(value), "r"(nowhere) : "memory");
    expect_fault();
    __asm__ volatile(".word 0xffffffff");
    expect_fault();
    __asm__ volatile("csrw mhartid, %0" ::"r"(value));
    expect_fault();
    __asm__ volatile("ecall");
    expect_fault();
    __asm__ volatile("ebreak");
    expect_fault();
    __asm__ volatile("jr %0" ::"r"(vector_table + 2)); // misaligned: the jump itself traps
    expect_fault();
    __asm__ volatile("jalr ra, 0(%0)" ::"r"(nowhere) : "ra", "memory");
    mix(h, value);
    mix(h, faults_expected);
}

// Disk and timer become pending while interrupts are off.
static void masked(struct hash *h)
{
    disk_submit(1, DISK_IN, h->a % 8, buffer, SECTOR);
    interrupts_off();
    disk_notify();
    for (u32 i = 0; i < 6; i++) {
        mix(h, spin(h->b, 800));
        mix(h, csr_read(mip));
        mix(h, PLIC_PENDING);
    }
    interrupts_on();
    disk_wait();
    mix(h, crc32(buffer, SECTOR));
}

// The same with the PLIC's threshold; the timer goes on.
static void threshold(struct hash *h)
{
    u32 before = PLIC_THRESHOLD;
    disk_submit(1, DISK_IN, h->b % 8, buffer, SECTOR);
    PLIC_THRESHOLD = 7;
    disk_notify();
    for (u32 i = 0; i < 6; i++) {
        mix(h, spin(h->a, 800));
        mix(h, PLIC_PENDING);
        mix(h, csr_read(mip));
    }
    PLIC_THRESHOLD = before;
    disk_wait();
    mix(h, crc32(buffer, SECTOR));
}

static void software(struct hash *h)
{
    CLINT_MSIP = 1;
    mix(h, spin(h->a, 1000));
    mix(h, CLINT_MSIP);
    mix(h, csr_read(mip));
    csr_set(mie, MI_SOFTWARE);
    mix(h, spin(h->b, 100));
    mix(h, software_count);
    csr_clear(mie, MI_SOFTWARE);
}

static void reset(struct hash *h)
{
    static u32 generation;
    disk_wait();
    interrupts_off();
    disk_mix_queue(h);
    disk_init(++generation, h);
    interrupts_on();
}

static void sleep(struct hash *h)
{
    u32 until = timer_count + 3;
    interrupts_off();
    while ((i32)(timer_count - until) < 0) {
        wait_for_interrupt();
        mix(h, csr_read(mip));
        interrupts_on();
        interrupts_off();
    }
    interrupts_on();
}

const char *phase_run(u32 round, struct hash *h)
{
    switch (round % 7) {
    case 0:
        loopback(round, h);
        return "loopback";
    case 1:
        faults(h);
        return "faults";
    case 2:
        masked(h);
        return "masked";
    case 3:
        threshold(h);
        return "threshold";
    case 4:
        software(h);
        return "software";
    case 5:
        reset(h);
        return "reset";
    default:
        sleep(h);
        return "sleep";
    }
}
