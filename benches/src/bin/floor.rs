//! The floor: the least that a program can do which fetches and parses JSON with reqwest.
//!
//! `floor CHAINS TIMES URL…` fetches the URLs in turn, that often, in so many chains side by side.
//! Nothing is checked but that each answer is a 200 and JSON.

use std::error::Error;

use reqwest::Client;
use serde_json::Value;
use tokio::task::JoinSet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut args = std::env::args().skip(1);
    let mut number = || {
        args.next()
            .ok_or("floor CHAINS TIMES URL…")?
            .parse::<usize>()
            .map_err(Box::<dyn Error + Send + Sync>::from)
    };
    let (chains, times) = (number()?, number()?);
    let urls: Vec<String> = args.collect();
    let client = client()?;
    let mut running = JoinSet::new();
    for _ in 0..chains {
        let (client, urls) = (client.clone(), urls.clone());
        running.spawn(async move {
            for url in urls.iter().cycle().take(urls.len() * times) {
                fetch(&client, url).await?;
            }
            Ok::<(), Box<dyn Error + Send + Sync>>(())
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

/// Without certificates: nothing here is encrypted, and reading them costs milliseconds.
fn client() -> Result<Client, Box<dyn Error + Send + Sync>> {
    let provider = rustls::crypto::ring::default_provider();
    let tls = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(Client::builder().no_proxy().tls_backend_preconfigured(tls).build()?)
}

async fn fetch(client: &Client, url: &str) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let body = client.get(url).send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}
