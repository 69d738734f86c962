//! For tests only: a local origin that stalls, resets and lies on request.
