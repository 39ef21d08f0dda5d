//! The demo as a person reads it.

use std::fs;
use std::path::Path;
use std::time::Duration;
use std::{env, io};

use mini_vm::live::Report;

use super::Stage;
use super::scene::{Ending, Scene};
use crate::failure::Failure;

pub(super) fn opening() {
    println!(
        "A guest works, is moved to another process while it runs, and prints a log whose every"
    );
    println!(
        "line depends on all that went before. Has it lost anything on the way, the log shows it."
    );
}

pub(super) fn scene(number: u32, scene: &Scene) {
    println!(
        "\n{number}. {} -> {}: {}",
        scene.from, scene.to, scene.title
    );
}

pub(super) fn file(number: usize, is_ram_apart: bool) {
    let apart = if is_ram_apart {
        ": RAM in a file of its own, which is mapped"
    } else {
        ""
    };
    println!("\n{number}. v2 -> file -> v2{apart}");
}

/// Says how a scene ended, and whether that was well.
pub(super) fn ending(ending: &Ending) -> bool {
    if let Some(report) = &ending.report {
        print_report(report);
    }
    let [before, after] = ending.lines;
    let is_well = ending.faults.is_empty();
    let verdict = if is_well {
        "as undisturbed, byte for byte"
    } else {
        "NOT AS IT SHOULD BE"
    };
    line(
        "log",
        &match after {
            0 => format!("{before} lines at the source: {verdict}"),
            _ => format!("{before} lines at the source, {after} at the destination: {verdict}"),
        },
    );
    for fault in &ending.faults {
        line("FAULT", fault);
    }
    is_well
}

fn print_report(report: &Report) {
    let verdict = report.verdict.as_deref().unwrap_or("none");
    match (&report.refusal, report.findings.len()) {
        (None, 0) => line("preflight", verdict),
        (None, count) => {
            let hold = match count {
                1 => "this condition holds".to_owned(),
                _ => format!("these {count} conditions hold"),
            };
            line("preflight", &format!("{verdict}, and {hold}:"));
            report.findings.iter().for_each(|finding| line("", finding));
        }
        (Some(refusal), _) => {
            line("preflight", verdict);
            let mut lines = refusal.lines();
            line("refused", lines.next().unwrap_or_default());
            lines.for_each(|reason| line("", reason.trim_start()));
        }
    }
    let bytes = size(report.bytes);
    match report.downtime_ns {
        Some(downtime) => {
            let Report { rounds, pages, .. } = report;
            line(
                "sent",
                &format!("{bytes} in {rounds} rounds, {pages} pages"),
            );
            line("downtime", &format!("{:.2} ms", downtime as f64 / 1e6));
        }
        None => {
            line(
                "sent",
                &format!("{bytes} of schemas, {} pages", report.pages),
            );
            line("downtime", "none: the guest was not stopped");
        }
    }
}

pub(super) fn closing(all_well: bool, took: Duration, stage: &Stage) -> Result<(), Failure> {
    let stream = stage.stream(false);
    let len = fs::metadata(&stream)?.len();
    let schemas = stage.directory.join("schemas");
    println!();
    match all_well {
        true => println!("All is well, after {:.0} s.", took.as_secs_f64()),
        false => println!("NOT ALL IS WELL."),
    }
    println!("\nLeft to look at:");
    println!(
        "  {:<30}  the saved machine, {}",
        stream.display(),
        size(len)
    );
    println!(
        "  {:<30}  what the devices are in each release",
        schemas.join("v1..v4").display()
    );
    println!(
        "  {:<30}  what the guests printed",
        stage.directory.join("logs").display()
    );
    let tool = "cargo run -q -p schema-tool --";
    println!("\nWithout any of the emulator's code:");
    println!(
        "  {tool} export {} -o {}",
        binary()?,
        stage.directory.join("exported").display()
    );
    println!("  {tool} inspect {}", stream.display());
    println!("  {tool} inspect --format json {}", stream.display());
    println!(
        "  {tool} check {} {}",
        schemas.join("v1").display(),
        schemas.join("v2").display()
    );
    Ok(())
}

/// This program's file, as seen from here.
fn binary() -> io::Result<String> {
    let own = env::current_exe()?;
    let here = env::current_dir()?;
    Ok(own
        .strip_prefix(here)
        .unwrap_or(Path::new(&own))
        .display()
        .to_string())
}

fn line(label: &str, text: &str) {
    println!("   {label:<11}{text}");
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
