//! The device as it was, with all that only a whole device has: what was derived then stays
//! as it is, and is only read.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::resolve::Verdict;

use super::build::{send, verdict};

mod v1 {
    #[derive(migratable::Migratable, Default)]
    #[migratable(device = "disk", needed = |disk: &Self| disk.sectors != 0)]
    pub(super) struct Disk {
        pub(super) sectors: u32,
    }
}

mod v2 {
    use super::v1;

    #[derive(migratable::Migratable, Default)]
    #[migratable(
        device = "disk",
        alias = "drive",
        version = 2,
        oldest = 2,
        older(version = 1, type = v1::Disk, convert = Self::take_v1),
        needed = |disk: &Self| disk.bytes != 0,
        blocked = |disk: &Self| (disk.bytes == 1).then_some("busy"),
        loaded = |disk: &mut Self| assert_eq!(disk.bytes, 1, "this is no device here")
    )]
    pub(super) struct Disk {
        pub(super) bytes: u64,
    }

    impl Disk {
        fn take_v1(&mut self, old: v1::Disk) {
            self.bytes = u64::from(old.sectors) * 512;
        }
    }
}

/// Reads both as what they were.
#[derive(Migratable, Debug, Default, PartialEq)]
#[migratable(
    device = "disk",
    version = 3,
    oldest = 3,
    older(version = 1, type = v1::Disk, convert = Self::take_v1),
    older(version = 2, type = v2::Disk, convert = Self::take_v2),
    needed = |disk: &Self| disk.mebibytes != 0,
    loaded = |disk: &mut Self| disk.told += 1
)]
struct Disk {
    mebibytes: u64,
    #[migratable(skip = 0)]
    told: u32,
}

impl Disk {
    fn take_v1(&mut self, old: v1::Disk) {
        self.mebibytes = u64::from(old.sectors) >> 11;
    }

    fn take_v2(&mut self, old: v2::Disk) {
        self.mebibytes = old.bytes >> 20;
    }
}

#[test]
fn older_devices_are_read_as_they_were() {
    assert_eq!(verdict::<v1::Disk, Disk>().0, Verdict::Compatible);
    assert_eq!(verdict::<v2::Disk, Disk>().0, Verdict::Compatible);
    let mut disk = Disk::default();
    send(&mut v1::Disk { sectors: 8 << 11 }, &mut disk).unwrap();
    assert_eq!((disk.mebibytes, disk.told), (8, 1));
    send(&mut v2::Disk { bytes: 9 << 20 }, &mut disk).unwrap();
    assert_eq!((disk.mebibytes, disk.told), (9, 2));
}

/// What is not needed is absent in whatever version.
#[test]
fn an_older_device_that_is_not_needed_is_kept() {
    let (mut old, mut disk) = (
        v1::Disk::default(),
        Disk {
            mebibytes: 4,
            told: 0,
        },
    );
    let mut devices = Devices::new();
    devices.add("dev", &mut old).unwrap();
    let stream = super::build::save(&devices);
    let mut devices = Devices::new();
    devices.add("dev", &mut disk).unwrap();
    let limits = migratable::stream::Limits::default();
    let mut reader = migratable::stream::StreamReader::new(&*stream, limits).unwrap();
    let loaded = devices.load(&mut reader).unwrap();
    assert_eq!(loaded.kept.len(), 1);
    drop(devices);
    assert_eq!((disk.mebibytes, disk.told), (4, 1));
}
