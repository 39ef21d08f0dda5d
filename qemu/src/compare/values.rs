//! What a reader checks against its own: compared where both sides are streams.

use std::collections::{BTreeMap, HashSet};

use super::finding::Finding;
use super::rules::{self, Rule};
use super::spaces;
use crate::framing::{RamReader, Stream};
use crate::layout::Type;
use crate::text::shown;

/// A list of processor registers by their numbers: each must exist in the reader.
const REGISTERS: &str = "cpreg_vmstate_indexes";

/// The values of the processor's registers.
const REGISTER_VALUES: &str = "cpreg_vmstate_values";

/// Blocks of RAM that QEMU resizes as it loads them begin so.
const RESIZABLE: &str = "/rom@";

/// Compares the values of two streams that are checked on loading.
pub(super) fn compare(
    writer: (&[u8], &Stream),
    reader: (&[u8], &Stream),
    only: Option<&str>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if only.is_none() {
        machines(writer.1, reader.1, &mut findings);
        blocks(writer, reader, &mut findings);
    }
    let (sent, known) = match (checked(writer, only), checked(reader, only)) {
        (Some(sent), Some(known)) => (sent, known),
        _ => {
            let said = format!("more than {MOST_PATHS} bytes of paths to values");
            findings.push(Finding {
                rule: &rules::TOO_LARGE,
                device: only.unwrap_or("all devices").into(),
                path: String::new(),
                writer: said.clone(),
                reader: said,
            });
            return findings;
        }
    };
    identities(&sent, &known, &mut findings);
    spaces::compare(writer, reader, only, &mut findings);
    for ((device, path), w) in sent {
        let Some(r) = known.get(&(device.clone(), path.clone())) else {
            continue;
        };
        let mut find = |rule, writer, reader| {
            findings.push(Finding {
                rule,
                device: device.clone(),
                path: path.clone(),
                writer,
                reader,
            });
        };
        match w.check {
            Check::Equal if w.values != r.values => {
                find(&rules::VALUE_DIFFERS, list(&w.values), list(&r.values));
            }
            Check::AtMost => {
                let pair = w
                    .values
                    .iter()
                    .zip(&r.values)
                    .find(|(w, r)| **w < 0 || w > r);
                if let Some((w, r)) = pair {
                    find(&rules::VALUE_TOO_LARGE, w.to_string(), format!("up to {r}"));
                }
            }
            Check::Registers => {
                let there: HashSet<i128> = r.values.iter().copied().collect();
                let lacking: Vec<_> = w.values.iter().filter(|v| !there.contains(v)).collect();
                if let Some(first) = lacking.first() {
                    let more = match lacking.len() - 1 {
                        0 => String::new(),
                        more => format!(" and {more} more"),
                    };
                    let said = format!("register {first:#x}{more}");
                    find(&rules::REGISTER_LACKING, said, "not in its list".into());
                }
            }
            Check::Equal | Check::RegisterValues => {}
        }
    }
    findings
}

/// Registers that say what a processor is read as what it is, whatever is written
/// to them: QEMU refuses if that is another value.
fn identities(sent: &AllChecked, known: &AllChecked, findings: &mut Vec<Finding>) {
    let reader = by_register(known);
    for ((device, register), (path, value)) in by_register(sent) {
        let Some((_, own)) = reader.get(&(device.clone(), register)) else {
            continue;
        };
        if is_identity(register) && value != *own {
            findings.push(Finding {
                rule: &rules::REGISTER_DIFFERS,
                device,
                path,
                writer: format!("register {register:#x} is {value:#x}"),
                reader: format!("{own:#x}"),
            });
        }
    }
}

/// The registers' values, by device and number of the register.
fn by_register(all: &AllChecked) -> BTreeMap<(String, i128), (String, i128)> {
    let mut found = BTreeMap::new();
    for ((device, path), numbers) in all {
        if !matches!(numbers.check, Check::Registers) {
            continue;
        }
        let values = path.replace(REGISTERS, REGISTER_VALUES);
        let Some(values) = all.get(&(device.clone(), values)) else {
            continue;
        };
        for (number, value) in numbers.values.iter().zip(&values.values) {
            found.insert((device.clone(), *number), (path.clone(), *value));
        }
    }
    found
}

/// Whether a register is one of those that identify the processor: CRn is 0, and op1 one at
/// which no register of those can be written. Or it says how many processors there are.
fn is_identity(register: i128) -> bool {
    const SYSTEM_64_BIT: i128 = 0x6030_0000_0013_0000;
    const COPROCESSOR_15: i128 = 0x4020_0000_000f_0000;
    /// That a register is of the state that is not secure.
    const NON_SECURE: i128 = 1 << 29;
    /// L2CTLR_EL1, and L2CTLR.
    const PROCESSORS: [i128; 2] = [SYSTEM_64_BIT | 0xcd82, COPROCESSOR_15 | 0x480a];
    let is_32_bit = register & !0xffff & !NON_SECURE == COPROCESSOR_15;
    let register = match is_32_bit {
        true => register & !NON_SECURE,
        false => register,
    };
    let bits = |at: u32, count: u32| register >> at & ((1 << count) - 1);
    let identifies = match register & !0xffff {
        SYSTEM_64_BIT => bits(14, 2) == 3 && bits(7, 4) == 0 && matches!(bits(11, 3), 0 | 1 | 3),
        // Numbers of 64 bits have another CRn.
        COPROCESSOR_15 => bits(15, 1) == 0 && bits(11, 4) == 0 && matches!(bits(3, 3), 0 | 1),
        _ => false,
    };
    identifies || PROCESSORS.contains(&register)
}

