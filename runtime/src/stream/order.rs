//! The order of frames.

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
    /// After the answer.
    Answered,
    /// After the end frame.
    Done,
}

/// From where, by which frame, to where. What is not here is out of order.
const STEPS: [(Order, FrameKind, Order); 9] = [
    (Order::Start, FrameKind::Header, Order::Schemas),
    (Order::Schemas, FrameKind::Schema, Order::Schemas),
    (Order::Schemas, FrameKind::Instances, Order::Body),
    (Order::Body, FrameKind::Section, Order::Body),
    (Order::Body, FrameKind::Bulk, Order::Body),
    (Order::Body, FrameKind::End, Order::Done),
    (Order::Body, FrameKind::Cancel, Order::Done),
    (Order::Body, FrameKind::Answer, Order::Answered),
    (Order::Answered, FrameKind::Outcome, Order::Done),
];

impl Order {
    /// Where a frame of `kind` leads, or `None` if it may not come here.
    pub(super) fn after(self, kind: FrameKind) -> Option<Self> {
        if kind.is_skippable() {
            return matches!(self, Self::Schemas | Self::Body | Self::Answered).then_some(self);
        }
        let step = STEPS
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self, kind));
        step.map(|&(_, _, to)| to)
    }

    /// What may come here, for messages.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Start => "the header frame",
            Self::Schemas => "a schema frame or the instances frame",
            Self::Body => "a section, bulk or end frame",
            Self::Answered => "the outcome frame",
            Self::Done => "nothing more",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kinds: &[FrameKind]) -> Option<Order> {
        kinds
            .iter()
            .try_fold(Order::Start, |order, &kind| order.after(kind))
    }

    #[test]
    fn order_of_frames() {
        use FrameKind::*;
        assert_eq!(run(&[Header, Instances, End]), Some(Order::Done));
        let whole = [
            Header, Schema, Schema, Instances, Bulk, Section, Bulk, Section, End,
        ];
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
}
