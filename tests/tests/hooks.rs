//! Code of authors that runs when a value is loaded, and what it finds there.

mod hooks {
    mod absent;
    mod in_place;
    mod retired;
    mod returns;
    mod told;
}
