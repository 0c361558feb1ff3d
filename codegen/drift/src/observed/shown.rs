//! What of recorded text may be shown: names and listed values as they are, everything else as its
//! shape, because bodies are full of personal data.

/// Names, listed values, media types: as they are, unless they look like data.
pub(super) fn shown(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let data = text.len() > LONGEST || digits > 8 || text.contains('@');
    if data || text.chars().any(char::is_control) { shape(text) } else { text.to_owned() }
}

/// The text with `0` for every digit and `a` or `A` for every letter.
pub(super) fn shape(text: &str) -> String {
    let like = |c: char| match c {
        _ if c.is_numeric() => '0',
        _ if c.is_uppercase() => 'A',
        _ if c.is_alphabetic() => 'a',
        _ if c.is_control() => ' ',
        other => other,
    };
    let mut shape: String = text.chars().take(LONGEST).map(like).collect();
    if text.chars().nth(LONGEST).is_some() {
        shape.push('…');
    }
    shape
}

/// The path with ids left out, so that one endpoint is one finding and no id is shown.
pub(super) fn without_ids(path: &str) -> String {
    let is_id = |segment: &str| {
        let odd = |c: char| !c.is_ascii_alphabetic() && !"-_.:".contains(c);
        segment.len() > 40 || segment.contains(odd) && !is_version(segment)
    };
    let mut ids = 0;
    let segments = path.split('/').map(|segment| {
        if !is_id(segment) {
            return segment.to_owned();
        }
        ids += 1;
        if ids == 1 { "{id}".to_owned() } else { format!("{{id{ids}}}") }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|digits| digits.len() < 4 && digits.chars().all(|c| c.is_ascii_digit()))
}

const LONGEST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_and_data_is_not() {
        for (text, expected) in [
            ("CLOSED_FOR_MAINTENANCE", "CLOSED_FOR_MAINTENANCE"),
            ("größe 2", "größe 2"),
            ("jane.doe@example.com", "aaaa.aaa@aaaaaaa.aaa"),
            ("4111111111111111", "0000000000000000"),
            ("a\u{1b}[31m", "a [00a"),
        ] {
            assert_eq!(shown(text), expected);
        }
        assert_eq!(shape("24.8.2019, Été"), "00.0.0000, Aaa");
        assert_eq!(shape(&"x".repeat(100)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn paths_are_shown_without_ids() {
        for (path, expected) in [
            ("/api/admin/v2/orders/55", "/api/admin/v2/orders/{id}"),
            ("/customers/jane@example.com/card", "/customers/{id}/card"),
            ("/customers/jane%40example.com/card/1", "/customers/{id}/card/{id2}"),
            ("/api/push/checkout-zone/left", "/api/push/checkout-zone/left"),
        ] {
            assert_eq!(without_ids(path), expected);
        }
    }
}
