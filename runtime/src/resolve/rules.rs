//! The rules of compatibility, as data.

use super::level::Level;
use super::verdict::Verdict;

/// A rule: what kind of difference, what follows from it, and why.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// Stable name, for scripts and suppressions. Never reused.
    pub id: &'static str,
    /// What follows.
    pub verdict: Verdict,
    /// What a finding counts for where releases are checked and nobody says otherwise.
    pub level: Level,
    /// What changed, from the writer to the reader.
    pub title: &'static str,
    /// Why that follows from it.
    pub reason: &'static str,
    /// What the author of the reader can do about it, where the writer is released and stays
    /// as it is.
    pub hint: &'static str,
    /// What the author of the writer can do about it, where the reader is released and stays
    /// as it is.
    pub writer_hint: &'static str,
}

/// The rule with an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The first of one or two.
macro_rules! or {
    ($first:literal $($second:literal)?) => {
        $first
    };
}

macro_rules! rules {
    ($($name:ident = $id:literal $verdict:ident, $level:ident {
        title: $title:literal,
        reason: $reason:literal,
        hint: $hint:literal,
        $(writer_hint: $writer_hint:literal,)?
    })*) => {
        $(pub(crate) static $name: Rule = Rule {
            id: $id,
            verdict: Verdict::$verdict,
            level: Level::$level,
            title: $title,
            reason: $reason,
            hint: $hint,
            writer_hint: or!($($writer_hint)? $hint),
        };)*

        /// All rules, from harmless to grave.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    FIELD_MOVED = "field-moved" Compatible, Allow {
        title: "a field stands at another place",
        reason: "Fields are matched by name; their order decides only where the bytes are.",
        hint: "Nothing needs to be done.",
    }
    FIELD_RENAMED = "field-renamed" Compatible, Allow {
        title: "a field has another name, which one side knows as an alias",
        reason: "The alias says that both names mean the same state.",
        hint: "Keep the alias as long as builds with the other name are around.",
    }
    DEVICE_ALIASED = "device-aliased" Compatible, Allow {
        title: "a device has another name, which one side knows as an alias",
        reason: "The alias says that both names mean the same device.",
        hint: "Keep the alias as long as builds with the other name are around.",
    }
    VARIANT_RENAMED = "variant-renamed" Compatible, Allow {
        title: "a variant has another name, which one side knows as an alias",
        reason: "The alias says that both names mean the same state.",
        hint: "Keep the alias as long as builds with the other name are around.",
    }
    VARIANT_RETAGGED = "variant-retagged" Compatible, Allow {
        title: "a variant has another tag",
        reason: "Variants are matched by name; the tag is translated.",
        hint: "Give variants explicit tags if tools outside this project read the bytes.",
    }
    ENCODING_CHANGED = "encoding-changed" Compatible, Allow {
        title: "a number is encoded in another way",
        reason: "Fixed-width and varint hold the same numbers.",
        hint: "Nothing needs to be done.",
    }
    TYPE_WRAPPED = "type-wrapped" Compatible, Allow {
        title: "a newtype stands on one side only",
        reason: "A newtype has the bytes and the meaning of what it holds.",
        hint: "Nothing needs to be done.",
    }
    NUMBER_WIDENED = "number-widened" Compatible, Allow {
        title: "a number got a type that holds all its values",
        reason: "Each value has exactly one counterpart.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    BOOL_TO_INTEGER = "bool-to-integer" Compatible, Allow {
        title: "a bool became an integer",
        reason: "False is 0 and true is 1.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    FLOAT_WIDENED = "float-widened" Compatible, Allow {
        title: "an f32 became an f64",
        reason: "Every f32 is an f64.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    INTEGER_TO_FLOAT = "integer-to-float" Compatible, Allow {
        title: "an integer became a float that holds all its values exactly",
        reason: "Each value has exactly one counterpart.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    ENUM_TO_INTEGER = "enum-to-integer" Compatible, Warn {
        title: "an enum without fields became an integer that holds all its tags",
        reason: "A variant's number is its tag.",
        hint: "Make sure that the integer means the tags; `#[migratable(tag = …)]` on the variants states them.",
    }
    INTEGER_TO_OPEN_ENUM = "integer-to-open-enum" Compatible, Warn {
        title: "an integer became an enum without fields that has a variant for each of its values",
        reason: "The number is the variant's tag; `other` takes those that are no tag.",
        hint: "Make sure that the tags are what the integer meant; `#[migratable(tag = …)]` on the variants states them.",
    }
    CHAR_TO_STRING = "char-to-string" Compatible, Allow {
        title: "a char became a string",
        reason: "A character is a string of one.",
        hint: "Nothing needs to be done.",
    }
    STRING_TO_BYTES = "string-to-bytes" Compatible, Allow {
        title: "a string became a list of bytes",
        reason: "The bytes are its UTF-8.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    RANGE_WIDENED = "range-widened" Compatible, Allow {
        title: "a number's range got wider",
        reason: "The reader takes all that the writer may write.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    MAX_LEN_RAISED = "max-len-raised" Compatible, Allow {
        title: "a list, map or string got a higher `max_len`",
        reason: "The reader takes all that the writer may write.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    OPTION_ADDED = "option-added" Compatible, Allow {
        title: "a value became optional",
        reason: "It is always present.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    OPTION_DEFAULTED = "option-defaulted" Compatible, Warn {
        title: "an optional value became mandatory, with a default",
        reason: "Where it is absent, the reader's default stands.",
        hint: "Make sure that the default means what absence meant.",
        writer_hint: "Make sure that the older release's default means what absence does.",
    }
    ARRAY_TO_LIST = "array-to-list" Compatible, Allow {
        title: "an array became a list",
        reason: "The list has the array's length.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    SET_TO_LIST = "set-to-list" Compatible, Allow {
        title: "a set became a list",
        reason: "The list holds the elements in ascending order.",
        hint: "Nothing needs to be done.",
    }
    MAP_TO_LIST = "map-to-list" Compatible, Allow {
        title: "a map became a list of pairs",
        reason: "The list holds the entries with ascending keys.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    ARRAY_GROWN = "array-grown" Compatible, Allow {
        title: "an array got longer, and its new elements have a fill value",
        reason: "The elements that the writer does not have are filled.",
        hint: "Make sure that the fill value means an unused element.",
    }
    FIELD_ADDED = "field-added" Compatible, Allow {
        title: "the reader has a field that the writer does not have, with a default",
        reason: "The default stands in.",
        hint: "Make sure that the device behaves with the default as it did before the field.",
    }
    FIELD_RETIRED = "field-retired" Compatible, Allow {
        title: "the writer has a field that the reader lists as retired",
        reason: "The reader still knows its type and says what becomes of it.",
        hint: "Keep the entry as long as builds that write the field are around.",
    }
    FIELD_IGNORED = "field-ignored" Compatible, Allow {
        title: "the writer has a field that it marked as ignorable",
        reason: "The writer's author says that a reader may do without.",
        hint: "Nothing needs to be done.",
    }
    FIELD_TO_SUBSECTION = "field-to-subsection" Compatible, Allow {
        title: "a field became a subsection",
        reason: "It is read as a subsection that is present.",
        hint: "Nothing needs to be done.",
    }
    SUBSECTION_TO_FIELD = "subsection-to-field" Compatible, Allow {
        title: "a subsection became a field",
        reason: "Where the subsection is absent, its default stands in.",
        hint: "Nothing needs to be done.",
    }
    SUBSECTION_ADDED = "subsection-added" Compatible, Allow {
        title: "the reader has a subsection that the writer does not have",
        reason: "It is absent, and absence means its default.",
        hint: "Make sure that the device behaves with the default as it did before.",
    }
    SUBSECTION_RETAGGED = "subsection-retagged" Compatible, Allow {
        title: "a subsection has another tag",
        reason: "Subsections are matched by name; the tag is translated.",
        hint: "Reserve the old tag, so that nobody uses it for something else.",
    }
    SUBSECTION_IGNORED = "subsection-ignored" Compatible, Allow {
        title: "the writer has a subsection that it marked as ignorable",
        reason: "The writer's author says that a reader may do without.",
        hint: "Nothing needs to be done.",
    }
    DEVICE_NOT_SENT = "device-not-sent" Compatible, Allow {
        title: "only the reader has a device, which it loads if it is needed",
        reason: "What the writer never sends, is not needed, and the device keeps the state that it has.",
        hint: "Make sure that a machine behaves as before with the device in its first state.",
    }
    DEVICE_TAKEN_OVER = "device-taken-over" Compatible, Allow {
        title: "only the writer has a device, whose state others of the reader take over",
        reason: "Their author says with `takes_over` what becomes of it.",
        hint: "Keep `takes_over` as long as such state is around. The way back is not open: builds that have the old device refuse a machine without it.",
    }
    VARIANT_ADDED = "variant-added" Compatible, Allow {
        title: "the reader has a variant that the writer does not have",
        reason: "The writer never writes it.",
        hint: "Nothing needs to be done; the way back is conditional.",
    }
    VARIANT_TO_OTHER = "variant-to-other" Compatible, Allow {
        title: "the writer has a variant that the reader takes as `other`",
        reason: "The reader's author provided a variant for those that it does not know.",
        hint: "Nothing needs to be done.",
    }
    VERSION_UPGRADED = "version-upgraded" Compatible, Allow {
        title: "the state's meaning is older, and the reader upgrades it",
        reason: "The reader's author says with `oldest` that it can, and with `upgrade` how.",
        hint: "Make sure that `upgrade` converts from each version down to `oldest`.",
    }
    VERSION_CONVERTED = "version-converted" Compatible, Allow {
        title: "a part of an older version is read as the type that it was then, and converted",
        reason: "The reader's author says with `older` what the type was and how it is converted.",
        hint: "Keep the older type as it was released, with what it has retired.",
    }
    NAME_TAKEN_UP = "name-taken-up" Compatible, Deny {
        title: "a field, subsection or variant has a name that the older release retired or reserved",
        reason: "State under this name is that of the old one: builds from before and between may load one as the other.",
        hint: "Give the new state a name that was never used.",
    }
    TAG_TAKEN_UP = "tag-taken-up" Compatible, Warn {
        title: "a subsection or variant has a tag that the older release retired or reserved",
        reason: "Names decide here; but tools that read the bytes, and numbers that become variants, go by the tag.",
        hint: "Give it a tag that was never used.",
    }
    RETIRED_REMOVED = "retired-removed" Compatible, Warn {
        title: "a name or tag that was retired or reserved is so no longer",
        reason: "State of builds that wrote it does not load any more, or nobody sees when it is taken up again.",
        hint: "Keep the entry of `retired(…)` as long as such state is around, and that of `reserved(…)` for good.",
    }
    ALIAS_REMOVED = "alias-removed" Compatible, Warn {
        title: "an alias is gone",
        reason: "State under the old name, of builds before the older release, does not load any more.",
        hint: "Keep the alias as long as such state is around.",
    }
    TAKES_OVER_REMOVED = "takes-over-removed" Compatible, Warn {
        title: "a device takes over no longer from one that it took over from",
        reason: "State of that device, of builds before the older release, does not load any more.",
        hint: "Keep `takes_over` as long as such state is around.",
    }
    DEFAULT_CHANGED = "default-changed" Compatible, Warn {
        title: "a default or fill value is another one",
        reason: "State that does not have the field becomes another state in this release than it did in the older one.",
        hint: "Keep the value that stands for how devices behaved before the field; a new device can begin with another one.",
    }
    DEFAULT_REMOVED = "default-removed" Compatible, Warn {
        title: "a default or fill value is gone",
        reason: "State of builds before the field, which the older release loads, does not load any more.",
        hint: "Keep the default as long as such state is around.",
    }
    DEFAULT_COMPUTED = "default-computed" Compatible, Warn {
        title: "a default or fill value that was known is computed now",
        reason: "A build without the field takes what has the known value, and nothing of what is computed.",
        hint: "Keep the literal, if it has the value that is computed.",
    }
    UNIT_CHANGED = "unit-changed" Compatible, Warn {
        title: "a number has another unit",
        reason: "The number is loaded as it is.",
        hint: "Say with `version` that the meaning changed and convert it in `upgrade`, or give the field another name; keep the unit if only its spelling changed.",
    }
    FLAG_CHANGED = "flag-changed" Compatible, Warn {
        title: "a bit has another name",
        reason: "The number is loaded as it is, whatever its bits are called.",
        hint: "Say with `version` that the meaning changed and move the bits in `upgrade`, or give the field another name; no more is to be done if only the name is another one.",
    }
    MUST_MATCH_CHANGED = "must-match-changed" Compatible, Warn {
        title: "a field became configuration, or is so no longer",
        reason: "What must match is compared with the live device and not loaded; one release loads what the other compares.",
        hint: "Make sure that machines that differ there may be refused, or need not be.",
    }
    ALLOWED_CHANGED = "allowed-changed" Compatible, Warn {
        title: "what the live device must offer for a field changed",
        reason: "The release that says `allowed` refuses values that the other one loads.",
        hint: "Make sure that machines which offer less may be refused, or need not be.",
    }
    SENSITIVE_CHANGED = "sensitive-changed" Compatible, Warn {
        title: "a field became sensitive, or is so no longer",
        reason: "Tools show what is not sensitive, also of state of other releases.",
        hint: "Make sure that the value may be shown wherever it is not sensitive.",
    }
    NUMBER_NARROWED = "number-narrowed" Conditional, Deny {
        title: "a number got a type that does not hold all its values",
        reason: "A value outside the reader's type has no counterpart.",
        hint: "Keep the wider type.",
        writer_hint: "Keep the old type, or give the field a `range` that the old type holds.",
    }
    INTEGER_TO_BOOL = "integer-to-bool" Conditional, Deny {
        title: "an integer became a bool",
        reason: "Only 0 and 1 have a counterpart.",
        hint: "Keep the integer.",
        writer_hint: "Keep the bool, or give the integer `range = 0..=1`.",
    }
    INTEGER_BEYOND_FLOAT = "integer-beyond-float" Conditional, Deny {
        title: "an integer became a float that does not hold all its values exactly",
        reason: "A number with more binary digits than the float has would be rounded.",
        hint: "Keep the integer, or take an f64: it holds all of 32 bits.",
        writer_hint: "Keep the float, or give the integer a `range` that the float holds exactly.",
    }
    FLOAT_TO_INTEGER = "float-to-integer" Conditional, Deny {
        title: "a float became an integer",
        reason: "Only whole numbers that the integer holds have a counterpart; -0.0 is none of them, as its sign would be lost.",
        hint: "Keep the float.",
        writer_hint: "Keep the integer.",
    }
    INTEGER_TO_ENUM = "integer-to-enum" Conditional, Deny {
        title: "an integer became an enum without fields",
        reason: "A number is the variant whose tag it is, and others have no counterpart.",
        hint: "Give the enum an `other` variant, and each variant its number as `#[migratable(tag = …)]`.",
        writer_hint: "Keep the enum, or give the integer a `range` of the enum's tags.",
    }
    ENUM_BEYOND_INTEGER = "enum-beyond-integer" Conditional, Deny {
        title: "an enum without fields became an integer that does not hold all its tags",
        reason: "A variant's number is its tag, and a tag outside the integer has no counterpart.",
        hint: "Take a `u32`: it holds all tags.",
        writer_hint: "Keep the integer, or give each variant a tag that it holds, as `#[migratable(tag = …)]`.",
    }
    FLOAT_NARROWED = "float-narrowed" Conditional, Deny {
        title: "an f64 became an f32",
        reason: "Only values that an f32 holds exactly have a counterpart.",
        hint: "Keep the f64.",
        writer_hint: "Keep the f32.",
    }
    BYTES_TO_STRING = "bytes-to-string" Conditional, Deny {
        title: "a list of bytes became a string",
        reason: "Only UTF-8 is a string.",
        hint: "Keep the bytes.",
        writer_hint: "Keep the string.",
    }
    STRING_TO_CHAR = "string-to-char" Conditional, Deny {
        title: "a string became a char",
        reason: "Only a string of one character is a char.",
        hint: "Keep the string.",
        writer_hint: "Keep the char, or write one character.",
    }
    RANGE_NARROWED = "range-narrowed" Conditional, Deny {
        title: "a number's range got narrower",
        reason: "The reader refuses values outside its range.",
        hint: "Widen the range, or say with `version` that the meaning changed.",
        writer_hint: "Keep the range as it was; what goes beyond it can stand in a subsection of its own, which is only there when it is needed.",
    }
    MAX_LEN_LOWERED = "max-len-lowered" Conditional, Deny {
        title: "a list, map or string got a lower `max_len`",
        reason: "The reader refuses longer ones.",
        hint: "Raise `max_len` to what older builds allowed.",
        writer_hint: "Keep `max_len` as low as it was; what goes beyond it can stand in a subsection of its own, which is only there when it is needed.",
    }
    OPTION_REMOVED = "option-removed" Conditional, Deny {
        title: "an optional value became mandatory, without a default",
        reason: "Where it is absent, the reader has nothing to put.",
        hint: "Give the field a `default`, or keep the `Option`.",
        writer_hint: "Keep the value without an `Option`, and say in a field with a default, or in a subsection, that there is none.",
    }
    LIST_TO_ARRAY = "list-to-array" Conditional, Deny {
        title: "a list became an array",
        reason: "Only a list of exactly the array's length has a counterpart.",
        hint: "Keep the list.",
        writer_hint: "Keep the array; what goes beyond it can stand in a subsection of its own, which is only there when it is needed.",
    }
    LIST_TO_SET = "list-to-set" Conditional, Deny {
        title: "a list became a set",
        reason: "Only elements that ascend without repeats are a set.",
        hint: "Keep the list.",
        writer_hint: "Keep the set.",
    }
    LIST_TO_MAP = "list-to-map" Conditional, Deny {
        title: "a list of pairs became a map",
        reason: "Only pairs whose keys ascend without repeats are a map: their order would be lost.",
        hint: "Keep the list.",
        writer_hint: "Keep the map.",
    }
    ARRAY_SHRUNK = "array-shrunk" Conditional, Deny {
        title: "an array got shorter, and its elements have a fill value",
        reason: "Elements are cut off; they must not hold anything.",
        hint: "Keep the longer array.",
        writer_hint: "Leave new elements at the fill value while they are not used, or keep the length and put them into a subsection of its own.",
    }
    FIELD_DROPPED_AT_DEFAULT = "field-dropped-at-default" Conditional, Deny {
        title: "the writer has a field with a known default that the reader does not have",
        reason: "The reader behaves as if the field had its default, so it must have it.",
        hint: "List the field as `retired`.",
        writer_hint: "Mark the field `ignorable` if the older release can do without it; else its default has to stand for how the device behaved before.",
    }
    SUBSECTION_DROPPED = "subsection-dropped" Conditional, Deny {
        title: "the writer has a subsection that the reader does not have",
        reason: "The reader behaves as if the subsection were absent, so it must be.",
        hint: "List the subsection as `retired`, or turn off the feature that needs it before migrating.",
        writer_hint: "Have `needed` say when it matters, and mark it `ignorable` if the older release can do without it; else turn off the feature that needs it before migrating.",
    }
    SUBSECTION_NEEDED = "subsection-needed" Conditional, Deny {
        title: "a subsection became a field, and nobody knows its default",
        reason: "Where the subsection is absent, the reader has nothing to put.",
        hint: "Give the field a `default`.",
        writer_hint: "Keep the field, or have the subsection's `needed` always be true.",
    }
    VARIANT_REMOVED = "variant-removed" Conditional, Deny {
        title: "the writer has a variant that the reader does not have",
        reason: "The reader cannot be in that variant.",
        hint: "Keep the variant, give its new name the old one as an `alias`, or give the enum an `other` variant.",
        writer_hint: "Be in a variant that the older release has wherever that says enough, and say the rest in a subsection or a field with a default; or leave the state before migrating.",
    }
    VARIANT_TAG_TAKEN = "variant-tag-taken" Conditional, Deny {
        title: "the reader takes a variant as `other`, but has its tag for another variant",
        reason: "The reader's `other` keeps the tag and writes it back, and would write one that means something else.",
        hint: "Give variants explicit tags, and reserve those of removed ones; or let `other` be a variant without a field, which keeps no tag.",
        writer_hint: "Give the variant a tag that was never used, as `#[migratable(tag = …)]`.",
    }
    KEYS_MERGED = "keys-merged" Conditional, Deny {
        title: "keys of a set or map may become the same one",
        reason: "A set or map has each key once, and what told these apart is left out.",
        hint: "Keep what tells the keys apart.",
        writer_hint: "Keep the keys as they were, and put what is new of them into the values of a map, or into a subsection.",
    }
    DEVICE_NEEDED = "device-needed" Conditional, Deny {
        title: "only the writer has a device, which it sends if it is needed",
        reason: "The reader has no place for its state, so there must be none.",
        hint: "Keep the device, or turn off what needs it before migrating.",
        writer_hint: "Turn off what needs the device before migrating.",
    }
    DEVICE_MUST_BE_NEEDED = "device-must-be-needed" Conditional, Deny {
        title: "the writer sends a device if it is needed, and the reader does not do without",
        reason: "The reader's author does not say that the device may keep the state that it has.",
        hint: "Give the device `needed = …`; a function that returns `true` sends it always.",
        writer_hint: "Have `needed` return `true` as long as builds without it are to load the device.",
    }
    DEVICE_ADDED = "device-added" Conditional, Deny {
        title: "the newer release has a device that the older one does not have",
        reason: "The older release refuses a machine that has it.",
        hint: "Say with `needed = …` when it has state, or accept it with `--allow device-added` if such machines need not go back.",
    }
    ARRAY_LENGTH_CHANGED = "array-length-changed" Incompatible, Deny {
        title: "an array's length changed",
        reason: "Nobody says what missing elements hold, or that surplus ones hold nothing; or none of the writer's can be what says so.",
        hint: "Give the field `fill = …`, or keep the length.",
        writer_hint: "Say with `fill = …` what new elements hold that are not used; or keep the length, and put them into a subsection of its own, which is only there when it is needed.",
    }
    FIELD_ADDED_WITHOUT_DEFAULT = "field-added-without-default" Incompatible, Deny {
        title: "the reader has a field that the writer does not have, without a default",
        reason: "The reader has nothing to put.",
        hint: "Give the field a `default`: the value at which the device behaves as before.",
        writer_hint: "Keep the field: the older release has no `default` for it. Once all builds that are around have one, it can go.",
    }
    FIELD_REMOVED = "field-removed" Incompatible, Deny {
        title: "the writer has a field that the reader does not have",
        reason: "State would be lost in silence.",
        hint: "If it has a new name, give that the old one as an `alias`; else list it as `retired`.",
        writer_hint: "If it is an old field under a new name, give it the old one as an `alias`; else a `default` that is written out, `ignorable`, or a subsection of its own, which is only there when it is needed.",
    }
    ALIAS_AMBIGUOUS = "alias-ambiguous" Incompatible, Deny {
        title: "aliases name more than one field or variant of the other side",
        reason: "Only one of them can be the same state, and nothing says which.",
        hint: "Leave the alias only where the state went on, and list the other names as `retired`.",
    }
    TYPE_CHANGED = "type-changed" Incompatible, Deny {
        title: "a field has a type that the other cannot become",
        reason: "Nothing says which value of the one a value of the other is.",
        hint: "Retire the old field with `apply`, and add the new one under another name; or keep the old type in the schema and convert with `into`, and `from` or `apply`, which keeps both ways open.",
        writer_hint: "Keep the old type in the schema and convert with `into`, and `from` or `apply`, which keeps both ways open; or keep the field and what it says up to date, and add the new one under another name, with a default.",
    }
    NO_COMMON_NUMBER = "no-common-number" Incompatible, Deny {
        title: "a number has no value that both sides allow",
        reason: "What the writer may hold is outside what the reader takes.",
        hint: "Widen the range or type, or say with `version` that the meaning changed.",
        writer_hint: "Keep the range and type, and put the new number into a field of its own, with a default.",
    }
    NO_COMMON_VARIANT = "no-common-variant" Incompatible, Deny {
        title: "an enum has no variant that both sides have and that can be converted",
        reason: "Whatever variant the writer is in, the reader cannot be in it.",
        hint: "Keep a variant, give new names the old ones as an `alias`, or give the enum an `other` variant.",
        writer_hint: "Keep a variant, or give new names the old ones as an `alias`.",
    }
    CONFIGURATION_DIFFERS = "configuration-differs" Incompatible, Deny {
        title: "a field that must match has another value",
        reason: "The guest knows the value, so a migration must not change it.",
        hint: "Configure the destination as the source is.",
    }
    CONFIGURATION_NOT_ALLOWED = "configuration-not-allowed" Incompatible, Deny {
        title: "the source uses what the destination does not offer",
        reason: "The guest knows of a feature, or uses as many of something, as the destination does not have.",
        hint: "Configure the destination to offer it, or have the guest do without before it migrates.",
    }
    BULK_LENGTH = "bulk-length-differs" Incompatible, Deny {
        title: "a bulk item has another length",
        reason: "The guest knows how much memory it has, so a migration must not change it.",
        hint: "Configure the destination with as much memory as the source has.",
    }
    BULK_MISSING = "bulk-missing" Incompatible, Deny {
        title: "one side lacks a bulk item",
        reason: "What is in it would be lost, or would be missing.",
        hint: "Give both sides the same memory, and declare each item on both under one name.",
    }
    BULK_BASE = "bulk-base-differs" Incompatible, Deny {
        title: "the destination does not have what the changes of a bulk item build on",
        reason: "What has changed since a stream is of use only on top of that stream.",
        hint: "Load the stream that it builds on, and declare the item with its digest; or save the item whole.",
    }
    BULK_EXTERNAL = "bulk-external" Incompatible, Deny {
        title: "a bulk item is in a file that the destination has not opened",
        reason: "The stream has none of its bytes, so the guest would have other memory.",
        hint: "Open and map the file, and declare the item as it stands in the prologue; or save the item whole.",
    }
    VERSION_TOO_OLD = "version-too-old" Incompatible, Deny {
        title: "the state's meaning is older than the reader reads",
        reason: "The reader's author says so with `oldest`.",
        hint: "Migrate over a build that reads both, or lower `oldest` and write `upgrade`.",
        writer_hint: "Do not lower `version`: the older release takes the state for that of a build before it.",
    }
    VERSION_TOO_NEW = "version-too-new" Incompatible, Deny {
        title: "the state's meaning is newer than the reader",
        reason: "The reader cannot know what changed.",
        hint: "Raise `version` to that of the other release at least: state is never read as what a lower version meant.",
        writer_hint: "Keep `version`, and put what has a new meaning into a new field with a default, beside the old one; or update all builds before state of the new version is sent.",
    }
    PART_TOO_OLD = "part-too-old" Incompatible, Deny {
        title: "a part's meaning is older than the reader reads",
        reason: "The reader has no `older` entry for that version of the type.",
        hint: "Add `older(version = …, type = …, convert = …)` to the type, or migrate over a build that reads both.",
        writer_hint: "Do not lower the type's `version`: the older release takes the part for that of a build before it.",
    }
    PART_TOO_NEW = "part-too-new" Incompatible, Deny {
        title: "a part's meaning is newer than the reader knows",
        reason: "The reader cannot know what changed.",
        hint: "Raise the type's `version` to that of the other release at least: a part is never read as what a lower version meant.",
        writer_hint: "Keep the type's `version`, and give the new state a field or subsection of its own beside it; or update all builds before state of the new version is sent.",
    }
    DEVICE_CHANGED = "device-changed" Incompatible, Deny {
        title: "the devices have different names",
        reason: "Another device's state would be loaded.",
        hint: "Put the same device at this path on both sides.",
    }
    TAKEN_OVER_IN_PART = "taken-over-in-part" Incompatible, Deny {
        title: "the source has some of the devices that one of the destination takes over, and not all",
        reason: "The device would have the state of some, and its first state for the rest.",
        hint: "Declare with `Devices::take_over` what the source really has: `Prologue::devices` lists it.",
    }
    DEVICE_REMOVED = "device-removed" Incompatible, Deny {
        title: "the newer release does not have a device of the older one",
        reason: "A machine that has it is refused: its state would be lost in silence.",
        hint: "Keep the device, or have those that go on with its state take it over (`takes_over(device = …)`), or accept with `--allow device-removed` that its machines cannot be loaded any more.",
    }
    DEVICE_RENAMED = "device-renamed" Incompatible, Deny {
        title: "a device has another name",
        reason: "State is for the device of its name; under another one it is that of another device.",
        hint: "Give the device its old name as an `alias`, or go on with it in `#[migratable(device = \"…\")]`; the type may have any.",
    }
    NOTHING_COMPARED = "nothing-compared" Incompatible, Forbid {
        title: "the releases have no device in common",
        reason: "Nothing that one wrote can be loaded by the other, and nothing was checked.",
        hint: "Make sure that both are releases of the same program, and were exported whole.",
    }
    TOO_MANY_DIFFERENCES = "too-many-differences" NotJudged, Forbid {
        title: "the schemas differ in more places than are compared",
        reason: "A short schema can describe more types than there is time and memory for.",
        hint: "Split the device, or give the new state a device of its own.",
    }
}
