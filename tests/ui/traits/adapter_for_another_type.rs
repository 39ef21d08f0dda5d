use migratable::Migratable;

mod foreign {
    pub struct Rtc {
        pub counter: u32,
    }
}

#[derive(Migratable)]
#[migratable(remote = foreign::Rtc)]
struct RtcDef {
    counter: u32,
}

#[derive(Migratable)]
struct Device {
    #[migratable(with = RtcDef)]
    rtc: u32,
}

fn main() {}
