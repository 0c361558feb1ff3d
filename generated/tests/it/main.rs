//! The generated crate from outside: over loopback, over its examples, and with other documents.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod alone;
mod caller;
mod compiles;
mod credentials;
mod departures;
mod directions;
mod example_programs;
mod examples;
mod exchanges;
mod forms;
mod headers;
mod hostile;
mod kinds;
mod loopback;
mod media;
mod merges;
mod merging;
mod places;
mod receive;
mod receiver;
mod rust_version;
mod shapes;
mod standin;
mod streams;
mod weight;
mod wire;
