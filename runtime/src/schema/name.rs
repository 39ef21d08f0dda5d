//! Which names a schema may use: those that need no escaping anywhere.

use alloc::format;
use alloc::string::String;
use core::fmt::Display;

use crate::base::text::escape;

/// Longest name of a field, variant or subsection, in bytes.
const MAX_NAME: usize = 64;

/// Longest name of a type, in bytes: the fields of a subsection form the type
/// `Type.subsection`.
const MAX_TYPE: usize = MAX_NAME + 1 + MAX_NAME;

/// Longest name of a device, in bytes.
const MAX_DEVICE: usize = 128;

pub(crate) fn check(name: &str) -> Result<(), String> {
    check_up_to(name, MAX_NAME)
}

pub(crate) fn check_type(name: &str) -> Result<(), String> {
    check_up_to(name, MAX_TYPE)
}

pub(crate) fn check_device(name: &str) -> Result<(), String> {
    check_up_to(name, MAX_DEVICE)
}

/// The same, of a name whose text is shown as it is said here.
pub(crate) fn check_device_shown(name: &str) -> Result<(), String> {
    match is_up_to(name, MAX_DEVICE) {
        true => Ok(()),
        false => Err(not_a_name(escape(name), MAX_DEVICE)),
    }
}

fn check_up_to(name: &str, most: usize) -> Result<(), String> {
    match is_up_to(name, most) {
        true => Ok(()),
        // Whoever shows it escapes it.
        false => Err(not_a_name(name, most)),
    }
}

fn not_a_name(name: impl Display, most: usize) -> String {
    format!("`{name}` is not a name; names are 1 to {most} of the characters A-Z a-z 0-9 _ . -")
}

/// Whether a field could be called so, in `const` code.
pub(super) const fn is_name(name: &str) -> bool {
    is_up_to(name, MAX_NAME)
}

const fn is_up_to(name: &str, most: usize) -> bool {
    let bytes = name.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        if !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'.' | b'-') {
            return false;
        }
        i += 1;
    }
    !bytes.is_empty() && bytes.len() <= most
}

/// In `const` code.
pub(super) const fn same_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}
