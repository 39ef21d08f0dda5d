//! Every payload is what postcard writes for the equivalent serde type, and
//! each side reads what the other wrote.

mod payload {
    mod buffers;
    mod by_hand;
    mod collections;
    mod composites;
    mod enums;
    mod in_memory;
    mod numbers;
    mod oracle;
    mod pods;
    mod random;
    mod std_types;
    mod subsections;
    mod text;
    mod varints;
}
