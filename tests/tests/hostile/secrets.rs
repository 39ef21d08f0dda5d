//! What stands below a sensitive field stays out of every message of ours,
//! whatever its own types say of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex};

use migratable::device::{Device, Devices};
use migratable::resolve::resolve;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
use migratable::{Decode, Migratable, value};

/// Is allowed, and stands in the bytes where the secret will.
const GOOD: u64 = 0x0102_0304_0506_0708;

/// Is not allowed.
const SECRET: u64 = 0x5ec2_e7aa_5ec2_e7ab;

/// A value that holds this number.
trait Sample {
    fn of(number: u64) -> Self;
}

/// The type with a constraint of its own.
#[derive(Migratable, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Level {
    #[migratable(range = 0..=0x0fff_ffff_ffff_ffff)]
    level: u64,
}

#[derive(Migratable)]
struct Newtype(Level);

#[derive(Migratable)]
struct Deeper {
    more: u8,
    inner: (u8, Newtype),
}

#[derive(Migratable)]
enum Either {
    Nothing,
    Sesame(Level),
    Number {
        #[migratable(range = 0..=0x0fff_ffff_ffff_ffff)]
        sesame: u64,
    },
}

/// [`Either`] in its other variant.
#[derive(Migratable)]
struct Numbered(Either);

#[derive(Migratable)]
struct Optional {
    #[migratable(subsection(tag = 1))]
    content: Option<Level>,
}

#[derive(Migratable)]
#[migratable(from = Level, into = Level)]
struct Converted(u64);

impl From<Level> for Converted {
    fn from(level: Level) -> Self {
        Self(level.level)
    }
}

impl From<&Converted> for Level {
    fn from(converted: &Converted) -> Self {
        Self { level: converted.0 }
    }
}

/// A list of which one number is not allowed.
#[derive(Migratable)]
struct Numbers {
    #[migratable(range = 0..=0x0fff_ffff_ffff_ffff)]
    numbers: Vec<u64>,
}

macro_rules! samples {
    ($([$($bound:tt)*] $ty:ty: |$number:ident| $value:expr;)*) => {$(
        impl<$($bound)*> Sample for $ty {
            fn of($number: u64) -> Self {
                $value
            }
        }
    )*};
}

samples! {
    [] Level: |level| Self { level };
    [] Newtype: |n| Self(Level::of(n));
    [] Deeper: |n| Self { more: 1, inner: (2, Newtype::of(n)) };
    [] Either: |n| Self::Sesame(Level::of(n));
    [] Numbered: |sesame| Self(Either::Number { sesame });
    [] Optional: |n| Self { content: Some(Level::of(n)) };
    [] Converted: |n| Self(n);
    [] Numbers: |n| Self { numbers: vec![1, n] };
    [T: Sample] Option<T>: |n| Some(T::of(n));
    [T: Sample] Vec<T>: |n| vec![T::of(n)];
    [T: Sample] Box<T>: |n| Box::new(T::of(n));
    [T: Sample] [T; 1]: |n| [T::of(n)];
    [T: Sample] (u8, T): |n| (1, T::of(n));
    [T: Sample] Mutex<T>: |n| Mutex::new(T::of(n));
    [T: Sample] RefCell<T>: |n| RefCell::new(T::of(n));
    [T: Sample] Arc<T>: |n| Arc::new(T::of(n));
    [T: Sample] BTreeMap<u8, T>: |n| BTreeMap::from([(1, T::of(n))]);
    [] BTreeMap<Level, u8>: |n| BTreeMap::from([(Level::of(n), 1)]);
}

