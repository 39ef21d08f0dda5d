//! A baseline: the schemas of a release, kept in version control, and whether a build
//! still gets on with them.

use std::path::{Path, PathBuf};
use std::{env, fmt};

use crate::error::{Error, Result};
use crate::gate::{Format, Mode, Policy, Printer, Report};
use crate::schemas::SchemaSet;
use crate::text;

/// The schemas that a release was published with, as `schema-tool lock` keeps them.
///
/// A test makes sure that the devices of its own program still get on with them, in both
/// directions:
///
/// ```no_run
/// # mod my_vmm {}
/// use my_vmm as _; // what no source names is not linked
///
/// # const _: &str = stringify!(
/// #[test]
/// # );
/// fn state_is_as_released() {
///     schema_tool::Baseline::new("schemas").assert();
/// }
/// # state_is_as_released();
/// ```
///
/// Devices are found in the program that the test is in, so it belongs into a file under
/// `tests/`, where no devices are that exist for tests alone. A relative path is one from
/// the package.
#[derive(Clone, Debug)]
#[must_use = "nothing is compared before `assert` or `check`"]
pub struct Baseline {
    directory: PathBuf,
    accepted: Option<PathBuf>,
    mode: Mode,
    allows_conditional: bool,
}

impl Baseline {
    /// The baseline in a directory.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            accepted: None,
            mode: Mode::Full,
            allows_conditional: false,
        }
    }

    /// Takes accepted findings from a file, as `check --accepted` does.
    pub fn accepted(mut self, file: impl Into<PathBuf>) -> Self {
        self.accepted = Some(file.into());
        self
    }

    /// Leaves alone whether the release in the baseline loads what this build writes.
    pub fn backward_only(mut self) -> Self {
        self.mode = Mode::Backward;
        self
    }

    /// Takes it that states may be refused which do not meet a condition, as that a new
    /// field has its default.
    pub fn allow_conditional(mut self) -> Self {
        self.allows_conditional = true;
        self
    }

    /// Compares the devices of the running program.
    ///
    /// # Panics
    ///
    /// If they break with the baseline, or cannot be compared, with the whole report.
    #[track_caller]
    pub fn assert(&self) {
        if let Err(broken) = self.check() {
            panic!("{broken}");
        }
    }

    /// Compares the devices of the running program.
    ///
    /// # Errors
    ///
    /// If they break with the baseline, or cannot be compared.
    pub fn check(&self) -> std::result::Result<(), Broken> {
        let program = env::current_exe();
        let program = program.map_err(|error| Broken {
            text: format!("the running program cannot be found: {error}"),
        })?;
        self.check_file(program)
    }

    /// Compares the devices of a file: whatever `schema-tool check` takes.
    ///
    /// # Errors
    ///
    /// If they break with the baseline, or cannot be compared.
    pub fn check_file(&self, file: impl AsRef<Path>) -> std::result::Result<(), Broken> {
        match self.report(file.as_ref()) {
            Ok(None) => Ok(()),
            Ok(Some(text)) => Err(Broken { text }),
            Err(error) => Err(Broken {
                text: error.to_string(),
            }),
        }
    }

    /// The report, if there is something to report.
    fn report(&self, file: &Path) -> Result<Option<String>> {
        let policy = Policy::new(self.accepted.as_deref(), self.allows_conditional)?;
        let (old, new) = (open(&self.directory)?, SchemaSet::open(file)?);
        let report = Report::new(&old, &new, self.mode, &policy);
        if !report.fails() {
            return Ok(None);
        }
        let mut printed = Vec::new();
        let printer = Printer {
            format: Format::Text,
            is_verbose: false,
            is_brief: true,
            policy: &policy,
        };
        printer.print(&report, &mut printed)?;
        let printed = String::from_utf8_lossy(&printed);
        let plain = anstream::adapter::strip_str(&printed);
        let shown = text::path(&self.directory);
        Ok(Some(format!(
            "devices break with the baseline in {shown}:\n{plain}If this is meant, accept it in a \
             file with its reason (`schema-tool check --help`), or start anew with \
             `schema-tool lock --force`."
        )))
    }
}

/// Opens a baseline.
///
/// # Errors
///
/// If there is none.
pub(crate) fn open(directory: &Path) -> Result<SchemaSet> {
    if directory.exists() {
        return SchemaSet::open(directory);
    }
    let shown = text::path(directory);
    Err(Error::new(format!("{shown}: there is no baseline yet"))
        .hint("make it with `schema-tool lock`, and commit it"))
}

/// Why devices do not get on with a baseline: a report for people.
#[derive(Clone, Debug)]
pub struct Broken {
    text: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Broken {}
