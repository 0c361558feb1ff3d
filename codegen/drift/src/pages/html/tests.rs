//! Pages of our own making, in every form: what is written into one is read out of it again.

mod encoder;
mod facts;
mod lamps;
mod render;
mod roundtrip;
mod settling;
mod sites;
mod unreadable;
