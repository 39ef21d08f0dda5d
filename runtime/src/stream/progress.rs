//! The order of frames.

use super::frame::FrameKind;

/// How far a stream has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// After the preamble.
    Start,
    /// After the header, among the bulk items.
    Items,
    /// Among the schemas.
    Schemas,
    /// Among the configurations.
    Configurations,
    /// Among the aliases of instances.
    Aliases,
    /// After the prologue.
    Body,
    /// After the answer.
    Answered,
    /// After the end frame.
    Done,
    /// Behind the streams of a migration, where its two sides settle whose the guest is.
    Settling,
}

impl Progress {
    /// Whether nothing more comes.
    pub(super) fn is_done(self) -> bool {
        self == Self::Done
    }

    /// Whether the prologue has begun and goes on.
    pub(super) fn is_in_prologue(self) -> bool {
        matches!(
            self,
            Self::Items | Self::Schemas | Self::Configurations | Self::Aliases
        )
    }

    /// Where a frame of `kind` leads, or `None` if it may not come here.
    pub(super) fn after(self, kind: FrameKind) -> Option<Self> {
        use FrameKind as By;
        Some(match (self, kind) {
            (Self::Start, By::Header) => Self::Items,
            (Self::Items, By::Item) => Self::Items,
            (Self::Items | Self::Schemas, By::Schema | By::SchemaReference) => Self::Schemas,
            (Self::Items | Self::Schemas | Self::Configurations, By::Configuration) => {
                Self::Configurations
            }
            (_, By::Alias) if self.is_in_prologue() => Self::Aliases,
            (_, By::Instances) if self.is_in_prologue() => Self::Body,
            (Self::Body, By::Section | By::Bulk | By::Zeros) => Self::Body,
            (Self::Body, By::End | By::Cancel) => Self::Done,
            (Self::Body, By::Answer) => Self::Answered,
            (Self::Answered, By::Outcome) => Self::Done,
            (Self::Settling, By::Outcome | By::Decision | By::Acknowledgement) => self,
            (Self::Start | Self::Done, _) => return None,
            (_, kind) if kind.is_skippable() => self,
            _ => return None,
        })
    }

    /// What may come here, for messages.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Start => "the header frame",
            Self::Items => "an item, schema, configuration, alias or instances frame",
            Self::Schemas => "a schema, configuration, alias or instances frame",
            Self::Configurations => "a configuration, alias or instances frame",
            Self::Aliases => "an alias or instances frame",
            Self::Body => "a section, bulk, zeros or end frame",
            Self::Answered => "the outcome frame",
            Self::Done => "nothing more",
            Self::Settling => "an outcome, decision or acknowledgement frame",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kinds: &[FrameKind]) -> Option<Progress> {
        kinds
            .iter()
            .try_fold(Progress::Start, |order, &kind| order.after(kind))
    }

    #[test]
    fn order_of_frames() {
        use FrameKind::*;
        assert_eq!(run(&[Header, Instances, End]), Some(Progress::Done));
        let whole = [
            Header,
            Schema,
            SchemaReference,
            Schema,
            Instances,
            Bulk,
            Section,
            Bulk,
            Section,
            End,
        ];
        assert_eq!(run(&whole), Some(Progress::Done));
        let configured = [
            Header,
            Schema,
            Configuration,
            Other(0x80),
            Configuration,
            Instances,
            Section,
            End,
        ];
        assert_eq!(run(&configured), Some(Progress::Done));
        let skipping = [Header, Other(0x80), Instances, Other(0xff), End];
        assert_eq!(run(&skipping), Some(Progress::Done));

        let declaring = [Header, Item, Other(0x80), Item, Instances, Zeros, Bulk, End];
        assert_eq!(run(&declaring), Some(Progress::Done));

        let wrong: [&[FrameKind]; 21] = [
            &[Item],
            &[Header, Schema, Item],
            &[Header, Instances, Item],
            &[Header, Zeros],
            &[SchemaReference],
            &[Header, Configuration, SchemaReference],
            &[Configuration],
            &[Header, Configuration, Schema],
            &[Header, Instances, Configuration],
            &[Header, Alias, Configuration],
            &[Header, Alias, Schema],
            &[Header, Instances, Alias],
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
