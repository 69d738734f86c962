//! Metrics for Prometheus: what happened so far, and how things are.
//!
//! Lives here: [`Metrics`], which hears every [`Event`](crate::Event), asks the store now and then,
//! and writes the classic text format.
//! Lives elsewhere: the page on which they stand (`web`), measurements that are sent (`influx`).
//!
//! The format is written by ourselves. `prometheus-client` writes OpenMetrics only, which
//! `promtool check metrics` and many a scraper do not read. `prometheus` 0.14 tells label sets apart
//! by a hash of their values strung together, so that `("shop", "eu")` and `("shope", "u")` share a
//! counter; and a scrape copies every label. Here labels are written out once for each monitor.

mod counts;
mod exposition;
mod histogram;
mod labels;
mod meter;
mod monitors;
mod process;
mod sampled;
#[cfg(test)]
mod tests;

pub use meter::Metrics;
