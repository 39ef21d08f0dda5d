//! A 16550: nine registers and a FIFO.

macro_rules! uart {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Uart {
            $(#[$number])?
            divisor: u16,
            interrupt_enable: u8,
            interrupt_identification: u8,
            line_control: u8,
            line_status: u8,
            modem_control: u8,
            modem_status: u8,
            scratch: u8,
            loopback: bool,
            $(#[$number])?
            timeout: u64,
            $(#[$buffer])?
            fifo: Vec<u8>,
        }

        pub(crate) fn uart() -> Uart {
            Uart {
                divisor: 12,
                interrupt_enable: 5,
                interrupt_identification: 1,
                line_control: 3,
                line_status: 0x61,
                modem_control: 8,
                modem_status: 0xb0,
                scratch: 0x5a,
                loopback: false,
                timeout: 1_234_567_890,
                fifo: b"login: root\r\n".to_vec(),
            }
        }
    };
}

pub(crate) use uart;
