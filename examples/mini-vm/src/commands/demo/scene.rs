//! The scenes, and how they are played.

use mini_vm::guest::Workload;
use mini_vm::live::{Report, Stage as Step};
use mini_vm::release::Release;

use super::Stage;
use super::process::{self, Destination, Ended};
use crate::failure::Failure;

/// A guest is to be moved between two releases.
pub(super) struct Scene {
    pub(super) title: &'static str,
    pub(super) from: Release,
    pub(super) to: Release,
    /// Whether the guest uses what release 1 does not have.
    pub(super) reload_timer: bool,
    /// How source and destination are built otherwise than other machines.
    pub(super) hardware: [&'static [&'static str]; 2],
    /// Whether it can be moved.
    pub(super) is_possible: bool,
}

pub(super) const SCENES: [Scene; 11] = [
    Scene {
        title: "an older build sends to a newer one",
        from: Release::V1,
        to: Release::V2,
        reload_timer: false,
        hardware: [&[], &[]],
        is_possible: true,
    },
    Scene {
        title: "and back: nothing new is in use",
        from: Release::V2,
        to: Release::V1,
        reload_timer: false,
        hardware: [&[], &[]],
        is_possible: true,
    },
    Scene {
        title: "the same, but the guest uses the new timer",
        from: Release::V2,
        to: Release::V1,
        reload_timer: true,
        hardware: [&[], &[]],
        is_possible: false,
    },
    Scene {
        title: "to a build that broke its devices",
        from: Release::V2,
        to: Release::V3,
        reload_timer: false,
        hardware: [&[], &[]],
        is_possible: false,
    },
    Scene {
        title: "to a build that made two devices of one",
        from: Release::V2,
        to: Release::V4,
        reload_timer: true,
        hardware: [&[], &[]],
        is_possible: true,
    },
    Scene {
        title: "and back: that build does not know the two",
        from: Release::V4,
        to: Release::V2,
        reload_timer: false,
        hardware: [&[], &[]],
        is_possible: false,
    },
    Scene {
        title: "to a machine with less RAM",
        from: Release::V2,
        to: Release::V2,
        reload_timer: false,
        hardware: [&[], &["--ram=1"]],
        is_possible: false,
    },
    Scene {
        title: "to a machine whose disk has a shorter queue",
        from: Release::V2,
        to: Release::V2,
        reload_timer: false,
        hardware: [&[], &["--queue-size=8"]],
        is_possible: false,
    },
    Scene {
        title: "to a machine without a watchdog: nobody has set it",
        from: Release::V2,
        to: Release::V2,
        reload_timer: false,
        hardware: [&["--watchdog=0"], &[]],
        is_possible: true,
    },
    Scene {
        title: "and back: the watchdog stays as after power-on",
        from: Release::V2,
        to: Release::V2,
        reload_timer: false,
        hardware: [&[], &["--watchdog"]],
        is_possible: true,
    },
    Scene {
        title: "to a machine without a watchdog, but it is set",
        from: Release::V2,
        to: Release::V2,
        reload_timer: false,
        hardware: [&["--watchdog=4000000000"], &[]],
        is_possible: false,
    },
];

/// How a scene ended.
pub(super) struct Ending {
    /// How the migration went; `None` if it went through a file.
    pub(super) report: Option<Report>,
    /// Lines that the guest printed at the source and at the destination.
    pub(super) lines: [usize; 2],
    /// What is not as it should be.
    pub(super) faults: Vec<String>,
}

impl Scene {
    pub(super) fn play(&self, number: u32, stage: &Stage) -> Result<Ending, Failure> {
        let workload = Workload {
            reload_timer: self.reload_timer,
            ..stage.workload
        };
        let reference = stage.reference(self.reload_timer);
        let logs = ["source", "destination"].map(|side| stage.log(&format!("{number}-{side}")));

        let receive = ["receive", "127.0.0.1:0", "--devices"].map(str::to_owned);
        let hardware = (self.hardware).map(|options| {
            options
                .iter()
                .map(|&option| option.into())
                .collect::<Vec<_>>()
        });
        let receive = [&receive[..], &[self.to.to_string()], &hardware[1]].concat();
        let destination = Destination::start(&receive, &logs[1])?;
        let mut send = vec!["send".to_owned(), destination.address.clone()];
        send.push("--json".to_owned());
        send.push(format!("--devices={}", self.from));
        send.push(format!("--after={}", reference.instructions / 4));
        send.extend(process::options(workload));
        send.extend_from_slice(&hardware[0]);
        let source = process::run(&send, &logs[0])?;

        let report: Report = serde_json::from_str(&source.words).map_err(|error| {
            Failure::new(format_args!(
                "the source said \"{}\": {error}",
                source.words
            ))
        })?;
        let destination = destination.end(report.stage != Step::Connecting)?;
        let mut ending = Ending::new(&source, &destination, &reference.log);
        self.check(&report, &source, &destination, &mut ending.faults);
        ending.report = Some(report);
        Ok(ending)
    }

    fn check(
        &self,
        report: &Report,
        source: &Ended,
        destination: &Ended,
        faults: &mut Vec<String>,
    ) {
        let mut expect = |is_so: bool, fault: &str| {
            if !is_so {
                faults.push(fault.to_owned());
            }
        };
        if self.is_possible {
            expect(report.migrated, "the guest was not moved");
            expect(source.status.success(), "the source failed");
            expect(destination.status.success(), "the destination failed");
        } else {
            expect(!report.migrated, "the guest was moved");
            expect(
                report.stage == Step::Preflight,
                "it was not refused in preflight",
            );
            expect(report.pages == 0, "pages were sent");
            expect(report.downtime_ns.is_none(), "the guest was stopped");
            expect(destination.log.is_empty(), "a guest ran at the destination");
            expect(
                !destination.status.success(),
                "the destination found nothing wrong",
            );
        }
    }
}

/// Saves a guest to a file and lets it go on from there. If RAM is apart, it is mapped.
pub(super) fn through_a_file(
    number: usize,
    stage: &Stage,
    is_ram_apart: bool,
) -> Result<Ending, Failure> {
    let reference = stage.reference(false);
    let stream = stage.stream(is_ram_apart).to_string_lossy().into_owned();
    let after = format!("--after={}", reference.instructions / 2);
    let mut save = ["save", "-o", &stream, "--devices=v2", &after]
        .map(str::to_owned)
        .to_vec();
    save.extend(is_ram_apart.then(|| "--ram-apart".to_owned()));
    save.extend(process::options(stage.workload));
    let source = process::run(&save, &stage.log(&format!("{number}-source")))?;
    let restore = ["restore", &stream, "--devices=v2"].map(str::to_owned);
    let destination = process::run(&restore, &stage.log(&format!("{number}-destination")))?;
    let mut ending = Ending::new(&source, &destination, &reference.log);
    for ended in [&source, &destination] {
        if !ended.status.success() {
            ending.faults.push(ended.words.clone());
        }
    }
    Ok(ending)
}

impl Ending {
    fn new(source: &Ended, destination: &Ended, reference: &[u8]) -> Self {
        let lines = |log: &[u8]| log.iter().filter(|byte| **byte == b'\n').count();
        let is_same = [&source.log[..], &destination.log].concat() == reference;
        let fault = "the log is not that of an undisturbed run".to_owned();
        Self {
            report: None,
            lines: [lines(&source.log), lines(&destination.log)],
            faults: if is_same { Vec::new() } else { vec![fault] },
        }
    }
}
