//! Which requests are sent: proptest strategies of [`Case`]s, made from the specification.
//!
//! In comes an operation and a category, out come the fixed cases that tell most, and a strategy of
//! random ones that shrinks. Whether a body is right is not decided here: the oracle judges what was sent.

mod body;
mod case;
mod chance;
mod context;
mod draft;
mod drawn;
mod fixed;
mod free;
mod ids;
mod malformed;
mod mutate;
mod parameters;
mod requests;
mod shrink;
mod subject;
mod telling;
mod text;
mod tree;
mod valid;
mod wrong;

pub use case::{Case, Category, Expect, ParameterChange};
pub use context::Generation;
pub use drawn::{Cases, drawn};
pub use fixed::{categories, fixed};
pub use free::{extremes, members};
pub use ids::{Ids, segment, unescaped};
pub use malformed::Malformed;
pub use requests::{broken_body, request, valid_body};
pub use tree::CaseTree;
