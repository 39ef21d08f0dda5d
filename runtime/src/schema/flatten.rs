//! `flatten`: the fields of a struct stand in the struct or variant that holds it, as if
//! they were its own. All of it happens in `const` code of the derive.

use super::field::Field;
use super::name::same_text;
use super::node::{Node, replace};
use super::reserved::Reserved;
use super::structure::StructType;
use super::subsection::Subsection;
use super::ty::Type;
use super::variant::Variant;

/// Copies the fields of all parts into one list, as far as it has room.
pub(crate) const fn splice<const N: usize>(parts: &'static [&'static [Field]]) -> [Field; N] {
    let mut spliced = [const { Field::constant("", &Type::Unit) }; N];
    let (mut part, mut len) = (0, 0);
    while part < parts.len() {
        let mut i = 0;
        while i < parts[part].len() && len < N {
            replace(&mut spliced[len], parts[part][i].copied());
            (i, len) = (i + 1, len + 1);
        }
        part += 1;
    }
    spliced
}

/// How many fields all parts have.
pub(crate) const fn count(parts: &[&[Field]]) -> usize {
    let (mut part, mut count) = (0, 0);
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

#[doc(hidden)]
impl StructType {
    /// Says of a struct that was spliced that each of its names stands for one thing.
    /// `parts` are the structs whose fields it has.
    #[track_caller]
    pub const fn flattening(self, parts: &[&Type]) -> Self {
        assert_apart(self.fields(), self.subsections(), self.reserved().names());
        let mut part = 0;
        while part < parts.len() {
            if let Some(ty) = parts[part].as_struct() {
                assert_reserved(ty.reserved().names(), self.reserved());
            }
            part += 1;
        }
        self
    }
}

#[doc(hidden)]
impl Variant {
    /// As [`StructType::flattening`].
    #[track_caller]
    pub const fn flattening(self, _: &[&Type]) -> Self {
        assert_apart(self.fields(), &[], &[]);
        self
    }
}

#[track_caller]
const fn assert_apart(fields: &[Field], subsections: &[Subsection], reserved: &[Node<str>]) {
    let mut i = 0;
    while i < fields.len() {
        let field = &fields[i];
        assert_other(field.name(), fields, i);
        let aliases = field.aliases();
        let mut alias = 0;
        while alias < aliases.len() {
            assert_other(aliases[alias].get(), fields, i);
            alias += 1;
        }
        let mut k = 0;
        while k < subsections.len() {
            if same_text(field.name(), subsections[k].field().name()) {
                refuse(
                    "two fields that would stand side by side are called `",
                    field.name(),
                    TWICE,
                );
            }
            k += 1;
        }
        if has(reserved, field.name()) {
            refuse("this struct reserves `", field.name(), RESERVED);
        }
        i += 1;
    }
}

const TWICE: &str = "`, one of them in a flattened struct. \
    Give one of them another name with `rename`, and the old one as `alias`, or remove `flatten`";
const RESERVED: &str = "`, and a flattened struct has a field of that name: names that older builds \
    used are not to be used again. Rename the field";
const UNRESERVED: &str = "`, and this struct, in which its fields stand, does not: list \
    it in `reserved(…)` here, too";

/// No field behind this one may have the name, or it as an alias.
#[track_caller]
const fn assert_other(name: &str, fields: &[Field], at: usize) {
    let mut other = at + 1;
    while other < fields.len() {
        let field = &fields[other];
        if same_text(name, field.name()) || has(field.aliases(), name) {
            refuse(
                "two fields that would stand side by side are called `",
                name,
                TWICE,
            );
        }
        other += 1;
    }
}

#[track_caller]
const fn assert_reserved(names: &[Node<str>], reserved: &Reserved) {
    let mut i = 0;
    while i < names.len() {
        if !has(reserved.names(), names[i].get()) {
            refuse(
                "the flattened struct reserves `",
                names[i].get(),
                UNRESERVED,
            );
        }
        i += 1;
    }
}

const fn has(names: &[Node<str>], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if same_text(names[i].get(), name) {
            return true;
        }
        i += 1;
    }
    false
}

/// An error of the compiler's, in which a name stands.
#[track_caller]
const fn refuse(before: &str, name: &str, after: &str) -> ! {
    let mut text = [b' '; 512];
    let len = append(&mut text, 0, before);
    let len = append(&mut text, len, name);
    let len = append(&mut text, len, after);
    let (text, _) = text.split_at(len);
    match core::str::from_utf8(text) {
        Ok(text) => panic!("{}", text),
        // A long name that was cut within a character.
        Err(_) => panic!("two fields that would stand side by side have one name"),
    }
}

const fn append(text: &mut [u8; 512], mut len: usize, more: &str) -> usize {
    let more = more.as_bytes();
    let mut i = 0;
    while i < more.len() && len < text.len() {
        text[len] = more[i];
        (i, len) = (i + 1, len + 1);
    }
    len
}
