//! Records of schemas in a section of a binary.

use migratable::schema::{Schema, record};

use crate::text::assert_escaped;

/// The input is the content of the section.
pub(crate) fn run(input: &[u8]) {
    let mut written = Vec::new();
    let mut texts = Vec::new();
    let mut is_over = false;
    for found in record::read(input) {
        assert!(!is_over, "there is more behind an error");
        match found {
            Ok(json) => {
                if let Err(error) = Schema::from_json(json) {
                    assert_escaped(&error);
                }
                written.extend(record::MAGIC);
                written.extend((json.len() as u32).to_le_bytes());
                written.extend(json.as_bytes());
                texts.push(json);
            }
            Err(error) => {
                assert_escaped(&error);
                assert!(error.offset <= input.len());
                is_over = true;
            }
        }
    }
    let again: Result<Vec<_>, _> = record::read(&written).collect();
    assert_eq!(again, Ok(texts));
}
