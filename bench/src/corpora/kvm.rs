//! A machine of 24 vCPUs as KVM has it, in one struct. Needs the types of `vcpu`.

macro_rules! kvm {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Kvm {
            $(#[$number])?
            clock: u64,
            $(#[$number])?
            clock_flags: u32,
            controllers: [InterruptController; 2],
            redirections: [Redirection; 24],
            timers: [TimerChannel; 3],
            vcpus: Vec<Vcpu>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct InterruptController {
            last_request: u8,
            request: u8,
            mask: u8,
            service: u8,
            priority_add: u8,
            base: u8,
            read_register: bool,
            poll: bool,
            special_mask: bool,
            state: u8,
            edge_triggered: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Redirection {
            vector: u8,
            delivery: u8,
            logical: bool,
            pending: bool,
            level: bool,
            masked: bool,
            destination: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct TimerChannel {
            $(#[$number])?
            count: u32,
            $(#[$number])?
            latched: u16,
            mode: u8,
            gate: bool,
            $(#[$number])?
            loaded_at: u64,
        }

        pub(crate) fn kvm() -> Kvm {
            Kvm {
                clock: 0x1122_3344_5566,
                clock_flags: 2,
                controllers: std::array::from_fn(|n| InterruptController {
                    last_request: 1,
                    request: 0,
                    mask: 0xb8,
                    service: 0,
                    priority_add: 0,
                    base: 0x30 + n as u8 * 8,
                    read_register: false,
                    poll: false,
                    special_mask: false,
                    state: 0,
                    edge_triggered: 0x0c,
                }),
                redirections: std::array::from_fn(|n| Redirection {
                    vector: 0x30 + n as u8,
                    delivery: 0,
                    logical: true,
                    pending: false,
                    level: n > 15,
                    masked: n % 3 == 0,
                    destination: 1 << (n % 8),
                }),
                timers: std::array::from_fn(|n| TimerChannel {
                    count: 0x1_0000,
                    latched: 0,
                    mode: n as u8,
                    gate: true,
                    loaded_at: 0x33_4455_6677,
                }),
                vcpus: (0..24).map(|n| vcpu(crate::corpora::Noise(n << 32))).collect(),
            }
        }
    };
}

pub(crate) use kvm;
