//! What the user sees: an [`Outcome`](crate::run::Outcome) in, text and files out.

mod files;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod replay;
mod sarif;
mod table;
mod text;

pub use files::{Folder, Log};
pub use replay::Stored;
