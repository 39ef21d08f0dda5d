// virtio-blk driver over virtio-mmio, one queue. Each request takes four descriptors, a "slot":
// header, up to two data segments, status. The driver is set up anew now and then, with another
// queue size, other ring addresses and with or without VIRTIO_RING_F_EVENT_IDX.
#include "guest.h"

#define V(offset) REG32(VIRTIO + (offset))
#define V_MAGIC V(0x000)
#define V_VERSION V(0x004)
#define V_DEVICE_ID V(0x008)
#define V_VENDOR_ID V(0x00c)
#define V_DEVICE_FEATURES V(0x010)
#define V_DEVICE_FEATURES_SEL V(0x014)
#define V_DRIVER_FEATURES V(0x020)
#define V_DRIVER_FEATURES_SEL V(0x024)
#define V_QUEUE_SEL V(0x030)
#define V_QUEUE_NUM_MAX V(0x034)
#define V_QUEUE_NUM V(0x038)
#define V_QUEUE_READY V(0x044)
#define V_QUEUE_NOTIFY V(0x050)
#define V_INTERRUPT_STATUS V(0x060)
#define V_INTERRUPT_ACK V(0x064)
#define V_STATUS V(0x070)
#define V_QUEUE_DESC_LOW V(0x080)
#define V_QUEUE_DESC_HIGH V(0x084)
#define V_QUEUE_DRIVER_LOW V(0x090)
#define V_QUEUE_DRIVER_HIGH V(0x094)
#define V_QUEUE_DEVICE_LOW V(0x0a0)
#define V_QUEUE_DEVICE_HIGH V(0x0a4)
#define V_CONFIG_GENERATION V(0x0fc)
#define V_CAPACITY_LOW V(0x100)
#define V_CAPACITY_HIGH V(0x104)
#define V_WRITEBACK REG8(VIRTIO + 0x100 + 32)

#define F_BLK_FLUSH (1u << 9)
#define F_BLK_CONFIG_WCE (1u << 11)
#define F_RING_EVENT_IDX (1u << 29)
#define F_VERSION_1_HIGH 1u

#define DESC_NEXT 1
#define DESC_WRITE 2
#define MAX_QUEUE 16u

struct descriptor {
    u32 address_low, address_high, length;
    u16 flags, next;
};

struct used_element {
    u32 id, length;
};

// The rings' tails (used_event, avail_event) follow the entries that are in use, so the rings are
// raw words here and indexed by the size that was chosen.
static struct queue_memory {
    volatile struct descriptor descriptors[MAX_QUEUE];
    volatile u16 driver_ring[2 + MAX_QUEUE + 1] __attribute__((aligned(16)));
    volatile u16 device_ring[2 + 4 * MAX_QUEUE + 1] __attribute__((aligned(16)));
} __attribute__((aligned(256))) memories[2];

static struct {
    u32 type, reserved, sector_low, sector_high;
} headers[MAX_QUEUE / 4];
static volatile u8 statuses[MAX_QUEUE / 4];

static struct queue_memory *queue;
static u32 size, event_idx;
static u16 notified;
static volatile u16 last_used;
static volatile u32 busy;
volatile u32 disk_completed;

static volatile u16 *used_event(void) { return &queue->driver_ring[2 + size]; }
static u16 avail_event(void) { return queue->device_ring[2 + 4 * size]; }

static void clear(volatile void *memory, u32 length)
{
    volatile u8 *bytes = memory;
    while (length--)
        *bytes++ = 0;
}

void disk_init(u32 generation, struct hash *h)
{
    static const u8 sizes[] = {8, 16, 4};
    queue = &memories[generation % 2];
    size = sizes[generation % 3];
    event_idx = generation % 4 != 3;
    clear(queue, sizeof *queue);
    last_used = notified = 0;
    busy = 0;

    V_STATUS = 0;
    if (V_MAGIC != 0x74726976 || V_VERSION != 2 || V_DEVICE_ID != 2)
        panic("no virtio-blk device", V_MAGIC, V_VERSION, V_DEVICE_ID);
    mix(h, V_VENDOR_ID);
    V_STATUS = 1;
    V_STATUS = 1 | 2;

    V_DEVICE_FEATURES_SEL = 0;
    u32 wanted = F_BLK_FLUSH | F_BLK_CONFIG_WCE | (event_idx ? F_RING_EVENT_IDX : 0);
    u32 offered = V_DEVICE_FEATURES;
    mix(h, offered);
    V_DRIVER_FEATURES_SEL = 1;
    V_DRIVER_FEATURES = F_VERSION_1_HIGH;
    V_DRIVER_FEATURES_SEL = 0;
    V_DRIVER_FEATURES = wanted & offered;
    V_STATUS = 1 | 2 | 8;
    if (!(V_STATUS & 8))
        panic("features refused", V_STATUS, wanted, offered);

    V_QUEUE_SEL = 0;
    V_QUEUE_NUM = size;
    V_QUEUE_DESC_LOW = (u32)queue->descriptors;
    V_QUEUE_DESC_HIGH = 0;
    V_QUEUE_DRIVER_LOW = (u32)queue->driver_ring;
    V_QUEUE_DRIVER_HIGH = 0;
    V_QUEUE_DEVICE_LOW = (u32)queue->device_ring;
    V_QUEUE_DEVICE_HIGH = 0;
    V_QUEUE_READY = 1;
    V_WRITEBACK = generation % 2;
    V_STATUS = 1 | 2 | 8 | 4;
    mix(h, V_STATUS);
    mix(h, V_CONFIG_GENERATION);
}

