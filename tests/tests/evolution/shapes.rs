//! Lists, maps, options and enums.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::run::changes;

changes! {
    a_fifo_gets_its_length
        old [] { pub fifo: [u8; 4] } []
        new [] { #[migratable(max_len = 8)] pub fifo: Vec<u8> } []
        to Compatible { Old { fifo: [1, 2, 3, 4] } => New { fifo: vec![1, 2, 3, 4] } } []
        back Conditional { New { fifo: vec![1; 4] } => Old { fifo: [1; 4] } } [New { fifo: vec![1; 5] }]

    more_lines
        old [] { #[migratable(fill = 0)] pub lines: [u8; 4] } []
        new [] { #[migratable(fill = 0)] pub lines: [u8; 6] } []
        to Compatible { Old { lines: [1; 4] } => New { lines: [1, 1, 1, 1, 0, 0] } } []
        back Conditional { New { lines: [1, 1, 1, 1, 0, 0] } => Old { lines: [1; 4] } } [New { lines: [1; 6] }]

    more_lines_than_anybody_thought_of
        old [] { pub lines: [u8; 4] } []
        new [] { #[migratable(fill = 0xff)] pub lines: [u16; 6] } []
        to Compatible { Old { lines: [1; 4] } => New { lines: [1, 1, 1, 1, 0xff, 0xff] } } []
        back Conditional { New { lines: [1, 1, 1, 1, 0xff, 0xff] } => Old { lines: [1; 4] } }
            [New { lines: [1; 6] }, New { lines: [0x100, 1, 1, 1, 0xff, 0xff] }]

    a_list_rotates
        old [] { pub requests: Vec<u32> } []
        new [] { pub requests: VecDeque<u32> } []
        to Compatible { Old { requests: vec![1, 2] } => New { requests: [1, 2].into() } } []
        back Compatible { New { requests: [3].into() } => Old { requests: vec![3] } } []

    a_table_is_a_map
        old [] { pub routes: Vec<(u16, u32)> } []
        new [] { pub routes: BTreeMap<u16, u32> } []
        to Conditional { Old { routes: vec![(1, 5), (2, 6)] } => New { routes: [(1, 5), (2, 6)].into() } }
            [Old { routes: vec![(2, 6), (1, 5)] }]
        back Compatible { New { routes: [(3, 7)].into() } => Old { routes: vec![(3, 7)] } } []

    a_map_is_hashed
        old [] { pub sessions: BTreeMap<u32, String> } []
        new [] { pub sessions: HashMap<u32, String> } []
        to Compatible { Old { sessions: [(1, "a".into())].into() } => New { sessions: [(1, "a".into())].into() } } []
        back Compatible { New { sessions: [(2, "b".into())].into() } => Old { sessions: [(2, "b".into())].into() } } []

    pending_vectors_are_a_list
        old [] { pub pending: BTreeSet<u8> } []
        new [] { pub pending: Vec<u8> } []
        to Compatible { Old { pending: [2, 1].into() } => New { pending: vec![1, 2] } } []
        back Conditional { New { pending: vec![1, 2] } => Old { pending: [1, 2].into() } }
            [New { pending: vec![2, 1] }]

    a_packet_has_a_limit
        old [] { pub packet: Vec<u8> } []
        new [] { #[migratable(max_len = 3)] pub packet: Vec<u8> } []
        to Conditional { Old { packet: vec![1; 3] } => New { packet: vec![1; 3] } } [Old { packet: vec![1; 4] }]
        back Compatible { New { packet: vec![1] } => Old { packet: vec![1] } } []

    a_deadline_may_be_absent
        old [] { pub deadline: u64 } []
        new [] { pub deadline: Option<u64> } []
        to Compatible { Old { deadline: 5 } => New { deadline: Some(5) } } []
        back Conditional { New { deadline: Some(5) } => Old { deadline: 5 } } [New { deadline: None }]

    a_request_is_always_there
        old [] { pub request: Option<u32> } []
        new [] { #[migratable(default)] pub request: u32 } []
        to Compatible { Old { request: Some(5) } => New { request: 5 }, Old { request: None } => New { request: 0 } } []
        back Compatible { New { request: 5 } => Old { request: Some(5) } } []

    an_optional_part_is_a_subsection
        old [] { pub base: u8, pub msix: Option<[u32; 2]> } []
        new [] { pub base: u8, #[migratable(subsection(tag = 1))] pub msix: Option<[u32; 2]> } []
        to Compatible { Old { base: 1, msix: None } => New { base: 1, msix: None },
            Old { base: 1, msix: Some([2, 3]) } => New { base: 1, msix: Some([2, 3]) } } []
        back Compatible { New { base: 1, msix: None } => Old { base: 1, msix: None },
            New { base: 1, msix: Some([2, 3]) } => Old { base: 1, msix: Some([2, 3]) } } []

    a_state_machine_gets_a_state
        old [] { pub state: State } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum State { #[default] Idle, Busy(u8) }
        ]
        new [] { pub state: State } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum State { #[default] Idle, Draining { left: u16 }, Busy(u8) }
        ]
        to Compatible { Old { state: old::State::Busy(3) } => New { state: new::State::Busy(3) } } []
        back Conditional { New { state: new::State::Busy(4) } => Old { state: old::State::Busy(4) } }
            [New { state: new::State::Draining { left: 1 } }]

    an_open_enum_gets_a_command
        old [] { pub command: Command } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Command { #[default] #[migratable(tag = 0)] Nop, #[migratable(other)] Other(u32) }
        ]
        new [] { pub command: Command } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Command { #[default] #[migratable(tag = 0)] Nop, #[migratable(tag = 7)] Flush, #[migratable(other)] Other(u32) }
        ]
        to Compatible { Old { command: old::Command::Nop } => New { command: new::Command::Nop } } []
        back Compatible { New { command: new::Command::Flush } => Old { command: old::Command::Other(7) } } []

    a_state_has_a_better_name
        old [] { pub power: Power } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Power { #[default] D0, D3 }
        ]
        new [] { pub power: Power } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Power { #[migratable(alias = "D3")] Off, #[default] #[migratable(alias = "D0")] On }
        ]
        to Compatible { Old { power: old::Power::D3 } => New { power: new::Power::Off } } []
        back Compatible { New { power: new::Power::On } => Old { power: old::Power::D0 } } []

    a_transfer_remembers_more
        old [] { pub transfer: Transfer } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Transfer { #[default] None, Read { address: u32 } }
        ]
        new [] { pub transfer: Transfer } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Transfer { #[default] None, Read { address: u64, #[migratable(default = 1)] retries: u8 } }
        ]
        to Compatible { Old { transfer: old::Transfer::Read { address: 5 } }
            => New { transfer: new::Transfer::Read { address: 5, retries: 1 } } } []
        back Conditional { New { transfer: new::Transfer::Read { address: 6, retries: 1 } }
            => Old { transfer: old::Transfer::Read { address: 6 } } }
            [New { transfer: new::Transfer::Read { address: 6, retries: 2 } },
             New { transfer: new::Transfer::Read { address: 1 << 40, retries: 1 } }]
}
