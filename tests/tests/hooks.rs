//! Code of authors that runs when a value is loaded, and what it finds there.

mod hooks {
    mod absent;
    mod applied;
    mod in_place;
    #[path = "../promises/positions.rs"]
    #[allow(dead_code)]
    mod places;
    #[path = "../promises/probes.rs"]
    #[allow(dead_code)]
    mod probes;
    mod retired;
    mod returns;
    mod told;
}
