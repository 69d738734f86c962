//! The mail server, seen from a raw socket. (TLS is tried by those who send mail.)

use runner_testkit::{Authority, Smtp, SmtpLie, SmtpWay};

use crate::client::{End, ask_text, connect, read};

/// The first three characters of every line that ends an answer.
fn codes(answers: &str) -> Vec<&str> {
    let last = |line: &&str| line.as_bytes().get(3) == Some(&b' ');
    answers.lines().filter(last).map(|line| &line[..3]).collect()
}

/// Says all of it at once, and leaves.
fn say(smtp: &Smtp, lines: &str) -> String {
    ask_text(smtp.port(), &(lines.replace('\n', "\r\n") + "\r\nQUIT\r\n"))
}

const MAIL: &str = "EHLO me\nMAIL FROM:<a@x.test>\nRCPT TO:<b@x.test>\nRCPT TO:<c@x.test>\n\
                    DATA\nSubject: long\n  one\nTo: b\n\n..dots\n.";

#[test]
fn a_mail_is_kept_as_it_was_sent() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let said = say(&smtp, MAIL);
    assert_eq!(codes(&said), ["220", "250", "250", "250", "250", "354", "250", "221"]);
    let mails = smtp.mails();
    let [mail] = &mails[..] else { panic!("one mail was sent, these came: {mails:#?}") };
    assert_eq!((mail.from.as_str(), mail.to.join(" ")), ("a@x.test", "b@x.test c@x.test".into()));
    assert_eq!(mail.data, "Subject: long\r\n  one\r\nTo: b\r\n\r\n.dots\r\n");
    assert_eq!(mail.header("subject").as_deref(), Some("long  one"));
    assert_eq!(mail.header_names(), ["Subject", "To"]);
    assert_eq!((mail.tls, &mail.user, mail.connection), (false, &None, 1));
}

#[test]
fn each_lie_lasts_for_one_connection() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let unknown = SmtpLie::Unknown("b@x.test".to_owned());
    smtp.next([SmtpLie::Greylist, unknown, SmtpLie::RefuseMessage, SmtpLie::CloseAfterMessage]);
    assert_eq!(codes(&say(&smtp, MAIL))[2..6], ["250", "450", "450", "503"]);
    assert_eq!(codes(&say(&smtp, MAIL))[3..], ["550", "250", "354", "250", "221"]);
    assert_eq!(codes(&say(&smtp, MAIL))[5..], ["354", "554", "221"]);
    assert_eq!(codes(&say(&smtp, MAIL))[5..], ["354"]);
    assert_eq!(codes(&say(&smtp, MAIL))[5..], ["354", "250", "221"]);
    let took: Vec<usize> = smtp.mails().iter().map(|mail| mail.connection).collect();
    assert_eq!((took, smtp.connections()), (vec![2, 5], 5));
}

#[test]
fn a_greeting_may_be_busy_endless_or_missing() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.next([SmtpLie::Busy, SmtpLie::CloseAtOnce, SmtpLie::EndlessGreeting]);
    assert_eq!(ask_text(smtp.port(), ""), "421 too busy, come back later\r\n");
    assert_eq!(ask_text(smtp.port(), ""), "");
    let (greeting, end) = read(connect(smtp.port()), 1 << 20);
    assert!(end == End::Enough && !greeting.contains(&b'\n'));
}

#[test]
fn who_must_log_in_can_do_so_in_two_ways() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.require_login("me", "open sesame");
    assert_eq!(codes(&say(&smtp, "EHLO me\nMAIL FROM:<a@x.test>")), ["220", "250", "530", "221"]);
    let plain = "EHLO me\nAUTH PLAIN AG1lAG9wZW4gc2VzYW1l\nMAIL FROM:<a@x.test>";
    assert_eq!(codes(&say(&smtp, plain))[2..4], ["235", "250"]);
    let login = "EHLO me\nAUTH LOGIN\nbWU=\nb3BlbiBzZXNhbWU=\nMAIL FROM:<a@x.test>";
    assert_eq!(codes(&say(&smtp, login))[2..6], ["334", "334", "235", "250"]);
    let wrong = "EHLO me\nAUTH LOGIN\nbWU=\nbWU=";
    assert_eq!(codes(&say(&smtp, wrong))[4..], ["535", "221"]);
}

#[test]
fn without_starttls_nothing_is_taken_where_it_is_offered() {
    let smtp = Smtp::start(SmtpWay::StartTls(Authority::new().tls()));
    let said = say(&smtp, MAIL);
    assert!(said.contains("250-STARTTLS\r\n"));
    assert!(codes(&said)[2..].iter().all(|code| ["530", "221"].contains(code)), "{said}");
    assert!(smtp.mails().is_empty());
}
