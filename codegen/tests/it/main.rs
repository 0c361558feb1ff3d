//! The generator from outside.

mod doors;
mod mistakes;
mod robust;
