//! Asking for a page again and again, over a connection that is kept, as a browser would.

use std::error::Error;
use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING};

use crate::remembered::TOKEN;

/// Whoever asks.
pub(crate) struct Asking {
    client: reqwest::Client,
    url: String,
}

/// How a way was answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    /// The least first.
    times: Vec<Duration>,
    /// Bytes of the largest body, compressed where it came so.
    pub(crate) size: usize,
    /// It came compressed.
    pub(crate) compressed: bool,
}

impl Asking {
    /// Asks the service at `url`.
    pub(crate) fn of(url: &str) -> Result<Self, Box<dyn Error>> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { client, url: url.to_owned() })
    }

    /// Asks for each of these ways once, one after the other. A way that is not there is an error.
    pub(crate) async fn each(
        &self,
        ways: impl Iterator<Item = &str>,
    ) -> Result<Answered, Box<dyn Error>> {
        let mut answered = Answered::default();
        for way in ways {
            let (took, size, compressed) = self.once(way).await?;
            answered.times.push(took);
            answered.size = answered.size.max(size);
            answered.compressed |= compressed;
        }
        answered.times.sort_unstable();
        Ok(answered)
    }

    /// How long it took, how many bytes came, and whether these were compressed.
    async fn once(&self, way: &str) -> Result<(Duration, usize, bool), Box<dyn Error>> {
        let request = self.client.get(format!("{}{way}", self.url));
        let request = request.header(ACCEPT_ENCODING, "gzip");
        let request = request.header(AUTHORIZATION, format!("Bearer {TOKEN}"));
        let begun = Instant::now();
        let response = request.send().await?;
        let (status, compressed) =
            (response.status(), response.headers().contains_key(CONTENT_ENCODING));
        let body = response.bytes().await?;
        let took = begun.elapsed();
        if status != StatusCode::OK {
            return Err(format!("{way}: {status}: {}", String::from_utf8_lossy(&body)).into());
        }
        Ok((took, body.len(), compressed))
    }

    /// The body of a page, as text.
    pub(crate) async fn text(&self, way: &str) -> Result<String, Box<dyn Error>> {
        Ok(self.client.get(format!("{}{way}", self.url)).send().await?.text().await?)
    }

    /// Wants a monitor to be run at once.
    pub(crate) async fn run(&self, monitor: &str) -> Result<(), Box<dyn Error>> {
        let way = format!("{}/api/v1/monitors/{monitor}/run", self.url);
        let request = self.client.post(way).header(AUTHORIZATION, format!("Bearer {TOKEN}"));
        let status = request.send().await?.status();
        if status != StatusCode::ACCEPTED {
            return Err(format!("{monitor} cannot be run: {status}").into());
        }
        Ok(())
    }
}

impl Answered {
    /// Both together.
    pub(crate) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.times.sort_unstable();
        self.size = self.size.max(other.size);
        self.compressed |= other.compressed;
    }

    /// So many of a hundred took no longer.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.times.len() * percent).div_ceil(100).saturating_sub(1);
        self.times.get(rank).copied().unwrap_or_default()
    }

    /// Nobody waited longer.
    pub(crate) fn longest(&self) -> Duration {
        self.times.last().copied().unwrap_or_default()
    }
}
