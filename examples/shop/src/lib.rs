#![doc = include_str!("../README.md")]

mod api;
mod config;
mod ports;
mod service;
mod shop;
mod store;
mod web;

pub use config::Config;
pub use ports::Ports;
pub use service::Service;
pub use shop::Shop;
