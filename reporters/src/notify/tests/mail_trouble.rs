//! Mail servers that do not do what they should.

use std::time::{Duration, Instant};

use runner_testkit::{Authority, Certificate, Smtp, SmtpLie, SmtpWay, refused_port};

use super::fixtures::{delivery, found, now, ready, refused, secret};
use super::mail::{mail, route};
use crate::notify::{Notifier, Receipt, SendError, SmtpLogin, SmtpRoute, SmtpTls};

async fn sent(notifier: &Notifier) -> Result<Receipt, SendError> {
    notifier.send(&delivery(found("502")), now()).await
}

fn over(smtp: &Smtp) -> Notifier {
    ready(mail(vec![route(smtp.port(), SmtpTls::None)], &["ops@example.com"]))
}

#[tokio::test]
async fn a_dead_route_is_passed_over() {
    let (hangs, takes) = (Smtp::start(SmtpWay::Plain), Smtp::start(SmtpWay::Plain));
    hangs.next([SmtpLie::Hang]);
    let ports = [refused_port(), hangs.port(), takes.port()];
    let routes = ports.map(|port| route(port, SmtpTls::None)).to_vec();
    let notifier = ready(mail(routes, &["ops@example.com"])).within(Duration::from_millis(1500));
    let began = Instant::now();
    sent(&notifier).await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(1500));
    assert_eq!((takes.mails().len(), hangs.mails().len()), (1, 0));
}

#[tokio::test]
async fn greylisting_is_waited_for() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.next([SmtpLie::Greylist, SmtpLie::Busy]);
    let notifier = over(&smtp);
    let told = sent(&notifier).await.unwrap_err();
    let SendError::Later { cause, .. } = &told else { panic!("{told:?}") };
    let said = "put the mail off: 450 4.2.0 greylisted, try again later";
    assert_eq!(*cause, format!("127.0.0.1:{} {said}", smtp.port()));
    let told = sent(&notifier).await.unwrap_err();
    assert!(
        matches!(&told, SendError::Later { cause, .. } if cause.contains("421 too busy")),
        "{told:?}"
    );
    sent(&notifier).await.unwrap();
    assert_eq!(smtp.mails().len(), 1);
}

#[tokio::test]
async fn a_refusal_for_good_is_one() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.next([SmtpLie::RefuseMessage, SmtpLie::Unknown("ops@example.com".to_owned())]);
    for said in ["refused the mail: 554 5.7.1", "refused ops@example.com (550 5.1.1 no such user)"]
    {
        let told = sent(&over(&smtp)).await.unwrap_err();
        assert!(matches!(&told, SendError::Never { cause } if cause.contains(said)), "{told:?}");
    }
    smtp.require_login("tripline", "open sesame");
    let login = SmtpLogin { username: "tripline".to_owned(), password: secret("wrong word") };
    let route = SmtpRoute { login: Some(login), ..route(smtp.port(), SmtpTls::None) };
    let told = sent(&ready(mail(vec![route], &["ops@example.com"]))).await.unwrap_err();
    let said = "refused the log-in: 535 5.7.8";
    assert!(matches!(&told, SendError::Never { cause } if cause.contains(said)), "{told:?}");
}

#[tokio::test]
async fn who_is_unknown_keeps_nobody_else_from_being_told() {
    let smtp = Smtp::start(SmtpWay::Plain);
    smtp.next([SmtpLie::Unknown("gone@example.com".to_owned())]);
    let route = route(smtp.port(), SmtpTls::None);
    let notifier = ready(mail(vec![route], &["gone@example.com", "ops@example.com"]));
    let receipt = sent(&notifier).await.unwrap();
    assert_eq!(
        receipt.answer,
        "250 2.0.0 queued as 1; refused gone@example.com (550 5.1.1 no such user)"
    );
    assert_eq!(smtp.mails()[0].to, ["ops@example.com"]);
}

#[tokio::test]
async fn a_server_that_hangs_closes_or_babbles_is_asked_again() {
    for lie in [
        SmtpLie::Hang,
        SmtpLie::HangAfterMessage,
        SmtpLie::CloseAtOnce,
        SmtpLie::CloseAfterMessage,
        SmtpLie::EndlessGreeting,
    ] {
        let smtp = Smtp::start(SmtpWay::Plain);
        smtp.next([lie.clone()]);
        let began = Instant::now();
        let told = sent(&over(&smtp).within(Duration::from_secs(1))).await.unwrap_err();
        assert!(matches!(told, SendError::Later { .. }), "{lie:?}: {told:?}");
        assert!(began.elapsed() < Duration::from_secs(3), "{lie:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_when_the_way_is_not_as_safe_as_was_asked_for() {
    let plain = Smtp::start(SmtpWay::Plain);
    let starttls = route(plain.port(), SmtpTls::StartTls);
    let told = sent(&ready(mail(vec![starttls], &["ops@example.com"]))).await.unwrap_err();
    assert!(told.to_string().contains("does not offer STARTTLS"), "{told}");
    let (authority, stranger) = (Authority::new(), Authority::new());
    for (certificate, ca) in [
        (Certificate::Good, &stranger),
        (Certificate::WrongHost, &authority),
        (Certificate::Expired, &authority),
    ] {
        let smtp = Smtp::start(SmtpWay::StartTls(authority.tls_with(certificate)));
        let route = SmtpRoute { ca: Some(ca.ca_pem()), ..route(smtp.port(), SmtpTls::StartTls) };
        let told = sent(&ready(mail(vec![route], &["ops@example.com"]))).await.unwrap_err();
        assert!(told.to_string().contains("invalid peer certificate"), "{told}");
        assert!(smtp.mails().is_empty());
    }
    assert!(plain.mails().is_empty());
}

#[tokio::test]
async fn words_put_in_before_encryption_are_not_believed() {
    let authority = Authority::new();
    let smtp = Smtp::start(SmtpWay::StartTls(authority.tls()));
    smtp.next([SmtpLie::InjectAfterStartTls]);
    let ca = Some(authority.ca_pem());
    let route = SmtpRoute { ca, ..route(smtp.port(), SmtpTls::StartTls) };
    let notifier = ready(mail(vec![route], &["ops@example.com"]));
    let told = sent(&notifier).await.unwrap_err();
    assert!(told.to_string().contains("did not get as far as an encrypted connection"), "{told}");
    sent(&notifier).await.unwrap();
}

#[test]
fn what_cannot_work_is_refused_before_it_is_needed() {
    let here = || vec![route(25, SmtpTls::None)];
    let there = SmtpRoute { host: "mail.example.com".to_owned(), ..route(25, SmtpTls::None) };
    assert_eq!(
        refused(mail(vec![there], &["ops@example.com"])),
        "`tls: none` would send mail to `mail.example.com` readable for everybody on the way: use \
         `starttls` or `implicit`"
    );
    assert_eq!(
        refused(mail(here(), &["ops"])),
        "`ops` is no mail address: write it like `ops@example.com` or `Ops <ops@example.com>`"
    );
    assert_eq!(refused(mail(here(), &[])), "`email.to` names nobody");
    assert_eq!(refused(mail(Vec::new(), &["ops@example.com"])), "`smtp.routes` names no server");
}
