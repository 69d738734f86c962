//! What of an HTML page is worth claiming: its title.

use scraper::{Html, Selector};

use super::claims::Claim;
use super::written;

/// Longer titles are not claimed word by word.
const LONGEST: usize = 120;

/// The titles of a page, as the subject `css title` finds them.
pub(super) fn titles(body: &str) -> Vec<String> {
    let selector = Selector::parse("title").expect("it is a name");
    let page = Html::parse_document(body);
    page.select(&selector)
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .collect()
}

/// The page is still itself when it has its title.
pub(super) fn claim(titles: &[String]) -> Option<Claim> {
    let title = titles.first()?;
    let fits = !title.is_empty() && title.chars().count() <= LONGEST && !title.contains("{{");
    let check = match titles {
        _ if !fits => "{ count: { at_least: 1 } }".to_owned(),
        [_] => format!("{{ is: [{}] }}", written::text(title)),
        _ => format!("{{ any: {{ is: {} }} }}", written::text(title)),
    };
    Some(Claim { key: "css title".to_owned(), check })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str) -> Option<String> {
        claim(&titles(page)).map(|claim| claim.check)
    }

    #[test]
    fn a_page_is_claimed_by_its_title() {
        assert_eq!(check("<title> The shop\n</title>").unwrap(), "{ is: [The shop] }");
        assert_eq!(check("<title>A &amp; B</title>").unwrap(), "{ is: [A & B] }");
        assert_eq!(
            check("<title>x</title><svg><title>y</title></svg>").unwrap(),
            "{ any: { is: x } }"
        );
        assert_eq!(check("<title></title>").unwrap(), "{ count: { at_least: 1 } }");
        assert_eq!(check("<title>{{x}}</title>").unwrap(), "{ count: { at_least: 1 } }");
        assert_eq!(check("<!-- <title>x</title> --><p>hello"), None);
    }
}
