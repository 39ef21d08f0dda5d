//! What is decoded by value fits the stack of a thread in a debug build, or does
//! not compile; what is loaded in place may be of any size.

mod stack {
    mod in_place;
    mod limit;
    mod too_large;
}
