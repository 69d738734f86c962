//! How long it takes to load and check 1,000 suites of 10 steps: `cargo bench -p suites`.
//!
//! Prints the median of several rounds. A number, not a test: machines differ.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use suites::load::{LoadRequest, load};

const SUITES: usize = 1000;
const STEPS: usize = 10;
const ROUNDS: usize = 7;

/// A chain as people write it: each step takes a value out of the answer before.
fn suite(number: usize) -> String {
    let mut text = format!(
        "name: Chain {number}\ntags: [bench]\nservice: shop\ninputs:\n  sku: SKU-{number}\nsteps:\n"
    );
    for step in 0..STEPS {
        let earlier = step.checked_sub(1);
        let path =
            earlier.map_or_else(|| "/orders".to_owned(), |e| format!("/orders/{{{{id_{e}}}}}"));
        let save = if step + 1 < STEPS {
            format!("    save: {{ id_{step}: $.id }}\n")
        } else {
            String::new()
        };
        write!(
            text,
            "  - name: step {step}\n    get: {path}\n    headers: {{ x-sku: \"{{{{sku}}}}\" }}\n    expect:\n      \
             status: 200\n      time: {{ under: 800ms }}\n      header content-type: {{ contains: json }}\n      \
             $.id: {{ exists: true }}\n      $.lines[*].quantity: {{ each: {{ over: 0 }} }}\n{save}"
        )
        .expect("writing to a String cannot fail");
    }
    text
}

fn write_project(root: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(root.join("suites"))?;
    std::fs::write(
        root.join("tripline.yaml"),
        "version: 1\nsuites: suites/**/*.trip.yaml\nservices:\n  shop: {}\nenvironments:\n  \
         local:\n    services: { shop: http://localhost:4600 }\n",
    )?;
    for number in 0..SUITES {
        std::fs::write(root.join(format!("suites/chain-{number}.trip.yaml")), suite(number))?;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "printing is what a benchmark does")]
fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    write_project(folder.path())?;
    let request = LoadRequest { current_dir: folder.path().to_owned(), ..LoadRequest::default() };
    let mut rounds: Vec<Duration> = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let loaded = load(&request);
        rounds.push(begun.elapsed());
        assert_eq!(loaded.suites.len(), SUITES);
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics.first());
    }
    rounds.sort();
    println!(
        "load and check {SUITES} suites of {STEPS} steps: {:.0} ms (median of {ROUNDS}, best {:.0} ms); wanted: under 500 ms",
        rounds[ROUNDS / 2].as_secs_f64() * 1000.0,
        rounds[0].as_secs_f64() * 1000.0
    );
    Ok(())
}
