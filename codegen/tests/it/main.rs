//! The generator from outside.

mod doors;
mod mistakes;
