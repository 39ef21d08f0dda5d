// A program that works, waits and is interrupted for some seconds, and prints a line per round.
// Each line ends in a hash over all that went before it: memory, registers, interrupts and the
// very ticks at which they came, device registers, the disk.
#include "guest.h"

#define DISK_SECTORS 256u

static struct hash hash;
static u32 disk_span; // sectors in use
static u32 last_written;
static u8 read_a[2 * SECTOR], read_b[SECTOR], written[2 * SECTOR], identity[20];

static void start_reads(void)
{
    disk_submit(0, DISK_IN, hash.a % (disk_span - 1), read_a, sizeof read_a);
    disk_submit(1, DISK_IN, last_written, read_b, sizeof read_b);
    disk_notify();
}

static void finish_reads(void)
{
    disk_wait();
    mix(&hash, crc32(read_a, sizeof read_a));
    mix(&hash, crc32(read_b, sizeof read_b));
}

static void start_write(void)
{
    const u32 *from = area + hash.b % (area_words - SECTOR / 2);
    for (u32 i = 0; i < SECTOR / 2; i++)
        ((u32 *)written)[i] = from[i] ^ ((u32 *)read_a)[i];
    last_written = hash.a % (disk_span - 1);
    disk_submit(0, DISK_OUT, last_written, written, sizeof written);
    disk_notify();
}

static void finish_write(u32 round)
{
    disk_wait();
    if (round % 4 == 3)
        disk_submit(0, DISK_FLUSH, 0, 0, 0);
    if (round % 4 == 1)
        disk_submit(0, DISK_GET_ID, 0, identity, sizeof identity);
    disk_notify();
    disk_wait();
    mix(&hash, crc32(identity, sizeof identity));
}

static void fold_interrupts(void)
{
    interrupts_off();
    mix(&hash, irq_hash.a);
    mix(&hash, irq_hash.b);
    mix(&hash, timer_count);
    mix(&hash, external_count);
    mix(&hash, software_count);
    mix(&hash, fault_count);
    mix(&hash, uart_received);
    mix(&hash, disk_completed);
    interrupts_on();
}

static void put_hash(void)
{
    u32 a = hash.a, b = hash.b;
    put_hex(a);
    put_hex(b);
    put("\n");
}

static void put_round(u32 round, u32 rounds, const char *work, const char *phase)
{
    put_dec(round + 1, 3);
    put("/");
    put_dec(rounds, 0);
    put("  ");
    put_padded(work, 11);
    put_padded(phase, 10);
    put("timer ");
    put_dec(timer_count, 5);
    put("  external ");
    put_dec(external_count, 5);
    put("  disk ");
    put_dec(disk_completed, 4);
    put("  ");
    put_hash();
}

static void run_round(u32 round, u32 rounds)
{
    start_reads();
    const char *work = work_run(round, &hash);
    finish_reads();
    start_write();
    const char *phase = phase_run(round, &hash);
    finish_write(round);
    probe(round, &hash);
    mix(&hash, work_checksum());
    fold_interrupts();
    put_round(round, rounds, work, phase);
}

static void read_whole_disk(void)
{
    for (u32 sector = 0; sector + 1 < disk_span; sector += 2) {
        disk_submit(0, DISK_IN, sector, read_a, sizeof read_a);
        disk_notify();
        disk_wait();
        mix(&hash, crc32(read_a, sizeof read_a));
    }
}

void guest_main(u32 hart, const struct boot_params *params)
{
    uart_init();
    if (params->magic != BOOT_MAGIC)
        panic("no boot parameters", (u32)params, params->magic, 0);
    hash.a = params->rounds;
    hash.b = params->effort;
    mix(&hash, hart);
    work_init(params->effort, &hash);
    probe_init(&hash);
    disk_span = area_words / 64 < DISK_SECTORS ? area_words / 64 : DISK_SECTORS;
    disk_init(0, &hash);
    timer_start(params->reload_timer);
    csr_set(mie, MI_EXTERNAL);
    interrupts_on();

    put("guest: rv32im, ");
    put_dec(params->rounds, 0);
    put(" rounds, work area ");
    put_dec(area_words / 256, 0);
    put(" KiB, disk ");
    put_dec(disk_span, 0);
    put(" sectors  ");
    put_hash();
    for (u32 round = 0; round < params->rounds; round++)
        run_round(round, params->rounds);

    disk_wait();
    read_whole_disk();
    probe(params->rounds, &hash);
    fold_interrupts();
    mix(&hash, work_checksum());
    put("guest: the whole disk read, done  ");
    put_hash();
    uart_drain();
    power_off(0);
}
