//! What the rooms of this package promise to each other and to the user.

mod absent;
mod command;
mod generate;
mod integers;
mod joi;
mod listing;
mod mock;
mod mock_command;
mod newcomer;
mod properties;
mod push_command;
mod receiver;
mod settings;
mod suite;
mod writers;
