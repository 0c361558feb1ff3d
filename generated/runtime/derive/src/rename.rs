//! The rules of `rename_all`, by serde's own algorithm.

/// The name of a field on the wire. A rule that is not known leaves it as it is.
pub(crate) fn apply(rule: Option<&str>, field: &str) -> String {
    match rule {
        Some("camelCase") => {
            let pascal = pascal(field);
            // serde cuts after the first byte.
            match pascal.split_at_checked(1) {
                Some((first, rest)) => first.to_ascii_lowercase() + rest,
                None => pascal,
            }
        }
        Some("PascalCase") => pascal(field),
        Some("SCREAMING_SNAKE_CASE") => field.to_ascii_uppercase(),
        Some("kebab-case") => field.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => field.to_ascii_uppercase().replace('_', "-"),
        _ => field.to_owned(),
    }
}

fn pascal(field: &str) -> String {
    let mut pascal = String::new();
    let mut capitalize = true;
    for c in field.chars() {
        match c {
            '_' => capitalize = true,
            c if capitalize => {
                pascal.push(c.to_ascii_uppercase());
                capitalize = false;
            }
            c => pascal.push(c),
        }
    }
    pascal
}
