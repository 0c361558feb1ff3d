//! What the claim refuses in a value, and whether another plausible reading takes it.
//!
//! Bodies may be wrong in thousands of places, so that nothing here compares each with each.

use oasis_model::conform::{self, Remark, View, Violation};
use oasis_model::ir::{Api, SchemaId};
use serde_json::Value;
use std::collections::HashSet;

/// What a value shows against a schema.
pub(super) struct Judged {
    /// Every violation of the claim with whether another reading allows what is there.
    pub(super) refused: Vec<(Violation, bool)>,
    /// What no reading declares, nor refuses.
    pub(super) remarks: Vec<Remark>,
}

/// Judges a value against the claim and, where that refuses it, against the other readings.
pub(super) fn judged(api: &Api, schema: SchemaId, value: &Value) -> Judged {
    let claimed = conform::check_decodable(api, schema, value, View::Claim);
    if claimed.violations.is_empty() {
        return Judged { refused: Vec::new(), remarks: claimed.remarks };
    }
    let widest = conform::check_decodable(api, schema, value, View::Widest);
    let certain: HashSet<(&str, &str)> =
        widest.violations.iter().map(|other| (other.instance.as_str(), other.keyword)).collect();
    let refused = |violation: Violation| {
        let plausible = !certain.contains(&(violation.instance.as_str(), violation.keyword));
        (violation, plausible)
    };
    Judged {
        refused: claimed.violations.into_iter().map(refused).collect(),
        remarks: widest.remarks,
    }
}
