//! `older`: parts and devices whose meaning or shape changed, read as what they were.

mod older {
    mod build;
    mod forms;
    mod hard;
    #[path = "../promises/positions.rs"]
    mod places;
    mod positions;
    #[path = "../promises/probes.rs"]
    #[allow(dead_code)]
    mod probes;
    mod refusals;
    mod through;
    mod verdicts;
    mod whole;
}
