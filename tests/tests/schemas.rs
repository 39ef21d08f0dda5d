//! The schemas that the derive makes: kept as JSON that a person can review,
//! and judged by validators of JSON Schema.

mod schemas {
    mod bad_input;
    mod constructs;
    mod flags;
    mod future;
    mod json_schema;
    mod keys;
    mod literals;
    mod mutations;
    mod names;
    mod snapshots;
    mod texts;
}
