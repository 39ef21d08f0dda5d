//! Layouts: what stays of a list when its devices are given back.

use migratable::Migratable;
use migratable::device::{AnyDevice, Devices, Layout, Lent};

use super::builds::{reader, save};

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "timer", post_load = Self::look)]
struct Timer {
    count: u32,
    #[migratable(skip)]
    loads: std::rc::Rc<std::cell::RefCell<Vec<u32>>>,
}

impl Timer {
    fn look(&mut self) {
        self.loads.borrow_mut().push(self.count);
    }
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "uart")]
struct Uart {
    data: u8,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Machine {
    timers: [Timer; 2],
    uart: Uart,
}

impl Machine {
    fn new(counts: [u32; 2], data: u8) -> Self {
        let loads = Default::default();
        let timer = |count| Timer {
            count,
            loads: std::rc::Rc::clone(&loads),
        };
        Self {
            timers: counts.map(timer),
            uart: Uart { data },
        }
    }

    fn list(&mut self) -> Devices<'_> {
        let [first, second] = &mut self.timers;
        let mut devices = Devices::new();
        devices.add_instance("timer", 3, first).unwrap();
        devices.add("late", second).unwrap();
        devices.add("uart", &mut self.uart).unwrap();
        devices.load_after("timer", "late").unwrap();
        devices
    }

    fn layout() -> Layout {
        Self::new([0; 2], 0).list().layout()
    }

    fn shared(&self) -> [&dyn AnyDevice; 3] {
        let [first, second] = &self.timers;
        [first, second, &self.uart]
    }

    fn exclusive(&mut self) -> [&mut dyn AnyDevice; 3] {
        let [first, second] = &mut self.timers;
        [first, second, &mut self.uart]
    }
}

#[test]
fn a_layout_is_lent_the_devices_of_each_save_and_load() {
    let layout = Machine::layout();
    let mut source = Machine::new([1, 2], 3);
    let stream = save(&layout.lend(source.shared()).unwrap());
    assert_eq!(stream, save(&source.list()));
    for _ in 0..2 {
        let mut target = Machine::new([0; 2], 0);
        let mut devices = layout.lend(target.exclusive()).unwrap();
        devices.load(&mut reader(&stream)).unwrap();
        // In the order that the layout has kept.
        assert_eq!(*target.timers[0].loads.borrow(), [2, 1]);
        assert_eq!((target.timers[0].count, target.uart.data), (1, 3));
    }
}

#[test]
fn devices_that_are_not_those_of_the_layout_are_refused() {
    let layout = Machine::layout();
    let machine = Machine::new([1, 2], 3);
    let ([first, second], uart) = (&machine.timers, &machine.uart);
    let cases: [(Vec<Lent<'_>>, &str); 4] = [
        (vec![], "no device was lent for timer#3"),
        (
            vec![first.into(), second.into()],
            "no device was lent for uart#0",
        ),
        (
            vec![first.into(), second.into(), uart.into(), uart.into()],
            "it has 3 devices, and more were lent",
        ),
        (
            vec![first.into(), uart.into(), second.into()],
            "it has the device `timer` at late#0, and `uart` was lent",
        ),
    ];
    for (devices, expected) in cases {
        let error = layout.lend(devices).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "the devices are not those of the layout: {expected}; lend all of them, in the \
                 order in which they were added to the list that the layout is of"
            )
        );
    }
}

/// A list that is made of a layout can have more, and the layout does not.
#[test]
fn a_layout_does_not_change_with_the_lists_that_are_of_it() {
    let layout = Machine::layout();
    let mut machine = Machine::new([1, 2], 3);
    let plugged = Uart { data: 9 };
    let mut devices = layout.lend(machine.shared()).unwrap();
    devices.add("plugged", &plugged).unwrap();
    let larger = devices.layout();
    assert!(larger.lend(machine.shared()).is_err());
    let stream = save(&layout.lend(machine.shared()).unwrap());
    assert_eq!(stream, save(&machine.list()));
}
