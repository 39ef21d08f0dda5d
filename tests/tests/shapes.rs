//! State of the shapes that emulators and VMMs have: each saved, decoded, and
//! loaded in place over another value.

mod shapes {
    mod arrays;
    mod collections;
    mod console;
    mod enums;
    mod exclusive;
    mod foreign;
    mod generics;
    mod live;
    mod numbers;
    mod opaque;
    mod round_trip;
}
