//! Values that are in use: an error, never a panic or a dead-lock.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

#[track_caller]
fn refuses<T: migratable::Migratable>(value: &T, word: &str) {
    let error = migratable::to_vec(value).unwrap_err();
    assert!(error.to_string().contains(word), "{error}");
}

#[test]
fn a_cell_that_is_borrowed() {
    let cell = Rc::new(RefCell::new("text".to_owned()));
    let bytes = migratable::to_vec(&cell).unwrap();
    {
        let _guard = cell.borrow_mut();
        refuses(&cell, "borrowed");
        // Of fixed length, too.
        let fixed = (1_u8, RefCell::new(1_u32), 2_u8);
        let _guard = fixed.1.borrow_mut();
        refuses(&fixed, "borrowed");
    }
    let mut other = Rc::clone(&cell);
    {
        let _guard = cell.borrow();
        let error = migratable::load(&mut other, &bytes).unwrap_err();
        assert!(error.to_string().contains("borrowed"), "{error}");
    }
    migratable::load(&mut other, &bytes).unwrap();
}

#[test]
fn a_poisoned_lock() {
    let mutex = Arc::new(Mutex::new(vec![1_u8]));
    let lock = RwLock::new(1_u32);
    let bytes = migratable::to_vec(&mutex).unwrap();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _guards = (mutex.lock(), lock.write());
        std::panic::resume_unwind(Box::new("on purpose"));
    }));
    assert!(panicked.is_err() && mutex.is_poisoned() && lock.is_poisoned());

    refuses(&mutex, "poisoned");
    refuses(&lock, "poisoned");
    let mut other = Arc::clone(&mutex);
    let error = migratable::load_partly(&mut other, &bytes).unwrap_err();
    assert!(error.to_string().contains("poisoned"), "{error}");
    mutex.clear_poison();
    migratable::load_partly(&mut other, &bytes).unwrap();
}

/// All who share the value see what was loaded.
#[test]
fn in_place_load_goes_through_the_lock() {
    let mut mine = Arc::new(Mutex::new(1_u32));
    let theirs = Arc::clone(&mine);
    migratable::load(&mut mine, &5_u32.to_le_bytes()).unwrap();
    assert_eq!(*theirs.lock().unwrap(), 5);

    let decoded: Arc<Mutex<u32>> = migratable::decode(&9_u32.to_le_bytes()).unwrap();
    assert_eq!(
        (*decoded.lock().unwrap(), Arc::strong_count(&decoded)),
        (9, 1)
    );
}