/// Devices with the sensitive field at some place, and one with another field.
macro_rules! devices {
    ($($(#[$attr:meta])* $name:ident $device:literal { $($field:tt)* } = |$p:ident| $value:expr;)*) => {$(
        #[derive(Migratable)]
        #[migratable(device = $device, bound(T: Decode + Sample))]
        $(#[$attr])*
        struct $name<T> {
            $($field)*
        }

        impl<T: Sample> Sample for $name<T> {
            fn of(number: u64) -> Self {
                let $p = T::of(number);
                $value
            }
        }
    )*};
}

devices! {
    Open "open" { p: T } = |p| Self { p };
    Field "field" {
        flag: bool,
        #[migratable(sensitive)]
        p: T,
        last: bool,
    } = |p| Self { flag: true, p, last: true };
    Subsection "subsection" { #[migratable(sensitive, subsection(tag = 1))] p: Option<T> } = |p| Self { p: Some(p) };
    Needed "needed" {
        #[migratable(sensitive, default = computed(T::of(GOOD)), subsection(tag = 1, needed = |_: &Self| true))]
        p: T
    } = |p| Self { p };
    #[migratable(subsection(group, tag = 1, needed = |_: &Self| true))]
    Group "group" {
        #[migratable(sensitive, default = computed(T::of(GOOD)), subsection = group)]
        p: T
    } = |p| Self { p };
    Compared "compared" { #[migratable(sensitive, must_match)] p: T } = |p| Self { p };
    InVariant "invariant" { v: Variant<T> } = |p| Self { v: Variant::Full { p } };
    InList "inlist" { v: Vec<Open<Field2<T>>> } = |p| Self { v: vec![Open { p: Field2 { p } }] };
}

#[derive(Migratable)]
enum Variant<T> {
    Full {
        #[migratable(sensitive)]
        p: T,
    },
    Empty,
}

/// A part.
#[derive(Migratable)]
struct Field2<T> {
    #[migratable(sensitive)]
    p: T,
}

impl<T: Sample> Sample for Field2<T> {
    fn of(number: u64) -> Self {
        Self { p: T::of(number) }
    }
}

fn tells(text: &str) -> bool {
    let bytes = format!("{:?}", SECRET.to_le_bytes());
    let secrets = [
        SECRET.to_string(),
        format!("{SECRET:x}"),
        bytes.trim_matches(['[', ']']).to_string(),
    ];
    let lower = text.to_lowercase();
    secrets.iter().any(|secret| lower.contains(secret)) || lower.contains("sesame")
}

fn said(error: &(impl Display + Debug)) -> String {
    format!("{error}\n{error:?}")
}

fn header() -> Header {
    Header::new("secrets", "1")
}

fn saved<D: Device>(device: &mut D) -> Result<Vec<u8>, String> {
    let mut devices = Devices::new();
    devices.add("dev", device).unwrap();
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save(&mut writer).map_err(|error| said(&error))?;
    Ok(writer.finish().unwrap())
}

/// The payload with the secret in it.
fn forged<D: Migratable + Sample>() -> Vec<u8> {
    let mut bytes = migratable::to_vec(&D::of(GOOD)).unwrap();
    let (good, secret) = (GOOD.to_le_bytes(), SECRET.to_le_bytes());
    let at = bytes.windows(8).position(|window| window == good).unwrap();
    bytes[at..at + 8].copy_from_slice(&secret);
    bytes
}

/// A stream of one device, with the payload written past the checks.
fn stream<D: Device + Sample>(payload: &[u8]) -> Vec<u8> {
    let mut good = D::of(GOOD);
    let mut devices = Devices::new();
    devices.add("dev", &mut good).unwrap();
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut writer).unwrap();
    writer.section(0, payload).unwrap();
    writer.finish().unwrap()
}

/// All that is said when the secret is saved or loaded.
fn messages<D: Device + Decode + Sample>() -> Vec<(&'static str, String)> {
    let mut secret = D::of(SECRET);
    let mut all = vec![
        ("to_vec", said(&migratable::to_vec(&secret).unwrap_err())),
        (
            "encode_into",
            said(&migratable::encode_into(&secret, &mut vec![0; 600]).unwrap_err()),
        ),
        (
            "encode_to_slice",
            said(&migratable::encode_to_slice(&secret, &mut [0; 600]).unwrap_err()),
        ),
        ("save", saved(&mut secret).unwrap_err()),
    ];
    let bytes = forged::<D>();
    let mut live = D::of(GOOD);
    all.push((
        "load",
        said(&migratable::load(&mut live, &bytes).unwrap_err()),
    ));
    all.push((
        "load_partly",
        said(&migratable::load_partly(&mut live, &bytes).unwrap_err()),
    ));
    if let Err(error) = migratable::decode::<D>(&bytes) {
        all.push(("decode", said(&error)));
    }
    let mut live = D::of(GOOD);
    let mut devices = Devices::new();
    devices.add("dev", &mut live).unwrap();
    let stream = stream::<D>(&bytes);
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let error = devices.load(&mut reader).unwrap_err();
    all.push(("Devices::load", said(&error)));
    all
}

/// What whoever reads with the schema alone is told of the secret.
fn is_said_to_be_sensitive<D: Device + Sample>() -> bool {
    let violation = value::locate(D::SCHEMA.ty(), &forged::<D>()).unwrap();
    violation.is_sensitive()
}

/// What is said of the secret and something else, which may stand before it: code
/// tests in another order than a reader of the schema. Each byte but those of the
/// secret is wrong in turn, and one more or fewer come.
fn messages_of_two_faults<D: Device + Decode + Sample>() -> Vec<(&'static str, String)> {
    let forged = forged::<D>();
    let secret = SECRET.to_le_bytes();
    let at = forged.windows(8).position(|window| window == secret);
    let secret = at.map_or(0..0, |at| at..at + 8);
    let wrong = (0..forged.len())
        .filter(|index| !secret.contains(index))
        .flat_map(|index| [2, 0xff].map(|byte| (index, byte)));
    let mut all: Vec<_> = wrong
        .map(|(index, byte)| {
            let mut bytes = forged.clone();
            bytes[index] = byte;
            bytes
        })
        .collect();
    all.push(forged[..forged.len() - 1].to_vec());
    all.push([&forged[..], &[0]].concat());
    all.iter().flat_map(|bytes| refusals::<D>(bytes)).collect()
}

/// All that is said where these bytes are refused.
fn refusals<D: Device + Decode + Sample>(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let mut live = D::of(GOOD);
    let in_place = migratable::load(&mut live, bytes);
    let partly = migratable::load_partly(&mut live, bytes);
    let new = migratable::decode::<D>(bytes).map(drop);
    let mut live = D::of(GOOD);
    let mut devices = Devices::new();
    devices.add("dev", &mut live).unwrap();
    let stream = stream::<D>(bytes);
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let machine = devices.load(&mut reader);
    let said = [
        ("load", in_place.map_err(|error| said(&error))),
        ("load_partly", partly.map_err(|error| said(&error))),
        ("decode", new.map_err(|error| said(&error))),
        (
            "Devices::load",
            machine.map(drop).map_err(|error| said(&error)),
        ),
    ];
    let said = said.into_iter();
    said.filter_map(|(way, result)| Some((way, result.err()?)))
        .collect()
}

/// All that is said where it is the live value that holds the secret.
fn messages_of_live<D: Device + Sample>() -> Vec<(&'static str, String)> {
    let bytes = migratable::to_vec(&D::of(GOOD)).unwrap();
    let in_place = migratable::load(&mut D::of(SECRET), &bytes);
    let mut live = D::of(SECRET);
    let mut devices = Devices::new();
    devices.add("dev", &mut live).unwrap();
    let stream = stream::<D>(&bytes);
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let machine = devices.load(&mut reader);
    let said = [
        ("live, load", in_place.map_err(|error| said(&error))),
        (
            "live, machine",
            machine.map(drop).map_err(|error| said(&error)),
        ),
    ];
    let said = said.into_iter();
    said.filter_map(|(way, result)| Some((way, result.err()?)))
        .collect()
}

fn hides<D: Device + Decode + Sample>(told: &mut Vec<String>) {
    assert!(is_said_to_be_sensitive::<D>());
    let all = [
        messages::<D>(),
        messages_of_two_faults::<D>(),
        messages_of_live::<D>(),
    ];
    for (way, message) in all.into_iter().flatten() {
        if tells(&message) {
            told.push(format!(
                "{way} of {}: {message}",
                std::any::type_name::<D>()
            ));
        }
    }
}

fn everywhere<T: Decode + Sample>(told: &mut Vec<String>) {
    // If it were not sensitive, it would be told.
    assert!(!is_said_to_be_sensitive::<Open<T>>());
    let open = messages::<Open<T>>();
    assert!(open.iter().all(|(_, message)| tells(message)), "{open:#?}");
    hides::<Field<T>>(told);
    hides::<Subsection<T>>(told);
    hides::<Needed<T>>(told);
    hides::<Group<T>>(told);
    hides::<Compared<T>>(told);
    hides::<InVariant<T>>(told);
    hides::<InList<T>>(told);
}

#[test]
fn numbers_that_their_own_types_refuse() {
    let mut told = Vec::new();
    everywhere::<Level>(&mut told);
    everywhere::<Newtype>(&mut told);
    everywhere::<Deeper>(&mut told);
    everywhere::<Either>(&mut told);
    everywhere::<Numbered>(&mut told);
    everywhere::<Optional>(&mut told);
    everywhere::<Converted>(&mut told);
    everywhere::<Numbers>(&mut told);
    everywhere::<Option<Level>>(&mut told);
    everywhere::<Vec<Level>>(&mut told);
    everywhere::<Box<Level>>(&mut told);
    everywhere::<[Level; 1]>(&mut told);
    everywhere::<(u8, Level)>(&mut told);
    everywhere::<Mutex<Level>>(&mut told);
    everywhere::<RefCell<Level>>(&mut told);
    everywhere::<Arc<Mutex<Level>>>(&mut told);
    everywhere::<BTreeMap<u8, Level>>(&mut told);
    everywhere::<BTreeMap<Level, u8>>(&mut told);
    everywhere::<Vec<Option<Either>>>(&mut told);
    assert!(told.is_empty(), "{told:#?}");
}

/// More parts than are looked at for the place stand before it.
#[test]
fn a_place_that_is_not_found() {
    type Units = ((), (), (), (), (), (), (), (), (), (), (), ());
    type Many = (Units, Units, Units, Units, Units, Units, Units, Units);

    #[derive(Migratable)]
    #[migratable(device = "long")]
    struct Long {
        before: Vec<(u8, Many)>,
        #[migratable(sensitive)]
        p: Level,
    }

    let of = |level| Long {
        before: (0..40_000).map(|_| (1, Many::default())).collect(),
        p: Level { level },
    };
    let mut bytes = migratable::to_vec(&of(GOOD)).unwrap();
    let at = bytes.len() - 8;
    bytes[at..].copy_from_slice(&SECRET.to_le_bytes());
    assert_eq!(value::locate(Long::SCHEMA.ty(), &bytes), None, "is found");
    let errors = [
        migratable::load(&mut of(GOOD), &bytes).unwrap_err(),
        migratable::load_partly(&mut of(GOOD), &bytes).unwrap_err(),
        migratable::decode::<Long>(&bytes).map(drop).unwrap_err(),
    ];
    for error in errors {
        assert!(!tells(&said(&error)), "{error:?}");
        assert!(error.to_string().contains("its `range`"), "{error}");
    }
}

/// What the reader puts in is nothing that its own type allows.
mod defaults {
    use super::*;

    #[derive(Migratable)]
    pub(super) struct Named {
        level: Level,
        name: String,
    }

    pub(super) fn named(level: u64) -> Named {
        Named {
            level: Level { level },
            name: String::new(),
        }
    }

    pub(super) mod old {
        #[derive(migratable::Migratable)]
        #[migratable(device = "dev")]
        pub(crate) struct Dev {
            pub(crate) count: u8,
        }
    }

    #[derive(Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct New {
        pub(super) count: u8,
        #[migratable(sensitive, default = computed(named(SECRET)))]
        pub(super) p: Named,
    }

    #[derive(Migratable)]
    #[migratable(device = "absent")]
    pub(super) struct Absent {
        #[migratable(
            sensitive,
            default = computed(named(SECRET)),
            subsection(tag = 1, needed = |_: &Self| false)
        )]
        pub(super) p: Named,
    }
}

