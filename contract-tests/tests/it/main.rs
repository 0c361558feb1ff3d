//! What the rooms of this package promise to each other and to the user.

mod agree;
mod bodies;
mod dialect;
mod fault;
mod faults;
mod joi;
mod mock;
mod mock_command;
mod probes;
mod promises;
mod run;
mod wire;
