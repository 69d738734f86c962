//! Mail, taken by a real server.

use std::sync::Arc;

use runner_model::{Alert, IncidentPhase};
use runner_testkit::{Authority, Mail, Smtp, SmtpWay};

use super::fixtures::{LASTED, delivery, found, now, plain_incident, ready, secret};
use crate::notify::{ChannelConfig, Delivery, SmtpConfig, SmtpLogin, SmtpRoute, SmtpTls};

pub(super) fn route(port: u16, tls: SmtpTls) -> SmtpRoute {
    SmtpRoute { host: "127.0.0.1".to_owned(), port, tls, login: None, ca: None }
}

pub(super) fn mail(routes: Vec<SmtpRoute>, to: &[&str]) -> ChannelConfig {
    let from = "Tripline <tripline@example.com>".to_owned();
    let to = to.iter().map(|&to| to.to_owned()).collect();
    ChannelConfig::Email { smtp: Arc::new(SmtpConfig { from, routes }), to }
}

async fn only_mail(alert: Alert) -> Mail {
    let smtp = Smtp::start(SmtpWay::Plain);
    let notifier = ready(mail(vec![route(smtp.port(), SmtpTls::None)], &["Ops <ops@example.com>"]));
    notifier.send(&delivery(alert), now()).await.unwrap();
    smtp.mails().remove(0)
}

#[tokio::test]
async fn a_mail_has_all_that_a_mail_needs() {
    let mail = only_mail(plain_incident(IncidentPhase::Down)).await;
    assert_eq!(
        (mail.from.as_str(), mail.to.join(" ")),
        ("tripline@example.com", "ops@example.com".into())
    );
    let header = |name| mail.header(name).unwrap_or_default();
    assert_eq!(header("From"), "Tripline <tripline@example.com>");
    assert_eq!(header("To"), "Ops <ops@example.com>");
    assert_eq!(
        header("Subject"),
        "checkout is down in production since 14:02 UTC: step 4 \"place the order\" answered 502, \
         expected 201"
    );
    assert_eq!(header("Date"), "Thu, 12 Mar 2026 14:05:00 +0000");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("Content-Type").starts_with("multipart/alternative;"));
    let (text, html) =
        (mail.data.find("Content-Type: text/plain"), mail.data.find("Content-Type: text/html"));
    assert!(text.is_some() && text < html);
}

#[tokio::test]
async fn mails_of_one_incident_belong_together_and_every_try_is_the_same_mail() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let notifier = ready(mail(vec![route(smtp.port(), SmtpTls::None)], &["ops@example.com"]));
    let first = delivery(plain_incident(IncidentPhase::Down));
    let receipt = notifier.send(&first, now()).await.unwrap();
    notifier.send(&first, now()).await.unwrap();
    let recovered = plain_incident(IncidentPhase::Recovered { lasted: LASTED });
    let (key, thread) = ("incident-17/recovered/ops".to_owned(), receipt.thread.clone());
    let last = Delivery { key, thread, ..delivery(recovered) };
    assert_eq!(notifier.send(&last, now()).await.unwrap().thread, receipt.thread);
    let mails = smtp.mails();
    let id = |index: usize| mails[index].header("Message-ID").unwrap();
    assert_eq!((id(0), Some(id(0))), (id(1), receipt.thread));
    assert!(id(0).ends_with("@example.com>") && id(2) != id(0));
    assert_eq!(mails[0].header("In-Reply-To"), None);
    assert_eq!(mails[2].header("In-Reply-To"), Some(id(0)));
    assert_eq!(mails[2].header("References"), Some(id(0)));
}

#[tokio::test]
async fn a_clock_that_is_wrong_keeps_nobody_from_being_told() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let notifier = ready(mail(vec![route(smtp.port(), SmtpTls::None)], &["ops@example.com"]));
    for now in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
        notifier.send(&delivery(found("502")), now).await.unwrap();
    }
    let dates: Vec<_> = smtp.mails().iter().filter_map(|mail| mail.header("Date")).collect();
    assert_eq!(dates, ["Thu, 01 Jan 1970 00:00:00 +0000", "Thu, 30 Dec 9999 22:00:00 +0000"]);
}

#[tokio::test]
async fn a_service_writes_no_headers() {
    let mail = only_mail(found("502\r\nBcc: evil@example.com\r\n\r\nbody")).await;
    assert_eq!(mail.to, ["ops@example.com"]);
    assert!(mail.header("Bcc").is_none() && !mail.header_names().contains(&"Bcc"), "{}", mail.data);
}

#[tokio::test]
async fn a_thread_that_is_no_message_id_writes_no_headers_either() {
    let smtp = Smtp::start(SmtpWay::Plain);
    let notifier = ready(mail(vec![route(smtp.port(), SmtpTls::None)], &["ops@example.com"]));
    let thread = Some("<a@b>\r\nBcc: evil@example.com".to_owned());
    let delivery = Delivery { thread, ..delivery(found("502")) };
    notifier.send(&delivery, now()).await.unwrap();
    let mail = smtp.mails().remove(0);
    assert!(mail.header("Bcc").is_none() && mail.header("In-Reply-To").is_none());
}

#[tokio::test]
async fn a_password_goes_over_tls_of_either_kind() {
    let authority = Authority::new();
    for (way, tls) in [
        (SmtpWay::StartTls(authority.tls()), SmtpTls::StartTls),
        (SmtpWay::Implicit(authority.tls()), SmtpTls::Implicit),
    ] {
        let smtp = Smtp::start(way);
        smtp.require_login("tripline", "open sesame");
        let login = SmtpLogin { username: "tripline".to_owned(), password: secret("open sesame") };
        let (login, ca) = (Some(login), Some(authority.ca_pem()));
        let route = SmtpRoute { login, ca, ..route(smtp.port(), tls) };
        let notifier = ready(mail(vec![route], &["ops@example.com"]));
        let receipt = notifier.send(&delivery(found("502")), now()).await.unwrap();
        assert_eq!(receipt.answer, "250 2.0.0 queued as 1");
        let mail = smtp.mails().remove(0);
        assert_eq!((mail.tls, mail.user.as_deref()), (true, Some("tripline")));
    }
}
