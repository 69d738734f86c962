//! Where measurements go.

use std::time::Duration;

use runner_engine::ProjectSecrets;
use runner_http::RequestHeader;
use runner_model::Secret;
use suites::{Influx, InfluxInto};
use url::Url;

/// Where measurements go, ready to be used.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// With all its parameters.
    pub(super) url: Secret<Url>,
    token: Option<Secret<String>>,
    pub(super) every: Duration,
}

impl Address {
    /// Fills what the project says.
    ///
    /// # Errors
    /// A secret is not to be had, or the address is none.
    pub(super) fn of(influx: &Influx, secrets: &ProjectSecrets) -> Result<Self, String> {
        let written = secrets.fill(&influx.url)?;
        let url = Url::parse(written.expose().trim())
            .map_err(|error| format!("`metrics.influx.url` is no URL ({error})"))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err("`metrics.influx.url` must begin with https:// or http://".to_owned());
        }
        let token = influx.token.as_ref().map(|token| secrets.fill(token)).transpose()?;
        Ok(Self { url: Secret::new(with(url, &influx.into)), token, every: influx.every })
    }

    /// How we identify ourselves. All versions of InfluxDB know this way, 1.8 with
    /// `user:password` as the token.
    pub(super) fn credential(&self) -> Option<RequestHeader> {
        let token = self.token.as_ref()?;
        Some(RequestHeader::credential("authorization", format!("Token {}", token.expose())))
    }

    /// Who is asked, for reading.
    pub(super) fn host(&self) -> &str {
        self.url.expose().host_str().unwrap_or_default()
    }
}

/// The place to write to below an address, which may have a path of its own.
fn with(mut url: Url, into: &InfluxInto) -> Url {
    let below = match into {
        InfluxInto::Bucket { .. } => "/api/v2/write",
        InfluxInto::Database(_) => "/write",
    };
    let path = format!("{}{below}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    let mut query = url.query_pairs_mut();
    match into {
        InfluxInto::Bucket { bucket, org } => {
            if let Some(org) = org {
                query.append_pair("org", org);
            }
            query.append_pair("bucket", bucket);
        }
        InfluxInto::Database(database) => {
            query.append_pair("db", database);
        }
    }
    query.append_pair("precision", "ns");
    drop(query);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(url: &str, into: InfluxInto) -> String {
        with(Url::parse(url).unwrap(), &into).to_string()
    }

    #[test]
    fn each_version_has_a_place_of_its_own() {
        let bucket = |org: Option<&str>| InfluxInto::Bucket {
            bucket: "trip & line".to_owned(),
            org: org.map(str::to_owned),
        };
        assert_eq!(
            written("http://localhost:8086", bucket(Some("shop"))),
            "http://localhost:8086/api/v2/write?org=shop&bucket=trip+%26+line&precision=ns"
        );
        assert_eq!(
            written("https://example.com/influx/", bucket(None)),
            "https://example.com/influx/api/v2/write?bucket=trip+%26+line&precision=ns"
        );
        assert_eq!(
            written("http://localhost:8086/", InfluxInto::Database("tripline".to_owned())),
            "http://localhost:8086/write?db=tripline&precision=ns"
        );
    }
}