/// Positions in which a lock may be that is in the way of a load.
mod positions {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, HashMap, VecDeque};
    use std::fmt::Debug;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;
    use std::sync::{Arc, Mutex, RwLock};

    use migratable::Migratable;

    /// It is loaded before the lock.
    #[derive(Migratable)]
    struct Holder<P: Migratable> {
        first: u8,
        position: P,
    }

    #[derive(Migratable, Debug)]
    enum Variants {
        Empty,
        Locked(Mutex<u8>),
    }

    #[derive(Migratable, Debug)]
    struct Newtype(Mutex<u8>);

    #[derive(Migratable, Debug)]
    struct Absent<L: Migratable + Default> {
        #[migratable(subsection(tag = 1, needed = Self::never), default)]
        lock: L,
    }

    #[derive(Migratable, Debug)]
    #[migratable(subsection(both, tag = 1, needed = Self::never))]
    struct AbsentGroup {
        #[migratable(subsection = both, default)]
        before: u8,
        #[migratable(subsection = both, default)]
        lock: Mutex<u8>,
    }

    impl<L: Migratable + Default> Absent<L> {
        fn never(&self) -> bool {
            false
        }
    }

    impl AbsentGroup {
        fn never(&self) -> bool {
            false
        }
    }

    fn poisoned() -> Mutex<u8> {
        let lock = Mutex::new(0);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _guard = lock.lock();
            std::panic::resume_unwind(Box::new("on purpose"));
        }));
        assert!(panicked.is_err() && lock.is_poisoned());
        lock
    }

    /// A load is refused before what stands before the lock has changed.
    #[track_caller]
    fn untouched<P: Migratable>(make: impl Fn(Mutex<u8>) -> P) {
        let healthy = Holder {
            first: 7,
            position: make(Mutex::new(9)),
        };
        let bytes = migratable::to_vec(&healthy).unwrap();
        let mut live = Holder {
            first: 1,
            position: make(poisoned()),
        };
        let error = migratable::load(&mut live, &bytes).unwrap_err().to_string();
        assert!(error.contains("poisoned"), "{error}");
        assert_eq!(live.first, 1, "{error}");
    }

    #[test]
    fn a_poisoned_lock_is_found_before_anything_changes() {
        untouched(|lock| lock);
        untouched(|lock| [Mutex::new(1), lock]);
        untouched(|lock| (5_u8, lock));
        untouched(|lock| vec![Mutex::new(1), lock]);
        untouched(|lock| VecDeque::from([Mutex::new(1), lock]));
        untouched(Some);
        untouched(Box::new);
        untouched(Arc::new);
        untouched(|lock| Rc::new(RefCell::new(lock)));
        untouched(RwLock::new);
        untouched(Variants::Locked);
        untouched(Newtype);
        untouched(|lock| BTreeMap::from([(1_u8, Mutex::new(1)), (2, lock)]));
        untouched(|lock| HashMap::from([(1_u8, Mutex::new(1)), (2, lock)]));
        untouched(|lock| BTreeMap::from([(1_u8, BTreeMap::from([(2_u8, lock)]))]));
        untouched(|lock| BTreeMap::from([("key".to_owned(), vec![Some(lock)])]));
        untouched(|lock| Absent { lock });
        untouched(|lock| vec![Absent { lock }]);
        untouched(|lock| BTreeMap::from([(1_u8, Absent { lock })]));
        untouched(|lock| Absent { lock: Newer(lock) });
        untouched(|lock| AbsentGroup { before: 3, lock });
    }

    #[derive(Migratable, Debug, Default)]
    struct Newer(Mutex<u8>);

    #[test]
    fn a_borrowed_cell_is_found_before_anything_changes() {
        let cell = Rc::new(RefCell::new(vec![1_u8]));
        let mut live = Holder {
            first: 1,
            position: (
                Absent {
                    lock: Rc::clone(&cell),
                },
                BTreeMap::from([(1_u8, Rc::clone(&cell))]),
            ),
        };
        let mut bytes = migratable::to_vec(&live).unwrap();
        bytes[0] = 7;
        let guard = cell.borrow_mut();
        assert!(migratable::load(&mut live, &bytes).is_err());
        assert_eq!(live.first, 1);
        drop(guard);
        migratable::load(&mut live, &bytes).unwrap();
        assert_eq!(live.first, 7);
    }

    /// A default that its own type does not allow, deeper than its field.
    #[derive(Migratable, Debug)]
    struct Bounded {
        #[migratable(range = 1..=3)]
        number: u8,
        #[migratable(max_len = 1)]
        list: Vec<u8>,
    }

    #[derive(Migratable)]
    struct Wrong {
        first: u8,
        #[migratable(subsection(tag = 1, needed = Self::never), default = computed(Self::wrong()))]
        part: Bounded,
    }

    impl Wrong {
        fn never(&self) -> bool {
            false
        }

        fn wrong() -> Bounded {
            Bounded {
                number: 0,
                list: vec![],
            }
        }
    }

    #[test]
    fn a_default_that_is_none_is_refused_before_anything_changes() {
        let part = Bounded {
            number: 2,
            list: vec![5],
        };
        let mut live = Wrong { first: 1, part };
        assert!(migratable::load(&mut live, &[7, 0]).is_err());
        assert_eq!((live.first, live.part.number), (1, 2));
        assert!(migratable::decode::<Wrong>(&[7, 0]).is_err());
    }
}
