//! What a framework does that has its own name for everything.

/// The derive and the traits.
pub mod state {
    pub use migratable;
    pub use migratable::{Decode, Device, Migratable};
}

/// Saves what a user of the framework derived.
///
/// # Errors
///
/// If the value cannot be saved.
pub fn save<T: state::Migratable>(value: &T) -> Result<Vec<u8>, String> {
    migratable::to_vec(value).map_err(|error| error.to_string())
}

/// Loads what [`save`] saved.
///
/// # Errors
///
/// If the bytes are no such value.
pub fn load<T: state::Decode>(bytes: &[u8]) -> Result<T, String> {
    migratable::decode(bytes).map_err(|error| error.to_string())
}

/// A macro of the framework that derives for its users.
#[macro_export]
macro_rules! registers {
    ($device:literal $name:ident { $($register:ident: $ty:ty),* $(,)? }) => {
        /// Registers of a device.
        #[derive(Debug, Default, PartialEq, $crate::state::Migratable)]
        #[migratable(device = $device, crate = $crate::state::migratable)]
        pub struct $name {
            $(
                #[doc = concat!("The register `", stringify!($register), "`.")]
                pub $register: $ty,
            )*
        }
    };
}
