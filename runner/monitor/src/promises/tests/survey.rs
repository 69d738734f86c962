//! Compositions, worked out by hand.

use runner_health::exact::{fraction, whole};

use super::world::{World, span};
use crate::promises::{SurveyedKind, SurveyedPart};

const COMPOSED: &str = "  open: { of: checkout, target: 99%, over: 30d }
composition:
  pair: { any_of: [shop/browse, shop/search] }
  all:
    series:
      - checkout
      - pair
      - { node: office, customer_responsible: true }
  twice: { any_of: [ { series: [checkout, shop/browse] }, { series: [checkout, shop/search] } ] }
";

async fn world() -> World {
    let world = World::promising(COMPOSED).await;
    world.ran("checkout", "main", "10:10:00", "....x.....").await;
    world.ran("shop", "browse", "10:10:00", "xx........").await;
    world.ran("shop", "search", "10:10:00", "x....x....").await;
    world.ran("office", "main", "10:10:00", "......xxxx").await;
    world
}

fn node<'a>(part: &'a SurveyedPart, name: &str) -> &'a SurveyedPart {
    let is_it = |part: &&SurveyedPart| match &part.kind {
        SurveyedKind::Node(node, _) => node.as_str() == name,
        SurveyedKind::Series | SurveyedKind::AnyOf | SurveyedKind::AtLeast(_) => false,
    };
    part.parts.iter().find(is_it).unwrap()
}

#[tokio::test]
async fn measured_and_modelled_are_two_numbers() {
    let survey = world().await.survey("pair", span("10:10:00", "10:20:00"), &[]).await;
    // Both are down in the first minute only; each is down in two of ten.
    assert_eq!(survey.root.measured.share, Some(fraction(9, 10)));
    assert_eq!(survey.root.modelled, Some(fraction(96, 100)));
    assert_eq!(node(&survey.root, "shop/browse").measured.share, Some(fraction(8, 10)));
}

#[tokio::test]
async fn what_the_customer_is_responsible_for_is_taken_out_and_told() {
    let survey = world().await.survey("all", span("10:10:00", "10:20:00"), &[]).await;
    // Ours is down in minutes 0 and 4, the customer's in minutes 6 to 9, which do not count.
    assert_eq!(survey.root.measured.share, Some(fraction(4, 6)));
    assert_eq!(survey.root.modelled, Some(fraction(9, 10) * fraction(96, 100)));
    let customers = survey.customers.unwrap();
    assert_eq!(customers.excluded.as_secs(), 240);
    assert_eq!(customers.if_counted.unwrap().share, Some(fraction(4, 10)));
    assert_eq!(node(&survey.root, "office").measured.share, Some(fraction(6, 10)));
    assert_eq!(survey.weakest.unwrap().node.as_str(), "checkout");
}

#[tokio::test]
async fn a_node_that_is_used_twice_is_one_node() {
    let survey = world().await.survey("twice", span("10:10:00", "10:20:00"), &[]).await;
    assert_eq!(survey.root.modelled, Some(fraction(9, 10) * fraction(96, 100)));
    let shared: Vec<(&str, usize)> =
        survey.shared.iter().map(|(node, count)| (node.as_str(), *count)).collect();
    assert_eq!(shared, [("checkout", 2)]);
}

#[tokio::test]
async fn what_if_changes_the_model_and_not_what_was_measured() {
    let world = world().await;
    let what_if = [("shop/browse", whole(1))];
    let survey = world.survey("pair", span("10:10:00", "10:20:00"), &what_if).await;
    assert_eq!(survey.root.modelled, Some(whole(1)));
    assert_eq!(survey.root.measured.share, Some(fraction(9, 10)));
    assert_eq!(survey.weakest, None);
}
