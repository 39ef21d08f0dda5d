//! The device states that are measured.
//!
//! Every peer wants its own derives on the types, and some want attributes on
//! fields. So the types are the body of a macro, and each peer's module calls
//! it with the attributes that it needs: on each struct, enum, number, array of
//! numbers, array of bytes and buffer of bytes. `lane` is the adapter for the
//! elements of an array.

mod e1000;
mod enums;
mod framebuffer;
mod mini_vm;
mod noise;
mod nvme;
mod uart;
mod vcpu;
mod virtio_net;

pub(crate) use noise::Noise;

/// Defines the types in this module, and `subjects`, which makes a value of
/// each and gives them to `$subject`.
macro_rules! corpora {
    ($subject:path, $($attributes:tt)*) => {
        crate::corpora::small! { $subject, $($attributes)* }
        crate::corpora::e1000! { $($attributes)* }

        /// A value of each corpus.
        pub(crate) fn subjects() -> Vec<(&'static str, Box<dyn crate::subject::Subject>)> {
            let mut subjects = small_subjects();
            subjects.insert(3, ("e1000 sparse", $subject(e1000_sparse())));
            subjects.insert(4, ("e1000 dense", $subject(e1000_dense())));
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

        /// A value of each corpus without a long array of numbers.
        pub(crate) fn small_subjects() -> Vec<(&'static str, Box<dyn crate::subject::Subject>)> {
            vec![
                ("uart", $subject(uart())),
                ("vcpu", $subject(vcpu())),
                ("virtio-net", $subject(virtio_net())),
                ("framebuffer", $subject(framebuffer())),
                ("nvme", $subject(nvme())),
                ("enums", $subject(entries())),
                ("mini-vm hart", $subject(hart())),
                ("mini-vm plic", $subject(plic())),
                ("mini-vm virtio-blk", $subject(virtio_blk())),
            ]
        }
    };
}

pub(crate) use {corpora, e1000::e1000, enums::enums, framebuffer::framebuffer};
pub(crate) use {mini_vm::mini_vm, nvme::nvme, small, uart::uart};
pub(crate) use {vcpu::vcpu, virtio_net::virtio_net};
