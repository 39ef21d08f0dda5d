//! Dumps of what QEMU could send: a build loads what it sends itself.

use migratable_qemu::compare::{Comparison, Layouts, RULES, Selection, Side, Verdict, compare};
use migratable_qemu::{Description, is_stream};

use crate::qemu_stream::limits;
use crate::text::assert_escaped;

/// The input is two dumps, and the description of a machine, each behind a zero but the
/// first.
pub(crate) fn run(input: &[u8]) {
    assert!(!is_stream(b"{"));
    let mut texts = input.splitn(3, |byte| *byte == 0);
    let mut dump = || match Layouts::of_dump(texts.next()?, &limits()) {
        Ok(layouts) => Some(layouts),
        Err(error) => {
            assert_escaped(&error);
            None
        }
    };
    let (first, second) = (dump(), dump());
    let machine = match Description::from_json(texts.next().unwrap_or_default(), &limits()) {
        Ok(description) => Some(Layouts::of_description(&description)),
        Err(error) => {
            assert_escaped(&error);
            None
        }
    };
    for layouts in first.iter().chain(&second) {
        let found = judge(layouts, layouts, None);
        assert_eq!(found.verdict(), Verdict::Loads, "{:?}", found.findings);
    }
    if let (Some(first), Some(second)) = (first, second) {
        for machine in [None, machine.as_ref()] {
            judge(&first, &second, machine);
            judge(&second, &first, machine);
        }
    }
}

/// A comparison, which says the same again.
fn judge(writer: &Layouts, reader: &Layouts, devices_of: Option<&Layouts>) -> Comparison {
    let side = |layouts: &Layouts| Side::dump(layouts.clone());
    let selection = Selection {
        devices_of,
        device: None,
    };
    let judge = || compare(&side(writer), &side(reader), &selection);
    let (found, again) = (judge(), judge());
    assert_eq!(found.findings, again.findings);
    for finding in &found.findings {
        assert!(RULES.contains(&finding.rule));
        assert_escaped(&finding.writer);
        assert_escaped(&finding.reader);
    }
    found
}
