//! How it ends.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::{ADMIN, House};

/// It has so long to end, whatever goes on.
const SOON: Duration = Duration::from_secs(2);

async fn closes_soon(house: House) {
    let began = Instant::now();
    house.close().await;
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
}

#[tokio::test]
async fn it_ends_while_connections_are_open() {
    let house = House::open().await;
    let addr = house.addr;
    let mut open = Vec::new();
    for sent in ["", "GET /hea", "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut stream = house.connect().await;
        stream.write_all(sent.as_bytes()).await.unwrap();
        open.push(stream);
    }
    // The last one has been answered, and is kept for more.
    let mut answer = [0; 12];
    open[2].read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    closes_soon(house).await;
    for stream in &mut open {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    }
    assert!(TcpStream::connect(addr).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn it_ends_while_a_request_hangs() {
    let house = House::open().await;
    house.incident(7, true).await;
    let mut stream = house.connect().await;
    let head = format!(
        "POST /api/v1/incidents/7/notes HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {ADMIN}\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // It waits for the body.
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100");
    closes_soon(house).await;
}
