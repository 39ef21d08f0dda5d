//! The order of frames, and which instances have had their section.

use super::frame::FrameKind;

/// How far a stream has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// After the preamble.
    Start,
    /// After the header, among the schemas.
    Schemas,
    /// After the prologue.
    Body,
    /// After the end frame.
    Done,
}

/// From where, by which frame, to where. What is not here is out of order.
const STEPS: [(Order, FrameKind, Order); 6] = [
    (Order::Start, FrameKind::Header, Order::Schemas),
    (Order::Schemas, FrameKind::Schema, Order::Schemas),
    (Order::Schemas, FrameKind::Instances, Order::Body),
    (Order::Body, FrameKind::Section, Order::Body),
    (Order::Body, FrameKind::Bulk, Order::Body),
    (Order::Body, FrameKind::End, Order::Done),
];

impl Order {
    /// Where a frame of `kind` leads, or `None` if it may not come here.
    pub(super) fn after(self, kind: FrameKind) -> Option<Self> {
        if kind.is_skippable() {
            return matches!(self, Self::Schemas | Self::Body).then_some(self);
        }
        let step = STEPS.iter().find(|(from, by, _)| (*from, *by) == (self, kind));
        step.map(|&(_, _, to)| to)
    }

    /// What may come here, for messages.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Start => "the header frame",
            Self::Schemas => "a schema frame or the instances frame",
            Self::Body => "a section, bulk or end frame",
            Self::Done => "nothing more",
        }
    }
}

/// The instances of a stream, ticked off as their sections pass.
#[derive(Debug, Default)]
pub(super) struct Sections {
    seen: Vec<bool>,
    count: u32,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Unlisted,
    Repeated,
}

impl Sections {
    pub(super) fn new(instances: usize) -> Self {
        Self { seen: vec![false; instances], count: 0 }
    }

    /// Whether a section of the instance `index` may still come.
    pub(super) fn check(&self, index: u32) -> Result<(), Refused> {
        match self.seen.get(index as usize) {
            None => Err(Refused::Unlisted),
            Some(true) => Err(Refused::Repeated),
            Some(false) => Ok(()),
        }
    }

    pub(super) fn tick(&mut self, index: u32) {
        if let Some(seen) = self.seen.get_mut(index as usize) {
            *seen = true;
            self.count += 1;
        }
    }

    /// Sections that have passed.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Instances without a section so far: the first one's index, and how many.
    pub(super) fn missing(&self) -> Option<(usize, usize)> {
        let first = self.seen.iter().position(|seen| !seen)?;
        Some((first, self.seen.len() - self.count as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kinds: &[FrameKind]) -> Option<Order> {
        kinds.iter().try_fold(Order::Start, |order, &kind| order.after(kind))
    }

    #[test]
    fn order_of_frames() {
        use FrameKind::*;
        assert_eq!(run(&[Header, Instances, End]), Some(Order::Done));
        let whole = [Header, Schema, Schema, Instances, Bulk, Section, Bulk, Section, End];
        assert_eq!(run(&whole), Some(Order::Done));
        let skipping = [Header, Other(0x80), Instances, Other(0xff), End];
        assert_eq!(run(&skipping), Some(Order::Done));

        let wrong: [&[FrameKind]; 9] = [
            &[Schema],
            &[Other(0x80)],
            &[Header, Header],
            &[Header, Section],
            &[Header, Instances, Instances],
            &[Header, Instances, Schema],
            &[Header, Instances, Other(0x7f)],
            &[Header, Instances, End, Section],
            &[Header, Instances, End, Other(0x80)],
        ];
        for kinds in wrong {
            assert_eq!(run(kinds), None, "{kinds:?}");
        }
    }

    #[test]
    fn every_instance_once() {
        let mut sections = Sections::new(3);
        assert_eq!(sections.missing(), Some((0, 3)));
        sections.tick(2);
        sections.tick(0);
        assert_eq!(sections.check(0), Err(Refused::Repeated));
        assert_eq!(sections.check(3), Err(Refused::Unlisted));
        assert_eq!(sections.missing(), Some((1, 1)));
        assert_eq!(sections.check(1), Ok(()));
        sections.tick(1);
        assert_eq!((sections.missing(), sections.count()), (None, 3));
    }
}
