//! The device states that are measured.
//!
//! Every peer wants its own derives on the types, and some want attributes on
//! fields. So the types are the body of a macro, and each peer's module calls
//! it with the attributes that it needs: on each struct, enum, first variant of
//! one, number, array of numbers, array of bytes and buffer of bytes. `lane` is the
//! adapter for the elements of an array, `last` the variant of those of one field that
//! stands for those of other releases.

mod console;
mod e1000;
mod enums;
mod framebuffer;
mod growing;
mod kvm;
mod lists;
mod mini_vm;
mod noise;
mod nvme;
pub(crate) mod pods;
mod uart;
mod vcpu;
mod virtio_gpu;
mod virtio_net;

pub(crate) use noise::Noise;

/// Values that take turns, where what a value holds decides over branches and
/// is different in each device.
///
/// A processor learns the branches of a single value of a thousand elements
/// within some ten repetitions, and then measures its memory. A migration
/// encodes each value once.
pub(crate) fn several<T>(value: impl Fn(Noise) -> T) -> Vec<T> {
    (0..16).map(|seed| value(Noise(seed << 32))).collect()
}

/// Defines the types in this module, and `subjects`, which makes values of
/// each and gives them to `$subject`.
macro_rules! corpora {
    ($subject:path, $($attributes:tt)*) => {
        crate::corpora::small! { $subject, $($attributes)* }
        crate::corpora::e1000! { $($attributes)* }

        /// The values of each corpus.
        pub(crate) fn subjects() -> Vec<(&'static str, Box<dyn crate::subject::Subject>)> {
            let mut subjects = small_subjects();
            subjects.insert(3, ("e1000 sparse", $subject(vec![e1000_sparse()])));
            subjects.insert(4, ("e1000 dense", $subject(vec![e1000_dense()])));
            subjects
        }
    };
}

/// All types but those with long arrays of numbers.
macro_rules! small {
    ($subject:path, $($attributes:tt)*) => {
        crate::corpora::uart! { $($attributes)* }
        crate::corpora::vcpu! { $($attributes)* }
        crate::corpora::virtio_net! { $($attributes)* }
        crate::corpora::framebuffer! { $($attributes)* }
        crate::corpora::nvme! { $($attributes)* }
        crate::corpora::enums! { $($attributes)* }
        crate::corpora::mini_vm! { $($attributes)* }
        crate::corpora::console! { $($attributes)* }
        crate::corpora::kvm! { $($attributes)* }
        crate::corpora::virtio_gpu! { $($attributes)* }
        crate::corpora::growing! { $($attributes)* }

        /// The values of each corpus without a long array of numbers.
        pub(crate) fn small_subjects() -> Vec<(&'static str, Box<dyn crate::subject::Subject>)> {
            vec![
                ("uart", $subject(vec![uart()])),
                ("vcpu", $subject(crate::corpora::several(vcpu))),
                ("virtio-net", $subject(crate::corpora::several(virtio_net))),
                ("framebuffer", $subject(vec![framebuffer()])),
                ("nvme", $subject(vec![nvme()])),
                ("enums", $subject(crate::corpora::several(entries))),
                ("mini-vm hart", $subject(vec![hart()])),
                ("mini-vm plic", $subject(vec![plic()])),
                ("mini-vm virtio-blk", $subject(vec![virtio_blk()])),
                ("console", $subject(vec![console(2 << 10, 8 << 10)])),
                ("console 320 KiB", $subject(vec![console(64 << 10, 256 << 10)])),
                ("kvm 24 vCPUs", $subject(vec![kvm()])),
                ("virtio-gpu", $subject(crate::corpora::several(virtio_gpu))),
                ("growing", $subject(crate::corpora::several(growing))),
            ]
        }
    };
}

pub(crate) use lists::{list, lists, lists_of};
pub(crate) use {console::console, corpora, e1000::e1000, enums::enums};
pub(crate) use {framebuffer::framebuffer, growing::growing, kvm::kvm, mini_vm::mini_vm};
pub(crate) use {nvme::nvme, small, uart::uart, vcpu::vcpu};
pub(crate) use {virtio_gpu::virtio_gpu, virtio_net::virtio_net};
