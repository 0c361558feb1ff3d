//! What the rooms of this package promise to each other and to the user.

mod joi;
mod mock;
mod mock_command;
mod settings;
