//! The service of a project that a URL belongs to.

use std::path::Path;

use suites::{Endpoint, Environment, Settings};
use url::Url;

use crate::commands::env::project_at;
use crate::outside::Outside;

/// Where a URL belongs in a project: a suite that names the service runs everywhere.
pub(super) struct Home {
    /// The service.
    pub(super) service: String,
    /// The first environment that has it there.
    pub(super) environment: String,
    /// The URL's path below the service's URL.
    pub(super) path: String,
}

impl Home {
    /// Looks in the project of `folder`, if there is one without mistakes.
    pub(super) fn of(url: &Url, folder: &Path, outside: &Outside) -> Option<Self> {
        let loaded = project_at(folder, outside)?;
        let project = loaded.project.as_ref().filter(|_| !loaded.has_errors())?;
        let (environments, _) = suites::environment::all(project, &loaded.sources);
        environments.iter().find_map(|environment| below_service(url, environment, outside))
    }
}

fn below_service(url: &Url, environment: &Environment, outside: &Outside) -> Option<Home> {
    // What is sent along there was not sent here, so that the answer may be another one.
    if sends_more(&environment.settings) {
        return None;
    }
    let preview = runner_engine::preview(environment, outside.clock.now());
    preview.services.iter().find_map(|shown| {
        let base = Url::parse(shown.value.as_ref().ok()?.as_str()?).ok()?;
        let endpoint: &Endpoint = environment.endpoint(&shown.name)?;
        let path = below(url, &base).filter(|_| !sends_more(&endpoint.settings))?;
        let (service, environment) = (shown.name.clone(), environment.name.to_string());
        Some(Home { service, environment, path })
    })
}

fn sends_more(settings: &Settings) -> bool {
    let Settings { headers, auth, proxy, tls, resolve, .. } = settings;
    let plain = Settings::default();
    !headers.is_empty()
        || *auth != plain.auth
        || *proxy != plain.proxy
        || *tls != plain.tls
        || *resolve != plain.resolve
}

/// The path of `url` below `base`, when it lies there.
fn below(url: &Url, base: &Url) -> Option<String> {
    if url.origin() != base.origin() {
        return None;
    }
    let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
    path.starts_with('/').then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_lies_below_another_at_whole_segments_only() {
        let path =
            |url: &str, base: &str| below(&Url::parse(url).unwrap(), &Url::parse(base).unwrap());
        let base = "https://pay.test/api";
        assert_eq!(path("https://pay.test/api/v1?x=1", base).as_deref(), Some("/v1"));
        assert_eq!(path("https://pay.test/", "https://pay.test").as_deref(), Some("/"));
        assert_eq!(path("https://pay.test/apis", base), None);
        assert_eq!(path("https://pay.test/api", base), None);
        assert_eq!(path("https://pay.test:8443/api/v1", base), None);
        assert_eq!(path("http://pay.test/api/v1", base), None);
    }
}
