//! A device whose lists are of other lengths each time: what loads in place has to make
//! room.

macro_rules! growing {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Growing {
            $(#[$number])?
            generation: u32,
            $(#[migratable(with = Vec<$lane>)])?
            pending: Vec<u32>,
            $(#[migratable(with = Vec<$lane>)])?
            free: Vec<u32>,
            $(#[migratable(with = Vec<Vec<$lane>>)])?
            chains: Vec<Vec<u32>>,
        }

        pub(crate) fn growing(mut noise: crate::corpora::Noise) -> Growing {
            let mut numbers = |most: u64| -> Vec<u32> {
                let len = noise.next() % most;
                (0..len).map(|_| noise.number(32) as u32).collect()
            };
            Growing {
                generation: 7,
                pending: numbers(2000),
                free: numbers(2000),
                chains: (0..32).map(|_| numbers(64)).collect(),
            }
        }
    };
}

pub(crate) use growing;
