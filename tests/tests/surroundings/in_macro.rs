//! Types that a macro writes: every part of them comes from somewhere else.

use migratable::device::{Devices, Former, MachineError};
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
use migratable::{Device, Migratable};

macro_rules! registers {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident<$device:literal, $version:literal> {
            $($field:ident: $ty:ty = $range:expr, $unit:literal;)*
        }
        late($tag:literal, $late:ident: $late_ty:ty, $needed:path, $default:expr);
        skip($skipped:ident: $skipped_ty:ty = $value:expr);
        array($array:ident: [$element:ty; $len:expr] = $fill:expr);
        text($text:ident <= $max_len:expr);
        with($with:ident: $with_ty:ty as $adapter:ty);
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Migratable)]
        #[migratable(device = $device, version = $version, oldest = $version)]
        $vis struct $name {
            $(
                #[migratable(range = $range, unit = $unit)]
                $field: $ty,
            )*
            #[migratable(subsection(tag = $tag, needed = $needed), default = $default)]
            $late: $late_ty,
            #[migratable(skip = $value)]
            $skipped: $skipped_ty,
            #[migratable(fill = $fill)]
            $array: [$element; $len],
            #[migratable(max_len = $max_len)]
            $text: String,
            #[migratable(with = $adapter)]
            $with: $with_ty,
        }
    };
}

const LENGTH: usize = 4;

fn is_late(uart: &Uart) -> bool {
    uart.late != LATE
}

const LATE: i16 = -3;

registers! {
    /// Written by a macro.
    struct Uart<"in-macro", 1> {
        level: u32 = 0..=16, "bytes";
        offset: i16 = -1..=1, "ns";
        wide: u64 = ..=1 << 40, "ns";
    }
    late(7, late: i16, is_late, -3);
    skip(handle: Option<usize> = None);
    array(fifo: [u8; 2 * LENGTH] = 0xff);
    text(name <= LENGTH + 1);
    with(clocks: Vec<u64> as Vec<migratable::Varint>);
}

fn uart() -> Uart {
    Uart {
        level: 16,
        offset: -1,
        wide: 1 << 40,
        late: 9,
        handle: None,
        fifo: [1; 8],
        name: "uart0".to_owned(),
        clocks: vec![300],
    }
}

#[test]
fn a_struct_of_metavariables() {
    let bytes = migratable::to_vec(&uart()).unwrap();
    assert_eq!(migratable::decode::<Uart>(&bytes).unwrap(), uart());
    let error = migratable::to_vec(&Uart {
        level: 17,
        ..uart()
    })
    .unwrap_err();
    assert!(error.to_string().contains("`level`"), "{error}");
    let error = migratable::to_vec(&Uart {
        name: "longer".to_owned(),
        ..uart()
    })
    .unwrap_err();
    assert!(error.to_string().contains("`name`"), "{error}");
    assert!(Uart::SCHEMA_JSON.contains("\"doc\":\"Written by a macro.\""));
}

macro_rules! command {
    ($name:ident<$($parameter:ident),*> { $($variant:ident($($ty:ty),*) = $tag:literal as $alias:literal),* }) => {
        #[derive(Debug, PartialEq, Migratable)]
        enum $name<$($parameter),*> {
            $(
                #[migratable(tag = $tag, alias = $alias)]
                $variant($($ty),*),
            )*
        }
    };
}

command! {
    Command<T, E> {
        Read(u32, Option<T>) = 3 as "Load",
        Write(Vec<T>, [E; 2]) = 900 as "Store"
    }
}

#[test]
fn a_generic_enum_of_metavariables() {
    let write = Command::Write(vec![1_u8], ["a".to_owned(), "b".to_owned()]);
    let bytes = migratable::to_vec(&write).unwrap();
    assert_eq!(bytes, [0x84, 7, 1, 1, 1, b'a', 1, b'b']);
    assert_eq!(
        migratable::decode::<Command<u8, String>>(&bytes).unwrap(),
        write
    );
    let read = Command::<u8, String>::Read(1, None);
    assert_eq!(migratable::to_vec(&read).unwrap(), [3, 1, 0, 0, 0, 0]);
}

macro_rules! list_of {
    ($ty:ty) => { Vec<$ty> };
}

/// Types of fields that are macros, which the derives of std do not take.
#[derive(Migratable)]
struct TypeMacros<T> {
    plain: list_of!(u8),
    generic: list_of!(Option<T>),
}

