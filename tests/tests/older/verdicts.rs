//! What a comparison of schemas says of versions, and the schemas themselves.

use migratable::resolve::{Trial, Verdict, Witnesses, resolve};
use migratable::schema::{Schema, TypeNames};
use migratable::{Budget, Device, Migratable};

use super::build::{said, send, verdict};

macro_rules! part {
    ($module:ident: $(#[$attribute:meta])* { $($fields:tt)* }) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;

            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            $(#[$attribute])*
            pub(super) struct Part { $($fields)* }

            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            #[migratable(device = "dev")]
            pub(super) struct Dev {
                pub(super) part: Part,
            }

            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            #[migratable(device = "some")]
            pub(super) struct Some {
                #[migratable(subsection(tag = 1))]
                pub(super) part: Option<Part>,
            }
        }
    };
}

part! { v1: { pub(super) a: u8 } }
part! { v1_of_u16: { pub(super) a: u16 } }
part! { v2: #[migratable(version = 2)] { pub(super) b: u8 } }
part! { v2_reads_1:
    #[migratable(version = 2, older(version = 1, type = v1::Part, convert = |new: &mut Part, old: v1::Part| new.b = old.a))]
    { pub(super) b: u8 }
}
part! { v3:
    #[migratable(version = 3, older(version = 1, type = v1::Part, convert = |new: &mut Part, old: v1::Part| new.b = old.a))]
    { pub(super) b: u8 }
}

#[test]
fn each_pair_of_versions_has_its_verdict() {
    let both = |rule: &str| {
        let rule = format!("part {rule}");
        move |found: &(Verdict, Vec<String>)| found.1.contains(&rule)
    };
    let converted = verdict::<v1::Dev, v2_reads_1::Dev>();
    assert!(both("version-converted")(&converted));
    assert_eq!(converted.0, Verdict::Compatible);
    let too_old = verdict::<v1::Dev, v2::Dev>();
    assert!(both("part-too-old")(&too_old) && too_old.0 == Verdict::Incompatible);
    let gap = verdict::<v2::Dev, v3::Dev>();
    assert!(both("part-too-old")(&gap) && gap.0 == Verdict::Incompatible);
    let too_new = verdict::<v2::Dev, v1::Dev>();
    assert!(both("part-too-new")(&too_new) && too_new.0 == Verdict::Incompatible);
    // The older type is what the rules look at.
    let (narrowed, rules) = verdict::<v1_of_u16::Dev, v2_reads_1::Dev>();
    assert_eq!(narrowed, Verdict::Conditional);
    assert_eq!(rules, ["part version-converted", "part.a number-narrowed"]);
    // The same version is none.
    let (same, rules) = verdict::<v2::Dev, v2_reads_1::Dev>();
    assert_eq!((same, rules.len()), (Verdict::Compatible, 0));
    let skipped = verdict::<v1::Dev, v3::Dev>();
    assert!(both("version-converted")(&skipped));
}

/// Without the part, any two versions load each other.
#[test]
fn an_absent_part_has_no_version() {
    let (back, rules) = verdict::<v2::Some, v1::Some>();
    assert_eq!(
        (back, &*rules),
        (Verdict::Conditional, &["part part-too-new".to_owned()][..])
    );
    let mut target = v1::Some {
        part: Some(v1::Part { a: 1 }),
    };
    send(&mut v2::Some::default(), &mut target).unwrap();
    assert_eq!(target, v1::Some::default());
}

#[test]
fn a_condition_of_the_older_type_is_tested_on_the_data() {
    let mut target = v2_reads_1::Dev::default();
    let dev = |a| v1_of_u16::Dev {
        part: v1_of_u16::Part { a },
    };
    send(&mut dev(200), &mut target).unwrap();
    assert_eq!(target.part.b, 200);
    let text = said(&send(&mut dev(300), &mut target).unwrap_err());
    assert!(text.contains("`part.a`") && text.contains("300"), "{text}");
    assert_eq!(target.part.b, 200);
}

/// Versions and older types are part of a schema, and of its fingerprint.
#[test]
fn schemas_state_versions() {
    let json = v3::Dev::SCHEMA_JSON;
    let older = r#""version":3,"older":[{"version":1,"type":{"ref":"Part~2"}}],"fields""#;
    assert!(json.contains(older), "{json}");
    assert!(!v1::Dev::SCHEMA_JSON.contains("\"older\""));
    for (derived, json) in [
        (v3::Dev::SCHEMA, json),
        (v2::Dev::SCHEMA, v2::Dev::SCHEMA_JSON),
        (super::hard::newest(), super::hard::newest_json()),
    ] {
        assert_eq!(&json.parse::<Schema>().unwrap(), derived);
    }
    // As in the JSON, so that tools name what it names.
    let older = v3::Part::TYPE.versions().unwrap().older_of(1).unwrap();
    let names = TypeNames::of(v3::Dev::SCHEMA);
    assert_eq!(names.name(older).as_deref(), Some("Part~2"));
    let prints = [
        v1::Dev::SCHEMA,
        v2::Dev::SCHEMA,
        v2_reads_1::Dev::SCHEMA,
        v3::Dev::SCHEMA,
    ];
    let prints = prints.map(|schema| schema.fingerprint());
    for (index, print) in prints.iter().enumerate() {
        assert!(!prints[..index].contains(print));
    }
}

#[test]
fn schemas_with_wrong_versions_are_refused() {
    let json = v3::Dev::SCHEMA_JSON;
    let part = r#""older":[{"version":1,"type":{"ref":"Part~2"}}]"#;
    let twice =
        r#""older":[{"version":1,"type":{"ref":"Part~2"}},{"version":1,"type":{"ref":"Part~2"}}]"#;
    for (from, to, says) in [
        (
            "\"version\":3,\"older\"",
            "\"version\":0,\"older\"",
            "versions count from 1",
        ),
        (
            part,
            &part.replace("\"version\":1", "\"version\":0"),
            "older versions ascend, from 1",
        ),
        (part, twice, "older versions ascend, from 1"),
        (
            "{\"ref\":\"Part~2\"}",
            "{\"ref\":\"Part\"}",
            "contains itself",
        ),
        (part, "\"older\":{}", "sequence"),
        (part, "\"older\":[{\"version\":1}]", "missing key `type`"),
        (
            "\"part\",\"type\":{\"ref\":\"Part\"}",
            "\"part\",\"type\":{\"set\":{\"ref\":\"Part\"}}",
            "a key has no parts with `older`",
        ),
        (
            "\"type\":{\"ref\":\"Part\"}}",
            "\"type\":{\"ref\":\"Part\"},\"must_match\":true}",
            "what must match has no parts with `older`",
        ),
    ] {
        assert!(json.contains(from), "{from} in {json}");
        let error = json.replacen(from, to, 1).parse::<Schema>().unwrap_err();
        assert!(error.to_string().contains(says), "{to}: {error}");
    }
}

/// A tool cannot run the code that converts: it says so, and tests conditions.
#[test]
fn a_plan_without_the_program_refuses() {
    let resolution = resolve(v1_of_u16::Dev::SCHEMA, v2_reads_1::Dev::SCHEMA);
    let plan = resolution.plan().unwrap();
    let error = plan.convert(&[5, 0], &mut Vec::new()).unwrap_err();
    let text = "field `part` is of an older version: code of the program that reads it converts it \
                from version 1; let that program load the data [version-converted]";
    assert_eq!(error.to_string(), text);
    plan.check(&[5, 0]).unwrap();
    plan.check(&[5, 1]).unwrap_err();
    // Where the part is absent, nothing is to be converted.
    let resolution = resolve(v1_of_u16::Some::SCHEMA, v2_reads_1::Some::SCHEMA);
    let plan = resolution.plan().unwrap();
    let mut converted = Vec::new();
    plan.convert(&[0], &mut converted).unwrap();
    assert_eq!(converted, [0]);
    plan.convert(&[1, 1, 2, 5, 0], &mut converted).unwrap_err();
    // The same version needs none.
    let same = resolve(v2::Dev::SCHEMA, v2_reads_1::Dev::SCHEMA);
    let mut converted = Vec::new();
    same.plan().unwrap().convert(&[5], &mut converted).unwrap();
    assert_eq!(converted, [5]);
}

/// Straight bytes are never marked, whatever they look like.
#[test]
fn input_does_not_choose_the_older_form() {
    let mut dev = v2_reads_1::Dev::default();
    migratable::load(&mut dev, &[1]).unwrap();
    assert_eq!(dev.part.b, 1);
    migratable::load(&mut dev, &[1, 7]).unwrap_err();
}

/// Newtypes: one without a version is nothing but its content.
mod newtypes {
    use super::Migratable;

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(
        version = 2,
        older(version = 1, type = u32, convert = |new: &mut Self, old: u32| new.0 = u64::from(old) * 10)
    )]
    pub(super) struct Tenths(pub(super) u64);

    #[derive(Migratable, Debug, Default, PartialEq)]
    pub(super) struct Around(pub(super) Tenths);

    macro_rules! devices {
        ($($module:ident: $ty:ty;)*) => {$(
            pub(super) mod $module {
                #[allow(unused_imports)]
                use super::*;
                #[derive(migratable::Migratable, Debug, Default, PartialEq)]
                #[migratable(device = "dev")]
                pub(crate) struct Dev { pub(crate) part: $ty }
            }
        )*};
    }

    devices! { plain: u16; new: Tenths; around: Around; option: Option<Tenths>; wide: u64; }
}

#[test]
fn a_number_becomes_a_newtype_of_another_unit() {
    use newtypes::{Around, Tenths, around, new, option, plain, wide};
    let source = || plain::Dev { part: 7 };
    let mut dev = new::Dev::default();
    send(&mut source(), &mut dev).unwrap();
    assert_eq!(dev.part, Tenths(70));
    let mut dev = around::Dev::default();
    send(&mut source(), &mut dev).unwrap();
    assert_eq!(dev.part, Around(Tenths(70)));
    let mut dev = option::Dev::default();
    send(&mut source(), &mut dev).unwrap();
    assert_eq!(dev.part, Some(Tenths(70)));
    let mut dev = option::Dev::default();
    send(
        &mut around::Dev {
            part: Around(Tenths(5)),
        },
        &mut dev,
    )
    .unwrap();
    assert_eq!(dev.part, Some(Tenths(5)));
    // The newtype's number has another meaning.
    let (back, rules) = verdict::<new::Dev, wide::Dev>();
    assert_eq!(
        (back, &*rules),
        (Verdict::Incompatible, &["part part-too-new".to_owned()][..])
    );
    assert_eq!(verdict::<around::Dev, wide::Dev>().0, Verdict::Incompatible);
}

/// What shows a verdict, and what tries its conditions, sees the older type.
#[test]
fn conditions_of_the_older_type_are_witnessed_and_tried() {
    let (writer, reader) = (v1_of_u16::Dev::SCHEMA, v2_reads_1::Dev::SCHEMA);
    let witnesses = Witnesses::new(writer, reader);
    let budget = Budget::new(1 << 16);
    let loads = witnesses.loads(&budget).unwrap();
    let mut target = v2_reads_1::Dev::default();
    let mut source = v1_of_u16::Dev::default();
    migratable::load(&mut source, &loads).unwrap();
    send(&mut source, &mut target).unwrap();
    let mut conditions = witnesses.resolution().conditions();
    let refused = witnesses
        .refused(conditions.next().unwrap(), &budget)
        .unwrap();
    migratable::load(&mut source, &refused).unwrap();
    send(&mut source, &mut target).unwrap_err();

    let trial = Trial::new(writer, reader);
    let broken = trial.broken(&[5, 1], &budget).unwrap();
    let offsets: Vec<_> = broken.iter().map(|broken| broken.offset).collect();
    assert_eq!(offsets, [Some(0)]);
    assert_eq!(trial.broken(&[5, 0], &budget).unwrap(), []);
}
