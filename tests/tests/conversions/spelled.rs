//! Defaults of derived types, spelled as Rust code, are in the schema: so the way back
//! to a build without the field is open as long as it holds that value.

use migratable::resolve::{Verdict, resolve};
use migratable::schema::{DefaultValue, Schema};
use migratable::{Device, Migratable, to_vec};

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(device = "dev")]
struct Old {
    first: u8,
}

#[derive(Migratable, Debug, PartialEq, Clone, Copy)]
enum Mode {
    Off,
    #[migratable(rename = "on")]
    On,
    #[expect(
        clippy::upper_case_acronyms,
        reason = "it is told from a constant by the schema"
    )]
    USB,
    At(u16),
    Between {
        #[migratable(rename = "low")]
        start: u64,
        end: i8,
    },
    Nested(Level),
}

#[derive(Migratable, Debug, PartialEq, Clone, Copy)]
struct Level(u8);

#[derive(Migratable, Debug, PartialEq, Clone)]
struct Timing {
    start: u8,
    mode: Mode,
    #[migratable(rename = "stop")]
    end: Option<u32>,
    #[migratable(skip = 5)]
    live: u8,
    regs: [u16; 4],
    name: String,
    level: Level,
    #[migratable(subsection(tag = 1))]
    alarm: Option<Level>,
    unit: (),
}

#[derive(Migratable, Debug, PartialEq)]
struct Empty;

#[derive(Migratable, Debug, PartialEq)]
struct Pair<T>(T, Level);

#[derive(Migratable, Debug, PartialEq, Clone, Copy)]
struct OnlySubsections {
    #[migratable(subsection(tag = 1))]
    alarm: Option<u8>,
}

#[derive(Migratable, Debug, PartialEq)]
struct Around(OnlySubsections);

/// Has the name of a variant of what it is around.
#[derive(Migratable, Debug, PartialEq)]
struct Off(Mode);

#[derive(Migratable, Debug, PartialEq)]
#[migratable(transparent)]
struct Cached {
    level: u8,
}

mod foreign {
    #[derive(Debug, PartialEq)]
    pub(super) struct Clock {
        pub(super) rate: u32,
        pub(super) on: bool,
    }
}

#[expect(dead_code, reason = "it describes another")]
#[derive(Migratable)]
#[migratable(remote = foreign::Clock)]
struct Clock {
    rate: u32,
    on: bool,
}

/// A device with one more field: what the schema says of its default, and that this is what
/// the program puts in; old state loads, and comes back.
macro_rules! defaults {
    ($($name:ident: $ty:ty, $default:expr, [$($keys:tt)*], $json:expr;)*) => {$(
        #[test]
        fn $name() {
            #[derive(Migratable, Debug, PartialEq)]
            #[migratable(device = "dev")]
            struct New {
                first: u8,
                #[migratable(default = $default $($keys)*)]
                added: $ty,
            }
            let default = field_default(New::SCHEMA);
            assert_eq!(default.as_deref(), Some($json));
            let parsed = Schema::from_json(New::SCHEMA_JSON).unwrap();
            assert_eq!(&parsed, New::SCHEMA);
            for new in [New::SCHEMA, &parsed] {
                let forward = resolve(Old::SCHEMA, new);
                assert_eq!(forward.verdict(), Verdict::Compatible, "{forward:?}");
                let mut converted = Vec::new();
                forward.into_plan().unwrap().convert(&[7], &mut converted).unwrap();
                let made: New = migratable::decode(&converted).unwrap();
                assert_eq!(made, New { first: 7, added: $default });

                let back = resolve(new, Old::SCHEMA);
                assert_ne!(back.verdict(), Verdict::Incompatible, "{back:?}");
                let mut old = Vec::new();
                back.into_plan().unwrap().convert(&to_vec(&made).unwrap(), &mut old).unwrap();
                assert_eq!(old, [7]);
            }
        }
    )*};
}

fn field_default(schema: &Schema) -> Option<String> {
    let migratable::schema::Type::Struct(ty) = &**schema.ty() else {
        return None;
    };
    match ty.fields().last()?.default_value()? {
        DefaultValue::Literal(literal) => Some(literal.to_string()),
        DefaultValue::Zero => Some("zero".into()),
        other => Some(format!("{other:?}")),
    }
}

