//! The user's files of a new crate: manifest, `lib.rs` and README. Text alone, no disk.

use super::surroundings::Surroundings;
use oasis_codegen::Feature;
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::Value;

/// How a crate takes the generated files in.
pub(super) const DECLARATION: &str = "mod generated";

/// The versions of this repository, which those of the crate have to agree with.
const WORKSPACE: &str = include_str!("../../../Cargo.toml");

/// What generated code names, besides the runtime.
const DEPENDENCIES: [&str; 4] = ["indexmap", "jiff", "serde", "serde_json"];

/// The oldest compiler that the runtime works with.
const RUST_VERSION: &str = "1.88";

/// The longest name of a package.
const LONGEST: usize = 60;

/// What is said of a new crate.
#[derive(Debug)]
pub(super) struct Package<'a> {
    /// The title of the document.
    pub(super) title: &'a str,
    /// The document, as the command names it.
    pub(super) document: String,
    /// The features of its parts.
    pub(super) parts: &'a [Feature],
}

impl Package<'_> {
    /// The files, by path from the root of the crate.
    pub(super) fn files(&self, surroundings: &Surroundings) -> BTreeMap<PathBuf, String> {
        let files = [
            ("Cargo.toml", self.manifest(surroundings)),
            ("README.md", self.readme(surroundings)),
            ("src/lib.rs", LIBRARY.to_owned()),
        ];
        files.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect()
    }

    /// Every feature that generated code asks for, with its line in a manifest.
    pub(super) fn features(&self) -> Vec<(String, String)> {
        let fixed = FEATURES.map(|(name, needs, _)| (name.to_owned(), format!("{name} = {needs}")));
        let part = |part: &Feature| (part.name.clone(), format!("{} = []", part.name));
        fixed.into_iter().chain(self.parts.iter().map(part)).collect()
    }

    fn manifest(&self, surroundings: &Surroundings) -> String {
        let default =
            ["client"].into_iter().chain(self.parts.iter().map(|part| part.name.as_str()));
        let default: String = default.map(|name| format!("  {name:?},\n")).collect();
        let fixed: String = FEATURES
            .iter()
            .map(|(name, needs, what)| format!("# {what}\n{name} = {needs}\n"))
            .collect();
        let parts: String = self.parts.iter().map(|part| format!("{} = []\n", part.name)).collect();
        let parts = match self.parts {
            [] => parts,
            _ => format!("# The operations of one tag each.\n{parts}"),
        };
        let dependencies: String = DEPENDENCIES.map(|name| dependency(name, "")).concat();
        let workspace = match surroundings.workspace {
            Some(_) => {
                "\n# The workspace above does not have this crate as a member.\n[workspace]\n"
            }
            None => "",
        };
        format!(
            "[package]\nname = \"{name}\"\ndescription = {description}\nversion = \"0.1.0\"\n\
             edition = \"2024\"\nrust-version = \"{RUST_VERSION}\"\npublish = false\n\n\
             [features]\ndefault = [\n{default}]\n{fixed}{parts}\n\
             [dependencies]\n{dependencies}\
             oasis-runtime = {{ {runtime}, default-features = false }}\n{schemars}\n\
             [package.metadata.docs.rs]\nall-features = true\n{workspace}",
            name = name(self.title),
            description =
                Value::from(format!("Types, client and server stubs: {}.", line(self.title))),
            runtime = surroundings.runtime,
            schemars = dependency("schemars", ", optional = true"),
        )
    }

    fn readme(&self, surroundings: &Surroundings) -> String {
        let fixed = FEATURES.iter().map(|(name, _, what)| format!("| `{name}` | {what} |\n"));
        let part = |part: &Feature| {
            format!(
                "| `{}` | the operations of `{}` |\n",
                part.name,
                line(&part.tag).replace(['`', '|'], " ")
            )
        };
        let features: String = fixed.chain(self.parts.iter().map(part)).collect();
        README
            .replace("{name}", &name(self.title))
            .replace("{ident}", &name(self.title).replace('-', "_"))
            .replace("{runtime}", &surroundings.runtime)
            .replace("{features}", &features)
            .replace("{document}", &self.document)
            .replace("{title}", &line(self.title))
    }
}

