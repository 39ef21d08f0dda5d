#[derive(Migratable)]
#[migratable(device = "dev", version = 2, upgrade = Self::scale)]
struct Dev {
    before: u8,
    #[migratable(flatten)]
    times: Times,
    #[migratable(flatten, with = RegDef)]
    reg: Reg,
    after: u8,
}
