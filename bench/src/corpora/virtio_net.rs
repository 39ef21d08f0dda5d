//! A virtio network card with 16 queues.

macro_rules! virtio_net {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct VirtioNet {
            $(#[$number])?
            features: u64,
            status: u8,
            $(#[$number])?
            interrupt_status: u32,
            mac: [u8; 6],
            link_up: bool,
            promiscuous: bool,
            $(#[migratable(with = Option<$lane>)])?
            announce: Option<u16>,
            vlans: Vec<u8>,
            queues: Vec<Queue>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Queue {
            $(#[$number])?
            max_size: u16,
            $(#[$number])?
            next_avail: u16,
            $(#[$number])?
            next_used: u16,
            event_idx: bool,
            $(#[$number])?
            size: u16,
            ready: bool,
            $(#[$number])?
            desc_table: u64,
            $(#[$number])?
            avail_ring: u64,
            $(#[$number])?
            used_ring: u64,
            $(#[migratable(with = Option<$lane>)])?
            in_flight: Option<u16>,
        }

        pub(crate) fn virtio_net(mut noise: crate::corpora::Noise) -> VirtioNet {
            VirtioNet {
                features: 0x1_3002_8fa3,
                status: 15,
                interrupt_status: 1,
                mac: [0x52, 0x54, 0, 0x12, 0x34, 0x56],
                link_up: true,
                promiscuous: false,
                announce: None,
                vlans: vec![0; 512],
                queues: (0..16)
                    .map(|n| Queue {
                        max_size: 256,
                        next_avail: noise.next() as u16,
                        next_used: noise.next() as u16,
                        event_idx: true,
                        size: 256,
                        ready: n < 9,
                        desc_table: 0x7f00_0000 + n * 0x3000,
                        avail_ring: 0x7f00_1000 + n * 0x3000,
                        used_ring: 0x7f00_2000 + n * 0x3000,
                        in_flight: (n % 3 == 0).then_some(n as u16),
                    })
                    .collect(),
            }
        }
    };
}

pub(crate) use virtio_net;
