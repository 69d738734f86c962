//! Origins reached through proxies.

use std::io::{Read, Write};
use std::time::Duration;

use runner_testkit::{Origin, Proxy, Socks, Tunnelled, refused_port};

use crate::client::{ask_text, connect};

#[test]
fn a_whole_url_is_passed_on_whatever_the_name() {
    let (origin, proxy) = (Origin::start(), Proxy::start());
    let target = format!("http://shop.test:{}/echo?a=1", origin.port());
    let answer = ask_text(
        proxy.port(),
        &format!("POST {target} HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\nhi"),
    );
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let request = origin.only_received();
    assert_eq!((request.target.as_str(), request.text().as_str()), ("/echo?a=1", "hi"));
    assert_eq!(request.header("via"), Some("1.1 testkit"));
    let seen = proxy.wait_seen(1, Duration::from_secs(1));
    assert_eq!((seen[0].request.target.as_str(), seen[0].status), (target.as_str(), 200));
}

#[test]
fn connect_makes_a_tunnel() {
    let (origin, proxy) = (Origin::start(), Proxy::start());
    let mut socket = connect(proxy.port());
    write!(socket, "CONNECT shop.test:{} HTTP/1.1\r\n\r\n", origin.port()).unwrap();
    let mut established = [0; 39];
    socket.read_exact(&mut established).unwrap();
    assert_eq!(&established, b"HTTP/1.1 200 Connection established\r\n\r\n");
    socket.write_all(b"GET /text HTTP/1.1\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("hello, world\n"), "{answer}");
    assert_eq!(proxy.seen()[0].request.method, "CONNECT");
}

#[test]
fn without_the_password_there_is_no_way() {
    let (origin, proxy) = (Origin::start(), Proxy::start_with_auth("ada", "x"));
    let ask = |line: &str| {
        let target = format!("http://a.test:{}/json", origin.port());
        let mut socket = connect(proxy.port());
        write!(socket, "GET {target} HTTP/1.1\r\n{line}\r\n").unwrap();
        let mut status = [0; 12];
        socket.read_exact(&mut status).unwrap();
        String::from_utf8(status[9..].to_vec()).unwrap()
    };
    assert_eq!(ask(""), "407");
    assert_eq!(ask("Proxy-Authorization: Basic YWRhOng=\r\n"), "200");
    assert_eq!(origin.only_received().header("proxy-authorization"), None);
    let statuses: Vec<u16> = proxy.seen().iter().map(|proxied| proxied.status).collect();
    assert_eq!(statuses, [407, 200]);
}

#[test]
fn what_is_not_here_is_out_of_reach() {
    let proxy = Proxy::start();
    for target in [format!("127.0.0.1:{}", refused_port()), "192.0.2.1:80".to_owned()] {
        let mut socket = connect(proxy.port());
        write!(socket, "CONNECT {target} HTTP/1.1\r\n\r\n").unwrap();
        let mut status = [0; 12];
        socket.read_exact(&mut status).unwrap();
        assert_eq!(&status, b"HTTP/1.1 502", "{target}");
    }
}

#[test]
fn socks_passes_on_to_names_and_addresses() {
    let (origin, socks) = (Origin::start(), Socks::start());
    let port = origin.port();
    let url = socks.url();
    let socks_port = url.rsplit(':').next().unwrap().parse().unwrap();
    let name: &[u8] = b"\x03\x09shop.test";
    for address in [name, &[1, 127, 0, 0, 1]] {
        let mut socket = connect(socks_port);
        socket.write_all(&[5, 1, 0]).unwrap();
        let mut chosen = [0; 2];
        socket.read_exact(&mut chosen).unwrap();
        assert_eq!(chosen, [5, 0]);
        let request = [&[5, 1, 0], address, &port.to_be_bytes()].concat();
        socket.write_all(&request).unwrap();
        let mut answer = [0; 10];
        socket.read_exact(&mut answer).unwrap();
        assert_eq!(answer[..2], [5, 0]);
        socket.write_all(b"GET /text HTTP/1.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).unwrap();
        assert!(text.ends_with("hello, world\n"));
    }
    let tunnel = |host: &str| Tunnelled { host: host.to_owned(), port };
    assert_eq!(socks.seen(), [tunnel("shop.test"), tunnel("127.0.0.1")]);
}
