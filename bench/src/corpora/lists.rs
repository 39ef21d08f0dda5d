//! Lists of numbers and nothing else, from 32 bytes to 16 MiB: no field hides what the
//! memory of a whole value costs.

use super::Noise;

/// The lists, each given to `$subject`.
macro_rules! lists {
    ($subject:path) => {
        crate::corpora::lists_of!($subject, u16, u32, u64)
    };
}

macro_rules! lists_of {
    ($subject:path, $($number:ident),*) => {{
        let lists: Vec<(&'static str, Box<dyn crate::subject::Subject>)> = vec![$(
            (
                concat!(stringify!($number), " 32 B"),
                $subject(vec![crate::corpora::list::<$number>(32)]),
            ),
            (
                concat!(stringify!($number), " 1 KiB"),
                $subject(vec![crate::corpora::list::<$number>(1 << 10)]),
            ),
            (
                concat!(stringify!($number), " 128 KiB"),
                $subject(vec![crate::corpora::list::<$number>(128 << 10)]),
            ),
            (
                concat!(stringify!($number), " 16 MiB"),
                $subject(vec![crate::corpora::list::<$number>(16 << 20)]),
            ),
        )*];
        lists
    }};
}

pub(crate) use {lists, lists_of};

/// Numbers that take so many bytes.
pub(crate) fn list<T: bytemuck::AnyBitPattern>(bytes: usize) -> Vec<T> {
    let mut noise = Noise(10);
    let bytes = (0..bytes / 8).flat_map(|_| noise.next().to_le_bytes());
    let bytes: Vec<u8> = bytes.collect();
    let numbers = bytes.chunks_exact(size_of::<T>());
    numbers.map(bytemuck::pod_read_unaligned).collect()
}
