//! A thousand pending events, each of one of six kinds, in no order.

macro_rules! enums {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Events {
            pending: Vec<Event>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$enums])*
        pub(crate) enum Event {
            $(#[$first])?
            Reset,
            Interrupt(u8),
            Timer {
                $(#[$number])?
                deadline: u64,
                $(#[$number])?
                period: u32,
            },
            Doorbell {
                $(#[$number])?
                queue: u16,
                $(#[$number])?
                tail: u16,
            },
            Dma {
                $(#[$number])?
                source: u64,
                $(#[$number])?
                target: u64,
                $(#[$number])?
                length: u32,
            },
            LinkUp(bool),
        }

        pub(crate) fn entries(mut noise: crate::corpora::Noise) -> Events {
            let mut event = |_| match noise.next() % 6 {
                0 => Event::Reset,
                1 => Event::Interrupt(noise.next() as u8),
                2 => Event::Timer { deadline: noise.number(48), period: noise.number(20) as u32 },
                3 => Event::Doorbell { queue: noise.number(6) as u16, tail: noise.next() as u16 },
                4 => Event::Dma {
                    source: noise.number(40),
                    target: noise.number(40),
                    length: noise.number(20) as u32,
                },
                _ => Event::LinkUp(noise.next() % 2 == 0),
            };
            Events { pending: (0..1000).map(&mut event).collect() }
        }
    };
}

pub(crate) use enums;
