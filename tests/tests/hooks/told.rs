//! `loaded`, which runs once when all is loaded.

use migratable::{Migratable, decode, load, load_partly, to_vec};

#[derive(Migratable, Default)]
#[migratable(device = "dev", loaded = Self::loaded, validate = Self::validate)]
struct Dev {
    level: u8,
    #[migratable(range = 0..=9)]
    digits: Vec<u8>,
    #[migratable(skip = 0)]
    told: u32,
}

impl Dev {
    fn loaded(&mut self) {
        self.told += 1;
    }

    fn validate(&self) -> Result<(), &'static str> {
        match self.level {
            77 => Err("77"),
            _ => Ok(()),
        }
    }
}

fn dev(level: u8) -> Vec<u8> {
    let digits = vec![1, 2];
    to_vec(&Dev {
        level,
        digits,
        told: 0,
    })
    .unwrap()
}

#[test]
fn once_by_each_way_in() {
    assert_eq!(decode::<Dev>(&dev(5)).unwrap().told, 1);
    let mut live = Dev::default();
    load(&mut live, &dev(5)).unwrap();
    assert_eq!(live.told, 1);
    load_partly(&mut live, &dev(6)).unwrap();
    assert_eq!(live.told, 2);
}

#[test]
fn never_where_a_load_is_refused() {
    let mut out_of_range = dev(5);
    *out_of_range.last_mut().unwrap() = 10;
    let mut live = Dev::default();
    for refused in [dev(77), out_of_range, vec![], vec![5]] {
        assert!(decode::<Dev>(&refused).is_err());
        load(&mut live, &refused).unwrap_err();
        load_partly(&mut live, &refused).unwrap_err();
        assert_eq!(live.told, 0);
    }
}
