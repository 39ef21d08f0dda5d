//! What people and front ends want to know of a stream, and no device needs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Something about a stream that readers may pass over: a title, a picture. It is no
/// state, and two streams of equal state may have different ones.
///
/// The keys of this module have the meaning that stands there. Others are the
/// producer's own; begin them with its name, as `my-emulator/rom`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// What it is. Not empty.
    pub key: String,
    /// The value.
    pub value: Vec<u8>,
}

/// What a person calls the state: UTF-8.
pub const TITLE: &str = "title";

/// When it was saved: UTF-8, as in RFC 3339, such as `2026-11-29T03:20:00Z`.
pub const TIME: &str = "time";

/// A picture of the screen: PNG.
pub const THUMBNAIL: &str = "thumbnail";

/// The program around the emulator, and its version: UTF-8.
pub const FRONT_END: &str = "front-end";

impl Metadata {
    /// A value of a key.
    pub fn new(key: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }

    /// The value, if it is a text.
    pub fn text(&self) -> Option<&str> {
        core::str::from_utf8(&self.value).ok()
    }
}

/// A picture is not printed.
impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metadata")
            .field("key", &self.key)
            .field("value.len()", &self.value.len())
            .finish()
    }
}
