//! Who spent a budget, as bars.

use serde::Serialize;

use super::line::rough;
use super::spending::{Cause, Spender};
use crate::pages::link;

/// So many are named.
const MOST: usize = 8;

/// Something that spent a part of a budget.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Bar {
    name: String,
    href: Option<String>,
    /// Of all that was spent.
    share: String,
    /// Of 100.
    bar: String,
}

impl Bar {
    fn of<W>(spender: &Spender<W>, name: String, href: Option<String>) -> Self {
        let percent = rough(&spender.share) * 100.0;
        Self { name, href, share: format!("{percent:.0} %"), bar: format!("{percent:.1}") }
    }
}

/// What incidents spent.
pub(super) fn by_incident(spenders: &[Spender<Cause>]) -> Vec<Bar> {
    let bar = |spender: &Spender<Cause>| match &spender.who {
        Cause::Incident { id, title } => {
            Bar::of(spender, format!("{title}, incident {id}"), Some(link::incident(*id)))
        }
        Cause::Nothing => Bar::of(spender, "outside of incidents".to_owned(), None),
    };
    spenders.iter().take(MOST).map(bar).collect()
}

/// What series spent.
pub(super) fn by_series(spenders: &[Spender<String>]) -> Vec<Bar> {
    let bar = |spender: &Spender<String>| Bar::of(spender, spender.who.clone(), None);
    spenders.iter().take(MOST).map(bar).collect()
}
