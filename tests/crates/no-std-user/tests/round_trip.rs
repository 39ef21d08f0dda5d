//! What the crate without std saves is loaded again.

use no_std_user::{Link, Nic};

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
