#![doc = include_str!("../README.md")]

mod api;
mod config;
mod ports;
mod project;
mod service;
mod shop;
mod store;
mod web;

pub use config::Config;
pub use ports::Ports;
pub use project::{ExampleFile, PROJECT, write_project};
pub use service::Service;
pub use shop::Shop;
