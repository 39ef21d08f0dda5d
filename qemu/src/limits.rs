//! How much an input may hold.

/// Bounds on what an input may cost.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a stream, unpacked. It is held in memory, because its description
    /// stands behind the data. Default 4 GiB.
    pub stream_len: u64,
    /// Bytes of RAM that an import may make of what a stream says of pages without
    /// holding them: of equal bytes, changed, or packed. Nine bytes can stand for a
    /// page. Default 1 GiB.
    pub pages_len: u64,
    /// Bytes of a description or dump, and of memory for what it says once and layouts
    /// have often. Default 64 MiB: the largest known, of all devices of arm64, has 2 MiB.
    pub description_len: u64,
    /// Structs and subsections within each other in a description or dump.
    /// Default 20; QEMU's have up to 6.
    pub depth: u32,
    /// Fields and subsections in a description or dump, altogether. Default
    /// 1,000,000; the largest known has 13,000.
    pub fields: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stream_len: 4 << 30,
            pages_len: 1 << 30,
            description_len: 64 << 20,
            depth: 20,
            fields: 1_000_000,
        }
    }
}
