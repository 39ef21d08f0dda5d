//! A virtio graphics card with a hundred resources.

macro_rules! virtio_gpu {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct VirtioGpu {
            $(#[$number])?
            enabled_outputs: u32,
            $(#[$number])?
            events: u32,
            scanouts: [Scanout; 16],
            resources: Vec<Resource>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Scanout {
            $(#[migratable(with = Option<$lane>)])?
            resource: Option<u32>,
            $(#[$number])?
            x: u32,
            $(#[$number])?
            y: u32,
            $(#[$number])?
            width: u32,
            $(#[$number])?
            height: u32,
            cursor: Cursor,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Cursor {
            $(#[$number])?
            resource: u32,
            $(#[$number])?
            x: u32,
            $(#[$number])?
            y: u32,
            hot_x: u8,
            hot_y: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Resource {
            $(#[$number])?
            id: u32,
            $(#[$number])?
            format: u32,
            $(#[$number])?
            width: u32,
            $(#[$number])?
            height: u32,
            blob: bool,
            backing: Vec<Backing>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Backing {
            $(#[$number])?
            address: u64,
            $(#[$number])?
            len: u32,
        }

        pub(crate) fn virtio_gpu(mut noise: crate::corpora::Noise) -> VirtioGpu {
            let mut backing = |n: u64| {
                let pieces = noise.next() % 40;
                let piece = |_| Backing {
                    address: noise.number(38) << 12,
                    len: 0x1000 << (n % 4),
                };
                (0..pieces).map(piece).collect()
            };
            VirtioGpu {
                enabled_outputs: 1,
                events: 0,
                scanouts: std::array::from_fn(|n| Scanout {
                    resource: (n == 0).then_some(1),
                    x: 0,
                    y: 0,
                    width: if n == 0 { 1920 } else { 0 },
                    height: if n == 0 { 1080 } else { 0 },
                    cursor: Cursor { resource: 0, x: 500, y: 300, hot_x: 3, hot_y: 3 },
                }),
                resources: (0..100)
                    .map(|n| Resource {
                        id: n as u32 + 1,
                        format: 2,
                        width: 64 << (n % 6),
                        height: 64 << (n % 5),
                        blob: n % 11 == 0,
                        backing: backing(n),
                    })
                    .collect(),
            }
        }
    };
}

pub(crate) use virtio_gpu;
