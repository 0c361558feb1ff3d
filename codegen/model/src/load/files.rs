//! References to files beside a document. In come the document and a way to read files, out come the
//! files as values, and every such reference as a pointer below one key, under which the files are
//! found like any other part of the document.
//!
//! Nothing beyond the document's folder is asked for, and no other host.

use super::references::percent_decoded;
use super::text;
use crate::pointer::escape_pointer;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Reads a file by its path from the document's folder, with forward slashes; else says why not.
pub type ReadFile<'a> = &'a (dyn Fn(&str) -> Result<String, String> + Sync);

/// The key that the files stand under.
pub(super) const KEY: &str = "x-files";
/// Limit on the files of one document.
const MOST: usize = 1_000;

/// The files that a document refers to.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The files by path.
    pub(super) found: Map<String, Value>,
    /// Why a reference is not followed.
    pub(super) refused: BTreeMap<String, String>,
}

/// Reads every file that the document refers to, and those that these refer to.
pub(super) fn embed(document: &mut Value, name: &str, read: ReadFile<'_>) -> Files {
    let own = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut reader = Reader { own, read, files: Files::default(), waiting: Vec::new() };
    reader.rewrite(document, "");
    while let Some(path) = reader.waiting.pop() {
        let Some(mut value) = reader.files.found.get_mut(&path).map(Value::take) else { continue };
        reader.rewrite(&mut value, &path);
        reader.files.found.insert(path, value);
    }
    reader.files
}

struct Reader<'a> {
    /// What the document itself is called.
    own: String,
    read: ReadFile<'a>,
    files: Files,
    /// Files whose references are still to be rewritten.
    waiting: Vec<String>,
}

impl Reader<'_> {
    /// Rewrites the references in a file; the document's own path is empty.
    fn rewrite(&mut self, value: &mut Value, file: &str) {
        let mut open = vec![(value, false)];
        while let Some((value, names)) = open.pop() {
            match value {
                Value::Object(members) => {
                    for (key, value) in members.iter_mut() {
                        match value {
                            Value::String(target) if key == "$ref" && !names => {
                                self.point(target, file);
                            }
                            Value::Object(mapping) if key == "mapping" && !names => {
                                mapping.values_mut().for_each(|it| self.point_mapped(it, file));
                            }
                            value if names || !is_data(key) => {
                                open.push((value, !names && NAMES.contains(&key.as_str())));
                            }
                            _ => {}
                        }
                    }
                }
                Value::Array(items) => open.extend(items.iter_mut().map(|item| (item, false))),
                _ => {}
            }
        }
    }

    /// A discriminator names a schema by reference, or by name alone.
    fn point_mapped(&mut self, target: &mut Value, file: &str) {
        if let Value::String(target) = target
            && target.contains(['#', '/', '.'])
        {
            self.point(target, file);
        }
    }

    /// Makes a pointer into the document of a reference.
    fn point(&mut self, target: &mut String, file: &str) {
        let (path, fragment) = target.split_once('#').unwrap_or((target.as_str(), ""));
        if (path.is_empty() && file.is_empty()) || path.contains("://") {
            return;
        }
        let found = match path {
            "" => Ok(file.to_owned()),
            path => self.find(path, file),
        };
        match found {
            Ok(path) if path.is_empty() => *target = format!("#{fragment}"),
            Ok(path) => *target = format!("#/{KEY}/{}{fragment}", escape_pointer(&path)),
            Err(why) => {
                self.files.refused.insert(target.clone(), why);
            }
        }
    }

    /// The path of a file from the document's folder, once the file is read.
    fn find(&mut self, path: &str, file: &str) -> Result<String, String> {
        let decoded = percent_decoded(path).ok_or("the path is not UTF-8")?;
        let path = resolve(&decoded, file).ok_or("it leads out of the document's folder")?;
        if path == self.own {
            return Ok(String::new());
        }
        if !self.files.found.contains_key(&path) {
            if self.files.found.len() >= MOST {
                return Err(format!("the document refers to more than {MOST} files"));
            }
            let text = (self.read)(&path)?;
            let value = text::value(&text)?;
            self.files.found.insert(path.clone(), value);
            self.waiting.push(path.clone());
        }
        Ok(path)
    }
}

/// Keys whose members are called as the author likes.
const NAMES: [&str; 14] = [
    "$defs",
    "callbacks",
    "definitions",
    "dependentSchemas",
    "examples",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// Whether a key holds data, in which a reference is none.
fn is_data(key: &str) -> bool {
    ["const", "default", "enum", "example", "value"].contains(&key) || key.starts_with("x-")
}

/// The path from the document's folder; `None` if it leads out of there.
fn resolve(path: &str, from: &str) -> Option<String> {
    if path.starts_with('/') || path.contains(['\\', ':']) {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn a_path_stays_in_the_folder_of_the_document() {
        for (path, from, expected) in [
            ("pet.yaml", "", Some("pet.yaml")),
            ("./a/pet.yaml", "", Some("a/pet.yaml")),
            ("../b.yaml", "a/pet.yaml", Some("b.yaml")),
            ("b.yaml", "a/pet.yaml", Some("a/b.yaml")),
            ("../b.yaml", "", None),
            ("a/../../b.yaml", "", None),
            ("/etc/passwd", "", None),
            ("C:\\b.yaml", "", None),
            ("..\\b.yaml", "", None),
            ("a/..", "", None),
        ] {
            assert_eq!(resolve(path, from).as_deref(), expected, "{path} from {from}");
        }
    }
}
