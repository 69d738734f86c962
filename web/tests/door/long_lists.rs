//! Lists that have more lines than a page.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use runner_store::Deploy;

use crate::house::{House, start};
use crate::pages::look;

/// As many monitors as `count`, and their suite.
fn project(count: usize) -> String {
    let monitor = |number| format!("  m{number:03}: {{ run: suites/shop.trip.yaml, every: 1m }}\n");
    let monitors: String = (0..count).map(monitor).collect();
    format!("version: 1\nmonitors:\n{monitors}")
}

/// The same with an objective for each.
fn promising(count: usize) -> String {
    let objective = |number| {
        format!(
            "  o{number:03}: {{ of: m{number:03}, measure: availability, target: 99%, over: 1d }}\n"
        )
    };
    let objectives: String = (0..count).map(objective).collect();
    format!("{}slos:\n{objectives}", project(count))
}

/// What `found` finds on each page of the list at `path`, as the links lead.
async fn leafed(
    house: &House,
    path: &str,
    found: impl Fn(&str) -> Vec<String>,
) -> Vec<Vec<String>> {
    let (mut pages, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = look(house, &path).await.body;
        pages.push(found(&page));
        assert!(pages.len() < 20, "the links of {path} never end");
        let (before, _) = page.split_once("\" rel=\"next\"").unwrap_or_default();
        let link = before.rsplit_once("href=\"").map(|(_, href)| href);
        next = link.map(|href| href.replace("&amp;", "&"));
    }
    pages
}

/// The words of this length that follow `mark`.
fn behind(page: &str, mark: &str, length: usize) -> Vec<String> {
    page.split(mark).skip(1).map(|rest| rest[..length].to_owned()).collect()
}

#[tokio::test]
async fn the_links_of_a_long_list_lead_through_all_of_it() {
    let house = House::watching(&project(120)).await;
    for path in ["/", "/s", "/s?range=7d&q=shop"] {
        let rows = |page: &str| behind(page, "<span>m", 3);
        let pages = leafed(&house, path, rows).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20], "{path}");
        let names: BTreeSet<String> = pages.into_iter().flatten().collect();
        assert_eq!(names.len(), 120, "{path}: each once");
    }
    let second = look(&house, "/s?page=2").await.body;
    assert!(second.contains("120 suites") && second.contains("51 to 100 of 120"), "{second}");
    let last = look(&house, "/s?page=99").await.body;
    assert!(last.contains("101 to 120 of 120"), "behind the last page is the last page");
}

#[tokio::test]
async fn a_suite_of_many_monitors_names_each_on_one_page() {
    let house = House::watching(&project(120)).await;
    let rows = |page: &str| behind(page, "?monitor=m", 3);
    let pages = leafed(&house, "/s/suites/shop", rows).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 19]);
    let names: BTreeSet<String> = pages.into_iter().flatten().collect();
    assert_eq!(names.len(), 119, "each once, beside the one in full");
    let two = House::watching(&project(2)).await;
    let page = look(&two, "/s/suites/shop").await.body;
    assert_eq!(page.matches("It has not run yet").count(), 2, "two stand side by side");
}

#[tokio::test]
async fn what_is_promised_and_what_files_say_have_pages() {
    let house = House::watching(&promising(70)).await;
    for (path, mark) in [("/slo", "\"/slo/o0"), ("/settings", "<b>m0"), ("/settings", "<b>o0")] {
        let pages = leafed(&house, path, |page| behind(page, mark, 2)).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [50, 20], "{path}, {mark}");
        let names: BTreeSet<String> = pages.into_iter().flatten().collect();
        assert_eq!(names.len(), 70, "{path}: each once");
    }
}

#[tokio::test]
async fn deploys_have_pages_in_both_directions() {
    let house = House::watching(&project(1)).await;
    for number in 0..45 {
        let deploy = Deploy {
            at: start() + SignedDuration::from_mins(number),
            service: "shop".try_into().unwrap(),
            environment: None,
            version: format!("v{number:02}"),
            commit: None,
            url: None,
            who: "ci".to_owned(),
        };
        house.store.deploys().add(deploy).await.unwrap();
    }
    house.clock.advance(SignedDuration::from_hours(2));
    let pages = leafed(&house, "/d", |page| behind(page, "\">shop ", 3)).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    assert_eq!(pages[0][0], "v44");
    assert_eq!(pages[2][4], "v00");
    assert!(look(&house, "/d?page=2").await.body.contains("rel=\"prev\">Previous"));
}

#[tokio::test]
async fn looking_for_a_suite_stays_where_one_looks() {
    let house = House::watching(&project(2)).await;
    let page = look(&house, "/s?env=staging&range=7d&q=x").await.body;
    let form = page.split("action=\"/s\"").nth(1).unwrap().split("</form>").next().unwrap();
    for field in ["name=\"env\" value=\"staging\"", "name=\"range\" value=\"7d\""] {
        assert!(form.contains(field), "{form}");
    }
}