/// The features that every crate has: name, what it brings, what it is for.
const FEATURES: [(&str, &str, &str); 5] = [
    ("client", r#"["oasis-runtime/client"]"#, "The client, with TLS through rustls and ring."),
    (
        "server",
        r#"["oasis-runtime/server", "examples"]"#,
        "Traits to implement, and a router over each; they answer with examples until written.",
    ),
    (
        "serve",
        r#"["server", "oasis-runtime/serve"]"#,
        "A server for these routers that slow and broken callers do not hold up.",
    ),
    ("examples", "[]", "An example body of each operation, as JSON."),
    (
        "schema",
        r#"["oasis-runtime/schema", "dep:schemars"]"#,
        "`schemars::JsonSchema` for every type.",
    ),
];

const LIBRARY: &str = "//! Types, a client and server stubs, generated from an OpenAPI document.\n\
    //!\n\
    //! The generated code is in `src/generated` and is never edited by hand. This file was written once\n\
    //! and is yours.\n\n\
    #[rustfmt::skip]\n\
    mod generated;\n\n\
    pub use generated::*;\n\
    pub use oasis_runtime as runtime;\n";

const README: &str = include_str!("crate.md");

/// A dependency of the crate, as this repository has it.
fn dependency(name: &str, more: &str) -> String {
    let head = format!("{name} = ");
    let value = WORKSPACE.lines().find_map(|line| line.strip_prefix(&head)).unwrap_or("\"*\"");
    match value.trim_end().strip_suffix('}') {
        Some(table) => format!("{head}{}{more} }}\n", table.trim_end()),
        None if more.is_empty() => format!("{head}{value}\n"),
        None => format!("{head}{{ version = {value}{more} }}\n"),
    }
}

/// Text of the document on one line.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name of a package for an API with this title.
fn name(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            '\'' | '\u{2019}' => {}
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    match name {
        "" => "api".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("api-{name}"),
        name if TAKEN.contains(&name) || DEPENDENCIES.contains(&name) => format!("{name}-api"),
        name => name.to_owned(),
    }
}

/// Names that cargo refuses, or that the crate could not be used by.
const TAKEN: [&str; 65] = [
    "abstract",
    "alloc",
    "as",
    "async",
    "aux",
    "await",
    "become",
    "box",
    "break",
    "build",
    "con",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "nul",
    "oasis-runtime",
    "override",
    "priv",
    "prn",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "schemars",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_title_becomes_a_name_that_cargo_takes() {
        for (title, expected) in [
            ("AiFi OASIS", "aifi-oasis"),
            ("Müller's  API (v2)", "m-llers-api-v2"),
            ("2010 API", "api-2010-api"),
            ("日本", "api"),
            ("", "api"),
            ("Type", "type-api"),
            ("serde_json", "serde-json"),
            ("serde", "serde-api"),
            ("oasis runtime", "oasis-runtime-api"),
        ] {
            assert_eq!(name(title), expected, "{title}");
        }
        assert!(name(&"long ".repeat(50)).len() <= LONGEST);
    }

    #[test]
    fn the_manifest_is_one_whatever_the_document_says() {
        let parts = [Feature { name: "pets".to_owned(), tag: "a`|\nb".to_owned() }];
        for (title, git) in [("Pets", "https://h/r"), ("\"'''\\\u{7}\n[x]", "a\"b://")] {
            let package = Package { title, document: "pets.json".to_owned(), parts: &parts };
            let runtime = format!("git = {}", Value::from(git));
            let workspace = Some(PathBuf::from("Cargo.toml"));
            let files = package.files(&Surroundings { runtime, workspace });
            let manifest: toml::Table = files[Path::new("Cargo.toml")].parse().unwrap();
            for (name, _) in package.features() {
                assert!(manifest["features"].get(&name).is_some(), "{name}");
            }
            assert_eq!(manifest["dependencies"]["oasis-runtime"]["git"].as_str(), Some(git));
            assert!(manifest.contains_key("workspace"));
            for name in DEPENDENCIES {
                assert!(!manifest["dependencies"][name].to_string().contains('*'), "{name}");
            }
            assert!(!files[Path::new("README.md")].contains(['{', '}']), "a gap is left");
        }
    }
}
