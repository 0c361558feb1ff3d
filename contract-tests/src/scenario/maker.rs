//! Makes the cases of a scenario: ids, a body and an expectation in, a [`Case`] out.
//!
//! It knows where a parameter stands in a path, so that one value can be replaced byte for byte. It
//! decides nothing about what is worth trying.

use crate::generate::{Case, Category, Expect, Generation, Ids, broken_body, request, valid_body};
use oasis_model::ir::Operation;
use serde_json::Value;

/// What the cases of one scenario and operation have in common.
pub(super) struct Maker<'a> {
    pub(super) generation: &'a Generation,
    pub(super) operation: &'a Operation,
    pub(super) category: Category,
}

impl Maker<'_> {
    /// The smallest valid body.
    pub(super) fn valid(&self) -> Option<Vec<u8>> {
        valid_body(self.generation, self.operation).map(|body| bytes(&body))
    }

    /// A body that breaks a documented rule.
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
        let (operation, category) = (self.operation.id.clone(), self.category);
        Case { operation, category, about: about.into(), request, expect, known }
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

/// The segment of the path that a parameter has for itself.
fn segment_of(operation: &Operation, parameter: &str) -> Option<usize> {
    operation.path.split('/').position(|segment| segment == format!("{{{parameter}}}"))
}

/// The value of a parameter in a path, as it stands there.
pub(super) fn value<'a>(operation: &Operation, path: &'a str, parameter: &str) -> Option<&'a str> {
    path.split('?').next()?.split('/').nth(segment_of(operation, parameter)?)
}

/// The path with another value of one parameter, which is put in as it is. The query stays.
pub(super) fn with_value(
    operation: &Operation,
    path: &str,
    parameter: &str,
    value: &str,
) -> Option<String> {
    let end = path.find('?').unwrap_or(path.len());
    let mut segments: Vec<&str> = path[..end].split('/').collect();
    *segments.get_mut(segment_of(operation, parameter)?)? = value;
    Some(segments.join("/") + &path[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn one_value_of_a_path_is_replaced_byte_for_byte() {
        let spec = Spec::embedded().expect("the specification is sound");
        let operation = spec.api.operation("updateShopper").expect("it is there");
        let path = "/api/admin/v2/stores/1/shoppers/a%20b?x=1/2";
        assert_eq!(value(operation, path, "shopperId"), Some("a%20b"));
        assert_eq!(value(operation, path, "other"), None);
        let replaced = with_value(operation, path, "storeId", "..%2F").expect("it is there");
        assert!((1_000_000_000_000_000..1 << 53).contains(&number(u64::MAX)));
        assert_eq!(replaced, "/api/admin/v2/stores/..%2F/shoppers/a%20b?x=1/2");
    }
}
