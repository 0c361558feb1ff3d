//! The specification that a run stands on: the curated one, as it was when this was compiled, or another.
//!
//! In comes text, out comes a [`Spec`] or everything that is wrong with it. It reads no file, so the
//! binaries run anywhere.

use anyhow::Context;
use oasis_model::finding::Finding;
use oasis_model::ir::Api;
use oasis_model::report::{self, Colour};
use std::path::Path;
use std::sync::Arc;

const NAME: &str = "spec/oasis.yaml";
const TEXT: &str = include_str!("../../spec/oasis.yaml");

/// A specification, read.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Its file name as the user gave it.
    pub name: String,
    /// Its operations and schemas.
    pub api: Arc<Api>,
    /// Its text, for edits and to show lines of it.
    pub text: Arc<str>,
}

impl Spec {
    /// The curated specification.
    ///
    /// # Errors
    /// The findings, if one of them is an error.
    pub fn embedded() -> Result<Self, Vec<Finding>> {
        Self::read(NAME, TEXT)
    }

    /// The specification in this text.
    ///
    /// # Errors
    /// The findings, if one of them is an error.
    pub fn read(name: &str, text: &str) -> Result<Self, Vec<Finding>> {
        let reading = oasis_model::read(name, text);
        match reading.usable() {
            true => {
                Ok(Self { name: name.to_owned(), api: Arc::new(reading.api), text: text.into() })
            }
            false => Err(reading.findings),
        }
    }

    /// 16 hexadecimal digits that differ where the text does.
    pub fn digest(&self) -> String {
        let digest = self.text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        format!("{digest:016x}")
    }

    /// The specification in a file, or the curated one where none is named.
    ///
    /// # Errors
    /// Why the file cannot be read, or the findings as text.
    pub fn from(file: Option<&Path>) -> anyhow::Result<Self> {
        let read = match file {
            None => Self::embedded(),
            Some(path) => {
                let name = path.display().to_string();
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read the specification {name}"))?;
                Self::read(&name, &text)
            }
        };
        read.map_err(|findings| anyhow::Error::msg(report::text(&findings, Colour::Without)))
    }
}
