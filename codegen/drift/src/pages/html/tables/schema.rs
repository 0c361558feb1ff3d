//! A schema table in, a JSON Schema out.
//!
//! A table is a map of rows that refer to one another. The rows are put in where they are referred to;
//! one that contains itself becomes a component. What a union says of itself is repeated for each of
//! its alternatives, and counts there.

use super::tags::{self, text};
use serde_json::{Map, Value, json};

/// The schemas of a page on their way.
#[derive(Default)]
pub(super) struct Schemas {
    /// Components, by name: the rows that contain themselves.
    pub(super) components: Map<String, Value>,
    /// How many rows were read.
    count: usize,
    /// How many tables were read.
    tables: usize,
}

/// Limit on the rows of a page, those counted that are put in several times.
const MOST_ROWS: usize = 100_000;

/// Limit on how deep rows nest.
const DEEPEST: usize = 60;

/// One table that is being read.
struct Reading<'a> {
    schemas: &'a mut Schemas,
    refs: &'a Value,
    /// The rows around the present one.
    around: Vec<String>,
    /// Rows that contain themselves.
    cyclic: Vec<String>,
}

impl Schemas {
    /// The schema of a table.
    ///
    /// # Errors
    /// What of the table is not known.
    pub(super) fn read(&mut self, table: &Value) -> Result<Value, String> {
        self.tables += 1;
        let (root, refs) = (table["$root"].as_str().unwrap_or_default(), &table["refs"]);
        let mut reading = Reading { schemas: self, refs, around: vec![], cyclic: vec![] };
        let schema = reading.row(root)?;
        let mut done = 0;
        while let Some(id) = reading.cyclic.get(done).cloned() {
            done += 1;
            let name = reading.name(&id);
            let component = reading.content(&id)?;
            reading.schemas.components.insert(name, component);
        }
        Ok(schema)
    }
}

