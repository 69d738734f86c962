//! Addresses that start a run by themselves.

use jiff::Timestamp;
use runner_model::{Errand, Secret, human};
use runner_monitor::watch::Watch;
use runner_store::{NewTrigger, Trigger};

use crate::args::trigger::TriggerArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Makes one and prints it.
pub(super) fn create(args: &TriggerArgs, name: &str, errand: Errand, outside: &Outside) -> Exit {
    if name.trim().is_empty() {
        say::error(
            "a trigger needs a name",
            Some("say what it is for: `after a deploy of orders`"),
        );
        return Exit::Usage;
    }
    // Where the project is at hand, what it would refuse is refused at once.
    let watch = Watch::read(&outside.current_dir).ok();
    if let Some(why) = watch.and_then(|watch| watch.refuses(&errand)) {
        say::error(why, None);
        return Exit::Usage;
    }
    let (now, who) = (outside.clock.now(), kept::who(outside));
    let secret = runner_engine::fresh_token();
    let address = format!("/radar/{secret}/trigger");
    let trigger = NewTrigger { name: name.to_owned(), errand, secret: Secret::new(secret) };
    kept::with_store(&args.store, outside, |store| async move {
        match store.triggers().add(&trigger, now, &who).await {
            Ok(true) => {
                say::err(
                    "this is the only time it is shown; put the address of the service before it",
                );
                say::out(address);
                Exit::Passed
            }
            Ok(false) => {
                let help = "revoke it first, or choose another name";
                say::error(format_args!("there is a trigger `{name}` already"), Some(help));
                Exit::Usage
            }
            Err(error) => kept::done(Err(error), ""),
        }
    })
}

/// Prints the names of all.
pub(super) fn list(args: &TriggerArgs, outside: &Outside) -> Exit {
    let now = outside.clock.now();
    kept::with_store(&args.store, outside, |store| async move {
        match store.triggers().all().await {
            Ok(triggers) if triggers.is_empty() => {
                say::err(
                    "there is no trigger; make one: tripline trigger create NAME --suite SUITE",
                );
                Exit::Passed
            }
            Ok(triggers) => {
                triggers.iter().for_each(|trigger| say::out(line(trigger, now)));
                Exit::Passed
            }
            Err(error) => kept::done(Err(error), ""),
        }
    })
}

/// Makes one invalid.
pub(super) fn revoke(args: &TriggerArgs, name: &str, outside: &Outside) -> Exit {
    let (now, who) = (outside.clock.now(), kept::who(outside));
    kept::with_store(&args.store, outside, |store| async move {
        match store.triggers().revoke(name, now, &who).await {
            Ok(true) => {
                say::out(format_args!("revoked {name}"));
                Exit::Passed
            }
            Ok(false) => {
                say::error(format_args!("there is no trigger `{name}`"), None);
                Exit::Usage
            }
            Err(error) => kept::done(Err(error), ""),
        }
    })
}

fn line(trigger: &Trigger, now: Timestamp) -> String {
    let used = trigger.last_used.map_or_else(
        || "never used".to_owned(),
        |at| format!("used {} ago", human::duration(now.duration_since(at).unsigned_abs())),
    );
    format!("{:<24} {:<14} {}", trigger.name, used, trigger.errand)
}
