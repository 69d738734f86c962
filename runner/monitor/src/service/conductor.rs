//! The loop: it waits, begins what is due, and takes in what is over.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use runner_engine::StopLevel;
use runner_health::alerting::conditions::Delivery;
use runner_model::{Alert, ChannelName, ErrandRun, ErrandState, Order, Trigger, Wanted};
use tokio::sync::{mpsc, watch};

use super::control::{Begins, Control};
use super::drift::Drift;
use super::scribe::Scribe;
use super::started::Condition;
use crate::Listener;
use crate::errands::{Errands, Hands};
use crate::event::Event;
use crate::judge::Rulebook;
use crate::orders::Standing;
use crate::promises::Look;
use crate::watch::Watch;
use crate::work::{Connectivity, Finished, Worker};

/// What the loop is told from outside.
pub(crate) enum Command {
    /// The project's files were read again, and are right.
    Watch(Box<Watch>, Connectivity),
    /// Somebody wants something.
    Order(Order),
    /// Who is paused, what is under maintenance by hand, what was deployed of late.
    Standing(Standing),
    /// A channel took a message, or did not.
    Delivered { channel: ChannelName, alert: Box<Alert>, at: Timestamp, refused: Option<Refusal> },
    /// Certificates come nearer to their end, whether or not a run meets them.
    LookAtCertificates,
    /// The alarms of promises were looked at.
    Looked(Vec<Look>),
    /// The project's files were changed and are not right.
    Refused { problems: usize, first: String },
}

/// A channel did not take a message.
pub(crate) struct Refusal {
    pub(crate) cause: String,
    /// How many messages wait for it.
    pub(crate) waiting: u64,
}

/// What the loop is made of.
pub(super) struct Conductor {
    pub(super) control: Control,
    pub(super) worker: Worker,
    pub(super) scribe: Scribe,
    pub(super) clock: Arc<dyn runner_model::Clock>,
    pub(super) listener: Listener,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) stop: watch::Receiver<bool>,
    pub(super) condition: watch::Sender<Condition>,
    pub(super) errands: Errands,
    /// What the project's files say.
    pub(super) watch: Watch,
}

impl Conductor {
    /// Time alone brings things, and the clock is looked at, at least that often.
    const AT_LEAST_EVERY: Duration = Duration::from_secs(1);
    /// When the service is to end, runs that go on have so long to do so by themselves.
    const PATIENCE: Duration = Duration::from_secs(5);
    /// And so long for their cleanup.
    const CLEANUP: Duration = Duration::from_secs(3);

