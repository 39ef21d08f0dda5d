//! The text of a path that goes along with a walk, in memory that is used again.

use migratable::schema::Path;

/// A step from a value to a part of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'n> {
    /// A field, a subsection or a variant.
    Name(&'n str),
    /// An element, by its position.
    Index(usize),
    /// A key of a map, by its position.
    Key(usize),
    /// The value behind a key of a map, by its position.
    Value(usize),
}

/// A path, as text.
#[derive(Debug, Default)]
pub(crate) struct PathText(String);

/// Where a path was before a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(usize);

impl PathText {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_string())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is, to [`leave`](Self::leave) what is entered from here on.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.0.len())
    }

    /// The steps that were made since.
    pub(crate) fn since(&self, mark: Mark) -> &str {
        let steps = self.0.get(mark.0..).unwrap_or_default();
        // The dot is between them and what is before.
        steps.strip_prefix('.').unwrap_or(steps)
    }

    /// Makes a step.
    pub(crate) fn enter(&mut self, step: Step<'_>) {
        let (before, number, after) = match step {
            Step::Name(name) => return Path::add_name(&mut self.0, name),
            Step::Index(at) => ("[", at, "]"),
            Step::Key(at) => ("{key ", at, "}"),
            Step::Value(at) => ("{", at, "}"),
        };
        self.0.push_str(before);
        self.0.push_str(itoa::Buffer::new().format(number));
        self.0.push_str(after);
    }

    /// Goes back to where it was.
    pub(crate) fn leave(&mut self, mark: Mark) {
        self.0.truncate(mark.0);
    }
}

#[cfg(test)]
mod tests {
    use migratable::schema::Segment;

    use super::*;

    #[test]
    fn it_is_the_text_of_the_path() {
        let name = |name: &str| Segment::Field(name.to_owned());
        let steps = [
            (Step::Name("queues"), name("queues")),
            (Step::Index(3), Segment::Index(Some(3))),
            (Step::Name("a.b"), name("a.b")),
            (Step::Key(1), Segment::Key(Some(1))),
            (Step::Value(12), Segment::Value(Some(12))),
            (Step::Name("x"), name("x")),
        ];
        let (mut text, mut path) = (PathText::default(), Path::default());
        let mut marks = Vec::new();
        for (step, segment) in steps {
            marks.push((text.mark(), text.as_str().to_owned()));
            text.enter(step);
            path.push(segment);
            assert_eq!(text.as_str(), path.to_string());
        }
        let (last, _) = marks[5];
        assert_eq!(text.since(last), "x");
        for (mark, before) in marks.into_iter().rev() {
            text.leave(mark);
            assert_eq!(text.as_str(), before);
        }
    }
}
