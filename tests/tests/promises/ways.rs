//! The ways in which a state comes into a device.

use std::fmt::Debug;
use std::io::Read;

use migratable::device::Devices;
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
}

impl Way {
    pub(super) const ALL: [Self; 8] = [
        Self::Load,
        Self::LoadPartly,
        Self::Devices,
        Self::DevicesInMemory,
        Self::Plan,
        Self::AfterRefusal,
        Self::AfterHook,
        Self::AfterHookWithout,
    ];

    /// Whether the device has a hook that refuses.
    pub(super) fn needs_hook(self) -> bool {
        matches!(self, Self::AfterHook | Self::AfterHookWithout)
    }
}

/// How the state that comes in ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Good = 0,
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
    ($($module:ident: [$($key:ident = $value:expr)?];)*) => {$(
        mod $module {
            use migratable::{Error, Migratable};
            use migratable::device::Devices;

            use super::Position;

            #[derive(Migratable)]
            #[migratable(device = "d" $(, $key = $value)?)]
            struct Device<Q> {
                count: u16,
                part: Q,
                #[migratable(range = 0..=10)]
                end: u8,
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
    hooked: [validate = |device: &Self| super::validate(device.end)];
}

fn validate(end: u8) -> Result<(), &'static str> {
    match end == End::Hook as u8 {
        true => Err("no good end"),
        false => Ok(()),
    }
}

/// The device of another build.
mod other {
    use migratable::Migratable;
    use migratable::device::Devices;

    #[derive(Migratable)]
    #[migratable(device = "d")]
    pub(super) struct Device<Q> {
        pub(super) part: Q,
        pub(super) end: u8,
        pub(super) count: u8,
    }

    impl<Q: Migratable> super::Add for Device<Q> {
        fn add<'a>(&'a mut self, devices: &mut Devices<'a>) {
            devices.add("d", self).unwrap();
        }
    }
}

pub(super) fn plain<P: 'static, Pos: Position<P> + 'static>(part: Pos::Of) -> Box<dyn Machine<P>> {
    Box::new(plain::Machine::<P, Pos>::new(part))
}

pub(super) fn hooked<P: 'static, Pos: Position<P> + 'static>(part: Pos::Of) -> Box<dyn Machine<P>> {
    Box::new(hooked::Machine::<P, Pos>::new(part))
}

pub(super) fn other<Q: Migratable + 'static>(part: Q) -> Box<dyn Add> {
    Box::new(other::Device {
        part,
        end: 0,
        count: 0,
    })
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

/// Loads what is sent into `machine`; `other` is the device of another build.
pub(super) fn load<P>(
    way: Way,
    machine: &mut dyn Machine<P>,
    other: &mut dyn Add,
    sent: Sent<'_>,
) -> Result<(), String> {
    let payload = payload(sent.part, sent.end);
    match way {
        Way::Load => said(machine.load(&payload)),
        Way::LoadPartly => said(machine.load_partly(&payload)),
        Way::Devices => {
            let stream = stream(machine, &payload);
            load_devices(machine, StreamReader::new(&*stream, Limits::default()))
        }
        Way::DevicesInMemory => {
            let stream = stream(machine, &payload);
            load_devices(
                machine,
                StreamReader::in_memory(&*stream, Limits::default()),
            )
        }
        Way::Plan => {
            let stream = stream(other, &[sent.part, &[sent.end as u8, 7]].concat());
            load_devices(machine, StreamReader::new(&*stream, Limits::default()))
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

/// A stream of one device, whose section is `payload`. Its prologue says nothing of the
/// configuration, so that it is for the load to compare.
fn stream<M: Add + ?Sized>(machine: &mut M, payload: &[u8]) -> Vec<u8> {
    let mut offer = writer();
    let mut devices = Devices::new();
    machine.add(&mut devices);
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
    writer.section(0, payload).unwrap();
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
