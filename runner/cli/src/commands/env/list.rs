//! All environments, one line each.

use suites::Project;

use super::lineage::{Lineage, is, is_true, parents};

/// The list, or that there is nothing to list.
pub(super) fn list(project: &Project) -> String {
    if project.environments.is_empty() {
        return "this project has no environments; write them below `environments:` in tripline.yaml\n"
            .to_owned();
    }
    let lines: Vec<[String; 4]> = project
        .environments
        .iter()
        .map(|(name, node)| {
            let lineage = Lineage::of(project, &name.value);
            let services = lineage.entries("services").len();
            let extends = parents(node).join(", ");
            [
                name.value.clone(),
                kind(node, &lineage).to_owned(),
                format!("{services} service{}", if services == 1 { "" } else { "s" }),
                if extends.is_empty() { extends } else { format!("extends {extends}") },
            ]
        })
        .collect();
    aligned(&lines)
}

fn kind(node: &suites::yaml::Node, lineage: &Lineage<'_>) -> &'static str {
    if is(node, "abstract") {
        "abstract"
    } else if is(node, "overlay") {
        "overlay"
    } else if lineage.get("protected").is_some_and(is_true) {
        "protected"
    } else {
        ""
    }
}

fn aligned<const N: usize>(lines: &[[String; N]]) -> String {
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> = (0..N).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
