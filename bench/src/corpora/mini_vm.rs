//! Three devices of mini-vm, as its release 2 wrote them into
//! `tests/golden/mini-vm/v2/1-work.mig`; a test compares the bytes.

macro_rules! mini_vm {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Hart {
            core: HartState,
            csr: Csr,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct HartState {
            $(#[migratable(with = [$lane; 32])])?
            registers: [u32; 32],
            $(#[$number])?
            pc: u32,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Csr {
            $(#[$number])?
            mstatus: u32,
            $(#[$number])?
            mie: u32,
            $(#[$number])?
            mtvec: u32,
            $(#[$number])?
            mscratch: u32,
            $(#[$number])?
            mepc: u32,
            $(#[$number])?
            mcause: u32,
            $(#[$number])?
            mtval: u32,
            $(#[$number])?
            mcycle_offset: u64,
            $(#[$number])?
            minstret_offset: u64,
        }

        pub(crate) fn hart() -> Hart {
            Hart {
                core: HartState {
                    registers: [
                        0x00000000, 0x80003874, 0x800129d0, 0x00000000, 0x00000000, 0x80005940,
                        0x8a8ba0cd, 0x014c5173, 0x8000ea38, 0x85ebca77, 0xffffffff, 0x2545f491,
                        0xc69f7512, 0xb8aaa000, 0x00000227, 0xcf684c04, 0x00000001, 0x0c001000,
                        0x9e3779b1, 0xc1a594b5, 0x8000e3c0, 0x8000ea34, 0x0000000e, 0x8000ea38,
                        0x801ff000, 0x8000ea38, 0x8000ea30, 0x8000ea28, 0x80005940, 0x80005980,
                        0x0007b044, 0x800804d4,
                    ],
                    pc: 0x8000_38ac,
                },
                csr: Csr {
                    mstatus: 0x80,
                    mie: 0x880,
                    mtvec: 0x8000_0081,
                    mscratch: 0x8001_3a40,
                    mepc: 0x8000_23ec,
                    mcause: 0x8000_0007,
                    mtval: 0,
                    mcycle_offset: 0x6e_0000_0000,
                    minstret_offset: 0x5b_c8b6_a3a6,
                },
            }
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Plic {
            $(#[$bytes])?
            priority: [u8; 64],
            $(#[$number])?
            pending: u64,
            $(#[$number])?
            claimed: u64,
            $(#[$number])?
            enable: u64,
            threshold: u8,
        }

        pub(crate) fn plic() -> Plic {
            let mut priority = [0; 64];
            priority[..32].copy_from_slice(&[
                0, 7, 6, 5, 5, 6, 1, 5, 7, 3, 7, 4, 2, 1, 0, 1, 5, 5, 5, 3, 4, 5, 2, 6, 5, 4, 0, 1,
                2, 3, 0, 4,
            ]);
            Plic { priority, pending: 2, claimed: 0, enable: 0x74f7_8df2, threshold: 2 }
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct VirtioBlk {
            registers: Registers,
            queue: BlkQueue,
            writeback: bool,
            in_flight: Vec<Request>,
            $(#[$number])?
            queue_size: u16,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Registers {
            $(#[$number])?
            device_features_sel: u32,
            $(#[$number])?
            driver_features_sel: u32,
            $(#[$number])?
            driver_features: u64,
            $(#[$number])?
            queue_sel: u32,
            $(#[$number])?
            interrupt_status: u32,
            $(#[$number])?
            status: u32,
            $(#[$number])?
            config_generation: u32,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct BlkQueue {
            $(#[$number])?
            max_size: u16,
            $(#[$number])?
            next_avail: u16,
            $(#[$number])?
            next_used: u16,
            event_idx_enabled: bool,
            $(#[$number])?
            size: u16,
            ready: bool,
            $(#[$number])?
            desc_table: u64,
            $(#[$number])?
            avail_ring: u64,
            $(#[$number])?
            used_ring: u64,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Request {
            $(#[$number])?
            head: u16,
            operation: Operation,
            data: Vec<DataSegment>,
            $(#[$number])?
            status: u64,
            $(#[$number])?
            done_at: u64,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$enums])*
        #[allow(dead_code, reason = "no request was under way")]
        pub(crate) enum Operation {
            $(#[$first])?
            Read {
                $(#[$number])?
                sector: u64,
            },
            Write {
                $(#[$number])?
                sector: u64,
            },
            Flush,
            $($last)*
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct DataSegment {
            $(#[$number])?
            address: u64,
            $(#[$number])?
            length: u32,
        }

        pub(crate) fn virtio_blk() -> VirtioBlk {
            VirtioBlk {
                registers: Registers {
                    device_features_sel: 0,
                    driver_features_sel: 0,
                    driver_features: 0x1_2000_0a00,
                    queue_sel: 0,
                    interrupt_status: 1,
                    status: 15,
                    config_generation: 0,
                },
                queue: BlkQueue {
                    max_size: 16,
                    next_avail: 15,
                    next_used: 15,
                    event_idx_enabled: true,
                    size: 16,
                    ready: true,
                    desc_table: 0x8000_5300,
                    avail_ring: 0x8000_5400,
                    used_ring: 0x8000_5430,
                },
                writeback: true,
                in_flight: Vec::new(),
                queue_size: 16,
            }
        }
    };
}

pub(crate) use mini_vm;
