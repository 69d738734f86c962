//! Whatever a server answers, the step ends with a verdict, in time.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use runner_engine::{Lasting, Options, Plan, Planning, Selection, Stop, Tools};
use runner_http::Http;
use runner_model::{Masker, Outcome, SystemClock};
use suites::{LoadRequest, load};
use suites_fuzz::Corpus;

/// Asks for all that can be asked of an answer.
const SUITE: &str = r#"
name: Whatever comes
steps:
  - get: http://ADDRESS/
    timeout: 2s
    max_body: 100kB
    follow_redirects: 2
    expect:
      status: { one_of: [2xx, 404] }
      header content-type: { contains: json }
      cookie a: { matches: "^b+$" }
      size: { over: 10B }
      body: { like: { id: <integer>, items: [{ sku: <string>, price: <number or null> }] } }
      $: { type: object }
      $.id: 7
      $.items: { count: 1, unique: true }
      $.items[*].price: { each: { between: [1, 1000] }, sorted: ascending }
      $..sku: { any: { starts_with: A } }
      $.items[?@.price > 10 && match(@.sku, '[A-Z]')].sku: { is: [A] }
      css h1: { count: { at_most: 3 } }
      regex /id":\s*(\d+)/: { not: "8" }
    warn:
      time: { under: 1s }
    save:
      id: $.id
      all: body
"#;

/// Answers of every shape.
const ANSWERS: &[&[u8]] = &[
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=bb; Path=/\r\nContent-Length: 43\r\n\r\n{\"id\":7,\"items\":[{\"sku\":\"A\",\"price\":10.5}]}",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"id\":7,\r\n0023;a=b\r\n\"items\":[{\"sku\":\"A\",\"price\":10.5}]}\r\n0\r\nx: y\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nGZIP",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd, br, deflate\r\n\r\n(\xb5/\xfd \x0aq\x00\x00{\"id\":7}\n",
    b"HTTP/1.1 302 Found\r\nLocation: /a?b=c\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 25\r\n\r\n<h1>Nothing</h1><p>here\r\n",
    b"HTTP/1.0 204 No Content\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{\"id\":1e999,\"a\":[[[{\"b\":\"\\ud800\"}]]],\"id\":0.10,\"\\u0000\":-0}\n",
];

const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabV\xcaLQ\xb22\xd7Q\xca,I\xcd-V\xb2\x8a\xaeV*\xce.U\xb2RrT\xd2Q*(\xcaLNU\xb224\xd03\xad\x8d\xad\x05\x00\xd0\xca\x81Q+\x00\x00\x00";

/// A server that answers whatever it is told to, and closes.
fn serve(listener: &TcpListener, answer: &Mutex<Vec<u8>>) {
    for socket in listener.incoming().flatten() {
        let answer = answer.lock().expect("nothing panics while it holds the answer").clone();
        // The client may leave at any time.
        let _ = reply(socket, &answer);
    }
}

fn reply(mut socket: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    let mut asked = Vec::new();
    let mut buffer = [0; 2048];
    while !asked.windows(4).any(|four| four == b"\r\n\r\n") {
        match socket.read(&mut buffer)? {
            0 => return Ok(()),
            length => asked.extend_from_slice(&buffer[..length]),
        }
    }
    socket.write_all(answer)?;
    socket.shutdown(Shutdown::Write)
}

fn plan(folder: &Path, address: SocketAddr) -> Arc<Plan> {
    let text = SUITE.replace("ADDRESS", &address.to_string());
    std::fs::write(folder.join("a.trip.yaml"), text).expect("it is our own folder");
    let request = LoadRequest { current_dir: folder.to_owned(), ..LoadRequest::default() };
    let loaded = load(&request);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let planning = Planning {
        suites: loaded.suites,
        environment: None,
        project: None,
        sources: Arc::new(loaded.sources),
        selection: Selection::default(),
        seed: "1".to_owned(),
        repeat: 1,
    };
    Arc::new(Plan::of(planning).expect("nothing is selected"))
}

fn tools() -> Tools {
    let clock = Arc::new(SystemClock);
    Tools {
        http: Http::new(clock.clone()),
        clock,
        masker: Arc::new(Masker::new([])),
        variables: Default::default(),
        listener: Arc::new(|_| {}),
        stop: Stop::default(),
        lasting: Lasting::default(),
    }
}

#[test]
fn any_answer_is_judged() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    let answer = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&answer);
    std::thread::spawn(move || serve(&listener, &told));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let plan = plan(folder.path(), address);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let corpus = Corpus::of(ANSWERS.iter().map(|answer| match answer.strip_suffix(b"GZIP") {
        Some(head) => [head, GZIP].concat(),
        None => answer.to_vec(),
    }));
    crate::hunt("answer", corpus, |input| {
        *answer.lock().expect("nothing panics while it holds the answer") = input.to_vec();
        let run = runtime.block_on(runner_engine::run(plan.clone(), tools(), Options::default()));
        match run.outcome {
            Outcome::Passed | Outcome::Degraded | Outcome::Failed => Ok(()),
            Outcome::Errored | Outcome::Skipped => Err(format!("{:?}", run.suites)),
        }
    });
}
