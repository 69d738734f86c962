//! The nouns of tripline.
//!
//! Lives here: names, places, secrets and their masking, the clock, and the shape of what was
//! done: [`Run`] → [`SuiteResult`] → [`VariantResult`] → [`TestResult`] → [`StepResult`], each
//! with its [`Exchange`]s and [`CheckResult`]s, and the [`RunEvent`]s that tell of it.
//! May touch: std, serde, jiff. No I/O; the clock is a trait.
//! Lives elsewhere: how a suite is written (`suites`), how it is carried out (`runner-engine`).

mod address_range;
mod alert;
mod check;
mod clock;
mod errand;
mod event;
mod exchange;
pub mod human;
mod mask;
mod millis;
mod names;
mod order;
mod outcome;
mod percent;
mod place;
mod ratio;
mod recorded;
mod run;
mod run_id;
mod secret;
mod series;
mod severity;
mod timings;
mod trigger;

pub use address_range::{AddressRange, InvalidAddressRange, beyond_translation};
pub use alert::{
    About, Affected, Alert, BurnNews, CoverageNews, DeployNews, Digest, DigestLine, Finding,
    IncidentNews, IncidentPhase,
};
pub use check::{CheckResult, CheckVerdict};
pub use clock::{Clock, FakeClock, SystemClock};
pub use errand::{Errand, ErrandEnd, ErrandRun, ErrandState};
pub use event::{PlanSummary, RunEvent};
pub use exchange::{
    Answer, Body, Certificate, Connection, Exchange, Header, Hop, Response, SentRequest,
};
pub use mask::{MASK, Masker, TooShortToMask};
pub use names::{
    ChannelName, CompositionName, EnvironmentName, HeartbeatName, IncidentId, InvalidName,
    LocationName, MonitorName, NotifyName, ObjectiveName, RunId, SecretName, ServiceName,
    StatusPageName, SuiteId, TestName, TraceId,
};
pub use order::{Order, Wanted};
pub use outcome::{Failure, Outcome, PollEnd, SkipReason, StepError, StepOutcome};
pub use percent::percent_encoded;
pub use place::Place;
pub use ratio::{InvalidRatio, Ratio};
pub use recorded::{SeriesRun, StepMark};
pub use run::{
    FORMAT, Run, Saved, Section, StepResult, SuiteResult, TestRef, TestResult, Try, TryResult,
    Variant, VariantResult,
};
pub use secret::Secret;
pub use series::Series;
pub use severity::Severity;
pub use timings::{Phase, Timings, TransportError, TransportErrorKind};
pub use trigger::Trigger;
