//! States that stay in the program: as the streams that they are, and as fast as they can be.

use migratable::Migratable;
use migratable::device::{Devices, MachineError, Snapshots};
use migratable::stream::{
    Header, Limits, SchemaForm, SentSchema, StreamError, StreamReader, StreamWriter,
};

use super::builds::header;

#[derive(Migratable, Default, Clone, Debug, PartialEq)]
#[migratable(device = "cpu", validate = Self::is_even)]
struct Cpu {
    pc: u32,
    #[migratable(must_match)]
    model: u8,
    #[migratable(skip)]
    cycles: u64,
}

impl Cpu {
    fn is_even(&self) -> Result<(), &'static str> {
        match self.pc % 2 {
            0 => Ok(()),
            _ => Err("an odd address"),
        }
    }
}

#[derive(Migratable, Default, Clone, Debug, PartialEq)]
#[migratable(device = "card", needed = |card: &Self| !card.sectors.is_empty())]
struct Card {
    #[migratable(max_len = 8)]
    sectors: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq)]
struct Machine {
    cards: [Card; 2],
    cpu: Cpu,
}

impl Machine {
    fn new(pc: u32, sectors: &[u16]) -> Self {
        let card = |sectors: &[u16]| Card {
            sectors: sectors.into(),
        };
        Self {
            cards: [card(sectors), card(&[1])],
            cpu: Cpu {
                pc,
                model: 3,
                cycles: 11,
            },
        }
    }

    /// The CPU may refuse, and is loaded last.
    fn devices(&mut self) -> Devices<'_> {
        let mut devices = Devices::new();
        for (id, card) in (0..).zip(&mut self.cards) {
            devices.add_instance("card", id, card).unwrap();
        }
        devices.add("cpu", &mut self.cpu).unwrap();
        devices
    }

    fn snapshots(&mut self) -> Snapshots {
        Snapshots::new(&self.devices(), &header(), Limits::default()).unwrap()
    }

    fn saved(&mut self, snapshots: &mut Snapshots) -> Vec<u8> {
        let mut state = Vec::new();
        snapshots.save(&self.devices(), &mut state).unwrap();
        state
    }
}

/// A state is the stream that a writer makes, and what one loads, the other does.
#[test]
fn a_state_is_a_stream() {
    let mut source = Machine::new(8, &[5, 6]);
    let mut snapshots = source.snapshots();
    let state = source.saved(&mut snapshots);

    let len = state.len() as u64;
    assert_eq!(snapshots.saved_len(&source.devices()).unwrap(), len);
    assert_eq!(
        snapshots.max_saved_len(&source.devices()).unwrap(),
        len + 2 * 12 + 2
    );
    let reader = StreamReader::new(&state[..], Limits::default()).unwrap();
    let prologue = reader.prologue();
    assert_eq!(prologue.header, header());
    assert!(prologue.schemas.iter().all(|one| one.reference().is_some()));
    assert!(
        prologue
            .instances
            .iter()
            .all(|one| one.configuration.is_empty())
    );

    let mut target = Machine::new(0, &[]);
    let mut reader = StreamReader::new(&state[..], Limits::default()).unwrap();
    target.devices().load(&mut reader).unwrap();
    assert_eq!(target, source);

    // A stream that is not one of these, with whole schemas and configurations.
    for form in [
        SchemaForm::Whole,
        SchemaForm::WithoutDocs,
        SchemaForm::Fingerprint,
    ] {
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        writer.send_schemas(form);
        source.devices().save(&mut writer).unwrap();
        let stream = writer.finish().unwrap();
        let mut target = Machine::new(0, &[]);
        snapshots.load(&mut target.devices(), &stream).unwrap();
        assert_eq!(target, source, "{form:?}");
        let behind = [&stream[..], b"x"].concat();
        let mut untouched = Machine::new(0, &[]);
        let refused = snapshots
            .load(&mut untouched.devices(), &behind)
            .unwrap_err();
        assert!(
            refused.to_string().contains("the input goes on"),
            "{refused}"
        );
        assert_eq!(untouched, Machine::new(0, &[]));
    }
}

