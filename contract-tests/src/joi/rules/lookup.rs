//! From what a validator says to the rules that it may mean.
//!
//! In comes a code or a sentence, out come rows, several where Joi speaks of several rules alike. It knows
//! the sentences of the table only, not those that a schema gives itself.

use super::{Generation, RULES, Row};

/// The rules that a code stands for, each with the generation that calls it so; one that is called so
/// by both stands here once, with the later generation.
pub fn rules_of_code(code: &str) -> Vec<(&'static Row, Generation)> {
    let generations = [Generation::Joi16, Generation::Joi15];
    let speaker = |row: &'static Row| {
        let generation = generations.into_iter().find(|generation| row.code(*generation) == code);
        generation.map(|generation| (row, generation))
    };
    RULES.iter().filter_map(speaker).collect()
}

/// The rules that a sentence after the label may speak of, in either generation.
pub fn rules_of_sentence(sentence: &str) -> Vec<&'static Row> {
    let speaks = |row: &&Row| {
        [&row.joi16, &row.joi15].into_iter().any(|words| fits(words.sentence, sentence))
    };
    RULES.iter().filter(speaks).collect()
}

/// Whether a sentence is this template with its placeholders filled.
fn fits(template: &str, sentence: &str) -> bool {
    let mut pieces = template.split(['{', '}']).peekable();
    let Some(mut rest) = pieces.next().and_then(|start| sentence.strip_prefix(start)) else {
        return false;
    };
    while let (Some(name), Some(text)) = (pieces.next(), pieces.next()) {
        let end = match pieces.peek() {
            Some(_) => rest.find(text),
            None => rest.strip_suffix(text).map(str::len),
        };
        let Some(end) = end.filter(|end| may_fill(name, &rest[..*end])) else { return false };
        rest = &rest[end + text.len()..];
    }
    rest.is_empty()
}

/// Whether a text may stand where this placeholder is.
fn may_fill(placeholder: &str, text: &str) -> bool {
    match placeholder {
        "one of" => matches!(text, "" | "one of "),
        "s" => matches!(text, "" | "s"),
        "limit" => text.parse::<f64>().is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;

    #[test]
    fn every_rule_stands_at_its_place_and_is_found_by_its_words() {
        for (index, row) in RULES.iter().enumerate() {
            assert_eq!(row.rule as usize, index, "{row:?}");
            for generation in [Generation::Joi16, Generation::Joi15] {
                let found = rules_of_code(row.code(generation));
                assert!(found.iter().any(|(other, _)| *other == row), "{row:?}");
                let values = [
                    ("limit", "5".to_owned()),
                    ("one of", "one of ".to_owned()),
                    ("list", "a, b".to_owned()),
                    ("value", "x\" y".to_owned()),
                    ("pattern", "/^{a}$/".to_owned()),
                ];
                let sentence = row.sentence(generation, &values);
                assert!(!sentence.contains(['{', '}']) || row.rule == Rule::StringPattern);
                assert!(rules_of_sentence(&sentence).contains(&row), "{sentence}");
            }
        }
    }

    #[test]
    fn a_sentence_speaks_of_no_other_rule_than_it_says() {
        for (sentence, rules) in [
            ("must be [true]", &[Rule::Only][..]),
            ("must be one of [object, string]", &[Rule::Only, Rule::NoTypeFits]),
            ("must be a string", &[Rule::StringBase]),
            ("must be greater than or equal to 0", &[Rule::NumberMin]),
            ("must be larger than or equal to -1.5", &[Rule::NumberMin]),
            ("must be greater than 0", &[Rule::NumberGreater]),
            ("must have at least 1 key", &[Rule::ObjectMin]),
            ("must be a valid ISO 8601 date", &[Rule::StringIsoDate, Rule::DateFormat]),
            ("must have at least many keys", &[]),
            ("is required here", &[]),
            ("", &[]),
        ] {
            let found: Vec<Rule> = rules_of_sentence(sentence).iter().map(|row| row.rule).collect();
            assert_eq!(found, rules, "{sentence}");
        }
        let keywords = |code| rules_of_code(code).iter().map(|(row, _)| row.keyword).collect();
        let keywords: [Vec<&str>; 2] = [keywords("any.empty"), keywords("no.such")];
        assert_eq!(keywords, [vec!["minLength"], vec![]]);
    }
}
