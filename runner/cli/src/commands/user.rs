//! `tripline user`: who may sign in, and what they may do.

use std::io::{self, BufRead as _, IsTerminal as _};

use jiff::Timestamp;
use runner_model::{Secret, human};
use runner_store::{NewUser, Role, Store, User};

use crate::args::people::{RoleArg, UserArgs, UserCommand};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// What is wanted, with what was asked for on the way.
enum Wanted<'a> {
    List,
    Add(NewUser),
    Password { name: &'a str, password: Secret<String> },
    Role { name: &'a str, role: Role },
    Remove { name: &'a str },
}

/// Adds, lists, changes and removes users. Somebody is often added before anything is watched, so
/// that the store is made when it is not there.
pub(crate) fn user(args: &UserArgs, outside: &Outside) -> Exit {
    let (now, who) = (outside.clock.now(), kept::who(outside));
    // Passwords are asked for before the store is touched: that waits for nobody.
    let wanted = match wanted(&args.command) {
        Ok(wanted) => wanted,
        Err(exit) => return exit,
    };
    let is_first = matches!(wanted, Wanted::Add(_));
    let work = |store| carry_out(store, wanted, now, who);
    match is_first {
        true => kept::with_store_made(&args.store, outside, work),
        false => kept::with_store(&args.store, outside, work),
    }
}

fn wanted(command: &UserCommand) -> Result<Wanted<'_>, Exit> {
    Ok(match command {
        UserCommand::List => Wanted::List,
        UserCommand::Add { name, .. } if name.is_empty() || name.trim() != name => {
            say::error("a name neither begins nor ends with a space", None);
            return Err(Exit::Usage);
        }
        UserCommand::Add { name, role } => {
            Wanted::Add(NewUser { name: name.clone(), role: role.role(), password: asked()? })
        }
        UserCommand::Password { name } => Wanted::Password { name, password: asked()? },
        UserCommand::Role { name, role } => Wanted::Role { name, role: role.role() },
        UserCommand::Remove { name } => Wanted::Remove { name },
    })
}

async fn carry_out(store: Store, wanted: Wanted<'_>, now: Timestamp, who: String) -> Exit {
    let users = store.users();
    let (changed, name, said) = match wanted {
        Wanted::List => return list(&store, now).await,
        Wanted::Add(user) => return add(&store, &user, now, &who).await,
        Wanted::Password { name, password } => {
            let changed = users.set_password(name, &password, now, &who).await;
            (changed, name, format!("{name} has another password, and is signed out everywhere"))
        }
        Wanted::Role { name, role } => {
            let changed = users.set_role(name, role, now, &who).await;
            (changed, name, format!("{name} is {} from here on", role.as_str()))
        }
        Wanted::Remove { name } => {
            let changed = users.remove(name, now, &who).await;
            (changed, name, format!("removed {name}, who is signed out everywhere"))
        }
    };
    match changed {
        Ok(true) => {
            say::out(said);
            Exit::Passed
        }
        Ok(false) => {
            let help = "`tripline user list` has their names";
            say::error(format_args!("there is no user `{name}`"), Some(help));
            Exit::Usage
        }
        Err(error) => kept::done(Err(error), ""),
    }
}

async fn add(store: &Store, user: &NewUser, now: Timestamp, who: &str) -> Exit {
    let NewUser { name, role, .. } = user;
    match store.users().add(user, now, who).await {
        Ok(true) => {
            say::out(format_args!("{name} may sign in as {}", role.as_str()));
            Exit::Passed
        }
        Ok(false) => {
            let help = format!("`tripline user password {name}` gives them another password");
            say::error(format_args!("there is a user `{name}` already"), Some(&help));
            Exit::Usage
        }
        Err(error) => kept::done(Err(error), ""),
    }
}

async fn list(store: &Store, now: Timestamp) -> Exit {
    match store.users().all().await {
        Ok(users) if users.is_empty() => {
            say::err("nobody can sign in; add somebody: tripline user add NAME --role admin");
            Exit::Passed
        }
        Ok(users) => {
            for user in users {
                say::out(line(&user, now));
            }
            Exit::Passed
        }
        Err(error) => kept::done(Err(error), ""),
    }
}

fn line(user: &User, now: Timestamp) -> String {
    let seen = user.last_seen.map_or_else(
        || "never here".to_owned(),
        |at| format!("here {} ago", human::duration(now.duration_since(at).unsigned_abs())),
    );
    format!("{:<24} {:<9} {seen}", user.name, user.role.as_str())
}

/// A password, made unreadable: typed twice without being shown, or the first line of standard
/// input. Never an argument: those are seen by every user of the machine.
fn asked() -> Result<Secret<String>, Exit> {
    let typed = if io::stdin().is_terminal() { typed_twice() } else { first_line() };
    let password = typed.map_err(|error| {
        say::error(format_args!("the password cannot be read: {error}"), None);
        Exit::Usage
    })?;
    let Some(password) = password else {
        say::error("these are two passwords", Some("type the same one twice"));
        return Err(Exit::Usage);
    };
    web::hash_password(&password).map_err(|unfit| {
        say::error(unfit, None);
        Exit::Usage
    })
}

fn typed_twice() -> io::Result<Option<Secret<String>>> {
    let terminal = console::Term::stderr();
    terminal.write_str("password: ")?;
    let first = Secret::new(terminal.read_secure_line()?);
    terminal.write_str("again: ")?;
    let second = Secret::new(terminal.read_secure_line()?);
    Ok((first.expose() == second.expose()).then_some(first))
}

fn first_line() -> io::Result<Option<Secret<String>>> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(Some(Secret::new(line)))
}

impl RoleArg {
    fn role(self) -> Role {
        match self {
            Self::Viewer => Role::Viewer,
            Self::Operator => Role::Operator,
            Self::Admin => Role::Admin,
        }
    }
}
