//! Schemas from anybody: whatever parses can be compared, and whatever can be
//! compared can be run on any bytes, in little time and memory.

mod hostile_schemas {
    mod build;
    mod cost;
    mod defaults;
    mod extent;
    mod memory;
    mod parsing;
    mod secrets;
}
