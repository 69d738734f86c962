//! A composition, part by part: measured and modelled.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use runner_health::exact::{Fraction, exactly};
use runner_model::{Ratio, human};
use runner_monitor::promises::{Survey, SurveyedKind, SurveyedPart};

use super::columns::columns;
use super::history::{self, History, with_history};
use super::numbers::{NONE, bounds, percent, secs};
use crate::args::slo::{SloArgs, TreeArgs};
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// So many decimals tell four nines from five.
const PLACES: u8 = 4;

/// Prints a composition.
pub(super) fn tree(tree: &TreeArgs, args: &SloArgs, outside: &Outside) -> Result<Exit, Exit> {
    let what_if = what_if(&tree.what_if)?;
    with_history(&args.of, outside, async |history| {
        let (from, to) = (tree.from.as_ref(), tree.to.as_ref());
        let span = history::span(from, to, &TimeZone::UTC, history.now)?;
        let survey = history.books.survey(&tree.name, span, &what_if).await;
        let Some(survey) = survey.map_err(history::failed)? else {
            return Err(unknown(&tree.name, &history));
        };
        if survey.root.measured.share.is_none() && what_if.is_empty() {
            return Err(history::nothing_remembered(&format!("`{}` in this time", tree.name)));
        }
        print(&tree.name, &survey);
        Ok(Exit::Passed)
    })
}

/// `payments-eu=99.5%`
fn what_if(written: &[String]) -> Result<BTreeMap<String, Fraction>, Exit> {
    let mut all = BTreeMap::new();
    for text in written {
        let refused = |why: &str| {
            let help = "write it like `payments-eu=99.5%`";
            say::error(format_args!("`--what-if {text}`: {why}"), Some(help));
            Exit::Usage
        };
        let (node, share) = text.split_once('=').ok_or_else(|| refused("there is no `=`"))?;
        let share = Ratio::from_percent_text(share).map_err(|error| refused(&error.to_string()))?;
        if share > Ratio::ONE {
            return Err(refused("nothing is up for more than 100 % of the time"));
        }
        all.insert(node.to_owned(), exactly(share));
    }
    Ok(all)
}

fn unknown(name: &str, history: &History) -> Exit {
    let names: Vec<&str> = history.books.compositions().iter().map(|name| name.as_str()).collect();
    let help = match names.is_empty() {
        true => "write some below `composition` in `tripline.yaml`".to_owned(),
        false => format!("there are {}", names.join(", ")),
    };
    say::error(format_args!("there is no composition `{name}`"), Some(&help));
    Exit::Usage
}

fn print(name: &str, survey: &Survey) {
    say::out(format_args!("{name}, from {} to {}\n", survey.span.from, survey.span.until));
    let mut rows =
        vec![["part", "measured", "bounds", "coverage", "modelled"].map(str::to_owned).to_vec()];
    rows_of(&survey.root, 0, &mut rows);
    columns(&rows).iter().for_each(say::out);
    say::out(
        "\nmeasured: what its nodes were at the same time · modelled: the chances multiplied, as if \
         nodes failed independently",
    );
    if let Some(weakest) = &survey.weakest {
        say::out(format_args!(
            "weakest link: {}; were it always up, {} would be modelled",
            weakest.node,
            percent(Some(&weakest.without_failures), PLACES)
        ));
    }
    for (node, places) in &survey.shared {
        say::out(format_args!(
            "shared: {node} is used in {}; it is one node, and fails in all of them at once",
            human::count(*places, "place")
        ));
    }
    if let Some(customers) = &survey.customers {
        let counted = customers.if_counted.as_ref().and_then(|figure| figure.share.as_ref());
        say::out(format_args!(
            "the customer's nodes take out {}; were these ours, it would be {}",
            secs(customers.excluded),
            counted.map_or_else(|| "unknown".to_owned(), |share| percent(Some(share), PLACES))
        ));
    }
}

fn rows_of(part: &SurveyedPart, depth: usize, rows: &mut Vec<Vec<String>>) {
    let whose = if part.customers { " (the customer's)" } else { "" };
    let what = match &part.kind {
        SurveyedKind::Node(node, None) => node.to_string(),
        SurveyedKind::Node(node, Some(_)) => format!("{node} (what if)"),
        SurveyedKind::Series => "all of".to_owned(),
        SurveyedKind::AnyOf => "any of".to_owned(),
        SurveyedKind::AtLeast(n) => format!("at least {n} of"),
    };
    let measured = &part.measured;
    let modelled = match part.customers {
        true => NONE.to_owned(),
        false => percent(part.modelled.as_ref(), PLACES),
    };
    rows.push(vec![
        format!("{}{what}{whose}", "  ".repeat(depth)),
        percent(measured.share.as_ref(), PLACES),
        bounds(measured.lowest.as_ref(), measured.highest.as_ref(), PLACES),
        percent(measured.coverage.as_ref(), 3),
        modelled,
    ]);
    part.parts.iter().for_each(|part| rows_of(part, depth + 1, rows));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supposition_is_a_share() {
        let refused = |text: &str| what_if(&[text.to_owned()]).is_err();
        assert!(!refused("payments-eu=99.5%"));
        assert!(refused("payments-eu"));
        assert!(refused("payments-eu=99.5"));
        assert!(refused("payments-eu=101%"));
    }
}
