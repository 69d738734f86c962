//! The verdict on a deploy.

use runner_model::{DeployNews, ServiceName};

use super::told::{Story, Tone};
use crate::notify::said::short;

/// `orders 1.4.2 in staging is worse: …`
pub(super) fn story(news: &DeployNews, service: Option<&ServiceName>, place: &str) -> Story {
    let service = service.map(|name| format!("{} ", short(name.as_str()))).unwrap_or_default();
    let subject = format!("{service}{}", short(&news.version));
    let (state, tone) = match news.verdict.as_str() {
        "passed" => ("passed by the gate", Tone::Good),
        "already_failing" => ("failing as before", Tone::Warn),
        "slower" => ("slower", Tone::Warn),
        "worse" => ("worse", Tone::Bad),
        // Also what a later version may say.
        _ => ("not judged", Tone::Warn),
    };
    let headline = format!("{subject}{place} is {state}");
    Story::new(subject, state, tone, headline).because(short(&news.sentence))
}
