//! What the tool says about itself.

use snapbox::{assert_data_eq, file};

use super::tool::run;

#[test]
fn every_help_is_as_written() {
    assert_data_eq!(run(["--help"]).fine(), file!["snapshots/help.txt"].raw());
    assert_data_eq!(
        run(["export", "--help"]).fine(),
        file!["snapshots/help-export.txt"].raw()
    );
    assert_data_eq!(
        run(["inspect", "--help"]).fine(),
        file!["snapshots/help-inspect.txt"].raw()
    );
}

#[test]
fn wrong_arguments_have_their_own_status() {
    for arguments in [
        &[][..],
        &["frobnicate"],
        &["export"],
        &["export", "--release", "a"],
        &["export", "a", "--bin", "b"],
        &["export", "--bin", "b", "--release", "--profile", "c"],
        &["inspect"],
        &["inspect", "--format", "xml", "a"],
        &["inspect", "--format", "json", "--offsets", "a"],
    ] {
        let run = run(arguments);
        assert_eq!(run.status, Some(2), "{arguments:?}: {run:?}");
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
}

#[test]
fn the_version_is_that_of_the_workspace() {
    assert_eq!(
        run(["--version"]).fine(),
        format!("schema-tool {}\n", env!("CARGO_PKG_VERSION"))
    );
}
