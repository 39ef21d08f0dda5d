//! Places in which generated code must compile, and do the same as elsewhere.
//! Those that take a crate of their own are in `tests/crates`.

mod surroundings {
    mod in_function;
    mod in_macro;
    mod named_alike;
    mod nested;
    mod parameters;
    mod shadowed;
}
