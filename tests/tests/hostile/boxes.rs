//! What has a place of its own on the heap is drawn from the budget wherever it stands,
//! also where all of its bytes are of fixed length and any of them are a value.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use migratable::{Decode, Migratable};

use super::budget::{draws, keyed, many};

/// One byte of which the place takes more.
#[derive(Migratable, Clone, Copy, Default)]
#[repr(align(256))]
struct Aligned(u8);

/// One byte of which more is made.
#[derive(Migratable, Clone, Copy)]
#[migratable(from = u8, into = u8)]
struct Made([u8; 200]);

impl From<u8> for Made {
    fn from(byte: u8) -> Self {
        Self([byte; 200])
    }
}

impl From<&Made> for u8 {
    fn from(made: &Made) -> Self {
        made.0[0]
    }
}

impl Default for Made {
    fn default() -> Self {
        0.into()
    }
}

#[derive(Migratable)]
struct Field<T> {
    number: u16,
    held: T,
}

#[derive(Migratable)]
struct Newtype<T>(T);

#[derive(Migratable)]
enum Variant<T> {
    Holding(T),
}

#[derive(Migratable)]
struct Subsection<T> {
    #[migratable(subsection(tag = 1))]
    held: Option<T>,
}

/// `T` is one byte on the wire.
fn everywhere<T: Decode + 'static>(name: &str) {
    draws::<Vec<T>>(&format!("elements: {name}"), &many(&[7]), &[0]);
    draws::<VecDeque<T>>(&format!("ring: {name}"), &many(&[7]), &[0]);
    draws::<Vec<[T; 3]>>(&format!("arrays: {name}"), &many(&[7; 3]), &[0]);
    draws::<Vec<(u8, T)>>(&format!("tuples: {name}"), &many(&[0, 7]), &[0]);
    draws::<Vec<Field<T>>>(&format!("fields: {name}"), &many(&[0, 0, 7]), &[0]);
    draws::<Vec<Newtype<T>>>(&format!("newtypes: {name}"), &many(&[7]), &[0]);
    draws::<Vec<Variant<T>>>(&format!("variants: {name}"), &many(&[0, 7]), &[0]);
    draws::<Vec<Option<T>>>(&format!("options: {name}"), &many(&[1, 7]), &[0]);
    draws::<Vec<Subsection<T>>>(&format!("subsections: {name}"), &many(&[1, 1, 1, 7]), &[0]);
    draws::<BTreeMap<u16, T>>(&format!("values: {name}"), &keyed(&[7]), &[0]);
}

/// Each other way to have a place on the heap.
fn held<T: Migratable + Decode + Copy + 'static>(name: &str) {
    draws::<Vec<Box<Box<T>>>>(&format!("boxes of boxes: {name}"), &many(&[7]), &[0]);
    draws::<Vec<Box<Cell<T>>>>(&format!("boxed cells: {name}"), &many(&[7]), &[0]);
    draws::<Vec<Rc<RefCell<T>>>>(&format!("shared: {name}"), &many(&[7]), &[0]);
    draws::<Vec<Arc<Mutex<T>>>>(&format!("locked: {name}"), &many(&[7]), &[0]);
}

#[test]
fn boxes_are_drawn_wherever_they_stand() {
    everywhere::<Box<Aligned>>("boxes of what is aligned");
    everywhere::<Rc<Cell<Made>>>("shared cells of what is made");
    held::<Aligned>("aligned");
    held::<Made>("made");
}
