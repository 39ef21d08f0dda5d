use migratable::Migratable;

mod foreign {
    pub struct Rtc {
        pub counter: u32,
        pub offset: i64,
    }
}

#[derive(Migratable)]
#[migratable(remote = foreign::Rtc)]
struct RtcDef {
    counter: u32,
    offset: u64,
}

fn main() {}
