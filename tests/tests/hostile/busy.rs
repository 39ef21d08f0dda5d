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
