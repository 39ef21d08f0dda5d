//! Attributes on a type.

use syn::{Attribute, Expr, Path, Type, WherePredicate, parse_quote};

use super::key::keys;
use super::list::parse_attributes;
use super::name::{self, name};
use super::older::{self, Older};
use super::on_field::{self, DefaultValue};
use super::reserved::{self, Reserved};
use super::retired::{self, Retired};
use super::subsection::{self, SubsectionGroup};
use super::take_over::{self, TakeOver};
use super::value;
use super::written::Written;
use crate::ctxt::Ctxt;
use crate::spanned::Spanned;

pub(crate) struct TypeAttrs {
    pub(crate) device: Option<String>,
    /// Of a device only.
    pub(crate) aliases: Vec<Spanned<String>>,
    pub(crate) rename: Option<Spanned<String>>,
    /// At least 1.
    pub(crate) version: u32,
    /// From 1 to `version`.
    pub(crate) oldest: u32,
    /// Given exactly when a version from `oldest` on is not in `older`.
    pub(crate) upgrade: Option<Expr>,
    /// Each of a version of its own, below `version`.
    pub(crate) older: Vec<Older>,
    pub(crate) krate: Path,
    pub(crate) transparent: bool,
    /// What `Default` is, for the schema of what has such a part.
    pub(crate) default: Option<DefaultValue>,
    /// Of a struct with nothing but plain fields.
    pub(crate) pod: bool,
    pub(crate) bound: Option<Vec<WherePredicate>>,
    pub(crate) remote: Option<Path>,
    /// `from`, `try_from` or `apply` is given exactly when `into` is.
    pub(crate) from: Option<Type>,
    pub(crate) try_from: Option<Type>,
    pub(crate) into: Option<Type>,
    pub(crate) apply: Option<Expr>,
    pub(crate) validate: Option<Expr>,
    pub(crate) post_load: Option<Expr>,
    /// Of a device only.
    pub(crate) loaded: Option<Expr>,
    /// Of a device only.
    pub(crate) needed: Option<Expr>,
    /// Of a device only.
    pub(crate) blocked: Option<Expr>,
    pub(crate) retired: Vec<Retired>,
    /// Of a device only; each of another one.
    pub(crate) takes_over: Vec<TakeOver>,
    pub(crate) reserved: Reserved,
    /// The subsections over several fields; those of one field are with the field.
    pub(crate) subsections: Vec<SubsectionGroup>,
    pub(crate) written: Written,
}

keys! {
    TypeKeys at Type {
        device: Option<Spanned<String>> = "device", name::<{ name::DEVICE }>, "device = \"pl011\"";
        aliases: Vec<Spanned<String>> = "alias", name::<{ name::DEVICE }>, "alias = \"old-name\"";
        rename: Option<Spanned<String>> = "rename", name::<{ name::OTHER }>, "rename = \"Uart\"";
        version: Option<Spanned<u32>> = "version", value::number::<1, { u32::MAX }>, "version = 2";
        oldest: Option<Spanned<u32>> = "oldest", value::number::<1, { u32::MAX }>, "oldest = 1";
        upgrade: Option<Expr> = "upgrade", value::function, "upgrade = Self::upgrade";
        older: Vec<Older> = "older", older::read,
            "older(version = 1, type = UartV1, convert = Self::take_v1)";
        krate: Option<Path> = "crate", value::path, "crate = other::migratable";
        transparent: bool = "transparent", value::flag, "transparent";
        default: Option<DefaultValue> = "default", on_field::default, "default";
        pod: bool = "pod", value::flag, "pod";
        bound: Option<Vec<WherePredicate>> = "bound", value::predicates, "bound(T: Clone)";
        remote: Option<Path> = "remote", value::path, "remote = other::Uart";
        from: Option<Type> = "from", value::ty, "from = UartState";
        try_from: Option<Type> = "try_from", value::ty, "try_from = UartState";
        into: Option<Type> = "into", value::ty, "into = UartState";
        apply: Option<Expr> = "apply", value::function, "apply = Self::set_state";
        validate: Option<Expr> = "validate", value::function, "validate = Self::validate";
        post_load: Option<Expr> = "post_load", value::function, "post_load = Self::post_load";
        loaded: Option<Expr> = "loaded", value::function, "loaded = Self::loaded";
        needed: Option<Expr> = "needed", value::function, "needed = Self::has_card";
        blocked: Option<Expr> = "blocked", value::function, "blocked = Self::blocked";
        retired: Vec<Retired> = "retired", retired::read,
            "retired(tag = 2, name = \"old\", type = u32)";
        takes_over: Vec<TakeOver> = "takes_over", take_over::read,
            "takes_over(device = \"combo\", type = OldCombo, apply = Self::take_combo)";
        reserved: Vec<Reserved> = "reserved", reserved::read, "reserved(3, 7..=9, \"old_name\")";
        subsections: Vec<SubsectionGroup> = "subsection", subsection::read_group,
            "subsection(clock, tag = 1, needed = Self::has_clock)";
    }
}

impl TypeAttrs {
    pub(crate) fn read(cx: &Ctxt, attrs: &[Attribute]) -> Self {
        let keys: TypeKeys = parse_attributes(cx, attrs);
        TypeAttrs {
            device: keys.device.map(|device| device.value),
            aliases: keys.aliases,
            rename: keys.rename,
            version: keys.version.map_or(1, |version| version.value),
            oldest: keys.oldest.map_or(1, |oldest| oldest.value),
            upgrade: keys.upgrade,
            older: keys.older,
            krate: keys.krate.unwrap_or_else(|| parse_quote!(::migratable)),
            transparent: keys.transparent,
            default: keys.default,
            pod: keys.pod,
            bound: keys.bound,
            remote: keys.remote,
            from: keys.from,
            try_from: keys.try_from,
            into: keys.into,
            apply: keys.apply,
            validate: keys.validate,
            post_load: keys.post_load,
            loaded: keys.loaded,
            needed: keys.needed,
            blocked: keys.blocked,
            retired: keys.retired,
            takes_over: keys.takes_over,
            reserved: Reserved::join(keys.reserved),
            subsections: keys.subsections,
            written: keys.written,
        }
    }
}
