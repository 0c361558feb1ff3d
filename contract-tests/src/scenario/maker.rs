//! Makes the cases of a scenario: ids, a body and an expectation in, a [`Case`] out.
//!
//! It knows where a path parameter stands in a path, so that one value can be replaced byte for byte. It
//! decides nothing about what is worth trying.

use crate::generate::{Case, Category, Expect, Generation, Ids, broken_body, request, valid_body};
use oasis_model::ir::{Operation, Parameter, ParameterPlace};
use serde_json::Value;

/// What the cases of one scenario and operation have in common.
pub(super) struct Maker<'a> {
    /// Makes the requests.
    pub(super) generation: &'a Generation,
    /// Where they go.
    pub(super) operation: &'a Operation,
    /// The column that they belong to.
    pub(super) category: Category,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        generation: &'a Generation,
        operation: &'a Operation,
        category: Category,
    ) -> Self {
        Self { generation, operation, category }
    }

    /// The smallest valid body, as bytes.
    pub(super) fn valid(&self) -> Option<Vec<u8>> {
        valid_body(self.generation, self.operation).map(|body| bytes(&body))
    }

    /// A body that breaks a documented rule, as bytes.
    pub(super) fn broken(&self) -> Option<Vec<u8>> {
        broken_body(self.generation, self.operation).map(|body| bytes(&body))
    }

    /// Nobody's ids; every scenario has its own nobody.
    pub(super) fn nobody(&self) -> Ids {
        Ids::Unknown(number(self.generation.seed).wrapping_add(self.category as u64))
    }

    pub(super) fn case(
        &self,
        ids: Ids,
        body: Option<Vec<u8>>,
        about: impl Into<String>,
        expect: Expect,
    ) -> Case {
        let (request, known) = request(self.generation, self.operation, ids, body);
        Case {
            operation: self.operation.id.clone(),
            category: self.category,
            about: about.into(),
            request,
            expect,
            known,
        }
    }
}

/// The bytes of a JSON value.
pub(super) fn bytes(body: &Value) -> Vec<u8> {
    // Strings, numbers and containers always have a JSON form.
    serde_json::to_vec(body).unwrap_or_default()
}

/// A number that follows from the seed, of 16 digits and below 2^53: nothing has it as its id.
pub(super) fn number(seed: u64) -> u64 {
    const LEAST: u64 = 1_000_000_000_000_000;
    LEAST + (seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 12) % LEAST
}

/// The parameters in the path of an operation, each in a segment that has no other parameter.
pub(super) fn path_parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| {
        parameter.place == ParameterPlace::Path
            && place_of(operation, &parameter.name).is_some_and(|place| place.alone)
    })
}

/// The path with another value of one parameter, which is put in as it is. The query stays.
pub(super) fn with_value(
    operation: &Operation,
    path: &str,
    parameter: &str,
    value: &str,
) -> Option<String> {
    let place = place_of(operation, parameter)?;
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (path, String::new()),
    };
    let mut segments: Vec<&str> = path.split('/').collect();
    let replaced = format!("{}{value}{}", place.before, place.after);
    *segments.get_mut(place.index)? = &replaced;
    Some(segments.join("/") + &query)
}

/// The value of one parameter in a path, as it stands there.
pub(super) fn value<'a>(operation: &Operation, path: &'a str, parameter: &str) -> Option<&'a str> {
    let place = place_of(operation, parameter)?;
    let path = path.split('?').next()?;
    let segment = path.split('/').nth(place.index)?;
    segment.strip_prefix(place.before)?.strip_suffix(place.after)
}

/// Where a parameter stands in the template of the path.
struct Place<'a> {
    index: usize,
    before: &'a str,
    after: &'a str,
    alone: bool,
}

fn place_of<'a>(operation: &'a Operation, parameter: &str) -> Option<Place<'a>> {
    let name = format!("{{{parameter}}}");
    operation.path.split('/').enumerate().find_map(|(index, segment)| {
        let (before, after) = segment.split_once(&name)?;
        Some(Place { index, before, after, alone: !before.contains('{') && !after.contains('{') })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn one_value_of_a_path_is_replaced_byte_for_byte() {
        let spec = Spec::embedded().expect("the specification is sound");
        let operation = spec.api.operation("updateShopper").expect("it is there");
        let names: Vec<&str> = path_parameters(operation).map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["storeId", "shopperId"]);
        let path = "/api/admin/v2/stores/1/shoppers/a%20b?x=1";
        assert_eq!(value(operation, path, "storeId"), Some("1"));
        assert_eq!(value(operation, path, "shopperId"), Some("a%20b"));
        assert_eq!(value(operation, path, "other"), None);
        let replaced = with_value(operation, path, "storeId", "..%2F").expect("it is there");
        assert_eq!(replaced, "/api/admin/v2/stores/..%2F/shoppers/a%20b?x=1");
        assert_eq!(value(operation, &replaced, "storeId"), Some("..%2F"));
    }

    #[test]
    fn the_number_of_a_seed_has_16_digits_and_is_exact_everywhere() {
        for seed in [0, 1, 2, 77, u64::MAX - 1, u64::MAX] {
            assert!((1_000_000_000_000_000..9_007_199_254_740_992).contains(&number(seed)));
            assert_ne!(number(seed), number(seed.wrapping_add(1)));
        }
    }
}
