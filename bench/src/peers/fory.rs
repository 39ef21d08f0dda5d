//! Apache Fory in its native mode: every struct with the names and types of its
//! fields, so that releases may differ (compatible), and without.

use std::marker::PhantomData;

use fory::{Fory, Serializer};

use crate::subject::{Format, replaces};

struct Native<M>(PhantomData<M>);

/// What knows the types of a mode.
trait Mode {
    fn fory() -> &'static Fory;
}

impl<T: Serializer<Target = T> + Clone, M: Mode> Format<T> for Native<M> {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        out.clear();
        (M::fory().serialize_to(out, value)).expect("a value to encode");
    }

    fn decode(encoded: &Vec<u8>) -> T {
        M::fory().deserialize(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

macro_rules! mode {
    ($compatible:literal) => {
        use std::sync::LazyLock;

        use fory::Fory;

        use crate::corpora::corpora;
        use crate::subject::subject;

        corpora! {
            subject::<super::Native<Types>, _>,
            structs: [derive(fory::ForyStruct)],
            enums: [derive(fory::ForyUnion)],
            first: [fory(default)],
            last: [#[fory(unknown)] Unknown(fory::UnknownCase),],
            number: [],
            lane: [],
            array: [],
            bytes: [],
            buffer: [],
        }

        struct Types;

        impl super::Mode for Types {
            fn fory() -> &'static Fory {
                static FORY: LazyLock<Fory> = LazyLock::new(registered);
                &FORY
            }
        }

        fn registered() -> Fory {
            let builder = Fory::builder().xlang(false);
            let mut fory = builder.compatible($compatible).build();
            super::register! {
                fory: Console Cpu Ppu Sprite Apu Envelope Pulse Triangle NoiseChannel Samples
                Mapper Pad E1000 Events Event Framebuffer Growing Kvm InterruptController
                Redirection TimerChannel Hart HartState Csr Plic VirtioBlk Registers BlkQueue
                Request DataSegment Nvme CompletionQueue Completion Uart Vcpu Segment
                Msr VirtioGpu Scanout Cursor Resource Backing VirtioNet Queue
            }
            // All of its variants have one field at most, which is something else to Fory.
            (fory.register_union::<Operation>(1000)).expect("a new type and number");
            fory
        }
    };
}

/// Fory knows types by number.
macro_rules! register {
    ($fory:ident: $($name:ident)*) => {
        let mut numbers = 1..;
        $(
            let number = numbers.next().expect("a number");
            $fory.register::<$name>(number).expect("a new type and number");
        )*
    };
}

use {mode, register};

pub(crate) mod compatible {
    super::mode!(true);
}

pub(crate) mod exact {
    super::mode!(false);
}
