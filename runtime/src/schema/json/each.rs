//! Lists in a schema's JSON, read one element after the other.

use alloc::format;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::error::{Result, SchemaError};

/// Takes each element of the list `part`, which is at `at` in `text`. So no
/// more than one element is held as it is spelled.
pub(super) fn each<'a, T: Deserialize<'a>>(
    text: &str,
    part: &'a str,
    at: &str,
    take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut state = State {
        index: 0,
        refused: None,
    };
    let mut json = serde_json::Deserializer::from_str(part);
    let read = json.deserialize_seq(Elements {
        take,
        state: &mut state,
        elements: PhantomData,
    });
    match (read, state.refused) {
        (Ok(()), _) => Ok(()),
        (Err(stop), Some(refused)) => Err(refused.or_position(&stop, text, part)),
        (Err(error), None) if part.starts_with('[') => {
            let at = format!("{at}[{}]", state.index);
            Err(SchemaError::of_json(&error, text, part, &at))
        }
        (Err(error), None) => Err(SchemaError::of_json(&error, text, part, at)),
    }
}

/// How far it came, and why it went no further.
struct State {
    index: usize,
    refused: Option<SchemaError>,
}

struct Elements<'s, T, F> {
    take: F,
    state: &'s mut State,
    elements: PhantomData<T>,
}

impl<'de, T, F> Visitor<'de> for Elements<'_, T, F>
where
    T: Deserialize<'de>,
    F: FnMut(T) -> Result<()>,
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> core::result::Result<(), A::Error> {
        while let Some(element) = list.next_element()? {
            if let Err(refused) = (self.take)(element) {
                self.state.refused = Some(refused);
                return Err(A::Error::custom("refused"));
            }
            self.state.index += 1;
        }
        Ok(())
    }
}
