//! What a report, a person or the time changes in the book of incidents.

use runner_model::{IncidentId, Series};

use super::{Incident, Level};

/// What changed in the book of incidents.
#[derive(Clone, Debug, PartialEq)]
pub enum IncidentChange {
    /// It began.
    Opened {
        /// Which.
        id: IncidentId,
    },
    /// Another series broke, or one that had recovered did again.
    Joined {
        /// Which.
        id: IncidentId,
        /// Which series.
        series: Series,
    },
    /// A series went from degraded to down, or back.
    Moved {
        /// Which.
        id: IncidentId,
        /// Which series.
        series: Series,
        /// How it is.
        level: Level,
    },
    /// A series recovered, or is no longer monitored; others have not.
    Eased {
        /// Which.
        id: IncidentId,
        /// Which series.
        series: Series,
    },
    /// A series fails because of it, or, having done so, no longer does.
    Folded {
        /// Which.
        id: IncidentId,
        /// Which series.
        series: Series,
    },
    /// Another incident turned out to be its cause: nobody is told more of it.
    FoldedInto {
        /// Which.
        id: IncidentId,
        /// The cause.
        cause: IncidentId,
    },
    /// Its cause is over, and it is not: it is told of again.
    StandsAlone {
        /// Which.
        id: IncidentId,
    },
    /// Somebody looks after it.
    Acknowledged {
        /// Which.
        id: IncidentId,
    },
    /// Somebody wrote something down.
    Noted {
        /// Which.
        id: IncidentId,
    },
    /// It is over, and no longer in the book.
    Closed(Box<Incident>),
}

impl IncidentChange {
    /// Which incident.
    pub fn id(&self) -> IncidentId {
        match self {
            Self::Opened { id }
            | Self::Joined { id, .. }
            | Self::Moved { id, .. }
            | Self::Eased { id, .. }
            | Self::Folded { id, .. }
            | Self::FoldedInto { id, .. }
            | Self::StandsAlone { id }
            | Self::Acknowledged { id }
            | Self::Noted { id } => *id,
            Self::Closed(incident) => incident.id,
        }
    }
}
