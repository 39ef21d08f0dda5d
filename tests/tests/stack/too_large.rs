//! What would overflow the stack does not compile, and says what to write.

use std::path::Path;
use std::process::{Command, Output};

/// Builds a program of `tests/crates/too-large`: what does not fit is known only
/// where code is made, so that `cargo check` does not see it.
fn build(program: &str) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // Where what it depends on is built already. Cargo runs one test after the other.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--features=too-large/cases"])
        // Beside a test, as `cargo test` builds: with the same features of all crates.
        .args(["--test", "disk", "--bin", program])
        .arg("--target-dir")
        .arg(target.expect("cargo puts it into the target directory"))
        .current_dir(root)
        .output()
        .unwrap()
}

/// Says it once, of the type that its author can mend, at the place of `at`.
fn is_refused(program: &str, what: &str, ty: &str, at: Option<&str>) {
    let output = build(program);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{program} compiles");
    let is_one = errors.matches("error[E0080]").count() == 1;
    let has = |text: &str| errors.contains(text);
    let teaches = has(what) && has("put the arrays in it into `Box<[T; N]>` or `Vec<T>`");
    let names = has(&format!("::<{ty}>::"));
    let place = at.map(|line| format!("src/bin/{program}.rs:{line}"));
    let shows = place.is_none_or(|place| has(&place));
    assert!(is_one && teaches && names && shows, "{program}: {errors}");
}

const DECODED: &str = "a value of this type is too large to be decoded";
const DEFAULT: &str = "a default of this type is too large";

#[test]
fn what_is_too_large_is_refused_once_at_the_type_to_mend() {
    let fits = build("fits");
    let errors = String::from_utf8(fits.stderr).unwrap();
    assert!(fits.status.success(), "{errors}");

    is_refused("list", DECODED, "Page, Page", Some("6:8"));
    is_refused("array", DECODED, "[u8; 1048576], [u8; 1048576]", None);
    is_refused("default", DEFAULT, "[u8; 1048576]", None);
    let six = "Layer<Layer<Layer<Layer<Layer<Tile>>>>>";
    is_refused("nested", DECODED, &format!("{six}, {six}"), Some("12:8"));
}
