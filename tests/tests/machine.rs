//! Machines of several devices: saved, offered, judged, loaded or left alone.

mod machine {
    mod builds;
    mod loading;
    mod memory;
    mod preflight;
    mod refusals;
}
