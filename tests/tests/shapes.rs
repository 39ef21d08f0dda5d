//! State of the shapes that emulators and VMMs have: each saved, decoded, and
//! loaded in place over another value.

mod shapes {
    mod arrays;
    mod bounds;
    mod collections;
    mod console;
    mod enums;
    mod exclusive;
    #[cfg(target_pointer_width = "64")]
    mod foreign;
    mod generics;
    mod live;
    mod numbers;
    #[cfg(target_arch = "x86_64")]
    mod opaque;
    mod round_trip;
}