fn list(values: &[i128]) -> String {
    let shown: Vec<_> = values.iter().take(8).map(i128::to_string).collect();
    shown.join(", ")
}

#[derive(Clone, Copy)]
enum Check {
    /// It must equal the reader's.
    Equal,
    /// From 0 up to the reader's.
    AtMost,
    /// Numbers of registers, each of which must exist.
    Registers,
    /// Their values, in the same order.
    RegisterValues,
}

/// What is checked, by device and path.
type AllChecked = BTreeMap<(String, String), Checked>;

struct Checked {
    check: Check,
    values: Vec<i128>,
}

/// Whether it is one of the values of which no description says that the device's own code
/// compares them with what it has.
fn is_compared(device: &str, field: &str) -> bool {
    const E1000E: [&str; 2] = ["subsys", "subsys_ven"];
    let name = device.rsplit_once('#').map_or(device, |(name, _)| name);
    name.rsplit('/').next() == Some("e1000e") && E1000E.contains(&field)
}

/// Bytes that the paths to the values that are checked may have, of one side.
const MOST_PATHS: usize = 64 << 20;

/// The values that are checked; `None` if they are too many.
fn checked((bytes, stream): (&[u8], &Stream), only: Option<&str>) -> Option<AllChecked> {
    let mut found = BTreeMap::new();
    let mut left = Some(MOST_PATHS);
    for (device, offset, layout) in stream.devices(only) {
        // What cannot be walked has been refused when it was read.
        let _ = layout.walk(bytes, offset as u64, &mut |leaf| {
            let (Some(field), Type::Number(number)) = (leaf.field, leaf.ty) else {
                return;
            };
            let check = match field.kind.as_str() {
                "int32 le" => Check::AtMost,
                kind if kind.ends_with(" equal") => Check::Equal,
                _ if is_compared(&device, &field.name) => Check::Equal,
                _ if field.name == REGISTERS => Check::Registers,
                _ if field.name == REGISTER_VALUES => Check::RegisterValues,
                _ => return,
            };
            if left.is_none() {
                return;
            }
            let path = leaf.steps.path();
            left = left.and_then(|left| left.checked_sub(path.len() + device.len()));
            let width = usize::from(number.width).max(1);
            let values = leaf.bytes.chunks(width).map(|chunk| number.value(chunk));
            let values = values.collect();
            found.insert((device.clone(), path), Checked { check, values });
        });
    }
    left.map(|_| found)
}

fn machines(writer: &Stream, reader: &Stream, findings: &mut Vec<Finding>) {
    let mut find = |rule: &'static Rule, writer: String, reader: String| {
        findings.push(Finding {
            rule,
            device: "configuration".into(),
            path: String::new(),
            writer,
            reader,
        });
    };
    let said = |there: bool, what: &str| match there {
        true => what.to_owned(),
        false => format!("no {what}"),
    };
    let footers = [writer, reader].map(|stream| stream.footers);
    if footers[0] != footers[1] && !writer.sections.is_empty() && !reader.sections.is_empty() {
        let [w, r] = footers.map(|there| said(there, "footers behind sections"));
        find(&rules::FRAMING_DIFFERS, w, r);
    }
    let configured = [writer, reader].map(|stream| stream.configuration.is_some());
    if configured[0] != configured[1] {
        let [w, r] = configured.map(|there| said(there, "configuration before all sections"));
        find(&rules::FRAMING_DIFFERS, w, r);
    }
    let (Some(w), Some(r)) = (&writer.configuration, &reader.configuration) else {
        return;
    };
    if w.machine != r.machine {
        find(
            &rules::MACHINE_DIFFERS,
            shown(&w.machine).to_string(),
            shown(&r.machine).to_string(),
        );
    }
    if let (Some(w), Some(r)) = (w.page_bits, r.page_bits)
        && w != r
    {
        find(
            &rules::PAGE_SIZE_DIFFERS,
            format!("{w} bits"),
            format!("{r} bits"),
        );
    }
}

fn blocks(writer: (&[u8], &Stream), reader: (&[u8], &Stream), findings: &mut Vec<Finding>) {
    let known: BTreeMap<String, u64> = ram(reader)
        .blocks
        .into_iter()
        .map(|block| (block.name, block.len))
        .collect();
    for block in ram(writer).blocks {
        let (rule, there) = match known.get(&block.name) {
            None => (&rules::RAM_BLOCK_LACKING, "no such block".into()),
            Some(len) if *len != block.len && !block.name.starts_with(RESIZABLE) => {
                (&rules::RAM_BLOCK_DIFFERS, format!("{len:#x} bytes"))
            }
            Some(_) => continue,
        };
        findings.push(Finding {
            rule,
            device: "ram".into(),
            path: block.name,
            writer: format!("{:#x} bytes", block.len),
            reader: there,
        });
    }
}

/// The blocks that a stream lists.
fn ram((bytes, stream): (&[u8], &Stream)) -> RamReader {
    crate::import::blocks(bytes, stream)
}
