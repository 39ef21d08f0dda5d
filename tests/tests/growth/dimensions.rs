//! What can grow, and what is done with it.

use std::fmt::Write as _;

use migratable::delta;
use migratable::device::Devices;
use migratable::resolve::resolve;
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::stream::{BulkItem, Header, Instance, Limits, StreamReader, StreamWriter};
use migratable::value::{JsonForm, from_json, locate, read};
use migratable::{Device, Migratable};

use super::qemu;

/// Does something with so many.
pub(super) type Work = fn(usize);

pub(super) const DIMENSIONS: &[(&str, Work)] = &[
    ("fields", fields),
    ("fields in another order", fields_reversed),
    ("keys, of which one is no field", unknown_keys),
    ("variants, and values of them", variants),
    ("variants of unknown tags", unknown_variants),
    ("variants whose names changed", renamed_variants),
    ("aliases", aliases),
    ("subsections", subsections),
    ("absent subsections of many elements", absent_subsections),
    ("entries of a map", entries),
    ("elements of a set", elements),
    ("types", types),
    ("instances", instances),
    ("bulk items", bulk_items),
    ("ranges of a bulk item", bulk_ranges),
    ("changes of a state", changes),
    (
        "sections of two states, in another order",
        sections_of_states,
    ),
    ("devices of QEMU's dumps", qemu::devices),
    ("subsections of QEMU's dumps", qemu::subsections),
    ("padding of QEMU's dumps", qemu::padding),
    ("sections of QEMU's", qemu::sections),
    ("records of a bitmap of QEMU's", qemu::bitmap_records),
    ("pages of QEMU's", qemu::pages),
    (
        "fields of QEMU's that are named alike",
        qemu::fields_named_alike,
    ),
    ("subsections that QEMU sent", qemu::sent_subsections),
    ("elements of QEMU's that are not alike", qemu::elements),
];

