//! Takes addresses apart: percent escapes, query strings, paths against templates.

/// The pairs of a query string, decoded.
pub(super) fn query(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " "))))
        .collect()
}

/// Path and query of a path or a whole address, and the address before them.
pub(super) fn split(target: &str) -> (&str, &str, &str) {
    let start = target.find("://").map_or(0, |scheme| {
        let host = scheme + 3;
        target[host..].find(['/', '?', '#']).map_or(target.len(), |at| host + at)
    });
    let (origin, rest) = target.split_at(start);
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (origin, path, query)
}

/// Percent-decoded; what does not decode stays as it is.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The values of a template's parameters by name, if the path (or other template) fits it.
pub(super) fn parameters(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    let (mut ours, mut theirs) = (template.split('/'), path.split('/'));
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return Some(values),
            (Some(ours), Some(theirs)) => {
                match ours.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(name) if !theirs.is_empty() => {
                        values.push((name.to_owned(), decoded(theirs)));
                    }
                    None if ours == theirs => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_fit_by_their_fixed_segments() {
        for (template, path, fits) in [
            ("/a/{id}", "/a/{thing}", true),
            ("/a/{id}", "/a/0", true),
            ("/a/{id}", "/a/", false),
            ("/a/{id}/b", "/a/0", false),
            ("/a/b", "/a/{id}", false),
        ] {
            assert_eq!(parameters(template, path).is_some(), fits, "{template} {path}");
        }
        let found = parameters("/a/{id}", "/a/x%20y");
        assert_eq!(found, Some(vec![("id".to_owned(), "x y".to_owned())]));
    }

    #[test]
    fn addresses_come_apart() {
        assert_eq!(split("https://h/a/b?c=d#e"), ("https://h", "/a/b", "c=d"));
        assert_eq!(split("/a?b"), ("", "/a", "b"));
        assert_eq!(split("https://h"), ("https://h", "", ""));
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(query("a=b%20c+d&e&=f"), [pair("a", "b c d"), pair("e", ""), pair("", "f")]);
        assert_eq!(decoded("%zz%e4%b8%ad%"), "%zz中%");
        assert_eq!(decoded("%ff"), "%ff");
    }
}
