use migratable::Migratable;
use migratable::device::Devices;

#[derive(Migratable)]
struct Uart {
    level: u32,
}

fn main() {
    let mut uart = Uart { level: 3 };
    let _ = Devices::new().add("uart0", &mut uart);
}
