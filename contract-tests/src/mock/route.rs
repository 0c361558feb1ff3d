//! Finds the operation that a request means.
//!
//! In come method and raw path, out comes the operation, or which methods the path knows. Each segment is decoded
//! by itself, so that an encoded slash never divides one. It judges no credentials and no bodies.

use oasis_codegen::ir::{Api, Method, Operation};

/// What a path and a method lead to.
#[derive(Debug, PartialEq)]
pub(crate) enum Route<'a> {
    /// An operation, with the decoded path parameters in the order of its path.
    Operation(&'a Operation, Vec<String>),
    /// A known path that does not know the method; these it knows.
    OtherMethods(Vec<Method>),
    /// A path with an escape that is none, or that decodes to what is no text.
    BadEscape,
    /// Nothing.
    Unknown,
}

/// The operation behind a method and a raw path.
pub(crate) fn find<'a>(api: &'a Api, method: &str, path: &str) -> Route<'a> {
    let mut methods = Vec::new();
    let mut bad_escape = false;
    for operation in &api.operations {
        match segments(&operation.path, path) {
            None => {}
            Some(None) => bad_escape = true,
            // A server that answers GET answers HEAD (RFC 9110, section 9.3.2).
            Some(Some(values))
                if operation.method.as_str() == method
                    || (method == "HEAD" && operation.method == Method::Get) =>
            {
                return Route::Operation(operation, values);
            }
            Some(Some(_)) => methods.push(operation.method),
        }
    }
    match (methods.is_empty(), bad_escape) {
        (false, _) => Route::OtherMethods(methods),
        (true, true) => Route::BadEscape,
        (true, false) => Route::Unknown,
    }
}

/// The values of the template's parameters if the path fits it; `Some(None)` if a value cannot be decoded.
fn segments(template: &str, path: &str) -> Option<Option<Vec<String>>> {
    let mut values = Some(Vec::new());
    let mut given = path.split('/');
    for wanted in template.split('/') {
        let segment = given.next()?;
        if wanted.starts_with('{') {
            if segment.is_empty() {
                return None;
            }
            values = values.zip(decode(segment)).map(|(mut values, value)| {
                values.push(value);
                values
            });
        } else if wanted != segment {
            return None;
        }
    }
    given.next().is_none().then_some(values)
}

fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? * 16 + hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_decoded_by_itself() {
        let template = "/stores/{storeId}/shoppers/{shopperId}";
        let values = |path| segments(template, path);
        let found = |a: &str, b: &str| Some(Some(vec![a.to_owned(), b.to_owned()]));
        assert_eq!(values("/stores/1/shoppers/a%2Fb"), found("1", "a/b"));
        assert_eq!(values("/stores/../shoppers/%C3%A9"), found("..", "é"));
        assert_eq!(values("/stores/1/shoppers/a%2"), Some(None));
        assert_eq!(values("/stores/%FF/shoppers/a"), Some(None));
        for other in ["/stores/1/shoppers/", "/stores/1/shoppers/a/", "/stores/1/a", "*", ""] {
            assert_eq!(values(other), None, "{other}");
        }
    }
}
