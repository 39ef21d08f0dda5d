//! Generated code where the dependency has another name: `crate` says which.

use state::Migratable;

/// A device.
#[derive(Debug, Default, PartialEq, Migratable)]
#[migratable(device = "renamed", crate = state)]
pub struct Device {
    /// A list of enums.
    pub modes: Vec<Mode>,
    /// A subsection with a constraint.
    #[migratable(subsection(tag = 1), max_len = 3)]
    pub name: Option<String>,
    /// A varint.
    #[migratable(varint)]
    pub ticks: u64,
}

/// A mode.
#[derive(Debug, PartialEq, Migratable)]
#[migratable(crate = ::state)]
pub enum Mode {
    /// Off.
    Off,
    /// On.
    On(u8),
}

/// A generic device, of which one instance is published.
#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "renamed-generic", crate = state)]
pub struct Generic<T> {
    /// A field.
    pub field: T,
}

state::publish!(Generic<u16>);

#[test]
fn round_trip() {
    let device = Device {
        modes: vec![Mode::Off, Mode::On(3)],
        name: None,
        ticks: 300,
    };
    let bytes = state::to_vec(&device).unwrap();
    assert_eq!(state::decode::<Device>(&bytes).unwrap(), device);
}