/// States of different lengths, with and without a device, one after the other in one buffer.
#[test]
fn states_follow_each_other() {
    let mut machine = Machine::new(0, &[]);
    let mut snapshots = machine.snapshots();
    let (mut state, mut states) = (Vec::new(), Vec::new());
    for (pc, sectors) in [(2, &[][..]), (4, &[1, 2, 3]), (6, &[]), (8, &[9])] {
        machine.cpu.pc = pc;
        machine.cards[0].sectors = sectors.into();
        snapshots.save(&machine.devices(), &mut state).unwrap();
        states.push((machine.clone(), state.clone()));
    }
    for (saved, state) in states.iter().chain(states.iter().rev()) {
        // A card that was not needed keeps what it has.
        machine.cards[0].sectors = saved.cards[0].sectors.clone();
        let loaded = snapshots.load(&mut machine.devices(), state).unwrap();
        assert_eq!(&machine, saved);
        let kept: Vec<_> = loaded.kept.iter().map(|kept| &*kept.instance).collect();
        match saved.cards[0].sectors.is_empty() {
            true => assert_eq!(kept, ["card#0"]),
            false => assert!(kept.is_empty()),
        }
    }
}

/// Every bit and every length: refused, and nothing has changed.
#[test]
fn damage_is_refused_and_changes_nothing() {
    let mut source = Machine::new(8, &[5, 6]);
    let mut snapshots = source.snapshots();
    let state = source.saved(&mut snapshots);
    let mut live = Machine::new(2, &[7]);
    let before = live.clone();
    for bit in 0..state.len() * 8 {
        let mut damaged = state.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(
            snapshots.load(&mut live.devices(), &damaged).is_err(),
            "bit {bit}"
        );
        assert_eq!(live, before);
    }
    for len in 0..state.len() {
        assert!(snapshots.load(&mut live.devices(), &state[..len]).is_err());
        assert_eq!(live, before);
    }
    let longer = [&state[..], &[0]].concat();
    let refused = snapshots.load(&mut live.devices(), &longer).unwrap_err();
    assert!(
        refused.to_string().contains("the input goes on"),
        "{refused}"
    );
    assert_eq!(live, before);
    snapshots.load(&mut live.devices(), &state).unwrap();
    assert_eq!(live, source);
}

/// What must match, what a hook refuses, and bulk items.
#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    let mut source = Machine::new(8, &[5]);
    let mut snapshots = source.snapshots();
    let mut state = source.saved(&mut snapshots);

    let mut live = Machine::new(2, &[7]);
    live.cpu.model = 4;
    let before = live.clone();
    let refused = snapshots.load(&mut live.devices(), &state).unwrap_err();
    assert!(refused.to_string().contains("cpu#0"), "{refused}");
    assert_eq!(live, before);

    source.cpu.pc = 9;
    snapshots.save(&source.devices(), &mut state).unwrap();
    let mut live = Machine::new(2, &[7]);
    let before = live.clone();
    let refused = snapshots.load(&mut live.devices(), &state).unwrap_err();
    assert!(refused.to_string().contains("an odd address"), "{refused}");
    assert_eq!(live, before);

    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    writer.send_schemas(SchemaForm::Fingerprint);
    source.devices().save(&mut writer).unwrap();
    writer.bulk("ram", 0, b"page").unwrap();
    let stream = writer.finish().unwrap();
    let refused = snapshots.load(&mut live.devices(), &stream).unwrap_err();
    assert!(
        matches!(refused, MachineError::UnexpectedBulk { .. }),
        "{refused}"
    );
    assert_eq!(live, before);
}

/// A state that cannot be saved leaves an empty buffer, and the next can.
#[test]
fn a_failed_save_leaves_no_old_state() {
    let mut machine = Machine::new(2, &[1; 9]);
    let mut snapshots = machine.snapshots();
    let mut state = b"old".to_vec();
    let refused = snapshots.save(&machine.devices(), &mut state).unwrap_err();
    assert!(refused.to_string().contains("card#0"), "{refused}");
    assert!(state.is_empty());
    machine.cards[0].sectors.pop();
    snapshots.save(&machine.devices(), &mut state).unwrap();
    snapshots.load(&mut machine.devices(), &state).unwrap();
}

