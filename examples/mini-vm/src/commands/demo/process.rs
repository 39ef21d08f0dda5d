//! This program in other processes.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::{env, io};

use mini_vm::guest::Workload;

use crate::commands::receive::LISTENING;
use crate::failure::Failure;

/// An undisturbed run.
pub(super) struct Reference {
    pub(super) log: Vec<u8>,
    pub(super) instructions: u64,
}

/// How a process ended.
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    /// What the guest printed.
    pub(super) log: Vec<u8>,
    /// What the program said.
    pub(super) words: String,
}

/// Runs this program to its end; its standard output goes to the file `log`.
pub(super) fn run(arguments: &[String], log: &Path) -> Result<Ended, Failure> {
    let output = command(arguments, log)?.output().map_err(start_failed)?;
    Ok(Ended {
        status: output.status,
        log: fs::read(log)?,
        words: String::from_utf8_lossy(&output.stderr)
            .trim_end()
            .to_owned(),
    })
}

pub(super) fn reference(workload: Workload, directory: &Path) -> Result<Reference, Failure> {
    let name = match workload.reload_timer {
        false => "logs/reference.log",
        true => "logs/reference-reload.log",
    };
    let mut arguments = vec!["run".to_owned()];
    arguments.extend(options(workload));
    let ended = run(&arguments, &directory.join(name))?;
    // Its last words are "after N instructions".
    let count = ended.words.rsplit(' ').find_map(|word| word.parse().ok());
    match count {
        Some(instructions) if ended.status.success() => Ok(Reference {
            log: ended.log,
            instructions,
        }),
        _ => Err(Failure::new(format_args!(
            "the reference run failed: {}",
            ended.words
        ))),
    }
}

/// The options that give the guest this work.
pub(super) fn options(workload: Workload) -> Vec<String> {
    let mut options = vec![
        format!("--rounds={}", workload.rounds),
        format!("--effort={}", workload.effort),
    ];
    if workload.reload_timer {
        options.push("--reload-timer".to_owned());
    }
    options
}

/// A process that waits for a guest.
pub(super) struct Destination<'a> {
    child: Child,
    words: BufReader<ChildStderr>,
    log: &'a Path,
    /// Where it listens.
    pub(super) address: String,
}

impl<'a> Destination<'a> {
    pub(super) fn start(arguments: &[String], log: &'a Path) -> Result<Self, Failure> {
        let mut child = command(arguments, log)?
            .stderr(Stdio::piped())
            .spawn()
            .map_err(start_failed)?;
        let words = child.stderr.take();
        let mut words = BufReader::new(words.ok_or_else(|| Failure::new("no standard error"))?);
        let mut line = String::new();
        words.read_line(&mut line)?;
        match line.trim_end().strip_prefix(LISTENING) {
            Some(address) => Ok(Self {
                address: address.to_owned(),
                child,
                words,
                log,
            }),
            None => Err(Failure::new(format_args!(
                "the destination did not start: {line}"
            ))),
        }
    }

    /// Waits for the process. If nobody has called it, it would wait for ever: then it is ended.
    pub(super) fn end(mut self, was_called: bool) -> Result<Ended, Failure> {
        if !was_called {
            self.child.kill()?;
        }
        let mut words = String::new();
        self.words.read_to_string(&mut words)?;
        Ok(Ended {
            status: self.child.wait()?,
            log: fs::read(self.log)?,
            words: words.trim_end().to_owned(),
        })
    }
}

fn command(arguments: &[String], log: &Path) -> Result<Command, Failure> {
    let mut command = Command::new(env::current_exe()?);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(File::create(log)?);
    Ok(command)
}

fn start_failed(error: io::Error) -> Failure {
    Failure::new(format_args!("cannot start another process: {error}"))
}
