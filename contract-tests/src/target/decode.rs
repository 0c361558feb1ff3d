//! Undoes the escapes in which a token can be repeated: percent encoding, backslashes, HTML entities.
//!
//! In comes a text, out come its layers: the text itself, and what is left after undoing one or several
//! kinds of escapes, each byte with the place in the text it came from. It knows nothing of tokens.

/// Bytes with the places in the text that they came from.
pub(super) struct Layer {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// Where each byte starts in the text, and where the last one ends.
    pub(super) starts: Vec<usize>,
}

/// One way of escaping. They are undone one at a time, since a token may itself look like an escape of
/// another kind.
type Decode = fn(&[u8]) -> Option<(u8, usize)>;
const KINDS: [(u8, Decode); 3] = [(b'%', percent), (b'\\', backslash), (b'&', entity)];

/// Escapes within escapes are undone this often, in long texts once less.
const DEPTH: usize = 3;
const LONG: usize = 64 * 1024;

/// Shows every layer of the text, the text itself first.
pub(super) fn layers(text: &str, see: &mut dyn FnMut(&Layer)) {
    let whole = Layer { bytes: text.as_bytes().to_vec(), starts: (0..=text.len()).collect() };
    descend(&whole, if text.len() > LONG { DEPTH - 1 } else { DEPTH }, see);
}

fn descend(layer: &Layer, depth: usize, see: &mut dyn FnMut(&Layer)) {
    see(layer);
    if depth > 0 {
        for kind in KINDS {
            if let Some(below) = undo(layer, kind) {
                descend(&below, depth - 1, see);
            }
        }
    }
}

/// The layer without one kind of escapes; `None` if it has none.
fn undo(layer: &Layer, (sign, decode): (u8, Decode)) -> Option<Layer> {
    let bytes = &layer.bytes;
    if !bytes.contains(&sign) {
        return None;
    }
    let mut below = Layer { bytes: Vec::new(), starts: Vec::new() };
    let mut at = 0;
    while at < bytes.len() {
        below.starts.push(layer.starts[at]);
        let escape = (bytes[at] == sign).then(|| decode(&bytes[at + 1..])).flatten();
        let (byte, length) = escape.map_or((bytes[at], 1), |(byte, rest)| (byte, rest + 1));
        below.bytes.push(byte);
        at += length;
    }
    below.starts.push(layer.starts[bytes.len()]);
    (below.bytes.len() < bytes.len()).then_some(below)
}

/// What follows `%`.
fn percent(rest: &[u8]) -> Option<(u8, usize)> {
    Some((ascii(rest.get(..2)?, 16)?, 2))
}

/// What follows a backslash in JSON, JavaScript or Rust.
fn backslash(rest: &[u8]) -> Option<(u8, usize)> {
    match rest.first()? {
        b'u' if rest.get(1) == Some(&b'{') => {
            let end = rest.iter().take(10).position(|&byte| byte == b'}')?;
            Some((ascii(&rest[2..end], 16)?, end + 1))
        }
        b'u' => Some((ascii(rest.get(1..5)?, 16)?, 5)),
        b'x' => Some((ascii(rest.get(1..3)?, 16)?, 3)),
        byte if byte.is_ascii_punctuation() => Some((*byte, 1)),
        _ => None,
    }
}

/// What follows `&` in HTML and XML.
fn entity(rest: &[u8]) -> Option<(u8, usize)> {
    let end = rest.iter().take(12).position(|&byte| byte == b';')?;
    let byte = match &rest[..end] {
        [b'#', b'x' | b'X', digits @ ..] => ascii(digits, 16)?,
        [b'#', digits @ ..] => ascii(digits, 10)?,
        name => NAMED.iter().find(|(known, _)| known.as_bytes() == name)?.1,
    };
    Some((byte, end + 1))
}

const NAMED: [(&str, u8); 32] = [
    ("quot", b'"'),
    ("amp", b'&'),
    ("lt", b'<'),
    ("gt", b'>'),
    ("apos", b'\''),
    ("excl", b'!'),
    ("num", b'#'),
    ("dollar", b'$'),
    ("percnt", b'%'),
    ("lpar", b'('),
    ("rpar", b')'),
    ("ast", b'*'),
    ("plus", b'+'),
    ("comma", b','),
    ("dash", b'-'),
    ("period", b'.'),
    ("sol", b'/'),
    ("colon", b':'),
    ("semi", b';'),
    ("equals", b'='),
    ("quest", b'?'),
    ("commat", b'@'),
    ("lsqb", b'['),
    ("bsol", b'\\'),
    ("rsqb", b']'),
    ("Hat", b'^'),
    ("lowbar", b'_'),
    ("grave", b'`'),
    ("lcub", b'{'),
    ("verbar", b'|'),
    ("rcub", b'}'),
    ("tilde", b'~'),
];

/// A number as the ASCII character it stands for.
fn ascii(digits: &[u8], radix: u32) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    u8::try_from(code).ok().filter(u8::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_keep_their_places() {
        for (text, decoded) in [
            ("a%41%zz%e9%4", "aA%zz%e9%4"),
            (r#"\u0041\x42\u{43}\"\\\n\u00e9\u{"#, r#"ABC"\\n\u00e9\u{"#),
            ("&#65;&#x42;&quot;&amp;&nosuch;&#;&", "AB\"&&nosuch;&#;&"),
        ] {
            let mut seen = Vec::new();
            layers(text, &mut |layer| {
                assert_eq!(layer.starts.len(), layer.bytes.len() + 1);
                assert!(layer.starts.is_sorted() && layer.starts.last() == Some(&text.len()));
                seen.push(String::from_utf8_lossy(&layer.bytes).into_owned());
            });
            assert_eq!(seen[0], text);
            assert!(seen.iter().any(|layer| layer == decoded), "{seen:?}");
        }
    }

    #[test]
    fn layers_within_layers_are_seen() {
        let mut seen = Vec::new();
        layers("%255C%22", &mut |layer| {
            seen.push(String::from_utf8_lossy(&layer.bytes).into_owned());
        });
        assert_eq!(seen, ["%255C%22", "%5C\"", "\\\"", "\""]);
    }
}
