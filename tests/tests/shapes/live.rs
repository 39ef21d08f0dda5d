//! A device that is at work: callbacks, shared state, a thread.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, RwLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use migratable::Migratable;

use super::round_trip::encode;

#[derive(Default, Debug, PartialEq, Migratable)]
struct Rings {
    head: u16,
    pending: Vec<u32>,
}

#[derive(Migratable)]
struct Nic {
    mac: [u8; 6],
    /// Seen by the thread too.
    rings: Arc<Mutex<Rings>>,
    filters: Arc<RwLock<Vec<u16>>>,
    enabled: Arc<AtomicBool>,
    cursor: Cell<u8>,
    trace: Rc<RefCell<Vec<u8>>>,
    #[migratable(skip)]
    notify: fn(&str) -> usize,
    #[migratable(skip)]
    interrupt: Box<dyn Fn(u32) -> u32>,
    #[migratable(skip)]
    commands: Option<Sender<u32>>,
    #[migratable(skip)]
    worker: Option<JoinHandle<()>>,
    #[migratable(skip)]
    started: Instant,
    #[migratable(skip)]
    peer: Rc<Cell<u32>>,
}

fn nic(seed: u8) -> Nic {
    let rings = Arc::new(Mutex::new(Rings {
        head: seed.into(),
        pending: vec![seed.into(); 2],
    }));
    let (commands, inbox) = mpsc::channel();
    let seen = Arc::clone(&rings);
    let worker = thread::spawn(move || {
        for command in inbox {
            seen.lock().unwrap().pending.push(command);
        }
    });
    Nic {
        mac: [seed; 6],
        rings,
        filters: Arc::new(RwLock::new(vec![seed.into()])),
        enabled: Arc::new(AtomicBool::new(seed % 2 == 1)),
        cursor: Cell::new(seed),
        trace: Rc::new(RefCell::new(vec![seed])),
        notify: str::len,
        interrupt: Box::new(move |line| line + u32::from(seed)),
        commands: Some(commands),
        worker: Some(worker),
        started: Instant::now(),
        peer: Rc::new(Cell::new(seed.into())),
    }
}

fn stop(nic: &mut Nic) {
    nic.commands = None;
    nic.worker.take().unwrap().join().unwrap();
}

#[test]
fn what_is_not_state_stays_and_what_is_shared_is_loaded_for_all() {
    let mut saved = nic(7);
    saved.commands.as_ref().unwrap().send(99).unwrap();
    stop(&mut saved);
    let bytes = encode(&saved);

    let mut live = nic(2);
    let (rings, trace) = (Arc::clone(&live.rings), Rc::clone(&live.trace));
    let (enabled, started) = (Arc::clone(&live.enabled), live.started);
    migratable::load(&mut live, &bytes).unwrap();

    assert_eq!(encode(&live), bytes);
    assert_eq!(
        *rings.lock().unwrap(),
        Rings {
            head: 7,
            pending: vec![7, 7, 99]
        }
    );
    assert_eq!((enabled.load(SeqCst), &*trace.borrow()), (true, &vec![7]));
    // The thread still works, on the loaded state.
    live.commands.as_ref().unwrap().send(5).unwrap();
    stop(&mut live);
    assert_eq!(rings.lock().unwrap().pending, [7, 7, 99, 5]);

    assert_eq!(
        ((live.notify)("abc"), (live.interrupt)(1), live.peer.get()),
        (3, 3, 2)
    );
    assert_eq!(live.started, started);
}
