//! Writes a value as a React stream, and the stream as a page: rows, references to rows and to places
//! within them, strings with a dollar, long texts, pieces cut anywhere.

use serde_json::{Value, json};
use std::collections::HashMap;

/// What stands for the dollar that an element begins with.
pub(super) const ELEMENT: &str = "\u{1}element";

/// A small generator of numbers, so that a page is the same for the same seed.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// A page on its way.
pub(super) struct Encoder {
    dice: Dice,
    rows: Vec<String>,
    next: usize,
    /// Objects that stand somewhere already, with their place.
    known: HashMap<String, String>,
}

impl Encoder {
    pub(super) fn new(seed: u64) -> Self {
        Self { dice: Dice(seed), rows: Vec::new(), next: 1, known: HashMap::new() }
    }

    fn id(&mut self) -> String {
        self.next += 1;
        format!("{:x}", self.next)
    }

    /// The value as it stands in row `row`, at this place.
    fn value(&mut self, value: &Value, row: &str, path: &str) -> Value {
        if value.is_object() && value.as_object().is_some_and(|map| !map.is_empty()) {
            if let Some(place) = self.known.get(&value.to_string()) {
                return json!(format!("${place}"));
            }
            if self.dice.below(6) == 0 {
                let id = self.id();
                self.row(&id, value);
                let mark = ["$", "$L", "$@"][self.dice.below(3)];
                return json!(format!("{mark}{id}"));
            }
        }
        match value {
            Value::String(text) if text.len() > 40 && self.dice.below(2) == 0 => {
                let id = self.id();
                self.rows.push(format!("{id}:T{:x},{text}", text.len()));
                json!(format!("${id}"))
            }
            Value::String(text) if text.starts_with('$') => json!(format!("${text}")),
            Value::Array(items) if items.first() == Some(&json!(ELEMENT)) => {
                let props = self.value(&items[3], row, &format!("{path}:props"));
                json!(["$", items[1], items[2], props])
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.map(|(at, item)| self.value(item, row, &format!("{path}:{at}"))).collect()
            }
            Value::Object(map) => {
                let inner = map.iter();
                let written = inner
                    .map(|(key, item)| {
                        (key.clone(), self.value(item, row, &format!("{path}:{key}")))
                    })
                    .collect();
                if !map.is_empty()
                    && !path.is_empty()
                    && !path[1..].contains("::")
                    && map.keys().all(|k| !k.contains(':'))
                {
                    self.known.insert(value.to_string(), format!("{row}{path}"));
                }
                Value::Object(written)
            }
            other => other.clone(),
        }
    }

    /// Writes a row of JSON. The row itself comes before or after those that it refers to.
    pub(super) fn row(&mut self, id: &str, value: &Value) {
        let at = self.rows.len();
        let written = match value {
            Value::Object(map) => {
                let items = map.iter();
                items
                    .map(|(key, item)| (key.clone(), self.value(item, id, &format!(":{key}"))))
                    .collect()
            }
            other => self.value(other, id, ""),
        };
        let at = if self.dice.below(2) == 0 { at } else { self.rows.len() };
        self.rows.insert(at, format!("{id}:{written}\n"));
    }

    /// Writes a row as it is.
    pub(super) fn plain(&mut self, row: &str) {
        self.rows.push(format!("{row}\n"));
    }

    /// The page.
    pub(super) fn page(mut self) -> String {
        let stream = self.rows.concat();
        let mut html = "<!DOCTYPE html><html><body><p>text</p><script>(self.__next_f=self.__next_f||[]).push([0])</script>".to_owned();
        let mut rest = stream.as_str();
        while !rest.is_empty() {
            let mut end = (1 + self.dice.below(200)).min(rest.len());
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let piece = json!([1, rest[..end]]).to_string().replace('<', "\\u003c");
            html.push_str(&format!("<script>self.__next_f.push({piece})</script>"));
            rest = &rest[end..];
        }
        html + "</body></html>"
    }
}

/// A page whose tree has these properties in an element.
pub(super) fn page(seed: u64, props: &Value) -> String {
    let mut encoder = Encoder::new(seed);
    encoder.plain("1:\"$Sreact.fragment\"");
    encoder.plain("a0:I[123,[\"/chunk.js\"],\"Page\"]");
    encoder.plain(":HL[\"/style.css\",\"style\"]");
    encoder.plain("0:{\"c\":[\"\",\"docs\",\"light\"],\"f\":[[\"$\",\"$La0\",null,{\"children\":\"$La1\"}],\"$undefined\"]}");
    let id = "a1";
    encoder.row(id, &json!({"props": props}));
    encoder.page()
}
