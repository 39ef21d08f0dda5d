//! What the crate without std saves is loaded again.

use std::cell::RefCell;
use std::rc::Rc;

use no_std_user::{Link, Nic, load, load_machine, save, save_machine};

#[test]
fn round_trip() {
    let nic = Nic {
        mac: [2; 6],
        inbox: [vec![1, 2], vec![]].into(),
        label: "eth0".into(),
        link: Link::Up { speed: 100 },
        offload: Some("tso".to_owned()),
        delay: 7,
        ..Nic::default()
    };
    let bytes = migratable::to_vec(&nic).unwrap();
    assert_eq!(migratable::decode::<Nic>(&bytes).unwrap(), nic);
    let error = migratable::to_vec(&Nic { delay: 1001, ..nic }).unwrap_err();
    assert!(error.to_string().contains("delay"), "{error}");
}

/// A stream is written and read without std, too.
#[test]
fn a_stream_in_pieces() {
    let nic = Nic {
        delay: 7,
        ..Nic::default()
    };
    let stream = save(&nic, &[5; 10_000]).unwrap();
    for size in [1, 100, stream.len()] {
        let (mut loaded, mut memory) = (Nic::default(), Vec::new());
        load(stream.chunks(size), &mut loaded, &mut memory).unwrap();
        assert_eq!((&loaded, &memory[..]), (&nic, &[5; 10_000][..]));
        let cut = &stream[..stream.len() - 1];
        assert!(load(cut.chunks(size), &mut loaded, &mut memory).is_err());
    }
}

/// So is a machine, all of its devices or none.
#[test]
fn a_machine_in_pieces() {
    let nics = |delays: [u32; 2]| {
        delays.map(|delay| {
            Rc::new(RefCell::new(Nic {
                delay,
                ..Nic::default()
            }))
        })
    };
    let stream = save_machine(&nics([7, 8])).unwrap();
    for size in [1, 100, stream.len()] {
        let live = nics([1, 2]);
        let loaded = load_machine(stream.chunks(size), &live).unwrap();
        assert!(loaded.kept.is_empty());
        assert_eq!(live, nics([7, 8]));
        let live = nics([1, 2]);
        let cut = &stream[..stream.len() - 1];
        assert!(load_machine(cut.chunks(size), &live).is_err());
        // Of one device too few.
        assert!(load_machine(stream.chunks(size), &live[..1]).is_err());
        assert_eq!(live, nics([1, 2]));
    }
}
