//! The nouns of tripline: names, runs, outcomes, timings, places.
