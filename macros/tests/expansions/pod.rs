/// A descriptor of a ring.
#[repr(C)]
#[migratable(pod)]
struct Descriptor {
    address: u64,
    #[migratable(unit = "B")]
    len: u32,
    parts: [Part; 2],
}
