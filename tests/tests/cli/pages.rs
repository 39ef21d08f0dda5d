//! The pages about the tool: what they show is what it prints.

use std::process::Command;
use std::{env, fs};

use super::tool::{root, tool};

/// A console block: `$ command`, then what it prints on both outputs, in which
/// a line `…` stands for any number of lines.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in page.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").expect("the block ends");
        for command in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, output) = command.split_once('\n').unwrap_or((command, ""));
            found.push((command.trim().to_owned(), output.trim_end().to_owned()));
        }
    }
    found
}

/// What a shell prints, in the directory of the files that the page is about.
fn run(command: &str, files: &str) -> String {
    let program = tool().get_program().to_owned();
    let directory = std::path::Path::new(&program)
        .parent()
        .expect("it is in a directory");
    let path = format!(
        "{}:{}",
        directory.display(),
        env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(root().join(files))
        .env("PATH", path)
        .env("TMPDIR", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("there is a shell");
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .trim_end()
        .to_owned()
}

/// Whether an output is as shown.
fn is_shown(shown: &str, printed: &str) -> bool {
    let mut rest = printed;
    let parts: Vec<&str> = shown.split("\n…\n").collect();
    let last = parts.len() - 1;
    for (index, part) in parts.into_iter().enumerate() {
        let found = match (index, last) {
            (0, 0) => return rest == part,
            (0, _) => rest.strip_prefix(part),
            (index, last) if index == last => return rest.ends_with(part),
            _ => rest.split_once(part).map(|(_, behind)| behind),
        };
        match found {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

#[test]
fn the_page_about_qemu_shows_what_is_printed() {
    shows_what_is_printed("docs/qemu.md", "qemu/tests/data", 5);
}

#[test]
fn the_readme_shows_what_is_printed() {
    shows_what_is_printed("README.md", "tests/golden/mini-vm", 2);
}

#[test]
fn the_guide_shows_what_is_printed() {
    shows_what_is_printed("docs/guide.md", "tests/golden/mini-vm", 1);
}

/// Of a page, all commands that use the tool, of which there are at least so many.
fn shows_what_is_printed(page: &str, files: &str, least: usize) {
    let path = root().join(page);
    let page = fs::read_to_string(&path).unwrap();
    let overwrite = env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut renewed = page.clone();
    let mut blocks = blocks(&page);
    blocks.retain(|(command, _)| command.contains("schema-tool "));
    assert!(blocks.len() >= least, "where have the blocks gone?");
    for (command, shown) in blocks {
        let printed = run(&command, files);
        if is_shown(&shown, &printed) {
            continue;
        }
        assert!(
            overwrite,
            "$ {command}\n{printed}\n\nThe page shows:\n{shown}"
        );
        let old = format!("$ {command}\n{shown}");
        renewed = renewed.replacen(
            old.trim_end(),
            format!("$ {command}\n{printed}").trim_end(),
            1,
        );
    }
    if renewed != page {
        fs::write(path, renewed).unwrap();
    }
}
