//! Members in JSON: a list. A series is no text, so it cannot be the key of a JSON object.

use std::collections::BTreeMap;

use runner_model::Series;
use serde::{Deserialize, Deserializer, Serializer};

use super::Member;

pub(super) fn serialize<S: Serializer>(
    members: &BTreeMap<Series, Member>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.collect_seq(members.values())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<Series, Member>, D::Error> {
    let members = Vec::<Member>::deserialize(from)?;
    Ok(members.into_iter().map(|member| (member.series.clone(), member)).collect())
}
