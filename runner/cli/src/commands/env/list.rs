//! All environments, one line each.

use runner_model::human;
use suites::yaml::Node;
use suites::{Project, environment};

/// The list, or that there is nothing to list.
pub(super) fn list(project: &Project) -> String {
    if project.environments.is_empty() {
        return "this project has no environments; write them below `environments:` in tripline.yaml\n"
            .to_owned();
    }
    let names = project.environments.iter().map(|(name, _)| name.value.as_str());
    let lines: Vec<[String; 4]> =
        names.filter_map(|name| Some(line(name, &environment::merged(project, name)?))).collect();
    aligned(&lines)
}

fn line(name: &str, written: &Node) -> [String; 4] {
    let kinds = ["abstract", "overlay", "protected"];
    let kind = kinds.into_iter().find(|key| environment::is(written, key)).unwrap_or_default();
    let services = written.get("services").and_then(Node::entries).unwrap_or_default();
    let services = services.iter().filter(|entry| !environment::removes(&entry.value)).count();
    let parents: Vec<String> =
        environment::extended(written).into_iter().map(|parent| parent.value).collect();
    let extends = match parents.as_slice() {
        [] => String::new(),
        parents => format!("extends {}", parents.join(", ")),
    };
    [name.to_owned(), kind.to_owned(), human::count(services, "service"), extends]
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
