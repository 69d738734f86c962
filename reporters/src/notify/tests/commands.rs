//! Programs that tell people in their own way.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::fixtures::{delivery, found, now, ready, refused};
use crate::notify::{ChannelConfig, Receipt, SendError};

fn shell(script: &str) -> ChannelConfig {
    let args = ["sh", "-c", script, "sh", "an argument"].map(str::to_owned).to_vec();
    ChannelConfig::Command { args }
}

async fn run(script: &str, limit: Duration) -> Result<Receipt, SendError> {
    ready(shell(script)).within(limit).send(&delivery(found("502 $(id) `id`")), now()).await
}

const PATIENT: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_program_reads_the_alert_and_finds_the_most_important_of_it_around() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("read.json");
    let script =
        format!("cat > {}; echo \"$1 $TRIPLINE_STATE $TRIPLINE_KEY\"; echo more", file.display());
    let receipt = run(&script, PATIENT).await.unwrap();
    assert_eq!(receipt.answer, "an argument down incident-17/down/ops");
    let read: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(read["state"], "down");
    assert!(read["message"].as_str().unwrap().contains("answered 502 $(id) `id`"));
    let said = run("echo \"$TRIPLINE_SEVERITY: $TRIPLINE_MESSAGE\"", PATIENT).await.unwrap().answer;
    assert!(said.starts_with("critical: checkout is down in production") && !said.contains("uid="));
}

#[tokio::test]
async fn a_program_that_fails_is_run_again() {
    let told = run("echo out; echo 'no signal' >&2; exit 3", PATIENT).await.unwrap_err();
    let cause = "`sh` ended with exit status: 3: no signal".to_owned();
    assert_eq!(told, SendError::Later { cause, after: None });
    let args = vec!["no-such-program-here".to_owned()];
    let told = ready(ChannelConfig::Command { args }).send(&delivery(found("502")), now()).await;
    let told = told.unwrap_err().to_string();
    assert!(told.starts_with("`no-such-program-here` cannot be started: "), "{told}");
}

#[tokio::test]
async fn a_program_that_takes_too_long_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("too-late");
    let script = format!("exec 2>&-; sleep 2; touch {}", file.display());
    let began = Instant::now();
    let told = run(&script, Duration::from_millis(600)).await.unwrap_err();
    assert_eq!(told.to_string(), "`sh` took over 500 ms and was ended");
    assert!(began.elapsed() < Duration::from_secs(2));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn a_program_may_say_much_read_nothing_and_leave_something_running() {
    let receipt = run("yes | head -c 1000000; echo; exec <&-", PATIENT).await.unwrap();
    assert_eq!(receipt.answer, "y");
    let began = Instant::now();
    run("sleep 3 & exit 0", PATIENT).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn an_empty_command_is_refused_before_it_is_needed() {
    assert_eq!(refused(ChannelConfig::Command { args: Vec::new() }), "its `command` is empty");
}