defaults! {
    a_variant: Mode, Mode::Off, [], "\"Off\"";
    a_renamed_variant: Mode, Mode::On, [], "\"on\"";
    a_variant_in_capitals: Mode, Mode::USB, [], "\"USB\"";
    a_variant_with_a_field: Mode, Mode::At(300), [], r#"{"At":{"0":300}}"#;
    fields_in_another_order: Mode, Mode::Between { end: -1, start: 9 }, [],
        r#"{"Between":{"low":9,"end":-1}}"#;
    a_newtype_in_a_variant: Mode, Mode::Nested(Level(3)), [], r#"{"Nested":{"0":3}}"#;
    a_newtype: Level, Level(9), [], "9";
    a_newtype_of_the_name_of_a_variant: Off, Off(Mode::On), [], "\"on\"";
    a_newtype_of_the_name_of_that_variant: Off, Off(Mode::Off), [], "\"Off\"";
    a_newtype_of_a_variant_with_a_field: Off, Off(Mode::At(2)), [], r#"{"At":{"0":2}}"#;
    what_has_only_subsections: OnlySubsections, OnlySubsections { alarm: Some(3) }, [],
        r#"{"alarm":3}"#;
    a_newtype_of_what_has_only_subsections: Around, Around(OnlySubsections { alarm: Some(3) }),
        [], r#"{"alarm":3}"#;
    a_newtype_without_them: Around, Around(OnlySubsections { alarm: None }), [], "{}";
    a_transparent_struct: Cached, Cached { level: 3 }, [], "3";
    an_option: Option<Mode>, Some(Mode::On), [], "\"on\"";
    no_option: Option<Timing>, None, [], "null";
    an_array: [Mode; 2], [Mode::Off, Mode::At(1)], [], r#"["Off",{"At":{"0":1}}]"#;
    a_list: Vec<Level>, vec![Level(1), Level(2)], [], "[1,2]";
    a_tuple: (Mode, u8), (Mode::Off, 3), [], "[\"Off\",3]";
    a_unit_struct: Empty, Empty, [], "{}";
    a_tuple_struct: Pair<u32>, Pair(1, Level(2)), [], r#"{"0":1,"1":2}"#;
    a_struct: Timing,
        Timing {
            mode: Mode::At(2), start: 1, end: Some(4), live: 5, regs: [0; 4], name: String::new(),
            level: Level(6), alarm: None, unit: (),
        },
        [],
        r#"{"start":1,"mode":{"At":{"0":2}},"stop":4,"regs":[0,0,0,0],"name":"","level":6,"unit":null}"#;
    a_struct_with_a_subsection: Timing,
        Timing {
            start: 1, mode: Mode::On, end: None, live: 5, regs: [1, 2, 3, 4],
            name: "x".to_owned(), level: Level(6), alarm: Some(Level(8)), unit: (),
        },
        [],
        r#"{"start":1,"mode":"on","stop":null,"regs":[1,2,3,4],"name":"x","level":6,"unit":null,"alarm":8}"#;
    a_wrapped_number: std::num::Wrapping<u16>, std::num::Wrapping(7), [], "7";
    a_remote_type: foreign::Clock, foreign::Clock { rate: 5, on: true }, [, with = Clock],
        r#"{"rate":5,"on":true}"#;
    remote_types_in_a_list: Vec<foreign::Clock>, vec![foreign::Clock { rate: 5, on: true }],
        [, with = Vec<Clock>], r#"[{"rate":5,"on":true}]"#;
}

/// Any other value has no place in the older build.
#[test]
fn the_way_back_is_closed_to_other_values() {
    #[derive(Migratable)]
    #[migratable(device = "dev")]
    struct New {
        first: u8,
        #[migratable(default = Mode::At(3))]
        mode: Mode,
    }
    let back = resolve(New::SCHEMA, Old::SCHEMA);
    assert_eq!(back.verdict(), Verdict::Conditional);
    let plan = back.into_plan().unwrap();
    let to_old = |mode| {
        let mut out = Vec::new();
        let bytes = to_vec(&New { first: 1, mode }).unwrap();
        plan.convert(&bytes, &mut out).map(|()| out)
    };
    assert_eq!(to_old(Mode::At(3)).unwrap(), [1]);
    for mode in [Mode::Off, Mode::At(4)] {
        let error = to_old(mode).unwrap_err().to_string();
        assert!(
            error.contains(r#"must be its default, {"At":{"0":3}}"#),
            "{error}"
        );
    }
}

#[test]
fn arrays_are_filled_with_them() {
    #[derive(Migratable)]
    #[migratable(device = "dev")]
    struct Two {
        modes: [Mode; 2],
    }
    mod new {
        use super::Mode;

        #[derive(migratable::Migratable)]
        #[migratable(device = "dev")]
        pub(super) struct Three {
            #[migratable(fill = Mode::At(3))]
            pub(super) modes: [Mode; 3],
        }
    }
    use new::Three;
    let three = Schema::from_json(Three::SCHEMA_JSON).unwrap();
    assert_eq!(&three, Three::SCHEMA);
    let plan = resolve(Two::SCHEMA, &three).into_plan().unwrap();
    let mut out = Vec::new();
    let two = Two {
        modes: [Mode::On, Mode::Off],
    };
    plan.convert(&to_vec(&two).unwrap(), &mut out).unwrap();
    let made: Three = migratable::decode(&out).unwrap();
    assert_eq!(made.modes, [Mode::On, Mode::Off, Mode::At(3)]);
}
