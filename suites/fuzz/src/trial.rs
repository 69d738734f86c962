//! One input, tried.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// What the last panic of this thread said, while it tries an input.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Gives an input to a property.
///
/// # Errors
/// The property does not hold; or it panicked, and this is what was said.
pub(crate) fn attempt(
    property: &dyn Fn(&[u8]) -> Result<(), String>,
    input: &[u8],
) -> Result<(), String> {
    listen();
    SAID.set(Some(String::new()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| property(input)));
    let said = SAID.take().unwrap_or_default();
    outcome.unwrap_or(Err(said))
}

/// Keeps what a panic says instead of printing it: cutting an input down panics many times.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let taken = SAID.with_borrow_mut(|said| match said {
                Some(said) => {
                    *said = panic.to_string();
                    true
                }
                None => false,
            });
            if !taken {
                usual(panic);
            }
        }));
    });
}
