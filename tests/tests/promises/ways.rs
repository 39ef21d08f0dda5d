//! The ways in which a state comes into a device.

use std::fmt::Debug;
use std::io::Read;

use migratable::codec::Decode;
use migratable::device::{Devices, Former};
use migratable::stream::{Header, Instance, Limits, StreamReader, StreamWriter};
use migratable::{Error, Migratable};

use super::positions::Position;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Load,
    LoadPartly,
    Devices,
    DevicesInMemory,
    /// The writer has another schema.
    Plan,
    /// After a load that was refused before anything changed.
    AfterRefusal,
    /// After a load that a hook refused.
    AfterHook,
    /// The same, of a state in which the part was not there.
    AfterHookWithout,
    /// From a device that the machine has no more, taken over by one that the stream does not have.
    TakenOver,
    /// The same, where the former device had another schema.
    TakenOverByPlan,
    /// The same, by one of which the stream has a state, too. The hook that refuses is then that
    /// of another device, which takes over from the same one later.
    TakenOverBeside,
}

impl Way {
    pub(super) const ALL: [Self; 11] = [
        Self::Load,
        Self::LoadPartly,
        Self::Devices,
        Self::DevicesInMemory,
        Self::Plan,
        Self::AfterRefusal,
        Self::AfterHook,
        Self::AfterHookWithout,
        Self::TakenOver,
        Self::TakenOverByPlan,
        Self::TakenOverBeside,
    ];

    /// What a state goes into that ends so.
    pub(super) fn kind(self, end: End) -> Kind {
        match self {
            _ if self.takes_over() => Kind::Taker,
            Self::AfterHook | Self::AfterHookWithout => Kind::Hooked,
            _ if end == End::Hook => Kind::Hooked,
            _ => Kind::Plain,
        }
    }

    pub(super) fn takes_over(self) -> bool {
        matches!(
            self,
            Self::TakenOver | Self::TakenOverByPlan | Self::TakenOverBeside
        )
    }
}

/// A sort of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// It has a hook that refuses.
    Hooked,
    /// The same, and it takes over from another device.
    Taker,
}

/// How the state that comes in ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Good = 0,
    /// The hook of another device refuses it.
    HookBeside = 9,
    /// The device's hook refuses it.
    Hook = 10,
    /// Its range does.
    Check = 11,
}

/// A device that has a `P` somewhere. What is tried with it sees no more of its
/// type, and so costs little to compile.
pub(super) trait Machine<P>: Add {
    fn load(&mut self, payload: &[u8]) -> Result<(), Error>;
    fn load_partly(&mut self, payload: &[u8]) -> Result<(), Error>;
    fn encode(&self) -> Result<Vec<u8>, Error>;
    fn look(&self, look: &mut dyn FnMut(&P));
}

/// A device.
pub(super) trait Add {
    fn add<'a>(&'a mut self, devices: &mut Devices<'a>);
}

macro_rules! machines {
    ($($module:ident: [$($key:tt)*];)*) => {$(
        mod $module {
            use migratable::{Error, Migratable};
            use migratable::device::Devices;

            use super::Position;

            #[derive(Migratable)]
            #[migratable(device = "d", $($key)*)]
            pub(super) struct Device<Q> {
                count: u16,
                pub(super) part: Q,
                #[migratable(range = 0..=10)]
                pub(super) end: u8,
            }

            pub(super) struct Machine<P, Pos: Position<P>>(Device<Pos::Of>);

            impl<P, Pos: Position<P>> Machine<P, Pos> {
                pub(super) fn new(part: Pos::Of) -> Self {
                    Self(Device { count: 0, part, end: 0 })
                }
            }

            impl<P, Pos: Position<P>> super::Add for Machine<P, Pos> {
                fn add<'a>(&'a mut self, devices: &mut Devices<'a>) {
                    devices.add("d", &mut self.0).unwrap();
                }
            }

            impl<P, Pos: Position<P>> super::Machine<P> for Machine<P, Pos> {
                fn load(&mut self, payload: &[u8]) -> Result<(), Error> {
                    migratable::load(&mut self.0, payload)
                }

                fn load_partly(&mut self, payload: &[u8]) -> Result<(), Error> {
                    migratable::load_partly(&mut self.0, payload)
                }

                fn encode(&self) -> Result<Vec<u8>, Error> {
                    migratable::to_vec(&self.0)
                }

                fn look(&self, look: &mut dyn FnMut(&P)) {
                    Pos::look(&self.0.part, look);
                }
            }
        }
    )*};
}

