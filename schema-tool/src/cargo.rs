//! Binaries that cargo builds.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;
use serde::Deserialize;

use crate::error::{Error, Result};

/// Which binary to build, and how: as `cargo build` takes it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Building with cargo")]
pub(crate) struct Build {
    /// Build this package; its programs are read, or its library if it has none
    #[arg(short, long, value_name = "NAME", group = "what")]
    package: Option<String>,
    /// Build this program
    #[arg(long, value_name = "NAME", group = "what")]
    bin: Vec<String>,
    /// Build this example
    #[arg(long, value_name = "NAME", group = "what")]
    example: Vec<String>,
    /// Build with the profile `release`
    #[arg(short, long, requires = "what", conflicts_with = "profile")]
    release: bool,
    /// Build with this profile
    #[arg(long, value_name = "NAME", requires = "what")]
    profile: Option<String>,
    /// Features to switch on
    #[arg(short = 'F', long, value_name = "FEATURES", requires = "what")]
    features: Vec<String>,
    /// Switch on all features
    #[arg(long, requires = "what")]
    all_features: bool,
    /// Leave the default features off
    #[arg(long, requires = "what")]
    no_default_features: bool,
    /// Build for this target
    #[arg(long, value_name = "TRIPLE", requires = "what")]
    target: Option<String>,
    /// The package's Cargo.toml
    #[arg(long, value_name = "PATH", requires = "what")]
    manifest_path: Option<PathBuf>,
}

/// The lines that `cargo build --message-format=json` prints.
#[derive(Debug, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Message {
    CompilerArtifact {
        executable: Option<PathBuf>,
        target: Target,
        filenames: Vec<PathBuf>,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

impl Build {
    /// Whether there is something to build.
    pub(crate) fn is_wanted(&self) -> bool {
        self.package.is_some() || !self.bin.is_empty() || !self.example.is_empty()
    }

    /// Builds, and returns the files that came of it. Cargo's own messages go
    /// to standard error.
    ///
    /// # Errors
    ///
    /// If cargo does not run, or fails.
    pub(crate) fn run(&self) -> Result<Vec<PathBuf>> {
        let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let failed = |error| Error::new(format!("cannot run cargo: {error}"));
        let mut cargo = Command::new(program)
            .args(self.arguments())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut made = Made::default();
        if let Some(messages) = cargo.stdout.take() {
            for line in BufReader::new(messages).lines() {
                made.message(&line.map_err(failed)?);
            }
        }
        let status = cargo.wait().map_err(failed)?;
        if !status.success() {
            return Err(Error::new(format!("cargo could not build it ({status})")));
        }
        made.files()
    }

    fn arguments(&self) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec![
            "build".into(),
            "--message-format=json-render-diagnostics".into(),
        ];
        let mut option = |name: &str, value: OsString| arguments.extend([name.into(), value]);
        let package = self.package.iter().map(|name| ("--package", name));
        let bins = self.bin.iter().map(|name| ("--bin", name));
        let examples = self.example.iter().map(|name| ("--example", name));
        let profile = self.profile.iter().map(|name| ("--profile", name));
        let features = self.features.iter().map(|names| ("--features", names));
        let target = self.target.iter().map(|name| ("--target", name));
        for (name, value) in package.chain(bins).chain(examples).chain(profile) {
            option(name, value.into());
        }
        for (name, value) in features.chain(target) {
            option(name, value.into());
        }
        if let Some(path) = &self.manifest_path {
            option("--manifest-path", path.into());
        }
        let flags = [
            (self.release, "--release"),
            (self.all_features, "--all-features"),
            (self.no_default_features, "--no-default-features"),
        ];
        arguments.extend(
            flags
                .iter()
                .filter(|(set, _)| *set)
                .map(|(_, flag)| flag.into()),
        );
        arguments
    }
}

/// What cargo says that it made.
#[derive(Debug, Default)]
struct Made {
    programs: Vec<PathBuf>,
    /// Of the last library. Cargo finishes dependencies first, so the last one
    /// is the package's own.
    library: Vec<PathBuf>,
}

impl Made {
    fn message(&mut self, line: &str) {
        // Build scripts may print to the same output.
        let Ok(Message::CompilerArtifact {
            executable,
            target,
            filenames,
        }) = serde_json::from_str(line)
        else {
            return;
        };
        match executable {
            Some(program) => self.programs.push(program),
            None if target.kind.iter().any(|kind| kind.ends_with("lib")) => {
                self.library = filenames
            }
            None => {}
        }
    }

    fn files(mut self) -> Result<Vec<PathBuf>> {
        if !self.programs.is_empty() {
            return Ok(self.programs);
        }
        let readable = ["rlib", "a", "lib", "so", "dylib", "dll"];
        self.library.retain(|file| {
            readable
                .iter()
                .any(|ext| file.extension() == Some(ext.as_ref()))
        });
        match self.library.is_empty() {
            false => Ok(self.library),
            true => Err(Error::new("cargo built neither a program nor a library")
                .hint("name one with `--bin` or `--example`, or the package with `--package`")),
        }
    }
}
