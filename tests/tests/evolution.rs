//! Changes as real device models go through them: what is written for each, what resolution
//! says, and what loads in both directions.
//!
//! `--nocapture` prints them. The table of the guide has the rules; this has the devices.

mod evolution {
    mod fields;
    mod meaning;
    mod numbers;
    mod run;
    mod shapes;
}
