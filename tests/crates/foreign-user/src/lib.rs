//! Types of well-known crates. What stands below is in the guide, word for word.

use migratable::Migratable;

/// A disk, whose author likes crates.
#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "disk")]
pub struct Disk {
    /// Names it for ever.
    #[migratable(with = Uuid)]
    pub id: uuid::Uuid,
    /// When it was made.
    #[migratable(with = Time)]
    pub formatted: chrono::DateTime<chrono::Utc>,
    /// What it works on.
    #[migratable(with = Requests)]
    pub pending: arrayvec::ArrayVec<u16, 8>,
    /// Sectors that cannot be read.
    #[migratable(with = Sectors)]
    pub bad: smallvec::SmallVec<[u64; 4]>,
    /// Its serial number.
    #[migratable(with = Serial)]
    pub serial: heapless::Vec<u8, 20>,
    /// Why the last request failed.
    #[migratable(with = Option<Sense>)]
    pub sense: Option<bytes::Bytes>,
}

#[derive(Migratable)]
#[migratable(remote = uuid::Uuid, from = UuidState, into = UuidState)]
struct Uuid;

#[derive(Migratable)]
#[migratable(transparent)]
struct UuidState([u8; 16]);

impl From<&uuid::Uuid> for UuidState {
    fn from(id: &uuid::Uuid) -> Self {
        Self(id.into_bytes())
    }
}

impl From<UuidState> for uuid::Uuid {
    fn from(state: UuidState) -> Self {
        Self::from_bytes(state.0)
    }
}

#[derive(Migratable)]
#[migratable(remote = chrono::DateTime<chrono::Utc>, try_from = TimeState, into = TimeState)]
struct Time;

#[derive(Migratable)]
struct TimeState {
    #[migratable(unit = "s")]
    seconds: i64,
    #[migratable(unit = "ns", range = 0..2_000_000_000)]
    nanoseconds: u32,
}

impl From<&chrono::DateTime<chrono::Utc>> for TimeState {
    fn from(time: &chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            seconds: time.timestamp(),
            nanoseconds: time.timestamp_subsec_nanos(),
        }
    }
}

impl TryFrom<TimeState> for chrono::DateTime<chrono::Utc> {
    type Error = &'static str;

    fn try_from(state: TimeState) -> Result<Self, Self::Error> {
        Self::from_timestamp(state.seconds, state.nanoseconds).ok_or("there is no such time")
    }
}

/// A list, whatever holds it.
#[derive(Migratable)]
#[migratable(transparent)]
struct List<T>(Vec<T>);

/// A list of at most so many.
#[derive(Migratable)]
struct Bounded<T, const N: usize>(#[migratable(max_len = N)] Vec<T>);

#[derive(Migratable)]
#[migratable(remote = arrayvec::ArrayVec<u16, 8>, from = Bounded<u16, 8>, into = Bounded<u16, 8>)]
struct Requests;

impl From<&arrayvec::ArrayVec<u16, 8>> for Bounded<u16, 8> {
    fn from(requests: &arrayvec::ArrayVec<u16, 8>) -> Self {
        Self(requests.to_vec())
    }
}

impl From<Bounded<u16, 8>> for arrayvec::ArrayVec<u16, 8> {
    fn from(list: Bounded<u16, 8>) -> Self {
        // `max_len` has seen to it that there are no more.
        list.0.into_iter().take(8).collect()
    }
}

#[derive(Migratable)]
#[migratable(remote = smallvec::SmallVec<[u64; 4]>, from = List<u64>, into = List<u64>)]
struct Sectors;

impl From<&smallvec::SmallVec<[u64; 4]>> for List<u64> {
    fn from(sectors: &smallvec::SmallVec<[u64; 4]>) -> Self {
        Self(sectors.to_vec())
    }
}

impl From<List<u64>> for smallvec::SmallVec<[u64; 4]> {
    fn from(list: List<u64>) -> Self {
        Self::from_vec(list.0)
    }
}

#[derive(Migratable)]
#[migratable(remote = heapless::Vec<u8, 20>, try_from = Bounded<u8, 20>, into = Bounded<u8, 20>)]
struct Serial;

impl From<&heapless::Vec<u8, 20>> for Bounded<u8, 20> {
    fn from(serial: &heapless::Vec<u8, 20>) -> Self {
        Self(serial.to_vec())
    }
}

impl TryFrom<Bounded<u8, 20>> for heapless::Vec<u8, 20> {
    type Error = &'static str;

    fn try_from(list: Bounded<u8, 20>) -> Result<Self, Self::Error> {
        Self::from_slice(&list.0).map_err(|_| "more than 20 bytes")
    }
}

#[derive(Migratable)]
#[migratable(remote = bytes::Bytes, from = List<u8>, into = List<u8>)]
struct Sense;

impl From<&bytes::Bytes> for List<u8> {
    fn from(sense: &bytes::Bytes) -> Self {
        Self(sense.to_vec())
    }
}

impl From<List<u8>> for bytes::Bytes {
    fn from(list: List<u8>) -> Self {
        list.0.into()
    }
}
