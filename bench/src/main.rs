//! migratable and its peers, measured side by side.
#![forbid(unsafe_code)]

mod chart;
mod checks;
mod corpora;
mod counts;
mod guard;
mod matrix;
mod measure;
mod peers;
mod report;
mod results;
mod scenarios;
mod subject;
mod table;
mod targets;

use std::io;
use std::process::ExitCode;

use clap::{Args, Parser};

use counts::Whose;

/// Measures migratable and its peers in one run, and prints how many times our
/// time each peer takes.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    what: What,
    /// Measure only these corpora.
    #[arg(long, value_name = "CORPUS", value_delimiter = ',')]
    only: Vec<String>,
}

#[derive(Args)]
#[group(multiple = false)]
struct What {
    /// Write the tables to bench/RESULTS.md as well, and a chart to bench/RESULTS.svg.
    #[arg(long)]
    markdown: bool,
    /// Count instructions with valgrind instead of time.
    #[arg(long)]
    instructions: bool,
    /// Compare our instructions with bench/instructions.txt; exit with 1 if
    /// anything takes 5 % more.
    #[arg(long)]
    guard: bool,
    /// Write bench/instructions.txt.
    #[arg(long)]
    renew: bool,
    /// Time loading the state of an older release through a plan.
    #[arg(long)]
    plans: bool,
    /// Time saving and loading machines through a stream.
    #[arg(long)]
    stream: bool,
    /// What the other options run in valgrind.
    #[arg(long, hide = true, value_name = "WHOSE")]
    counted: Option<Whose>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is as it should be.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let what = &arguments.what;
    if let Some(whose) = what.counted {
        counts::run_counted(whose)?;
        return Ok(true);
    }
    checks::check()?;
    if what.guard {
        return guard::check();
    } else if what.renew {
        guard::renew()?;
    } else if what.plans {
        println!("{}", scenarios::plans::time()?);
    } else if what.stream {
        println!("{}", scenarios::stream::measured());
    } else if what.instructions {
        for matrix in counts::count(Whose::All)? {
            println!("{}", report::counts(&matrix));
        }
    } else {
        let results = results::time(&arguments.only)?;
        println!("{}", results.text);
        if what.markdown {
            results::write(&results)?;
        }
    }
    Ok(true)
}
