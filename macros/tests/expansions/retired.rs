#[migratable(retired(tag = 1, name = "level", type = u8, apply = Self::apply_level), retired(tag = 2, name = "unused", type = u32), reserved(9, "old"))]
struct Line {
    asserted: bool,
    #[migratable(fill = 0)]
    lanes: [u32; 8],
    #[migratable(max_len = 64, sensitive, ignorable)]
    key: Vec<u8>,
}
