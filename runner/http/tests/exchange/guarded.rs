//! What runs unattended does not ask where clouds hand out credentials.

use std::sync::Arc;

use runner_http::{Connect, Http};
use runner_model::{Answer, SystemClock};
use runner_testkit::{Origin, Reply};

use crate::sending::*;

fn guarded(connect: Connect) -> Sender {
    let http = Http::guarded(Arc::new(SystemClock), Vec::new());
    Sender { http, ..Sender::over(connect) }
}

#[tokio::test]
async fn an_address_and_a_name_that_leads_to_it_are_not_asked() {
    let expected = "is 169.254.169.254, a link-local address or one at which a cloud hands out credentials; \
         `serve: { allow_addresses: [169.254.169.254] }` in the project file allows it";
    let why = guarded(Connect::default()).unsent(get("http://169.254.169.254/latest/")).await;
    assert!(why.contains(expected), "{why}");
    let connect =
        Connect { resolve: Some("169.254.169.254".parse().unwrap()), ..Connect::default() };
    let why = guarded(connect).unsent(get("http://metadata.test/")).await;
    assert!(why.starts_with("`metadata.test`") && why.contains(expected), "{why}");
}

#[tokio::test]
async fn no_redirect_leads_there() {
    let origin = Origin::start();
    origin.on("/go", Reply::redirect(302, "http://[::ffff:169.254.169.254]/latest/"));
    let mut request = get(&origin.url("/go"));
    request.redirects = 5;
    let exchanged = guarded(Connect::default()).send(request).await;
    let Answer::Broken { error, .. } = &exchanged.exchange.answer else {
        panic!("{:?}", exchanged.exchange.answer)
    };
    assert!(error.message.starts_with("the redirect cannot be followed: "), "{error:?}");
    assert!(error.message.contains("169.254.169.254"), "{error:?}");
}

#[tokio::test]
async fn everything_else_is_asked() {
    let origin = Origin::start();
    assert_eq!(
        whole(&guarded(Connect::default()).get(&origin.url("/status/200")).await).status,
        200
    );
}
