struct Address(u64);
