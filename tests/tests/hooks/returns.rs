//! What hooks return: an error refuses, whichever hook it is of and whichever way
//! the value comes in.

use migratable::Device;
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

/// What is written: the older meaning, with what was retired since.
mod older {
    #[derive(migratable::Migratable)]
    #[migratable(device = "d")]
    pub(super) struct Device {
        pub(super) old: u8,
        pub(super) text: String,
    }
}

/// What runs, and what it says of the text that was loaded.
pub(super) fn refuses(text: &str) -> bool {
    text == "no"
}

/// For each return type, a device for each hook, that has no other one.
macro_rules! devices {
    ($($module:ident: $returns:ty = |$text:ident| $outcome:expr;)*) => {$(
        mod $module {
            #[allow(clippy::unnecessary_wraps)]
            fn outcome($text: &str) -> $returns {
                $outcome
            }

            devices! { @hook $returns,
                validate: [&self] [validate = Self::hook, retired(tag = 1, name = "old", type = u8)];
                post_load: [&mut self] [post_load = Self::hook, retired(tag = 1, name = "old", type = u8)];
                upgrade: [&mut self, _from: u32]
                    [version = 2, upgrade = Self::hook, retired(tag = 1, name = "old", type = u8)];
                apply: [&mut self, _old: u8]
                    [retired(tag = 1, name = "old", type = u8, apply = Self::hook)];
            }
        }
    )*};
    (@hook $returns:ty, $($hook:ident: [$($arguments:tt)*] [$($keys:tt)*];)*) => {$(
        pub(super) mod $hook {
            #[derive(migratable::Migratable, Default)]
            #[migratable(device = "d", $($keys)*)]
            pub(in super::super) struct Device {
                pub(in super::super) text: String,
            }

            devices! { @method $returns, $($arguments)* }
        }
    )*};
    (@method $returns:ty, & self) => {
        impl Device {
            fn hook(&self) -> $returns {
                super::outcome(&self.text)
            }
        }
    };
    (@method $returns:ty, &mut self $(, $argument:ident: $ty:ty)?) => {
        impl Device {
            fn hook(&mut self $(, $argument: $ty)?) -> $returns {
                super::outcome(&self.text)
            }
        }
    };
}

devices! {
    nothing: () = |_text| ();
    owned: Result<(), String> = |text| match super::refuses(text) {
        true => Err(format!("it says {text}")),
        false => Ok(()),
    };
    borrowed: Result<(), &str> = |text| match super::refuses(text) {
        true => Err(text),
        false => Ok(()),
    };
    boxed: Result<(), Box<dyn std::error::Error>> = |text| match super::refuses(text) {
        true => Err("it says no".into()),
        false => Ok(()),
    };
    infallible: Result<(), std::convert::Infallible> = |_text| Ok(());
}

/// The outcome of a load, and what is there then.
fn load<D: Device + Default>(
    text: &str,
    get: fn(&mut D) -> &mut String,
) -> (Result<(), String>, String) {
    let header = Header::new("hooks", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    let mut older = older::Device {
        old: 1,
        text: text.to_owned(),
    };
    let mut devices = Devices::new();
    devices.add("d", &mut older).unwrap();
    devices.save(&mut writer).unwrap();
    let stream = writer.finish().unwrap();
    let mut device = D::default();
    "before".clone_into(get(&mut device));
    let mut devices = Devices::new();
    devices.add("d", &mut device).unwrap();
    let loaded = devices.load(&mut StreamReader::new(&*stream, Limits::default()).unwrap());
    drop(devices);
    (
        loaded.map(drop).map_err(|error| error.to_string()),
        get(&mut device).clone(),
    )
}

macro_rules! assert_hooks {
    ($module:ident, $refused:expr) => {
        assert_hooks!(@ $module, $refused, validate post_load upgrade apply);
    };
    (@ $module:ident, $refused:expr, $($hook:ident)*) => {$(
        let tried = |text| load::<$module::$hook::Device>(text, |device| &mut device.text);
        assert_eq!(tried("yes"), (Ok(()), "yes".to_owned()));
        let (loaded, text) = tried("no");
        let refused: Option<&str> = $refused;
        match refused {
            None => assert_eq!((loaded, &*text), (Ok(()), "no")),
            Some(reason) => {
                let error = loaded.unwrap_err();
                let says = format!("{} of `Device` refused: {reason}", stringify!($hook));
                assert!(error.contains(&says), "{error}");
                assert_eq!(text, "before");
            }
        }
    )*};
}

#[test]
fn an_error_of_any_hook_refuses() {
    assert_hooks!(nothing, None);
    assert_hooks!(infallible, None);
    assert_hooks!(owned, Some("it says no"));
    assert_hooks!(borrowed, Some("no"));
    assert_hooks!(boxed, Some("it says no"));
}
