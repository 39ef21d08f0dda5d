//! The command line, run as its users run it.

mod cli {
    mod binaries;
    mod check;
    mod damage;
    mod encodings;
    mod export;
    mod fleet;
    mod fleets;
    mod formats;
    mod help;
    mod hostile;
    mod inspect;
    mod json;
    mod levels;
    mod matrix;
    mod memory;
    mod names;
    mod output;
    mod pages;
    mod qemu;
    mod reports;
    mod saves;
    mod streams;
    mod tool;
}
