//! `docs/format.md` against the code: every example of the page is decoded and
//! encoded, and the fingerprint is computed once more from the page alone.

mod format {
    mod devices;
    mod edits;
    mod fingerprint;
    mod lines;
    mod page;
    mod record;
    mod values;
    mod wide;
}
