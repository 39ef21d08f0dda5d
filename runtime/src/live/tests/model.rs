//! Every interleaving of what can happen to a migration, over the real state machines: cuts
//! of the connection, in which any of what is on its way is lost; phases that end late, at
//! either side; new connections; crashes of either side; what either program finds wrong; and
//! an operator who keeps to the rule.
//!
//! A state of the model is both sides, what is on its way, and which guest runs. All states
//! that can be reached are visited once.

use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;
use std::collections::HashMap;
use std::println;

use super::*;
use crate::live::{Operator, Standing};

/// So many new connections are tried.
const RECONNECTS: u8 = 3;

/// What is on its way to a side.
#[derive(Clone, Debug)]
enum Item {
    Offer,
    /// The answer, and whether the destination takes the devices.
    Answer(bool),
    /// All of the state, up to the end frame.
    State,
    Cancel,
    Bytes(Vec<u8>),
    /// The connection is lost, as this side will see.
    Closed,
}

/// Where a guest is, at a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guest {
    None,
    Runs,
    /// It is there and does not run.
    Stopped,
    /// It is not this side's and never will be.
    Discarded,
    /// This side has crashed, and the guest with it.
    Crashed,
}

#[derive(Clone, Debug)]
struct World {
    source: Source,
    destination: Destination,
    /// Whether the rest of the state is on its way, and whether the source was told so.
    steps: u8,
    /// To the source, and to the destination.
    ways: [VecDeque<Item>; 2],
    guests: [Guest; 2],
    /// Whether anything can be sent.
    is_connected: bool,
    reconnects: u8,
    /// Whether the operator does not look at the other side.
    is_careless: bool,
}

const SOURCE: usize = 0;
const DESTINATION: usize = 1;

/// At both sides it is always the same time, but when they are told that a phase is over.
const NOW: Duration = Duration::ZERO;

impl World {
    fn new() -> Self {
        let timeouts = Timeouts::default();
        Self {
            source: Source::new(NOW, timeouts),
            destination: Destination::new(NOW, timeouts),
            steps: 0,
            ways: [VecDeque::from([]), VecDeque::from([Item::Offer])],
            guests: [Guest::Runs, Guest::None],
            is_connected: true,
            reconnects: 0,
            is_careless: false,
        }
    }

    /// Worlds that are the same print the same.
    fn key(&self) -> String {
        format!("{self:?}")
    }

    fn is_alive(&self, side: usize) -> bool {
        self.guests[side] != Guest::Crashed
    }

    fn send(&mut self, to: usize, item: Item) {
        // A stream does not go on over another connection.
        if self.is_connected && (self.reconnects == 0 || matches!(item, Item::Bytes(_))) {
            self.ways[to].push_back(item);
        }
    }

    /// Does what both sides want.
    fn settle(mut self) -> Self {
        for side in [SOURCE, DESTINATION] {
            let actions = match side {
                SOURCE => actions(&mut self.source),
                _ => actions(&mut self.destination),
            };
            for action in actions {
                self.act(side, action);
            }
        }
        self
    }

    fn act(&mut self, side: usize, action: Action) {
        let to = 1 - side;
        match action {
            Action::Send(bytes) => self.send(to, Item::Bytes(bytes)),
            Action::Cancel(_) => self.send(to, Item::Cancel),
            Action::Pause => self.guests[side] = Guest::Stopped,
            Action::Run => self.guests[side] = Guest::Runs,
            Action::Discard => {
                assert_ne!(
                    self.guests[side],
                    Guest::Runs,
                    "a guest that runs is thrown away"
                );
                self.guests[side] = Guest::Discarded;
            }
            Action::AskOperator => {
                assert_ne!(self.guests[side], Guest::Runs, "a guest in doubt runs");
            }
        }
    }

    /// All that can happen next.
    fn next(&self) -> Vec<(&'static str, World)> {
        let mut found = Vec::new();
        let mut add = |what, change: &dyn Fn(&mut World)| {
            let mut world = self.clone();
            change(&mut world);
            found.push((what, world.settle()));
        };
        if self.is_alive(SOURCE) {
            self.source_acts(&mut add);
        }
        if self.is_alive(DESTINATION) {
            self.destination_acts(&mut add);
        }
        self.connection_acts(&mut add);
        found
    }

