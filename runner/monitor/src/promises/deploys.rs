//! How deploys went: the figures of DORA, and what each cost of a budget.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use runner_health::Median;
use runner_health::calendar::Span;
use runner_health::dora::{ATTRIBUTION, Dora};
use runner_health::exact::{Fraction, fraction, seconds};
use runner_health::series::RunCounts;
use runner_health::sli::Outage;
use runner_model::{EnvironmentName, ObjectiveName, ServiceName, TestRef};
use runner_store::Deploy;
use suites::{Budgeting, MonitorRef};

use super::books::{Books, BooksError};
use super::corrected::Corrected;
use super::course::{ASPECT, Course};
use super::facet::{Facet, Part};
use super::good::GoodWhen;
use super::point::Point;
use super::promise::Promise;
use crate::watch::Watched;

/// How deploys went.
#[derive(Clone, Debug)]
pub struct Changes {
    /// When.
    pub span: Span,
    /// By service and environment, those that were deployed.
    pub services: Vec<ServiceChanges>,
}

/// How the deploys of a service to one environment went.
#[derive(Clone, Debug)]
pub struct ServiceChanges {
    /// Which.
    pub service: ServiceName,
    /// Where, when that was said: only what was seen there is held against it.
    pub environment: Option<EnvironmentName>,
    /// The figures.
    pub dora: Dora,
    /// Each deploy, in order of time.
    pub deploys: Vec<DeployCost>,
}

/// A deploy, and what it cost.
#[derive(Clone, Debug)]
pub struct DeployCost {
    /// The deploy.
    pub deploy: Deploy,
    /// How many incidents belong to it.
    pub incidents: u64,
    /// From the deploy until the last of them was over.
    pub recovery: Option<Duration>,
    /// The share of each objective's budget that was spent from the deploy until the next one, at
    /// most four hours. Objectives of which nothing was spent are left out.
    pub spent: BTreeMap<ObjectiveName, Fraction>,
}

impl Changes {
    /// How many deploys there were.
    pub fn count(&self) -> u64 {
        self.services.iter().map(|service| service.dora.deploys.len() as u64).sum()
    }

    /// How many of them had an incident.
    pub fn failed(&self) -> u64 {
        let records = self.services.iter().flat_map(|service| &service.dora.deploys);
        records.filter(|record| record.incidents > 0).count() as u64
    }

    /// Deploys with an incident in all deploys; `None` without a deploy.
    pub fn failure_rate(&self) -> Option<Fraction> {
        (self.count() > 0).then(|| fraction(self.failed(), self.count()))
    }

    /// From deploy to restored, in the middle; `None` when none was restored.
    pub fn recovery(&self) -> Option<Median> {
        let records = self.services.iter().flat_map(|service| &service.dora.deploys);
        Median::of(records.filter_map(|record| record.recovery).collect())
    }
}

