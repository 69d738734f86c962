use crate::sending::*;
use runner_testkit::*;

fn show(name: &str, e: &runner_http::Exchanged) {
    match &e.exchange.answer {
        runner_model::Answer::Complete(r) => println!(
            "{name:28} {} {} {}B {:?} h={}",
            r.status,
            r.protocol,
            e.body.len(),
            e.exchange.timings,
            r.headers.len()
        ),
        runner_model::Answer::Broken { head, error } => println!(
            "{name:28} BROKEN {:?} {} head={} {}B: {}",
            error.kind,
            error.phase,
            head.is_some(),
            e.body.len(),
            error.message
        ),
    }
}

#[tokio::test]
async fn lies() {
    for lie in Lie::ALL {
        let origin = Origin::start();
        let s = Sender::new();
        for _ in 0..2 {
            let e = s
                .send(within(1500, following(3, get(&origin.url(&format!("/lie/{}", lie.name()))))))
                .await;
            show(lie.name(), &e);
        }
    }
}
#[tokio::test]
async fn posts() {
    let origin = Origin::start();
    let s = Sender::new();
    for l in ["close-on-next", "close-on-next", "close-after-answer", "close-at-once"] {
        let _ = l;
    }
    for lie in Lie::ALL.iter().take(6) {
        for _ in 0..2 {
            let e =
                s.send(within(1500, post(&origin.url(&format!("/lie/{}", lie.name())), "x"))).await;
            show(lie.name(), &e);
        }
    }
}
#[tokio::test]
async fn tls() {
    let a = Authority::new();
    for (n, c) in [
        ("good", Certificate::Good),
        ("exp", Certificate::Expired),
        ("notyet", Certificate::NotYetValid),
        ("other", Certificate::WrongHost),
        ("self", Certificate::SelfSigned),
    ] {
        let o = Origin::start_tls(a.tls_with(c));
        let s = Sender::over(trusting(&a.ca_pem()));
        show(n, &s.get(&o.url_at("localhost", "/json")).await);
        show(n, &s.get(&o.url_at("localhost", "/json")).await);
        show(n, &Sender::new().get(&o.url_at("localhost", "/json")).await);
    }
    for t in [
        a.tls().only(TlsVersion::V12),
        a.tls().http2(),
        a.tls().alpn(&["foo"]),
        a.tls().require_client(),
        a.tls().require_client().only(TlsVersion::V12),
    ] {
        let o = Origin::start_tls(t);
        let s = Sender::over(trusting(&a.ca_pem()));
        show("tls", &s.get(&o.url_at("localhost", "/json")).await);
        let e = &s.get(&o.url("/json")).await;
        show("tls", e);
        println!("{:?}", e.exchange.answer.response().map(|r| &r.connection));
    }
    let o = Origin::start();
    show("plain as tls", &Sender::new().send(within(500, get(&o.https_url("/json")))).await);
    let o = Origin::start_tls(a.tls());
    show("tls as plain", &Sender::new().get(&o.url("/json").replace("https", "http")).await);
    show("refused", &Sender::new().get(&format!("http://127.0.0.1:{}/", refused_port())).await);
    show("refused", &Sender::new().get(&format!("http://localhost:{}/", refused_port())).await);
    show("refused", &Sender::new().get(&format!("https://localhost:{}/", refused_port())).await);
    show(
        "refused",
        &Sender::over(resolving("127.0.0.1"))
            .get(&format!("https://x.invalid:{}/", refused_port()))
            .await,
    );
    show("dns", &Sender::new().get(&format!("https://x.invalid:{}/", refused_port())).await);
    show("v6", &Sender::new().get(&format!("https://[::1]:{}/", refused_port())).await);
    show("blackhole", &Sender::new().send(within(500, get("http://10.255.255.1/"))).await);
}

#[tokio::test]
async fn greetings() {
    for g in [
        Greeting::Close,
        Greeting::Reset,
        Greeting::Silence,
        Greeting::TlsAlert,
        Greeting::PlainText,
        Greeting::OtherProtocol,
    ] {
        let o = Origin::start_greeting(g);
        let n = format!("{g:?}");
        let c =
            runner_http::Connect { http: runner_http::HttpVersion::Http2, ..Default::default() };
        show(&n, &Sender::new().send(within(500, get(&o.url("/")))).await);
        show(&n, &Sender::new().send(within(500, post(&o.url("/"), "abc"))).await);
        show(&n, &Sender::over(c).send(within(500, get(&o.url("/")))).await);
        show(&n, &Sender::new().send(within(500, get(&o.https_url("/")))).await);
    }
    let a = Authority::new();
    let o = Origin::start_tls(a.tls());
    let mut c = trusting(&a.ca_pem());
    c.http = runner_http::HttpVersion::Http2;
    show("h1 server, h2 wanted", &Sender::over(c.clone()).get(&o.url("/")).await);
    let o = Origin::start_tls(a.tls().alpn(&[]));
    show("no alpn server, h2 wanted", &Sender::over(c).get(&o.url("/")).await);
    let o = Origin::start();
    let c = runner_http::Connect { http: runner_http::HttpVersion::Http2, ..Default::default() };
    let s = Sender::over(c);
    for l in Lie::ALL {
        show(l.name(), &s.send(within(500, get(&o.url(&format!("/lie/{}", l.name()))))).await);
    }
}
#[tokio::test]
async fn proxies() {
    let a = Authority::new();
    let o = Origin::start();
    let ot = Origin::start_tls(a.tls());
    let p = Proxy::start();
    let sk = Socks::start();
    for u in [
        p.url(),
        sk.url(),
        format!("http://127.0.0.1:{}", refused_port()),
        format!("socks5://127.0.0.1:{}", refused_port()),
        format!("http://{}", o.addr()),
    ] {
        let mut c = trusting(&a.ca_pem());
        c.proxy = Some(runner_http::Proxy::new(u.parse().unwrap()));
        let s = Sender::over(c);
        for url in [
            o.url("/json"),
            ot.url("/json"),
            ot.url_at("localhost", "/json"),
            format!("https://localhost:{}/", refused_port()),
            format!("http://localhost:{}/", refused_port()),
        ] {
            let e = s.get(&url).await;
            show(&u, &e);
            println!("{:?}", e.exchange.answer.response().map(|r| &r.connection));
            let e = s.get(&url).await;
            show(&u, &e);
            println!("{:?}", e.exchange.answer.response().map(|r| &r.connection));
        }
    }
}
