//! The nodes of a section as the page has them.

use std::io::{self, Write};

use super::script;

/// What is shown of a node. Types and docs are indices of texts.
pub(super) struct Row {
    pub(super) depth: u32,
    pub(super) step: Words,
    pub(super) ty: u32,
    pub(super) offset: usize,
    pub(super) len: usize,
    pub(super) value: Words,
    pub(super) flags: u8,
    pub(super) doc: Option<u32>,
    /// Of numbers, what the elements are.
    pub(super) elements: Option<Elements>,
}

/// What the elements of numbers are.
pub(super) struct Elements {
    /// An index of texts.
    pub(super) ty: u32,
    pub(super) count: usize,
    pub(super) width: usize,
    /// An index of the names of bits.
    pub(super) flags: Option<u32>,
}

/// Where in the words of all rows some are.
#[derive(Clone, Copy)]
pub(super) struct Words {
    start: u32,
    end: u32,
}

/// Rows, and the words of all of them.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) all: Vec<Row>,
    words: String,
}

impl Rows {
    /// Keeps what is added from `start` on.
    fn words_from(&self, start: usize) -> Words {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Words {
            start: place(start),
            end: place(self.words.len()),
        }
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.words.clear();
    }

    pub(super) fn add_words(&mut self, text: &str) -> Words {
        let start = self.words.len();
        self.words.push_str(text);
        self.words_from(start)
    }

    fn get(&self, words: Words) -> &str {
        let range = words.start as usize..words.end as usize;
        self.words.get(range).unwrap_or_default()
    }
}

/// Rows that are gathered before they are written.
const GATHERED: usize = 1 << 16;

impl Rows {
    /// Writes each as a list: depth, step, type, offset, length, value, flags, doc, and of
    /// numbers what the elements are.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        // Mostly they all are, and none is looked at on its own.
        let is_plain = script::is_plain(&self.words);
        let mut text = Vec::with_capacity(GATHERED);
        let mut before = "[";
        for row in &self.all {
            text.extend_from_slice(before.as_bytes());
            self.write_row(row, is_plain, &mut text)?;
            before = "],[";
            if text.len() >= GATHERED {
                out.write_all(&text)?;
                text.clear();
            }
        }
        if !self.all.is_empty() {
            text.push(b']');
        }
        out.write_all(&text)
    }

    fn write_row(&self, row: &Row, is_plain: bool, to: &mut Vec<u8>) -> io::Result<()> {
        let string = |to: &mut Vec<u8>, words| match is_plain {
            true => {
                script::plain(to, self.get(words));
                Ok(())
            }
            false => script::string(to, self.get(words)),
        };
        let mut number = itoa::Buffer::new();
        let mut put = |to: &mut Vec<u8>, before: &str, value: usize| {
            to.extend_from_slice(before.as_bytes());
            to.extend_from_slice(number.format(value).as_bytes());
        };
        put(to, "", row.depth as usize);
        to.push(b',');
        string(to, row.step)?;
        put(to, ",", row.ty as usize);
        put(to, ",", row.offset);
        put(to, ",", row.len);
        to.push(b',');
        string(to, row.value)?;
        put(to, ",", row.flags.into());
        match row.doc {
            Some(doc) => put(to, ",", doc as usize),
            None => to.extend_from_slice(b",null"),
        }
        if let Some(elements) = &row.elements {
            put(to, ",[", elements.ty as usize);
            put(to, ",", elements.count);
            put(to, ",", elements.width);
            if let Some(flags) = elements.flags {
                put(to, ",", flags as usize);
            }
            to.push(b']');
        }
        Ok(())
    }
}

pub(super) const HIDDEN: u8 = 1;
pub(super) const ABSENT: u8 = 2;
pub(super) const SECRET_DIFFERS: u8 = 4;
pub(super) const BIG_ENDIAN: u8 = 8;

impl Row {
    pub(super) fn depth(&self) -> usize {
        self.depth as usize
    }

    /// Whether it has no bytes.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Says where it is in other bytes than it was in.
    pub(super) fn place(&mut self, offset: usize, len: usize, is_big_endian: bool) {
        (self.offset, self.len) = (offset, len);
        if is_big_endian {
            self.flags |= BIG_ENDIAN;
        }
    }
}
