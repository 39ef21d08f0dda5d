//! The command line, run as its users run it.

mod cli {
    mod baseline;
    mod binaries;
    mod check;
    mod convert;
    mod damage;
    mod diff;
    mod encodings;
    mod export;
    mod fleet;
    mod fleets;
    mod formats;
    mod help;
    mod hex;
    mod hostile;
    mod html;
    mod inputs;
    mod inspect;
    mod items;
    mod json;
    mod json_schemas;
    mod levels;
    mod locations;
    mod matrix;
    mod memory;
    mod names;
    mod needed;
    mod output;
    mod pages;
    mod progress;
    mod prologue;
    mod qemu;
    mod references;
    mod renamed;
    mod reports;
    mod saves;
    mod sensitive;
    mod show;
    mod side_files;
    mod signals;
    mod stat;
    mod streams;
    mod tool;
    mod verify;
    mod witnesses;
}
