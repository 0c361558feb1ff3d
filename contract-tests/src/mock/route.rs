//! Finds the operation that a request means.
//!
//! In come method and path, out comes an operation with the values in its path, as they were sent. A
//! value is one segment, or what a segment has between the template's own text.

use oasis_model::ir::{Api, Operation};

/// What a request means.
pub(super) enum Route<'a> {
    /// This operation, with its path values by name.
    To(&'a Operation, Vec<(&'a str, &'a str)>),
    /// Nothing; the path takes these methods.
    OtherMethods(String),
    /// Nothing at all.
    Nowhere,
}

/// Finds the operation; text in a template goes before a parameter.
pub(super) fn find<'a>(api: &'a Api, method: &str, path: &'a str) -> Route<'a> {
    let fitting = || {
        let operations = api.operations.iter();
        operations.filter_map(|operation| Some((operation, values(&operation.path, path)?)))
    };
    let fewest = fitting().map(|(_, values)| values.len()).min();
    let nearest = || fitting().filter(|(_, values)| Some(values.len()) == fewest);
    if let Some((operation, values)) = nearest().find(|(it, _)| it.method.as_str() == method) {
        return Route::To(operation, values);
    }
    let methods: Vec<&str> = nearest().map(|(operation, _)| operation.method.as_str()).collect();
    if methods.is_empty() { Route::Nowhere } else { Route::OtherMethods(methods.join(",")) }
}

/// The values of a template's parameters, if the path fits it.
fn values<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut found = Vec::new();
    let (mut wanted, mut sent) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), sent.next()) {
            (None, None) => return Some(found),
            (Some(wanted), Some(sent)) => match parameter(wanted) {
                None if wanted == sent => {}
                None => return None,
                Some((before, name, after)) => {
                    let value = sent.strip_prefix(before)?.strip_suffix(after)?;
                    found.push((name, Some(value).filter(|value| !value.is_empty())?));
                }
            },
            _ => return None,
        }
    }
}

/// A segment with a parameter, taken apart.
fn parameter(segment: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = segment.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_whole_segments_or_what_is_between_text() {
        let pair = |template, path| values(template, path);
        assert_eq!(pair("/a/{b}", "/a/x%2Fy"), Some(vec![("b", "x%2Fy")]));
        assert_eq!(pair("/a/v{b}.json", "/a/v1.json"), Some(vec![("b", "1")]));
        assert_eq!(pair("/a/b", "/a/b"), Some(vec![]));
        for (template, path) in
            [("/a/{b}", "/a/"), ("/a/{b}", "/a/b/c"), ("/a/{b}", "/a"), ("/a", "/b")]
        {
            assert_eq!(pair(template, path), None, "{template} {path}");
        }
    }
}
