//! Every promise holds in every position, whichever way a state comes in. What
//! is found is the table in `docs/guide.md`.

mod promises {
    mod expected;
    mod matrix;
    mod page;
    mod positions;
    mod probes;
    mod ways;
}
