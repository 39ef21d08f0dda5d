//! A device that takes over where the source has another one, which was not needed: it is as if
//! the source had nothing there.

use migratable::Migratable;
use migratable::device::{AnyDevice, Devices, Former};
use migratable::stream::{Limits, StreamWriter};

use super::builds::{header, reader, save};

#[derive(Migratable)]
#[migratable(device = "part")]
struct Part {
    value: u32,
}

#[derive(Migratable)]
#[migratable(rename = "Part")]
struct OldPart {
    value: u32,
}

/// What the source may have at the place of the device that takes over.
mod there {
    use super::{Migratable, OldPart};

    #[derive(Migratable)]
    #[migratable(device = "whole")]
    pub(super) struct Whole {
        pub(super) own: u32,
    }

    /// The same device, under another name.
    #[derive(Migratable)]
    #[migratable(device = "all")]
    pub(super) struct All {
        pub(super) own: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "other", needed = |other: &Self| other.is_used)]
    pub(super) struct Other {
        pub(super) is_used: bool,
    }

    /// One that has taken the same over.
    #[derive(Migratable)]
    #[migratable(
        device = "taker",
        needed = |taker: &Self| taker.is_used,
        takes_over(device = "part", type = OldPart, apply = |_: &mut Self, _: OldPart, _| ()),
    )]
    pub(super) struct Taker {
        pub(super) is_used: bool,
    }
}

macro_rules! whole {
    ($name:ident, $($needed:tt)*) => {
        pub(super) mod $name {
            use super::{Migratable, OldPart};

            #[derive(Migratable, Default)]
            #[migratable(
                device = "whole",
                alias = "all",
                takes_over(device = "part", type = OldPart, apply = Self::take),
                $($needed)*
            )]
            pub(in super::super) struct Whole {
                pub(in super::super) own: u32,
                #[migratable(default)]
                pub(in super::super) taken: Vec<u32>,
            }

            impl Whole {
                fn take(&mut self, old: OldPart, _: u32) {
                    self.taken.push(old.value);
                }
            }
        }
    };
}

mod here {
    use super::{Migratable, OldPart};
    whole! { always, version = 1 }
    whole! { optional, needed = |whole: &Self| whole.own != 0 }
}

/// What the source has at that place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum There {
    Nothing,
    Whole,
    Renamed,
    /// And whether it is needed.
    Other(bool),
    Taker(bool),
}

const ALL: [There; 7] = [
    There::Nothing,
    There::Whole,
    There::Renamed,
    There::Other(false),
    There::Other(true),
    There::Taker(false),
    There::Taker(true),
];

/// The parts that both sides speak of, as bits.
fn parts(bits: u32) -> impl Iterator<Item = u32> {
    (0..2).filter(move |part| bits >> part & 1 == 1)
}

/// What becomes of state 5 of the whole and states 1 and 2 of its parts: its own, and what it
/// takes over; `None` if the machine is refused.
fn expected(there: There, written: u32, is_optional: bool) -> Option<(u32, Vec<u32>)> {
    let taken: Vec<u32> = parts(written).map(|part| part + 1).collect();
    let has_own = matches!(there, There::Whole | There::Renamed);
    let must_go = matches!(there, There::Other(true) | There::Taker(true));
    let is_right = has_own || taken.len() == 2 || taken.is_empty() && is_optional;
    let own = if has_own { 5 } else { 9 };
    (is_right && !must_go).then_some((own, taken))
}

#[test]
fn what_stands_there_by_another_name_is_another_one() {
    let mut loaded = 0;
    for there in ALL {
        for (written, is_optional, is_renamed) in (0..16).map(|n| (n & 3, n & 4 != 0, n & 8 != 0)) {
            let (mut whole, mut all) = (there::Whole { own: 5 }, there::All { own: 5 });
            let is_used = matches!(there, There::Other(true) | There::Taker(true));
            let (mut other, mut taker) = (there::Other { is_used }, there::Taker { is_used });
            let mut values = [Part { value: 1 }, Part { value: 2 }];
            let mut source = Devices::new();
            let place: Option<&mut dyn AnyDevice> = match there {
                There::Nothing => None,
                There::Whole => Some(&mut whole),
                There::Renamed => Some(&mut all),
                There::Other(_) => Some(&mut other),
                There::Taker(_) => Some(&mut taker),
            };
            if let Some(device) = place {
                source.add("/whole", device).unwrap();
            }
            for (part, value) in (0..).zip(&mut values) {
                if parts(written).any(|one| one == part) {
                    source.add_instance("/part", part, value).unwrap();
                }
            }
            let stream = save(&source);
            let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            source.save_prologue(&mut offer).unwrap();
            offer.flush().unwrap();

            let mut always = here::always::Whole {
                own: 9,
                ..Default::default()
            };
            let mut optional = here::optional::Whole {
                own: 9,
                ..Default::default()
            };
            let mut target = Devices::new();
            let path = if is_renamed { "/renamed" } else { "/whole" };
            match is_optional {
                false => target.add(path, &mut always).unwrap(),
                true => target.add(path, &mut optional).unwrap(),
            };
            if is_renamed {
                target.add_alias(path, 0, "/whole", 0).unwrap();
            }
            for part in 0..2 {
                target
                    .take_over(path, 0, Former::new("/part", part))
                    .unwrap();
            }
            let judged = target
                .judge_offer(reader(offer.get_mut()).prologue())
                .unwrap();
            let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            target.answer(&judged, &mut answer).unwrap();
            let here = source.read_answer(&mut reader(answer.get_mut())).unwrap();
            assert_eq!(here.to_string(), judged.to_string());

            let result = target.load(&mut reader(&stream));
            drop(target);
            let state = match is_optional {
                false => (always.own, always.taken),
                true => (optional.own, optional.taken),
            };
            let wanted = expected(there, written, is_optional);
            let said = format!(
                "{there:?}, parts {written:b}, {is_optional} {is_renamed}: {result:?} {state:?}\n{here}"
            );
            assert_eq!(result.is_ok(), wanted.is_some(), "{said}");
            let permits = here.verdict().permits_loading();
            let is_sent = permits && source.check_conditions(&here).is_ok();
            assert_eq!(is_sent, wanted.is_some(), "{said}");
            assert_eq!(state, wanted.unwrap_or((9, Vec::new())), "{said}");
            loaded += u32::from(result.is_ok());
            // Half of the old state is called so, whatever stands at the place.
            let in_part = here.to_string().contains("taken-over-in-part");
            let is_half = matches!(written, 1 | 2);
            let has_own = matches!(there, There::Whole | There::Renamed);
            assert_eq!(in_part, is_half && !has_own, "{said}");
        }
    }
    assert!(loaded > 30, "{loaded}");
}