#[test]
fn types_that_are_macros() {
    let value = TypeMacros {
        plain: vec![1],
        generic: vec![Some(true)],
    };
    let bytes = migratable::to_vec(&value).unwrap();
    let decoded = migratable::decode::<TypeMacros<bool>>(&bytes).unwrap();
    assert_eq!(
        (decoded.plain, decoded.generic),
        (value.plain, value.generic)
    );
}

/// Names that the macro's text brings along and generated code uses, too.
macro_rules! locals {
    ($name:ident) => {
        #[derive(Debug, PartialEq, Migratable)]
        struct $name {
            value: u8,
            out: u16,
            input: Vec<u8>,
            fields: bool,
            payload: Option<u8>,
            #[migratable(subsection(tag = 1))]
            subsections: Option<u8>,
            #[migratable(subsection(tag = 2))]
            content: Option<u8>,
            old: u8,
            loaded: u8,
            tag: u8,
            r#type: u8,
        }
    };
}

locals!(Locals);

#[derive(Debug, PartialEq, Migratable)]
enum LocalsOfVariants {
    One {
        value: u8,
        out: u16,
        fields: bool,
        tag: u32,
        input: String,
    },
    Two {
        payload: u8,
        content: u8,
        r#match: u8,
    },
}

#[test]
fn fields_may_have_the_names_of_generated_variables() {
    let value = Locals {
        value: 1,
        out: 2,
        input: vec![3],
        fields: true,
        payload: None,
        subsections: Some(4),
        content: Some(5),
        old: 6,
        loaded: 7,
        tag: 8,
        r#type: 9,
    };
    let bytes = migratable::to_vec(&value).unwrap();
    assert_eq!(migratable::decode::<Locals>(&bytes).unwrap(), value);

    let variant = LocalsOfVariants::One {
        value: 1,
        out: 2,
        fields: true,
        tag: 3,
        input: "x".to_owned(),
    };
    let bytes = migratable::to_vec(&variant).unwrap();
    assert_eq!(
        migratable::decode::<LocalsOfVariants>(&bytes).unwrap(),
        variant
    );
    let variant = LocalsOfVariants::Two {
        payload: 1,
        content: 2,
        r#match: 3,
    };
    assert_eq!(migratable::to_vec(&variant).unwrap(), [1, 1, 2, 3]);
}

/// The derive stands in the macro, the fields come from outside.
macro_rules! device {
    ($($item:tt)*) => {
        #[derive(Migratable, Debug, Default, PartialEq)]
        $($item)*
    };
}

device! {
    #[migratable(
        device = "handed-over",
        version = 2,
        oldest = 1,
        upgrade = Self::upgrade,
        validate = Self::validate,
        retired(tag = 9, name = "old", type = u8, apply = Self::apply)
    )]
    struct HandedOver {
        #[migratable(range = 0..=16)]
        level: u32,
        #[migratable(subsection(tag = 1, needed = Self::is_timed), default)]
        period: u64,
        #[migratable(subsection(tag = 2))]
        rate: Option<u16>,
    }
}

impl HandedOver {
    fn upgrade(&mut self, from: u32) {
        self.level += from;
    }

    fn validate(&self) -> Result<(), &'static str> {
        Ok(())
    }

    fn apply(&mut self, old: u8) {
        self.level = old.into();
    }

    fn is_timed(&self) -> bool {
        self.period != 0
    }
}

#[test]
fn items_may_be_handed_over_as_tokens() {
    let device = HandedOver {
        level: 3,
        period: 5,
        rate: Some(7),
    };
    let bytes = migratable::to_vec(&device).unwrap();
    assert_eq!(migratable::decode::<HandedOver>(&bytes).unwrap(), device);
    let mut loaded = HandedOver::default();
    migratable::load(&mut loaded, &bytes).unwrap();
    assert_eq!(loaded, device);
}

/// The struct is written here, and its fields where it is used: so the parts of a key's code
/// come from two places, of which neither sees the names of the other.
macro_rules! structs {
    ($($name:ident { $($fields:tt)* })*) => {$(
        #[derive(Debug, Default, PartialEq, Migratable)]
        struct $name { $($fields)* }
    )*};
}

fn is_needed(_: &impl Sized) -> bool {
    true
}

#[derive(Debug, Default, PartialEq, Migratable)]
struct Inner {
    a: u8,
}

