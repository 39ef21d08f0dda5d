//! Keys that exclude each other, whatever their values.

use crate::ast::Input;
use crate::attr::Written;
use crate::ctxt::Ctxt;
use crate::messages;

/// None of `others` can stand beside `key`.
struct Conflict {
    key: &'static str,
    others: &'static [&'static str],
    help: &'static str,
}

const ON_TYPE: &[Conflict] = &[
    Conflict {
        key: "remote",
        others: &["device"],
        help: "a type described by `remote` is part of a device: put `device` on a type that has a \
               field of it",
    },
    Conflict {
        key: "transparent",
        others: &["from", "try_from", "apply"],
        help: "both name the type that stands in the stream for this one: keep one",
    },
    Conflict {
        key: "transparent",
        others: &["rename", "subsection", "retired", "reserved", "older"],
        help: "in the schema a transparent type is its field's type, without a name or fields of \
               its own: remove one of the two",
    },
    Conflict {
        key: "into",
        others: &[
            "rename",
            "subsection",
            "retired",
            "reserved",
            "default",
            "older",
        ],
        help: "the schema is that of the type in `into = …`: write it there",
    },
    Conflict {
        key: "try_from",
        others: &["from"],
        help: "keep `try_from` if the conversion can fail, `from` if it cannot",
    },
    Conflict {
        key: "pod",
        others: &["remote", "from", "try_from", "apply"],
        help: "`pod` is about the bytes of this struct, and the stream has those of the other type: \
               if that one is yours, put `pod` there",
    },
    Conflict {
        key: "pod",
        others: &["upgrade", "older", "takes_over", "validate", "post_load"],
        help: "a `pod` is copied without a look at it: put the hook on a type that has a field of \
               this one, or remove `pod`",
    },
    Conflict {
        key: "pod",
        others: &["subsection", "retired"],
        help: "all of a `pod` is in every stream: put subsections on a type that has a field of \
               this one, or remove `pod`",
    },
];

const ON_FIELD: &[Conflict] = &[
    Conflict {
        key: "skip",
        others: &["default"],
        help: "a skipped field is not in the stream: the value for `decode` is `skip = …`",
    },
    Conflict {
        key: "skip",
        others: &[
            "rename",
            "alias",
            "subsection",
            "varint",
            "max_len",
            "range",
            "fill",
            "must_match",
            "allowed",
            "with",
            "ignorable",
            "sensitive",
            "unit",
        ],
        help: "a skipped field is not in the stream, so there is nothing to describe: remove one \
               of the two",
    },
    Conflict {
        key: "flatten",
        others: &[
            "skip",
            "rename",
            "alias",
            "default",
            "subsection",
            "varint",
            "max_len",
            "range",
            "fill",
            "must_match",
            "allowed",
            "ignorable",
            "sensitive",
            "unit",
        ],
        help: "a flattened struct is not in the schema, its fields are: write the key on those, or \
               remove `flatten`",
    },
    Conflict {
        key: "with",
        others: &["varint"],
        help: "the type in `with = …` decides how the value is written: name `Varint` in it, as in \
               `with = Vec<Varint>`",
    },
    Conflict {
        key: "must_match",
        others: &["default", "subsection", "ignorable"],
        help: "configuration that must match has to be in every stream: remove one of the two",
    },
    Conflict {
        key: "must_match",
        others: &["allowed"],
        help: "what must match is what the destination has, so there is nothing to limit: remove \
               one of the two",
    },
    Conflict {
        key: "allowed",
        others: &["subsection"],
        help: "what the destination limits is judged before anything is sent, so it has to be in \
               every stream: remove one of the two",
    },
    Conflict {
        key: "range",
        others: &["fill"],
        help: "what new elements get would have to be in the range, which nothing makes sure of: \
               check the array in `validate` on the type instead of `range`",
    },
    Conflict {
        key: "max_len",
        others: &["fill"],
        help: "what new elements get would have to be as short, which nothing makes sure of: check \
               the array in `validate` on the type instead of `max_len`",
    },
];

const ON_VARIANT: &[Conflict] = &[Conflict {
    key: "other",
    others: &["alias"],
    help: "`other` is for variants of any name that this build does not know: put the alias on the \
           variant that once had that name",
}];

pub(super) fn check(cx: &Ctxt, input: &Input) {
    report(cx, ON_TYPE, &input.attrs.written);
    if input.is_converted() {
        return;
    }
    for field in input.body.all_fields() {
        report(cx, ON_FIELD, &field.attrs.written);
    }
    for variant in input.body.variants() {
        report(cx, ON_VARIANT, &variant.attrs.written);
    }
}

/// Points at the one of the two keys that more often is the mistake.
fn report(cx: &Ctxt, table: &[Conflict], written: &Written) {
    for conflict in table {
        if written.get(conflict.key).is_none() {
            continue;
        }
        for other in conflict.others {
            if let Some(ident) = written.get(other) {
                cx.error(
                    ident,
                    messages::conflict(other, conflict.key, conflict.help),
                );
            }
        }
    }
}