    fn source_acts(&self, add: &mut impl FnMut(&'static str, &dyn Fn(&mut World))) {
        let arrived = self.ways[SOURCE].front().cloned();
        match arrived {
            Some(Item::Answer(true)) => add("the source accepts the answer", &|world| {
                world.ways[SOURCE].pop_front();
                world.source.accepted(NOW);
            }),
            Some(Item::Answer(false)) => add("the source reads that it does not fit", &|world| {
                world.ways[SOURCE].pop_front();
                world.source.give_up(NOW, "they do not fit");
            }),
            Some(Item::Bytes(bytes)) => add("the source reads", &move |world| {
                world.ways[SOURCE].pop_front();
                world.source.receive(NOW, &bytes);
            }),
            Some(Item::Closed) => add("the source notices the cut", &|world| {
                world.ways[SOURCE].pop_front();
                world.source.closed(NOW, "cut");
            }),
            Some(_) => unreachable!(),
            None => {}
        }
        if self.source.standing() == Standing::Underway {
            add("the source gives up", &|world| {
                world.source.give_up(NOW, "no")
            });
            add("the source stops the guest", &|world| {
                world.source.pause(NOW);
            });
            if self.guests[SOURCE] == Guest::Stopped && self.steps == 0 {
                add("the rest is on its way", &|world| {
                    world.steps = 1;
                    world.send(DESTINATION, Item::State);
                });
            }
            if self.steps == 1 {
                add("the source has sent all", &|world| {
                    world.steps = 2;
                    world.source.sent(NOW, DIGEST);
                });
            }
        }
        if let Some(deadline) = self.source.deadline() {
            add("a phase ends at the source", &move |world| {
                world.source.tick(deadline)
            });
        }
        if self.source.standing() == Standing::InDoubt {
            if self.may_discard(DESTINATION) {
                add("an operator discards at the source", &|world| {
                    world.source.decide(Operator::Discard).unwrap();
                });
            }
            if self.will_never_run(DESTINATION) {
                add("an operator runs at the source", &|world| {
                    world.source.decide(Operator::Run).unwrap();
                });
            }
        }
        add("the source crashes", &|world| world.crash(SOURCE));
    }

    fn destination_acts(&self, add: &mut impl FnMut(&'static str, &dyn Fn(&mut World))) {
        let arrived = self.ways[DESTINATION].front().cloned();
        match arrived {
            Some(Item::Offer) => {
                add("the destination accepts the offer", &|world| {
                    world.ways[DESTINATION].pop_front();
                    world.send(SOURCE, Item::Answer(true));
                    world.destination.answered(NOW);
                });
                add("the destination refuses the offer", &|world| {
                    world.ways[DESTINATION].pop_front();
                    world.send(SOURCE, Item::Answer(false));
                    world.destination.give_up(NOW, "they do not fit");
                });
            }
            Some(Item::State) => {
                add("the destination loads", &|world| {
                    world.ways[DESTINATION].pop_front();
                    if world.destination.standing() == Standing::Underway {
                        world.guests[DESTINATION] = Guest::Stopped;
                    }
                    world.destination.loaded(NOW, DIGEST);
                });
                add("the destination cannot load", &|world| {
                    world.ways[DESTINATION].pop_front();
                    world.destination.give_up(NOW, "a device refuses");
                });
            }
            Some(Item::Cancel) => add("the destination reads the cancel", &|world| {
                world.ways[DESTINATION].pop_front();
                world.destination.give_up(NOW, "the source gave up");
            }),
            Some(Item::Bytes(bytes)) => add("the destination reads", &move |world| {
                world.ways[DESTINATION].pop_front();
                world.destination.receive(NOW, &bytes);
            }),
            Some(Item::Closed) => add("the destination notices the cut", &|world| {
                world.ways[DESTINATION].pop_front();
                world.destination.closed(NOW, "cut");
            }),
            Some(Item::Answer(_)) => unreachable!(),
            None => {}
        }
        if self.destination.standing() == Standing::Underway {
            add("the destination gives up", &|world| {
                world.destination.give_up(NOW, "no")
            });
        }
        if let Some(deadline) = self.destination.deadline() {
            add("a phase ends at the destination", &move |world| {
                world.destination.tick(deadline);
            });
        }
        if self.destination.standing() == Standing::InDoubt {
            if self.may_discard(SOURCE) {
                add("an operator discards at the destination", &|world| {
                    world.destination.decide(Operator::Discard).unwrap();
                });
            }
            if self.will_never_run(SOURCE) {
                add("an operator runs at the destination", &|world| {
                    world.destination.decide(Operator::Run).unwrap();
                });
            }
        }
        add("the destination crashes", &|world| world.crash(DESTINATION));
    }

    fn connection_acts(&self, add: &mut impl FnMut(&'static str, &dyn Fn(&mut World))) {
        if self.is_connected {
            for to_source in 0..=self.ways[SOURCE].len() {
                for to_destination in 0..=self.ways[DESTINATION].len() {
                    add("the connection is cut", &move |world| {
                        world.cut([to_source, to_destination]);
                    });
                }
            }
        }
        let alive = self.is_alive(SOURCE) && self.is_alive(DESTINATION);
        if alive && self.reconnects < RECONNECTS {
            // Whether or not a side has noticed that the old one is lost.
            add("they connect again", &|world| {
                world.ways.iter_mut().for_each(VecDeque::clear);
                world.is_connected = true;
                world.reconnects += 1;
                world.source.connected(NOW);
                world.destination.connected(NOW);
            });
        }
    }

    /// Of what is on its way to each side, only the first so many arrive.
    fn cut(&mut self, arrive: [usize; 2]) {
        self.is_connected = false;
        for (way, arrive) in self.ways.iter_mut().zip(arrive) {
            way.truncate(arrive);
            way.push_back(Item::Closed);
        }
        for side in [SOURCE, DESTINATION] {
            if !self.is_alive(side) {
                self.ways[side].clear();
            }
        }
    }

    fn crash(&mut self, side: usize) {
        self.guests[side] = Guest::Crashed;
        // Of what it was, nothing matters any more.
        match side {
            SOURCE => self.source = Source::new(NOW, Timeouts::default()),
            _ => self.destination = Destination::new(NOW, Timeouts::default()),
        }
        if self.is_connected {
            let other = 1 - side;
            let mut arrive = [0; 2];
            arrive[other] = self.ways[other].len();
            self.cut(arrive);
        }
        self.ways[side].clear();
    }

    /// What an operator makes sure of before the guest is to run on the other side.
    fn will_never_run(&self, side: usize) -> bool {
        self.is_careless || matches!(self.guests[side], Guest::Discarded | Guest::Crashed)
    }

    /// And before it is thrown away on the other side: that it is there.
    fn may_discard(&self, side: usize) -> bool {
        matches!(self.guests[side], Guest::Runs | Guest::Stopped)
    }

    fn runs(&self) -> usize {
        let runs = self.guests.iter().filter(|guest| **guest == Guest::Runs);
        runs.count()
    }
}

#[test]
fn at_most_one_side_runs_and_somebody_can_always_decide() {
    let space = Space::explore(World::new().settle());
    let transitions: usize = space.edges.iter().map(Vec::len).sum();
    println!("{} states, {transitions} transitions", space.worlds.len());

    let can_run = space.leading_to(|world| world.runs() == 1);
    for (index, world) in space.worlds.iter().enumerate() {
        assert!(world.runs() <= 1, "both run: {}", space.path(index));
        assert!(is_consistent(world), "{}", space.path(index));
        // Where the guest is still somewhere, it can get to run, whatever happened before.
        let is_somewhere =
            (world.guests.iter()).any(|guest| matches!(guest, Guest::Runs | Guest::Stopped));
        assert!(
            can_run[index] || !is_somewhere,
            "nobody can decide: {}",
            space.path(index)
        );
    }

    // There is all of it to be met.
    for standing in [
        Standing::InDoubt,
        Standing::Here,
        Standing::There,
        Standing::Settling,
    ] {
        assert!((space.worlds.iter()).any(|world| world.source.standing() == standing));
        assert!((space.worlds.iter()).any(|world| world.destination.standing() == standing));
    }
}

/// The operator's rule is needed: without it, both can run.
#[test]
fn an_operator_who_does_not_look_can_have_both_run() {
    let mut start = World::new();
    start.is_careless = true;
    let space = Space::explore(start.settle());
    assert!(space.worlds.iter().any(|world| world.runs() == 2));
}

/// Whether the guests are as the sides say: a refused migration leaves the guest running at
/// the source, and it is never thrown away on both sides.
fn is_consistent(world: &World) -> bool {
    let [source, destination] = world.guests;
    let is_as_said = match world.source.standing() {
        Standing::Here => source == Guest::Runs,
        Standing::There => source == Guest::Discarded,
        Standing::InDoubt | Standing::Settling => source == Guest::Stopped,
        Standing::Underway => source != Guest::Discarded,
    };
    let is_lost = source == Guest::Discarded && destination == Guest::Discarded;
    (is_as_said || source == Guest::Crashed) && !is_lost
}

/// All worlds that can be reached from one.
struct Space {
    worlds: Vec<World>,
    /// From each, what can happen, and where that leads.
    edges: Vec<Vec<usize>>,
    /// How each was found.
    from: Vec<(usize, &'static str)>,
}

impl Space {
    fn explore(start: World) -> Self {
        let mut known = HashMap::from([(start.key(), 0)]);
        let mut space = Self {
            worlds: Vec::from([start]),
            edges: Vec::new(),
            from: Vec::from([(0, "the start")]),
        };
        while let Some(world) = space.worlds.get(space.edges.len()) {
            let index = space.edges.len();
            let mut leads = Vec::new();
            for (what, next) in world.clone().next() {
                let new = space.worlds.len();
                let found = *known.entry(next.key()).or_insert(new);
                if found == new {
                    space.worlds.push(next);
                    space.from.push((index, what));
                }
                leads.push(found);
            }
            space.edges.push(leads);
        }
        space
    }

    /// Of each world, whether something can happen that leads to such a one.
    fn leading_to(&self, goal: impl Fn(&World) -> bool) -> Vec<bool> {
        let mut back = std::vec![Vec::new(); self.worlds.len()];
        for (from, leads) in self.edges.iter().enumerate() {
            leads.iter().for_each(|to| back[*to].push(from));
        }
        let mut leading: Vec<bool> = self.worlds.iter().map(goal).collect();
        let mut open: Vec<usize> = (0..leading.len()).filter(|at| leading[*at]).collect();
        while let Some(at) = open.pop() {
            for from in &back[at] {
                if !std::mem::replace(&mut leading[*from], true) {
                    open.push(*from);
                }
            }
        }
        leading
    }

    /// How a world is reached.
    fn path(&self, mut index: usize) -> String {
        let mut steps = Vec::new();
        while index > 0 {
            steps.push(self.from[index].1);
            index = self.from[index].0;
        }
        steps.reverse();
        steps.join("; ")
    }
}
