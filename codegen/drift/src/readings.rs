//! What the claim refuses in a value, and whether another plausible reading takes it.
//!
//! Bodies may be wrong in thousands of places, so that nothing here compares each with each.

use oasis_model::conform::{self, View, Violation};
use oasis_model::ir::{Api, SchemaId};
use serde_json::Value;
use std::collections::HashSet;

/// Every violation of the claim with whether another reading allows what is there.
pub(super) fn refused(api: &Api, schema: SchemaId, value: &Value) -> Vec<(Violation, bool)> {
    let claimed = conform::check(api, schema, value, View::Claim).violations;
    if claimed.is_empty() {
        return Vec::new();
    }
    let widest = conform::check(api, schema, value, View::Widest).violations;
    let certain: HashSet<(&str, &str)> =
        widest.iter().map(|other| (other.instance.as_str(), other.keyword)).collect();
    let judged = |violation: Violation| {
        let plausible = !certain.contains(&(violation.instance.as_str(), violation.keyword));
        (violation, plausible)
    };
    claimed.into_iter().map(judged).collect()
}
