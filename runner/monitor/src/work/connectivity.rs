//! Is it we who are offline?

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use runner_http::{Connect, CookieJar, Http, Request};
use runner_model::{Answer, Clock};
use suites::Reference;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

/// Whether this location sees anything at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nobody had to ask, or somebody answered.
    Clear,
    /// None of the reference hosts can be reached: what failed says nothing about a service.
    Blind {
        /// Those that were asked.
        reference: Vec<String>,
    },
}

/// Asks the reference hosts when a service cannot be reached. Many runs may ask at once; they
/// share one answer for as long as it is fresh.
pub struct Connectivity {
    reference: Vec<Reference>,
    http: Http,
    clock: Arc<dyn Clock>,
    last: Mutex<Option<(Timestamp, Sight)>>,
}

impl Connectivity {
    /// How long an answer counts.
    const FRESH: SignedDuration = SignedDuration::from_secs(5);
    /// How long one reference host may take.
    const PATIENCE: Duration = Duration::from_secs(3);

    /// Asks `reference`; nobody when it is empty, and then sight is always clear.
    pub fn new(reference: Vec<Reference>, http: Http, clock: Arc<dyn Clock>) -> Self {
        Self { reference, http, clock, last: Mutex::default() }
    }

    /// Whether this location sees again, when it last did not. A run in which everything was
    /// reached does not say so: it may have asked nobody beyond this machine's own network.
    pub async fn look_again(&self) -> Sight {
        let was_blind = matches!(&*self.last.lock().await, Some((_, Sight::Blind { .. })));
        if was_blind { self.look().await } else { Sight::Clear }
    }

    /// Whether this location sees anything.
    pub async fn look(&self) -> Sight {
        if self.reference.is_empty() {
            return Sight::Clear;
        }
        let mut last = self.last.lock().await;
        let now = self.clock.now();
        if let Some((at, sight)) = &*last
            && now.duration_since(*at).abs() < Self::FRESH
        {
            return sight.clone();
        }
        let sight = self.ask().await;
        *last = Some((self.clock.now(), sight.clone()));
        sight
    }

    /// The first that answers settles it.
    async fn ask(&self) -> Sight {
        let asked = self.reference.iter().map(|reference| {
            Box::pin(async move { if self.answers(reference).await { Ok(()) } else { Err(()) } })
        });
        match futures_util::future::select_ok(asked).await {
            Ok(_) => Sight::Clear,
            Err(()) => {
                let reference = self.reference.iter().map(named).collect();
                Sight::Blind { reference }
            }
        }
    }

    async fn answers(&self, reference: &Reference) -> bool {
        match reference {
            Reference::Tcp { host, port } => {
                let connecting = TcpStream::connect((host.as_str(), *port));
                matches!(tokio::time::timeout(Self::PATIENCE, connecting).await, Ok(Ok(_)))
            }
            Reference::Http(url) => {
                let request = Request {
                    method: "GET".to_owned(),
                    url: url.clone(),
                    headers: Vec::new(),
                    body: None,
                    timeout: Self::PATIENCE,
                    redirects: 0,
                    max_body: 64 * 1024,
                    decode: false,
                    trace: None,
                };
                let exchanged =
                    self.http.exchange(request, &Connect::default(), &CookieJar::new()).await;
                exchanged.is_ok_and(|exchanged| match exchanged.exchange.answer {
                    Answer::Complete(_) => true,
                    // It said something: somebody is there.
                    Answer::Broken { head, .. } => head.is_some(),
                })
            }
        }
    }
}

fn named(reference: &Reference) -> String {
    match reference {
        Reference::Tcp { host, port } => format!("tcp://{host}:{port}"),
        Reference::Http(url) => url.to_string(),
    }
}
