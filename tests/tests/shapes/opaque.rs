//! KVM's structs, as the bytes that the kernel defines: an adapter by hand.

use kvm_bindings::{kvm_regs, kvm_segment};
use migratable::codec::{Decoder, Encoder, Fault, Reason};
use migratable::schema::{Type, TypeRef};
use migratable::{Decode, EncodedLen, Migratable};
use zerocopy::{FromBytes, Immutable, IntoBytes};

use super::round_trip::round_trips;

/// Any struct of plain bytes. They stand in the host's byte order, as does all
/// that KVM hands out.
enum Opaque {}

impl<T: FromBytes + IntoBytes + Immutable> Migratable<T> for Opaque {
    const TYPE: &'static Type = &Type::Array {
        element: TypeRef::constant(u8::TYPE),
        len: size_of::<T>() as u64,
    };

    fn encoded_len(_: &T) -> usize {
        size_of::<T>()
    }

    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.bytes(value.as_bytes())
    }

    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }
}

impl<T: FromBytes + IntoBytes + Immutable> Decode<T> for Opaque {
    fn decode(input: &mut Decoder<'_>) -> Result<T, Fault> {
        let bytes = input.take(size_of::<T>())?;
        T::read_from_bytes(bytes).map_err(|_| Reason::Truncated.into())
    }
}

#[derive(Debug, PartialEq, Migratable)]
struct Vcpu {
    #[migratable(with = Opaque)]
    regs: kvm_regs,
    #[migratable(with = Vec<Opaque>)]
    segments: Vec<kvm_segment>,
    halted: bool,
}

#[test]
fn a_vcpu() {
    let regs = kvm_regs {
        rax: 1,
        rip: 0xfff0,
        rflags: 2,
        ..kvm_regs::default()
    };
    let segment = kvm_segment {
        base: 0xffff_0000,
        limit: 0xffff,
        selector: 0xf000,
        ..kvm_segment::default()
    };
    let saved = Vcpu {
        regs,
        segments: vec![segment; 6],
        halted: true,
    };
    let live = Vcpu {
        regs: kvm_regs::default(),
        segments: vec![],
        halted: false,
    };
    round_trips(&saved, live);
    assert_eq!(<Opaque as EncodedLen<kvm_regs>>::FIXED_LEN, Some(18 * 8));
}

#[test]
fn the_schema_says_how_many_bytes() {
    assert_eq!(
        <Opaque as Migratable<kvm_regs>>::TYPE.to_string(),
        "[u8; 144]"
    );
}
