//! Devices that have another path or id in the other build of a machine.

use migratable::device::{Devices, MachineError};
use migratable::stream::{Instance, InstanceAlias, Limits, StreamWriter};
use migratable::{Device, Migratable};

use super::builds::{header, reader, save};

#[derive(Migratable, Clone, Copy, Debug, Default, PartialEq)]
#[migratable(device = "timer")]
struct Timer {
    count: u32,
}

/// Path and id.
type Name = (&'static str, u32);

const NAMES: [Name; 3] = [("/a", 0), ("/a", 1), ("/b", 0)];

/// The names of a machine's devices, each with its aliases.
type Names = Vec<(Name, Vec<Name>)>;

/// All machines of one or two devices that can be called so.
fn machines() -> Vec<Names> {
    let mut all = Vec::new();
    for first in NAMES {
        let others: Vec<Name> = NAMES.into_iter().filter(|name| *name != first).collect();
        for chosen in 0..1 << others.len() {
            let is_chosen = |at: &usize| chosen >> at & 1 == 1;
            let aliases = (0..others.len()).filter(is_chosen).map(|at| others[at]);
            all.push(vec![(first, aliases.collect())]);
        }
        for second in &others {
            let third = others.iter().find(|name| *name != second).unwrap();
            for of in [None, Some(0), Some(1)] {
                let aliases = |at| match of == Some(at) {
                    true => vec![*third],
                    false => Vec::new(),
                };
                all.push(vec![(first, aliases(0)), (*second, aliases(1))]);
            }
        }
    }
    all
}

fn devices<'t>(names: &Names, timers: &'t mut [Timer]) -> Devices<'t> {
    let mut devices = Devices::new();
    for (((path, id), _), timer) in names.iter().zip(timers) {
        devices.add_instance(*path, *id, timer).unwrap();
    }
    for ((path, id), aliases) in names {
        for (alias, alias_id) in aliases {
            devices.add_alias(path, *id, *alias, *alias_id).unwrap();
        }
    }
    devices
}

/// For each device of the reader, which of the writer's it is: the relation of each round
/// pairs two if neither is in another pair of it.
fn expected(writer: &Names, reader: &Names) -> Vec<Option<usize>> {
    type Round = fn(&(Name, Vec<Name>), &(Name, Vec<Name>)) -> bool;
    let rounds: [Round; 3] = [
        |w, r| w.0 == r.0,
        |w, r| r.1.contains(&w.0),
        |w, r| w.1.contains(&r.0),
    ];
    let mut found = vec![None; reader.len()];
    for round in rounds {
        let is_free = |w: usize, r: usize| found[r].is_none() && !found.contains(&Some(w));
        let all = (0..writer.len()).flat_map(|w| (0..reader.len()).map(move |r| (w, r)));
        let related = all.filter(|(w, r)| is_free(*w, *r) && round(&writer[*w], &reader[*r]));
        let related: Vec<_> = related.collect();
        for (w, r) in &related {
            let others = related.iter().filter(|(a, b)| a == w || b == r);
            if others.count() == 1 {
                found[*r] = Some(*w);
            }
        }
    }
    found
}

#[test]
fn each_finds_its_own_or_the_machine_is_refused() {
    let (mut loaded, mut refused) = (0, 0);
    for writer in machines() {
        for reader_names in machines() {
            let mut states = [Timer { count: 1 }, Timer { count: 2 }];
            let source = devices(&writer, &mut states);
            let mut live = [Timer::default(); 2];
            let mut target = devices(&reader_names, &mut live);

            let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            source.save_prologue(&mut offer).unwrap();
            offer.flush().unwrap();
            let offered = reader(offer.get_mut());
            let there = target.judge_offer(offered.prologue()).unwrap();
            let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            target.answer(&there, &mut answer).unwrap();
            let here = source.read_answer(&mut reader(answer.get_mut())).unwrap();
            assert_eq!(here.to_string(), there.to_string());

            let result = target.load(&mut reader(&save(&source)));
            drop(target);
            let expected = expected(&writer, &reader_names);
            let is_whole =
                writer.len() == reader_names.len() && expected.iter().all(Option::is_some);
            let said = format!("{writer:?} to {reader_names:?}: {result:?}, {expected:?}");
            assert_eq!(result.is_ok(), is_whole, "{said}");
            assert_eq!(here.verdict().permits_loading(), is_whole, "{said}");
            for (timer, from) in live.iter().zip(&expected) {
                let count = from.map_or(0, |from| from as u32 + 1);
                assert_eq!(timer.count, if is_whole { count } else { 0 }, "{said}");
            }
            loaded += u32::from(is_whole);
            refused += u32::from(!is_whole);
        }
    }
    assert!(loaded > 100 && refused > 100, "{loaded}, {refused}");
}

#[test]
fn a_name_means_one_device() {
    let mut timers = [Timer::default(); 3];
    let [one, two, three] = &mut timers;
    let mut devices = Devices::new();
    devices.add("/a", one).unwrap().add("/b", two).unwrap();
    devices.add_alias("/a", 0, "/old", 3).unwrap();
    let taken = |error: MachineError, name: &str| matches!(&error, MachineError::AliasTaken { instance } if instance == name);
    let error = |result: Result<&mut Devices<'_>, MachineError>| result.err().unwrap();
    assert!(taken(error(devices.add_alias("/a", 0, "/b", 0)), "/b#0"));
    assert!(taken(error(devices.add_alias("/a", 0, "/a", 0)), "/a#0"));
    assert!(taken(
        error(devices.add_alias("/b", 0, "/old", 3)),
        "/old#3"
    ));
    let late = error(devices.add_instance("/old", 3, three));
    assert!(taken(late, "/old#3"));
    let nobody = error(devices.add_alias("/c", 0, "/d", 0));
    assert_eq!(nobody.to_string(), "no device /c#0 was added");
}

/// A stream says its aliases, in whatever form it is.
#[test]
fn a_stream_says_them() {
    let mut timer = Timer { count: 7 };
    let mut devices = Devices::new();
    devices.add("/new", &mut timer).unwrap();
    devices.add_alias("/new", 0, "/old", 3).unwrap();
    let stream = save(&devices);
    let reader = reader(&stream);
    let prologue = reader.prologue();
    let alias = InstanceAlias::new("/old", 3);
    assert_eq!(prologue.instances[0].aliases, std::slice::from_ref(&alias));
    assert_eq!(prologue.devices().unwrap()[0].aliases, [alias]);

    let instance = Instance::new("/a", 0, 0).with_aliases(vec![InstanceAlias::new("", 0)]);
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    writer.schema(Timer::SCHEMA_JSON).unwrap();
    assert!(writer.instances(&[instance]).is_err());
}
