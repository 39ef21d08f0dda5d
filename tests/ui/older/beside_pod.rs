use bytemuck::{Pod, Zeroable};
use migratable::Migratable;

#[derive(Migratable, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
#[migratable(
    pod,
    version = 2,
    older(version = 1, type = u8, convert = |_: &mut Self, _: u8| ())
)]
struct Level {
    percent: u8,
}

fn main() {}
