struct Pair(u16, #[migratable(varint)] u64);
