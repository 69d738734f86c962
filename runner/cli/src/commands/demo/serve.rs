//! `tripline demo --serve`: the sample shop, watched, with an outage every minute.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use examples_shop::{AlertSink, Config, Drill, MailSink, MonitoringPorts, Ports, Service, Shop};

use super::HOST;
use super::fresh_folder::FreshFolder;
use super::rollouts;
use crate::args::service::{LogFormat, ServeArgs, StoreArgs};
use crate::commands::run::interrupts::Interrupts;
use crate::commands::serve::{self, Introduction};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// Where the service answers, unless somebody else does.
const LISTEN: u16 = 8765;

/// How often it is looked whether somebody was told.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The shop, those who are told, and a project that watches it.
struct Stage {
    drill: Drill,
    shop: Shop,
    alerts: AlertSink,
    mails: MailSink,
    folder: FreshFolder,
}

/// Watches the shop until Ctrl-C, and prints whom it tells what.
pub(super) async fn serve(outside: &Outside) -> Exit {
    let mut interrupts = Interrupts::listen();
    let stage = match Stage::set_up(outside).await {
        Ok(stage) => stage,
        Err(cause) => {
            say::error(format_args!("the demo cannot start: {cause}"), None);
            return Exit::Unknown;
        }
    };
    let inside = Outside { current_dir: stage.folder.path.clone(), ..outside.clone() };
    let watch = match serve::read(&inside) {
        Ok(watch) => watch,
        Err(exit) => return exit,
    };
    let args = ServeArgs {
        store: StoreArgs { store: None },
        listen: free(LISTEN).await,
        insecure_open: false,
        url: None,
        location: "here".to_owned(),
        jobs: 256,
        per_host: None,
        event_log: Some("events.jsonl".into()),
        log: LogFormat::Text,
    };
    let started = serve::start(&args, watch, &inside, Introduction::Elsewhere).await;
    let running = match started {
        Ok(running) => running,
        Err(exit) => return exit,
    };
    say::out(introduction(running.addr(), &stage.folder.path, stage.alerts.addr()));
    tokio::select! {
        () = interrupts.next() => {}
        () = stage.print_what_is_told() => {}
        never = rollouts::announce(stage.drill, running.store(), &*outside.clock) => match never {},
    }
    let exit = running.stop().await;
    stage.shop.stop().await;
    exit
}

impl Stage {
    async fn set_up(outside: &Outside) -> std::io::Result<Self> {
        let drill = Drill::demo(outside.clock.now());
        let config = || Config { drill: Some(drill), ..Config::default() };
        let shop = match Shop::start_with(config(), HOST, Ports::DEMO).await {
            Ok(shop) => shop,
            Err(_) => Shop::start_with(config(), HOST, Ports::FREE).await?,
        };
        let usual = MonitoringPorts::DEMO;
        let alerts = match AlertSink::start(usual.alerts).await {
            Ok(sink) => sink,
            Err(_) => AlertSink::start(0).await?,
        };
        let mails = match MailSink::start(usual.mail).await {
            Ok(sink) => sink,
            Err(_) => MailSink::start(0).await?,
        };
        let ports = MonitoringPorts {
            shop: ports(&shop),
            alerts: alerts.addr().port(),
            mail: mails.addr().port(),
        };
        let mut folder = FreshFolder::take(super::folder(outside, "tripline-demo-serve"))?;
        folder.path = std::fs::canonicalize(&folder.path)?;
        examples_shop::write_monitoring(&folder.path, ports)?;
        Ok(Self { drill, shop, alerts, mails, folder })
    }

    /// Prints every message as it arrives, for ever.
    async fn print_what_is_told(&self) {
        let (mut posts, mut mails) = (None, None);
        loop {
            for alert in self.alerts.alerts() {
                if posts.is_none_or(|last| alert.at > last) {
                    posts = Some(alert.at);
                    say::out(format_args!("{:.0}  webhook  {}", alert.at, alert.line()));
                }
            }
            for mail in self.mails.mails() {
                if mails.is_none_or(|last| mail.at > last) {
                    mails = Some(mail.at);
                    let to = mail.to.join(", ");
                    say::out(format_args!("{:.0}  mail     {} to {to}", mail.at, mail.line()));
                }
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

fn ports(shop: &Shop) -> Ports {
    let port = |service| shop.addr(service).port();
    Ports {
        shop: port(Service::Shop),
        auth: port(Service::Auth),
        orders: port(Service::Orders),
        payments: port(Service::Payments),
    }
}

/// What somebody reads first who has never seen it: where to look.
fn introduction(dashboard: SocketAddr, folder: &Path, alerts: SocketAddr) -> String {
    let folder = folder.display();
    format!(
        "Open http://{dashboard}/ in a browser: a sample shop, watched while it runs.\n\n\
         Its monitors run every 5 s, so there is something to see at once. Every minute a\n\
         version of payments is deployed that fails for 20 s, until another one mends it. Whoever is\n\
         told of it is printed here. Nobody has to sign in on this machine, and nothing is\n\
         remembered from an earlier demo.\n\n\
         In another terminal:\n  \
         cd {folder}\n  \
         tripline status\n  \
         tripline incident list\n  \
         tail -f events.jsonl\n\n\
         The project is in {folder}/tripline.yaml; the alerts also stand at http://{alerts}/. Ctrl-C ends.\n"
    )
}

/// The usual port if nobody has it, else any.
async fn free(port: u16) -> SocketAddr {
    let usual = SocketAddr::new(HOST, port);
    match tokio::net::TcpListener::bind(usual).await {
        Ok(_) => usual,
        Err(_) => SocketAddr::new(HOST, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_where_to_look() {
        let addr = |port| SocketAddr::new(HOST, port);
        let text = introduction(addr(8765), Path::new("/tmp/tripline-demo-serve-ana"), addr(4610));
        insta::assert_snapshot!(text);
    }

    #[tokio::test]
    async fn a_port_that_is_taken_is_left_to_whoever_has_it() {
        let taken = tokio::net::TcpListener::bind((HOST, 0)).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_eq!(free(port).await.port(), 0);
    }
}
