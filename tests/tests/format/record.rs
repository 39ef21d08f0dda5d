//! The example of a linker record.

use migratable::Device;
use migratable::schema::record;

use super::devices::Switch;
use super::page;

#[test]
fn the_record_of_the_page_is_that_of_the_device() {
    let section = page::hex(page::block("record"));
    let schemas: Vec<_> = record::read(&section).collect::<Result<_, _>>().unwrap();
    assert_eq!(schemas, [Switch::SCHEMA_JSON]);
}
