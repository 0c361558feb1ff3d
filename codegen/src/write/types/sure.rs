//! The section of a type's docs that says how surely its properties are known, and why: each reason
//! once.

use super::docs;
use crate::decide::types::{Declared, Types};
use oasis_model::finding::Basis;
use oasis_model::ir::Claim;

/// How wide the section is printed.
const WIDTH: usize = 95;

/// What is not documented, for one reason.
type Reason<'a> = (Basis, Option<&'a str>);

/// The lines of the section; none where all is documented.
pub(super) fn lines(types: &Types<'_>, declared: &Declared) -> Vec<String> {
    let schema = types.api.schema(declared.schema);
    let own = reason(&schema.claim);
    let mut groups: Vec<(Reason<'_>, Vec<&str>)> = Vec::new();
    let mut count = 0;
    if let Some(object) = types.object(declared) {
        count = object.properties.len();
        for property in &object.properties {
            let reason = reason(types.api.property_claim(property));
            if reason == own || reason.0 == Basis::Documented {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, names)) => names.push(&property.name),
                None => groups.push((reason, vec![&property.name])),
            }
        }
    }
    let mut items: Vec<String> = Vec::new();
    if own.0 != Basis::Documented {
        items.push(item(&docs::basis(own.0).unwrap_or_default(), own));
    }
    // The rest of the properties need not be listed.
    groups.sort_by_key(|(_, names)| names.len() * 2 > count && names.len() > 3);
    for (reason, names) in groups {
        let what = if names.len() * 2 > count && names.len() > 3 {
            "The other properties".to_owned()
        } else {
            names.iter().map(|name| docs::code(name)).collect::<Vec<_>>().join(", ")
        };
        items.push(item(&format!("{what} {}", reason.0), reason));
    }
    if items.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["# How sure".to_owned(), String::new()];
    for item in items {
        let mut wrapped = docs::wrap(&item, WIDTH - 2).into_iter();
        lines.extend(wrapped.next().map(|first| format!("- {first}")));
        lines.extend(wrapped.map(|line| format!("  {line}")));
    }
    lines
}

fn reason(claim: &Claim) -> Reason<'_> {
    (claim.basis, claim.because.as_deref())
}

fn item(head: &str, (_, because): Reason<'_>) -> String {
    match because.map(docs::sentence).filter(|because| !because.is_empty()) {
        Some(because) => format!("{head}: {because}"),
        None => format!("{head}."),
    }
}
