//! All ways in which a list can have a device: borrowed, or behind handles that others
//! hold, too.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};
use std::thread;

use migratable::Migratable;
use migratable::device::{AnyDevice, Devices, Lent, MachineError, SendDevices, Unavailable};
use migratable::stream::{Limits, StreamWriter};

use super::builds::{header, reader, save};

#[derive(Migratable, Debug, Default, PartialEq)]
#[migratable(device = "timer", validate = Self::validate)]
struct Timer {
    count: u32,
}

impl Timer {
    fn validate(&self) -> Result<(), &'static str> {
        match self.count {
            99 => Err("99 is taken"),
            _ => Ok(()),
        }
    }
}

/// A machine's own trait for its devices.
trait BusDevice: AnyDevice {
    fn count(&self) -> u32;
}

impl BusDevice for Timer {
    fn count(&self) -> u32 {
        self.count
    }
}

/// What happens to a handle before it is used.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Free,
    /// Somebody reads, and holds it.
    Read,
    /// Somebody changes it, and holds it.
    Written,
    Poisoned,
}

type Act<'a> = &'a mut dyn FnMut(Lent<'_>);

/// A way to have a device: makes one, calls, and says what it counts then.
type Way = fn(u32, State, Act<'_>) -> u32;

/// Ways by name.
type Ways = [(&'static str, Way)];

fn poison<T: ?Sized>(lock: &T, hold: impl Fn(&T)) {
    let panicked = catch_unwind(AssertUnwindSafe(|| hold(lock)));
    assert!(panicked.is_err());
}

fn with_mutex<T: ?Sized>(lock: &Mutex<T>, state: State, act: impl FnOnce()) {
    let guard = matches!(state, State::Read | State::Written).then(|| lock.lock().unwrap());
    if state == State::Poisoned {
        poison(lock, |lock| {
            let _guard = lock.lock().unwrap();
            panic!("as in a thread of the device");
        });
    }
    act();
    drop(guard);
    lock.clear_poison();
}

fn with_rw<T: ?Sized>(lock: &RwLock<T>, state: State, act: impl FnOnce()) {
    let read = (state == State::Read).then(|| lock.read().unwrap());
    let written = (state == State::Written).then(|| lock.write().unwrap());
    if state == State::Poisoned {
        poison(lock, |lock| {
            let _guard = lock.write().unwrap();
            panic!("as in a thread of the device");
        });
    }
    act();
    drop((read, written));
    lock.clear_poison();
}

fn with_cell<T: ?Sized>(cell: &RefCell<T>, state: State, act: impl FnOnce()) {
    let read = (state == State::Read).then(|| cell.borrow());
    let written = (state == State::Written).then(|| cell.borrow_mut());
    act();
    drop((read, written));
}

const BORROWED: [(&str, Way); 3] = [
    ("&mut D", |count, _, act| {
        let mut device = Timer { count };
        act((&mut device).into());
        device.count
    }),
    ("&mut dyn BusDevice", |count, _, act| {
        let mut device: Box<dyn BusDevice> = Box::new(Timer { count });
        act(device.as_mut().into());
        device.count()
    }),
    ("&mut dyn AnyDevice", |count, _, act| {
        let mut device = Timer { count };
        let any: &mut dyn AnyDevice = &mut device;
        act(any.into());
        device.count
    }),
];

const SHARED: [(&str, Way); 3] = [
    ("&D", |count, _, act| {
        let device = Timer { count };
        act((&device).into());
        device.count
    }),
    ("&dyn BusDevice", |count, _, act| {
        let device: Box<dyn BusDevice> = Box::new(Timer { count });
        act(device.as_ref().into());
        device.count()
    }),
    ("&dyn AnyDevice", |count, _, act| {
        let device = Timer { count };
        let any: &dyn AnyDevice = &device;
        act(any.into());
        device.count
    }),
];

const CELLS: [(&str, Way); 4] = [
    ("&RefCell<D>", |count, state, act| {
        let device = RefCell::new(Timer { count });
        with_cell(&device, state, || act((&device).into()));
        device.into_inner().count
    }),
    ("&Rc<RefCell<D>>", |count, state, act| {
        let device = Rc::new(RefCell::new(Timer { count }));
        with_cell(&device, state, || act((&device).into()));
        device.borrow().count
    }),
    ("Rc<RefCell<D>>", |count, state, act| {
        let device = Rc::new(RefCell::new(Timer { count }));
        with_cell(&device, state, || act(Rc::clone(&device).into()));
        device.borrow().count
    }),
    ("Rc<RefCell<dyn BusDevice>>", |count, state, act| {
        let device: Rc<RefCell<dyn BusDevice>> = Rc::new(RefCell::new(Timer { count }));
        with_cell(&device, state, || act(Rc::clone(&device).into()));
        device.borrow().count()
    }),
];

const MUTEXES: [(&str, Way); 4] = [
    ("&Mutex<D>", |count, state, act| {
        let device = Mutex::new(Timer { count });
        with_mutex(&device, state, || act((&device).into()));
        device.into_inner().unwrap().count
    }),
    ("&Arc<Mutex<D>>", |count, state, act| {
        let device = Arc::new(Mutex::new(Timer { count }));
        with_mutex(&device, state, || act((&device).into()));
        device.lock().unwrap().count
    }),
    ("Arc<Mutex<D>>", |count, state, act| {
        let device = Arc::new(Mutex::new(Timer { count }));
        with_mutex(&device, state, || act(Arc::clone(&device).into()));
        device.lock().unwrap().count
    }),
    ("&Arc<Mutex<dyn BusDevice>>", |count, state, act| {
        let device: Arc<Mutex<dyn BusDevice>> = Arc::new(Mutex::new(Timer { count }));
        with_mutex(&device, state, || act((&device).into()));
        device.lock().unwrap().count()
    }),
];

const RW_LOCKS: [(&str, Way); 4] = [
    ("&RwLock<D>", |count, state, act| {
        let device = RwLock::new(Timer { count });
        with_rw(&device, state, || act((&device).into()));
        device.into_inner().unwrap().count
    }),
    ("&Arc<RwLock<D>>", |count, state, act| {
        let device = Arc::new(RwLock::new(Timer { count }));
        with_rw(&device, state, || act((&device).into()));
        device.read().unwrap().count
    }),
    ("Arc<RwLock<D>>", |count, state, act| {
        let device = Arc::new(RwLock::new(Timer { count }));
        with_rw(&device, state, || act(Arc::clone(&device).into()));
        device.read().unwrap().count
    }),
    ("Arc<RwLock<dyn BusDevice>>", |count, state, act| {
        let device: Arc<RwLock<dyn BusDevice>> = Arc::new(RwLock::new(Timer { count }));
        with_rw(&device, state, || act(Arc::clone(&device).into()));
        device.read().unwrap().count()
    }),
];

fn loadable() -> impl Iterator<Item = (&'static str, Way)> {
    let all = [&BORROWED[..], &CELLS, &MUTEXES, &RW_LOCKS];
    all.into_iter().flatten().copied()
}

fn of<'a>(timer: impl Into<Lent<'a>>) -> Devices<'a> {
    let mut devices = Devices::new();
    devices.add("timer0", timer.into()).unwrap();
    devices
}

#[test]
fn each_way_writes_the_same_bytes_and_loads_them() {
    let expected = save(&of(&Timer { count: 7 }));
    for (name, way) in loadable().chain(SHARED) {
        way(7, State::Free, &mut |timer| {
            assert_eq!(save(&of(timer)), expected, "{name}");
        });
    }
    for (name, way) in loadable() {
        let loaded = way(0, State::Free, &mut |timer| {
            of(timer).load(&mut reader(&expected)).unwrap();
        });
        assert_eq!(loaded, 7, "{name}");
        // What the device refuses, leaves it as it was.
        let refused = save(&of(&Timer { count: 99 }));
        let kept = way(5, State::Free, &mut |timer| {
            let error = of(timer).load(&mut reader(&refused)).unwrap_err();
            assert!(matches!(error, MachineError::Refused { .. }), "{error}");
        });
        assert_eq!(kept, 5, "{name}");
    }
}

#[test]
fn what_was_added_by_a_shared_reference_is_not_loaded() {
    let stream = save(&of(&Timer { count: 7 }));
    for (name, way) in SHARED {
        let kept = way(5, State::Free, &mut |timer| {
            let error = of(timer).load(&mut reader(&stream)).unwrap_err();
            assert_eq!(
                error.to_string(),
                "device timer0#0: it was added by a shared reference, which does for saving only; \
                 to load it, add it by `&mut`, or by a handle as `Arc<Mutex<D>>`"
            );
        });
        assert_eq!(kept, 5, "{name}");
    }
}

fn why(error: MachineError) -> Unavailable {
    assert!(
        error.to_string().starts_with("device timer0#0: "),
        "{error}"
    );
    match error {
        MachineError::Unavailable { why, .. } => why,
        error => panic!("{error}"),
    }
}

/// What is not to be had is said when it is added.
#[test]
fn what_is_locked_or_poisoned_is_said() {
    use State::*;
    let cases: [(&Ways, State, Option<Unavailable>); 6] = [
        (&CELLS, Read, None),
        (&CELLS, Written, Some(Unavailable::Busy)),
        (&MUTEXES, Written, Some(Unavailable::Busy)),
        (&MUTEXES, Poisoned, Some(Unavailable::Poisoned)),
        (&RW_LOCKS, Written, Some(Unavailable::Busy)),
        (&RW_LOCKS, Poisoned, Some(Unavailable::Poisoned)),
    ];
    for (ways, state, expected) in cases {
        for (name, way) in ways {
            way(7, state, &mut |timer| {
                let added = Devices::new().add("timer0", timer).map(|_| ());
                assert_eq!(added.err().map(why), expected, "{name}");
            });
        }
    }
}

/// So is what others take between the steps: nothing was written, nothing loaded.
#[test]
fn what_is_locked_later_is_said_by_each_step() {
    let timer = Arc::new(Mutex::new(Timer { count: 5 }));
    let mut first = Timer { count: 1 };
    let mut devices = Devices::new();
    devices.add("first", &mut first).unwrap();
    devices.add("timer0", timer.clone()).unwrap();
    let stream = save(&devices);
    let guard = timer.lock().unwrap();

    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    // What is said of devices takes no lock.
    devices.save_prologue(&mut writer).unwrap();
    let preflight = devices.judge_offer(reader(&stream).prologue()).unwrap();
    let steps = [
        devices.save_sections(&mut writer),
        devices.check_conditions(&preflight),
        devices.load(&mut reader(&stream)).map(drop),
    ];
    for error in steps {
        assert_eq!(why(error.unwrap_err()), Unavailable::Busy);
    }
    assert_eq!(guard.count, 5);
    drop(guard);
    devices.load(&mut reader(&stream)).unwrap();
}

/// Its `post_load` takes the lock of another device, which no step may hold then.
#[derive(Migratable)]
#[migratable(device = "watchdog", post_load = Self::look, loaded = Self::look)]
struct Watchdog {
    limit: u32,
    #[migratable(skip)]
    timer: Arc<Mutex<Timer>>,
    #[migratable(skip)]
    seen: u32,
}

impl Watchdog {
    fn look(&mut self) {
        self.seen = self.timer.lock().unwrap().count;
    }
}

#[test]
fn one_lock_is_held_at_a_time() {
    let timer = Arc::new(Mutex::new(Timer { count: 7 }));
    let watchdog = Arc::new(Mutex::new(Watchdog {
        limit: 3,
        timer: timer.clone(),
        seen: 0,
    }));
    let mut devices = Devices::new();
    devices.add("watchdog", &watchdog).unwrap();
    devices.add("timer0", &timer).unwrap();
    devices.load_after("watchdog", "timer0").unwrap();
    let stream = save(&devices);
    timer.lock().unwrap().count = 0;
    devices.load(&mut reader(&stream)).unwrap();
    assert_eq!(watchdog.lock().unwrap().seen, 7);
}

/// Who is about to give the lock back is waited for.
#[test]
fn a_lock_that_comes_free_is_waited_for() {
    let timer = Arc::new(Mutex::new(Timer { count: 7 }));
    let other = timer.clone();
    let (held, is_held) = std::sync::mpsc::channel();
    let thread = thread::spawn(move || {
        let guard = other.lock().unwrap();
        held.send(()).unwrap();
        thread::yield_now();
        drop(guard);
    });
    is_held.recv().unwrap();
    let devices = of(&timer);
    assert_eq!(save(&devices), save(&of(&Timer { count: 7 })));
    thread.join().unwrap();
}

/// Two handles of one device would write it twice, and the later one win at the load.
#[test]
fn a_device_is_added_once() {
    let timer = Arc::new(Mutex::new(Timer { count: 7 }));
    let mut devices = Devices::new();
    devices.add("timer0", timer.clone()).unwrap();
    for again in [
        Lent::from(&timer),
        Lent::from(timer.clone()),
        Lent::from(&*timer),
    ] {
        let error = devices.add_instance("other", 1, again).unwrap_err();
        assert_eq!(
            error.to_string(),
            "device other#1: its handle leads to the device that was added as timer0#0; add each \
             once, and `skip` the handle in whatever else has it"
        );
    }
    // What was refused, is not in the list.
    assert_eq!(save(&devices), save(&of(&Timer { count: 7 })));
}

#[test]
fn a_list_goes_to_another_thread_where_its_devices_may() {
    fn is_send<T: Send>(_: &T) {}
    let timer: Arc<Mutex<dyn BusDevice + Send>> = Arc::new(Mutex::new(Timer { count: 7 }));
    let (mut exclusive, shared) = (Timer { count: 1 }, Timer { count: 2 });
    let mut devices = SendDevices::sendable();
    devices
        .add("timer0", timer)
        .unwrap()
        .add("exclusive", &mut exclusive)
        .unwrap()
        .add("shared", &shared)
        .unwrap();
    is_send(&devices);
    is_send(&devices.layout());
    let stream = thread::scope(|scope| {
        let saving = scope.spawn(move || {
            let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            devices.save(&mut writer).unwrap();
            writer.finish().unwrap()
        });
        saving.join().unwrap()
    });
    let listed = reader(&stream);
    let listed = listed.prologue().devices().unwrap();
    let names: Vec<_> = listed
        .iter()
        .map(|listed| (listed.path, listed.instance_id, &*listed.device))
        .collect();
    let expected = ["timer0", "exclusive", "shared"].map(|path| (path, 0, "timer"));
    assert_eq!(names, expected);
}
