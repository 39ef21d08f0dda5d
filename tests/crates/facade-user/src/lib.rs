//! Generated code in a crate without the dependency: `crate` names the
//! re-export.

use facade::state::Migratable;

/// A device.
#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "through-facade", crate = facade::state::migratable)]
pub struct Timer {
    /// A counter.
    #[migratable(range = 0..=99)]
    pub counter: u8,
    /// A mode.
    pub mode: Option<Mode>,
}

/// A mode.
#[derive(Debug, PartialEq, Migratable)]
#[migratable(crate = facade::state::migratable)]
pub enum Mode {
    /// Once.
    OneShot,
    /// Again and again.
    Periodic(u32),
}

facade::registers!("facade-registers" Registers { control: u32, data: [u8; 4] });

#[test]
fn round_trip() {
    let timer = Timer {
        counter: 9,
        mode: Some(Mode::Periodic(100)),
    };
    assert_eq!(
        facade::load::<Timer>(&facade::save(&timer).unwrap()).unwrap(),
        timer
    );
    let registers = Registers {
        control: 1,
        data: [1, 2, 3, 4],
    };
    assert_eq!(facade::save(&registers).unwrap(), [1, 0, 0, 0, 1, 2, 3, 4]);
}
