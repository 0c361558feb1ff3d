//! Holds a server to the contract of the AiFi OASIS API.

pub mod fault;
pub mod joi;
pub mod mock;
pub mod spec;
