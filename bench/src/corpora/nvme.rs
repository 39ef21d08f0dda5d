//! An NVMe controller with 64 completion queues of 1,000 entries.

macro_rules! nvme {
    (
        structs: [$($structs:meta),*], enums: [$($enums:meta),*], first: [$($first:meta)?], last: [$($last:tt)*],
        number: [$($number:meta)?], lane: [$($lane:ty)?], array: [$($array:meta)?],
        bytes: [$($bytes:meta)?], buffer: [$($buffer:meta)?],
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Nvme {
            $(#[$number])?
            configuration: u32,
            $(#[$number])?
            status: u32,
            queues: Vec<CompletionQueue>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct CompletionQueue {
            $(#[$number])?
            head: u16,
            phase: bool,
            entries: Vec<Completion>,
        }

        #[derive(Clone, Debug, PartialEq)]
        $(#[$structs])*
        pub(crate) struct Completion {
            $(#[$number])?
            result: u64,
            $(#[$number])?
            submission_head: u16,
            $(#[$number])?
            submission_queue: u16,
            $(#[$number])?
            command: u16,
            $(#[$number])?
            status: u16,
        }

        pub(crate) fn nvme() -> Nvme {
            let mut noise = crate::corpora::Noise(7);
            let mut queue = |n| CompletionQueue {
                head: noise.next() as u16 % 1000,
                phase: n % 2 == 0,
                entries: (0..1000)
                    .map(|_| Completion {
                        result: noise.number(32),
                        submission_head: noise.number(10) as u16,
                        submission_queue: n,
                        command: noise.next() as u16,
                        status: 1,
                    })
                    .collect(),
            };
            Nvme {
                configuration: 0x0046_0001,
                status: 1,
                queues: (0..64).map(&mut queue).collect(),
            }
        }
    };
}

pub(crate) use nvme;
