//! A whole console in one struct: 50 fields of state and a dozen that are not.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use migratable::{Bits, Device, Migratable};
use proptest::prelude::*;

use super::round_trip::encode;

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Flags: u8 {
        const CARRY = 1;
        const ZERO = 2;
        const INTERRUPT = 4;
        const NEGATIVE = 0x80;
    }
}

#[derive(Clone, Copy, Migratable)]
struct Sprite {
    x: u8,
    pattern: u16,
}

#[derive(Clone, Copy, Migratable)]
struct Pulse {
    enabled: bool,
    #[migratable(range = 0..=15)]
    volume: u8,
    period: u16,
}

#[derive(Migratable)]
struct Triangle {
    step: u8,
    linear: u8,
}

#[derive(Migratable)]
enum Mapper {
    #[migratable(tag = 0)]
    Nrom,
    #[migratable(tag = 1)]
    Mmc1 { shift: u8, banks: [u8; 3] },
    #[migratable(tag = 4)]
    Mmc3 {
        select: u8,
        registers: [u8; 8],
        irq: Option<u8>,
    },
}

/// A game console of 8 bits.
#[derive(Migratable)]
#[migratable(device = "console")]
struct Console {
    a: u8,
    x: u8,
    y: u8,
    sp: u8,
    #[migratable(skip)]
    rom: Arc<[u8]>,
    pc: u16,
    #[migratable(with = Bits)]
    flags: Flags,
    #[migratable(varint)]
    cycles: u64,
    nmi_pending: bool,
    #[migratable(skip)]
    title: String,
    irq_lines: u8,
    dma_page: Option<u8>,
    dma_left: u16,
    open_bus: u8,
    #[migratable(skip)]
    screen: Vec<u32>,
    ram: Box<[u8; 2048]>,
    vram: [u8; 2048],
    oam: [u8; 256],
    secondary_oam: [u8; 32],
    #[migratable(skip)]
    audio: Option<fn(i16)>,
    palette: [u8; 32],
    ppu_control: u8,
    ppu_mask: u8,
    ppu_status: u8,
    #[migratable(skip)]
    breakpoints: Vec<u16>,
    oam_address: u8,
    v: u16,
    t: u16,
    fine_x: u8,
    #[migratable(skip)]
    speed: f64,
    write_toggle: bool,
    #[migratable(range = -1..=260)]
    scanline: i16,
    #[migratable(range = 0..=340)]
    dot: u16,
    frame: u64,
    #[migratable(skip)]
    turbo: bool,
    read_buffer: u8,
    sprite_zero: bool,
    sprites: [Option<Sprite>; 8],
    tile_low: u16,
    #[migratable(skip)]
    palette_override: Option<[u32; 64]>,
    tile_high: u16,
    attribute_low: u16,
    attribute_high: u16,
    pulse: [Pulse; 2],
    #[migratable(skip)]
    trace: Option<Box<dyn Fn(u16)>>,
    triangle: Triangle,
    noise_shift: u16,
    noise_period: u16,
    dmc_output: u8,
    #[migratable(skip)]
    battery_path: PathBuf,
    dmc_address: u16,
    frame_counter: u8,
    frame_irq: bool,
    #[migratable(max_len = 4096)]
    samples: VecDeque<i16>,
    #[migratable(skip)]
    save_slot: usize,
    mapper: Mapper,
    prg_ram: Vec<u8>,
    chr_ram: Option<Box<[u8]>>,
    controllers: [u8; 2],
    #[migratable(skip)]
    started: Option<Instant>,
    strobe: bool,
    expansion: BTreeMap<u8, u16>,
}

fn mapper(seed: u8) -> Mapper {
    match seed % 3 {
        0 => Mapper::Nrom,
        1 => Mapper::Mmc1 {
            shift: seed,
            banks: [seed; 3],
        },
        _ => Mapper::Mmc3 {
            select: seed,
            registers: [seed; 8],
            irq: Some(seed),
        },
    }
}

