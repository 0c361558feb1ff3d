//! What the rooms of this package promise to each other and to the user.

mod generate;
