//! What remembers: a store on this machine, a service elsewhere, or nothing.

use jiff::Timestamp;
use runner_health::deploy::DeployVerdict;
use runner_model::Run;
use runner_store::{Deploy, Store};

use super::history::History;
use super::remembered::Remembered;
use super::request::Request;
use super::served::Served;
use super::subject::{Subject, tests_of};
use crate::args::gate::GateArgs;
use crate::commands::run::Prepared;
use crate::elsewhere::Elsewhere;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// What remembers deploys, and runs before and after them.
pub(super) enum Memory {
    /// Nobody, but perhaps a file.
    Nowhere,
    /// The file that a service on this machine keeps.
    Here(Remembered),
    /// A service that is reached over its API.
    There(Served),
}

/// The history of so many tests of other services is asked for, at most: a few of them are run as a
/// control.
const CONTROLS: usize = 20;

impl Memory {
    /// What the command line names, else what is there.
    pub(super) async fn open(
        args: &GateArgs,
        request: &Request,
        prepared: &Prepared,
        subject: &Subject,
        outside: &Outside,
    ) -> Result<Self, Exit> {
        let Subject { tests, controls } = subject;
        if let Some(server) = &args.server {
            let service = Elsewhere::at(server, outside)?;
            let environment = prepared.plan.environment.as_ref().map(|it| it.name.clone());
            let of = tests_of(tests).chain(tests_of(controls).take(CONTROLS)).collect();
            let location = request.location.clone();
            return Ok(Self::There(Served::new(service, environment, location, of)));
        }
        let Some(store) = store(args, outside).await? else { return Ok(Self::Nowhere) };
        let of = tests_of(tests).chain(tests_of(controls)).collect();
        let remembered = Remembered::of(store, &prepared.plan, &of, &request.location).await?;
        Ok(Self::Here(remembered))
    }

    /// Notes the deploy. Runs before the moment that comes back are history.
    pub(super) async fn mark(&mut self, deploy: Deploy) -> Result<Timestamp, Exit> {
        match self {
            Self::Nowhere => Ok(deploy.at),
            Self::Here(remembered) => remembered.mark(deploy).await,
            Self::There(served) => served.mark(deploy).await,
        }
    }

    /// What was before the deploy of these tests.
    pub(super) async fn history(&self, before: Timestamp) -> Result<History, Exit> {
        match self {
            Self::Nowhere => {
                let why = "there is no history to compare with: name a file with `--baseline`, a \
                           store with `--store`, or a service with `--server`";
                Ok(History::none(why.to_owned()))
            }
            Self::Here(remembered) => remembered.history(before).await,
            Self::There(served) => served.history(before).await,
        }
    }

    /// Says what came of it: whoever waits for the gate waits no longer.
    pub(super) async fn speak(&self, verdict: DeployVerdict, at: Timestamp) {
        let spoken = match self {
            Self::Nowhere => Ok(()),
            Self::Here(remembered) => remembered.speak(verdict, at).await,
            Self::There(served) => served.speak(verdict).await,
        };
        if let Err(cause) = spoken {
            say::error(format_args!("the verdict is not kept: {cause}"), None);
        }
    }

    /// Keeps the runs of these tests, and ends. When it cannot: where not, and why.
    pub(super) async fn keep(self, runs: &[Run]) -> Result<(), String> {
        match self {
            Self::Nowhere => Ok(()),
            Self::Here(remembered) => remembered.keep(runs).await,
            Self::There(served) => served.keep(runs).await,
        }
    }
}

/// The file that the service keeps, where there is one. One that is named must be there.
async fn store(args: &GateArgs, outside: &Outside) -> Result<Option<Store>, Exit> {
    let path = kept::path(&args.store, outside);
    if !path.is_file() {
        if args.store.store.is_none() {
            return Ok(None);
        }
        let help = "`tripline serve` makes it; without one, `--baseline FILE` compares with a file";
        say::error(format_args!("there is no store at {}", path.display()), Some(help));
        return Err(Exit::Usage);
    }
    Store::open(&path).await.map(Some).map_err(|error| {
        say::error(error, None);
        Exit::Unknown
    })
}