machines! {
    plain: [];
    hooked: [validate = |device: &Self| super::validate(device.end, super::End::Hook)];
    taker: [
        validate = |device: &Self| super::validate(device.end, super::End::Hook),
        takes_over(device = "f", type = super::former::Device<Q>, apply = Self::take),
        bound(Q: migratable::codec::Decode),
    ];
}

fn validate(end: u8, bad: End) -> Result<(), &'static str> {
    match end == bad as u8 {
        true => Err("no good end"),
        false => Ok(()),
    }
}

impl<Q: Migratable + Decode> taker::Device<Q> {
    /// Takes the state, and leaves what is none.
    fn take(&mut self, former: former::Device<Q>, _: u32) -> Result<(), Error> {
        self.end = former.end;
        migratable::load(&mut self.part, &migratable::to_vec(&former.part)?)
    }
}

/// Another one that takes over from it.
#[derive(Migratable, Default)]
#[migratable(
    device = "e",
    validate = |device: &Self| validate(device.end, End::HookBeside),
    takes_over(device = "f", type = FormerEnd, apply = Self::take),
)]
struct Beside {
    end: u8,
}

#[derive(Migratable)]
struct FormerEnd {
    end: u8,
}

impl Beside {
    fn take(&mut self, former: FormerEnd, _: u32) {
        self.end = former.end;
    }
}

