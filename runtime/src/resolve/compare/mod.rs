//! Compares two schemas, type by type, and prepares the plan on the way.

mod bounds;
mod defaults;
mod fields;
mod scalar;
mod sequence;
mod structure;
mod variants;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use bounds::Bounds;

use super::finding::{Finding, Resolution, Verdict};
use super::plan::{ConditionText, Plan, Step};
use super::rules::{self, Rule};
use crate::schema::{Schema, StructType, Type, TypeRef};

/// So many findings are listed; more say nothing new. Schemas that differ in
/// more than this many grave ways are incompatible.
const MOST_FINDINGS: usize = 1000;

pub(super) fn schemas(writer: &Schema, reader: &Schema) -> Resolution {
    let mut comparison = Comparison::default();
    comparison.device(writer, reader);
    let step = if writer.fingerprint() == reader.fingerprint() {
        Step::copy(writer.ty())
    } else {
        let (writer, reader) = (Side::plain(writer.ty()), Side::plain(reader.ty()));
        comparison.convert(writer, reader)
    };
    comparison.finish(step)
}

/// A type, and what its field says about the values in it.
#[derive(Clone, Copy)]
struct Side<'a> {
    ty: &'a TypeRef,
    bounds: Bounds,
}

impl<'a> Side<'a> {
    fn plain(ty: &'a TypeRef) -> Self {
        Self {
            ty,
            bounds: Bounds::default(),
        }
    }

    /// An element or content, under the same range.
    fn within(self, ty: &'a TypeRef) -> Self {
        Self {
            ty,
            bounds: Bounds {
                range: self.bounds.range,
                ..Bounds::default()
            },
        }
    }
}

/// A comparison under way.
#[derive(Default)]
struct Comparison {
    findings: Vec<Finding>,
    conditions: Vec<ConditionText>,
    /// The path to the types that are being compared.
    path: String,
}

impl Comparison {
    fn finish(self, step: Step) -> Resolution {
        let incompatible = self
            .findings
            .iter()
            .any(|finding| finding.verdict == Verdict::Incompatible);
        let plan = (!incompatible).then(|| Plan::new(step, self.conditions));
        Resolution {
            findings: self.findings,
            plan,
        }
    }

    /// Does something one step further down the path.
    fn at<T>(&mut self, step: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        let len = self.path.len();
        if !step.starts_with('[') && !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(step);
        let result = inner(self);
        self.path.truncate(len);
        result
    }

    /// Notes a difference, and says whether there is room for more.
    fn find(&mut self, rule: &'static Rule, writer: String, reader: String, message: String) {
        let grave = rule.verdict != Verdict::Compatible;
        if self.findings.len() >= MOST_FINDINGS && !grave {
            return;
        }
        let path = self.path.clone();
        let verdict = rule.verdict;
        self.findings.push(Finding {
            rule,
            verdict,
            path,
            writer,
            reader,
            message,
        });
    }

    /// Too many differences to go on.
    fn is_hopeless(&self) -> bool {
        self.findings.len() >= 2 * MOST_FINDINGS
    }

    fn note(&mut self, rule: &'static Rule, writer: impl ToString, reader: impl ToString) {
        self.find(
            rule,
            writer.to_string(),
            reader.to_string(),
            rule.title.to_string(),
        );
    }

    /// Notes a condition, and returns its number in the plan.
    fn condition(
        &mut self,
        rule: &'static Rule,
        writer: impl ToString,
        reader: impl ToString,
        message: String,
    ) -> usize {
        let (id, path) = (rule.id, self.path.clone());
        self.conditions.push(ConditionText {
            rule: id,
            path,
            message: message.clone(),
        });
        self.find(rule, writer.to_string(), reader.to_string(), message);
        self.conditions.len() - 1
    }

    fn incompatible(
        &mut self,
        rule: &'static Rule,
        writer: impl ToString,
        reader: impl ToString,
        message: String,
    ) -> Step {
        self.find(rule, writer.to_string(), reader.to_string(), message);
        Step::Impossible
    }

