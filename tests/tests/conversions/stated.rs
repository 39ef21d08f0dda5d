//! What a type states of its `Default`: `default` alone is then known to the schema.

use migratable::resolve::{Verdict, resolve};
use migratable::schema::{DefaultValue, Schema, Type};
use migratable::{Device, Migratable, to_vec};

#[derive(Migratable)]
#[migratable(device = "dev")]
struct Old {}

#[derive(Migratable, Default, Debug, PartialEq)]
enum Mode {
    On,
    #[default]
    #[migratable(rename = "off")]
    Off,
}

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(default)]
struct Zeros {
    start: u8,
    end: Option<u16>,
    #[migratable(skip = 0)]
    live: u8,
    name: String,
}

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(default)]
struct Mixed {
    zeros: (bool, [u16; 3]),
    #[migratable(rename = "m")]
    mode: Mode,
    modes: [Mode; 2],
    list: Vec<Mode>,
    count: std::num::Wrapping<u32>,
    #[migratable(subsection(tag = 1))]
    alarm: Option<u8>,
}

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(default)]
struct Newtype(Mode);

#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(default)]
struct Generic<T> {
    value: T,
}

#[derive(Migratable, Debug, PartialEq)]
#[migratable(default = Rate { hz: 50, mode: Mode::On })]
struct Rate {
    hz: u32,
    mode: Mode,
}

impl Default for Rate {
    fn default() -> Self {
        Rate {
            hz: 50,
            mode: Mode::On,
        }
    }
}

#[derive(Migratable, Debug, PartialEq)]
#[migratable(default = Speed::Fast(3))]
enum Speed {
    Slow,
    Fast(u8),
}

impl Default for Speed {
    fn default() -> Self {
        Speed::Fast(3)
    }
}

#[derive(Migratable, Default, Debug, PartialEq)]
struct Silent {
    value: u8,
}

/// The `Default` is another one than it says.
#[derive(Migratable, Debug, PartialEq)]
#[migratable(default)]
struct Wrong {
    value: u8,
}

impl Default for Wrong {
    fn default() -> Self {
        Self { value: 1 }
    }
}

macro_rules! defaults {
    ($($name:ident: $ty:ty, $json:expr;)*) => {$(
        #[test]
        fn $name() {
            #[derive(Migratable, Debug, PartialEq, Default)]
            #[migratable(device = "dev")]
            struct New {
                #[migratable(default)]
                added: $ty,
            }
            let Type::Struct(ty) = &**New::SCHEMA.ty() else { panic!() };
            let default = match ty.fields()[0].default_value().unwrap() {
                DefaultValue::Literal(literal) => literal.to_string(),
                other => format!("{other:?}"),
            };
            assert_eq!(default, $json);
            let new = Schema::from_json(New::SCHEMA_JSON).unwrap();
            assert_eq!(&new, New::SCHEMA);
            if $json == "Computed" {
                assert_eq!(resolve(&new, Old::SCHEMA).verdict(), Verdict::Incompatible);
                return;
            }
            // What a tool puts in is what the program does.
            let mut made = Vec::new();
            let forward = resolve(Old::SCHEMA, &new);
            forward.into_plan().unwrap().convert(&[], &mut made).unwrap();
            assert_eq!(migratable::decode::<New>(&made).unwrap(), New::default());
            let own = resolve(Old::SCHEMA, New::SCHEMA);
            assert_eq!(own.verdict(), Verdict::Compatible, "{own:?}");
            let mut old = Vec::new();
            let back = resolve(&new, Old::SCHEMA).into_plan().unwrap();
            back.convert(&to_vec(&New::default()).unwrap(), &mut old).unwrap();
            assert!(old.is_empty());
        }
    )*};
}

defaults! {
    the_variant_that_rust_makes: Mode, "\"off\"";
    all_zero: Zeros, "Zero";
    fields_of_both_kinds: Mixed,
        r#"{"zeros":[false,[0,0,0]],"m":"off","modes":["off","off"],"list":[],"count":0}"#;
    of_a_newtype: Newtype, "\"off\"";
    of_a_parameter: Generic<Mode>, r#"{"value":"off"}"#;
    of_a_zero_parameter: Generic<u8>, "Zero";
    in_a_tuple: (Mode, u8), "[\"off\",0]";
    in_a_box: Box<Rate>, r#"{"hz":50,"mode":"On"}"#;
    in_a_cell: std::cell::RefCell<Mode>, "\"off\"";
    in_an_array: [Generic<Mode>; 2], r#"[{"value":"off"},{"value":"off"}]"#;
    spelled_out: Rate, r#"{"hz":50,"mode":"On"}"#;
    spelled_out_with_a_variant: Speed, r#"{"Fast":{"0":3}}"#;
    what_says_nothing: Silent, "Computed";
    a_parameter_that_says_nothing: Generic<Silent>, "Computed";
}

/// It is found when the program compares its own schema with any other.
#[test]
fn a_false_statement_is_found() {
    #[derive(Migratable)]
    #[migratable(device = "dev")]
    struct New {
        #[migratable(default)]
        added: Wrong,
    }
    let resolution = resolve(Old::SCHEMA, New::SCHEMA);
    assert_eq!(resolution.verdict(), Verdict::Incompatible);
    let found = format!("{:?}", resolution.findings());
    assert!(
        found.contains("is another value than its type says"),
        "{found}"
    );
}
