// What the guest's files share: types, the memory map, CSR access, the running hash.
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int i32;
typedef unsigned long long u64;

#define FINISHER 0x00100000u
#define RTC 0x00101000u
#define CLINT 0x02000000u
#define PLIC 0x0c000000u
#define UART 0x10000000u
#define VIRTIO 0x10001000u

#define IRQ_DISK 1u
#define IRQ_UART 10u

#define REG8(address) (*(volatile u8 *)(address))
#define REG32(address) (*(volatile u32 *)(address))

#define CLINT_MSIP REG32(CLINT)
#define CLINT_MTIMECMP_LO REG32(CLINT + 0x4000)
#define CLINT_MTIMECMP_HI REG32(CLINT + 0x4004)
#define CLINT_PERIOD_LO REG32(CLINT + 0xc000)
#define CLINT_PERIOD_HI REG32(CLINT + 0xc004)
#define CLINT_EXPIRED REG32(CLINT + 0xc008)
#define CLINT_MTIME_LO REG32(CLINT + 0xbff8)
#define CLINT_MTIME_HI REG32(CLINT + 0xbffc)

#define PLIC_PRIORITY(source) REG32(PLIC + 4 * (source))
#define PLIC_PENDING REG32(PLIC + 0x1000)
#define PLIC_ENABLE REG32(PLIC + 0x2000)
#define PLIC_THRESHOLD REG32(PLIC + 0x200000)
#define PLIC_CLAIM REG32(PLIC + 0x200004)

#define csr_read(csr)                                        \
    ({                                                       \
        u32 value_;                                          \
        __asm__ volatile("csrr %0, " #csr : "=r"(value_));   \
        value_;                                              \
    })
#define csr_write(csr, value) __asm__ volatile("csrw " #csr ", %0" ::"r"(value) : "memory")
#define csr_set(csr, bits) __asm__ volatile("csrs " #csr ", %0" ::"r"(bits) : "memory")
#define csr_clear(csr, bits) __asm__ volatile("csrc " #csr ", %0" ::"r"(bits) : "memory")

#define MSTATUS_MIE 0x8u
#define MI_SOFTWARE 0x8u
#define MI_TIMER 0x80u
#define MI_EXTERNAL 0x800u

static inline void interrupts_on(void) { csr_set(mstatus, MSTATUS_MIE); }
static inline void interrupts_off(void) { csr_clear(mstatus, MSTATUS_MIE); }
static inline void wait_for_interrupt(void) { __asm__ volatile("wfi" ::: "memory"); }

static inline u32 rotl(u32 value, u32 by) { return value << by | value >> (32 - by); }

// The running hash. Each step is a bijection of the state for a given value, so that states that
// once differ stay different.
struct hash {
    u32 a, b;
};

static inline void mix(struct hash *h, u32 value)
{
    h->a = rotl((h->a ^ value) * 0x9e3779b1u, 15) + h->b;
    h->b = (rotl(h->b, 13) ^ h->a) * 0x85ebca77u;
}

// What the emulator leaves in RAM for the guest; a1 points to it.
struct boot_params {
    u32 magic; // "mvm1"
    u32 rounds;
    u32 effort; // size of the work in each round
    u32 reload_timer; // whether the timer is to reload itself
};
#define BOOT_MAGIC 0x316d766du

// trap.c
extern struct hash irq_hash;
extern volatile u32 timer_count, external_count, software_count, fault_count;
extern volatile u32 faults_expected;
void timer_start(u32 reload);

// uart.c
void uart_init(void);
void uart_interrupt(void);
void uart_put(char c);
void uart_drain(void);
void uart_panic_put(char c);
extern volatile u32 uart_received;

// log.c
void put(const char *text);
void put_padded(const char *text, u32 width);
void put_hex(u32 value);
void put_dec(u32 value, u32 width);
void panic(const char *what, u32 a, u32 b, u32 c) __attribute__((noreturn));
void power_off(u32 code) __attribute__((noreturn));

// disk.c
enum { DISK_IN = 0, DISK_OUT = 1, DISK_FLUSH = 4, DISK_GET_ID = 8 };
#define SECTOR 512u
void disk_init(u32 generation, struct hash *h);
void disk_interrupt(void);
u32 disk_slots(void);
void disk_submit(u32 slot, u32 type, u32 sector, u8 *data, u32 length);
void disk_notify(void);
u32 disk_busy(void);
void disk_wait(void);
void disk_probe(u32 round, struct hash *h);
void disk_mix_queue(struct hash *h);
extern volatile u32 disk_completed;

// work.c
void work_init(u32 effort, struct hash *h);
const char *work_run(u32 round, struct hash *h);
u32 work_checksum(void);
u32 crc32(const u8 *data, u32 length);
extern u32 *const area;
extern u32 area_words;

// churn.S
void churn(u32 regs[32], u32 iterations);

// probe.c
void probe_init(struct hash *h);
void probe(u32 round, struct hash *h);

// phase.c
const char *phase_run(u32 round, struct hash *h);

// start.S
extern char vector_table[], trap_entry[];
