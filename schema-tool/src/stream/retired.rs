//! State that a release has retired and a conversion kept: it waits in the stream for a
//! load, which hands it to the release's code.

use std::collections::{BTreeSet, HashSet};
use std::ptr;

use migratable::schema::{Field, Path, Schema, Segment};
use migratable::value::{Fields, Item, Value};

use super::types::{self, Described};

/// So many places are told apart: a schema that comes with a stream can have any number.
const MOST: usize = 1 << 10;

/// The fields that a schema lists as retired.
#[derive(Debug)]
pub(crate) struct Retired(HashSet<*const Field>);

impl Retired {
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut fields = HashSet::new();
        types::each(schema.ty(), &mut |part| {
            if let Described::Type(ty) = part
                && let Some(ty) = ty.as_struct()
            {
                let retired = ty.subsections().iter().filter(|group| group.retired());
                fields.extend(retired.map(|group| ptr::from_ref(group.field())));
            }
        });
        Self(fields)
    }

    /// Where a value of the schema has some: the paths, without positions. What is below
    /// a sensitive field counts as that field.
    pub(crate) fn places(&self, item: &Item<'_>) -> BTreeSet<String> {
        let mut walker = Walker {
            retired: &self.0,
            path: Vec::new(),
            shown: None,
            found: BTreeSet::new(),
        };
        if !self.0.is_empty() {
            walker.item(item);
        }
        walker.found
    }
}

struct Walker<'r> {
    retired: &'r HashSet<*const Field>,
    path: Vec<Segment>,
    /// Within a sensitive field, so many steps are shown.
    shown: Option<usize>,
    found: BTreeSet<String>,
}

impl Walker<'_> {
    fn at(&mut self, step: Segment, inner: impl FnOnce(&mut Self)) {
        self.path.push(step);
        inner(self);
        self.path.pop();
    }

    fn item(&mut self, item: &Item<'_>) {
        match &item.value {
            Value::Option(Some(content)) => self.item(content),
            Value::Struct(fields) => self.fields(*fields),
            Value::Enum {
                variant, fields, ..
            } => {
                let step = Segment::Variant(variant.name().to_owned());
                self.at(step, |walker| walker.fields(*fields));
            }
            Value::Sequence(items) => self.at(Segment::Index(None), |walker| {
                items.iter().for_each(|item| walker.item(&item));
            }),
            Value::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.at(Segment::Key(None), |walker| walker.item(&key));
                self.at(Segment::Value(None), |walker| walker.item(&value));
            }),
            _ => {}
        }
    }

    fn fields(&mut self, fields: Fields<'_>) {
        for value in fields.present() {
            let (Some(item), field) = (&value.item, value.field) else {
                continue;
            };
            self.at(Segment::Field(field.name().to_owned()), |walker| {
                let outer = walker.shown;
                if field.sensitive() {
                    walker.shown = outer.or(Some(walker.path.len()));
                }
                if walker.retired.contains(&ptr::from_ref(field)) {
                    walker.find();
                }
                walker.item(item);
                walker.shown = outer;
            });
        }
    }

    fn find(&mut self) {
        if self.found.len() < MOST {
            let steps = self.path.iter().take(self.shown.unwrap_or(usize::MAX));
            self.found
                .insert(Path::new(steps.cloned().collect()).to_string());
        }
    }
}
