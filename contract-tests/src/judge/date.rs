//! Date-times as the vendor's validator reads them, where that differs from RFC 3339.
//!
//! Text in, yes or no out. What both refuse is surely wrong, what both take is surely right.

/// Whether the validator may take it although RFC 3339 does not: parts left out from the end, a
/// blank for the `T`, an offset without colon, years of six digits, days that no month has.
pub(super) fn is_loose(text: &str) -> bool {
    let (date, time) = match text.find(['T', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let date = match date.as_bytes().first() {
        Some(b'+' | b'-') => date.get(3..).unwrap_or_default(),
        _ => date,
    };
    let parts: Vec<&str> = date.split('-').collect();
    let in_range = |part: &str, length: usize, low: u32, high: u32| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|number| (low..=high).contains(&number))
    };
    let date_fits = match parts.as_slice() {
        [year] => in_range(year, 4, 0, 9999),
        [year, month] => in_range(year, 4, 0, 9999) && in_range(month, 2, 1, 12),
        [year, month, day] => {
            in_range(year, 4, 0, 9999) && in_range(month, 2, 1, 12) && in_range(day, 2, 1, 31)
        }
        _ => false,
    };
    date_fits && time.is_none_or(is_loose_time)
}

fn is_loose_time(text: &str) -> bool {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, offset) = text.split_at(end);
    let in_range = |part: &str, high: u32| {
        part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= high)
    };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, fraction),
        None => (clock, "0"),
    };
    let fits = match clock.split(':').collect::<Vec<_>>().as_slice() {
        [hour, minute] => in_range(hour, 23) && in_range(minute, 59),
        [hour, minute, second] => {
            in_range(hour, 23) && in_range(minute, 59) && in_range(second, 59)
        }
        _ => false,
    };
    let offset_fits = match offset {
        "" | "Z" => true,
        _ => {
            let digits = offset[1..].replace(':', "");
            matches!(digits.len(), 2 | 4)
                && digits.get(..2).is_some_and(|hours| in_range(hours, 23))
                && digits
                    .get(2..)
                    .is_some_and(|minutes| minutes.is_empty() || in_range(minutes, 59))
        }
    };
    fits && offset_fits
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an RFC 3339 date-time holds nothing that the validator refuses: lower-case letters
/// and second 60.
pub(super) fn is_plain(text: &str) -> bool {
    !text.contains(['t', 'z', ' ']) && text.get(17..19) != Some("60")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_the_validator_takes_or_refuses() {
        for text in [
            "2019",
            "2019-08",
            "2019-08-24",
            "2019-08-24T14:15:22",
            "2019-08-24T14:15Z",
            "2019-08-24 14:15:22Z",
            "2019-08-24T14:15:22+0200",
            "+002019-08-24T14:15:22Z",
            "2019-02-30T00:00:00Z",
        ] {
            assert!(is_loose(text), "{text}");
        }
        for text in [
            "2019-W34",
            "2019-236",
            "2019-08-24T14",
            "2019-08-24T14:15:22+24:00",
            "2019-08-24T24:00:00Z",
            "2019-13-01T00:00:00Z",
            "20190824T141522Z",
            "2019-08-24T14:15:22,5Z",
            " 2019-08-24",
            "yesterday",
            "1566656122",
            "Sat, 24 Aug 2019 14:15:22 GMT",
            "",
            "ä",
            "T",
            "+",
            "2019-08-24Tä",
        ] {
            assert!(!is_loose(text), "{text}");
        }
    }
}
