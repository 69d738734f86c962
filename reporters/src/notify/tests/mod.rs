//! Messages and channels, tried: words as snapshots, channels against real servers.

mod commands;
mod fixtures;
mod hostile;
mod mail;
mod mail_trouble;
mod own_words;
mod pagerduty;
mod slack;
mod webhooks;
mod words;
