//! `tripline trigger`: a service runs tests at once.
//!
//! Lives here: asking a service on this machine or elsewhere (`ask`), addresses that ask by
//! themselves (`addresses`).
//! Lives elsewhere: carrying it out (`runner-monitor`), the API (`web`).

mod addresses;
mod ask;

use runner_model::Errand;

use crate::args::trigger::{TriggerArgs, TriggerCommand, WantedArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Has tests run, or looks after addresses that do.
pub(crate) fn trigger(args: &TriggerArgs, outside: &Outside) -> Exit {
    let done = match &args.command {
        None => wanted(&args.wanted).and_then(|errand| ask::ask(args, errand, outside)),
        Some(TriggerCommand::Create { name, wanted: what }) => {
            wanted(what).map(|errand| addresses::create(args, name, errand, outside))
        }
        Some(TriggerCommand::List) => Ok(addresses::list(args, outside)),
        Some(TriggerCommand::Revoke { name }) => Ok(addresses::revoke(args, name, outside)),
    };
    done.unwrap_or_else(|exit| exit)
}

/// What the command line names.
fn wanted(args: &WantedArgs) -> Result<Errand, Exit> {
    let mut inputs = std::collections::BTreeMap::new();
    for text in &args.set {
        let Some((name, value)) = text.split_once('=') else {
            let help = "write `--set quantity=3`";
            say::error(format_args!("`--set {text}` has no `=`"), Some(help));
            return Err(Exit::Usage);
        };
        inputs.insert(name.trim().to_owned(), value.to_owned());
    }
    let errand = Errand {
        suite: named(args.suite.as_ref())?,
        tag: args.tag.clone(),
        affected_by: named(args.affected_by.as_ref())?,
        environment: named(args.environment.as_ref())?,
        tenant: args.tenant.clone(),
        inputs,
    };
    if !errand.names_tests() {
        let help = "with `--suite`, `--tag` or `--affected-by`";
        say::error("say what is to be run", Some(help));
        return Err(Exit::Usage);
    }
    Ok(errand)
}

fn named<N>(name: Option<&String>) -> Result<Option<N>, Exit>
where
    N: for<'a> TryFrom<&'a str, Error: std::fmt::Display>,
{
    name.map(|name| N::try_from(name.as_str())).transpose().map_err(|invalid| {
        say::error(invalid, None);
        Exit::Usage
    })
}
