//! The drill as the customers of the shop meet it.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use examples_shop::{Config, Drill, Episode, Ports, Service, Shop, Trouble};
use jiff::Timestamp;

use crate::client::{ask, log_in, shop};

/// Rounds of a thousand years: whatever begins with one and lasts is there during the whole test.
const AGE: Duration = Duration::from_secs(1_000 * 365 * 86_400);

const SLOW: Duration = Duration::from_millis(150);

const fn episode(service: Service, trouble: Trouble) -> Episode {
    Episode { service, trouble, after: Duration::ZERO, lasts: AGE }
}

async fn shop_with(from: Timestamp, episodes: &'static [Episode]) -> Shop {
    let drill = Some(Drill { from, round: AGE, episodes });
    let config = Config { drill, ..Config::default() };
    Shop::start_with(config, IpAddr::V4(Ipv4Addr::LOCALHOST), Ports::FREE).await.unwrap()
}

#[tokio::test]
async fn who_is_out_answers_502_and_the_others_do_not_mind() {
    const EPISODES: &[Episode] = &[episode(Service::Payments, Trouble::Out)];
    let shop = shop_with(Timestamp::UNIX_EPOCH, EPISODES).await;
    let token = log_in(&shop, "test-user@example.com").await;
    for path in ["/health", "/v1/receipts", "/nowhere"] {
        let answer = ask(&shop, Service::Payments, "GET", path).bearer(&token).send().await;
        assert_eq!(answer.status, 502, "{path}");
    }
    let orders = ask(&shop, Service::Orders, "GET", "/v1/orders").bearer(&token).send().await;
    assert_eq!(orders.status, 200);
}

#[tokio::test]
async fn those_who_lean_on_who_is_out_answer_502_where_they_need_it() {
    const EPISODES: &[Episode] = &[episode(Service::Auth, Trouble::Out)];
    let shop = shop_with(Timestamp::UNIX_EPOCH, EPISODES).await;
    let front = |path| ask(&shop, Service::Shop, "GET", path).bearer("sess_guess").send();
    assert_eq!(front("/orders").await.status, 502);
    assert_eq!(front("/catalogue").await.status, 200);
}

#[tokio::test]
async fn what_is_slow_takes_its_time_and_answers_well() {
    const TROUBLE: Trouble = Trouble::Slow { path: "/search", by: SLOW };
    const EPISODES: &[Episode] = &[episode(Service::Shop, TROUBLE)];
    let shop = shop_with(Timestamp::UNIX_EPOCH, EPISODES).await;
    let begun = Instant::now();
    let found = ask(&shop, Service::Shop, "GET", "/search?q=lamp").send().await;
    assert!(begun.elapsed() >= SLOW);
    assert_eq!((found.status, found.json()["count"].as_u64()), (200, Some(2)));
}

#[tokio::test]
async fn there_is_no_trouble_before_the_drill_begins_and_none_without_one() {
    const EPISODES: &[Episode] = &[episode(Service::Payments, Trouble::Out)];
    for shop in [shop_with(Timestamp::MAX, EPISODES).await, shop().await] {
        let health = ask(&shop, Service::Payments, "GET", "/health").send().await;
        assert_eq!(health.status, 200);
    }
}
