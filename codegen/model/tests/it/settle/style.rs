//! Comments, order and line ends stay, whatever the style of the document.

use super::{cases, observed, spec};
use oasis_model::read;
use oasis_model::settle::{Change, apply, diff};
use serde_json::{Value, json};

/// A comment in front of every key, and one behind every plain scalar.
fn commented(text: &str) -> String {
    let mut out = String::new();
    let mut folded: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        folded = folded.filter(|column| indent > *column);
        let is_key = folded.is_none() && line.contains(": ") && !line.trim_start().starts_with('#');
        if is_key && !line.trim_start().starts_with('-') {
            out.push_str(&format!("{}# front {number}\n", " ".repeat(indent)));
        }
        out.push_str(line);
        if line.ends_with(">-") {
            folded = Some(indent);
        } else if is_key && line.len() < 80 {
            out.push_str(&format!(" # tail {number}"));
        }
        out.push('\n');
    }
    out
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("# front "));
    lines.map(|line| format!("{}\n", line.split(" # tail ").next().unwrap())).collect()
}

fn comments(text: &str) -> usize {
    text.matches("# front ").count() + text.matches("# tail ").count()
}

#[test]
fn comments_stay() {
    let text = spec();
    let noisy = commented(&text);
    assert_eq!(without_comments(&noisy), text);
    assert_eq!(read("x", &noisy).findings, []);
    let cases = cases(&read("oasis.yaml", &text).api);
    let mut refused = 0;
    let mut tried = 0;
    for case in cases.iter().step_by(17).filter(|case| !case.may_fail) {
        let edits = [case.edit.clone()];
        let Ok(plain) = apply(&text, &edits) else { continue };
        tried += 1;
        match apply(&noisy, &edits) {
            Ok(new) => {
                assert_eq!(without_comments(&new), plain, "{edits:?}");
                // Only lines that go take their comments along.
                let lost = comments(&noisy) - comments(&new);
                let changed = diff("x", &noisy, &new);
                let gone = changed.lines().filter(|line| line.starts_with('-')).count();
                assert!(lost <= gone && lost <= 8, "{changed}");
            }
            Err(problem) => {
                assert!(problem.contains("comment"), "{problem}");
                refused += 1;
            }
        }
    }
    assert!(refused * 20 < tried, "{refused} of {tried}");
}

#[test]
fn line_ends_stay() {
    let edits = [
        observed("/components/schemas/ErrorItem/properties/field", Change::Nullable(true)),
        observed("/components/schemas/Payment", Change::Nullable(true)),
        observed("/components/schemas/Customer/properties/metadata", Change::Nullable(true)),
    ];
    let new = apply(&spec(), &edits).unwrap();
    let windows = apply(&spec().replace('\n', "\r\n"), &edits).unwrap();
    assert_eq!(windows, new.replace('\n', "\r\n"));
    let (open, marked) = (spec().trim_end().to_owned(), format!("\u{feff}{}", spec()));
    assert_eq!(apply(&open, &edits).as_deref(), Ok(new.trim_end()));
    assert_eq!(apply(&marked, &edits), Ok(format!("\u{feff}{new}")));
}

/// Documents with one schema in many styles.
#[test]
fn other_styles_are_edited_or_refused_unharmed() {
    let keyword = |key: &str, value: Value| Change::Keyword(key.to_owned(), value);
    let required = |name: &str, flag| Change::Required(name.to_owned(), flag);
    let null = Change::Nullable(true);
    for (schema, change, expected) in [
        ("{type: string} # why", null.clone(), Some("{type: string, nullable: true} # why")),
        ("{ type: object,\n       properties: {} }", null.clone(), None),
        (
            "{type: object, required: [a, b], properties: {a: {}, b: {}}}",
            required("a", false),
            Some("{type: object, required: [b], properties: {a: {}, b: {}}}"),
        ),
        (
            "\n   type: object\n   required: [a, b] # all\n   properties: {a: {}, b: {}}",
            required("a", false),
            Some("\n   type: object\n   required: [b] # all\n   properties: {a: {}, b: {}}"),
        ),
        (
            "\n   type: object\n   required:\n   - a\n   # b\n   - b\n   properties: {a: {}, b: {}}",
            required("a", false),
            Some("\n   type: object\n   required:\n   # b\n   - b\n   properties: {a: {}, b: {}}"),
        ),
        (
            "\n   type: object\n   required:\n   - a\n   properties: {a: {}, b: {}}",
            required("b", true),
            Some("\n   type: object\n   required:\n   - a\n   - b\n   properties: {a: {}, b: {}}"),
        ),
        (
            "\n   required: [a]\n   type: object\n   properties: {a: {}}",
            required("a", false),
            Some("\n   type: object\n   properties: {a: {}}"),
        ),
        (
            "\n   description: |\n    # no comment\n\n    type: x\n   type: string",
            keyword("minLength", json!(2)),
            Some(
                "\n   description: |\n    # no comment\n\n    type: x\n   type: string\n   minLength: 2",
            ),
        ),
        (
            "\n   description: 'a\n     b'\n   type: string\n\n\n # end",
            keyword("pattern", json!("#'\\")),
            None,
        ),
        ("&a {type: string}", null.clone(), None),
        (
            "\n   \"type\": string\n   'enum':\n     - a # first",
            Change::EnumValue(json!("no")),
            Some("\n   \"type\": string\n   'enum':\n     - a # first\n     - \"no\""),
        ),
        ("{$ref: '#/components/schemas/B'}", null.clone(), None),
        ("\n   $ref: '#/components/schemas/B'", null, None),
    ] {
        let document = |schema: &str| {
            let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n schemas:\n";
            let gap = if schema.starts_with('\n') { "" } else { " " };
            format!("{head}  A:{gap}{schema}\n  B: {{type: string}} # b\n")
        };
        let edit = oasis_model::settle::Edit {
            observed: None,
            ..observed("/components/schemas/A", change)
        };
        match (apply(&document(schema), &[edit]), expected) {
            (Ok(new), Some(expected)) => assert_eq!(new, document(expected)),
            (Ok(new), None) => println!("{new}"),
            (Err(problem), expected) => assert!(expected.is_none(), "{schema}: {problem}"),
        }
    }
}
