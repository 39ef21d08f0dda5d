//! Every rule of compatibility over every pair of builds: what fires, and that
//! nothing else does.
//!
//! `tests/snapshots/rules.txt` holds every hit and is read by people;
//! `docs/rules.md` is made from the catalogue. `UPDATE=1` renews both.

mod rules {
    mod hints;
    mod page;
    mod pairs;
}
