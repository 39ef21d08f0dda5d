// The main work: eight kernels that take turns. Each reads and changes the work area, and draws
// its parameters from the running hash, so that nothing computed is ever forgotten.
#include "guest.h"

#define AREA 0x80080000u
#define WORDS_PER_EFFORT 1024u
#define MAX_EFFORT 256u

u32 *const area = (u32 *)AREA;
u32 area_words;
static u32 effort;
static u32 crc_table[256];

static void crc_init(void)
{
    for (u32 i = 0; i < 256; i++) {
        u32 c = i;
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
        crc_table[i] = c;
    }
}

u32 crc32(const u8 *data, u32 length)
{
    u32 c = ~0u;
    while (length--)
        c = crc_table[(c ^ *data++) & 0xff] ^ c >> 8;
    return ~c;
}

// A full-period generator; each kernel seeds its own.
static u32 next(u32 *state) { return *state = *state * 1664525u + 1013904223u; }

void work_init(u32 wanted_effort, struct hash *h)
{
    effort = wanted_effort < 1 ? 1 : wanted_effort > MAX_EFFORT ? MAX_EFFORT : wanted_effort;
    area_words = effort * WORDS_PER_EFFORT;
    crc_init();
    u32 state = h->a;
    for (u32 i = 0; i < area_words; i++)
        area[i] = next(&state) ^ i;
}

u32 work_checksum(void)
{
    u32 sum = 0;
    for (u32 i = 0; i < area_words; i++)
        sum = rotl(sum, 7) + area[i];
    return sum;
}

static u32 sieve(u32 seed)
{
    static u8 composite[128 * MAX_EFFORT];
    u32 limit = 128 * effort, found = 0;
    for (u32 i = 2; i < limit; i++)
        composite[i] = 0;
    for (u32 i = 2; i < limit; i++) {
        if (composite[i])
            continue;
        found++;
        area[(i * seed) % area_words] += i;
        for (u32 j = 2 * i; j < limit; j += i)
            composite[j] = 1;
    }
    return found;
}

// C = A * B over 16x16 blocks of the area, added onto A.
static u32 matrix(u32 seed)
{
    enum { N = 16 };
    static u32 product[N * N];
    u32 trace = 0;
    for (u32 round = 0; round < (effort + 1) / 2; round++) {
        u32 *a = area + next(&seed) / 256 % (area_words - N * N);
        const u32 *b = area + next(&seed) / 256 % (area_words - N * N);
        for (u32 i = 0; i < N; i++)
            for (u32 j = 0; j < N; j++) {
                u32 sum = 0;
                for (u32 k = 0; k < N; k++)
                    sum += a[i * N + k] * b[k * N + j];
                product[i * N + j] = sum;
            }
        for (u32 i = 0; i < N * N; i++)
            a[i] += product[i];
        trace ^= product[seed % (N * N)];
    }
    return trace;
}

static void sift_down(u32 *heap, u32 root, u32 length)
{
    u32 value = heap[root];
    for (u32 child; (child = 2 * root + 1) < length; root = child) {
        if (child + 1 < length && heap[child] < heap[child + 1])
            child++;
        if (heap[child] <= value)
            break;
        heap[root] = heap[child];
    }
    heap[root] = value;
}

static u32 heap_sort(u32 seed)
{
    u32 length = 64 * effort;
    u32 *heap = area + seed % (area_words - length);
    for (u32 i = length / 2; i-- > 0;)
        sift_down(heap, i, length);
    for (u32 end = length - 1; end > 0; end--) {
        u32 largest = heap[0];
        heap[0] = heap[end];
        heap[end] = largest;
        sift_down(heap, 0, end);
    }
    u32 median = heap[length / 2];
    for (u32 i = 0; i < length; i++) // unsorted again, for those that come after
        heap[i] ^= next(&seed);
    return median;
}

// Signed and unsigned division of neighbours.
static u32 divide(u32 seed)
{
    u32 sum = 0, at = seed % area_words;
    for (u32 n = 512 * effort; n > 0; n--) {
        u32 i = at, j = (at + 97) % area_words;
        u32 a = area[i], b = area[j] >> (seed & 15);
        sum += a / (b | 1);
        sum ^= a % (b | 1);
        sum += (u32)((i32)a / (i32)(b | 1)) ^ (u32)((i32)a % (i32)(b | 1));
        area[i] = a ^ rotl(sum, 9);
        at = (at + 1) % area_words;
    }
    return sum;
}

static u32 checksum(u32 seed)
{
    u32 bytes = 2048 * effort;
    u32 crc = crc32((const u8 *)area + seed % (4 * area_words - bytes), bytes);
    for (u32 i = crc % 61; i < area_words; i += 61)
        area[i] += crc ^ i;
    return crc;
}

// Fixed-point (5.27), which takes mulh.
static i32 fixed_mul(i32 a, i32 b) { return (i32)(((long long)a * b) >> 27); }

static u32 mandelbrot(u32 seed)
{
    u32 sum = 0;
    for (u32 y = 0; y < effort; y++)
        for (u32 x = 0; x < 32; x++) {
            i32 cr = (i32)(x * 12000000) - 270000000 + (i32)(seed & 0xffff);
            i32 ci = (i32)(y * 1000003 % 300000000) - 150000000;
            i32 zr = 0, zi = 0;
            u32 n = 0;
            while (n < 40 && fixed_mul(zr, zr) + fixed_mul(zi, zi) < 4 << 27) {
                i32 t = fixed_mul(zr, zr) - fixed_mul(zi, zi) + cr;
                zi = 2 * fixed_mul(zr, zi) + ci;
                zr = t;
                n++;
            }
            sum = rotl(sum, 3) + n;
            area[(sum ^ seed) % area_words] += n + (u32)zr;
        }
    return sum;
}

// Read-modify-write all over the area: pages get dirty in no order.
static u32 scatter(u32 seed)
{
    u32 carry = seed;
    for (u32 n = 1024 * effort; n > 0; n--) {
        u32 i = (next(&seed) >> 4) % area_words;
        carry = rotl(carry, 11) ^ area[i];
        area[i] = carry + n;
    }
    return carry;
}

static u32 registers(u32 seed)
{
    static u32 regs[32];
    for (u32 i = 0; i < 32; i++)
        regs[i] += area[(seed + i) % area_words];
    churn(regs, 200 * effort);
    u32 sum = 0;
    for (u32 i = 0; i < 32; i++) {
        sum = rotl(sum, 5) ^ regs[i];
        area[(seed + i) % area_words] ^= regs[i];
    }
    return sum;
}

static const struct {
    const char *name;
    u32 (*run)(u32 seed);
    u32 times;
} kernels[] = {
    {"sieve", sieve, 6},      {"matrix", matrix, 1},         {"sort", heap_sort, 1}, {"divide", divide, 1},
    {"crc32", checksum, 1},   {"mandelbrot", mandelbrot, 1}, {"scatter", scatter, 1}, {"registers", registers, 1},
};

const char *work_run(u32 round, struct hash *h)
{
    u32 which = round % (sizeof kernels / sizeof kernels[0]);
    for (u32 i = 0; i < kernels[which].times; i++)
        mix(h, kernels[which].run(h->a | 1));
    return kernels[which].name;
}
