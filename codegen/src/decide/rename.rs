//! Which of serde's rules for names makes most fields right, by serde's own algorithm.

use crate::names::Ident;

/// A rule of `#[serde(rename_all = "...")]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// No rule: fields are called as they are.
    None,
    Camel,
    Pascal,
    Upper,
    Kebab,
    UpperKebab,
}

impl Rule {
    /// Every rule that can make a difference to a field in `snake_case`, most usual first.
    const ALL: [Self; 6] =
        [Self::Camel, Self::None, Self::Pascal, Self::Kebab, Self::Upper, Self::UpperKebab];

    /// What the attribute calls it.
    pub(crate) fn as_str(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Camel => Some("camelCase"),
            Self::Pascal => Some("PascalCase"),
            Self::Upper => Some("SCREAMING_SNAKE_CASE"),
            Self::Kebab => Some("kebab-case"),
            Self::UpperKebab => Some("SCREAMING-KEBAB-CASE"),
        }
    }

    /// The name that serde gives to a field; none: the derive macro would panic.
    pub(crate) fn apply(self, field: &Ident) -> Option<String> {
        let field = field.unraw();
        Some(match self {
            Self::None => field.to_owned(),
            Self::Upper => field.to_ascii_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::UpperKebab => field.to_ascii_uppercase().replace('_', "-"),
            Self::Pascal => pascal(field),
            Self::Camel => {
                let pascal = pascal(field);
                // serde cuts after the first byte.
                let (first, rest) = pascal.split_at_checked(1)?;
                first.to_ascii_lowercase() + rest
            }
        })
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

/// The rule that leaves the fewest attributes to write.
pub(crate) fn rule<'n>(fields: impl Iterator<Item = (&'n Ident, &'n str)> + Clone) -> Rule {
    let cost = |rule: &Rule| {
        let mut wrong = usize::from(*rule != Rule::None);
        for (ident, wire) in fields.clone() {
            match rule.apply(ident) {
                Some(name) => wrong += usize::from(name != wire),
                None => return usize::MAX,
            }
        }
        wrong
    };
    // Where nothing needs a name, no rule is the shortest rule.
    Rule::ALL.into_iter().min_by_key(cost).unwrap_or(Rule::None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::snake;

    /// What serde makes of a field, by a derived struct of one field for each rule.
    macro_rules! by_serde {
        ($($field:ident)*) => { vec![$((stringify!($field), {
            #[derive(serde::Serialize)] struct Plain { $field: u8 }
            #[derive(serde::Serialize)] #[serde(rename_all = "camelCase")] struct Camel { $field: u8 }
            #[derive(serde::Serialize)] #[serde(rename_all = "PascalCase")] struct Pascal { $field: u8 }
            #[derive(serde::Serialize)] #[serde(rename_all = "SCREAMING_SNAKE_CASE")] struct Upper { $field: u8 }
            #[derive(serde::Serialize)] #[serde(rename_all = "kebab-case")] struct Kebab { $field: u8 }
            #[derive(serde::Serialize)] #[serde(rename_all = "SCREAMING-KEBAB-CASE")] struct UpperKebab { $field: u8 }
            [
                (Rule::None, serde_json::to_value(Plain { $field: 0 })),
                (Rule::Camel, serde_json::to_value(Camel { $field: 0 })),
                (Rule::Pascal, serde_json::to_value(Pascal { $field: 0 })),
                (Rule::Upper, serde_json::to_value(Upper { $field: 0 })),
                (Rule::Kebab, serde_json::to_value(Kebab { $field: 0 })),
                (Rule::UpperKebab, serde_json::to_value(UpperKebab { $field: 0 })),
            ]
        })),*] };
    }

    #[test]
    fn the_rules_are_those_of_serde() {
        let names = by_serde!(
            id session_id _2fa address_line1 address_line_1 a_b_c self_ r#type r#yield utf8_ _x
            u2460 naïve_name größe
        );
        for (field, rules) in names {
            let ident = crate::names::Scope::default().claim(Ident::raw(field));
            for (rule, value) in rules {
                let value = value.unwrap();
                let name = value.as_object().unwrap().keys().next().unwrap();
                assert_eq!(rule.apply(&ident).as_ref(), Some(name), "{field}");
            }
        }
    }

    #[test]
    fn where_serde_would_panic_there_is_no_answer() {
        assert_eq!(Rule::Camel.apply(&snake("été_b")), None);
        assert_eq!(Rule::Camel.apply(&Ident::raw("__")), None);
    }

    fn chosen(wires: &[&str]) -> Rule {
        let fields: Vec<(Ident, &str)> = wires.iter().map(|wire| (snake(wire), *wire)).collect();
        rule(fields.iter().map(|(ident, wire)| (ident, *wire)))
    }

    #[test]
    fn the_rule_that_spares_most_is_chosen() {
        assert_eq!(chosen(&["sessionId", "id", "storeURL"]), Rule::Camel);
        assert_eq!(chosen(&["sessionId"]), Rule::Camel);
        assert_eq!(chosen(&["session_id", "id"]), Rule::None);
        assert_eq!(chosen(&["id", "type"]), Rule::None);
        assert_eq!(chosen(&["Id", "SessionId"]), Rule::Pascal);
        assert_eq!(chosen(&["x-trace", "x-id"]), Rule::Kebab);
        assert_eq!(chosen(&["AN_ID", "TYPE"]), Rule::Upper);
        assert_eq!(chosen(&[]), Rule::None);
        // serde cannot make a camel of this, and would panic.
        assert_eq!(chosen(&["ключ", "sessionId", "storeId"]), Rule::None);
    }
}
