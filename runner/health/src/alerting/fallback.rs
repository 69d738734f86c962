//! Where it is told that a channel cannot be reached.

use std::collections::BTreeSet;

use runner_model::ChannelName;

use super::NotifyRule;

/// Another channel, on which it is told that `failing` cannot be reached: of a list that names
/// both, else any. `None` when there is no other that works.
pub fn fallback(
    failing: &ChannelName,
    lists: &[&[NotifyRule]],
    channels: &[ChannelName],
    not_working: &BTreeSet<ChannelName>,
) -> Option<ChannelName> {
    let works = |channel: &&ChannelName| *channel != failing && !not_working.contains(*channel);
    let together = lists.iter().filter(|list| list.iter().any(|rule| rule.channel == *failing));
    let mates = together.flat_map(|list| list.iter()).map(|rule| &rule.channel);
    mates.chain(channels).find(works).cloned()
}
