//! What leaves a device's schema in the binary, as `schema/record.rs` describes it.

/// Publishes the schema of a concrete type of a generic device: leaves it as a
/// record in the binary, where `schema-tool export` finds it.
///
/// A device without type parameters needs no such call; its derive leaves the
/// record. With the cargo feature `record` switched off nothing is left.
///
/// ```
/// use migratable::Migratable;
///
/// #[derive(Migratable)]
/// #[migratable(device = "fifo")]
/// struct Fifo<T, const DEPTH: usize> {
///     entries: [T; DEPTH],
///     used: u32,
/// }
///
/// migratable::publish!(Fifo<u16, 64>);
/// ```
#[cfg(feature = "record")]
#[macro_export]
macro_rules! publish {
    ($device:ty) => {
        const _: () = {
            const JSON: &$crate::__private::str = <$device as $crate::Device>::SCHEMA_JSON;
            #[used]
            #[cfg_attr(
                not(any(target_vendor = "apple", windows, target_os = "uefi")),
                unsafe(link_section = "migratable")
            )]
            #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__migratable"))]
            #[cfg_attr(any(windows, target_os = "uefi"), unsafe(link_section = ".migrate"))]
            static RECORD: [$crate::__private::u8; $crate::schema::record::len(JSON.len())] =
                $crate::schema::record::write(JSON);
        };
    };
}

/// Publishes the schema of a concrete type of a generic device; with the cargo
/// feature `record` switched off it does nothing.
#[cfg(not(feature = "record"))]
#[macro_export]
macro_rules! publish {
    ($device:ty) => {};
}
