//! Holds a server to what `spec/oasis.yaml` says, for every operation in it.
//!
//! [`suite::run`] deals bodies ([`deck`], [`strategy`], [`mutation`]), sends them ([`sender`], [`raw`])
//! and judges what comes back ([`checks`], [`judge`], [`implied`]); scripts do what takes several
//! exchanges. [`mock`] is a server that keeps every promise, [`fault`] one that breaks one.

pub mod case;
pub mod checks;
pub mod deck;
pub mod exchange;
pub mod fault;
pub mod files;
pub mod ids;
pub mod implied;
pub mod joi;
pub mod judge;
pub mod lab;
pub mod ledger;
pub mod mock;
pub mod mutation;
pub mod options;
mod pace;
pub mod plan;
pub mod print;
pub mod raw;
pub mod replay;
pub mod report;
pub mod script;
pub mod secret;
pub mod sender;
pub mod shrink;
pub mod spec;
pub mod strategy;
pub mod suite;
pub mod summary;
pub mod target;
pub mod vendor;
