//! Nothing takes a time that grows with the square of what was received.

mod growth {
    mod count;
    mod dimensions;
    mod qemu;
}
