//! Takes a secret out of a text, whichever way it is spelt there.
//!
//! A server that repeats a token may escape it: as in JSON, once or several times, as in an address, or
//! as in HTML. Instead of listing forms, each character of the secret is looked for in each spelling.

const SHOWN: &str = "[redacted]";

/// The most backslashes in front of a character that are read as its escaping: seven times over. A server
/// may send millions of them.
const DEEPEST: usize = 64;

/// The text without the secret, which is not empty.
pub(super) fn redact(text: &str, secret: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (before, after) = rest.split_at(slashes(rest.as_bytes()).saturating_sub(DEEPEST));
        if !before.is_empty() {
            clean.push_str(before);
            rest = after;
            continue;
        }
        let length = match secret.is_empty() {
            true => None,
            false => mention(rest.as_bytes(), secret.as_bytes()),
        };
        // A spelling ends behind an ASCII character, so this is the edge of a character.
        match length.and_then(|length| rest.get(length..)) {
            Some(after) => {
                clean.push_str(SHOWN);
                rest = after;
            }
            None => {
                clean.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    clean
}

/// How much of the text, from its start, spells the secret.
fn mention(text: &[u8], secret: &[u8]) -> Option<usize> {
    // Several spellings may fit, of different lengths: all are followed.
    let mut ends = vec![0];
    for character in secret {
        let mut next = Vec::new();
        for end in ends {
            spellings(&text[end..], *character, |length| next.push(end + length));
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
        if ends.is_empty() {
            return None;
        }
    }
    ends.last().copied()
}

/// Reports the length of every spelling of a character at the start of the text.
fn spellings(text: &[u8], character: u8, mut found: impl FnMut(usize)) {
    let slashes = slashes(&text[..text.len().min(DEEPEST)]);
    if character == b'\\' {
        // Each escaping doubles a backslash, so that a run of them is one of unknown depth.
        (1..=slashes).for_each(&mut found);
    }
    if text.get(slashes) == Some(&character) {
        found(slashes + 1);
    }
    if slashes > 0 && text.get(slashes) == Some(&b'u') {
        hexadecimal(text, slashes + 1, 4, character).into_iter().for_each(&mut found);
    }
    if text.first() == Some(&b'%') {
        let mut at = 1;
        while text[at..].starts_with(b"25") {
            at += 2;
            hexadecimal(text, at, 2, character).into_iter().for_each(&mut found);
        }
        hexadecimal(text, 1, 2, character).into_iter().for_each(&mut found);
    }
    if text.first() == Some(&b'&') {
        entity(text, character).into_iter().for_each(found);
    }
}

/// How many backslashes a text begins with.
fn slashes(text: &[u8]) -> usize {
    text.iter().take_while(|byte| **byte == b'\\').count()
}

/// Where so many digits end that begin here, if they are the code of the character.
fn hexadecimal(text: &[u8], start: usize, digits: usize, character: u8) -> Option<usize> {
    let end = start + digits;
    let code = std::str::from_utf8(text.get(start..end)?).ok()?;
    (u32::from_str_radix(code, 16).ok()? == u32::from(character)).then_some(end)
}

/// The length of an entity of HTML that stands for the character.
fn entity(text: &[u8], character: u8) -> Option<usize> {
    let end = text.iter().take(10).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let code = match name {
        "quot" => 34,
        "amp" => 38,
        "apos" => 39,
        "lt" => 60,
        "gt" => 62,
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => name[1..].parse().ok()?,
        },
    };
    (code == u32::from(character)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::redact;
    use std::fmt::Write;

    const SECRET: &str = r#"q"u\ot%e/&<'7"#;

    #[test]
    fn a_secret_is_found_however_it_is_escaped() {
        let percent = |text: &str, upper: bool| {
            text.bytes().fold(String::new(), |mut encoded, byte| {
                let _ = if upper {
                    write!(encoded, "%{byte:02X}")
                } else {
                    write!(encoded, "%{byte:02x}")
                };
                encoded
            })
        };
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let units = SECRET.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<String>();
        let html = SECRET.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        for form in [
            SECRET.to_owned(),
            json(SECRET),
            json(&json(SECRET)),
            json(&json(&json(SECRET))),
            json(SECRET).replace('/', "\\/"),
            format!("{SECRET:?}"),
            format!("{:?}", json(SECRET)),
            percent(SECRET, true),
            percent(SECRET, false),
            crate::parameter::percent::encode(SECRET),
            crate::parameter::percent::encode(&crate::parameter::percent::encode(SECRET)),
            units.clone(),
            json(&units),
            html,
            SECRET.replace('"', "&#34;").replace('\'', "&#x27;"),
        ] {
            let clean = redact(&format!("é<{form}>{form}é"), SECRET);
            assert!(clean.contains("[redacted]"), "{form}: {clean}");
            assert!(!clean.contains("ot") && !clean.contains("%6"), "{form}: {clean}");
            assert!(clean.starts_with("é<") && clean.ends_with('é'), "{clean}");
        }
    }

    #[test]
    fn a_flood_of_backslashes_is_passed_over_once() {
        let flood = "\\".repeat(4 << 20);
        assert_eq!(redact(&flood, SECRET), flood);
        for secret in [SECRET, r"\t"] {
            let clean = redact(&format!("{flood}{secret}x"), secret);
            assert!(clean.ends_with("[redacted]x") && clean.starts_with(&flood[..1 << 20]));
        }
        let spelt = format!("{flood}u0071{}", &SECRET[1..]);
        assert!(redact(&spelt, SECRET).ends_with("[redacted]"));
    }

    #[test]
    fn nothing_else_is_taken_out() {
        for text in ["", "é", "\\\\\\", "%25%2", "&#;&#x;", "q\"u\\o", "\\u00", "%", "&"] {
            assert_eq!(redact(text, SECRET), text);
            assert_eq!(redact(text, ""), text);
        }
    }
}
