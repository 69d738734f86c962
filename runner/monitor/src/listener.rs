//! Who hears what happens.

use std::sync::Arc;

use crate::Event;

/// Called for every event, in order; must not take long.
pub type Listener = Arc<dyn Fn(&Event) + Send + Sync>;
