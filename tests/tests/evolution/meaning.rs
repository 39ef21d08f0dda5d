//! Changes of meaning and of shape, with and without a way back.

use super::run::changes;

/// Those of a new meaning, which no older release can know, and of state that it has to have
/// and nobody keeps; the others of their kind show the way that stays open.
pub(super) const CLOSED: &[&str] = &[
    "irq_level_is_computed",
    "microseconds_become_nanoseconds",
    "seconds_and_nanoseconds_become_one",
    "queues_by_name_become_a_list",
    "a_list_becomes_a_struct_of_lists",
    "a_hierarchy_is_flattened",
    "one_field_takes_another_form",
];

changes! {
    microseconds_become_nanoseconds
        old [] { pub deadline: u64 } []
        new [#[migratable(version = 2, upgrade = |dev: &mut Dev, _| dev.deadline *= 1000)]] { pub deadline: u64 } []
        to Compatible { Old { deadline: 5 } => New { deadline: 5000 } } []
        back Incompatible {} [New { deadline: 5000 }]

    microseconds_stay_in_the_stream
        old [] { pub deadline: u64 } []
        new [#[migratable(into = old::Dev, apply = Dev::set)]] { pub ns: u64 } [
            impl Dev {
                fn set(&mut self, old: old::Dev) -> Result<(), &'static str> {
                    self.ns = old.deadline.checked_mul(1000).ok_or("too late")?;
                    Ok(())
                }
            }
            impl From<&Dev> for old::Dev {
                fn from(dev: &Dev) -> Self {
                    Self { deadline: dev.ns / 1000 }
                }
            }
        ]
        to Compatible { Old { deadline: 5 } => New { ns: 5000 } } []
        back Compatible { New { ns: 7000 } => Old { deadline: 7 } } []

    seconds_and_nanoseconds_become_one
        old [] { pub now: Time, pub alarms: Vec<Time> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Time { pub sec: u64, pub nsec: u32 }
        ]
        new [] { pub now: Time, pub alarms: Vec<Time> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            #[migratable(version = 2, older(version = 1, type = old::Time, convert = Self::take))]
            pub struct Time { pub ns: u64 }
            impl Time {
                fn take(&mut self, old: old::Time) {
                    self.ns = old.sec * 1_000_000_000 + u64::from(old.nsec);
                }
            }
        ]
        to Compatible { Old { now: old::Time { sec: 1, nsec: 2 }, alarms: vec![old::Time { sec: 0, nsec: 9 }] }
            => New { now: new::Time { ns: 1_000_000_002 }, alarms: vec![new::Time { ns: 9 }] } } []
        back Incompatible {} [New::default()]

    a_shared_part_keeps_its_form
        old [] { pub now: Time, pub alarms: Vec<Time> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Time { pub sec: u64, pub nsec: u32 }
        ]
        new [] { pub now: Time, pub alarms: Vec<Time> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            #[migratable(from = old::Time, into = old::Time)]
            pub struct Time { pub ns: u64 }
            impl From<old::Time> for Time {
                fn from(old: old::Time) -> Self {
                    Self { ns: old.sec * 1_000_000_000 + u64::from(old.nsec) }
                }
            }
            impl From<&Time> for old::Time {
                fn from(time: &Time) -> Self {
                    Self { sec: time.ns / 1_000_000_000, nsec: (time.ns % 1_000_000_000) as u32 }
                }
            }
        ]
        to Compatible { Old { now: old::Time { sec: 1, nsec: 2 }, alarms: vec![old::Time { sec: 0, nsec: 9 }] }
            => New { now: new::Time { ns: 1_000_000_002 }, alarms: vec![new::Time { ns: 9 }] } } []
        back Compatible { New { now: new::Time { ns: 1_000_000_002 }, alarms: vec![] }
            => Old { now: old::Time { sec: 1, nsec: 2 }, alarms: vec![] } } []

    queues_by_name_become_a_list
        old [] { pub rx: u16, pub tx: u16 } []
        new [#[migratable(
            version = 2,
            oldest = 2,
            older(version = 1, type = old::Dev, convert = |dev: &mut Dev, old: old::Dev| dev.queues = vec![old.rx, old.tx])
        )]] { pub queues: Vec<u16> } []
        to Compatible { Old { rx: 1, tx: 2 } => New { queues: vec![1, 2] } } []
        back Incompatible {} [New { queues: vec![1, 2] }]

    a_list_becomes_a_struct_of_lists
        old [] { pub entries: Vec<(u32, bool)> } []
        new [#[migratable(
            version = 2,
            oldest = 2,
            older(version = 1, type = old::Dev, convert = |dev: &mut Dev, old: old::Dev| {
                (dev.addresses, dev.dirty) = old.entries.into_iter().unzip();
            })
        )]] { pub addresses: Vec<u32>, pub dirty: Vec<bool> } []
        to Compatible { Old { entries: vec![(5, true), (6, false)] }
            => New { addresses: vec![5, 6], dirty: vec![true, false] } } []
        back Incompatible {} [New { addresses: vec![5], dirty: vec![true] }]

    a_struct_of_lists_is_a_list_in_the_stream
        old [] { pub entries: Vec<(u32, bool)> } []
        new [#[migratable(into = old::Dev, apply = Dev::set)]] { pub addresses: Vec<u32>, pub dirty: Vec<bool> } [
            impl Dev {
                fn set(&mut self, old: old::Dev) {
                    (self.addresses, self.dirty) = old.entries.into_iter().unzip();
                }
            }
            impl From<&Dev> for old::Dev {
                fn from(dev: &Dev) -> Self {
                    Self { entries: dev.addresses.iter().copied().zip(dev.dirty.iter().copied()).collect() }
                }
            }
        ]
        to Compatible { Old { entries: vec![(5, true)] } => New { addresses: vec![5], dirty: vec![true] } } []
        back Compatible { New { addresses: vec![5], dirty: vec![true] } => Old { entries: vec![(5, true)] } } []

    a_hierarchy_is_flattened
        old [] { pub transport: Transport } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Transport { pub status: u8, pub queue: Queue }
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Queue { pub head: u16, pub tail: u16 }
        ]
        new [#[migratable(version = 2, oldest = 2, older(version = 1, type = old::Dev, convert = Dev::take))]] {
            pub status: u8, pub head: u16, pub tail: u16
        } [
            impl Dev {
                fn take(&mut self, old: old::Dev) {
                    let old::Transport { status, queue } = old.transport;
                    *self = Self { status, head: queue.head, tail: queue.tail };
                }
            }
        ]
        to Compatible { Old { transport: old::Transport { status: 1, queue: old::Queue { head: 2, tail: 3 } } }
            => New { status: 1, head: 2, tail: 3 } } []
        back Incompatible {} [New { status: 1, head: 2, tail: 3 }]

    a_part_of_a_new_version_is_absent
        old [] { pub base: u8, pub timer: Option<Timer> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Timer { pub us: u32 }
        ]
        new [] { pub base: u8, pub timer: Option<Timer> } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            #[migratable(version = 2, older(version = 1, type = old::Timer, convert = |timer: &mut Timer, old: old::Timer| timer.ns = u64::from(old.us) * 1000))]
            pub struct Timer { pub ns: u64 }
        ]
        to Compatible { Old { base: 1, timer: Some(old::Timer { us: 2 }) }
            => New { base: 1, timer: Some(new::Timer { ns: 2000 }) } } []
        back Conditional { New { base: 1, timer: None } => Old { base: 1, timer: None } }
            [New { base: 1, timer: Some(new::Timer { ns: 1 }) }]

    one_field_takes_another_form
        old [] { pub speed: u8, pub mode: u8 } []
        new [#[migratable(retired(
            tag = 1,
            name = "speed",
            type = u8,
            apply = |dev: &mut Dev, old: u8| dev.mbit = [10, 100, 1000].get(usize::from(old)).copied().unwrap_or(10)
        ))]] {
            pub mode: u8,
            #[migratable(default = 10)]
            pub mbit: u32,
        } []
        to Compatible { Old { speed: 2, mode: 1 } => New { mode: 1, mbit: 1000 } } []
        back Incompatible {} [New { mode: 1, mbit: 10 }]
}
