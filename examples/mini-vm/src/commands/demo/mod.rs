//! `demo`: everything this machine is there to show, with real processes.

mod process;
mod records;
mod scene;
mod schemas;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{fs, thread};

use mini_vm::guest::Workload;

use super::WorkloadArgs;
use crate::failure::Failure;
use process::Reference;
use scene::SCENES;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where schemas, streams and logs are left
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    dir: PathBuf,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let stage = Stage::set(&args.dir, (&args.workload).into())?;
    show::opening();
    let mut all_well = true;
    for (number, scene) in (1..).zip(&SCENES) {
        show::scene(number, scene);
        let ending = scene.play(number, &stage)?;
        all_well &= show::ending(&ending);
    }
    for (number, is_ram_apart) in (SCENES.len() + 1..).zip([false, true]) {
        show::file(number, is_ram_apart);
        let ending = scene::through_a_file(number, &stage, is_ram_apart)?;
        all_well &= show::ending(&ending);
    }
    show::closing(all_well, started.elapsed(), &stage)?;
    Ok(if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What all scenes share.
struct Stage {
    directory: PathBuf,
    workload: Workload,
    /// Guests that nobody disturbs: with the ordinary timer, and with the one that reloads itself.
    references: [Reference; 2],
}

impl Stage {
    fn set(directory: &Path, workload: Workload) -> Result<Self, Failure> {
        fs::create_dir_all(directory.join("logs")).map_err(|error| {
            Failure::new(format_args!("cannot make {}: {error}", directory.display()))
        })?;
        schemas::export(&directory.join("schemas"))?;
        let reference = |reload_timer| {
            let workload = Workload {
                reload_timer,
                ..workload
            };
            process::reference(workload, directory)
        };
        let (ordinary, reloading) = thread::scope(|scope| {
            let ordinary = scope.spawn(|| reference(false));
            let reloading = reference(true);
            (ordinary.join(), reloading)
        });
        let ordinary = ordinary.map_err(|_| Failure::new("the reference run failed"))?;
        Ok(Self {
            directory: directory.to_owned(),
            workload,
            references: [ordinary?, reloading?],
        })
    }

    fn reference(&self, reload_timer: bool) -> &Reference {
        &self.references[usize::from(reload_timer)]
    }

    fn log(&self, name: &str) -> PathBuf {
        self.directory.join("logs").join(name).with_extension("log")
    }

    /// Where the stream of a scene is left that goes through a file.
    fn stream(&self, is_ram_apart: bool) -> PathBuf {
        let name = if is_ram_apart { "mapped.mig" } else { "vm.mig" };
        self.directory.join(name)
    }
}
