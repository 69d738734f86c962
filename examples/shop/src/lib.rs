//! The sample API that the demo serves and the examples test.
