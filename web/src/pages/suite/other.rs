//! A monitor that runs the suite, too, in a line.

use jiff::Timestamp;
use serde::Serialize;

use crate::pages::mark::Mark;
use crate::pages::standings::Line;
use crate::pages::times;
use crate::pages::visit::Visit;

/// A monitor in a line.
#[derive(Debug, Serialize)]
pub(super) struct Other {
    mark: Mark,
    monitor: String,
    environment: Option<String>,
    said: String,
    /// The same page, with all that is known of this monitor.
    href: String,
    /// How long ago it ran.
    ran: Option<String>,
}

impl Other {
    pub(super) fn of(line: &Line, visit: &Visit, now: Timestamp) -> Self {
        let name = line.monitor.as_str();
        Self {
            mark: Mark::of_standing(line.standing),
            monitor: name.to_owned(),
            environment: line.environment.clone(),
            said: line.said.clone(),
            href: format!("{}{}", visit.path, visit.asked.with("monitor", Some(name))),
            ran: line.last().map(|last| times::about(times::since(last, now))),
        }
    }
}
