//! What a document has against what the ledger says: every operation, parameter, media type, header and
//! schema that an operation leads to has an entry, or stands within something that has one that names
//! a loss. Held for the golden documents, and for those in the folder that `OASIS_CORPUS` names.

use oasis_model::pointer::escape_pointer;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The methods of a path item.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What is counted of one kind.
#[derive(Default)]
struct Count {
    all: usize,
    silent: Vec<String>,
}

/// A document beside the ledger of what was generated from it.
struct Account<'a> {
    document: &'a Value,
    /// What the ledger has, and whether any of it is a loss.
    entries: HashMap<String, bool>,
    seen: HashSet<String>,
    counts: BTreeMap<&'static str, Count>,
}

impl<'a> Account<'a> {
    fn of(document: &'a Value, text: &str) -> Option<Self> {
        let reading = oasis_model::read("spec", text);
        if !reading.is_document() {
            return None;
        }
        let mut entries = HashMap::new();
        for entry in oasis_codegen::generate(&reading.api).ledger.entries() {
            *entries.entry(entry.at).or_default() |= entry.fidelity.loss().is_some();
        }
        // A finding says so too.
        for finding in reading.findings {
            entries.insert(finding.at.pointer, true);
        }
        let (seen, counts) = (HashSet::new(), BTreeMap::new());
        let mut account = Self { document, entries, seen, counts };
        for (path, item) in object(document.get("paths")) {
            if !path.starts_with("x-") {
                account.path_item(&format!("/paths/{}", escape_pointer(path)), item);
            }
        }
        Some(account)
    }

    /// Where a value stands that may be a reference, and itself.
    fn resolve(&self, at: String, value: &'a Value) -> (String, &'a Value) {
        let (mut at, mut value) = (at, value);
        for _ in 0..20 {
            let target = value.get("$ref").and_then(Value::as_str);
            let Some(pointer) = target.and_then(|target| target.strip_prefix('#')) else { break };
            let Some(found) = self.document.pointer(pointer) else { break };
            (at, value) = (pointer.to_owned(), found);
        }
        (at, value)
    }

    /// Counts an element; says whether what is within it has to be counted too.
    fn enter(&mut self, kind: &'static str, site: &str, at: &str) -> bool {
        if !self.seen.insert(at.to_owned()) {
            return false;
        }
        let count = self.counts.entry(kind).or_default();
        count.all += 1;
        // A reference that leads nowhere is known by its own place.
        let places = [site.to_owned(), at.to_owned(), format!("{at}/$ref")];
        match places.iter().find_map(|place| self.entries.get(place)) {
            Some(true) => return false,
            Some(false) => {}
            None => count.silent.push(at.to_owned()),
        }
        true
    }

    /// Whether the ledger has a keyword of a schema as lost.
    fn is_lost(&self, at: &str, keyword: &str) -> bool {
        self.entries.get(&format!("{at}/{keyword}")) == Some(&true)
    }