impl Reading<'_> {
    fn row(&mut self, id: &str) -> Result<Value, String> {
        self.schemas.count += 1;
        if self.schemas.count > MOST_ROWS || self.around.len() > DEEPEST {
            return Err("its tables are larger or nest deeper than those of any page".to_owned());
        }
        if self.around.iter().any(|around| around == id) {
            if !self.cyclic.iter().any(|known| known == id) {
                self.cyclic.push(id.to_owned());
            }
            return Ok(json!({"$ref": format!("#/components/schemas/{}", self.name(id))}));
        }
        self.around.push(id.to_owned());
        let content = self.content(id);
        self.around.pop();
        content
    }

    /// The name of the component that a row becomes.
    fn name(&self, id: &str) -> String {
        let stem = id.rsplit('/').next().unwrap_or(id);
        let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        let stem: String = stem.chars().filter(is_word).collect();
        format!("{stem}_{}", self.schemas.tables)
    }

    fn content(&mut self, id: &str) -> Result<Value, String> {
        let refs = self.refs;
        let row =
            refs.get(id).ok_or_else(|| format!("a table refers to `{id}`, which it lacks"))?;
        let mut schema = tags::keywords(row.get("infoTags").unwrap_or(&Value::Null))
            .map_err(|reason| format!("{reason} (in a table, at `{id}`)"))?;
        if row.get("deprecated") == Some(&Value::Bool(true)) {
            schema.insert("deprecated".to_owned(), json!(true));
        }
        if let Some(text) = row.get("description").map(text).filter(|text| !text.is_empty()) {
            schema.insert("description".to_owned(), text.into());
        }
        match row.get("type").and_then(Value::as_str) {
            Some("object") => self.object(row, &mut schema)?,
            Some("array") => {
                schema.insert("type".to_owned(), json!("array"));
                schema.insert("items".to_owned(), self.row(target(&row["item"])?)?);
            }
            Some("or") => self.union(row, &mut schema)?,
            Some("and") => {
                let parts = self.all(&row["items"])?;
                schema.insert("allOf".to_owned(), Value::Array(parts));
            }
            Some("primitive") => primitive(row, &mut schema)?,
            other => {
                return Err(format!(
                    "a row of a table is of the kind {other:?}, which is not known"
                ));
            }
        }
        Ok(Value::Object(schema))
    }

    fn all(&mut self, items: &Value) -> Result<Vec<Value>, String> {
        items.as_array().into_iter().flatten().map(|item| self.row(target(item)?)).collect()
    }

    fn object(&mut self, row: &Value, schema: &mut Map<String, Value>) -> Result<(), String> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let mut patterns = Map::new();
        for prop in row["props"].as_array().into_iter().flatten() {
            let name = prop["name"].as_str().unwrap_or_default();
            let value = match target(prop)? {
                "true" => json!({}),
                id => self.row(id)?,
            };
            if name == "[key: string]" {
                schema.insert("additionalProperties".to_owned(), value);
                continue;
            }
            if let Some(pattern) = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
                patterns.insert(pattern.to_owned(), value);
                continue;
            }
            if prop.get("required") == Some(&Value::Bool(true)) {
                required.push(json!(name));
            }
            properties.insert(name.to_owned(), value);
        }
        schema.insert("type".to_owned(), json!("object"));
        let parts = [
            ("properties", Value::Object(properties)),
            ("patternProperties", Value::Object(patterns)),
            ("required", Value::Array(required)),
        ];
        let is_empty = |value: &Value| *value == json!({}) || *value == json!([]);
        let parts = parts.into_iter().filter(|(_, value)| !is_empty(value));
        schema.extend(parts.map(|(key, value)| (key.to_owned(), value)));
        Ok(())
    }

    fn union(&mut self, row: &Value, schema: &mut Map<String, Value>) -> Result<(), String> {
        let prose: Map<String, Value> = ["default", "deprecated", "description"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), schema.get(key)?.clone())))
            .collect();
        let mut alternatives = self.all(&row["items"])?;
        for alternative in alternatives.iter_mut().filter_map(Value::as_object_mut) {
            alternative.retain(|key, value| prose.get(key) != Some(value));
        }
        alternatives.retain(|alternative| alternative.get("enum") != Some(&json!([])));
        *schema = prose;
        let null = json!({"type": "null"});
        let others: Vec<&Value> = alternatives.iter().filter(|one| **one != null).collect();
        match others.as_slice() {
            // A type or null.
            [one] if alternatives.len() == 2 && one.get("type").is_some_and(Value::is_string) => {
                let mut one = (*one).clone();
                one["type"] = json!([one["type"], "null"]);
                if let Some(Value::Array(values)) = one.get_mut("enum") {
                    values.push(Value::Null);
                }
                if let Value::Object(one) = one {
                    schema.extend(one.into_iter().filter(|(key, _)| key != "description"));
                }
            }
            _ => drop(schema.insert("anyOf".to_owned(), Value::Array(alternatives))),
        }
        Ok(())
    }
}

fn target(reference: &Value) -> Result<&str, String> {
    let id = reference.get("$type").and_then(Value::as_str);
    id.ok_or_else(|| "a table has a row without a type".to_owned())
}

fn primitive(row: &Value, schema: &mut Map<String, Value>) -> Result<(), String> {
    let name = row["typeName"].as_str().unwrap_or_default();
    match name {
        "any" => {}
        "never" => drop(schema.insert("not".to_owned(), json!({}))),
        "null" => *schema = Map::from_iter([("type".to_owned(), json!("null"))]),
        "file" => {
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("format".to_owned(), json!("binary"));
        }
        "string" | "integer" | "number" | "boolean" | "object" | "array" => {
            schema.insert("type".to_owned(), json!(name));
            keep_own(name, schema);
        }
        other => return Err(format!("a table has the type `{other}`, which is not known")),
    }
    Ok(())
}

/// Takes out what is repeated from a union and says nothing of values of this type.
fn keep_own(name: &str, schema: &mut Map<String, Value>) {
    let of_numbers =
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].as_slice();
    let foreign: Vec<&str> = [
        (of_numbers, ["integer", "number"].as_slice()),
        (&["minLength", "maxLength", "pattern"], &["string"]),
        (&["minItems", "maxItems"], &["array"]),
        (&["minProperties", "maxProperties"], &["object"]),
        (&["format"], &["string", "integer", "number"]),
    ]
    .into_iter()
    .filter(|(_, types)| !types.contains(&name))
    .flat_map(|(keywords, _)| keywords.iter().copied())
    .collect();
    schema.retain(|key, _| !foreign.contains(&key.as_str()));
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| fits(name, value));
    }
}

fn fits(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" | "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        _ => value.is_array(),
    }
}
