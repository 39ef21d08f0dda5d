// Traps: the timer preempts whatever runs, devices interrupt through the PLIC, and the faults that
// phase.c provokes are counted. All that is seen here goes into irq_hash.
#include "guest.h"

struct frame {
    u32 epc;
    u32 x[31]; // x1..x31
};

struct hash irq_hash;
volatile u32 timer_count, external_count, software_count, fault_count;
volatile u32 faults_expected;

static u32 mtimecmp_lo, mtimecmp_hi;
static u32 reloads; // the timer reloads itself

static void set_mtimecmp(void)
{
    CLINT_MTIMECMP_HI = 0xffffffffu; // never a moment at which a half-written value fires
    CLINT_MTIMECMP_LO = mtimecmp_lo;
    CLINT_MTIMECMP_HI = mtimecmp_hi;
}

static void advance_mtimecmp(u32 by)
{
    u32 lo = mtimecmp_lo + by;
    mtimecmp_hi += lo < mtimecmp_lo;
    mtimecmp_lo = lo;
}

static int deadline_passed(void)
{
    u32 hi = CLINT_MTIME_HI;
    return mtimecmp_hi < hi || (mtimecmp_hi == hi && mtimecmp_lo <= CLINT_MTIME_LO);
}

void timer_start(u32 reload)
{
    reloads = reload;
    mtimecmp_lo = CLINT_MTIME_LO;
    mtimecmp_hi = CLINT_MTIME_HI;
    advance_mtimecmp(10000);
    set_mtimecmp();
    if (reloads)
        CLINT_PERIOD_LO = 10000;
    csr_set(mie, MI_TIMER);
}

// The next period depends on all that interrupts have seen so far.
static u32 next_period(void) { return 6000 + (irq_hash.a & 0x1fff); }

static void timer_interrupt(void)
{
    mix(&irq_hash, CLINT_MTIMECMP_LO);
    mix(&irq_hash, CLINT_MTIMECMP_HI);
    if (reloads) {
        timer_count += CLINT_EXPIRED;
        mix(&irq_hash, timer_count);
        CLINT_PERIOD_LO = next_period();
        return;
    }
    do {
        timer_count++;
        advance_mtimecmp(next_period());
    } while (deadline_passed());
    set_mtimecmp();
}

static void external_interrupt(void)
{
    u32 source;
    while ((source = PLIC_CLAIM) != 0) {
        external_count++;
        mix(&irq_hash, source);
        if (source == IRQ_DISK)
            disk_interrupt();
        else if (source == IRQ_UART)
            uart_interrupt();
        else
            panic("unexpected interrupt source", source, 0, 0);
        mix(&irq_hash, PLIC_PENDING);
        PLIC_CLAIM = source;
    }
}

static void software_interrupt(void)
{
    software_count++;
    mix(&irq_hash, CLINT_MSIP);
    CLINT_MSIP = 0;
}

static void fault(struct frame *frame, u32 cause, u32 value)
{
    if (faults_expected == 0)
        panic("unexpected trap (mcause, mepc, mtval)", cause, frame->epc, value);
    faults_expected--;
    fault_count++;
    mix(&irq_hash, value);
    mix(&irq_hash, csr_read(mstatus));
    if (cause == 1) // a jump to nowhere: go on after the call
        frame->epc = frame->x[0];
    else
        frame->epc += 4;
}

void trap(struct frame *frame)
{
    u32 cause = csr_read(mcause);
    mix(&irq_hash, cause);
    mix(&irq_hash, frame->epc);
    mix(&irq_hash, CLINT_MTIME_LO);
    switch (cause) {
    case 0x80000003u:
        software_interrupt();
        break;
    case 0x80000007u:
        timer_interrupt();
        break;
    case 0x8000000bu:
        external_interrupt();
        break;
    default:
        fault(frame, cause, csr_read(mtval));
    }
}
