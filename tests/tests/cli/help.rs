//! What the tool says about itself.

use std::process::Command;

use snapbox::{assert_data_eq, file};

use super::tool::{build_bin, run};

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
fn every_command_has_examples() {
    let of_qemu = ["check", "describe"].map(|name| vec!["qemu".to_owned(), name.to_owned()]);
    for command in commands().into_iter().map(|name| vec![name]).chain(of_qemu) {
        let help = run(command.iter().map(String::as_str).chain(["--help"])).fine();
        let (_, examples) = help.split_once("\nExamples:\n").expect(&help);
        assert!(
            examples.starts_with("  schema-tool "),
            "{command:?}: {help}"
        );
    }
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

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = run(["--help"]).fine();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !["", "help"].contains(name))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_is_completed_and_has_a_page() {
    let commands = commands();
    assert!(commands.len() >= 18, "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(["completions", shell]).fine();
        for name in &commands {
            assert!(script.contains(name.as_str()), "{shell}: {name}");
        }
        assert!(script.contains("allow-conditional"), "{shell}");
    }
    let whole = run(["man"]).fine();
    for name in &commands {
        let page = run(["man", name]).fine();
        let dashed = name.replace('-', "\\-");
        assert!(
            page.contains(&format!("schema\\-tool\\-{dashed}")),
            "{page}"
        );
        assert!(
            whole.contains(&format!("schema\\-tool\\-{dashed}")),
            "{whole}"
        );
    }
    let page = run(["man", "qemu", "describe"]).fine();
    assert!(page.contains("schema\\-tool\\-qemu\\-describe"), "{page}");
    let wrong = run(["man", "\x1b[2J"]);
    assert_eq!(wrong.status, Some(2));
    assert!(
        wrong.stderr.contains(r#"there is no command "\u{1b}[2J""#),
        "{}",
        wrong.stderr
    );
}

/// The shell itself says whether it can read its script.
#[test]
fn bash_completes() {
    let script = run(["completions", "bash"]).fine();
    let ask = "COMP_WORDS=(schema-tool insp); COMP_CWORD=1; said=$(complete -p schema-tool); \
               said=${said##*-F }; ${said%% *} schema-tool insp schema-tool; \
               echo \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash")
        .args(["--norc", "-c", &format!("{script}\n{ask}")])
        .output()
        .expect("bash");
    assert_eq!(
        String::from_utf8_lossy(&bash.stdout),
        "inspect\n",
        "{bash:?}"
    );
}

#[test]
fn it_is_a_command_of_cargo() {
    let program = build_bin("cargo-migratable").expect("it can be built");
    let run_it = |arguments: &[&str]| {
        let output = Command::new(&program)
            .args(arguments)
            .output()
            .expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert_eq!(run_it(&["migratable", "rules"]), run(["rules"]).fine());
    assert_eq!(run_it(&["rules"]), run(["rules"]).fine());
    let help = run_it(&["migratable", "check", "--help"]);
    assert!(help.contains("Usage: cargo migratable check"), "{help}");
}
