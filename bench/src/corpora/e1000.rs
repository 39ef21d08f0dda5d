//! QEMU's e1000: the 128 KiB of its register space, nearly all zero after a
//! reset (sparse), or full as a worst case (dense).

macro_rules! e1000 {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct E1000 {
            $(#[$array])?
            $(#[migratable(with = [$lane; 0x8000])])?
            mac_registers: [u32; 0x8000],
            $(#[migratable(with = [$lane; 32])])?
            phy_registers: [u16; 32],
            $(#[$number])?
            rx_buffer_size: u32,
            $(#[$number])?
            mitigation_delay: u32,
            link_up: bool,
            $(#[$array])?
            $(#[migratable(with = [$lane; 64])])?
            eeprom: [u16; 64],
        }

        fn e1000(register: impl FnMut(usize) -> u32) -> E1000 {
            E1000 {
                mac_registers: std::array::from_fn(register),
                phy_registers: std::array::from_fn(|n| n as u16 * 0x111),
                rx_buffer_size: 2048,
                mitigation_delay: 0,
                link_up: true,
                eeprom: std::array::from_fn(|n| n as u16 * 0x321),
            }
        }

        pub(crate) fn e1000_sparse() -> E1000 {
            let mut noise = crate::corpora::Noise(4);
            e1000(|n| if n % 97 == 0 { noise.next() as u32 } else { 0 })
        }

        pub(crate) fn e1000_dense() -> E1000 {
            let mut noise = crate::corpora::Noise(5);
            e1000(|_| noise.next() as u32)
        }
    };
}

pub(crate) use e1000;
