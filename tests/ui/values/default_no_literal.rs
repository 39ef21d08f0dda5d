use migratable::Migratable;

const RESET: u32 = 0x90;

fn level() -> u32 {
    7
}

#[derive(Migratable, Default)]
struct Part {
    level: u8,
}

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(default = RESET)]
    constant: u32,
    #[migratable(default = level())]
    call: u32,
    #[migratable(default = Some(RESET))]
    in_an_option: Option<u32>,
    #[migratable(default = [0, RESET])]
    in_an_array: [u32; 2],
    #[migratable(default = Part { level: RESET as u8 })]
    part: Part,
    #[migratable(default = 4 * 4096)]
    arithmetic: u32,
    #[migratable(default = 7 as u32)]
    cast: u32,
    #[migratable(fill = !0)]
    fill: [u8; 4],
    #[migratable(default = [1; RESET as usize])]
    of_unknown_length: [u8; 0x90],
}

fn main() {}