/// A console whose state follows from one number, and all else from another.
fn console(seed: u8, other: u8) -> Console {
    Console {
        a: seed,
        x: seed,
        y: seed,
        sp: seed,
        pc: u16::from(seed) << 5 | 1,
        flags: Flags::from_bits_retain(seed),
        cycles: u64::from(seed) << 40,
        nmi_pending: seed % 2 == 1,
        irq_lines: seed,
        dma_page: (seed > 9).then_some(seed),
        dma_left: u16::from(seed) << 5 | 1,
        open_bus: seed,
        ram: Box::new([seed; 2048]),
        vram: [seed; 2048],
        oam: [seed; 256],
        secondary_oam: [seed; 32],
        palette: [seed; 32],
        ppu_control: seed,
        ppu_mask: seed,
        ppu_status: seed,
        oam_address: seed,
        v: u16::from(seed) << 5 | 1,
        t: u16::from(seed) << 5 | 1,
        fine_x: seed,
        write_toggle: seed % 2 == 1,
        scanline: i16::from(seed),
        dot: u16::from(seed),
        frame: u64::from(seed) << 40,
        read_buffer: seed,
        sprite_zero: seed % 2 == 1,
        sprites: std::array::from_fn(|i| {
            (i % 2 == 1).then_some(Sprite {
                x: seed,
                pattern: 9,
            })
        }),
        tile_low: u16::from(seed) << 5 | 1,
        tile_high: u16::from(seed) << 5 | 1,
        attribute_low: u16::from(seed) << 5 | 1,
        attribute_high: u16::from(seed) << 5 | 1,
        pulse: [Pulse {
            enabled: true,
            volume: seed % 16,
            period: 5,
        }; 2],
        triangle: Triangle {
            step: seed,
            linear: 3,
        },
        noise_shift: u16::from(seed) << 5 | 1,
        noise_period: u16::from(seed) << 5 | 1,
        dmc_output: seed,
        dmc_address: u16::from(seed) << 5 | 1,
        frame_counter: seed,
        frame_irq: seed % 2 == 1,
        samples: (0..i16::from(seed)).collect(),
        mapper: mapper(seed),
        prg_ram: vec![seed; usize::from(seed)],
        chr_ram: seed.is_multiple_of(3).then(|| vec![seed; 8192].into()),
        controllers: [seed; 2],
        strobe: seed % 2 == 1,
        expansion: BTreeMap::from([(seed, 1), (seed / 2, 2)]),
        rom: Arc::from([other; 16]),
        title: format!("game {other}"),
        screen: vec![other.into(); 4],
        audio: Some(drop),
        breakpoints: vec![other.into()],
        speed: other.into(),
        turbo: true,
        palette_override: Some([other.into(); 64]),
        trace: Some(Box::new(drop)),
        battery_path: format!("{other}.sav").into(),
        save_slot: other.into(),
        started: Some(Instant::now()),
    }
}

/// All that loading must not change.
fn kept(console: &Console) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        Arc::clone(&console.rom),
        (
            console.title.clone(),
            console.screen.clone(),
            console.breakpoints.clone(),
        ),
        (
            console.speed,
            console.turbo,
            console.palette_override,
            console.save_slot,
        ),
        (
            console.audio.is_some(),
            console.trace.is_some(),
            console.battery_path.clone(),
        ),
        console.started,
    )
}

proptest! {
    #[test]
    fn state_is_loaded_and_all_else_kept(saved in any::<u8>(), live in any::<u8>()) {
        let bytes = encode(&console(saved, 1));
        let mut live = console(live, 2);
        let before = kept(&live);
        migratable::load(&mut live, &bytes).unwrap();
        prop_assert_eq!(encode(&live), bytes);
        prop_assert_eq!(kept(&live), before);
    }

    #[test]
    fn a_failed_load_changes_nothing(saved in any::<u8>(), live in any::<u8>(), cut in any::<u16>()) {
        let bytes = encode(&console(saved, 1));
        let cut = usize::from(cut) % bytes.len();
        let mut live = console(live, 2);
        let (state, before) = (encode(&live), kept(&live));
        prop_assert!(migratable::load(&mut live, &bytes[..cut]).is_err());
        prop_assert_eq!(encode(&live), state);
        prop_assert_eq!(kept(&live), before);
    }
}

#[test]
fn the_schema_has_the_fields_that_are_state() {
    let json: serde_json::Value = serde_json::from_str(Console::SCHEMA_JSON).unwrap();
    let fields = json["types"]["Console"]["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 50);
    let skipped = ["rom", "title", "trace", "started"];
    assert!(
        !fields
            .iter()
            .any(|field| skipped.iter().any(|name| field["name"] == *name))
    );
}
