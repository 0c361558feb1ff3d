//! Listed values under a key, so that long lists are compared without comparing each with each.

use super::shape::{Form, Type};
use oasis_model::decimal::Decimal;
use serde_json::Value;
use std::collections::HashSet;

/// A text that equal values share and no others: 1 and 1.0 are equal, order of members is nothing.
pub(super) fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => {
            let exact = Decimal::of(number).and_then(Decimal::to_json);
            exact.unwrap_or_else(|| value.clone()).to_string()
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(key).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), key(value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        _ => value.to_string(),
    }
}

/// The values that a form lists.
pub(super) struct Listed {
    keys: HashSet<String>,
    /// All of them are known to belong.
    sure: bool,
    /// The types of values that belong to some shape of the form.
    shaped: Vec<Type>,
}

impl Listed {
    pub(super) fn of(form: &Form<'_>, sure: bool) -> Self {
        Self {
            sure,
            keys: form.values.iter().map(key).collect(),
            shaped: form.shapes.iter().map(|shape| shape.set.kind()).collect(),
        }
    }

    /// Whether the form certainly takes the value, or certainly refuses it.
    pub(super) fn takes(&self, value: &Value) -> Option<bool> {
        let shaped = || match Type::of(value) {
            Type::Integer | Type::Number => {
                self.shaped.contains(&Type::Integer) || self.shaped.contains(&Type::Number)
            }
            kind => self.shaped.contains(&kind),
        };
        if self.keys.contains(&key(value)) {
            self.sure.then_some(true)
        } else if shaped() {
            None
        } else {
            Some(false)
        }
    }
}
