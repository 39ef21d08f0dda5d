//! Arrays of any length, of anything.

use migratable::{EncodedLen, Migratable};

use super::round_trip::{encode, round_trips};

#[derive(Clone, Copy, Debug, PartialEq, Migratable)]
struct Entry {
    vector: u8,
    masked: bool,
    destination: u32,
}

#[derive(Debug, PartialEq, Migratable)]
struct Memory {
    eeprom: [u8; 4096],
    palette: Box<[u32; 0x8000]>,
    redirections: [Entry; 24],
    tiles: Box<[u16]>,
    banks: [Box<[u8]>; 4],
    names: [Option<String>; 3],
    grid: [[i16; 5]; 7],
    none: [u64; 0],
}

fn memory(seed: u8) -> Memory {
    let entry = Entry {
        vector: seed,
        masked: seed == 0,
        destination: 0xfee0_0000,
    };
    let mut palette: Box<[u32; 0x8000]> = vec![u32::from(seed); 0x8000].try_into().unwrap();
    palette[0x7fff] = 0xff00_ff00;
    let mut redirections = [entry; 24];
    redirections[23].vector = 0xff;
    Memory {
        eeprom: [seed; 4096],
        palette,
        redirections,
        tiles: vec![0x1234; usize::from(seed)].into(),
        banks: [
            vec![seed; 3].into(),
            [].into(),
            vec![1; 300].into(),
            vec![0].into(),
        ],
        names: [Some(format!("bank {seed}")), None, Some(String::new())],
        grid: [[-i16::from(seed), 0, 1, 2, 3]; 7],
        none: [],
    }
}

#[test]
fn arrays() {
    round_trips(&memory(7), memory(0));
    round_trips(&memory(0), memory(7));
    let bytes = encode(&memory(7));
    assert_eq!(bytes[..4096], [7; 4096]);
    assert_eq!(bytes[4096..4100], 7_u32.to_le_bytes());
}

#[test]
fn sizes_are_known_before_there_is_a_value() {
    assert_eq!(<[Entry; 24]>::FIXED_LEN, Some(24 * 6));
    assert_eq!(<[u32; 0x8000]>::FIXED_LEN, Some(4 * 0x8000));
    assert_eq!(<[Box<[u8]>; 4]>::MIN_ENCODED_LEN, 4);
}

#[derive(Migratable, Debug, PartialEq)]
struct Levels {
    #[migratable(range = 1..=9, default = [1; 3])]
    levels: [u8; 3],
    #[migratable(range = ..=300, max_len = 3)]
    queue: Vec<u16>,
    #[migratable(range = 1..)]
    pairs: Vec<Option<u8>>,
}

#[test]
fn each_number_of_an_array_or_list_is_within_its_range() {
    let levels = |last, queue: &[u16]| Levels {
        levels: [1, 5, last],
        queue: queue.to_vec(),
        pairs: vec![None, Some(1)],
    };
    let bytes = migratable::to_vec(&levels(9, &[300])).unwrap();
    assert_eq!(bytes, [1, 5, 9, 1, 44, 1, 2, 0, 1, 1]);
    migratable::to_vec(&levels(0, &[])).unwrap_err();
    let error = migratable::to_vec(&levels(1, &[0, 301])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`queue` holds 301, outside its range ..=300"
    );
    migratable::to_vec(&levels(1, &[0; 4])).unwrap_err();
    for (bytes, error) in [
        (
            &[1, 5, 10, 0, 0][..],
            "field `levels[2]`, at byte 2: 10 is outside its range 1..=9",
        ),
        (
            &[1, 5, 9, 2, 0, 0, 45, 1, 0],
            "field `queue[1]`, at byte 6: 301 is outside its range ..=300",
        ),
        (
            &[1, 5, 9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            "field `queue`, at byte 3: it has 4 elements, more than its max_len 3",
        ),
        (
            &[1, 5, 9, 0, 2, 0, 1, 0],
            "field `pairs[1]`, at byte 7: 0 is outside its range 1..",
        ),
    ] {
        let found = migratable::decode::<Levels>(bytes).unwrap_err();
        assert_eq!(found.to_string(), error);
    }
}