/// A schema of the type `D`, among these.
fn schema(types: &str) -> Schema {
    let text = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{{\"ref\":\"D\"}},\"types\":{{{types}}}}}"
    );
    let text = with_fingerprint(&text).unwrap_or_else(|error| panic!("{error}"));
    Schema::from_json(&text).unwrap_or_else(|error| panic!("{error}"))
}

pub(super) fn list(numbers: impl Iterator<Item = usize>, one: impl Fn(usize) -> String) -> String {
    numbers.map(one).collect::<Vec<_>>().join(",")
}

/// Reads the bytes by the schema, and makes JSON of them and bytes of that.
fn there_and_back(schema: &Schema, bytes: &[u8]) {
    let item = read(schema.ty(), bytes).unwrap_or_else(|error| panic!("{error}"));
    let json = serde_json::to_string(&JsonForm::new(schema.ty(), &item.value, true)).unwrap();
    assert_eq!(from_json(schema.ty(), &json).unwrap(), bytes);
    assert!(locate(schema.ty(), bytes).is_none());
}

/// Compares both ways, and converts.
fn compared(writer: &Schema, reader: &Schema, bytes: &[u8]) {
    let resolution = resolve(writer, reader);
    let plan = resolution.plan().expect("compatible");
    let mut converted = Vec::new();
    plan.convert(bytes, &mut converted).unwrap();
    let _ = resolve(reader, writer);
}

fn field(name: usize) -> String {
    format!("{{\"name\":\"f{name}\",\"type\":\"u8\"}}")
}

fn of_fields(numbers: impl Iterator<Item = usize>) -> Schema {
    schema(&format!("\"D\":{{\"fields\":[{}]}}", list(numbers, field)))
}

fn fields(n: usize) {
    there_and_back(&of_fields(0..n), &vec![1; n]);
}

fn fields_reversed(n: usize) {
    compared(&of_fields(0..n), &of_fields((0..n).rev()), &vec![1; n]);
}

fn unknown_keys(n: usize) {
    let schema = of_fields(0..n);
    // Behind all others, and in another order.
    let known = list((0..n).rev(), |at| format!("\"f{at}\":1"));
    from_json(schema.ty(), &format!("{{{known},\"unknown\":1}}")).unwrap_err();
}

/// Tags that are no positions, and that do not ascend. All take two bytes.
fn tag(index: usize) -> usize {
    300 + (index * 7919) % 15_000
}

fn variant(index: usize, more: &str) -> String {
    format!("{{\"name\":\"V{index}\",\"tag\":{}{more}}}", tag(index))
}

/// A list of an enum of so many variants, and of `more`.
fn of_variants(n: usize, more: &str) -> Schema {
    let variants = list(0..n, |index| variant(index, ""));
    schema(&format!(
        "\"D\":{{\"fields\":[{{\"name\":\"all\",\"type\":{{\"list\":{{\"ref\":\"E\"}}}}}}]}},\
         \"E\":{{\"variants\":[{variants}{more}]}}"
    ))
}

fn put_varint(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn of_tags(tags: impl ExactSizeIterator<Item = usize>) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_varint(tags.len(), &mut bytes);
    tags.for_each(|tag| put_varint(tag, &mut bytes));
    bytes
}

fn variants(n: usize) {
    let schema = of_variants(n, "");
    there_and_back(&schema, &of_tags((0..n).map(tag)));
}

fn unknown_variants(n: usize) {
    let keeping = ",{\"name\":\"Other\",\"tag\":4294967295,\"other\":true,\"keeps_tag\":true}";
    let schema = of_variants(n, keeping);
    there_and_back(&schema, &of_tags((0..n).map(|index| 20_000 + index)));
}

fn renamed_variants(n: usize) {
    let retagged = list(0..n, |index| {
        let alias = format!(",\"aliases\":[\"V{index}\"]");
        format!(
            "{{\"name\":\"W{index}\",\"tag\":{}{alias}}}",
            40_000 + tag(index)
        )
    });
    let reader = schema(&format!(
        "\"D\":{{\"fields\":[{{\"name\":\"all\",\"type\":{{\"list\":{{\"ref\":\"E\"}}}}}}]}},\
         \"E\":{{\"variants\":[{retagged}]}}"
    ));
    compared(&of_variants(n, ""), &reader, &of_tags((0..n).map(tag)));
}

fn aliases(n: usize) {
    let names = list(0..n, |index| format!("\"a{index}\""));
    let one = |name: &str| {
        schema(&format!(
            "\"D\":{{\"fields\":[{{\"name\":\"{name}\",\"aliases\":[{names}],\"type\":\"u8\"}}]}}"
        ))
    };
    let old = schema(&format!(
        "\"D\":{{\"fields\":[{{\"name\":\"a{}\",\"type\":\"u8\"}}]}}",
        n - 1
    ));
    compared(&old, &one("new"), &[1]);
}

fn all_subsections(n: usize) -> String {
    list(0..n, |index| {
        format!(
            "{{\"tag\":{},\"name\":\"s{index}\",\"type\":\"u8\",\"needed\":\"x\",\"default\":{{\"value\":1}}}}",
            index + 1
        )
    })
}

/// Each element has only the last one.
fn absent_subsections(n: usize) {
    let all = all_subsections(n);
    let schema = schema(&format!(
        "\"D\":{{\"fields\":[{{\"name\":\"all\",\"type\":{{\"list\":{{\"ref\":\"E\"}}}}}}]}},\
         \"E\":{{\"fields\":[],\"subsections\":[{all}]}}"
    ));
    let bytes = counted(n.div_ceil(7), |_, bytes| {
        bytes.push(1);
        put_varint(n, bytes);
        bytes.extend([1, 9]);
    });
    there_and_back(&schema, &bytes);
    compared(&schema, &schema, &bytes);
}

fn subsections(n: usize) {
    let all = all_subsections(n);
    let schema = schema(&format!("\"D\":{{\"fields\":[],\"subsections\":[{all}]}}"));
    let mut bytes = Vec::new();
    put_varint(n, &mut bytes);
    for index in 0..n {
        put_varint(index + 1, &mut bytes);
        bytes.extend([1, 9]);
    }
    there_and_back(&schema, &bytes);
    compared(&schema, &schema, &bytes);
}

fn of_type(ty: &str) -> Schema {
    schema(&format!(
        "\"D\":{{\"fields\":[{{\"name\":\"all\",\"type\":{ty}}}]}}"
    ))
}

fn counted(n: usize, one: impl Fn(u16, &mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_varint(n, &mut bytes);
    (0..).take(n).for_each(|number| one(number, &mut bytes));
    bytes
}

fn entries(n: usize) {
    let ty = |value: &str| {
        of_type(&format!(
            "{{\"map\":{{\"key\":\"u16\",\"value\":\"{value}\"}}}}"
        ))
    };
    let bytes = counted(n, |key, bytes| {
        bytes.extend(key.to_le_bytes());
        bytes.push(7);
    });
    there_and_back(&ty("u8"), &bytes);
    compared(&ty("u8"), &ty("u32"), &bytes);
}

fn elements(n: usize) {
    let bytes = counted(n, |element, bytes| bytes.extend(element.to_le_bytes()));
    there_and_back(&of_type("{\"set\":\"u16\"}"), &bytes);
    compared(
        &of_type("{\"set\":\"u16\"}"),
        &of_type("{\"set\":\"u32\"}"),
        &bytes,
    );
}

fn types(n: usize) {
    // Each is a schema of its own.
    let n = n.div_ceil(4);
    let all = |wide: &str| {
        let fields = list(0..n, |index| {
            format!("{{\"name\":\"f{index}\",\"type\":{{\"ref\":\"T{index}\"}}}}")
        });
        let mut text = format!("\"D\":{{\"fields\":[{fields}]}}");
        for index in 0..n {
            let fields = format!("{{\"name\":\"x\",\"type\":\"{wide}\"}}");
            write!(text, ",\"T{index}\":{{\"fields\":[{fields}]}}").unwrap();
        }
        schema(&text)
    };
    there_and_back(&all("u8"), &vec![1; n]);
    compared(&all("u8"), &all("u16"), &vec![1; n]);
}

#[derive(Migratable, Default)]
#[migratable(device = "timer")]
struct Timer {
    count: u8,
}

fn instances(n: usize) {
    let header = Header::new("growth", "1");
    let mut timers: Vec<Timer> = Vec::new();
    timers.resize_with(n, Timer::default);
    let mut devices = Devices::new();
    for (id, timer) in (0..).zip(&mut timers) {
        devices.add_instance("timer", id, timer).unwrap();
    }
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    devices.save(&mut writer).unwrap();
    let stream = writer.finish().unwrap();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    devices.load(&mut reader).unwrap();
    assert!(!Timer::SCHEMA_JSON.is_empty());
}

/// Items of a few bytes, each of which comes in parts.
fn bulk_items(n: usize) {
    let mut limits = Limits::default();
    limits.items = u64::MAX;
    let mut writer = StreamWriter::new(Vec::new(), &Header::new("growth", "1"), limits.clone());
    let writer = writer.as_mut().unwrap();
    let items: Vec<_> = (0..n)
        .map(|item| BulkItem::whole(format!("item{item}"), 4))
        .collect();
    items.iter().for_each(|item| writer.declare(item).unwrap());
    writer.instances(&[]).unwrap();
    for offset in [2, 0] {
        let add = |item: &BulkItem| writer.bulk(&item.name, offset, &[1, 2]);
        items.iter().map(add).for_each(Result::unwrap);
    }
    writer.flush().unwrap();
    let stream = std::mem::take(writer.get_mut());
    let mut reader = StreamReader::new(&stream[..], limits).unwrap();
    let mut timer = Timer::default();
    let mut devices = Devices::new();
    devices.add("timer", &mut timer).unwrap();
    assert!(devices.judge_offer(reader.prologue()).is_ok());
    for _ in 0..2 * n {
        reader.next_frame().unwrap().unwrap();
    }
}

/// Every other byte of an item, and then those between.
fn bulk_ranges(n: usize) {
    let item = BulkItem::whole("ram", 2 * n as u64);
    let header = Header::new("growth", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    writer.declare(&item).unwrap();
    writer.instances(&[]).unwrap();
    for first in [0, 1] {
        for at in (first..2 * n).step_by(2).rev() {
            writer.zeros("ram", at as u64, 1).unwrap();
        }
    }
    let stream = writer.finish().unwrap();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    reader.expect_end_of_input().unwrap();
}

/// Makes a delta of two states, and applies it.
fn there_by_delta(base: &[u8], state: &[u8]) {
    let (mut made, mut applied) = (Vec::new(), Vec::new());
    delta::make(base, state, &mut made);
    delta::apply(base, &made, &mut applied).unwrap();
    assert!(applied == state);
}

fn changes(n: usize) {
    const APART: usize = 40;
    let base = vec![0; n * APART];
    let mut state = base.clone();
    state.iter_mut().step_by(APART).for_each(|byte| *byte = 1);
    there_by_delta(&base, &state);
}

fn sections_of_states(n: usize) {
    let count = u32::try_from(n).unwrap();
    let stream = |order: &mut dyn Iterator<Item = u32>| {
        let header = Header::new("growth", "1");
        let mut writer = StreamWriter::in_memory(Vec::new(), &header, Limits::default()).unwrap();
        let schema = writer.schema("{}").unwrap();
        let instances: Vec<_> = (0..count)
            .map(|id| Instance::new("device", id, schema))
            .collect();
        writer.instances(&instances).unwrap();
        order.for_each(|instance| writer.section(instance, &[]).unwrap());
        writer.finish().unwrap()
    };
    there_by_delta(&stream(&mut (0..count)), &stream(&mut (0..count).rev()));
}
