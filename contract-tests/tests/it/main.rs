//! What the rooms of this package promise to each other and to the user.

mod fault;
mod faults;
mod joi;
mod mock;
mod probes;
mod run;
mod wire;
