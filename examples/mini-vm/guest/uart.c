// 16550 driver: output is sent by THR-empty interrupts from a ring, a few bytes at a time, so that
// printing overlaps the work of the next round.
#include "guest.h"

#define THR REG8(UART + 0)
#define RBR REG8(UART + 0)
#define IER REG8(UART + 1)
#define IIR REG8(UART + 2)
#define LCR REG8(UART + 3)
#define MCR REG8(UART + 4)
#define LSR REG8(UART + 5)

#define IER_RECEIVE 1u
#define IER_THR_EMPTY 2u
#define LSR_DATA_READY 1u

#define RING 256u
#define BURST 8u

static char ring[RING];
static volatile u32 ring_head, ring_tail; // taken at the head, put at the tail
volatile u32 uart_received;

void uart_init(void)
{
    IER = 0;
    LCR = 0x03;
    MCR = 0x0b;
}

static void send_burst(void)
{
    for (u32 n = 0; n < BURST && ring_head != ring_tail; n++)
        THR = ring[ring_head++ % RING];
    if (ring_head == ring_tail)
        IER &= ~IER_THR_EMPTY;
}

void uart_interrupt(void)
{
    mix(&irq_hash, IIR);
    while (LSR & LSR_DATA_READY) {
        mix(&irq_hash, RBR);
        uart_received++;
    }
    if (IER & IER_THR_EMPTY)
        send_burst();
}

// Sending starts at the end of a line.
void uart_put(char c)
{
    interrupts_off();
    while (ring_tail - ring_head == RING) {
        wait_for_interrupt();
        interrupts_on();
        interrupts_off();
    }
    ring[ring_tail++ % RING] = c;
    if (c == '\n')
        IER |= IER_THR_EMPTY;
    interrupts_on();
}

void uart_drain(void)
{
    interrupts_off();
    while (ring_tail != ring_head) {
        wait_for_interrupt();
        interrupts_on();
        interrupts_off();
    }
    interrupts_on();
}

void uart_panic_put(char c)
{
    LCR = 0x03;
    MCR = 0x0b;
    THR = c;
}
