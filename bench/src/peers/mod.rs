//! The formats that are compared, each as its documentation says is fastest,
//! with a buffer that is used again wherever the format can.

#[cfg(feature = "peers")]
mod bincode;
#[cfg(feature = "peers")]
mod bitcode;
#[cfg(feature = "peers")]
mod borsh;
#[cfg(feature = "peers")]
mod fory;
mod memcpy;
mod migratable;
mod postcard;
#[cfg(feature = "peers")]
mod rkyv;
#[cfg(feature = "peers")]
mod savefile;
#[cfg(feature = "peers")]
mod serde_json;
#[cfg(feature = "peers")]
mod speedy;
mod wincode;

use crate::subject::Subject;

pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) subjects: Vec<(&'static str, Box<dyn Subject>)>,
}

impl Peer {
    /// Keeps the corpora of these names; all, if there are none.
    pub(crate) fn retain(&mut self, names: &[String]) {
        let subjects = &mut self.subjects;
        subjects.retain(|(corpus, _)| names.is_empty() || names.iter().any(|name| name == corpus));
    }

    pub(crate) fn new(name: &'static str, subjects: Vec<(&'static str, Box<dyn Subject>)>) -> Self {
        Self { name, subjects }
    }
}

/// All in the order of the tables; the first is ours.
pub(crate) fn all() -> Vec<Peer> {
    vec![
        ours(),
        Peer::new("memcpy", memcpy::subjects(&ours())),
        Peer::new("wincode", wincode::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("wincode, `repr(C)`", wincode::repr_c::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("rkyv", rkyv::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("savefile", savefile::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("speedy", speedy::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("Fory", fory::exact::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("Fory, compatible", fory::compatible::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("bitcode", bitcode::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("borsh", borsh::subjects()),
        #[cfg(feature = "peers")]
        Peer::new("bincode", bincode::subjects()),
        Peer::new("postcard + serde_bytes", postcard::with_bytes::subjects()),
        postcard(),
        #[cfg(feature = "peers")]
        Peer::new("serde_json", serde_json::subjects()),
    ]
}

/// Ours with `varint`, and who else writes varints, with `serde_bytes`.
pub(crate) fn varint() -> Vec<Peer> {
    vec![
        ours_varint(),
        Peer::new("postcard for varint", postcard::with_bytes::subjects()),
    ]
}

/// Lists of numbers, encoded into new memory.
pub(crate) fn lists() -> Vec<Peer> {
    let ours = ours_lists();
    let memcpy = Peer::new("memcpy for lists", memcpy::one_shot(&ours));
    vec![
        ours,
        memcpy,
        Peer::new("wincode for lists", wincode::lists()),
    ]
}

/// Each corpus, encoded into new memory.
pub(crate) fn one_shot() -> Vec<Peer> {
    let ours = ours_one_shot();
    let memcpy = Peer::new("memcpy to new memory", memcpy::one_shot(&ours));
    let zeroed = Peer::new("memcpy to zeroed memory", memcpy::zeroed(&ours));
    vec![
        ours,
        memcpy,
        zeroed,
        Peer::new("wincode to new memory", wincode::one_shot::subjects()),
    ]
}

pub(crate) fn ours_one_shot() -> Peer {
    Peer::new(
        "migratable, to new memory",
        migratable::one_shot::subjects(),
    )
}

pub(crate) fn ours_lists() -> Peer {
    Peer::new("migratable", migratable::lists())
}

pub(crate) fn postcard() -> Peer {
    Peer::new("postcard", postcard::subjects())
}

pub(crate) fn ours() -> Peer {
    let mut subjects = migratable::subjects();
    subjects.extend(migratable::pods());
    Peer::new("migratable", subjects)
}

pub(crate) fn ours_varint() -> Peer {
    Peer::new("migratable, varint", migratable::varint::subjects())
}
