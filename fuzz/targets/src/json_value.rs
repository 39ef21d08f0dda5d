//! JSON to value, and back.

use migratable::codec::Reason;
use migratable::schema::Type;
use migratable::value::{self, JsonForm};

use crate::shapes::SHAPES;
use crate::text::assert_escaped;

/// The first byte is the shape, the rest the text.
pub(crate) fn run(input: &[u8]) {
    let Some((shape, text)) = input.split_first() else {
        return;
    };
    let shape = SHAPES.get(usize::from(*shape));
    if let (Some(shape), Ok(json)) = (shape, str::from_utf8(text)) {
        check(shape.ty, json);
    }
}

/// What is taken has the form of a value; that it is within its limits is found
/// when it is read. What is read is written as JSON that is taken for the same.
fn check(ty: &Type, json: &str) {
    let bytes = match value::from_json(ty, json) {
        Ok(bytes) => bytes,
        Err(error) => return assert_escaped(&error),
    };
    let item = match value::read(ty, &bytes) {
        Ok(item) => item,
        Err(violation) => {
            assert_escaped(&violation);
            let reason = violation.reason();
            assert!(is_limit(reason), "{json} became no value: {violation}");
            return;
        }
    };
    let json =
        serde_json::to_string(&JsonForm::new(ty, &item.value, true)).expect("a value is JSON");
    assert_eq!(value::from_json(ty, &json).as_deref(), Ok(&bytes[..]));
}

/// Whether the form was right, and only the value is not among those allowed.
fn is_limit(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Zero | Reason::Constraint { .. } | Reason::Message(_)
    )
}
