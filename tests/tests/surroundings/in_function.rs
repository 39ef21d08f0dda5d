//! Types that only a function knows.

use migratable::{Device, EncodedLen, Migratable};

#[test]
fn a_device_in_a_function() {
    const LIMIT: u8 = 9;
    type Level = u8;

    #[derive(Debug, PartialEq, Migratable)]
    #[migratable(device = "in-function", validate = check)]
    struct Local {
        #[migratable(range = 0..=LIMIT)]
        level: Level,
        inner: Option<Inner>,
        #[migratable(subsection(tag = 1, needed = |local: &Self| local.late > 0), default)]
        late: u16,
    }

    #[derive(Debug, PartialEq, Migratable)]
    enum Inner {
        Unit,
        Tuple(u8),
    }

    fn check(local: &Local) -> Result<(), String> {
        if local.level == 1 {
            Err("one is not allowed".to_owned())
        } else {
            Ok(())
        }
    }

    let value = Local {
        level: 9,
        inner: Some(Inner::Tuple(1)),
        late: 5,
    };
    let bytes = migratable::to_vec(&value).unwrap();
    assert_eq!(migratable::decode::<Local>(&bytes).unwrap(), value);
    assert!(Local::SCHEMA_JSON.contains("\"max\":9"));

    let unit = Local {
        level: 1,
        inner: Some(Inner::Unit),
        late: 0,
    };
    let bytes = migratable::to_vec(&unit).unwrap();
    let error = migratable::decode::<Local>(&bytes).unwrap_err();
    assert!(error.to_string().contains("one is not allowed"), "{error}");
}

#[test]
fn in_a_closure_and_a_const_block() {
    let save = |number| {
        #[derive(Migratable)]
        struct InClosure(u8, u16);
        migratable::to_vec(&InClosure(number, 2)).unwrap()
    };
    assert_eq!(save(1), [1, 2, 0]);

    let fixed = const {
        #[derive(Migratable)]
        struct InConst([u32; 3], bool);
        InConst::FIXED_LEN
    };
    assert_eq!(fixed, Some(13));
}

/// Two functions may each have a type of one name.
#[test]
fn types_of_one_name() {
    #[derive(Debug, PartialEq, Migratable)]
    struct Inner(String);
    assert_eq!(
        migratable::to_vec(&Inner("x".to_owned())).unwrap(),
        [1, b'x']
    );
    {
        #[derive(Debug, PartialEq, Migratable)]
        struct Inner(bool);
        assert_eq!(migratable::to_vec(&Inner(true)).unwrap(), [1]);
    }
}
