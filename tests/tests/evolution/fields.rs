//! Fields and subsections that come, go and move.

use super::run::changes;

changes! {
    serial_gets_a_scratch_register
        old [] { pub lcr: u8, pub ier: u8 } []
        new [] { pub lcr: u8, pub ier: u8, #[migratable(default)] pub scr: u8 } []
        to Compatible { Old { lcr: 3, ier: 1 } => New { lcr: 3, ier: 1, scr: 0 } } []
        back Conditional { New { lcr: 3, ier: 1, scr: 0 } => Old { lcr: 3, ier: 1 } }
            [New { lcr: 3, ier: 1, scr: 9 }]

    uart_gets_a_divisor_with_a_reset_value
        old [] { pub baud: u32 } []
        new [] { pub baud: u32, #[migratable(default = 115_200)] pub base: u32 } []
        to Compatible { Old { baud: 9600 } => New { baud: 9600, base: 115_200 } } []
        back Conditional { New { baud: 1, base: 115_200 } => Old { baud: 1 } } [New { baud: 1, base: 7 }]

    nic_gets_statistics_that_nobody_needs
        old [] { pub mac: [u8; 6] } []
        new [] { pub mac: [u8; 6], #[migratable(default, ignorable)] pub dropped: u64 } []
        to Compatible { Old { mac: [1; 6] } => New { mac: [1; 6], dropped: 0 } } []
        back Compatible { New { mac: [2; 6], dropped: 77 } => Old { mac: [2; 6] } } []

    nvme_gets_a_feature_that_is_mostly_off
        old [] { pub cc: u32 } []
        new [] {
            pub cc: u32,
            #[migratable(subsection(tag = 1, needed = |dev: &Dev| !dev.doorbells.is_empty()), default)]
            pub doorbells: Vec<u32>,
        } []
        to Compatible { Old { cc: 5 } => New { cc: 5, doorbells: vec![] } } []
        back Conditional { New { cc: 5, doorbells: vec![] } => Old { cc: 5 } }
            [New { cc: 5, doorbells: vec![1] }]

    tpm_gets_an_optional_locality
        old [] { pub status: u8 } []
        new [] { pub status: u8, #[migratable(subsection(tag = 1))] pub locality: Option<u8> } []
        to Compatible { Old { status: 1 } => New { status: 1, locality: None } } []
        back Conditional { New { status: 1, locality: None } => Old { status: 1 } }
            [New { status: 1, locality: Some(3) }]

    fifo_is_called_queue
        old [] { pub fifo: Vec<u8>, pub level: u8 } []
        new [] { #[migratable(alias = "fifo")] pub queue: Vec<u8>, pub level: u8 } []
        to Compatible { Old { fifo: vec![1, 2], level: 1 } => New { queue: vec![1, 2], level: 1 } } []
        back Compatible { New { queue: vec![3], level: 2 } => Old { fifo: vec![3], level: 2 } } []

    registers_are_sorted
        old [] { pub status: u32, pub control: u16, pub mask: u8 } []
        new [] { pub control: u16, pub mask: u8, pub status: u32 } []
        to Compatible { Old { status: 1, control: 2, mask: 3 } => New { control: 2, mask: 3, status: 1 } } []
        back Compatible { New { control: 5, mask: 6, status: 4 } => Old { status: 4, control: 5, mask: 6 } } []

    irq_level_is_computed
        old [] { pub pending: u8, pub level: bool } []
        new [#[migratable(
            retired(tag = 1, name = "level", type = bool),
            post_load = |dev: &mut Dev| dev.raised = dev.pending != 0
        )]] {
            pub pending: u8,
            #[migratable(skip = false)]
            pub raised: bool,
        } []
        to Compatible { Old { pending: 4, level: true } => New { pending: 4, raised: true } } []
        back Incompatible {} [New { pending: 4, raised: true }]

    irq_level_is_kept_up_to_date
        old [] { pub pending: u8, pub level: bool } []
        new [#[migratable(into = old::Dev, apply = Dev::set)]] { pub pending: u8 } [
            impl Dev {
                fn set(&mut self, old: old::Dev) {
                    self.pending = old.pending;
                }
            }
            impl From<&Dev> for old::Dev {
                fn from(dev: &Dev) -> Self {
                    Self { pending: dev.pending, level: dev.pending != 0 }
                }
            }
        ]
        to Compatible { Old { pending: 4, level: true } => New { pending: 4 } } []
        back Compatible { New { pending: 4 } => Old { pending: 4, level: true } } []

    dma_address_halves_become_one
        old [] { pub low: u32, pub high: u32 } []
        new [#[migratable(into = old::Dev, apply = Dev::set)]] { pub address: u64 } [
            impl Dev {
                fn set(&mut self, old: old::Dev) {
                    self.address = u64::from(old.high) << 32 | u64::from(old.low);
                }
            }
            impl From<&Dev> for old::Dev {
                fn from(dev: &Dev) -> Self {
                    Self { low: dev.address as u32, high: (dev.address >> 32) as u32 }
                }
            }
        ]
        to Compatible { Old { low: 1, high: 2 } => New { address: 0x2_0000_0001 } } []
        back Compatible { New { address: 0x4_0000_0003 } => Old { low: 3, high: 4 } } []

    a_removed_field_had_a_default
        old [] { pub mode: u8, #[migratable(default = 4)] pub drive: u8 } []
        new [#[migratable(retired(tag = 1, name = "drive", type = u8))]] { pub mode: u8 } []
        to Compatible { Old { mode: 1, drive: 9 } => New { mode: 1 } } []
        back Compatible { New { mode: 2 } => Old { mode: 2, drive: 4 } } []

    cursor_becomes_a_subsection
        old [] { pub width: u16, #[migratable(default)] pub cursor: u32 } []
        new [] {
            pub width: u16,
            #[migratable(subsection(tag = 1, needed = |dev: &Dev| dev.cursor != 0), default)]
            pub cursor: u32,
        } []
        to Compatible { Old { width: 1, cursor: 0 } => New { width: 1, cursor: 0 },
            Old { width: 1, cursor: 8 } => New { width: 1, cursor: 8 } } []
        back Compatible { New { width: 1, cursor: 0 } => Old { width: 1, cursor: 0 },
            New { width: 1, cursor: 8 } => Old { width: 1, cursor: 8 } } []

    palette_becomes_mandatory
        old [] { pub width: u16, #[migratable(subsection(tag = 1, needed = |dev: &Dev| dev.palette != [0; 4]), default)] pub palette: [u8; 4] } []
        new [] { pub width: u16, #[migratable(default)] pub palette: [u8; 4] } []
        to Compatible { Old { width: 1, palette: [0; 4] } => New { width: 1, palette: [0; 4] } } []
        back Compatible { New { width: 1, palette: [1; 4] } => Old { width: 1, palette: [1; 4] } } []

    registers_move_into_a_struct
        old [] { pub control: u16, pub status: u16, pub irq: bool } []
        new [] { #[migratable(flatten)] pub regs: Regs, pub irq: bool } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Regs { pub control: u16, pub status: u16 }
        ]
        to Compatible { Old { control: 1, status: 2, irq: true }
            => New { regs: new::Regs { control: 1, status: 2 }, irq: true } } []
        back Compatible { New { regs: new::Regs { control: 3, status: 4 }, irq: false }
            => Old { control: 3, status: 4, irq: false } } []

    a_common_part_moves_out
        old [] { #[migratable(flatten)] pub common: Common, pub own: u8 } [
            #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
            pub struct Common { pub features: u64, pub status: u8 }
        ]
        new [] { pub features: u64, pub own: u8, pub status: u8 } []
        to Compatible { Old { common: old::Common { features: 1, status: 2 }, own: 3 }
            => New { features: 1, own: 3, status: 2 } } []
        back Compatible { New { features: 4, own: 6, status: 5 }
            => Old { common: old::Common { features: 4, status: 5 }, own: 6 } } []
}
