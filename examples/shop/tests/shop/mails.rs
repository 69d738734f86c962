//! The mail server, as a mailer meets it; its side of the talk is written out.

use examples_shop::{Mail, MailSink};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A mailer in the middle of a talk.
struct Mailer(BufReader<TcpStream>);

impl Mailer {
    /// One who has been greeted.
    async fn call(sink: &MailSink) -> Self {
        let mut mailer = Self(BufReader::new(TcpStream::connect(sink.addr()).await.unwrap()));
        assert!(mailer.hear().await.starts_with("220 "));
        mailer
    }

    async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).await.unwrap();
    }

    /// The last line of one answer.
    async fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }

    /// Says a line, and gives the code of the answer.
    async fn say(&mut self, line: &str) -> String {
        self.write(format!("{line}\r\n")).await;
        self.hear().await[..3].to_owned()
    }

    /// Says what comes before a mail.
    async fn begin(&mut self) {
        assert_eq!(self.say("EHLO tests").await, "250");
        assert_eq!(self.say("MAIL FROM:<tripline@example.com>").await, "250");
        assert_eq!(self.say("RCPT TO:<ops@example.com>").await, "250");
        assert_eq!(self.say("DATA").await, "354");
    }
}

fn lines(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(Mail::line).collect()
}

#[tokio::test]
async fn a_mail_is_taken_and_kept_as_it_was_meant() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    mailer.write("EHLO tests\r\n").await;
    let mut offer = String::new();
    mailer.0.read_line(&mut offer).await.unwrap();
    assert_eq!(offer, "250-tripline-demo\r\n");
    assert_eq!(mailer.hear().await, "250 SIZE 262144\r\n");
    assert_eq!(mailer.say("MAIL FROM:<tripline@example.com> SIZE=100").await, "250");
    for to in ["ops@example.com", "boss@example.com"] {
        assert_eq!(mailer.say(&format!("RCPT TO:<{to}>")).await, "250");
    }
    assert_eq!(mailer.say("NOOP").await, "250");
    assert_eq!(mailer.say("DATA").await, "354");
    let subject = "Subject: =?utf-8?q?payments_is_down_=C2=B7?=\r\n =?utf-8?q?_2_of_3_runs?=";
    mailer.write(format!("{subject}\r\n\r\nlook:\r\n..5\r\n.\n")).await;
    assert_eq!(mailer.say(".").await, "250");
    assert_eq!(mailer.say("QUIT").await, "221");
    assert_eq!(mailer.0.read(&mut [0]).await.unwrap(), 0);
    let [mail] = &sink.mails()[..] else { panic!("one mail") };
    assert_eq!(mail.from, "tripline@example.com");
    assert_eq!(mail.to, ["ops@example.com", "boss@example.com"]);
    assert_eq!(mail.line(), "payments is down · 2 of 3 runs");
    assert!(mail.source.ends_with("\r\n\r\nlook:\r\n.5\r\n\n"), "{:?}", mail.source);
}

#[tokio::test]
async fn one_talk_may_bring_several_mails_and_the_last_fifty_are_kept() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    for number in 0..=50 {
        mailer.begin().await;
        assert_eq!(mailer.say(&format!("Subject: {number}\r\n\r\n.")).await, "250");
    }
    let mails = sink.mails();
    assert_eq!((mails.len(), mails[0].line(), mails[49].line()), (50, "1", "50"));
}

#[tokio::test]
async fn a_mailer_need_not_wait_for_each_answer() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    mailer
        .write("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: c\r\n.\r\nQUIT\r\n")
        .await;
    let mut answers = String::new();
    mailer.0.read_to_string(&mut answers).await.unwrap();
    assert!(answers.ends_with("221 2.0.0 Goodbye\r\n"), "{answers}");
    assert_eq!(lines(&sink.mails()), ["c"]);
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_refused_and_the_talk_goes_on() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    let short_lines = "x".repeat(500) + "\r\n";
    for large in ["x".repeat(300_000), short_lines.repeat(600)] {
        mailer.begin().await;
        assert_eq!(mailer.say(&format!("{large}\r\n.")).await, "552");
    }
    mailer.begin().await;
    assert_eq!(mailer.say("no header\r\n.").await, "250");
    assert_eq!(lines(&sink.mails()), ["(no subject)"]);
}

#[tokio::test]
async fn garbage_is_answered_and_harms_nobody() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    mailer.write([&[0, 255, 127, b'\r', 200], &b"\n"[..]].concat()).await;
    assert!(mailer.hear().await.starts_with("500 "));
    mailer.write("x".repeat(100_000) + "\n").await;
    assert!(mailer.hear().await.starts_with("500 "));
    assert_eq!(mailer.say("").await, "500");
    assert_eq!(mailer.say("GET / HTTP/1.1").await, "500");
    assert_eq!(mailer.say("MAIL FROM:<a@b>").await, "503");
    mailer.begin().await;
    mailer.write("Subject: broken off\r\n").await;
    drop(mailer);
    let mut other = Mailer::call(&sink).await;
    other.begin().await;
    assert_eq!(other.say("Subject: whole\r\n.").await, "250");
    assert_eq!(lines(&sink.mails()), ["whole"]);
}

#[tokio::test]
async fn who_makes_only_mistakes_is_hung_up_on() {
    let sink = MailSink::start(0).await.unwrap();
    let mut mailer = Mailer::call(&sink).await;
    for _ in 0..10 {
        assert_eq!(mailer.say("hello?").await, "500");
    }
    assert_eq!(mailer.say("hello?").await, "421");
    assert_eq!(mailer.0.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn those_who_only_listen_leave_room_for_others() {
    let sink = MailSink::start(0).await.unwrap();
    let mut idle = Vec::new();
    for _ in 0..15 {
        idle.push(Mailer::call(&sink).await);
    }
    let mut mailer = Mailer::call(&sink).await;
    mailer.begin().await;
    assert_eq!(mailer.say("Subject: a\r\n.").await, "250");
    // The seventeenth waits until somebody hangs up.
    let mut late = BufReader::new(TcpStream::connect(sink.addr()).await.unwrap());
    drop(idle);
    let mut greeting = String::new();
    late.read_line(&mut greeting).await.unwrap();
    assert!(greeting.starts_with("220 "));
}

#[tokio::test]
async fn it_closes_when_it_is_dropped_and_a_taken_port_is_an_error() {
    let sink = MailSink::start(0).await.unwrap();
    let addr = sink.addr();
    assert!(MailSink::start(addr.port()).await.is_err());
    let mut talking = Mailer::call(&sink).await;
    drop(sink);
    assert_eq!(talking.0.read(&mut [0]).await.unwrap_or(0), 0);
    while TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
