//! What is put back, and what is said, when devices refuse.

use migratable::Migratable;
use migratable::device::{Devices, MachineError};

use super::builds::{memory_reader, reader, save};

/// Takes anything.
#[derive(Migratable, Default)]
#[migratable(device = "plain")]
struct Plain {
    a: u32,
}

/// Does not take the state that it has before it was ever loaded.
#[derive(Migratable, Default)]
#[migratable(device = "strict", validate = Self::validate)]
struct Strict {
    a: u32,
}

impl Strict {
    fn validate(&self) -> Result<(), &'static str> {
        match self.a {
            0 => Err("a is 0"),
            _ => Ok(()),
        }
    }
}

#[derive(Migratable, Default)]
#[migratable(device = "last", validate = Self::validate)]
struct Last {
    #[migratable(range = 1..=16)]
    divider: u32,
}

impl Last {
    fn validate(&self) -> Result<(), &'static str> {
        match self.divider {
            7 => Err("7 is taken"),
            _ => Ok(()),
        }
    }
}

fn machine(plain: u32, strict: u32, divider: u32) -> (Plain, Strict, Last) {
    (Plain { a: plain }, Strict { a: strict }, Last { divider })
}

fn devices((plain, strict, last): &mut (Plain, Strict, Last)) -> Devices<'_> {
    let mut devices = Devices::new();
    devices.add("plain", plain).unwrap();
    devices.add("strict", strict).unwrap();
    devices.add("last", last).unwrap();
    devices
}

#[test]
fn one_that_is_not_put_back_is_no_reason_to_leave_the_others() {
    let stream = save(&devices(&mut machine(1, 1, 7)));
    let mut target = machine(100, 0, 3);
    let error = devices(&mut target).load(&mut reader(&stream)).unwrap_err();
    let MachineError::NotPutBack { refusal, .. } = &error else {
        panic!("{error}");
    };
    assert!(matches!(**refusal, MachineError::Refused { .. }));
    let text = error.to_string();
    assert!(
        text.starts_with(
            "device strict#0 (strict): could not be put back: validate of `Strict` refused: a is 0"
        ),
        "{text}"
    );
    assert!(
        text.ends_with("validate of `Last` refused: 7 is taken"),
        "{text}"
    );
    assert_eq!((target.0.a, target.2.divider), (100, 3));
}

/// The stream is not to blame for that.
#[test]
fn a_state_that_could_not_be_put_back_is_said_before_anything_is_loaded() {
    let stream = save(&devices(&mut machine(1, 1, 2)));
    let mut target = machine(100, 5, 0);
    for error in [
        devices(&mut target).load(&mut reader(&stream)),
        devices(&mut target).load(&mut memory_reader(&stream)),
    ] {
        let error = error.unwrap_err();
        assert!(matches!(error, MachineError::NotKept { .. }), "{error}");
        assert_eq!(
            error.to_string(),
            "device last#0 (last): the state that it has now cannot be kept, to be put back if a \
             device refuses: `divider` is 0, outside its range 1..=16; bring it into a valid \
             state before loading; all devices have their state from before"
        );
    }
    assert_eq!((target.0.a, target.1.a), (100, 5));
}
