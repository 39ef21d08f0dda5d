//! Machines through a stream, against the least that it could cost.

mod framebuffer;
pub(crate) mod machine;
mod ram;

use std::io::{Cursor, Write};

use migratable::device::{Device, Devices};
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

use crate::measure::timing::{self, Ratio};
use crate::subject::{Operation, Subject};
use crate::table::table;

/// Each scenario's time, divided by that of what it is compared with.
pub(crate) fn measured() -> String {
    let head = ["", "at most", "ratio", "quartiles", "reached"];
    let rows = [
        machine::saved(),
        machine::loaded(),
        framebuffer::written(),
        framebuffer::read(),
        ram::moved(),
    ];
    table(head.map(str::to_owned).to_vec(), rows.concat())
}

/// Has the two take turns.
fn row(
    name: &str,
    most: Option<f64>,
    base: &mut dyn Subject,
    subject: &mut dyn Subject,
) -> Vec<String> {
    // The operation says nothing to a step.
    let ratios = timing::ratios(vec![base, subject], Operation::Encode);
    let [_, Ratio { median, low, high }] = ratios[..] else {
        return Vec::new();
    };
    let reached = |most| if median <= most { "yes" } else { "no" };
    vec![
        name.to_owned(),
        most.map_or(String::new(), |most| format!("{most:.1}")),
        format!("{median:.2}"),
        format!("{low:.2} to {high:.2}"),
        most.map_or("", reached).to_owned(),
    ]
}

fn header() -> Header {
    Header::new("migratable-bench", env!("CARGO_PKG_VERSION"))
}

fn to<W: Write>(output: W) -> StreamWriter<W> {
    StreamWriter::new(output, &header(), Limits::default()).expect("an output that takes all")
}

fn in_memory(buffer: Vec<u8>) -> StreamWriter<Vec<u8>> {
    StreamWriter::in_memory(buffer, &header(), Limits::default()).expect("memory")
}

fn save<W: Write>(devices: &Devices<'_>, mut writer: StreamWriter<W>) -> W {
    devices.save(&mut writer).expect("devices to save");
    writer.finish().expect("an output that takes all")
}

fn from(stream: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(stream, Limits::default()).expect("a stream")
}

fn from_memory(stream: &[u8]) -> StreamReader<Cursor<&[u8]>> {
    StreamReader::in_memory(stream, Limits::default()).expect("a stream")
}

fn add<'a, D: Device>(devices: &mut Devices<'a>, list: &'a mut [D]) {
    let bus = D::SCHEMA.device();
    for (slot, device) in list.iter_mut().enumerate() {
        let path = format!("/pci0/{bus}/{slot}");
        devices.add(path, device).expect("a path of its own");
    }
}