impl Books {
    /// How the deploys in `span` went.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn changes(&self, span: Span) -> Result<Changes, BooksError> {
        let mut by_target: BTreeMap<Target, Vec<Deploy>> = BTreeMap::new();
        for deploy in self.memory.deploys(span).await? {
            let target = (deploy.service.clone(), deploy.environment.clone());
            by_target.entry(target).or_default().push(deploy);
        }
        let mut services = Vec::new();
        for (target, deploys) in by_target {
            let outages = self.outages(&target, span).await?;
            let times: Vec<Timestamp> = deploys.iter().map(|deploy| deploy.at).collect();
            let dora = Dora::of(&times, &outages, ATTRIBUTION);
            let mut costs = Vec::new();
            for (place, deploy) in deploys.iter().enumerate() {
                let record = dora.deploys.iter().find(|record| record.at == deploy.at);
                let next = times.get(place + 1).copied().unwrap_or(span.until);
                let after = Span::starting(deploy.at, ATTRIBUTION);
                let after = Span { until: after.until.min(next).min(span.until), ..after };
                costs.push(DeployCost {
                    deploy: deploy.clone(),
                    incidents: record.map_or(0, |record| record.incidents),
                    recovery: record.and_then(|record| record.recovery),
                    spent: self.spent(&target, after).await?,
                });
            }
            let (service, environment) = target;
            services.push(ServiceChanges { service, environment, dora, deploys: costs });
        }
        Ok(Changes { span, services })
    }

    /// The outages that the runs of a service show; those that overlap are one.
    async fn outages(&self, target: &Target, span: Span) -> Result<Vec<Outage>, BooksError> {
        let mut all = Vec::new();
        for watched in self.monitors.values() {
            if !watched.tests().any(|test| is_seen(target, watched, &test)) {
                continue;
            }
            let point = Point {
                of: MonitorRef { monitor: watched.name().clone(), test: None },
                facet: Facet { part: Part::Transaction, good_when: GoodWhen::default() },
                watched: watched.clone(),
            };
            let policy = self.silences.policy(&point);
            let course = self.course_as(&point, &Corrected::default(), span).await?;
            let its = course.lines.iter();
            let its = its.filter(|line| is_seen(target, watched, &line.series.test));
            all.extend(its.flat_map(|line| Outage::shown_by(&line.samples, ASPECT, &policy)));
        }
        Ok(joined(all))
    }

    /// What the time after a deploy cost of the budget of each objective of its service.
    async fn spent(
        &self,
        target: &Target,
        after: Span,
    ) -> Result<BTreeMap<ObjectiveName, Fraction>, BooksError> {
        let mut spent = BTreeMap::new();
        for promise in &self.promises {
            let watched = &promise.point.watched;
            let concerned = promise.point.tests().iter().any(|test| is_seen(target, watched, test));
            if !concerned || after.from >= after.until {
                continue;
            }
            let corrected = Corrected::by(self.corrections_of(promise));
            let course = self.course_as(&promise.point, &corrected, after).await?;
            let share = self.share_of_budget(promise, &course, &corrected, after)?;
            if let Some(share) = share.filter(|share| *share > fraction(0, 1)) {
                spent.insert(promise.name.clone(), share);
            }
        }
        Ok(spent)
    }

    fn share_of_budget(
        &self,
        promise: &Promise,
        course: &Course,
        corrected: &Corrected,
        after: Span,
    ) -> Result<Option<Fraction>, BooksError> {
        let window = promise.window.around(after.from);
        let bad = promise.target.bad();
        let (failed, counting) = match promise.budgeting {
            Budgeting::Timeslices => {
                let excluded = self.excluded(promise, course, corrected, window);
                let counting = window.length().saturating_sub(excluded);
                (seconds(course.history.times().down), seconds(counting))
            }
            Budgeting::Occurrences => {
                let runs: RunCounts = super::account::counted(promise, course)?;
                let due = self.due(promise, course, corrected, window);
                (fraction(runs.down, 1), fraction(due, 1))
            }
        };
        let allowed = bad * counting;
        Ok((allowed > fraction(0, 1)).then(|| failed / allowed))
    }
}

/// A service, and where it was deployed, when that was said.
type Target = (ServiceName, Option<EnvironmentName>);

/// Whether a test of a monitor sees what is deployed there.
fn is_seen((service, environment): &Target, watched: &Watched, test: &TestRef) -> bool {
    watched.service_of(test) == Some(service)
        && environment.as_ref().is_none_or(|there| watched.environment() == Some(there))
}

/// Outages without overlaps: in order.
fn joined(mut outages: Vec<Outage>) -> Vec<Outage> {
    outages.sort_by_key(|outage| outage.from);
    let mut joined: Vec<Outage> = Vec::new();
    for outage in outages {
        match joined.last_mut() {
            Some(last) if last.until.is_none_or(|until| outage.from <= until) => {
                last.until = last.until.zip(outage.until).map(|(one, other)| one.max(other));
            }
            Some(_) | None => joined.push(outage),
        }
    }
    joined
}
