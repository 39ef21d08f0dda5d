//! A display adapter with 16 MiB of video memory.

macro_rules! framebuffer {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Framebuffer {
            $(#[$number])?
            width: u32,
            $(#[$number])?
            height: u32,
            $(#[$buffer])?
            pixels: Vec<u8>,
        }

        pub(crate) fn framebuffer() -> Framebuffer {
            let mut noise = crate::corpora::Noise(6);
            Framebuffer {
                width: 2048,
                height: 2048,
                pixels: (0..2 << 20).flat_map(|_| noise.next().to_le_bytes()).collect(),
            }
        }
    };
}

pub(crate) use framebuffer;
