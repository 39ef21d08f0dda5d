//! The same program as a command of cargo: `cargo migratable check`.

use std::process::ExitCode;

fn main() -> ExitCode {
    schema_tool::main_of_cargo()
}
