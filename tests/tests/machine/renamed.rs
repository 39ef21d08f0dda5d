//! Devices whose type has another name in the other build.

use migratable::device::{AnyDevice, Devices};
use migratable::resolve::Verdict;
use migratable::stream::{Limits, StreamWriter};

use super::builds::{header, reader, save};

/// The same device in builds that came after each other.
macro_rules! builds {
    ($($module:ident($($attribute:tt)*);)*) => {$(
        mod $module {
            use migratable::Migratable;

            #[derive(Migratable, Default)]
            #[migratable($($attribute)*)]
            pub(super) struct Serial {
                pub(super) level: u32,
                #[migratable(must_match)]
                pub(super) ports: u8,
            }
        }
    )*};
}

builds! {
    first(device = "uart");
    renamed(device = "serial", alias = "uart");
    again(device = "console", alias = "serial", alias = "uart");
    unknown(device = "console-2");
}

fn alone<D: AnyDevice>(device: &mut D) -> Devices<'_> {
    let mut devices = Devices::new();
    devices.add("com1", device).unwrap();
    devices
}

/// The verdict of both sides, and whether the state arrives.
fn moves<A: AnyDevice, B: AnyDevice>(
    mut source: A,
    mut target: B,
    level: impl Fn(&B) -> u32,
) -> (Verdict, bool) {
    let source = alone(&mut source);
    let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let mut devices = alone(&mut target);
    let there = devices
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.answer(&there, &mut answer).unwrap();
    let here = source.read_answer(&mut reader(answer.get_mut())).unwrap();
    assert_eq!(here.to_string(), there.to_string());
    let loaded = devices.load(&mut reader(&save(&source)));
    drop(devices);
    (here.verdict(), loaded.is_ok() && level(&target) == 7)
}

macro_rules! each_way {
    ($($from:ident $to:ident $ports:literal $expected:expr;)*) => {$(
        let moved = moves(
            $from::Serial { level: 7, ports: 2 },
            $to::Serial { level: 0, ports: $ports },
            |target| target.level,
        );
        assert_eq!(moved, $expected, "{} {}", stringify!($from), stringify!($to));
    )*};
}

/// Either side may know the name of the other; what must match is compared all the same.
#[test]
fn a_renamed_device_is_the_same() {
    let (fits, differs) = ((Verdict::Compatible, true), (Verdict::Incompatible, false));
    each_way! {
        first renamed 2 fits;
        renamed first 2 fits;
        first again 2 fits;
        again first 2 fits;
        renamed again 2 fits;
        again renamed 2 fits;
        first unknown 2 differs;
        unknown first 2 differs;
        first renamed 3 differs;
        again first 3 differs;
    }
}
