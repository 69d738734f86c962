//! `tripline audit`: who changed what, and when.

use jiff::Timestamp;
use runner_store::AuditEntry;
use serde_json::json;

use crate::args::people::AuditArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::{kept, say};

/// Prints the latest changes, newest first.
pub(crate) fn audit(args: &AuditArgs, outside: &Outside) -> Exit {
    kept::with_store(&args.store, outside, |store| async move {
        let entries = match store.audit().latest(Timestamp::MAX, args.limit).await {
            Ok(entries) => entries,
            Err(error) => return kept::done(Err(error), ""),
        };
        if entries.is_empty() && !args.json {
            say::err("nobody has changed anything");
        }
        for AuditEntry { at, who, what } in entries {
            if args.json {
                say::out(json!({ "at": at, "who": who, "what": what }));
            } else {
                say::out(format_args!("{at:.0}  {who} {what}"));
            }
        }
        Exit::Passed
    })
}
