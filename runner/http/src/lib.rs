//! One request out, one exchange back, and where the time went.
