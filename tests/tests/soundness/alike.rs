//! Keys of which the reader's program computes a part: those parts stand there as units.

use super::model::Ty;
use super::val::Val;

/// Whether the judge takes two keys for what may be one: where the same parts are computed
/// of both, if all else is the same; if not, they are compared as far as both are known,
/// from the front, which says nothing where a value has several spellings. A subsection of
/// which a part is computed is not known at all.
pub(crate) fn may_be_same(ty: &Ty, a: &Val, b: &Val) -> bool {
    let (mut one, mut other) = (Known::default(), Known::default());
    one.walk(a);
    other.walk(b);
    let whole = one.gaps == other.gaps;
    if !whole && ty.has_spellings() {
        return true;
    }
    let known = |key: &Known| match (whole, key.gaps.first()) {
        (true, _) | (_, None) => key.atoms.len(),
        (false, Some(first)) => *first,
    };
    let len = known(&one).min(known(&other));
    match whole {
        true => one.atoms == other.atoms,
        false => one.atoms.get(..len) == other.atoms.get(..len),
    }
}

/// What is known of a key, in the order in which it is written.
#[derive(Default)]
struct Known {
    atoms: Vec<Atom>,
    /// Before which atoms something is computed.
    gaps: Vec<usize>,
}

#[derive(Clone, PartialEq)]
enum Atom {
    One(Val),
    Count(usize),
    Tag(u32),
    IsThere(bool),
}

impl Known {
    fn walk(&mut self, val: &Val) {
        match val {
            Val::Unit => self.gaps.push(self.atoms.len()),
            Val::Opt(content) => {
                self.atoms.push(Atom::IsThere(content.is_some()));
                content.iter().for_each(|content| self.walk(content));
            }
            Val::Seq(items) => {
                self.atoms.push(Atom::Count(items.len()));
                self.all(items);
            }
            Val::Map(entries) => {
                self.atoms.push(Atom::Count(entries.len()));
                for (key, value) in entries {
                    self.walk(key);
                    self.walk(value);
                }
            }
            Val::Enum(tag, fields) => {
                self.atoms.push(Atom::Tag(*tag));
                self.all(fields);
            }
            Val::Struct(fields, subsections) => {
                self.all(fields);
                self.framed(subsections);
            }
            one => self.atoms.push(Atom::One(one.clone())),
        }
    }

    fn all(&mut self, vals: &[Val]) {
        vals.iter().for_each(|val| self.walk(val));
    }

    /// Subsections, whose lengths stand before them.
    fn framed(&mut self, subsections: &[Option<Val>]) {
        let mut part = Known::default();
        for subsection in subsections {
            part.atoms.push(Atom::IsThere(subsection.is_some()));
            subsection.iter().for_each(|val| part.walk(val));
        }
        if !part.gaps.is_empty() {
            self.gaps.push(self.atoms.len());
        }
        let before = self.atoms.len();
        self.gaps.extend(part.gaps.iter().map(|at| at + before));
        self.atoms.append(&mut part.atoms);
    }
}
