//! Machines of several devices: saved, offered, judged, loaded or left alone.

mod machine {
    mod already_read;
    mod answers;
    mod bad_schemas;
    mod blocked;
    mod builds;
    mod configuration;
    mod flattened;
    mod handles;
    mod items;
    mod layouts;
    mod links;
    mod loading;
    mod many;
    mod marks;
    mod memory;
    mod metadata;
    mod moved;
    mod needed;
    mod pieces;
    mod preflight;
    mod refusals;
    mod renamed;
    mod shared;
    mod size;
    mod snapshots;
    mod strangers;
    mod taken;
    mod takers;
    mod through;
    mod upgrades;
}
