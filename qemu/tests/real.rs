//! QEMU itself, where it is installed: streams that it writes now are read, and it
//! loads what is said to load.

mod common;

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use common::{is_installed, share};
use migratable_qemu::compare::{Selection, Side, Verdict, compare};
use migratable_qemu::{Limits, State, Stream, import, read, read_all};
use serde_json::{Value, json};

/// A QEMU that runs no guest, spoken to by its monitor. It ends by itself.
struct Machine {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Machine {
    fn start(program: &str, arguments: &[String], incoming: bool) -> Self {
        let mut command = Command::new("timeout");
        command.args([
            "60",
            program,
            "-nodefaults",
            "-display",
            "none",
            "-S",
            "-qmp",
            "stdio",
        ]);
        command.args(arguments);
        if incoming {
            command.args(["-incoming", "defer"]);
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("it was found");
        let to = child.stdin.take().expect("it was piped");
        let from = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        let mut machine = Self { child, to, from };
        machine.say("qmp_capabilities", json!({}));
        machine
    }

    /// The answer to a command; `None` if it has gone.
    fn say(&mut self, command: &str, arguments: Value) -> Option<Value> {
        let said = json!({"execute": command, "arguments": arguments});
        writeln!(self.to, "{said}").ok()?;
        loop {
            let line = self.from.next()?.ok()?;
            let answer: Value = serde_json::from_str(&line).expect("it speaks JSON");
            assert!(answer.get("error").is_none(), "{command}: {answer}");
            if let Some(answer) = answer.get("return") {
                return Some(answer.clone());
            }
        }
    }

    /// Whether the migration completes.
    fn completes(mut self) -> bool {
        loop {
            let answer = self.say("query-migrate", json!({}));
            match answer.as_ref().map(|answer| &answer["status"]) {
                Some(status) if status == "completed" => {
                    self.say("quit", json!({}));
                    let _ = self.child.wait();
                    return true;
                }
                Some(status) if status != "failed" => {}
                _ => {
                    let _ = self.child.wait();
                    return false;
                }
            }
        }
    }
}

fn save(program: &str, arguments: &[String], to: &Path) {
    let mut machine = Machine::start(program, arguments, false);
    let uri = format!("exec:cat > {}", to.display());
    machine
        .say("migrate", json!({"uri": uri}))
        .expect("it answers");
    assert!(machine.completes(), "{arguments:?}");
}

fn loads(program: &str, arguments: &[String], from: &Path) -> bool {
    let mut machine = Machine::start(program, arguments, true);
    let uri = format!("exec:cat {}", from.display());
    // It may be gone before it answers.
    machine.say("migrate-incoming", json!({"uri": uri}));
    machine.completes()
}

fn open(path: &Path) -> (Vec<u8>, Stream) {
    let limits = Limits::default();
    let bytes = read_all(std::fs::File::open(path).unwrap(), &limits).unwrap();
    let stream = read(&bytes, None, &limits);
    assert_eq!(stream.error, None);
    let is_known = |warning: &str| warning.contains("section isa-ide#0 begins twice");
    for warning in &stream.warnings {
        assert!(is_known(&warning.to_string()), "{warning}");
    }
    (bytes, stream)
}

fn side<'a>(bytes: &'a [u8], stream: &'a Stream) -> Side<'a> {
    let (description, _) = stream.description.as_ref().unwrap();
    Side::stream(bytes, stream, description)
}

/// Writes streams of machines and has each loaded by each.
fn agree(program: &str, machines: &[Vec<String>]) {
    if !is_installed(program) || !is_installed("timeout") {
        println!("skipped: there is no {program} here");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let saved: Vec<_> = (0..)
        .zip(machines)
        .map(|(index, arguments): (u32, _)| {
            let path = directory.path().join(format!("{index}.mig"));
            save(program, arguments, &path);
            let (bytes, stream) = open(&path);
            import(&bytes, &stream, Vec::new()).unwrap();
            let devices =
                |section: &&migratable_qemu::Section| matches!(section.state, State::Device { .. });
            assert_eq!(
                stream.sections.iter().filter(devices).count() + 1,
                stream.sections.len()
            );
            (path, bytes, stream)
        })
        .collect();
    let mut verdicts = Vec::new();
    for (w, (path, bytes, stream)) in saved.iter().enumerate() {
        for (r, arguments) in machines.iter().enumerate() {
            let (_, reader_bytes, reader) = &saved[r];
            let (writer, reader) = (side(bytes, stream), side(reader_bytes, reader));
            let found = compare(&writer, &reader, &Selection::default());
            let loaded = loads(program, arguments, path);
            println!(
                "{:?} -> {arguments:?}: {}, loaded: {loaded}",
                machines[w],
                found.verdict()
            );
            for finding in &found.findings {
                println!(
                    "    {} {} {}",
                    finding.rule.id, finding.device, finding.path
                );
            }
            match found.verdict() {
                Verdict::Loads => assert!(loaded, "{:#?}", found.findings),
                Verdict::Breaks => assert!(!loaded, "{:#?}", found.findings),
                _ => {}
            }
            verdicts.push(found.verdict());
        }
    }
    let others = verdicts
        .iter()
        .any(|verdict| *verdict > Verdict::Conditional);
    assert!(verdicts.contains(&Verdict::Loads) && others);
}

/// The arguments of a machine, and a device if one is named.
fn machines(common: &str, each: &[&str]) -> Vec<Vec<String>> {
    each.iter()
        .map(|one| {
            let all = format!("{common} {one}");
            all.split_whitespace().map(String::from).collect()
        })
        .collect()
}

#[test]
fn a_pc_loads_what_is_said_to_load() {
    let pc = machines(
        "-M pc-q35-7.2 -m 16",
        &[
            "-device e1000",
            "-device virtio-rng-pci",
            "-device e1000-82545em",
            "-device intel-hda",
            "-device intel-hda,msi=off",
            "-device pcie-root-port,slot=1,chassis=1",
            "-device pcie-root-port,slot=2,chassis=1",
            "-device e1000e",
            "-device e1000e,subsys=7",
            "-m 32",
            "-M pc-q35-7.0",
        ],
    );
    agree("qemu-system-x86_64", &pc);
}

/// What a device has of its own, and refuses.
#[test]
fn a_pc_with_other_parts_of_a_device_loads_what_is_said_to_load() {
    let ports = machines(
        "-M pc-q35-7.2 -m 16 -chardev null,id=null -device",
        &[
            "virtio-serial-pci",
            "virtio-serial-pci,max_ports=40",
            "virtio-serial-pci -device virtconsole,chardev=null",
            "virtio-serial-pci -device virtserialport,chardev=null",
        ],
    );
    agree("qemu-system-x86_64", &ports);
    let sounds = machines(
        "-M pc-q35-7.2 -m 16 -audiodev none,id=none -device intel-hda -device",
        &[
            "hda-output,audiodev=none",
            "hda-duplex,audiodev=none",
            "hda-micro,audiodev=none",
        ],
    );
    agree("qemu-system-x86_64", &sounds);
}

/// What QEMU compares of the capabilities of a PCI device: some say what the device is, as
/// its address or how much is kept for what is plugged in behind it.
#[test]
fn a_pc_with_other_capabilities_loads_what_is_said_to_load() {
    let devices = machines(
        "-M pc-q35-7.2 -m 16 -device",
        &[
            "e1000e",
            "e1000e,mac=52:54:00:12:34:99",
            "pcie-root-port,chassis=1,io-reserve=4k",
            "pcie-root-port,chassis=1,io-reserve=8k",
            "pcie-root-port,chassis=1,mem-reserve=4M",
            "pcie-root-port,chassis=1,aer_log_max=0",
        ],
    );
    agree("qemu-system-x86_64", &devices);
    let port = "-M pc-q35-7.2 -m 16 -device pcie-root-port,chassis=1,id=root -device";
    let behind = machines(
        port,
        &[
            "virtio-rng-pci,bus=root",
            "virtio-rng-pci,bus=root,ats=on",
            "virtio-rng-pci,bus=root,aer=on",
            "virtio-rng-pci,bus=root,event_idx=off",
        ],
    );
    agree("qemu-system-x86_64", &behind);
}

/// What the memory of a virtio device is, it compares.
#[test]
fn a_pc_with_other_memory_loads_what_is_said_to_load() {
    let memory = machines(
        "-M pc-q35-7.2 -m 32,slots=4,maxmem=2G -object memory-backend-ram,id=m,size=256M \
         -device virtio-mem-pci,memdev=m",
        &[
            ",memaddr=0x140000000",
            ",memaddr=0x148000000",
            ",memaddr=0x140000000,block-size=8M",
            ",memaddr=0x140000000,requested-size=64M",
        ],
    );
    let memory: Vec<Vec<String>> = memory.iter().map(|words| joined(words)).collect();
    agree("qemu-system-x86_64", &memory);
}

/// Numbers of queues and of ports are said in the stream, and PCI vectors are not.
#[test]
fn a_pc_with_other_queues_loads_what_is_said_to_load() {
    let disk = "-blockdev driver=null-co,node-name=disk,size=1048576";
    let queues = machines(
        &format!("-M pc-q35-7.2 -m 16 {disk} -device virtio-blk-pci,drive=disk,addr=5"),
        &[
            ",num-queues=1",
            ",num-queues=1,vectors=3",
            ",num-queues=4,vectors=3",
            ",num-queues=4",
        ]
        .map(|more| more.trim()),
    );
    let queues: Vec<Vec<String>> = queues.iter().map(|words| joined(words)).collect();
    agree("qemu-system-x86_64", &queues);
    let nets = machines(
        "-M pc-q35-7.2 -m 16 -device",
        &[
            "virtio-net-pci,vectors=4",
            "virtio-net-pci,vectors=4,mq=on",
            "virtio-scsi-pci,num_queues=2,vectors=4",
            "virtio-scsi-pci,num_queues=5,vectors=4",
        ],
    );
    agree("qemu-system-x86_64", &nets);
}

/// Words, of which one that begins with a comma continues the last one.
fn joined(words: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        match all.last_mut().filter(|_| word.starts_with(',')) {
            Some(last) => last.push_str(word),
            None => all.push(word.clone()),
        }
    }
    all
}

/// Machines that write no configuration, no footers, or two sections of one name.
#[test]
fn an_old_pc_loads_what_is_said_to_load() {
    let framings = machines(
        "-m 16 -M",
        &[
            "pc-q35-7.2",
            "pc-q35-7.2 -global migration.send-configuration=off",
            "pc-q35-7.2 -global migration.send-section-footer=off",
            "pc-i440fx-2.3",
            "pc-i440fx-7.2",
            "isapc -cpu 486",
        ],
    );
    agree("qemu-system-x86_64", &framings);
}

#[test]
fn an_arm_machine_loads_what_is_said_to_load() {
    let virt = machines(
        "-M virt-7.2 -m 16 -cpu",
        &[
            "cortex-a57",
            "cortex-a57 -smp 2",
            "cortex-a53",
            "max",
            "cortex-a57 -M virt-7.1",
            "cortex-a15",
            "cortex-a15 -smp 2",
        ],
    );
    agree("qemu-system-aarch64", &virt);
}

/// Of a machine with much that QEMU does not describe, most is read nevertheless.
#[test]
fn a_rich_pc_has_types() {
    let program = "qemu-system-x86_64";
    if !is_installed(program) || !is_installed("timeout") {
        return println!("skipped: there is no {program} here");
    }
    let common = "-M pc-q35-7.2 -m 64 -smp 4 -audiodev none,id=sound \
                  -blockdev driver=null-co,node-name=disk,size=1048576";
    let devices = [
        "virtio-net-pci",
        "virtio-blk-pci,drive=disk",
        "virtio-scsi-pci",
        "virtio-rng-pci",
        "virtio-balloon-pci",
        "virtio-serial-pci",
        "virtio-gpu-pci",
        "virtio-keyboard-pci",
        "qemu-xhci",
        "usb-kbd",
        "e1000e",
        "intel-hda",
        "hda-duplex,audiodev=sound",
        "VGA",
        "pcie-root-port,id=root,chassis=1",
    ];
    let devices = devices.map(|device| format!("-device {device}")).join(" ");
    let arguments = machines(common, &[&devices]).remove(0);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rich.mig");
    save(program, &arguments, &path);
    let (bytes, stream) = open(&path);
    import(&bytes, &stream, Vec::new()).unwrap();
    let share = share(&stream);
    println!("{share:.2} %");
    assert!(share >= 86.0, "{share:.2} %");
}