    /// Runs until it is stopped; what goes on then is ended within ten seconds.
    pub(super) async fn run(mut self) {
        let (finished, mut over) = mpsc::unbounded_channel();
        let mut stop = self.stop.clone();
        let mut drift = Drift::new(self.clock.now(), Instant::now());
        loop {
            let now = self.clock.now();
            if let Some(by) = drift.look(now, Instant::now()) {
                self.control.clock_was_set(by, now);
                (self.listener)(&Event::ClockSet { at: now, by_seconds: by.as_secs() });
            }
            for begins in self.control.due(now) {
                self.begin(begins, &finished);
            }
            self.rule(now);
            let wait = self.control.next_due().map_or(Self::AT_LEAST_EVERY, |due| {
                Duration::try_from(due.duration_since(self.clock.now())).unwrap_or_default()
            });
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                Some(done) = over.recv() => {
                    self.over(done, &finished);
                    while let Ok(done) = over.try_recv() {
                        self.over(done, &finished);
                    }
                }
                Some(()) = self.errands.over() => {}
                Some(command) = self.commands.recv() => self.heed(command, &finished),
                () = tokio::time::sleep(wait.min(Self::AT_LEAST_EVERY)) => {}
            }
        }
        self.drain(over).await;
    }

    fn begin(&self, begins: Begins, finished: &mpsc::UnboundedSender<Finished>) {
        let Begins { job, stop } = begins;
        let (worker, finished) = (self.worker.clone(), finished.clone());
        tokio::spawn(async move {
            let done = worker.carry_out(job, stop).await;
            // Nobody listens only after the end.
            let _ = finished.send(done);
        });
    }

    fn over(&mut self, done: Finished, finished: &mpsc::UnboundedSender<Finished>) {
        if let Some(begins) = self.control.finished(done) {
            self.begin(begins, finished);
        }
    }

    /// Writes what follows from all that was taken in.
    fn rule(&mut self, now: Timestamp) {
        let Some(ruling) = self.control.rule(now) else { return };
        for event in &ruling.events {
            (self.listener)(event);
        }
        self.scribe.write(ruling.record);
    }

    fn heed(&mut self, command: Command, finished: &mpsc::UnboundedSender<Finished>) {
        let now = self.clock.now();
        match command {
            Command::Watch(watch, connectivity) => {
                let rulebook = Rulebook::of(&watch.project);
                let rulebook = rulebook.knowing_as(&self.control.judge.rulebook);
                let gone = self.control.watch(&watch, Arc::new(rulebook), now);
                self.worker = self.worker.with(connectivity);
                let monitors = watch.monitors.len();
                self.condition.send_modify(|condition| condition.monitors = monitors);
                let gone = gone.into_iter().collect();
                (self.listener)(&Event::Reloaded { at: now, monitors, gone });
                self.watch = *watch;
            }
            Command::Standing(standing) => self.control.stand(standing, now),
            Command::Order(order) => self.obey(order, now, finished),
            Command::Delivered { channel, alert, at, refused } => {
                let delivery = match &refused {
                    None => Delivery::Taken,
                    Some(Refusal { cause, waiting }) => {
                        Delivery::Refused { cause, waiting: *waiting }
                    }
                };
                self.control.judge.delivered(&channel, &alert, delivery, at);
            }
            Command::LookAtCertificates => self.control.judge.look_at_certificates(now),
            Command::Looked(looks) => {
                looks.iter().for_each(|look| self.control.judge.looked(look));
            }
            Command::Refused { problems, first } => {
                self.control.judge.config_refused(problems, first, now);
            }
        }
    }

    fn obey(&mut self, order: Order, now: Timestamp, finished: &mpsc::UnboundedSender<Finished>) {
        let Order { at, by, wanted } = order;
        let judge = &mut self.control.judge;
        let refused = match wanted {
            Wanted::Run { monitor } => {
                let (known, begin) = self.control.run_now(&monitor, Trigger::Manual, now);
                for begins in begin {
                    self.begin(begins, finished);
                }
                (!known).then(|| format!("there is no monitor `{monitor}`"))
            }
            Wanted::Errand { run, errand } => {
                let asked = ErrandRun { run, at, by, errand, state: ErrandState::Waiting };
                let hands = Hands {
                    worker: self.worker.clone(),
                    scribe: self.scribe.clone(),
                    clock: Arc::clone(&self.clock),
                    listener: Arc::clone(&self.listener),
                };
                return self.errands.begin(asked, &self.watch, hands);
            }
            Wanted::Acknowledge { incident } => {
                judge.acknowledge(incident, &by, now).err().map(|error| error.to_string())
            }
            Wanted::Note { incident, text } => {
                judge.note(incident, &by, &text, now).err().map(|error| error.to_string())
            }
            Wanted::Beat { heartbeat } => {
                judge.beat(&heartbeat, at);
                None
            }
        };
        if let Some(cause) = refused {
            tracing::warn!(%cause, %by, "an order was not carried out");
        }
    }

    /// Lets runs that go on end, then stops them, and writes what they said.
    async fn drain(mut self, mut over: mpsc::UnboundedReceiver<Finished>) {
        self.control.close();
        for (patience, level) in [
            (Self::PATIENCE, Some(StopLevel::CleanUp)),
            (Self::CLEANUP, Some(StopLevel::Now)),
            (Duration::from_secs(1), None),
        ] {
            let deadline = tokio::time::Instant::now() + patience;
            while self.control.lanes().running() > 0 || self.errands.going_on() > 0 {
                tokio::select! {
                    Some(done) = over.recv() => drop(self.control.finished(done)),
                    Some(()) = self.errands.over() => {}
                    () = tokio::time::sleep_until(deadline) => break,
                }
            }
            if let Some(level) = level {
                self.control.lanes().stop(level);
                self.errands.stop(level);
            }
        }
        self.rule(self.clock.now());
        (self.listener)(&Event::Stopped { at: self.clock.now() });
    }
}
