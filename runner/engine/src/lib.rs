//! Suite to plan to run, as a stream of events.
