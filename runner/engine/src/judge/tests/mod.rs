//! Checks as people write them, judged.

mod answer;
mod hidden;
mod implied;
mod properties;
mod saving;
mod stage;
mod table;
