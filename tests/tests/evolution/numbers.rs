//! Numbers, text and their limits.

use super::run::changes;

changes! {
    ticks_get_wider
        old [] { pub ticks: u32 } []
        new [] { pub ticks: u64 } []
        to Compatible { Old { ticks: 7 } => New { ticks: 7 } } []
        back Conditional { New { ticks: 7 } => Old { ticks: 7 } } [New { ticks: 1 << 40 }]

    ticks_get_wider_within_a_range
        old [] { pub ticks: u32 } []
        new [] { #[migratable(range = 0..=0xFFFF_FFFF)] pub ticks: u64 } []
        to Compatible { Old { ticks: 7 } => New { ticks: 7 } } []
        back Compatible { New { ticks: 7 } => Old { ticks: 7 } } []

    a_byte_is_a_flag
        old [] { #[migratable(range = 0..=1)] pub enabled: u8 } []
        new [] { pub enabled: bool } []
        to Compatible { Old { enabled: 1 } => New { enabled: true } } []
        back Compatible { New { enabled: true } => Old { enabled: 1 } } []

    an_int_is_a_flag
        old [] { pub enabled: u32 } []
        new [] { pub enabled: bool } []
        to Conditional { Old { enabled: 1 } => New { enabled: true } } [Old { enabled: 2 }]
        back Compatible { New { enabled: true } => Old { enabled: 1 } } []

    a_mode_number_is_an_enum
        old [] { #[migratable(range = 0..=2)] pub mode: u8 } []
        new [] { pub mode: Mode } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub enum Mode { #[default] #[migratable(tag = 0)] Off, #[migratable(tag = 1)] Once, #[migratable(tag = 2)] Repeat }
        ]
        to Compatible { Old { mode: 2 } => New { mode: new::Mode::Repeat } } []
        back Compatible { New { mode: new::Mode::Once } => Old { mode: 1 } } []

    registers_become_varints
        old [] { pub pending: u64, pub enabled: u64 } []
        new [] { #[migratable(varint)] pub pending: u64, #[migratable(varint)] pub enabled: u64 } []
        to Compatible { Old { pending: 5, enabled: u64::MAX } => New { pending: 5, enabled: u64::MAX } } []
        back Compatible { New { pending: 6, enabled: 0 } => Old { pending: 6, enabled: 0 } } []

    an_offset_may_be_negative
        old [] { pub offset: u16 } []
        new [] { pub offset: i32 } []
        to Compatible { Old { offset: 9 } => New { offset: 9 } } []
        back Conditional { New { offset: 9 } => Old { offset: 9 } } [New { offset: -1 }]

    a_volume_is_more_exact
        old [] { pub volume: f32 } []
        new [] { pub volume: f64 } []
        to Compatible { Old { volume: 0.5 } => New { volume: 0.5 } } []
        back Conditional { New { volume: 0.25 } => Old { volume: 0.25 } } [New { volume: 0.1 }]

    a_position_is_a_float
        old [] { pub x: i16 } []
        new [] { pub x: f32 } []
        to Compatible { Old { x: -3 } => New { x: -3.0 } } []
        back Conditional { New { x: 4.0 } => Old { x: 4 } } [New { x: 4.5 }]

    a_length_is_short
        old [] { #[migratable(range = 0..=4096)] pub len: usize } []
        new [] { #[migratable(range = 0..=4096)] pub len: u16 } []
        to Compatible { Old { len: 4096 } => New { len: 4096 } } []
        back Compatible { New { len: 1 } => Old { len: 1 } } []

    a_level_gets_a_limit
        old [] { pub level: u8 } []
        new [] { #[migratable(range = 0..=16)] pub level: u8 } []
        to Conditional { Old { level: 16 } => New { level: 16 } } [Old { level: 17 }]
        back Compatible { New { level: 3 } => Old { level: 3 } } []

    an_address_is_a_newtype
        old [] { pub base: u64 } []
        new [] { pub base: Address } [
            #[derive(migratable::Migratable, Clone, Copy, Debug, Default, PartialEq)]
            pub struct Address(pub u64);
        ]
        to Compatible { Old { base: 7 } => New { base: new::Address(7) } } []
        back Compatible { New { base: new::Address(8) } => Old { base: 8 } } []

    a_counter_wraps_and_is_shared
        old [] { pub head: u16, pub tail: u16 } []
        new [] { pub head: std::num::Wrapping<u16>, pub tail: std::cell::Cell<u16> } []
        to Compatible { Old { head: 1, tail: 2 } => New { head: std::num::Wrapping(1), tail: 2.into() } } []
        back Compatible { New { head: std::num::Wrapping(3), tail: 4.into() } => Old { head: 3, tail: 4 } } []

    a_key_is_text
        old [] { pub key: char } []
        new [] { pub key: String } []
        to Compatible { Old { key: 'ß' } => New { key: "ß".into() } } []
        back Conditional { New { key: "a".into() } => Old { key: 'a' } }
            [New { key: "ab".into() }, New { key: "".into() }]

    a_label_is_bytes
        old [] { pub label: String } []
        new [] { pub label: Vec<u8> } []
        to Compatible { Old { label: "sda".into() } => New { label: b"sda".to_vec() } } []
        back Conditional { New { label: b"sdb".to_vec() } => Old { label: "sdb".into() } }
            [New { label: vec![0xFF] }]
}
