//! Patterns: stub.

/// Whether a pattern lets every string through.
pub(super) fn is_universal(pattern: &str) -> bool {
    matches!(pattern, "" | "^" | "$" | ".*" | "^.*" | ".*$")
}

/// A string of a length that fits all patterns.
pub(super) fn example(_patterns: &[&str], _min: u64, _max: Option<u64>) -> Option<String> {
    None
}

/// Whether every string that fits all of `left` fits `right`, or else a string that does not.
pub(super) fn within(
    _left: &[&str],
    _right: &str,
    _lengths: (u64, Option<u64>),
) -> Option<Result<(), String>> {
    None
}

/// The lengths that strings of these patterns can have.
pub(super) fn lengths(_patterns: &[&str]) -> (u64, Option<u64>) {
    (0, None)
}
