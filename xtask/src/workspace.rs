//! Where things are: the root of this repository, its spec and its generated code.

use anyhow::{Context, Result, bail};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The spec, from the root.
pub(crate) const SPEC: &str = "spec/oasis.yaml";
/// The generated directory, from the root.
pub(crate) const GENERATED: &str = "generated/src/oasis";

/// The root of the repository: above the working directory, else where this program was built.
pub(crate) fn root() -> Result<PathBuf> {
    let here = std::env::current_dir().context("the working directory is gone")?;
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    match here.ancestors().chain([built]).find(|folder| is_root(folder)) {
        Some(root) => Ok(root.to_owned()),
        None => {
            bail!("no {SPEC} above {}; run this inside a copy of the repository", here.display())
        }
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file()
        && folder.join("spec").is_dir()
        && folder.join("codegen").is_dir()
}

/// What stands for standard input where a file is asked for.
const INPUT: &str = "-";

/// Whether the path stands for standard input.
pub(crate) fn is_input(path: &Path) -> bool {
    path == Path::new(INPUT)
}

/// Reads a file, or standard input where the path is `-`.
pub(crate) fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if !is_input(path) {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a text file in the folder of a document, or in a folder there; else says why not.
pub(crate) fn read_below(document: &Path, path: &str) -> Result<String, String> {
    if is_input(document) {
        return Err("standard input has no files beside it".to_owned());
    }
    let folder = document.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let place = |path: &Path| path.canonicalize().map_err(|error| error.to_string());
    let file = place(&folder.join(path))?;
    if !file.starts_with(place(folder)?) {
        return Err("it leads out of the document's folder".to_owned());
    }
    read(&file).map_err(|error| format!("{error:#}"))
}

/// Reads a text file; the error says which, and what to do.
pub(crate) fn read(path: &Path) -> Result<String> {
    let bytes = bytes(path).with_context(|| format!("cannot read {}", path.display()))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => bail!(
            "{} is not text: byte {} is not UTF-8; give a file saved as UTF-8 text",
            path.display(),
            error.utf8_error().valid_up_to()
        ),
    }
}

/// The path as a user would write it: relative to the working directory where that is shorter.
pub(crate) fn shown(path: &Path) -> String {
    if is_input(path) {
        return "standard input".to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
