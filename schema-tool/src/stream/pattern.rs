//! Paths without positions, as findings have them.

use migratable::schema::{Path, Segment};

/// A path in which `[3]` and `{3}` are `[]` and `{}`: that of all values there.
pub(crate) fn pattern(path: &str) -> String {
    let Ok(path) = path.parse::<Path>() else {
        return path.to_owned();
    };
    let all = |step: Segment| match step {
        Segment::Index(_) => Segment::Index(None),
        Segment::Key(_) => Segment::Key(None),
        Segment::Value(_) => Segment::Value(None),
        named => named,
    };
    Path::new(path.into_segments().into_iter().map(all).collect()).to_string()
}
