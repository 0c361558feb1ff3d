//! Good documents in, damaged ones out: bytes, values, keys and structure changed at random, the same
//! for the same number. The tests of every package that reads documents include this file.

use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A good document, as text and as a value.
pub(crate) struct Original {
    text: String,
    value: Value,
}

/// The curated document, one of a later version, and those of the generator's tests.
pub(crate) fn originals() -> Vec<Original> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_root = |folder: &&Path| folder.join("spec/oasis.yaml").is_file();
    let root = root.ancestors().find(is_root).unwrap();
    let cases = root.join("codegen/tests/fixtures/generate");
    let mut paths: Vec<PathBuf> = vec![
        root.join("spec/oasis.yaml"),
        root.join("codegen/drift/tests/fixtures/drift/base.yaml"),
        root.join("codegen/model/tests/fixtures/modern.yaml"),
    ];
    paths.extend(fs::read_dir(cases).unwrap().map(|case| case.unwrap().path().join("spec.yaml")));
    paths.sort();
    let original = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        Original { value: serde_yaml::from_str(&text).unwrap(), text }
    };
    paths.iter().map(original).collect()
}

/// A damaged form of one of these texts; the number says which.
pub(crate) fn mangled(originals: &[Original], number: u64) -> String {
    let mut dice = Dice(number);
    let original = dice.pick(originals);
    let mut text = original.text.clone();
    if dice.below(3) > 0 {
        let mut value = original.value.clone();
        for _ in 0..=dice.below(4) {
            damage(&mut value, &mut dice);
        }
        text = match dice.below(2) {
            0 => value.to_string(),
            _ => serde_yaml::to_string(&value).unwrap_or_default(),
        };
    }
    if dice.below(3) == 0 {
        for _ in 0..=dice.below(3) {
            text = torn(&text, &mut dice);
        }
    }
    text
}

/// Numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Changes one place of a document.
fn damage(document: &mut Value, dice: &mut Dice) {
    let pointers = pointers(document);
    let (at, other) = (dice.pick(&pointers).clone(), dice.pick(&pointers).clone());
    let copy = document.pointer(&other).cloned().unwrap_or_default();
    let names: Vec<&str> =
        pointers.iter().filter_map(|pointer| pointer.rsplit('/').next()).collect();
    let name = (*dice.pick(&names)).to_owned();
    let kind = dice.below(12);
    let odd = odd(dice, &other);
    let Some(value) = document.pointer_mut(&at) else { return };
    let own = value.take();
    *value = match (kind, own) {
        (0 | 1, _) => odd,
        (2, _) => copy,
        (3, _) => json!({ "$ref": format!("#{other}") }),
        (4, own) => json!({ "allOf": [own, { "$ref": format!("#{other}") }] }),
        (5, own) => json!({ *dice.pick(&["oneOf", "anyOf", "allOf"]): [own] }),
        (6, own) => json!({ *dice.pick(&["not", "items", "additionalProperties"]): own }),
        (7, own) => (0..dice.below(150)).fold(own, |inner, _| json!([inner])),
        (_, Value::Object(members)) => Value::Object(changed(members, name, odd, dice)),
        (_, Value::Array(mut items)) => {
            match dice.below(3) {
                0 => items.push(odd),
                1 => items.truncate(items.len() / 2),
                _ => items.extend(items.clone()),
            }
            Value::Array(items)
        }
        (_, own) => json!([own]),
    };
}

/// A member renamed, added or taken out.
fn changed(
    members: Map<String, Value>,
    name: String,
    odd: Value,
    dice: &mut Dice,
) -> Map<String, Value> {
    let victim = dice.below(members.len());
    let kind = dice.below(4);
    let mut changed: Map<String, Value> = Map::new();
    for (index, (key, value)) in members.into_iter().enumerate() {
        match kind {
            0 if index == victim => {}
            1 if index == victim => drop(changed.insert(name.clone(), value)),
            2 if index == victim => drop(changed.insert(key.to_uppercase() + "\u{202e}", value)),
            _ => drop(changed.insert(key, value)),
        }
    }
    if kind == 3 {
        changed.insert(name, odd);
    }
    changed
}

/// Values that are wrong, odd or dangerous somewhere in a document.
fn odd(dice: &mut Dice, pointer: &str) -> Value {
    let odd = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("\u{0}/~{}\r\u{202e}"),
        json!("object"),
        json!("{a}/{b}"),
        json!("^(?!a)(b|"),
        json!([]),
        json!([null, 1, "a", {}]),
        json!({}),
        json!({"$ref": "#/components/schemas/Session"}),
        json!({"$ref": "#/nowhere"}),
        json!({"$ref": "#"}),
        json!({"$ref": "other.yaml#/a"}),
        json!({"$ref": 7}),
        json!({"type": "string", "enum": [1, null]}),
        json!({"type": "string", "pattern": "((a{99}){99}){99}", "example": "b"}),
        json!({"type": ["string", "null", "object"], "const": 1}),
        json!({"allOf": [{"$ref": format!("#{pointer}")}, {"type": "string"}]}),
        json!({"not": {"not": {"$ref": format!("#{pointer}")}}}),
        json!({"type": "object", "additionalProperties": {"$ref": format!("#{pointer}")}}),
        json!({"type": "array", "items": {"type": "array", "items": {"nullable": true, "allOf": []}}}),
        json!({"4xx": {"description": "x"}, "get": {"responses": {}}}),
    ];
    dice.pick(&odd).clone()
}

/// Changes some bytes of a text.
fn torn(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = dice.below(chars.len());
    let end = (at + dice.below(40)).min(chars.len());
    match dice.below(4) {
        0 => drop(chars.drain(at..end)),
        1 => {
            let copy = chars[at..end].to_vec();
            chars.splice(at..at, copy);
        }
        2 => {
            let noise =
                [' ', '\n', '\t', ':', '-', '{', ']', '"', '\'', '#', '&', '*', '\u{0}', 'é'];
            let noise = (0..=dice.below(3)).map(|_| *dice.pick(&noise)).collect::<Vec<_>>();
            chars.splice(at..at, noise);
        }
        _ => {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
            lines.swap(one, other);
            return lines.join("\n");
        }
    }
    chars.into_iter().collect()
}

/// All JSON pointers of a value.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((at, value)) = open.pop() {
        let below = |token: &str| format!("{at}/{}", token.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(members) => {
                open.extend(members.iter().map(|(name, value)| (below(name), value)));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, value)| (below(&index.to_string()), value)));
            }
            _ => {}
        }
        found.push(at);
    }
    found
}
