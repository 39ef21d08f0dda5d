//! Subsections: what absence means on either side.

use migratable::resolve::{Verdict, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::{Device, Migratable, to_vec};

use super::convert::{convert, plan};

/// A build in which `x` stands on its own in one way or the other.
macro_rules! builds {
    ($($build:ident { $(#[$attr:meta])* x: $ty:ty })*) => {$(
        mod $build {
            use migratable::Migratable;

            #[derive(Migratable, Clone, Debug, PartialEq)]
            #[migratable(device = "dev")]
            pub(super) struct Dev {
                pub(super) a: u8,
                $(#[$attr])*
                pub(super) x: $ty,
            }
        }
    )*};
}

macro_rules! builds_of {
    ($($build:ident { $($(#[$attr:meta])* x: $ty:ty,)? })*) => {$(
        pub(super) mod $build {
            use migratable::Migratable;

            #[derive(Migratable, Clone, Debug, PartialEq)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev {
                pub(crate) a: u8,
                $($(#[$attr])* pub(crate) x: $ty,)?
            }
        }
    )*};
}
builds! {
    option { x: Option<u16> }
    plain { #[migratable(default = 9)] x: u16 }
    strict { x: u16 }
    optional { #[migratable(subsection(tag = 3))] x: Option<u16> }
    nested { #[migratable(subsection(tag = 3))] x: Option<Option<u16>> }
    option_below { #[migratable(range = ..=400)] x: Option<u16> }
    optional_below { #[migratable(subsection(tag = 3), range = ..=400)] x: Option<u16> }
    five { #[migratable(subsection(tag = 7, needed = |dev: &Self| dev.x != 5), default = 5)] x: u16 }
    six { #[migratable(subsection(tag = 7, needed = |dev: &Self| dev.x != 6), default = 6)] x: u16 }
    computed { #[migratable(default = computed(4 + 5))] x: u16 }
    text {
        #[migratable(
            subsection(tag = 3, needed = |dev: &Self| !dev.x.is_empty()),
            default = computed("".to_owned())
        )]
        x: String
    }
}

/// What cannot be converted may be absent, where the reader has something for it.
#[test]
fn a_subsection_of_another_type_must_be_absent() {
    let text = |x: &str| text::Dev {
        a: 1,
        x: x.to_owned(),
    };
    macro_rules! becomes {
        ($($build:ident { $x:expr })*) => {$(
            let absent = convert(&text(""));
            assert_eq!(absent, Ok($build::Dev { a: 1, x: $x }), stringify!($build));
            let present = convert::<_, $build::Dev>(&text("on")).expect_err(stringify!($build));
            assert!(present.contains("must be absent"), "{present}");
        )*};
    }
    becomes! {
        plain { 9 }
        computed { 9 }
        six { 6 }
        optional { None }
    }
    let nothing = resolve(text::Dev::SCHEMA, strict::Dev::SCHEMA);
    assert_eq!(nothing.verdict(), Verdict::Incompatible);
}

#[test]
fn an_option_is_a_field_or_a_subsection() {
    for x in [None, Some(400)] {
        let field = option::Dev { a: 1, x };
        let subsection = optional::Dev { a: 1, x };
        assert_eq!(convert(&field), Ok(subsection.clone()));
        assert_eq!(convert(&subsection), Ok(field));
    }
    for x in [None, Some(None), Some(Some(8))] {
        let nested = nested::Dev { a: 1, x };
        assert_eq!(convert(&nested), Ok(nested.clone()));
    }
    let flat = |x| convert::<_, optional::Dev>(&nested::Dev { a: 1, x });
    assert_eq!(flat(None), Ok(optional::Dev { a: 1, x: None }));
    assert_eq!(flat(Some(Some(8))), Ok(optional::Dev { a: 1, x: Some(8) }));
    assert!(flat(Some(None)).unwrap_err().contains("must be present"));
}

/// A range is one of what is in the option, wherever the option stands.
#[test]
fn ranges_of_options_hold() {
    macro_rules! becomes {
        ($($from:ident => $to:ident)*) => {$(
            for x in [None, Some(0), Some(400)] {
                assert_eq!(convert(&$from::Dev { a: 1, x }), Ok($to::Dev { a: 1, x }));
            }
            let error = convert::<_, $to::Dev>(&$from::Dev { a: 1, x: Some(401) }).unwrap_err();
            assert!(error.starts_with("field `x` is 401"), "{error}");
        )*};
    }
    becomes! {
        option => option_below
        option => optional_below
        optional => option_below
        optional => optional_below
    }
}

#[test]
fn absence_is_none_or_the_default() {
    let absent = optional::Dev { a: 1, x: None };
    assert_eq!(convert(&absent), Ok(plain::Dev { a: 1, x: 9 }));
    assert_eq!(convert(&absent), Ok(five::Dev { a: 1, x: 5 }));
    assert!(
        convert::<_, strict::Dev>(&absent)
            .unwrap_err()
            .contains("must be present")
    );
    let five = five::Dev { a: 1, x: 5 };
    assert_eq!(convert(&five), Ok(plain::Dev { a: 1, x: 5 }));
    assert_eq!(convert(&five), Ok(strict::Dev { a: 1, x: 5 }));
    assert_eq!(convert(&five), Ok(option::Dev { a: 1, x: Some(5) }));
    assert_eq!(convert(&five), Ok(optional::Dev { a: 1, x: Some(5) }));
}

/// The writer's 5 is absent, and so would be the reader's 6.
#[test]
fn different_defaults_are_written_out() {
    for x in [5, 6, 7] {
        assert_eq!(convert(&five::Dev { a: 1, x }), Ok(six::Dev { a: 1, x }));
        assert_eq!(convert(&six::Dev { a: 1, x }), Ok(five::Dev { a: 1, x }));
    }
}

mod applied {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev", retired(tag = 3, name = "x", type = u16, apply = Self::apply))]
    pub(super) struct Dev {
        pub(super) a: u8,
        #[migratable(skip = Vec::new())]
        pub(super) applied: Vec<u16>,
    }

    impl Dev {
        fn apply(&mut self, x: u16) {
            self.applied.push(x);
        }
    }
}

mod forgotten {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) a: u8,
    }
}

#[test]
fn what_retired_is_applied_if_it_is_there() {
    let applied = |applied| Ok(applied::Dev { a: 1, applied });
    assert_eq!(convert(&strict::Dev { a: 1, x: 5 }), applied(vec![5]));
    assert_eq!(
        convert(&optional::Dev { a: 1, x: Some(5) }),
        applied(vec![5])
    );
    assert_eq!(convert(&optional::Dev { a: 1, x: None }), applied(vec![]));
    assert_eq!(convert(&five::Dev { a: 1, x: 8 }), applied(vec![8]));
    assert_eq!(convert(&five::Dev { a: 1, x: 5 }), applied(vec![]));
}

/// Writers never write it, so a later build need not list it. But if a
/// conversion put it there, it is not lost in silence.
#[test]
fn what_retired_is_not_lost_on_a_second_conversion() {
    let old = to_vec(&strict::Dev { a: 1, x: 5 }).unwrap();
    let mut between = Vec::new();
    plan::<strict::Dev, applied::Dev>()
        .convert(&old, &mut between)
        .unwrap();

    let resolution = resolve(applied::Dev::SCHEMA, forgotten::Dev::SCHEMA);
    assert_eq!(resolution.verdict(), Verdict::Compatible);
    assert!(resolution.findings().is_empty());
    let error = resolution
        .plan()
        .unwrap()
        .check(&between)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "field `x` is present: must be absent [subsection-dropped]"
    );

    let mut later = Vec::new();
    plan::<applied::Dev, applied_later::Dev>()
        .convert(&between, &mut later)
        .unwrap();
    assert_eq!(later, [1, 0, 1, 8, 2, 5, 0]);
}

/// Lists it under another tag, and has another field.
mod applied_later {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev", retired(tag = 8, name = "x", type = u16))]
    pub(super) struct Dev {
        pub(super) a: u8,
        #[migratable(default)]
        pub(super) b: u8,
    }
}

/// What absence means that the field may not hold.
mod out_of_bounds {
    builds_of! {
        none { }
        computed { #[migratable(subsection(tag = 1, needed = |dev: &Self| dev.x != 0), default = computed(u8::from(false)), range = 1..=3)] x: u8, }
        wide { #[migratable(subsection(tag = 1, needed = |dev: &Self| dev.x != 0), default = computed(u8::from(false)))] x: u8, }
    }
}

#[test]
fn absence_means_nothing_that_the_field_may_not_hold() {
    use out_of_bounds::{computed, none, wide};
    // What the derive does not let be written, a schema from elsewhere may say.
    let own = computed::Dev::SCHEMA.fingerprint().to_string();
    let zero = computed::Dev::SCHEMA_JSON.replace("\"computed\"", "\"zero\"");
    let zero = zero.replace(&own, "");
    let zero = Schema::from_json(&with_fingerprint(&zero).unwrap()).unwrap();
    for reader in [&zero, computed::Dev::SCHEMA] {
        let resolution = resolve(none::Dev::SCHEMA, reader);
        assert_eq!(resolution.verdict(), Verdict::Incompatible);
        let resolution = resolve(wide::Dev::SCHEMA, reader);
        assert_eq!(resolution.verdict(), Verdict::Conditional);
        let plan = resolution.plan().unwrap();
        let present = to_vec(&wide::Dev { a: 1, x: 2 }).unwrap();
        let absent = to_vec(&wide::Dev { a: 1, x: 0 }).unwrap();
        assert!(plan.check(&present).is_ok());
        let error = plan.check(&absent).unwrap_err().to_string();
        assert!(error.contains("must be present"), "{error}");
    }
}
