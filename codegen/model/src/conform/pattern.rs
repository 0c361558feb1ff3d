//! A text against a pattern. `regex-lite` knows no lookahead; where one stands at the start of a
//! pattern, as in `^(?!none$)[a-z]+$`, it is a pattern of its own.

use regex_lite::Regex;

/// Whether the text fits the pattern; none: the pattern is not understood.
pub(super) fn fits(pattern: &str, text: &str) -> Option<bool> {
    if let Ok(regex) = Regex::new(pattern) {
        return Some(regex.is_match(text));
    }
    let mut rest = pattern.strip_prefix('^')?;
    let mut fits = true;
    while let Some((wanted, group)) = rest
        .strip_prefix("(?!")
        .map(|group| (false, group))
        .or_else(|| rest.strip_prefix("(?=").map(|group| (true, group)))
    {
        let end = end_of_group(group)?;
        let regex = Regex::new(&format!("^(?:{})", &group[..end])).ok()?;
        fits &= regex.is_match(text) == wanted;
        rest = &group[end + 1..];
    }
    // In `^(?!a)b|c` the lookahead is about the first alternative only.
    let regex = Regex::new(&format!("^{rest}")).ok().filter(|_| !has_alternatives(rest))?;
    Some(fits && regex.is_match(text))
}

/// The bytes of a pattern that are no escaped characters and stand in no character class.
fn plain(pattern: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut escaped, mut class) = (false, false);
    pattern.bytes().enumerate().filter(move |(_, byte)| {
        let counts = !escaped && !class;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' if !class => class = true,
            b']' => class = false,
            _ => {}
        }
        counts
    })
}

/// Where the bracket stands that closes the group which the text begins in.
fn end_of_group(pattern: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in plain(pattern) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn has_alternatives(pattern: &str) -> bool {
    let mut depth = 0_usize;
    plain(pattern).any(|(_, byte)| {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'|' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn lookahead_at_the_start_is_understood() {
        for (pattern, text, expected) in [
            ("^(?!none$)[a-z]+$", "some", Some(true)),
            ("^(?!none$)[a-z]+$", "none", Some(false)),
            ("^(?!none$)[a-z]+$", "Some", Some(false)),
            ("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "ab1", Some(true)),
            ("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "abc", Some(false)),
            (r"^(?![(\]]|a)^b?$", "b", Some(true)),
            (r"^(?![(\]]|a)^b?$", "(", Some(false)),
            ("^(?!a)b|c", "c", None),
            ("a(?!b)", "a", None),
            ("^(?!a", "b", None),
            ("^[a-z]+$", "ab", Some(true)),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