structs! {
    Computed { #[migratable(default = computed(3 + 4))] a: u8, b: u8 }
    Ranged { #[migratable(range = 0..=9)] a: u8, #[migratable(range = ..7)] b: [u8; 2] }
    Long { #[migratable(max_len = 9)] a: Vec<u8>, #[migratable(max_len = 4)] b: String }
    Filled { #[migratable(fill = 3)] a: [u8; 4] }
    Short { #[migratable(varint)] a: u64, #[migratable(varint)] b: Vec<u32> }
    Matched { #[migratable(must_match)] a: u8, b: u8, #[migratable(must_match)] c: Vec<u8> }
    Subset { #[migratable(allowed(subset_of = 0xff))] a: u64, b: u8 }
    Most { b: u8, #[migratable(allowed(at_most = 9))] a: u8 }
    Least { #[migratable(allowed(at_least = 0))] a: u8, b: Vec<u8> }
    Skipped { #[migratable(skip = 3)] a: u8, #[migratable(skip)] c: u8, b: u8 }
    Secret { #[migratable(sensitive)] a: u8, #[migratable(sensitive, range = 0..9)] b: u8 }
    Adapted { #[migratable(with = Option<migratable::Varint>)] a: Option<u32> }
    Flat { #[migratable(flatten)] a: Inner, b: u8 }
    Named { #[migratable(rename = "x", alias = "y", unit = "ns")] a: u8 }
    Later {
        a: u8,
        #[migratable(subsection(tag = 1, needed = is_needed), default = 0)]
        b: u8,
        #[migratable(subsection(tag = 2))]
        c: Option<u8>,
        #[migratable(subsection(tag = 3, needed = is_needed), default = 0, range = 0..9)]
        d: u8,
    }
}

#[test]
fn fields_from_elsewhere() {
    fn there_and_back<T: Migratable + Default + PartialEq + std::fmt::Debug>() {
        let bytes = migratable::to_vec(&T::default()).unwrap();
        let mut live = T::default();
        migratable::load(&mut live, &bytes).unwrap();
        assert_eq!(live, T::default());
    }
    there_and_back::<Computed>();
    there_and_back::<Ranged>();
    there_and_back::<Long>();
    there_and_back::<Filled>();
    there_and_back::<Short>();
    there_and_back::<Matched>();
    there_and_back::<Subset>();
    there_and_back::<Most>();
    there_and_back::<Least>();
    there_and_back::<Skipped>();
    there_and_back::<Secret>();
    there_and_back::<Adapted>();
    there_and_back::<Flat>();
    there_and_back::<Named>();
    there_and_back::<Later>();
}

macro_rules! replaced {
    ($name:ident<$device:literal>: $older:ty = $convert:path, $former:literal: $taken:ty = $apply:path) => {
        #[derive(Debug, Default, PartialEq, Migratable)]
        #[migratable(device = $device, version = 2)]
        #[migratable(older(version = 1, type = $older, convert = $convert))]
        #[migratable(takes_over(device = $former, type = $taken, apply = $apply))]
        struct $name {
            count: u64,
        }
    };
}

replaced! { Timer<"timer-in-macro">: OldTimer = from_old, "tick": Tick = take_tick }

#[derive(Migratable)]
struct OldTimer {
    count: u16,
}

#[derive(Migratable)]
struct Tick {
    ticks: u64,
}

/// The devices of the release before.
mod before {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timer-in-macro")]
    pub(super) struct Timer {
        pub(super) count: u16,
    }

    #[derive(Migratable)]
    #[migratable(device = "tick")]
    pub(super) struct Tick {
        pub(super) ticks: u64,
    }
}

fn from_old(timer: &mut Timer, old: OldTimer) {
    timer.count = old.count.into();
}

fn take_tick(timer: &mut Timer, old: Tick, _: u32) {
    timer.count += old.ticks;
}

/// The types of other releases are those of whoever calls the macro.
#[test]
fn older_types_of_metavariables() {
    let stream = saved(|devices| {
        devices.add("/timer", Box::leak(Box::new(before::Timer { count: 300 })))?;
        devices.add("/tick", Box::leak(Box::new(before::Tick { ticks: 7 })))?;
        Ok(())
    });
    let mut timer = Timer::default();
    let mut devices = Devices::new();
    devices.add("/timer", &mut timer).unwrap();
    devices
        .take_over("/timer", 0, Former::new("/tick", 0))
        .unwrap();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    devices.load(&mut reader).unwrap();
    drop(devices);
    assert_eq!(timer, Timer { count: 307 });
}

fn saved(add: impl FnOnce(&mut Devices<'static>) -> Result<(), MachineError>) -> Vec<u8> {
    let mut devices = Devices::new();
    add(&mut devices).unwrap();
    let header = Header::new("in-macro", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap()
}
