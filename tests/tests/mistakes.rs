//! One mistake gives one error, on the token that is wrong.
//!
//! Each module of a crate that is made here has one mistake, between `«` and `»`.
//! The crate is checked once; each error of rustc belongs to the module it is in.

mod mistakes {
    mod crates;
    mod errors;
    mod table;
}
