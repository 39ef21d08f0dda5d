//! The names of the bits of what `bitflags!` makes, wherever it can stand.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use bitflags::bitflags;
use migratable::schema::{Components, Field, Flags, Schema, Type};
use migratable::{Bits, Device, Migratable};

bitflags! {
    /// Several bits, bits of others, none, and bits of which nothing is said.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Wide: u16 {
        const RECEIVE = 1 << 4;
        const BOTH = 3 << 4;
        const TRANSMIT = 1 << 5;
        const NOTHING = 0;
        const HIGH = 1 << 15;
        const _ = !0;
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Signed: i32 {
        const TOP = i32::MIN;
        const r#type = 1;
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Widest: u128 {
        const LAST = 1 << 127;
        const EXACT = 1 << 53;
        const BELOW = (1 << 53) - 1;
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Sized: usize {
        const LOW = 1;
    }
}

/// One that has nothing but the trait is named in another way, and its bits are not.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ByHand(u8);

impl bitflags::Flags for ByHand {
    const FLAGS: &'static [bitflags::Flag<Self>] = &[bitflags::Flag::new("A", Self(1))];
    type Bits = u8;

    fn bits(&self) -> u8 {
        self.0
    }

    fn from_bits_retain(bits: u8) -> Self {
        Self(bits)
    }
}

type Unnamed = Bits;

mod renamed {
    pub(super) use migratable::Bits;
}

#[derive(Migratable)]
struct Newtype(#[migratable(with = Bits)] Wide);

#[derive(Migratable)]
struct Listed(#[migratable(with = Vec<Bits>)] Vec<Wide>);

#[derive(Migratable)]
#[migratable(transparent)]
struct Transparent {
    #[migratable(with = migratable::Bits)]
    flags: Wide,
}

#[derive(Migratable)]
#[migratable(remote = Foreign)]
struct Described(
    #[allow(dead_code)]
    #[migratable(with = Bits)]
    Wide,
);

struct Foreign(Wide);

#[derive(Migratable)]
struct Generic<T> {
    #[migratable(with = Bits)]
    #[migratable(default = computed(Wide::empty()))]
    named: Wide,
    rest: T,
}

trait Chip {
    type Mask: bitflags::Flags<Bits = u8> + Copy;
}

#[derive(Migratable)]
struct Moves {
    #[migratable(with = Bits)]
    moved: Wide,
}

#[derive(Migratable)]
enum Mode {
    Off,
    On {
        #[migratable(with = Bits)]
        named: Wide,
    },
    Both(#[migratable(with = Option<Bits>)] Option<Wide>, u8),
}

#[derive(Migratable)]
#[migratable(device = "all", bound())]
#[migratable(subsection(several, tag = 3, needed = Self::needed))]
struct All<C: Chip> {
    #[migratable(with = Bits)]
    named: Wide,
    #[migratable(with = ::migratable::Bits)]
    by_path: Wide,
    #[migratable(with = self::renamed::Bits)]
    by_another_path: Wide,
    #[migratable(with = [Bits; 2])]
    array: [Wide; 2],
    #[migratable(with = [[Bits; 2]; 2])]
    arrays: [[Wide; 2]; 2],
    #[migratable(with = Vec<Bits>, max_len = 3)]
    list: Vec<Wide>,
    #[migratable(with = VecDeque<Bits>)]
    queue: VecDeque<Wide>,
    #[migratable(with = Option<Bits>)]
    option: Option<Wide>,
    #[migratable(with = std::boxed::Box<Bits>)]
    boxed: Box<Wide>,
    #[migratable(with = Cell<Bits>)]
    cell: Cell<Wide>,
    #[migratable(with = Arc<Mutex<Bits>>)]
    shared: Arc<Mutex<Wide>>,
    #[migratable(with = BTreeSet<Bits>)]
    set: BTreeSet<Wide>,
    #[migratable(with = BTreeMap<u8, Bits>)]
    map: BTreeMap<u8, Wide>,
    #[migratable(with = HashMap<u8, Vec<Bits>>)]
    map_of_lists: HashMap<u8, Vec<Wide>>,
    #[migratable(with = Vec<Option<[Bits; 2]>>)]
    nested: Vec<Option<[Wide; 2]>>,
    #[migratable(with = Vec<Described>)]
    adapted: Vec<Foreign>,
    newtype: Newtype,
    newtypes: Vec<Option<Newtype>>,
    values: BTreeMap<u8, [Newtype; 1]>,
    listed: Box<Listed>,
    transparent: Mutex<Transparent>,
    #[migratable(with = Bits, subsection(tag = 1))]
    optional: Option<Wide>,
    #[migratable(with = Vec<Bits>, subsection(tag = 2))]
    optional_list: Option<Vec<Wide>>,
    #[migratable(with = Bits, subsection = several, default = computed(Wide::empty()))]
    grouped_subsection: Wide,
    #[migratable(flatten)]
    moves: Moves,
    // These have no names.
    #[migratable(with = (Bits, Bits))]
    tuple: (Wide, Signed),
    #[migratable(with = BTreeMap<Bits, u8>)]
    keys: BTreeMap<Wide, u8>,
    #[migratable(with = Unnamed)]
    by_hand: ByHand,
    #[migratable(with = Bits)]
    of_parameter: C::Mask,
    tuple_of_newtypes: (Newtype, u8),
    plain: u16,
}

impl<C: Chip> All<C> {
    fn needed(&self) -> bool {
        true
    }
}

enum Small {}

impl Chip for Small {
    type Mask = ByHand;
}

const UNNAMED: [&str; 6] = [
    "tuple",
    "keys",
    "by_hand",
    "of_parameter",
    "tuple_of_newtypes",
    "plain",
];

fn fields(ty: &Type) -> Vec<&Field> {
    let ty = ty.as_struct().expect("a struct");
    let subsections = ty.subsections().iter().map(|one| one.field());
    ty.fields().iter().chain(subsections).collect()
}

fn pairs(flags: &Flags) -> Vec<(&str, u128)> {
    let flags = flags.all().iter();
    flags.map(|flag| (flag.name(), flag.bits())).collect()
}

#[test]
fn bits_have_names_wherever_they_stand() {
    let wide = [
        ("RECEIVE", 0x10),
        ("BOTH", 0x30),
        ("TRANSMIT", 0x20),
        ("NOTHING", 0),
        ("HIGH", 0x8000),
    ];
    let json = Schema::from_json(All::<Small>::SCHEMA_JSON).expect("a schema");
    for schema in [All::<Small>::SCHEMA, &json] {
        let mut seen = 0;
        for field in fields(schema.ty()) {
            let name = field.name();
            let field = match name {
                "several" => fields(field.ty())[0],
                _ => field,
            };
            let expected = match UNNAMED.contains(&name) {
                true => &[][..],
                false => &wide,
            };
            assert_eq!(pairs(field.flags()), expected, "{name}");
            seen += 1;
        }
        assert_eq!(seen, 31);
    }
    let Components::Enum(mode) = Mode::TYPE.components() else {
        panic!("an enum");
    };
    for (variant, field) in [(1, 0), (2, 0)] {
        let flags = mode.variants()[variant].fields()[field].flags();
        assert_eq!(pairs(flags), wide);
    }
    assert_eq!(
        pairs(fields(<Generic<u8> as Migratable>::TYPE)[0].flags()),
        wide
    );
}

#[derive(Migratable)]
#[migratable(device = "kinds")]
struct Kinds {
    #[migratable(with = Bits)]
    signed: Signed,
    #[migratable(with = Bits)]
    widest: Widest,
    #[migratable(with = Bits)]
    sized: Sized,
}

#[test]
fn bits_are_those_of_a_number_without_sign() {
    let json = Schema::from_json(Kinds::SCHEMA_JSON).expect("a schema");
    assert!(Kinds::SCHEMA_JSON.contains(r#""_flags":[["LAST","170141183460469231731687303715884105728"],["EXACT","9007199254740992"],["BELOW",9007199254740991]]"#));
    for schema in [Kinds::SCHEMA, &json] {
        let fields = fields(schema.ty());
        assert_eq!(pairs(fields[0].flags())[0], ("TOP", 1 << 31));
        assert_eq!(
            pairs(fields[0].flags()).len(),
            1,
            "`r#type` is no name of a schema"
        );
        assert_eq!(pairs(fields[1].flags())[0], ("LAST", 1 << 127));
        assert_eq!(pairs(fields[2].flags()), [("LOW", 1)]);
    }
}

/// As `bitflags` itself says it.
#[test]
fn the_names_of_a_value_are_those_that_bitflags_gives() {
    let field = fields(Moves::TYPE)[0];
    let check = |bits: u16| {
        let mut names = field.flags().set_in(bits.into());
        let mut said: Vec<String> = names.by_ref().map(str::to_owned).collect();
        if names.rest() != 0 {
            said.push(format!("{:#x}", names.rest()));
        }
        let mut expected = String::new();
        bitflags::parser::to_writer(&Wide::from_bits_retain(bits), &mut expected).expect("text");
        assert_eq!(said.join(" | "), expected, "{bits:#x}");
    };
    (0..=u16::MAX).for_each(check);
}

/// Two types of one name and encoding that name bits differently are two.
#[test]
fn types_that_differ_in_names_of_bits_are_listed_both() {
    mod a {
        use super::*;
        bitflags! { pub(super) struct Mask: u8 { const A = 1; } }
        #[derive(Migratable)]
        pub(super) struct Register {
            #[migratable(with = Bits)]
            mask: Mask,
        }
    }
    mod b {
        use super::*;
        bitflags! { pub(super) struct Mask: u8 { const B = 1; } }
        #[derive(Migratable)]
        pub(super) struct Register {
            #[migratable(with = Bits)]
            mask: Mask,
        }
    }
    #[derive(Migratable)]
    #[migratable(device = "two")]
    struct Two {
        one: a::Register,
        other: b::Register,
    }
    let json = Schema::from_json(Two::SCHEMA_JSON).expect("a schema");
    for schema in [Two::SCHEMA, &json] {
        let names = fields(schema.ty()).into_iter().map(|part| {
            let mask = fields(part.ty())[0];
            mask.flags().all()[0].name()
        });
        assert_eq!(names.collect::<Vec<_>>(), ["A", "B"]);
    }
    assert_eq!(
        a::Register::TYPE.summary().fingerprint(),
        b::Register::TYPE.summary().fingerprint(),
        "names of bits play no part in it"
    );
}

/// As many flags as wanted, by hand.
macro_rules! with_flags {
    ($name:ident, $count:literal) => {
        #[derive(Clone, Copy)]
        struct $name(u8);

        impl $name {
            const fn bits(&self) -> u8 {
                self.0
            }
        }

        impl bitflags::Flags for $name {
            const FLAGS: &'static [bitflags::Flag<Self>] =
                &[const { bitflags::Flag::new("A", Self(1)) }; $count];
            type Bits = u8;

            fn bits(&self) -> u8 {
                self.0
            }

            fn from_bits_retain(bits: u8) -> Self {
                Self(bits)
            }
        }
    };
}

/// More names than are looked at are none.
#[test]
fn too_many_flags_have_no_names() {
    with_flags!(Most, 256);
    with_flags!(More, 257);
    #[derive(Migratable)]
    struct Holder {
        #[migratable(with = Bits)]
        most: Most,
        #[migratable(with = Bits)]
        more: More,
    }
    let names = fields(Holder::TYPE).into_iter();
    let counts: Vec<usize> = names.map(|field| field.flags().all().len()).collect();
    assert_eq!(counts, [256, 0]);
}

/// Another adapter may have the name, also for types with some `bits` of their own.
#[test]
fn another_adapter_of_the_name_has_no_flags() {
    mod own {
        use migratable::codec::{Decoder, Encoder, Fault, Loading};
        use migratable::schema::Type;

        use super::*;

        pub(super) enum Bits {}

        macro_rules! described {
            ($($ty:ident { $($own:tt)* })*) => {$(
                #[allow(dead_code)]
                pub(super) struct $ty(u8);

                #[allow(dead_code)]
                impl $ty {
                    $($own)*
                }

                impl Migratable<$ty> for Bits {
                    const TYPE: &'static Type = <u8 as Migratable>::TYPE;
                    const LOADING: Loading = <u8 as Migratable>::LOADING;

                    fn encoded_len(value: &$ty) -> usize {
                        <u8 as Migratable>::encoded_len(&value.0)
                    }

                    fn encode(value: &$ty, out: &mut Encoder<'_>) -> Result<(), Fault> {
                        <u8 as Migratable>::encode(&value.0, out)
                    }

                    fn load(value: &mut $ty, input: &mut Decoder<'_>) -> Result<(), Fault> {
                        <u8 as Migratable>::load(&mut value.0, input)
                    }

                    fn check(_: Option<&$ty>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                        <u8 as Migratable>::check(None, input)
                    }
                }
            )*};
        }
        described! {
            Without {}
            NotConst { pub(super) fn bits(&self) -> u8 { self.0 } }
            OfAnotherType { pub(super) const fn bits(&self) -> [bool; 8] { [false; 8] } }
            OfMore { pub(super) fn bits(self, more: u8) -> u8 { self.0 + more } }
            OfNothing { pub(super) fn bits() -> u32 { 8 } }
        }
    }
    use own::{Bits, NotConst, OfAnotherType, OfMore, OfNothing, Without};

    #[derive(Migratable)]
    struct Holder {
        #[migratable(with = Bits)]
        without: Without,
        #[migratable(with = Bits)]
        not_const: NotConst,
        #[migratable(with = Bits)]
        of_another_type: OfAnotherType,
        #[migratable(with = Bits)]
        of_more: OfMore,
        #[migratable(with = [Bits; 2])]
        of_nothing: [OfNothing; 2],
    }
    for field in fields(Holder::TYPE) {
        assert!(field.flags().is_empty(), "{}", field.name());
    }
}

#[test]
fn damaged_names_are_refused() {
    for (flags, what) in [
        ("[[\"A\",1],[\"B\"]]", "a tuple of size 2"),
        ("[[\"A\",1,2]]", "trailing characters"),
        ("[[\"A\",-1]]", "a whole number without sign"),
        ("[[\"A\",1.5]]", "a whole number without sign"),
        ("[[\"A\",\"+1\"]]", "up to 128 bits"),
        (
            "[[\"A\",\"340282366920938463463374607431768211456\"]]",
            "up to 128 bits",
        ),
        ("[[\"\\u001b[0m\",1]]", "is not a name"),
        ("{}", "sequence"),
        ("null", "sequence"),
    ] {
        let text = Kinds::SCHEMA_JSON.replacen(r#"[["LOW",1]]"#, flags, 1);
        let error = Schema::from_json(&text).expect_err(flags).to_string();
        assert!(error.contains(what), "{flags}: {error}");
        assert!(!error.chars().any(char::is_control), "{error:?}");
    }
    let many: Vec<String> = (0..257).map(|n| format!("[\"F{n}\",{n}]")).collect();
    let text = Kinds::SCHEMA_JSON.replacen(r#"[["LOW",1]]"#, &format!("[{}]", many.join(",")), 1);
    let error = Schema::from_json(&text).expect_err("too many").to_string();
    assert!(error.contains("at most 256"), "{error}");
}
