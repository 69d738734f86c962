//! `tripline demo`: a sample shop on this machine, the example suites run on it, and one failure
//! to look at.

mod fresh_folder;
mod rollouts;
mod serve;

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use examples_shop::{Ports, Service, Shop};

use crate::args::{DemoArgs, RunArgs};
use crate::awake;
use crate::commands::run::interrupts::Interrupts;
use crate::commands::run::{execute, prepare};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

const HOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Shows what tripline does. The failure at the end is on purpose: it exits with 0.
pub(crate) fn demo(args: &DemoArgs, outside: &Outside) -> Exit {
    match execute::runtime() {
        Ok(runtime) => {
            let exit = awake::block_on(&runtime, show(args, outside));
            runtime.shutdown_background();
            exit
        }
        Err(exit) => exit,
    }
}

async fn show(args: &DemoArgs, outside: &Outside) -> Exit {
    if args.serve {
        return serve::serve(outside).await;
    }
    let (shop, folder) = match set_up(outside).await {
        Ok(ready) => ready,
        Err(cause) => {
            say::error(format_args!("the demo cannot start: {cause}"), None);
            return Exit::Unknown;
        }
    };
    introduce(&shop);
    let inside = Outside { current_dir: folder.clone(), ..outside.clone() };
    let services = services(&shop);
    let flags = if services.is_empty() { String::new() } else { elsewhere(&services) };

    say::out(format_args!("$ tripline run -e demo{flags}\n"));
    let passed = run(Vec::new(), &services, &inside).await;
    if passed == Exit::Interrupted {
        return passed;
    }
    say::out(
        "\nThat is what passing looks like: a line per suite. The next suite is wrong on purpose, to\n\
         show what failing looks like.\n",
    );
    let wrong = "failing/wrong-total.trip.yaml";
    say::out(format_args!("$ tripline run -e demo{flags} {wrong}\n"));
    let failed = run(vec![wrong.to_owned()], &services, &inside).await;
    if failed == Exit::Interrupted {
        return failed;
    }
    let exit = judge(passed, failed);
    farewell(args, &folder, &flags);
    if args.keep {
        Interrupts::listen().next().await;
    }
    shop.stop().await;
    exit
}

/// The shop on its usual ports, or on free ones; the suites in a folder of their own.
async fn set_up(outside: &Outside) -> std::io::Result<(Shop, PathBuf)> {
    let shop = match Shop::start(HOST, Ports::DEMO).await {
        Ok(shop) => shop,
        Err(_) => Shop::start(HOST, Ports::FREE).await?,
    };
    let folder = written(folder(outside, "tripline-demo"), examples_shop::write_project)?;
    Ok((shop, folder))
}

/// Where a demo writes its project: a folder of this user among the temporary ones.
fn folder(outside: &Outside, name: &str) -> PathBuf {
    let user = ["USER", "USERNAME"].iter().find_map(|name| outside.variables.get(*name));
    let name = user.map_or_else(|| name.to_owned(), |user| format!("{name}-{user}"));
    std::env::temp_dir().join(name.replace(['/', '\\'], "-"))
}

/// Writes a project there, or beside it when that is somebody else's.
fn written(
    folder: PathBuf,
    write: impl Fn(&Path) -> std::io::Result<()>,
) -> std::io::Result<PathBuf> {
    let folder = match write(&folder) {
        Ok(()) => folder,
        Err(_) => {
            let own = folder.with_extension(std::process::id().to_string());
            write(&own)?;
            own
        }
    };
    std::fs::canonicalize(folder)
}

fn introduce(shop: &Shop) {
    say::out(
        "tripline tests chains of HTTP requests: it takes values out of one answer, uses them in\n\
         the next request, and checks every answer. The same file runs on a laptop, after a\n\
         deploy and against production.\n\n\
         This demo has started a sample shop on this machine, and runs its example suites on it:\n",
    );
    for service in Service::ALL {
        say::out(format_args!("  {:<9} {}", service.name(), shop.url(service)));
    }
    say::out("");
}

/// `orders=http://127.0.0.1:41234` for each service, when the usual ports were taken.
fn services(shop: &Shop) -> Vec<String> {
    let usual = |service: Service| shop.addr(service).port() == Ports::DEMO.of(service);
    if Service::ALL.into_iter().all(usual) {
        return Vec::new();
    }
    Service::ALL.iter().map(|&s| format!("{}={}", s.name(), shop.url(s))).collect()
}

fn elsewhere(services: &[String]) -> String {
    services.iter().map(|service| format!(" --service {service}")).collect()
}

async fn run(paths: Vec<String>, services: &[String], outside: &Outside) -> Exit {
    let args = RunArgs {
        paths,
        environment: Some("demo".to_owned()),
        service: services.to_vec(),
        jobs: 128,
        repeat: 1,
        ..RunArgs::default()
    };
    match prepare(&args, outside) {
        Ok(prepared) => execute::carry_out(prepared, &args, outside).await.0,
        Err(refused) => refused.exit,
    }
}

/// The demo is all right when the suites pass and the wrong one fails.
fn judge(passed: Exit, failed: Exit) -> Exit {
    if failed != Exit::Failed {
        say::error("the suite that is wrong on purpose did not fail", None);
        return Exit::Unknown;
    }
    passed
}

fn farewell(args: &DemoArgs, folder: &Path, flags: &str) {
    let folder = folder.display();
    say::out(format_args!(
        "\nThis failure was on purpose: the demo ends well.\n\n\
         The suites are in {folder}; they are meant to be read and copied.\n\
         For a service of yours:  tripline new https://api.example.com/health -o first.trip.yaml"
    ));
    if args.keep {
        say::out(format_args!(
            "\nThe shop keeps running until Ctrl-C. In another terminal:\n  \
             cd {folder} && tripline run -e demo{flags} suites/chain.trip.yaml"
        ));
    } else {
        say::out("To try the suites yourself: tripline demo --keep");
    }
}