#[test]
fn defaults_that_their_own_types_refuse() {
    let (old, new) = (defaults::old::Dev::SCHEMA, defaults::New::SCHEMA);
    let resolution = resolve(old, new);
    let mut all = format!("{resolution:?}");
    if let Some(plan) = resolution.plan()
        && let Err(error) = plan.convert(&[1], &mut Vec::new())
    {
        all += &said(&error);
    }
    assert!(!tells(&all), "{all}");

    let mut live = defaults::Absent {
        p: defaults::named(GOOD),
    };
    let error = migratable::load(&mut live, &[0]).unwrap_err();
    assert!(!tells(&said(&error)), "{error}");
}

/// A sensitive field has its limit in both directions, as others have.
#[test]
fn a_length_is_tested_and_not_shown() {
    macro_rules! tested {
        ($($ty:ty: |$len:ident| $value:expr;)*) => {$({
            #[derive(Migratable)]
            struct AnyLen {
                secret: $ty,
            }

            #[derive(Migratable)]
            struct MaxLen {
                #[migratable(sensitive, max_len = 3)]
                secret: $ty,
            }

            let of_len = |$len: u8| -> $ty { $value };
            for len in 0..=5 {
                let bytes = migratable::to_vec(&AnyLen { secret: of_len(len) }).unwrap();
                let limited = MaxLen { secret: of_len(len) };
                let mut live = MaxLen { secret: of_len(1) };
                let results = [
                    ("to_vec", migratable::to_vec(&limited).err().map(|error| error.to_string())),
                    ("decode", migratable::decode::<MaxLen>(&bytes).err().map(|error| error.to_string())),
                    ("load", migratable::load(&mut live, &bytes).err().map(|error| error.to_string())),
                ];
                for (way, said) in results {
                    let place = format!("{way} {} of {len}: {said:?}", stringify!($ty));
                    assert_eq!(said.is_some(), len > 3, "{place}");
                    let is_named = said.is_none_or(|said| said.contains("sensitive"));
                    assert!(is_named, "{place}");
                }
            }
        })*};
    }
    tested! {
        Vec<u8>: |len| vec![7; len.into()];
        String: |len| "x".repeat(len.into());
        BTreeMap<u8, u8>: |len| (0..len).map(|key| (key, 1)).collect();
    }
}