u32 disk_slots(void) { return size / 4; }
u32 disk_busy(void) { return busy; }

static void set_descriptor(u32 index, const volatile void *data, u32 length, u16 flags)
{
    volatile struct descriptor *d = &queue->descriptors[index];
    d->address_low = (u32)data;
    d->address_high = 0;
    d->length = length;
    d->flags = flags;
    d->next = index + 1;
}

static u16 outstanding(void)
{
    u16 n = 0;
    for (u32 bits = busy; bits; bits &= bits - 1)
        n++;
    return n;
}

static void wait_while(u32 mask)
{
    disk_notify();
    interrupts_off();
    while (busy & mask) {
        wait_for_interrupt();
        interrupts_on();
        interrupts_off();
    }
    interrupts_on();
}

void disk_submit(u32 slot, u32 type, u32 sector, u8 *data, u32 length)
{
    slot %= disk_slots();
    wait_while(1u << slot);

    u32 first = 4 * slot;
    u16 direction = type == DISK_OUT ? 0 : DESC_WRITE;
    headers[slot].type = type;
    headers[slot].sector_low = sector;
    statuses[slot] = 0xff;
    set_descriptor(first, &headers[slot], sizeof headers[slot], DESC_NEXT);
    if (length >= 2 * SECTOR) {
        set_descriptor(first + 1, data, length / 2, DESC_NEXT | direction);
        set_descriptor(first + 2, data + length / 2, length - length / 2, DESC_NEXT | direction);
    } else if (length) {
        set_descriptor(first + 1, data, length, DESC_NEXT | direction);
        queue->descriptors[first + 1].next = first + 3;
    } else {
        queue->descriptors[first].next = first + 3;
    }
    set_descriptor(first + 3, &statuses[slot], 1, DESC_WRITE);

    u32 enabled = csr_read(mstatus) & MSTATUS_MIE;
    interrupts_off();
    busy |= 1u << slot;
    if (event_idx) // one interrupt, for the last of those under way
        *used_event() = last_used + outstanding() - 1;
    u16 index = queue->driver_ring[1];
    queue->driver_ring[2 + index % size] = first;
    queue->driver_ring[1] = index + 1;
    csr_set(mstatus, enabled);
}

void disk_notify(void)
{
    u16 now = queue->driver_ring[1];
    if (now == notified)
        return;
    int needed = event_idx ? (u16)(now - avail_event() - 1) < (u16)(now - notified)
                           : !(queue->device_ring[0] & 1);
    notified = now;
    if (needed)
        V_QUEUE_NOTIFY = 0;
}

void disk_interrupt(void)
{
    u32 cause = V_INTERRUPT_STATUS;
    mix(&irq_hash, cause);
    V_INTERRUPT_ACK = cause;
    if (cause & 2)
        panic("the disk needs a reset", V_STATUS, 0, 0);
    while (last_used != queue->device_ring[1]) {
        volatile struct used_element *used =
            (volatile struct used_element *)&queue->device_ring[2 + 4 * (last_used % size)];
        u32 slot = used->id / 4 % (MAX_QUEUE / 4);
        mix(&irq_hash, used->id);
        mix(&irq_hash, used->length);
        mix(&irq_hash, statuses[slot]);
        busy &= ~(1u << slot);
        last_used++;
        disk_completed++;
    }
}

void disk_wait(void) { wait_while(~0u); }

// The selectors are left as they are from round to round, so that a lost one shows in what the
// selected registers read.
void disk_probe(u32 round, struct hash *h)
{
    mix(h, V_DEVICE_FEATURES);
    V_DEVICE_FEATURES_SEL = round & 1;
    mix(h, V_QUEUE_NUM_MAX);
    mix(h, V_QUEUE_READY);
    V_QUEUE_SEL = round >> 1 & 1;
    mix(h, V_STATUS);
    mix(h, V_INTERRUPT_STATUS);
    mix(h, V_CONFIG_GENERATION);
    mix(h, V_CAPACITY_LOW);
    mix(h, V_CAPACITY_HIGH);
    mix(h, V_WRITEBACK);
    if (round % 3 == 0)
        V_WRITEBACK = h->a >> 7 & 1;
}

// The driver's view of the rings, device-written fields included.
void disk_mix_queue(struct hash *h)
{
    for (u32 i = 0; i < 2 + size + 1; i++)
        mix(h, queue->driver_ring[i]);
    for (u32 i = 0; i < 2 + 4 * size + 1; i++)
        mix(h, queue->device_ring[i]);
    mix(h, last_used);
}
