//! A part of a matrix, so that many machines can judge a large one.

use std::ops::Range;
use std::str::FromStr;

/// The Kth of N parts, from 1: a run of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// All rows.
    pub(crate) const WHOLE: Self = Self { number: 1, of: 1 };

    /// Its rows, of so many.
    pub(super) fn rows(self, count: usize) -> Range<usize> {
        // As 128 bits, nothing overflows.
        let edge = |number: usize| {
            let edge = count as u128 * number as u128 / self.of as u128;
            usize::try_from(edge).unwrap_or(count)
        };
        edge(self.number - 1)..edge(self.number)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let parsed = parts.and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match parsed {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("write K/N, from 1/N to N/N, as 3/16".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn shards_are_all_rows_once() {
        for (count, of) in [(0, 1), (1, 1), (7, 3), (3, 7), (1000, 16)] {
            let mut end = 0;
            for number in 1..=of {
                let shard: Shard = format!("{number}/{of}").parse().unwrap();
                let rows = shard.rows(count);
                assert_eq!(rows.start, end);
                assert!(rows.len() <= count / of + 1);
                end = rows.end;
            }
            assert_eq!(end, count);
        }
        for wrong in ["", "3", "0/4", "5/4", "1/0", "-1/2", "1/2/3", "a/b"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
