//! Every error that the derive reports, in one place: what is wrong, and what to write instead.
//!
//! Only here can a [`Message`] be made, and each text is shown by a case in `tests/ui`: a test reads
//! these files and sees to it.

mod fields;
pub(crate) mod foreign;
mod keys;
mod kinds;
mod message;
mod pod;
mod schema;
mod subsections;
mod values;

pub(crate) use self::fields::*;
pub(crate) use self::keys::*;
pub(crate) use self::kinds::*;
pub(crate) use self::message::Message;
pub(crate) use self::pod::*;
pub(crate) use self::schema::*;
pub(crate) use self::subsections::*;
pub(crate) use self::values::*;
