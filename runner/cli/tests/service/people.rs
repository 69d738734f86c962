//! Users: added by somebody at the machine, who types the password or pipes it in.

use std::io::Write as _;
use std::process::Stdio;

use crate::harness::{Ended, Project, Started};

const PASSWORD: &str = "correct horse battery";

/// `tripline …` with this on its standard input.
fn fed(project: &Project, args: &[&str], input: &str) -> Ended {
    let mut command = project.command();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have refused before it has read.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    Started::of(child).end()
}

fn add(project: &Project, name: &str, role: &str) -> Ended {
    fed(project, &["user", "add", name, "--role", role], &format!("{PASSWORD}\n"))
}

#[test]
fn a_user_is_added_before_anything_is_watched() {
    let project = Project::bare();
    add(&project, "ana", "operator").exits(0).says(&["ana may sign in as operator"]);
    add(&project, "ana", "admin").exits(64).says(&[
        "there is a user `ana` already",
        "`tripline user password ana` gives them another password",
    ]);
    project.tripline(&["user", "list"]).exits(0).says(&["ana", "operator", "never here"]);
    let file = std::fs::read(project.path("tripline.db")).unwrap();
    let written = String::from_utf8_lossy(&file);
    assert!(written.contains("$argon2id$v=19$") && !written.contains(PASSWORD));
}

#[test]
fn what_users_may_do_is_changed_and_everything_is_in_the_log() {
    let project = Project::bare().variable("USER", "root");
    add(&project, "ana", "viewer").exits(0);
    let role = project.tripline(&["user", "role", "ana", "admin"]);
    role.exits(0).says(&["ana is admin from here on"]);
    let other = fed(&project, &["user", "password", "ana"], "another password\n");
    other.exits(0).says(&["ana has another password, and is signed out everywhere"]);
    let removed = project.tripline(&["user", "remove", "ana"]);
    removed.exits(0).says(&["removed ana, who is signed out everywhere"]);
    for args in [&["user", "remove", "ana"][..], &["user", "role", "ana", "viewer"]] {
        project.tripline(args).exits(64).says(&["there is no user `ana`", "`tripline user list`"]);
    }
    project.tripline(&["user", "list"]).exits(0).says(&["nobody can sign in; add somebody"]);
    let log = project.tripline(&["audit"]).exits(0).stdout;
    let said: Vec<_> = log.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    let expected = [
        "root removed the user ana",
        "root changed the password of ana",
        "root made ana admin",
        "root added the user ana (viewer)",
    ];
    assert_eq!(said, expected);
    let json = project.tripline(&["audit", "--json", "-n", "1"]).exits(0).stdout;
    let entry: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&entry["who"], &entry["what"]), (&"root".into(), &"removed the user ana".into()));
}

#[test]
fn what_is_no_password_adds_nobody() {
    let project = Project::bare();
    for (input, why) in [
        ("short\n", "a password has at least 10 characters"),
        ("", "a password has at least 10 characters"),
    ] {
        let refused = fed(&project, &["user", "add", "ana", "--role", "viewer"], input);
        refused.exits(64).says(&[why]);
    }
    add(&project, " ana", "viewer").exits(64).says(&["neither begins nor ends with a space"]);
    assert!(!project.path("tripline.db").exists());
}

#[test]
fn a_password_is_no_argument() {
    let project = Project::bare();
    let refused = project.tripline(&["user", "add", "ana", "--role", "viewer", PASSWORD]);
    refused.exits(64).says(&["unexpected argument"]);
}
