//! An x86 vCPU as KVM has it: registers, segments, 4 KiB of XSAVE area, the
//! local APIC's 1 KiB page, a hundred MSRs.

macro_rules! vcpu {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Vcpu {
            $(#[migratable(with = [$lane; 18])])?
            registers: [u64; 18],
            segments: [Segment; 8],
            $(#[migratable(with = [$lane; 5])])?
            control: [u64; 5],
            $(#[$number])?
            efer: u64,
            $(#[$number])?
            apic_base: u64,
            $(#[migratable(with = [$lane; 4])])?
            interrupts: [u64; 4],
            running: bool,
            $(#[$bytes])?
            xsave: [u8; 4096],
            $(#[$bytes])?
            apic: [u8; 1024],
            msrs: Vec<Msr>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Segment {
            $(#[$number])?
            base: u64,
            $(#[$number])?
            limit: u32,
            $(#[$number])?
            selector: u16,
            kind: u8,
            present: bool,
            privilege: u8,
            long_mode: bool,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Msr {
            $(#[$number])?
            index: u32,
            $(#[$number])?
            value: u64,
        }

        pub(crate) fn vcpu(mut noise: crate::corpora::Noise) -> Vcpu {
            Vcpu {
                registers: std::array::from_fn(|_| noise.number(48)),
                segments: std::array::from_fn(|n| Segment {
                    base: noise.number(48),
                    limit: 0xffff_ffff,
                    selector: n as u16 * 8,
                    kind: 11,
                    present: n < 6,
                    privilege: 0,
                    long_mode: n == 0,
                }),
                control: [0x8005_0033, 0, 0x7fff_1000, 0x1000, 0x0003_06e0],
                efer: 0xd01,
                apic_base: 0xfee0_0900,
                interrupts: [0; 4],
                running: true,
                // The legacy area and AVX are in use, the rest is zero.
                xsave: std::array::from_fn(|n| if n < 832 { noise.next() as u8 } else { 0 }),
                apic: std::array::from_fn(|n| if n % 16 < 4 { noise.next() as u8 } else { 0 }),
                msrs: (0..100)
                    .map(|n| Msr { index: 0xc000_0080 + n, value: noise.number(64) })
                    .collect(),
            }
        }
    };
}

pub(crate) use vcpu;
