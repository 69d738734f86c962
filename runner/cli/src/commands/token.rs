//! `tripline token`: who may ask the service from outside.

use runner_model::{Secret, human};
use runner_store::{NewToken, Store, Token, TokenScope};

use crate::args::service::{Scope, TokenArgs, TokenCommand};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Makes, lists and revokes tokens. One is often made before anything is watched, so that the store
/// is made when it is not there.
pub(crate) fn token(args: &TokenArgs, outside: &Outside) -> Exit {
    let (now, who) = (outside.clock.now(), kept::who(outside));
    let work = |store: Store| async move {
        match &args.command {
            TokenCommand::Create { name, scope } => create(&store, name, *scope, now, &who).await,
            TokenCommand::List => list(&store, now).await,
            TokenCommand::Revoke { name } => match store.tokens().revoke(name, now, &who).await {
                Ok(true) => {
                    say::out(format_args!("revoked {name}"));
                    Exit::Passed
                }
                Ok(false) => {
                    say::error(format_args!("there is no token `{name}`"), None);
                    Exit::Usage
                }
                Err(error) => kept::done(Err(error), ""),
            },
        }
    };
    match args.command {
        TokenCommand::Create { .. } => kept::with_store_made(&args.store, outside, work),
        TokenCommand::List | TokenCommand::Revoke { .. } => {
            kept::with_store(&args.store, outside, work)
        }
    }
}

async fn create(store: &Store, name: &str, scope: Scope, now: jiff::Timestamp, who: &str) -> Exit {
    if name.trim().is_empty() {
        say::error("a token needs a name", Some("say what it is for: `deploy pipeline`"));
        return Exit::Usage;
    }
    let scope = match scope {
        Scope::Read => TokenScope::Read,
        Scope::Run => TokenScope::Run,
        Scope::Admin => TokenScope::Admin,
    };
    let secret = format!("trip_{}", runner_engine::fresh_token());
    let token = NewToken { name: name.to_owned(), scope, secret: Secret::new(secret.clone()) };
    match store.tokens().add(&token, now, who).await {
        Ok(true) => {
            say::err("this is the only time it is shown; send it as `authorization: Bearer …`");
            say::out(secret);
            Exit::Passed
        }
        Ok(false) => {
            let help = "revoke it first, or choose another name";
            say::error(format_args!("there is a token `{name}` already"), Some(help));
            Exit::Usage
        }
        Err(error) => kept::done(Err(error), ""),
    }
}

async fn list(store: &Store, now: jiff::Timestamp) -> Exit {
    match store.tokens().all().await {
        Ok(tokens) if tokens.is_empty() => {
            say::err("there is no token; make one: tripline token create NAME --scope run");
            Exit::Passed
        }
        Ok(tokens) => {
            for token in tokens {
                say::out(line(&token, now));
            }
            Exit::Passed
        }
        Err(error) => kept::done(Err(error), ""),
    }
}

fn line(token: &Token, now: jiff::Timestamp) -> String {
    let used = token.last_used.map_or_else(
        || "never used".to_owned(),
        |at| format!("used {} ago", human::duration(now.duration_since(at).unsigned_abs())),
    );
    format!("{:<24} {:<6} {used}", token.name, token.scope.as_str())
}
