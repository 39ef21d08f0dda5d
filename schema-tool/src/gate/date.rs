//! The day, so that what is accepted for a while ends.

use std::env;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    pub(crate) year: u64,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Date {
    /// Today, or the day of `SOURCE_DATE_EPOCH`, with which builds are repeated.
    pub(crate) fn today() -> Self {
        let said = env::var("SOURCE_DATE_EPOCH").ok();
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).ok();
        let seconds = said.and_then(|text| text.parse().ok());
        Self::of(seconds.or_else(|| Some(now()?.as_secs())).unwrap_or(0))
    }

    /// The day of a time in seconds since 1970.
    fn of(seconds: u64) -> Self {
        // Years begin in March here, so that the odd day is the last one.
        let days = seconds / 86_400 + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day_of_month = day - (153 * month + 2) / 5 + 1;
        let (month, next_year) = match month {
            0..10 => (month + 3, 0),
            _ => (month - 9, 1),
        };
        Self {
            year: era * 400 + year + next_year,
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day_of_month).unwrap_or(1),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_those_of_the_calendar() {
        const DAY: u64 = 86_400;
        for (seconds, date) in [
            (0, "1970-01-01"),
            (DAY - 1, "1970-01-01"),
            (59 * DAY, "1970-03-01"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_735_689_599, "2024-12-31"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Date::of(seconds).to_string(), date);
        }
    }
}
