//! The schemas of all releases, as files.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use migratable::schema::Schema;
use mini_vm::release::Release;

use super::records;
use crate::failure::Failure;

/// Writes a directory for each release. Those of the current one are read from this program's own
/// file, as `schema-tool export` does.
pub(super) fn export(directory: &Path) -> Result<(), Failure> {
    let current: BTreeSet<_> = records::read(&env::current_exe()?)?.into_iter().collect();
    if current != Release::V2.schemas()?.into_iter().collect() {
        return Err(Failure::new(
            "the schemas in this program's file are not those that it writes",
        ));
    }
    for release in [Release::V1, Release::V2, Release::V3, Release::V4] {
        let directory = directory.join(release.to_string());
        fs::create_dir_all(&directory)?;
        for json in release.schemas()? {
            let schema = Schema::from_json(&json).map_err(Failure::new)?;
            fs::write(directory.join(schema.device()).with_extension("json"), json)?;
        }
    }
    Ok(())
}