    fn device(&mut self, writer: &Schema, reader: &Schema) {
        if writer.device() != reader.device() {
            let message = format!(
                "the writer's device is {}, the reader's {}",
                writer.device(),
                reader.device()
            );
            self.incompatible(
                &rules::DEVICE_CHANGED,
                writer.device(),
                reader.device(),
                message,
            );
        }
        let (wrote, reads, oldest) = (writer.version(), reader.version(), reader.oldest());
        if wrote > reads {
            let message = format!("the state has version {wrote}, the reader knows up to {reads}");
            self.incompatible(&rules::VERSION_TOO_NEW, wrote, reads, message);
        } else if wrote < oldest {
            let message =
                format!("the state has version {wrote}, the reader reads {oldest} to {reads}");
            self.incompatible(&rules::VERSION_TOO_OLD, wrote, reads, message);
        }
    }

    /// The step from the writer's type to the reader's.
    fn convert(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let same = writer.ty.summary().fingerprint() == reader.ty.summary().fingerprint();
        if same && reader.bounds.allow_all_of(&writer.bounds) {
            return Step::copy(writer.ty);
        }
        if self.is_hopeless() {
            return Step::Impossible;
        }
        match (&**writer.ty, &**reader.ty) {
            (Type::Bool | Type::Integer(_), Type::Bool | Type::Integer(_)) => {
                self.integers(writer, reader)
            }
            (Type::Float(from), Type::Float(to)) => self.floats(*from, *to, writer, reader),
            (Type::Char, Type::String) => self.char_to_string(writer, reader),
            (Type::String, Type::String) => self.strings(writer, reader),
            (Type::String, Type::List(element)) if element.is_byte() => {
                self.string_to_bytes(writer, reader)
            }
            (Type::List(element), Type::String) if element.is_byte() => {
                self.bytes_to_string(writer, reader)
            }
            (Type::Option(from), Type::Option(to)) => {
                let content = self.convert(Side { ty: from, ..writer }, Side { ty: to, ..reader });
                Step::Option(content.into())
            }
            (
                Type::Array { .. } | Type::List(_) | Type::Set(_),
                Type::Array { .. } | Type::List(_) | Type::Set(_),
            ) => self.sequences(writer, reader),
            (Type::Map { .. }, Type::Map { .. }) => self.maps(writer, reader),
            (Type::Enum(from), Type::Enum(to)) => self.enums(from, to),
            _ => self.structures(writer, reader),
        }
    }

    /// Structs and tuples, newtypes, and values that become optional; or there
    /// is no way.
    fn structures(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        if let (Some(from), Some(to)) = (structure::parts(writer.ty), structure::parts(reader.ty))
            && newtype(writer.ty).is_some() == newtype(reader.ty).is_some()
        {
            return self.structs(&from, &to);
        }
        if let Some(inner) = newtype(writer.ty) {
            self.note(&rules::TYPE_WRAPPED, &**writer.ty, &**reader.ty);
            let bounds = writer.bounds.or(Bounds::of(inner));
            return self.convert(
                Side {
                    ty: inner.ty(),
                    bounds,
                },
                reader,
            );
        }
        if let Some(inner) = newtype(reader.ty) {
            self.note(&rules::TYPE_WRAPPED, &**writer.ty, &**reader.ty);
            let bounds = reader.bounds.or(Bounds::of(inner));
            return self.convert(
                writer,
                Side {
                    ty: inner.ty(),
                    bounds,
                },
            );
        }
        match (&**writer.ty, &**reader.ty) {
            (_, Type::Option(inner)) => {
                self.note(&rules::OPTION_ADDED, &**writer.ty, &**reader.ty);
                let content = self.convert(
                    writer,
                    Side {
                        ty: inner,
                        ..reader
                    },
                );
                Step::Present(content.into())
            }
            (Type::Option(inner), _) => {
                let message = "must be present".to_string();
                let condition =
                    self.condition(&rules::OPTION_REMOVED, &**writer.ty, &**reader.ty, message);
                let content = self.convert(
                    Side {
                        ty: inner,
                        ..writer
                    },
                    reader,
                );
                let absent = super::plan::Absent::Fails(condition);
                Step::Unwrap {
                    content: content.into(),
                    absent,
                }
            }
            (from, to) => {
                let message = format!("{from} cannot become {to}");
                self.incompatible(&rules::TYPE_CHANGED, from, to, message)
            }
        }
    }
}

/// The field of a struct that has nothing but one positional field.
fn newtype(ty: &Type) -> Option<&crate::schema::Field> {
    let Type::Struct(ty) = ty else { return None };
    match (ty.fields(), StructType::subsections(ty)) {
        ([field], []) if field.name() == "0" => Some(field),
        _ => None,
    }
}
