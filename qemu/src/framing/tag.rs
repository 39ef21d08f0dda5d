//! The bytes that records begin with.

pub(super) const END: u8 = 0x00;
pub(super) const START: u8 = 0x01;
pub(super) const PART: u8 = 0x02;
pub(super) const LAST: u8 = 0x03;
pub(super) const FULL: u8 = 0x04;
pub(super) const DESCRIPTION: u8 = 0x06;
pub(super) const CONFIGURATION: u8 = 0x07;
pub(super) const COMMAND: u8 = 0x08;
pub(super) const FOOTER: u8 = 0x7e;

/// What every stream begins with.
pub(super) const MAGIC: &[u8; 4] = b"QEVM";

/// The version of the framing that QEMU has written since 2010.
pub(super) const VERSION: u32 = 3;
