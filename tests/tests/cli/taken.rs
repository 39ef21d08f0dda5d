//! Releases and streams of devices that others take over.

use std::fs;
use std::path::Path;

use migratable::{Device, to_vec};

use super::check::Folder;
use super::streams::Builder;
use super::tool::{Run, run};

mod old {
    #[derive(migratable::Migratable)]
    #[migratable(device = "clint")]
    pub(super) struct Clint {
        pub(super) msip: bool,
        pub(super) mtimecmp: u64,
    }
}

mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    struct OldClint {
        msip: bool,
        mtimecmp: u32,
    }

    #[derive(Migratable)]
    #[migratable(
        device = "mswi",
        takes_over(device = "clint", type = OldClint, apply = Self::take_clint),
    )]
    pub(super) struct Mswi {
        msip: bool,
    }

    impl Mswi {
        fn take_clint(&mut self, old: OldClint, _: u32) {
            self.msip = old.msip;
        }
    }

    #[derive(Migratable)]
    #[migratable(
        device = "mtimer",
        takes_over(device = "clint", type = OldClint, apply = Self::take_clint),
    )]
    pub(super) struct Mtimer {
        mtimecmp: u32,
    }

    impl Mtimer {
        fn take_clint(&mut self, old: OldClint, _: u32) {
            self.mtimecmp = old.mtimecmp;
        }
    }
}

fn tool(words: &[&str], paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.as_os_str());
    run(words.iter().map(|word| word.as_ref()).chain(paths))
}

fn release(folder: &Folder, name: &str, schemas: &[&str]) -> std::path::PathBuf {
    let path = folder.0.join(name);
    fs::create_dir(&path).unwrap();
    for (number, json) in schemas.iter().enumerate() {
        fs::write(path.join(format!("{number}.json")), json).unwrap();
    }
    path
}

#[test]
fn each_command_says_it() {
    let folder = Folder::new("taken");
    let v1 = release(&folder, "v1", &[old::Clint::SCHEMA_JSON]);
    let new = [new::Mswi::SCHEMA_JSON, new::Mtimer::SCHEMA_JSON];
    let v2 = release(&folder, "v2", &new);

    let checked = tool(&["check", "--mode", "backward"], &[&v1, &v2]);
    assert!(
        checked.stdout.contains("`mtimer` takes it over: "),
        "{}",
        checked.stdout
    );
    assert!(
        checked.stdout.contains("[number-narrowed]"),
        "{}",
        checked.stdout
    );
    assert!(
        !checked.stdout.contains("device-removed"),
        "{}",
        checked.stdout
    );
    assert_eq!(checked.status, Some(100), "{}", checked.stdout);
    let allowed = ["check", "--mode", "backward", "--allow", "number-narrowed"];
    let checked = tool(&allowed, &[&v1, &v2]);
    assert_eq!(checked.status, Some(0), "{}", checked.stdout);
    let many = tool(
        &["check", "--transitive", "--mode", "backward"],
        &[&folder.0, &v2],
    );
    assert!(!many.stdout.contains("device-removed"), "{}", many.stdout);

    let matrix = tool(&["matrix", "--allow", "number-narrowed"], &[&v1, &v2]);
    assert!(
        !matrix.stdout.contains("device-removed"),
        "{}",
        matrix.stdout
    );
    for row in ["v1    1  =  +", "v2    2  ?  ="] {
        assert!(matrix.stdout.contains(row), "{}", matrix.stdout);
    }
    let shown = tool(&["show"], &[&v2]);
    let says = "takes over the state of clint, version 1";
    assert_eq!(shown.stdout.matches(says).count(), 2, "{}", shown.stdout);

    for (mtimecmp, code) in [(7, 0), (1 << 40, 100)] {
        let clint = to_vec(&old::Clint {
            msip: true,
            mtimecmp,
        })
        .unwrap();
        let stream = Builder::new(&[old::Clint::SCHEMA_JSON], &[("clint", 0, 0)]);
        let path = folder.0.join(format!("{code}.mig"));
        fs::write(&path, stream.section(0, &clint).finish()).unwrap();
        let checked = tool(&["check"], &[&path, &v2]);
        assert_eq!(checked.status, Some(code), "{}", checked.stdout);
        let converted = folder.0.join("out.mig");
        let output = Path::new("--output");
        let to = tool(&["convert", "--to"], &[&v2, &path, output, &converted]);
        assert_eq!(to.status, Some(1), "{}", to.stderr);
        assert!(
            to.stderr.contains("let the release itself"),
            "{}",
            to.stderr
        );
    }
}
