//! A console that is good for nothing but to have a state that changes.

use migratable::Migratable;
use migratable::device::{Devices, MachineError, Snapshots};
use migratable::stream::{Header, Limits};

/// What it is made of.
#[derive(Default)]
pub struct Console {
    cpu: Cpu,
    picture: Picture,
    sound: Sound,
}

#[derive(Migratable)]
#[migratable(device = "cpu")]
struct Cpu {
    registers: [u16; 8],
    pc: u16,
    /// Since the start.
    #[migratable(unit = "cycles")]
    cycles: u64,
    ram: [u8; 2048],
}

#[derive(Migratable)]
#[migratable(device = "picture")]
struct Picture {
    scroll: (u8, u8),
    sprites: Vec<Sprite>,
    #[migratable(max_len = 8192)]
    tiles: Vec<u8>,
}

#[derive(Migratable, Clone)]
struct Sprite {
    x: u8,
    y: u8,
    tile: u8,
}

#[derive(Migratable, Default)]
#[migratable(device = "sound")]
struct Sound {
    periods: [u16; 4],
    volumes: [u8; 4],
    noise: u16,
}

impl Console {
    /// Runs for a frame, in which these buttons are pressed.
    pub fn frame(&mut self, buttons: u8) {
        let Self {
            cpu,
            picture,
            sound,
        } = self;
        cpu.cycles += 29_780;
        let mut noise = cpu.cycles.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for register in &mut cpu.registers {
            noise = noise.rotate_left(13).wrapping_mul(5) ^ u64::from(buttons);
            *register = noise as u16;
        }
        cpu.pc = cpu.pc.wrapping_add(noise as u16);
        for n in 0..24 {
            let at = (noise >> n) as usize % cpu.ram.len();
            cpu.ram[at] = cpu.ram[at].wrapping_add(buttons | 1);
        }
        picture.scroll.0 = picture.scroll.0.wrapping_add(1);
        picture.sprites.truncate(3 + (noise % 8) as usize);
        picture.sprites.push(Sprite {
            x: noise as u8,
            y: buttons,
            tile: 7,
        });
        let tile = (cpu.cycles / 29_780 * 32) as usize % picture.tiles.len();
        picture.tiles[tile..tile + 32].fill(noise as u8);
        sound.periods[(noise % 4) as usize] = noise as u16;
        sound.noise = sound.noise.rotate_left(1) ^ buttons as u16;
    }

    /// What saves and loads its states, again and again.
    ///
    /// # Errors
    ///
    /// None with these devices.
    pub fn snapshots(&mut self) -> Result<Snapshots, MachineError> {
        let header = Header::new("rewind", env!("CARGO_PKG_VERSION"));
        Snapshots::new(&self.devices()?, &header, Limits::default())
    }

    /// Its devices, to be saved or loaded.
    ///
    /// # Errors
    ///
    /// None: each has a path of its own.
    pub fn devices(&mut self) -> Result<Devices<'_>, MachineError> {
        let mut devices = Devices::new();
        devices.add("cpu", &mut self.cpu)?;
        devices.add("picture", &mut self.picture)?;
        devices.add("sound", &mut self.sound)?;
        Ok(devices)
    }
}

impl Default for Cpu {
    fn default() -> Self {
        Self {
            registers: [0; 8],
            pc: 0xc000,
            cycles: 0,
            ram: [0; 2048],
        }
    }
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            scroll: (0, 0),
            sprites: Vec::new(),
            tiles: vec![0; 8192],
        }
    }
}
