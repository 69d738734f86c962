//! How the monitor service itself is run: how it knows that it is offline, how long it keeps
//! results, where it sends what it measures.

use std::time::Duration;

use runner_model::{AddressRange, InvalidAddressRange};
use url::Url;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{
    Connectivity, Influx, InfluxInto, Keep, Metrics, Reference, Retention, Serve,
};
use crate::read::keys::{CONNECTIVITY, INFLUX, METRICS, RETENTION, SERVE};
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::source::Spanned;
use crate::yaml::Node;

/// How often measurements are sent when nothing says so.
const INFLUX_EVERY: Duration = Duration::from_secs(10);

impl Reader<'_> {
    /// `connectivity`
    pub(super) fn connectivity(&mut self, node: &Node) -> Connectivity {
        let nodes = self.fields(node, &CONNECTIVITY).and_then(|fields| fields.get("reference"));
        let nodes = nodes.map(one_or_more).unwrap_or_default();
        let reference = nodes.into_iter().filter_map(|node| self.reference(node));
        Connectivity { reference: reference.collect() }
    }

    fn reference(&mut self, node: &Node) -> Option<Spanned<Reference>> {
        let text = self.some_text(node, "a reference")?;
        let reference = match Url::parse(&text.value) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Some(Reference::Http(url)),
            Ok(url) if url.scheme() == "tcp" && matches!(url.path(), "" | "/") => {
                url.host_str().zip(url.port()).map(|(host, port)| Reference::Tcp {
                    host: host.trim_matches(['[', ']']).to_owned(),
                    port,
                })
            }
            Ok(_) | Err(_) => None,
        };
        if reference.is_none() {
            let message = format!("`{}` cannot be a reference", text.value);
            let help = "write `tcp://HOST:PORT` or `https://HOST/`";
            self.mistake(Code::E216, text.span, message, help);
        }
        Some(Spanned::new(reference?, text.span))
    }

    /// `serve`
    pub(super) fn serve_rules(&mut self, node: &Node) -> Serve {
        let nodes = self.fields(node, &SERVE).and_then(|fields| fields.get("allow_addresses"));
        let nodes = nodes.map(one_or_more).unwrap_or_default();
        let ranges = nodes.into_iter().filter_map(|node| self.address_range(node));
        Serve { allow_addresses: ranges.collect() }
    }

    fn address_range(&mut self, node: &Node) -> Option<AddressRange> {
        let text = self.some_text(node, "an address")?;
        match text.value.parse() {
            Ok(range) => Some(range),
            Err(error) => {
                let message = InvalidAddressRange::to_string(&error);
                let help = "write `169.254.169.254`, or `169.254.0.0/16`";
                self.mistake(Code::E216, text.span, message, help);
                None
            }
        }
    }

    /// `retention`
    pub(super) fn retention(&mut self, node: &Node) -> Retention {
        let mut retention = Retention::default();
        let Some(fields) = self.fields(node, &RETENTION) else { return retention };
        let mut keep = |key: &str, default: &mut Keep| {
            if let Some(read) = fields.get(key).and_then(|node| self.keep(node)) {
                *default = read;
            }
        };
        keep("runs", &mut retention.runs);
        keep("failures", &mut retention.failures);
        keep("summaries", &mut retention.summaries);
        retention
    }

    /// `100d`, `25 months`
    fn keep(&mut self, node: &Node) -> Option<Keep> {
        let text = node.scalar().map(|scalar| scalar.text.trim()).unwrap_or_default();
        let number = text.strip_suffix("months").or_else(|| text.strip_suffix("month"));
        let Some(number) = number else { return self.positive_duration(node).map(Keep::For) };
        match number.trim().parse() {
            Ok(months @ 1..=1200) => Some(Keep::Months(months)),
            _ => {
                let message = format!("`{text}` is no time to keep something");
                self.mistake(Code::E212, node.span, message, "write `100d` or `25 months`");
                None
            }
        }
    }

    /// `metrics`
    pub(super) fn metrics(&mut self, node: &Node) -> Metrics {
        let influx = self.fields(node, &METRICS).and_then(|fields| fields.get("influx"));
        Metrics { influx: influx.and_then(|node| self.influx(node)) }
    }

    fn influx(&mut self, node: &Node) -> Option<Influx> {
        let fields = self.fields(node, &INFLUX)?;
        let url = fields.get("url").and_then(|node| self.whole_url(node));
        let into = self.influx_into(fields);
        let token = self.secret_at(fields, "token");
        let every = fields.get("every").and_then(|node| self.positive_duration(node));
        let every = every.unwrap_or(INFLUX_EVERY);
        Some(Influx { url: url?, into: into?, token, every, span: fields.span })
    }

    /// A bucket, or a database.
    fn influx_into(&mut self, fields: Fields<'_>) -> Option<InfluxInto> {
        match (fields.entry("bucket"), fields.entry("database")) {
            (Some(bucket), Some(database)) => {
                self.report(
                    Diagnostic::new(
                        Code::E209,
                        database.key.span,
                        "`bucket` and `database` exclude each other",
                    )
                    .related(bucket.key.span, "the bucket")
                    .help("`bucket` is of InfluxDB 2, `database` of 1 and 3"),
                );
                None
            }
            (Some(_), None) => {
                let bucket = self.text_at(fields, "bucket");
                let org = self.text_at(fields, "org");
                Some(InfluxInto::Bucket { bucket: bucket?, org })
            }
            (None, Some(_)) => {
                self.of_no_use(fields, "org", "`org` belongs to `bucket`", "leave it out");
                Some(InfluxInto::Database(self.text_at(fields, "database")?))
            }
            (None, None) => {
                let message = "`influx` needs `bucket`, or `database`".to_owned();
                let help = "add `bucket: NAME` for InfluxDB 2, `database: NAME` for 1 and 3";
                self.mistake(Code::E208, fields.span, message, help);
                None
            }
        }
    }
}
