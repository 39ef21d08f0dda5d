// Printing, and the two ways to end.
#include "guest.h"

void put(const char *text)
{
    while (*text)
        uart_put(*text++);
}

void put_padded(const char *text, u32 width)
{
    u32 n = 0;
    for (; *text; n++)
        uart_put(*text++);
    for (; n < width; n++)
        uart_put(' ');
}

static char hex_digit(u32 value) { return "0123456789abcdef"[value & 15]; }

void put_hex(u32 value)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        uart_put(hex_digit(value >> shift));
}

void put_dec(u32 value, u32 width)
{
    char digits[10];
    u32 n = 0;
    do {
        digits[n++] = '0' + value % 10;
        value /= 10;
    } while (value);
    for (u32 pad = n; pad < width; pad++)
        uart_put(' ');
    while (n)
        uart_put(digits[--n]);
}

void power_off(u32 code)
{
    REG32(FINISHER) = code ? code << 16 | 0x3333 : 0x5555;
    for (;;)
        wait_for_interrupt();
}

static void panic_text(const char *text)
{
    while (*text)
        uart_panic_put(*text++);
}

static void panic_hex(u32 value)
{
    uart_panic_put(' ');
    for (int shift = 28; shift >= 0; shift -= 4)
        uart_panic_put(hex_digit(value >> shift));
}

void panic(const char *what, u32 a, u32 b, u32 c)
{
    interrupts_off();
    panic_text("\npanic: ");
    panic_text(what);
    panic_hex(a);
    panic_hex(b);
    panic_hex(c);
    panic_text("\n");
    power_off(1);
}
