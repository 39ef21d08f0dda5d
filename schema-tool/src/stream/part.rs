//! A part of a device's state, and the steps from one to a part of it.

use migratable::schema::{Field, Path, Segment, Type, Variant};
use migratable::stream::Instance;
use migratable::value::{Entries, FieldValue, Fields, Item, Value};

/// A part of a device's state.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// Steps from the device to it, as `queues[3].size`.
    pub(crate) path: Path,
    pub(crate) ty: &'a Type,
    /// The field whose value it is, or an element of.
    pub(crate) field: Option<&'a Field>,
    /// `None` if it belongs to a subsection that is absent.
    pub(crate) item: Option<Item<'a>>,
    /// It, or something that it is part of, is not to be shown.
    pub(crate) sensitive: bool,
}

impl<'a> Part<'a> {
    /// All of a device's state.
    pub(crate) fn whole(ty: &'a Type, item: Item<'a>) -> Self {
        Self {
            path: Path::default(),
            ty,
            field: None,
            item: Some(item),
            sensitive: false,
        }
    }

    /// The path with the device before it, as `--path` takes it.
    pub(crate) fn name_of(&self, instance: &Instance) -> String {
        let dot = match self.path.segments() {
            [Segment::Field(_), ..] => ".",
            _ => "",
        };
        format!("{instance}{dot}{}", self.path)
    }

    /// Makes the step that `rest` begins with; returns what is left of it.
    ///
    /// # Errors
    ///
    /// If there is no such step. What is not to be shown is not said, unless
    /// `reveal`.
    pub(super) fn step(self, rest: &[Segment], reveal: bool) -> Result<(Self, &[Segment]), String> {
        let is_hidden = self.sensitive && !reveal;
        self.step_shown(rest).map_err(|problem| match is_hidden {
            true => {
                let rest = text(rest);
                format!("it is sensitive, so whether `{rest}` can follow is not said")
            }
            false => problem,
        })
    }

    fn step_shown(mut self, rest: &[Segment]) -> Result<(Self, &[Segment]), String> {
        let Some(item) = self.item.take() else {
            // Whatever an absent subsection would have is absent too.
            return Ok((self, &[]));
        };
        let (ty, value) = present(self.ty, item.value);
        let (to, left) = match value {
            Value::Option(None) => {
                self.item = Some(Item { value, ..item });
                return Ok((self, &[]));
            }
            Value::Struct(fields) => field(fields, rest)?,
            Value::Enum {
                variant, fields, ..
            } => match named(rest, variant.name()) {
                Some(left) if !left.is_empty() => field(fields, left)?,
                _ => return Err(variant_wanted(variant, rest)),
            },
            Value::Map(pairs) => entry(pairs, ty, rest)?,
            value => element(value, item.offset, item.len, ty, rest)?,
        };
        let made = rest.len().saturating_sub(left.len());
        rest.iter()
            .take(made)
            .for_each(|step| self.path.push(step.clone()));
        self.sensitive |= to.field.is_some_and(Field::sensitive);
        self.ty = to.ty;
        self.field = to.field.or(self.field);
        self.item = to.item;
        Ok((self, left))
    }
}

/// Steps as they are written.
fn text(steps: &[Segment]) -> String {
    Path::new(steps.to_vec()).to_string()
}

fn variant_wanted(variant: &Variant, rest: &[Segment]) -> String {
    let (name, rest) = (variant.name(), text(rest));
    match variant.fields() {
        [] => format!("it is the variant `{name}`, which has no fields, so no `{rest}`"),
        [first, ..] => {
            let first = first.name();
            format!("it is the variant `{name}`: `{name}.{first}` could follow, not `{rest}`")
        }
    }
}

/// Where a step leads.
struct To<'a> {
    ty: &'a Type,
    field: Option<&'a Field>,
    item: Option<Item<'a>>,
}

type Step<'a, 't> = Result<(To<'a>, &'t [Segment]), String>;

/// What is in an option, if it is one and holds something.
fn present<'a>(mut ty: &'a Type, mut value: Value<'a>) -> (&'a Type, Value<'a>) {
    loop {
        match (value, ty.as_option()) {
            (Value::Option(Some(item)), Some(inner)) => (ty, value) = (inner, item.value),
            (found, _) => return (ty, found),
        }
    }
}

