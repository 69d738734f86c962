//! What was promised, and what came of it (SLO.md).
//!
//! Lives here: from the project's objectives ([`Promise`]) and the runs that are remembered, in the
//! store or in a file ([`Memory`]), to numbers with all that led to them. Numbers are exact; every
//! decision takes `now`. The command line and the service use the same.
//! Lives elsewhere: the arithmetic (`runner-health`), how objectives are written (`suites`), how
//! numbers are shown (`runner/cli`).

mod account;
mod backtest;
mod books;
mod burning;
mod claim;
mod compositions;
mod corrected;
mod correcting;
mod course;
mod deploys;
mod exact;
mod facet;
mod figure;
mod forecast;
mod gathered;
mod good;
mod ledger;
mod lookout;
mod memory;
mod monthly;
mod numbers;
mod outlooks;
mod point;
mod position;
mod promise;
mod recorded;
mod silences;
mod survey;
mod trial;

pub use account::{Account, Budget};
pub use backtest::{Backtest, Firing, OutageTold};
pub use books::{Books, BooksError};
pub use burning::Burning;
pub use correcting::{Effect, Said, effects_of};
pub use deploys::{Changes, DeployCost, ServiceChanges};
pub use exact::{Exact, NotExact};
pub use figure::Figure;
pub use forecast::Forecast;
pub use ledger::{Entry, Ledger, RunEntry};
pub(crate) use lookout::{Found, Look, Lookout};
pub use memory::Memory;
pub use monthly::{MonthLine, MonthReport};
pub use numbers::{Numbers, Promised, Times};
pub use outlooks::{AlarmOutlook, ObjectiveOutlook, outlooks};
pub use promise::{Alarm, NotMeasurable, Promise, Unfit, not_measurable, promises};
pub use recorded::{LineError, Recorded, RecordedError};
pub use survey::{CustomersPart, Survey, SurveyError, SurveyedKind, SurveyedPart, WeakestLink};

pub use trial::{Trial, UnfitPolicy, WrongRule};

#[cfg(test)]
mod tests;
