//! Which environment a run is in, and what is wrong with the suites there.

use runner_model::{EnvironmentName, ServiceName};
use suites::{
    Diagnostic, Endpoint, Environment, Loaded, Piece, Project, Setting, Settings, Span, Template,
};

use super::targets::pair;
use crate::args::RunArgs;
use crate::exit::Exit;
use crate::files;
use crate::outside::Outside;
use crate::say;

/// The way out of a missing project file.
pub(crate) const NO_PROJECT: &str = "environments are written in `tripline.yaml`, which is looked for here and in the folders above";

/// The services whose hosts are given on the command line.
pub(super) fn service_names(args: &RunArgs) -> Vec<String> {
    let names = args.service.iter().filter_map(|text| text.split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}

/// The environment of that name; what is wrong with it is printed.
pub(crate) fn resolved(
    project: &Project,
    name: &str,
    loaded: &Loaded,
    outside: &Outside,
) -> Result<Environment, Exit> {
    suites::environment::resolve(project, &loaded.sources, name).map_err(|found| {
        files::print(&found, &loaded.sources, outside);
        Exit::Invalid
    })
}

/// Says that an environment was named where there can be none.
pub(crate) fn no_project(name: &str) -> Exit {
    say::error(
        format_args!("there is no project file, so no environment `{name}`"),
        Some(NO_PROJECT),
    );
    Exit::Usage
}

/// What is wrong with the suites in this environment, or without one. `given` are inputs that
/// come from the command line.
pub(crate) fn problems(
    loaded: &Loaded,
    environment: Option<&Environment>,
    given: &[String],
) -> Vec<Diagnostic> {
    let place = suites::check::Place {
        environment,
        project: loaded.project.as_ref(),
        names: &loaded.names,
        sources: &loaded.sources,
        given,
    };
    suites::check::environment(loaded.suites.iter().map(|suite| &**suite), &place)
}

/// The environment that the command line names; without `-e` the only one that can be run, if a
/// suite needs one.
pub(super) fn choose(
    args: &RunArgs,
    loaded: &Loaded,
    given: &[String],
    outside: &Outside,
) -> Result<Option<Environment>, Exit> {
    let chosen = match (&args.environment, &loaded.project) {
        (Some(name), None) => return Err(no_project(name)),
        (Some(name), Some(project)) => Some(resolved(project, name, loaded, outside)?),
        (None, Some(_)) => only_one(loaded, given),
        (None, None) => None,
    };
    with_services(&args.service, chosen, loaded)
}

fn only_one(loaded: &Loaded, given: &[String]) -> Option<Environment> {
    match loaded.environments.as_slice() {
        [only] if !problems(loaded, None, given).is_empty() => Some(only.clone()),
        _ => None,
    }
}

/// `--service orders=http://localhost:8081` points one service elsewhere and leaves the rest.
fn with_services(
    written: &[String],
    chosen: Option<Environment>,
    loaded: &Loaded,
) -> Result<Option<Environment>, Exit> {
    if written.is_empty() {
        return Ok(chosen);
    }
    let mut environment = chosen.unwrap_or_else(nowhere);
    for text in written {
        let (name, url) = pair(text, "--service", "orders=http://localhost:8081")?;
        let service = known_service(&name, loaded)?;
        let fits = url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !fits {
            let help = "write it with `http://` or `https://`";
            say::error(format_args!("`{url}` is no URL for the service `{name}`"), Some(help));
            return Err(Exit::Usage);
        }
        let template = Template {
            source: url.as_str().into(),
            span: Span::default(),
            pieces: vec![Piece::Text(url)],
        };
        match environment.services.iter_mut().find(|endpoint| endpoint.service == service) {
            Some(endpoint) => {
                endpoint.url = template;
                // An address that was pinned for the other host is not that of this one.
                endpoint.settings.resolve = Setting::Inherit;
            }
            None => environment.services.push(Endpoint {
                service,
                url: template,
                settings: Settings::default(),
                span: Span::default(),
            }),
        }
    }
    Ok(Some(environment))
}

/// The environment of a command that names only services.
fn nowhere() -> Environment {
    Environment {
        name: EnvironmentName::try_from("command-line").expect("it is a word"),
        vars: Vec::new(),
        services: Vec::new(),
        secrets: Vec::new(),
        dotenv: Vec::new(),
        matrix: Vec::new(),
        protected: false,
        allow_writes: suites::Writes::None,
        settings: Settings::default(),
        span: Span::default(),
    }
}

/// The service of `--affected-by`.
pub(super) fn affecting(args: &RunArgs, loaded: &Loaded) -> Result<Option<ServiceName>, Exit> {
    args.affected_by.as_deref().map(|name| known_service(name, loaded)).transpose()
}

fn known_service(name: &str, loaded: &Loaded) -> Result<ServiceName, Exit> {
    let service = ServiceName::try_from(name).map_err(|invalid| {
        say::error(invalid, None);
        Exit::Usage
    })?;
    let declared = loaded.project.as_ref().map(|project| &project.services);
    match declared {
        Some(declared) if !declared.is_empty() && !declared.contains_key(&service) => {
            let known: Vec<&str> = declared.keys().map(ServiceName::as_str).collect();
            let help = format!("the project has {}", known.join(", "));
            say::error(format_args!("there is no service `{name}`"), Some(&help));
            Err(Exit::Usage)
        }
        Some(_) | None => Ok(service),
    }
}
