//! Two options of which exactly one is there: only `validate` can say so.

use migratable::Migratable;

use super::round_trip::{encode, round_trips};

#[derive(Clone, Debug, Default, PartialEq, Migratable)]
#[migratable(validate = Self::validate)]
struct Disk {
    file: Option<String>,
    network: Option<(String, u16)>,
    #[migratable(skip = 0)]
    handle: usize,
}

impl Disk {
    fn validate(&self) -> Result<(), String> {
        match (&self.file, &self.network) {
            (Some(_), Some(_)) => Err("both a file and a network".to_owned()),
            (None, None) => Err("neither a file nor a network".to_owned()),
            _ => Ok(()),
        }
    }
}

fn file() -> Disk {
    Disk {
        file: Some("disk.img".to_owned()),
        ..Disk::default()
    }
}

fn network() -> Disk {
    Disk {
        network: Some(("host".to_owned(), 10809)),
        ..Disk::default()
    }
}

#[test]
fn one_of_both() {
    round_trips(&file(), network());
    round_trips(&network(), file());
}

#[test]
fn both_or_neither_is_refused_and_changes_nothing() {
    let both = Disk {
        network: network().network,
        ..file()
    };
    for (wrong, word) in [(both, "both"), (Disk::default(), "neither")] {
        let bytes = encode(&wrong);
        let error = migratable::decode::<Disk>(&bytes).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "validate of `Disk` refused: {}",
                wrong.validate().unwrap_err()
            )
        );
        let mut live = Disk {
            handle: 7,
            ..file()
        };
        let error = migratable::load(&mut live, &bytes).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
        assert_eq!(
            live,
            Disk {
                handle: 7,
                ..file()
            }
        );
    }
}
