//! Reference tokens of JSON pointers (RFC 6901), escaped and unescaped.

use std::borrow::Cow;

/// One reference token of a JSON pointer (RFC 6901).
pub fn escape_pointer(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The name that a reference token of a JSON pointer stands for.
pub fn unescape_pointer(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}
