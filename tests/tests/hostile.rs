//! Input that is damaged or made to do harm: refused, never a panic, never
//! more memory than a small multiple of the bytes that are really there.

mod hostile {
    mod agreement;
    mod boxes;
    mod budget;
    mod busy;
    mod damage;
    mod encodings;
    mod in_place;
    mod keys;
    mod memory;
    mod samples;
    mod secrets;
}
