//! A whole console of the eighties, in one struct: processor, picture and sound chip,
//! a cartridge whose banks are an enum, and its memories.

macro_rules! console {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Console {
            cpu: Cpu,
            ppu: Ppu,
            apu: Apu,
            mapper: Mapper,
            pads: [Pad; 2],
            $(#[$bytes])?
            ram: [u8; 2048],
            $(#[$buffer])?
            video_ram: Vec<u8>,
            $(#[$buffer])?
            cartridge_ram: Vec<u8>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Cpu {
            a: u8,
            x: u8,
            y: u8,
            stack: u8,
            flags: u8,
            $(#[$number])?
            pc: u16,
            nmi: bool,
            interrupts: u8,
            $(#[$number])?
            stalled: u16,
            $(#[$number])?
            cycles: u64,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Ppu {
            control: u8,
            mask: u8,
            status: u8,
            object_address: u8,
            $(#[$number])?
            address: u16,
            $(#[$number])?
            next_address: u16,
            fine_x: u8,
            second_write: bool,
            read_buffer: u8,
            $(#[$number])?
            line: u16,
            $(#[$number])?
            dot: u16,
            odd_frame: bool,
            $(#[migratable(with = [$lane; 2])])?
            pattern_shift: [u16; 2],
            $(#[migratable(with = [$lane; 2])])?
            attribute_shift: [u16; 2],
            sprites: [Sprite; 8],
            palette: [u8; 32],
            $(#[$bytes])?
            objects: [u8; 256],
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Sprite {
            x: u8,
            attributes: u8,
            pattern_low: u8,
            pattern_high: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Apu {
            pulses: [Pulse; 2],
            triangle: Triangle,
            noise: NoiseChannel,
            samples: Samples,
            five_steps: bool,
            interrupt: bool,
            $(#[$number])?
            frame_counter: u32,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Envelope {
            start: bool,
            repeats: bool,
            constant: bool,
            period: u8,
            divider: u8,
            decay: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Pulse {
            envelope: Envelope,
            enabled: bool,
            length: u8,
            duty: u8,
            step: u8,
            $(#[$number])?
            period: u16,
            $(#[$number])?
            timer: u16,
            sweeps: bool,
            sweep_reload: bool,
            sweep_negate: bool,
            sweep_period: u8,
            sweep_shift: u8,
            sweep_divider: u8,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Triangle {
            enabled: bool,
            length: u8,
            linear: u8,
            linear_reload: u8,
            reloads: bool,
            holds: bool,
            step: u8,
            $(#[$number])?
            period: u16,
            $(#[$number])?
            timer: u16,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct NoiseChannel {
            envelope: Envelope,
            enabled: bool,
            length: u8,
            short: bool,
            $(#[$number])?
            shift: u16,
            $(#[$number])?
            period: u16,
            $(#[$number])?
            timer: u16,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Samples {
            interrupt: bool,
            repeats: bool,
            level: u8,
            $(#[$number])?
            start: u16,
            $(#[$number])?
            address: u16,
            $(#[$number])?
            remaining: u16,
            $(#[migratable(with = Option<$lane>)])?
            buffered: Option<u16>,
            bits: u8,
            $(#[$number])?
            timer: u16,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$enums])*
        #[allow(dead_code, reason = "one cartridge is in")]
        pub(crate) enum Mapper {
            $(#[$first])?
            Fixed,
            Shifting {
                shift: u8,
                writes: u8,
                control: u8,
                program_bank: u8,
                character_banks: [u8; 2],
            },
            Counting {
                select: u8,
                banks: [u8; 8],
                horizontal: bool,
                latch: u8,
                counter: u8,
                reload: bool,
                enabled: bool,
                pending: bool,
            },
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Pad {
            buttons: u8,
            shift: u8,
            strobe: bool,
        }

        /// With so many bytes in each of the two memories that are no array.
        pub(crate) fn console(video_ram: usize, cartridge_ram: usize) -> Console {
            let mut noise = crate::corpora::Noise(11);
            let mut bytes = |len: usize| (0..len).map(|_| noise.next() as u8).collect();
            let (video_ram, cartridge_ram) = (bytes(video_ram), bytes(cartridge_ram));
            let envelope = Envelope {
                start: false,
                repeats: true,
                constant: false,
                period: 5,
                divider: 2,
                decay: 9,
            };
            let pulse = |period| Pulse {
                envelope: envelope.clone(),
                enabled: true,
                length: 20,
                duty: 2,
                step: 5,
                period,
                timer: period / 2,
                sweeps: false,
                sweep_reload: false,
                sweep_negate: true,
                sweep_period: 3,
                sweep_shift: 1,
                sweep_divider: 2,
            };
            Console {
                cpu: Cpu {
                    a: 0x3f,
                    x: 7,
                    y: 0,
                    stack: 0xf3,
                    flags: 0x24,
                    pc: 0xc5a2,
                    nmi: false,
                    interrupts: 1,
                    stalled: 0,
                    cycles: 0x12_3456_789a,
                },
                ppu: Ppu {
                    control: 0x90,
                    mask: 0x1e,
                    status: 0x40,
                    object_address: 0,
                    address: 0x23c0,
                    next_address: 0x2000,
                    fine_x: 3,
                    second_write: false,
                    read_buffer: 0x24,
                    line: 120,
                    dot: 257,
                    odd_frame: true,
                    pattern_shift: [0x5a5a, 0x1234],
                    attribute_shift: [0xff, 0],
                    sprites: std::array::from_fn(|n| Sprite {
                        x: n as u8 * 9,
                        attributes: 1,
                        pattern_low: noise.next() as u8,
                        pattern_high: noise.next() as u8,
                    }),
                    palette: std::array::from_fn(|n| n as u8),
                    objects: std::array::from_fn(|_| noise.next() as u8),
                },
                apu: Apu {
                    pulses: [pulse(253), pulse(338)],
                    triangle: Triangle {
                        enabled: true,
                        length: 40,
                        linear: 11,
                        linear_reload: 96,
                        reloads: false,
                        holds: false,
                        step: 17,
                        period: 507,
                        timer: 100,
                    },
                    noise: NoiseChannel {
                        envelope: envelope.clone(),
                        enabled: false,
                        length: 0,
                        short: false,
                        shift: 0x2f1b,
                        period: 202,
                        timer: 7,
                    },
                    samples: Samples {
                        interrupt: false,
                        repeats: false,
                        level: 64,
                        start: 0xc000,
                        address: 0xc123,
                        remaining: 300,
                        buffered: Some(0x55),
                        bits: 4,
                        timer: 54,
                    },
                    five_steps: false,
                    interrupt: true,
                    frame_counter: 14_915,
                },
                mapper: Mapper::Counting {
                    select: 6,
                    banks: [0, 2, 4, 5, 6, 7, 12, 13],
                    horizontal: true,
                    latch: 191,
                    counter: 44,
                    reload: false,
                    enabled: true,
                    pending: false,
                },
                pads: std::array::from_fn(|n| Pad { buttons: n as u8, shift: 0, strobe: false }),
                ram: std::array::from_fn(|_| noise.next() as u8),
                video_ram,
                cartridge_ram,
            }
        }
    };
}

pub(crate) use console;
