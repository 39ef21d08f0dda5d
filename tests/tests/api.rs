//! The public API of the crate that users depend on, kept as a list that a person
//! reviews: what breaks it shows in a diff. `UPDATE=1` renews it.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use public_api::Builder;

/// Lists all public items with all features on.
#[test]
fn the_public_api_is_as_it_was() {
    let api = Builder::from_rustdoc_json(rustdoc_json())
        // They hold for each type, and say nothing of this crate.
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .unwrap_or_else(|error| panic!("rustdoc's JSON is of another version: {error}"));
    let items: Vec<String> = api.items().map(|item| item.to_string()).collect();
    migratable_tests::assert_file("docs/api.txt", &without_implied(&items));
}

/// The guide says of each error of a machine what to do.
#[test]
fn no_error_is_forgotten_in_the_guide() {
    let api = include_str!("../../docs/api.txt");
    let guide = include_str!("../../docs/guide.md");
    let (_, chapter) = guide.split_once("\n## What to do on each error\n").unwrap();
    let (chapter, _) = chapter.split_once("\n## ").unwrap();
    let variants = api.lines().filter_map(|line| {
        let variant = line.strip_prefix("pub migratable::device::MachineError::")?;
        let name = variant.split_once('(').map_or(variant, |(name, _)| name);
        name.chars().all(char::is_alphanumeric).then_some(name)
    });
    let variants: Vec<_> = variants.collect();
    assert!(variants.len() > 10, "{variants:?}");
    for variant in variants {
        assert!(chapter.contains(&format!("`{variant}`")), "{variant}");
    }
}

/// Programs hand errors to other threads, and put them into boxes that ask for it.
#[test]
fn errors_go_to_other_threads() {
    fn name_of<E: std::error::Error + Send + Sync + 'static>() -> &'static str {
        std::any::type_name::<E>()
    }
    let names = [
        name_of::<migratable::codec::Fault>(),
        name_of::<migratable::delta::DeltaError>(),
        name_of::<migratable::device::MachineError>(),
        name_of::<migratable::device::Unavailable>(),
        name_of::<migratable::lines::LinesError>(),
        name_of::<migratable::live::Reason>(),
        name_of::<migratable::live::NotInDoubt>(),
        name_of::<migratable::resolve::ConvertError>(),
        name_of::<migratable::resolve::NoWitness>(),
        name_of::<migratable::schema::record::RecordError>(),
        name_of::<migratable::schema::PathError>(),
        name_of::<migratable::schema::SchemaError>(),
        name_of::<migratable::stream::ExternalError>(),
        name_of::<migratable::stream::StreamError>(),
        name_of::<migratable::stream::BadDigest>(),
        name_of::<migratable::value::EditError>(),
        name_of::<migratable::value::Violation>(),
        name_of::<migratable::BudgetExceeded>(),
        name_of::<migratable::Error>(),
    ];
    // By the last part of their path, since types are made in other modules than shown.
    let last = |path: &'static str| path.rsplit("::").next().unwrap_or_default();
    let tested: BTreeSet<_> = names.map(last).into();
    let api = include_str!("../../docs/api.txt");
    let errors = api
        .lines()
        .filter_map(|line| line.strip_prefix("impl core::error::Error for "));
    let forgotten: Vec<_> = errors
        .filter(|error| !tested.contains(last(error)))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// Without the items of impls of a trait: they are those of the trait.
fn without_implied(items: &[String]) -> String {
    let mut kept = String::new();
    let mut is_of_trait = false;
    for item in items {
        let is_associated = ["pub fn", "pub const fn", "pub const", "pub type"]
            .iter()
            .any(|start| item.starts_with(start));
        if !is_associated {
            is_of_trait = item.starts_with("impl") && item.contains(" for ");
        }
        if !is_associated || !is_of_trait {
            kept.push_str(item);
            kept.push('\n');
        }
    }
    kept
}

/// What rustdoc makes of the crate. Its JSON is not stable, so it comes of the pinned
/// toolchain, and of a folder of its own: nothing is then built anew for the others.
fn rustdoc_json() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = root.join("target/api");
    let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .current_dir(root)
        .args(["rustdoc", "-p", "migratable", "--lib", "--all-features"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Zunstable-options", "--output-format=json"])
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    target.join("doc/migratable.json")
}