/// Devices that only write.
macro_rules! writers {
    ($($(#[$doc:meta])* $module:ident: $device:literal, [$($(#[$key:meta])? $field:ident: $ty:ty),*];)*) => {$(
        $(#[$doc])*
        mod $module {
            use migratable::Migratable;
            use migratable::device::Devices;

            #[derive(Migratable)]
            #[migratable(device = $device)]
            pub(super) struct Device<Q> {
                $($(#[$key])? pub(super) $field: $ty,)*
            }

            impl<Q: Migratable> super::Add for Device<Q> {
                fn add<'a>(&'a mut self, devices: &mut Devices<'a>) {
                    devices.add($device, self).unwrap();
                }
            }
        }
    )*};
}

writers! {
    /// The device in another build.
    other: "d", [part: Q, end: u8, count: u8];
    /// The one that is there no more, of which one device takes all, and another one only the end.
    former: "f", [
        #[migratable(ignorable)] count: u16,
        #[migratable(ignorable)] part: Q,
        #[migratable(range = 0..=10)] end: u8
    ];
    /// That one in another build.
    other_former: "f", [
        #[migratable(ignorable)] part: Q,
        end: u8,
        #[migratable(ignorable)] count: u8
    ];
}

pub(super) fn plain<P: 'static, Pos: Position<P> + 'static>(part: Pos::Of) -> Box<dyn Machine<P>> {
    Box::new(plain::Machine::<P, Pos>::new(part))
}

pub(super) fn hooked<P: 'static, Pos: Position<P> + 'static>(part: Pos::Of) -> Box<dyn Machine<P>> {
    Box::new(hooked::Machine::<P, Pos>::new(part))
}

pub(super) fn taker<P: 'static, Pos: Position<P> + 'static>(part: Pos::Of) -> Box<dyn Machine<P>> {
    Box::new(taker::Machine::<P, Pos>::new(part))
}

/// Those that write what is loaded.
pub(super) struct Writers {
    other: Box<dyn Add>,
    former: Box<dyn Add>,
    other_former: Box<dyn Add>,
}

impl Writers {
    /// All of a part; which one, does not matter.
    pub(super) fn of<Q: Migratable + 'static>(mut part: impl FnMut() -> Q) -> Self {
        let (end, count) = (0, 0);
        Self {
            other: Box::new(other::Device {
                part: part(),
                end,
                count,
            }),
            former: Box::new(former::Device {
                part: part(),
                end,
                count: 0,
            }),
            other_former: Box::new(other_former::Device {
                part: part(),
                end,
                count,
            }),
        }
    }
}

/// Bytes of a position.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    pub(super) part: &'a [u8],
    pub(super) end: End,
    /// What a load before this one is refused with.
    pub(super) earlier: &'a [u8],
    /// The same, of a state in which the part is not.
    pub(super) without: Option<&'a [u8]>,
}

/// Loads what is sent into `machine`, of which `plain` has the same state.
pub(super) fn load<P>(
    way: Way,
    machine: &mut dyn Machine<P>,
    plain: &mut dyn Add,
    writers: &mut Writers,
    sent: Sent<'_>,
) -> Result<(), String> {
    let payload = payload(sent.part, sent.end);
    let by_plan = [sent.part, &[sent.end as u8, 7]].concat();
    match way {
        Way::Load => said(machine.load(&payload)),
        Way::LoadPartly => said(machine.load_partly(&payload)),
        Way::Devices => {
            let stream = stream(&mut [(machine, &payload)]);
            load_devices(machine, StreamReader::new(&*stream, Limits::default()))
        }
        Way::DevicesInMemory => {
            let stream = stream(&mut [(machine, &payload)]);
            load_devices(
                machine,
                StreamReader::in_memory(&*stream, Limits::default()),
            )
        }
        Way::Plan => {
            let stream = stream(&mut [(&mut *writers.other, &by_plan)]);
            load_devices(machine, StreamReader::new(&*stream, Limits::default()))
        }
        Way::TakenOver => {
            let stream = stream(&mut [(&mut *writers.former, &payload)]);
            take_over(machine, &stream)
        }
        Way::TakenOverByPlan => {
            let stream = stream(&mut [(&mut *writers.other_former, &by_plan)]);
            take_over(machine, &stream)
        }
        Way::TakenOverBeside => {
            let own = machine.encode().unwrap();
            let end = match sent.end {
                End::Hook => End::HookBeside,
                end => end,
            };
            let former = self::payload(sent.part, end);
            let stream = stream(&mut [(plain, &own), (&mut *writers.former, &former)]);
            take_over(machine, &stream)
        }
        Way::AfterRefusal => {
            refuse(machine, sent.without.unwrap_or(sent.earlier), End::Check);
            said(machine.load(&payload))
        }
        Way::AfterHook => {
            refuse(machine, sent.earlier, End::Hook);
            said(machine.load(&payload))
        }
        Way::AfterHookWithout => {
            refuse(machine, sent.without.unwrap_or(sent.earlier), End::Hook);
            said(machine.load(&payload))
        }
    }
}

fn payload(part: &[u8], end: End) -> Vec<u8> {
    [&[7, 0], part, &[end as u8]].concat()
}

fn refuse<P>(machine: &mut dyn Machine<P>, part: &[u8], end: End) {
    let refused = machine.load(&payload(part, end));
    let text = refused.expect_err("the end is no good one").to_string();
    let by = match end {
        End::Hook => "no good end",
        _ => "outside its range",
    };
    assert!(text.contains(by), "{text}");
}

fn writer() -> StreamWriter<Vec<u8>> {
    let header = Header::new("promises", "1");
    StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap()
}

/// A stream of devices, each with the payload of its section. Its prologue says nothing of the
/// configuration, so that it is for the load to compare.
fn stream(sections: &mut [(&mut dyn Add, &[u8])]) -> Vec<u8> {
    let mut offer = writer();
    let mut devices = Devices::new();
    let mut payloads = Vec::new();
    for (device, payload) in sections {
        device.add(&mut devices);
        payloads.push(*payload);
    }
    devices.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let offer = StreamReader::new(offer.get_mut().as_slice(), Limits::default()).unwrap();
    let mut writer = writer();
    for schema in offer.prologue().schema_texts() {
        writer.schema(schema).unwrap();
    }
    let instances = offer.prologue().instances.iter();
    let silent = instances.map(|one| Instance::new(&one.path, one.instance_id, one.schema));
    writer.instances(&silent.collect::<Vec<_>>()).unwrap();
    for (index, payload) in (0..).zip(payloads) {
        writer.section(index, payload).unwrap();
    }
    writer.finish().unwrap()
}

fn load_devices<P, S: Read, E: Debug>(
    machine: &mut dyn Machine<P>,
    reader: Result<StreamReader<S>, E>,
) -> Result<(), String> {
    let mut devices = Devices::new();
    machine.add(&mut devices);
    said(devices.load(&mut reader.unwrap()))
}

/// Loads what was the state of a device that is there no more into those that take over.
fn take_over<P>(machine: &mut dyn Machine<P>, stream: &[u8]) -> Result<(), String> {
    let mut beside = Beside::default();
    let mut devices = Devices::new();
    machine.add(&mut devices);
    devices.add("e", &mut beside).unwrap();
    for taker in ["d", "e"] {
        devices.take_over(taker, 0, Former::new("f", 0)).unwrap();
    }
    let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
    let loaded = said(devices.load(&mut reader));
    drop(devices);
    assert_eq!(
        beside.end, 0,
        "what it took over is put back, or was that of a good end"
    );
    loaded
}

/// What a user reads of an error, with all its causes.
fn said<T, E: std::error::Error>(result: Result<T, E>) -> Result<(), String> {
    result.map(drop).map_err(|error| {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            text += &format!(": {inner}");
            cause = inner.source();
        }
        text
    })
}

/// What encoding says, by itself and in a stream.
pub(super) fn encode<P>(machine: &mut dyn Machine<P>) -> [Result<(), String>; 2] {
    let alone = said(machine.encode());
    let mut devices = Devices::new();
    machine.add(&mut devices);
    [alone, said(devices.save(&mut writer()))]
}
