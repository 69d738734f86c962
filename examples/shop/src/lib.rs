#![doc = include_str!("../README.md")]

mod api;
mod config;
mod drill;
mod monitoring;
mod ports;
mod project;
mod release;
mod service;
mod shop;
mod sinks;
mod store;
mod web;

pub use config::Config;
pub use drill::{Drill, Episode, Rollout, Trouble};
pub use monitoring::{MONITORING, MonitoringPorts, write_monitoring};
pub use ports::Ports;
pub use project::{ExampleFile, PROJECT, write_project};
pub use release::Release;
pub use service::Service;
pub use shop::Shop;
pub use sinks::{Alert, AlertSink, Mail, MailSink};
