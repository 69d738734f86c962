//! All ways into the service that can be looked at.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::routes::routes;

/// The paths of all routes that answer `GET`: those of the router, and those of the API, from its
/// description.
pub(crate) fn to_look_at(document: &Value) -> BTreeSet<String> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let gets = routes(&web).into_iter();
    let gets = gets.filter_map(|route| route.strip_prefix("GET ").map(str::to_owned));
    let paths = document["paths"].as_object().unwrap().iter();
    let described = paths.filter(|(_, operations)| operations.get("get").is_some());
    gets.chain(described.map(|(path, _)| path.clone())).collect()
}
