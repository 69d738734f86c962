//! Through proxies.

use runner_http::{Connect, Proxy};
use runner_model::{Phase, TransportErrorKind as Kind};
use runner_testkit::{Authority, Origin, Proxy as HttpProxy, Socks, refused_port};

use crate::sending::*;

fn through(url: &str, connect: Connect) -> Sender {
    Sender::over(Connect { proxy: Some(Proxy::new(url.parse().expect("a URL"))), ..connect })
}

#[tokio::test]
async fn plain_http_is_passed_on() {
    let (origin, proxy) = (Origin::start(), HttpProxy::start());
    // Only the proxy knows this name.
    let url = format!("http://shop.test:{}/json", origin.port());
    let exchanged = through(&proxy.url(), Connect::default()).get(&url).await;
    assert_eq!(whole(&exchanged).status, 200);
    assert_eq!(whole(&exchanged).connection.remote.unwrap().port(), proxy.port());
    assert_eq!(proxy.seen()[0].request.target, url);
}

#[tokio::test]
async fn https_goes_through_a_tunnel_and_shows_the_origins_certificate() {
    let authority = Authority::new();
    for tls in [authority.tls(), authority.tls().http2()] {
        let (origin, proxy) = (Origin::start_tls(tls), HttpProxy::start());
        let sender = through(&proxy.url(), trusting(&authority.ca_pem()));
        for is_second in [false, true] {
            let exchanged = sender.get(&origin.url_at("localhost", "/json")).await;
            let connection = &whole(&exchanged).connection;
            assert_eq!(connection.reused, is_second);
            assert_eq!(connection.certificate.as_ref().unwrap().subject, "CN=localhost");
            assert_eq!(connection.tls_version.as_deref(), Some("TLSv1.3"));
            assert_eq!(exchanged.exchange.timings.tls.is_some(), !is_second);
        }
        assert_eq!(proxy.seen()[0].request.method, "CONNECT");
    }
}

#[tokio::test]
async fn a_name_and_password_are_shown_to_the_proxy_only() {
    let authority = Authority::new();
    let (origin, secure) = (Origin::start(), Origin::start_tls(authority.tls()));
    let proxy = HttpProxy::start_with_auth("ann", "secret");
    let credentials = Proxy {
        username: Some("ann".into()),
        password: Some("secret".into()),
        ..Proxy::new(proxy.url().parse().unwrap())
    };
    let known = Sender::over(Connect { proxy: Some(credentials), ..trusting(&authority.ca_pem()) });
    let in_url = proxy.url().replace("://", "://ann:secret@");
    let known_too = through(&in_url, trusting(&authority.ca_pem()));
    for sender in [known, known_too] {
        for url in [origin.url("/"), secure.url("/")] {
            assert_eq!(whole(&sender.get(&url).await).status, 200, "{url}");
        }
    }
    assert_eq!(secure.received()[0].header("proxy-authorization"), None);

    let stranger = through(&proxy.url(), trusting(&authority.ca_pem()));
    assert_eq!(whole(&stranger.get(&origin.url("/")).await).status, 407);
    let exchanged = stranger.get(&secure.url("/")).await;
    let message = format!(
        "the proxy 127.0.0.1:{} wants a user name and password, or others, for a tunnel to {}",
        proxy.port(),
        secure.addr()
    );
    assert_broken(&exchanged, Kind::Refused, Phase::Connect, &message);
}

#[tokio::test]
async fn socks_is_spoken_with_names_looked_up_here_or_there() {
    let authority = Authority::new();
    let (origin, secure, socks) =
        (Origin::start(), Origin::start_tls(authority.tls()), Socks::start());
    let there = socks.url().replace("socks5://", "socks5h://");
    let here = there.replace("socks5h://", "socks5://");
    for proxy in [there.as_str(), here.as_str()] {
        let sender = through(proxy, trusting(&authority.ca_pem()));
        for url in [origin.url_at("localhost", "/json"), secure.url_at("localhost", "/json")] {
            let exchanged = sender.get(&url).await;
            assert_eq!(whole(&exchanged).status, 200, "{proxy} {url}");
        }
    }
    let url = format!("http://shop.invalid:{}/", origin.port());
    let exchanged = through(&here, Connect::default()).get(&url).await;
    assert_eq!(broken(&exchanged).kind, Kind::Dns, "{:?}", broken(&exchanged));
    let pinned = through(&here, resolving("127.0.0.1"));
    assert_eq!(whole(&pinned.get(&url).await).status, 200);
}

#[tokio::test]
async fn a_proxy_that_does_not_help_is_named() {
    let (port, gone) = (refused_port(), refused_port());
    let message = format!("nothing listens on the proxy 127.0.0.1:{port} (connection refused)");
    for scheme in ["http", "socks5"] {
        let sender = through(&format!("{scheme}://127.0.0.1:{port}"), Connect::default());
        for url in ["http://127.0.0.1:1/", "https://127.0.0.1:1/"] {
            assert_broken(&sender.get(url).await, Kind::Refused, Phase::Connect, &message);
        }
    }
    let proxy = HttpProxy::start();
    let exchanged =
        through(&proxy.url(), Connect::default()).get(&format!("https://localhost:{gone}/")).await;
    let message =
        format!("the proxy 127.0.0.1:{} opens no tunnel to localhost:{gone}", proxy.port());
    assert_broken(&exchanged, Kind::Refused, Phase::Connect, &message);

    let sender = through("ftp://127.0.0.1:1", Connect::default());
    let message =
        "`127.0.0.1:1` cannot be used as a proxy: write http://, https://, socks5:// or socks5h://";
    assert_eq!(sender.unsent(get("http://127.0.0.1:1/")).await, message);
}

#[test]
fn a_proxys_password_does_not_show_in_debug_output() {
    let proxy = Proxy {
        password: Some("hidden".into()),
        ..Proxy::new("http://ann:secret@127.0.0.1:1".parse().unwrap())
    };
    let shown = format!("{proxy:?}");
    assert!(!shown.contains("secret") && !shown.contains("hidden"), "{shown}");
}
