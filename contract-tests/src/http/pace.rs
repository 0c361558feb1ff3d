//! Keeps below a number of requests a second and slows down when the server asks for it.