fn field<'a, 't>(fields: Fields<'a>, rest: &'t [Segment]) -> Step<'a, 't> {
    let names: Vec<String> = fields
        .iter()
        .map(|field| format!("`{}`", field.field.name()))
        .collect();
    // Names may have dots in them: the longest one that fits is meant.
    let fits = |field: FieldValue<'a>| Some((named(rest, field.field.name())?, field));
    match fields
        .iter()
        .filter_map(fits)
        .min_by_key(|(left, _)| left.len())
    {
        Some((left, FieldValue { field, item, .. })) => Ok((
            To {
                ty: field.ty(),
                field: Some(field),
                item,
            },
            left,
        )),
        None => Err(format!(
            "no field `{}`; there are {}",
            text(rest),
            names.join(", ")
        )),
    }
}

/// What follows `name` in `rest`, if that begins with it. A name with dots in it may
/// stand without quotes.
fn named<'t>(rest: &'t [Segment], name: &str) -> Option<&'t [Segment]> {
    if let [Segment::Field(first), left @ ..] = rest
        && first == name
    {
        return Some(left);
    }
    let mut missing = name;
    for (index, step) in rest.iter().enumerate() {
        let Segment::Field(part) = step else {
            return None;
        };
        missing = missing.strip_prefix(part.as_str())?;
        if missing.is_empty() {
            return rest.get(index + 1..);
        }
        missing = missing.strip_prefix('.')?;
    }
    None
}

fn entry<'a, 't>(pairs: Entries<'a>, ty: &'a Type, rest: &'t [Segment]) -> Step<'a, 't> {
    let count = pairs.len();
    let wrong = || {
        let rest = text(rest);
        format!(
            "it is a map of {count} entries, written {{n}}, and {{key n}} for their keys, from 0, \
             so no `{rest}`"
        )
    };
    let Some((key, value)) = ty.as_map() else {
        return Err(wrong());
    };
    let (is_key, index, left) = match rest {
        [Segment::Key(Some(index)), left @ ..] => (true, *index, left),
        [Segment::Value(Some(index)), left @ ..] => (false, *index, left),
        _ => return Err(wrong()),
    };
    let (k, v) = pairs.iter().nth(index).ok_or_else(wrong)?;
    let (ty, item) = if is_key { (key, k) } else { (value, v) };
    Ok((
        To {
            ty,
            field: None,
            item: Some(item),
        },
        left,
    ))
}

fn element<'a, 't>(
    value: Value<'a>,
    offset: usize,
    len: usize,
    ty: &'a Type,
    rest: &'t [Segment],
) -> Step<'a, 't> {
    let count = match &value {
        Value::Bytes(bytes) => bytes.len(),
        Value::Numbers(numbers) => numbers.count(),
        Value::Sequence(items) => items.len(),
        _ => {
            let rest = text(rest);
            return Err(format!(
                "it has no parts, so nothing like `{rest}` can follow"
            ));
        }
    };
    let wrong = || {
        let rest = text(rest);
        format!("it has {count} elements, written [n] from 0, so no `{rest}`")
    };
    let (index, left) = match rest {
        [Segment::Index(Some(index)), left @ ..] => (*index, left),
        _ => return Err(wrong()),
    };
    let ty = element_type(ty, index).ok_or_else(wrong)?;
    // Behind a list's count, the numbers fill the value to its end.
    let number = |width: usize, value: Option<Value<'a>>| {
        let back = (count - index.min(count)).saturating_mul(width);
        value.map(|value| Item {
            offset: (offset + len).saturating_sub(back),
            len: width,
            value,
        })
    };
    let item = match value {
        Value::Bytes(bytes) => number(
            1,
            bytes
                .get(index)
                .map(|byte| Value::Unsigned(u128::from(byte))),
        ),
        Value::Numbers(numbers) => number(numbers.width(), numbers.iter().nth(index)),
        Value::Sequence(items) => items.iter().nth(index),
        _ => None,
    };
    let item = item.ok_or_else(wrong)?;
    Ok((
        To {
            ty,
            field: None,
            item: Some(item),
        },
        left,
    ))
}

/// The type of an element of an array, list, set or tuple.
pub(crate) fn element_type(ty: &Type, index: usize) -> Option<&Type> {
    ty.part(index).map(|part| &**part)
}