#[test]
fn other_devices_are_told() {
    let mut machine = Machine::new(2, &[1]);
    let mut snapshots = machine.snapshots();
    let state = machine.saved(&mut snapshots);
    let (mut cpu, mut card) = (Cpu::default(), Card::default());

    let mut fewer = Devices::new();
    fewer.add("cpu", &mut cpu).unwrap();
    let mut moved = machine.clone();
    let mut elsewhere = Devices::new();
    let [one, two] = &mut moved.cards;
    elsewhere
        .add("card", one)
        .unwrap()
        .add("slot", two)
        .unwrap();
    elsewhere.add("cpu", &mut moved.cpu).unwrap();
    let mut swapped = machine.clone();
    let mut other = Devices::new();
    let [one, _] = &mut swapped.cards;
    other.add_instance("card", 0, one).unwrap();
    other.add_instance("card", 1, &mut swapped.cpu).unwrap();
    other.add("cpu", &mut card).unwrap();

    for (mut devices, expected) in [
        (fewer, "these are 1 devices, and snapshots are of 3"),
        (elsewhere, "device slot#0"),
        (other, "device card#1"),
    ] {
        for refused in [
            snapshots.save(&devices, &mut Vec::new()).map(drop),
            snapshots.load(&mut devices, &state).map(drop),
            snapshots.saved_len(&devices).map(drop),
            snapshots.max_saved_len(&devices).map(drop),
        ] {
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains(expected), "{refused}");
        }
    }
}

/// Of another build, or another type under the same name.
mod other {
    use migratable::Migratable;

    #[derive(Migratable, Default)]
    #[migratable(device = "cpu")]
    pub(super) struct Cpu {
        pub(super) pc: u64,
    }
}

#[test]
fn a_reference_that_is_not_ours_says_what_to_do() {
    let mut theirs = other::Cpu { pc: 6 };
    let mut devices = Devices::new();
    devices.add("cpu", &mut theirs).unwrap();
    let save = |form| {
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        writer.send_schemas(form);
        devices.save(&mut writer).unwrap();
        writer.finish().unwrap()
    };
    let (kept, whole) = (save(SchemaForm::Fingerprint), save(SchemaForm::Whole));
    let texts: Vec<String> = StreamReader::new(&whole[..], Limits::default())
        .unwrap()
        .prologue()
        .schema_texts()
        .map(str::to_owned)
        .collect();

    #[derive(Migratable, Default)]
    #[migratable(device = "cpu")]
    struct Ours {
        pc: u32,
    }
    let mut ours = Ours::default();
    let mut devices = Devices::new();
    devices.add("cpu", &mut ours).unwrap();
    let mut reader = StreamReader::new(&kept[..], Limits::default()).unwrap();
    let refused = devices
        .judge_offer(reader.prologue())
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("schema 0 of the stream is not in it: it is that of cpu"),
        "{refused}"
    );
    let MachineError::SchemaNotSent { reference, .. } = devices.load(&mut reader).unwrap_err()
    else {
        panic!("it was not sent");
    };
    assert_eq!(reference.device, "cpu");

    // With the schema, it is converted as any.
    let mut reader = StreamReader::new(&kept[..], Limits::default()).unwrap();
    reader.bring_schemas(|_| texts.first().cloned()).unwrap();
    devices.load(&mut reader).unwrap();
    drop(devices);
    assert_eq!(ours.pc, 6);
}

/// A reference that names a device of ours with a fingerprint of another one.
#[test]
fn a_reference_that_lies_is_not_believed() {
    let mut cpu = Cpu::default();
    let mut devices = Devices::new();
    devices.add("cpu", &mut cpu).unwrap();
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    writer.send_schemas(SchemaForm::Fingerprint);
    devices.save_prologue(&mut writer).unwrap();
    writer.flush().unwrap();
    let reader = StreamReader::new(&writer.get_mut()[..], Limits::default()).unwrap();
    let honest = reader.prologue().schemas[0].reference().unwrap().clone();
    let lies = [
        migratable::stream::SchemaReference::new("card", honest.fingerprint),
        honest.clone().with_needed(),
    ];
    for lie in lies {
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        let schema = writer.schema_reference(&lie).unwrap();
        let instance = migratable::stream::Instance::new("cpu", 0, schema);
        writer.instances(&[instance]).unwrap();
        writer.section(0, &[0; 5]).unwrap();
        let stream = writer.finish().unwrap();
        let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
        assert!(matches!(
            reader.prologue().schemas[0],
            SentSchema::Reference(_)
        ));
        let refused = devices.load(&mut reader).unwrap_err();
        assert!(
            matches!(refused, MachineError::SchemaNotSent { .. }),
            "{refused}"
        );
    }
    // More devices than the limits allow.
    let mut limits = Limits::default();
    limits.instances = 0;
    let refused = Snapshots::new(&devices, &Header::new("x", "1"), limits).unwrap_err();
    assert!(
        matches!(refused, MachineError::Stream(StreamError::Limit { .. })),
        "{refused}"
    );
}
