//! Free-form JSON: what an integrator may put into an object that the specification leaves open.

use proptest::strategy::SBoxedStrategy;
use serde_json::{Map, Value};

/// A few properties with free names and values; never the vendor's own key.
pub fn members() -> SBoxedStrategy<Vec<(String, Value)>> {
    todo!()
}

/// Legal objects at the edge, each with the name of what it tries.
pub fn extremes() -> Vec<(&'static str, Map<String, Value>)> {
    todo!()
}
