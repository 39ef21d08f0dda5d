//! The rules by which layouts are compared, as data.

/// What follows from comparing a writer with a reader, from harmless to grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Layout and checked values agree. Whether the device's own code accepts the
    /// state is not known.
    Loads,
    /// It loads if what only some guests have is not sent.
    Conditional,
    /// What was compared does not tell.
    Unknown,
    /// The reader reads other bytes than the writer wrote, or refuses.
    Breaks,
}

impl Verdict {
    /// In lower case, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loads => "loads",
            Self::Conditional => "conditional",
            Self::Unknown => "unknown",
            Self::Breaks => "breaks",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule: what differs, and what follows from it.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// Stable name, for scripts and suppressions. Never reused.
    pub id: &'static str,
    /// What follows.
    pub verdict: Verdict,
    /// What differs, from the writer to the reader.
    pub title: &'static str,
    /// Why that follows from it.
    pub reason: &'static str,
    /// What can be done about it.
    pub hint: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal $verdict:ident {
        title: $title:literal,
        reason: $reason:literal,
        hint: $hint:literal,
    })*) => {
        $(pub(super) static $name: Rule = Rule {
            id: $id,
            verdict: Verdict::$verdict,
            title: $title,
            reason: $reason,
            hint: $hint,
        };)*

        /// The rules by which QEMU's layouts are compared, from harmless to grave.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    RETYPED = "qemu-retyped" Loads {
        title: "a field has another type of as many bytes",
        reason: "The reader takes the same bytes; what they mean is another matter.",
        hint: "Make sure that the values mean the same to both: as a number, what was negative is large.",
    }
    SUBSECTION_LACKING = "qemu-subsection-lacking" Conditional {
        title: "the writer has a subsection that the reader does not know",
        reason: "An unknown subsection is refused, but it is sent only where its condition holds.",
        hint: "Compare with a stream, which shows whether it is sent; or switch it off with a property of the machine type.",
    }
    SUBSECTION_BREAKS = "qemu-subsection-breaks" Conditional {
        title: "a subsection cannot be read, if it is sent",
        reason: "Its own version or fields do not fit; it is sent only where its condition holds.",
        hint: "Compare with a stream, which shows whether it is sent.",
    }
    CONDITIONAL_BREAKS = "qemu-conditional-breaks" Conditional {
        title: "a field that depends on a condition cannot be read, if it is sent",
        reason: "Its size, or what is in it, does not fit; but where the condition does not hold on both sides, neither has it.",
        hint: "Compare with a stream, which shows whether it is sent.",
    }
    FIELD_CONDITION = "qemu-field-condition" Conditional {
        title: "a field depends on a condition on one side only",
        reason: "Where the condition does not hold, one side has bytes that the other has not.",
        hint: "Give the field the same condition on both sides, or a version.",
    }
    CONDITION_NOT_SEEN = "qemu-condition-not-seen" Conditional {
        title: "a field of a stream depends on a condition on the other side",
        reason: "A stream shows that the field was sent, and not the condition: where that is another one on the other side, one side has bytes that the other has not.",
        hint: "Compare dumps of both builds, with --devices-of.",
    }
    FIELD_CONDITIONAL = "qemu-field-conditional" Conditional {
        title: "a field that depends on a condition is on one side only",
        reason: "Where the condition holds, one side has bytes that the other has not.",
        hint: "Make sure that the condition is false for machine types that both sides have.",
    }
    DEVICE_NOT_COVERED = "qemu-device-not-covered" Unknown {
        title: "a device is in no dump",
        reason: "A dump lists the devices of QEMU's object model; state that is registered otherwise (cpu, apic, timer, buses) is not in it.",
        hint: "Compare streams of both sides: they have all devices.",
    }
    DEVICE_IN_ONE_DUMP = "qemu-device-in-one-dump" Unknown {
        title: "only one of the dumps has a device of the machine",
        reason: "If the reader's build does not have it, its section is refused; but state that is registered otherwise than by QEMU's object model is in no dump.",
        hint: "Compare streams of both sides: they have all devices.",
    }
    DEVICE_LACKING = "qemu-device-lacking" Unknown {
        title: "the reader's side does not have a device",
        reason: "If the machine has it, its section is refused; if the other machine has it under a condition, it is not.",
        hint: "Name the machine with --devices-of, so that only what it has is compared.",
    }
    DEVICE_AMBIGUOUS = "qemu-device-ambiguous" Unknown {
        title: "several devices share one description's name, and not all of them load",
        reason: "A stream names the description, not the device; which of them it is cannot be told.",
        hint: "Compare two streams, or one device with --device.",
    }
    SUBSECTION_NOT_SEEN = "qemu-subsection-not-seen" Unknown {
        title: "a subsection was sent that the reader's stream does not have",
        reason: "A stream has only the subsections whose condition held, so the reader may know it.",
        hint: "Compare with a dump of the reader.",
    }
    VERSION_NOT_SEEN = "qemu-version-not-seen" Unknown {
        title: "the writer has an older version, and nothing says from which on the reader reads",
        reason: "A stream has the version that was sent, neither the oldest that its build reads nor the versions of its fields.",
        hint: "Compare with a dump of the reader.",
    }
    LENGTH_NOT_KNOWN = "qemu-length-not-known" Unknown {
        title: "the length of an array is not known on one side",
        reason: "Dumps before QEMU 8 do not have the lengths of arrays.",
        hint: "Compare with a stream of that side.",
    }
    SIZE_NOT_KNOWN = "qemu-size-not-known" Unknown {
        title: "a field has another size in memory",
        reason: "A dump has sizes in memory; the one in the stream may be the same.",
        hint: "Compare streams, which have the sizes that are sent.",
    }
    FIELDS_DIFFER = "qemu-fields-differ" Unknown {
        title: "two streams have other fields at the same version",
        reason: "Fields may depend on the state of the guest, so the other side may read them nevertheless.",
        hint: "Compare streams of guests in the same state, or dumps.",
    }
    SUBSYSTEM_DIFFERS = "qemu-subsystem-differs" Unknown {
        title: "a PCI device has another subsystem",
        reason: "QEMU does not compare it, but a device can, as the e1000e does.",
        hint: "Configure both sides alike.",
    }
    CAPABILITY_DIFFERS = "qemu-capability-differs" Unknown {
        title: "a capability of a PCI device differs of which it is not known what it says",
        reason: "QEMU compares what software cannot write in a capability; the rest is state.",
        hint: "Configure both sides alike, and compare streams of guests in the same state.",
    }
    FEATURES_NOT_SEEN = "qemu-features-not-seen" Unknown {
        title: "a guest uses features of virtio that the reader's stream does not show",
        reason: "The reader refuses features that its device does not offer. A stream has those that its own guest uses, not those that the device offers.",
        hint: "Give both devices the same properties, and compare a stream of a guest that uses the same features.",
    }
    OWN_PART_DIFFERS = "qemu-own-part-differs" Unknown {
        title: "what a virtio device has of its own differs, and its layout is not known",
        reason: "It may be state that is taken as it is, or configuration that the device compares with its own.",
        hint: "Configure both sides alike, and compare streams of guests in the same state.",
    }
    TOO_LARGE = "qemu-too-large" Unknown {
        title: "what is to be compared is too large",
        reason: "So many devices share names, or fields, that comparing each with each would take very long.",
        hint: "Compare one device with --device.",
    }
    MACHINE_DIFFERS = "qemu-machine-differs" Breaks {
        title: "the machine types differ",
        reason: "The reader refuses a stream of another machine type.",
        hint: "Start the destination with the machine type of the source.",
    }
    FRAMING_DIFFERS = "qemu-framing-differs" Breaks {
        title: "only one side has a configuration, or footers",
        reason: "A reader expects what its own machine type writes, no more and no less.",
        hint: "Start the destination with the machine type of the source, and the same properties of the migration.",
    }
    PAGE_SIZE_DIFFERS = "qemu-page-size-differs" Breaks {
        title: "pages of the guest's RAM have another size",
        reason: "The reader refuses it.",
        hint: "Start the destination with the same machine and processor.",
    }
    SECTION_LACKING = "qemu-section-lacking" Breaks {
        title: "the reader's stream does not have a device",
        reason: "A machine sends a section for each of its devices, and refuses one that it does not know.",
        hint: "Give both machines the same devices, those that were plugged in later too.",
    }
    RAM_BLOCK_LACKING = "qemu-ram-block-lacking" Breaks {
        title: "the reader's stream does not have a block of RAM",
        reason: "A stream lists all blocks of its machine, and the reader refuses one that it does not know.",
        hint: "Give both machines the same devices.",
    }
    RAM_BLOCK_DIFFERS = "qemu-ram-block-differs" Breaks {
        title: "a block of RAM has another length",
        reason: "Only blocks that may be resized are taken with another length.",
        hint: "Give both machines the same RAM and the same ROM images.",
    }
    VERSION_TOO_NEW = "qemu-version-too-new" Breaks {
        title: "the writer's version is newer than the reader's",
        reason: "The reader refuses versions that it does not know.",
        hint: "Add a subsection instead of raising a version, so that older builds can still read it.",
    }
    VERSION_TOO_OLD = "qemu-version-too-old" Breaks {
        title: "the writer's version is older than the oldest that the reader takes",
        reason: "The reader refuses it.",
        hint: "Keep the minimum version as low as there are machines that send it.",
    }
    NAME_DIFFERS = "qemu-name-differs" Breaks {
        title: "the device's description has another name",
        reason: "A section is found by the name of its description: the reader refuses one that it does not know.",
        hint: "Keep the name; nobody but migration sees it.",
    }
    FIELD_ADDED = "qemu-field-added" Breaks {
        title: "the reader has a field that the writer does not send",
        reason: "The reader takes for it whatever follows: nothing in a stream says where a field ends.",
        hint: "Give the field a version, or put it in a subsection.",
    }
    FIELD_LACKING = "qemu-field-lacking" Breaks {
        title: "the writer sends a field that the reader does not have",
        reason: "The reader takes its bytes for whatever follows.",
        hint: "Keep the bytes, as an unused field.",
    }
    FIELD_MOVED = "qemu-field-moved" Breaks {
        title: "a field stands where the other side has another one",
        reason: "Fields are matched by their place: each would get the value of the other.",
        hint: "Keep the order.",
    }
    SIZE_DIFFERS = "qemu-size-differs" Breaks {
        title: "a field has another size or type",
        reason: "The reader takes more or fewer bytes than were written.",
        hint: "Keep the type in the stream; convert in memory.",
    }
    LENGTH_DIFFERS = "qemu-length-differs" Breaks {
        title: "an array has another length",
        reason: "Arrays have no count in the stream: the reader takes as many elements as it has.",
        hint: "Keep the length in the stream, or put new elements in a subsection.",
    }
    VALUE_DIFFERS = "qemu-value-differs" Breaks {
        title: "a value that must be the same differs",
        reason: "The reader compares it with its own, which must be equal.",
        hint: "Configure both sides alike.",
    }
    VALUE_TOO_LARGE = "qemu-value-too-large" Breaks {
        title: "a value is above the reader's own, or negative",
        reason: "The reader takes it only from 0 up to its own value.",
        hint: "Configure both sides alike; a newer build may have more than an older one takes.",
    }
    PORT_LACKING = "qemu-port-lacking" Breaks {
        title: "a port of a virtio-serial device is sent that the reader does not have",
        reason: "The reader looks each port up by its number, and refuses one that it does not know.",
        hint: "Give both machines the same consoles and ports.",
    }
    REGISTER_LACKING = "qemu-register-lacking" Breaks {
        title: "a coprocessor register is sent that the reader does not have",
        reason: "Each register of the list must exist in the reader.",
        hint: "Choose a processor model that has the same registers in both builds.",
    }
    REGISTER_DIFFERS = "qemu-register-differs" Breaks {
        title: "a register that identifies the processor has another value",
        reason: "The reader writes each register and reads it back; what cannot be written must be the same.",
        hint: "Give both sides the same processor model.",
    }
}

/// The rule with an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
