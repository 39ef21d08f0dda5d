//! `demo`: everything this machine is there to show, with real processes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::{env, fs};

use crate::failure::Failure;
use crate::records;

/// Where the guest is saved in its default workload, which takes about 400 million instructions.
const AFTER: &str = "150000000";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where schemas and streams are left
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let own = env::current_exe()?;
    let schemas = args.dir.join("schemas");
    let stream = args.dir.join("vm.mig");
    fs::create_dir_all(&schemas)?;

    let count = records::export(&own, &schemas)?;
    println!("schemas    {count} devices, read from this binary");
    let whole = guest(&own, [OsStr::new("run")])?;
    println!("reference  {} lines", lines(&whole.stdout));
    let save = ["save", "--after", AFTER, "-o"].map(OsStr::new);
    let before = guest(&own, save.into_iter().chain([stream.as_os_str()]))?;
    println!("source     {} lines, then saved", lines(&before.stdout));
    let after = guest(&own, [OsStr::new("restore"), stream.as_os_str()])?;
    println!("target     {} lines", lines(&after.stdout));

    let same = [before.stdout, after.stdout].concat() == whole.stdout;
    println!();
    println!("To look at what was left:");
    println!(
        "  cargo run -q -p schema-tool -- export {} -o schemas",
        own.display()
    );
    println!(
        "  cargo run -q -p schema-tool -- inspect {}",
        stream.display()
    );
    println!();
    println!(
        "{}",
        if same {
            "The logs are the same, byte for byte."
        } else {
            "THE LOGS DIFFER."
        }
    );
    Ok(if same {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs this program in another process.
fn guest<'a>(
    own: &Path,
    arguments: impl IntoIterator<Item = &'a OsStr>,
) -> Result<Output, Failure> {
    let output = Command::new(own).args(arguments).output()?;
    if !output.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
    }
    Ok(output)
}

fn lines(log: &[u8]) -> usize {
    log.iter().filter(|byte| **byte == b'\n').count()
}