    fn path_item(&mut self, site: &str, item: &'a Value) {
        let (at, item) = self.resolve(site.to_owned(), item);
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let at = format!("{at}/{method}");
            if self.seen.insert(at.clone()) {
                let is_known = self.entries.contains_key(&at)
                    || self.entries.contains_key(&format!("{site}/{method}"));
                let count = self.counts.entry("operations").or_default();
                count.all += 1;
                count.silent.extend((!is_known).then(|| at.clone()));
            }
            self.parameters(&at, operation);
            if let Some(body) = operation.get("requestBody") {
                let (at, body) = self.resolve(format!("{at}/requestBody"), body);
                self.content(&at, body);
            }
            for (status, response) in object(operation.get("responses")) {
                let site = format!("{at}/responses/{status}");
                let (at, response) = self.resolve(site, response);
                self.content(&at, response);
                for (name, header) in object(response.get("headers")) {
                    let site = format!("{at}/headers/{}", escape_pointer(name));
                    let (target, header) = self.resolve(site.clone(), header);
                    if self.enter("headers", &site, &target) {
                        self.schema(format!("{target}/schema"), header.get("schema"));
                    }
                }
            }
        }
        let operations: Vec<&Value> =
            METHODS.iter().filter_map(|method| item.get(*method)).collect();
        let is_needed = |parameter: &Value| operations.iter().any(|it| !overrides(it, parameter));
        self.listed(&at, item, is_needed);
    }

    fn parameters(&mut self, at: &str, holder: &'a Value) {
        self.listed(at, holder, |_| true);
    }

    fn listed(&mut self, at: &str, holder: &'a Value, is_needed: impl Fn(&Value) -> bool) {
        let listed = holder.get("parameters").and_then(Value::as_array);
        for (index, parameter) in listed.into_iter().flatten().enumerate() {
            let site = format!("{at}/parameters/{index}");
            let (target, parameter) = self.resolve(site.clone(), parameter);
            if is_needed(parameter) && self.enter("parameters", &site, &target) {
                self.schema(format!("{target}/schema"), parameter.get("schema"));
            }
        }
    }

    fn content(&mut self, at: &str, holder: &'a Value) {
        for (media_type, content) in object(holder.get("content")) {
            let at = format!("{at}/content/{}", escape_pointer(media_type));
            let schema = content.get("schema").map(|schema| self.resolve(String::new(), schema).1);
            let essence = media_type.split(';').next().unwrap_or_default().trim();
            let is_plain = !essence.ends_with("json") && is_string(schema);
            if self.enter("media types", &at, &at) && !is_plain {
                self.schema(format!("{at}/schema"), content.get("schema"));
            }
        }
    }

    /// A schema and what is within it; the parts of a composition count by what is within them.
    fn schema(&mut self, site: String, schema: Option<&'a Value>) {
        let mut open: Vec<(String, &'a Value, bool)> =
            schema.map(|schema| (site, schema, true)).into_iter().collect();
        while let Some((site, schema, counts)) = open.pop() {
            let (at, schema) = self.resolve(site.clone(), schema);
            // Elsewhere the reader moves it, and it is known by another place.
            let is_moved = at != site && !at.starts_with("/components/schemas/");
            if is_moved || says_nothing(schema) {
                continue;
            }
            let goes_on = match counts {
                true => self.enter("schemas", &site, &at),
                false => self.seen.insert(format!("{at} within")),
            };
            if !goes_on {
                continue;
            }
            // What is beside another type has no effect, and the ledger has all of it as one.
            let within = |key: &str| schema.get(key).filter(|_| !self.is_lost(&at, key));
            for (name, property) in object(within("properties")) {
                open.push((format!("{at}/properties/{}", escape_pointer(name)), property, true));
            }
            for key in ["items", "additionalProperties"] {
                let inner = within(key).filter(|inner| inner.is_object());
                open.extend(inner.map(|inner| (format!("{at}/{key}"), inner, true)));
            }
            for (key, counts) in [("oneOf", true), ("anyOf", true), ("allOf", false)] {
                let parts = schema.get(key).and_then(Value::as_array);
                for (index, part) in parts.into_iter().flatten().enumerate() {
                    open.push((format!("{at}/{key}/{index}"), part, counts));
                }
            }
        }
    }
}

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

/// A body of text or bytes says no more than its media type.
fn is_string(schema: Option<&Value>) -> bool {
    let kind = schema.and_then(|schema| schema.get("type"));
    kind.and_then(Value::as_str) == Some("string")
}

/// Whether a schema needs no type of its own: it allows anything, or it is the part of a union that is
/// null (the type is an `Option`) or one value (a variant of an enum).
fn says_nothing(schema: &Value) -> bool {
    let is_null = schema.get("type").and_then(Value::as_str) == Some("null");
    let is_one = schema.get("enum").and_then(Value::as_array).is_some_and(|all| all.len() == 1);
    let speaks =
        ["type", "properties", "items", "additionalProperties", "enum", "oneOf", "anyOf", "allOf"];
    let is_mute = speaks.iter().all(|key| schema.get(*key).is_none());
    is_mute || is_null || is_one || schema.get("const").is_some()
}

/// Whether an operation has a parameter of its own in place of its path's.
fn overrides(operation: &Value, parameter: &Value) -> bool {
    let own = operation.get("parameters").and_then(Value::as_array);
    let same = |own: &Value| ["name", "in"].iter().all(|key| own.get(*key) == parameter.get(*key));
    own.into_iter().flatten().any(same)
}

/// The documents in a folder and those below it.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => documents(&path, found),
            Some("json" | "yaml" | "yml") => found.push(path),
            _ => {}
        }
    }
}

#[test]
fn nothing_is_lost_in_silence() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/generate");
    let corpus = env::var_os("OASIS_CORPUS").map(PathBuf::from);
    let mut silent = String::new();
    let mut found = Vec::new();
    documents(&corpus.unwrap_or(own), &mut found);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let Ok(document) = serde_yaml::from_str::<Value>(&text) else { continue };
        let Some(account) = Account::of(&document, &text) else {
            println!("{}: not usable", path.display());
            continue;
        };
        for (kind, count) in &account.counts {
            let (all, lost) = (count.all, count.silent.len());
            println!("{}: {all} {kind}, {lost} silent", path.display());
            for at in count.silent.iter().take(5) {
                silent += &format!("{}: {kind} {at}\n", path.display());
            }
        }
    }
    assert!(silent.is_empty(), "neither in the code nor in the ledger:\n{silent}");
}
