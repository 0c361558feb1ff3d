//! Holds a server to what `spec/oasis.yaml` says, for every operation in it.
//!
//! The way of one case: [`generate`] makes it, [`http`] sends it, [`oracle`] judges the response by the
//! basis of what it contradicts, [`run`] drives proptest and keeps the results, [`report`] shows them.
//! [`scenario`] does what takes several requests, [`target`] says where a run may go, [`joi`] knows how
//! the vendor's validator speaks. [`mock`] is a server that does what the specification claims,
//! [`fault`] makes it break one promise, [`push`] plays AiFi for a receiver. What is true of AiFi alone is in [`vendor`].

pub mod fault;
pub mod generate;
pub mod http;
pub mod joi;
pub mod mock;
pub mod options;
pub mod oracle;
pub mod print;
pub mod push;
pub mod report;
pub mod run;
pub mod scenario;
pub mod spec;
pub mod target;
pub mod vendor;

pub use mock::Mock;

/// The programs of the front page, which are compiled, and the one that calls the mock is run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct FrontPage;
