//! What people do with incidents.

use jiff::Timestamp;
use runner_model::{ChannelName, IncidentId, IncidentPhase};
use thiserror::Error;

use super::{Happened, Incident, IncidentChange, IncidentState, Incidents};

/// There is no such open incident.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("incident {0} is not open: it is over, or there never was one")]
pub struct NotOpen(pub IncidentId);

impl Incidents {
    /// Somebody looks after it: it is neither escalated nor told again until it is over.
    ///
    /// # Errors
    /// When it is not open.
    pub fn acknowledge(
        &mut self,
        id: IncidentId,
        by: &str,
        at: Timestamp,
    ) -> Result<IncidentChange, NotOpen> {
        let incident = self.open_mut(id)?;
        incident.state = IncidentState::Acknowledged { by: by.to_owned(), at };
        incident.timeline.add(at, Happened::Acknowledged { by: by.to_owned() });
        Ok(IncidentChange::Acknowledged { id })
    }

    /// Somebody writes something down.
    ///
    /// # Errors
    /// When it is not open.
    pub fn note(
        &mut self,
        id: IncidentId,
        by: &str,
        text: &str,
        at: Timestamp,
    ) -> Result<IncidentChange, NotOpen> {
        let note = Happened::Note { by: by.to_owned(), text: text.to_owned() };
        self.open_mut(id)?.timeline.add(at, note);
        Ok(IncidentChange::Noted { id })
    }

    /// A channel took a message.
    ///
    /// # Errors
    /// When it is not open: the end of an incident is told after it has left the book.
    pub fn told(
        &mut self,
        id: IncidentId,
        channel: ChannelName,
        phase: IncidentPhase,
        at: Timestamp,
    ) -> Result<(), NotOpen> {
        self.open_mut(id)?.timeline.add(at, Happened::Told { channel, phase });
        Ok(())
    }

    fn open_mut(&mut self, id: IncidentId) -> Result<&mut Incident, NotOpen> {
        self.open.get_mut(&id).ok_or(NotOpen(id))
    }
}
