//! Values that show what a finding says: the library makes them from the schemas alone.

use std::io::{self, Write};

use migratable::Budget;
use migratable::resolve::{ConvertError, Finding, TakenOver, Verdict, Witnesses};
use migratable::schema::{Schema, Type};
use migratable::value::{self, JsonForm};

use crate::show::count;
use crate::text;

/// Memory for each of them: larger ones show nobody anything.
const MEMORY: usize = 128 << 10;

/// Findings of a device that are shown so, as others are like them.
const MOST: usize = 64;

/// Bytes of one that are kept, and characters of its JSON.
const MOST_BYTES: usize = 1 << 10;
const MOST_JSON: usize = 2 << 10;

/// What shows a finding.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    /// State that is refused because of it.
    pub(super) refused: Example,
    /// State that loads, unless none does.
    pub(super) loads: Option<Example>,
}

/// A value of the writer's.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// The field that is refused, and what it holds.
    pub(super) place: Option<[String; 2]>,
    /// As JSON, if it is short enough.
    pub(super) json: Option<String>,
    /// How many bytes it takes.
    pub(super) len: usize,
    /// Those, if they are few and nothing in them is sensitive.
    pub(super) bytes: Option<Vec<u8>>,
}

/// What was found from a writer to a reader, each with what shows it.
pub(super) fn compared(writer: &Schema, reader: &Schema) -> Vec<(Finding, Option<Witness>)> {
    let resolution = migratable::resolve::resolve(writer, reader);
    let findings = resolution.findings().to_vec();
    if findings
        .iter()
        .all(|one| one.verdict == Verdict::Compatible)
    {
        return findings.into_iter().map(|one| (one, None)).collect();
    }
    let witnesses = Witnesses::new(writer, reader);
    let loads = witnesses.loads(&Budget::new(MEMORY)).ok();
    let loads = loads.and_then(|bytes| Example::new(writer.ty(), bytes, None));
    let mut left = MOST;
    let shown = |finding: Finding| {
        let is_shown = finding.verdict != Verdict::Compatible && left > 0;
        left = left.saturating_sub(usize::from(is_shown));
        let witness = is_shown
            .then(|| refused(&witnesses, writer.ty(), &finding))
            .flatten();
        let witness = witness.map(|refused| Witness {
            refused,
            loads: loads.clone(),
        });
        (finding, witness)
    };
    findings.into_iter().map(shown).collect()
}

/// What was found about state that a device takes over, each with what shows it.
pub(super) fn taken_over(taken: &TakenOver<'_>) -> Vec<(Finding, Option<Witness>)> {
    // In the same order; some of them do not count.
    let mut all = compared(taken.writer, taken.state).into_iter();
    let mut shown = |finding: Finding| {
        let same = all.find(|(one, _)| (one.rule, &one.path) == (finding.rule, &finding.path));
        (finding, same.and_then(|(_, witness)| witness))
    };
    taken.findings().into_iter().map(&mut shown).collect()
}

fn refused(witnesses: &Witnesses, ty: &Type, finding: &Finding) -> Option<Example> {
    let budget = Budget::new(MEMORY);
    let bytes = witnesses.refused(finding, &budget).ok()?;
    let plan = witnesses.resolution().plan();
    let refusal = plan.and_then(|plan| plan.check_within(&bytes, &Budget::new(MEMORY)).err());
    Example::new(ty, bytes, refusal)
}

impl Example {
    fn new(ty: &Type, bytes: Vec<u8>, refusal: Option<ConvertError>) -> Option<Self> {
        let item = value::read(ty, &bytes).ok()?;
        let json = |reveal| {
            let mut room = Room(Vec::new());
            let form = JsonForm::new(ty, &item.value, reveal);
            serde_json::to_writer(&mut room, &form).ok()?;
            String::from_utf8(room.0).ok()
        };
        let shown = json(false);
        let hides = shown != json(true);
        let place = match refusal {
            Some(ConvertError::Condition { path, found, .. }) => Some([path, found]),
            _ => None,
        };
        Some(Self {
            place,
            json: shown,
            len: bytes.len(),
            bytes: Some(bytes).filter(|bytes| !hides && bytes.len() <= MOST_BYTES),
        })
    }

    /// In a line, behind a word: where it is refused, and what of it is short.
    pub(super) fn line(&self, word: &str) -> String {
        let place = self.place.as_ref().map(|[path, found]| {
            let path = match path.as_str() {
                "" => "it".to_owned(),
                path => format!("`{}`", text::plain(path)),
            };
            format!(" where {path} is {}", text::plain(found))
        });
        let json = self.json.as_ref().filter(|json| json.len() <= SHORT);
        let json = json.map(|json| format!("{}, ", text::json(json)));
        let bytes = match &self.bytes {
            Some(bytes) if (1..=SHORT / 4).contains(&bytes.len()) => {
                format!("bytes {}", text::hex(bytes))
            }
            _ => count(self.len as u64, "byte"),
        };
        let [place, json] = [place, json].map(Option::unwrap_or_default);
        format!("{word}{place}: {json}{bytes}")
    }
}

/// Characters of JSON, and of bytes, that a line has room for.
const SHORT: usize = 100;

/// Takes JSON until there is too much of it.
struct Room(Vec<u8>);

impl Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_JSON {
            return Err(io::Error::other("it is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
