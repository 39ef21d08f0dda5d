//! JSON, read by two parsers that we did not write.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Parses a whole document.
#[track_caller]
pub(crate) fn parse(text: &str) -> Value {
    let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    python_agrees(text, &value);
    value
}

/// Python's parser, where there is one, gets the same out of it.
#[track_caller]
fn python_agrees(text: &str, value: &Value) {
    let program = "import json, sys; json.dump(json.load(sys.stdin), sys.stdout)";
    let mut python = match Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(python) => python,
        Err(error) => return eprintln!("without python3 as an oracle: {error}"),
    };
    let mut stdin = python.stdin.take().expect("it was piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = python.wait_with_output().expect("python ends");
    writer.join().expect("no panic").expect("python reads all");
    assert!(output.status.success());
    let read: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(&read, value);
}
