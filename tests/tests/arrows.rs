//! The arrows of `ARCHITECTURE.md`: which room uses which, found in all paths of
//! the code, and not only in its `use` lines.

mod arrows {
    mod kinds;
    mod map;
    mod pages;
    mod paths;
    mod planted;
    mod rooms;
    mod source;
}
