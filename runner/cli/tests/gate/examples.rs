//! The pipelines in `examples/ci`: their syntax, and that they do what they say.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use suites::FileId;
use suites::yaml::{Node, parse};

use crate::service::{Service, token};
use crate::stage::Stage;

fn example(name: &str) -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ci");
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

/// A YAML file, which has no mistake.
fn yaml(name: &str) -> std::sync::Arc<Node> {
    let mut found = Vec::new();
    let tree = parse(FileId(0), &example(name).1, &mut found).unwrap();
    assert!(found.is_empty(), "{name}: {found:#?}");
    tree
}

/// The text below a node that holds the gate.
fn gate_in(node: &Node) -> Option<String> {
    if let Some(scalar) = node.scalar() {
        let value = scalar.value();
        return value.as_str().filter(|it| it.contains("tripline gate")).map(str::to_owned);
    }
    let values = node.entries().unwrap_or_default().iter().map(|entry| &*entry.value);
    let items = node.items().unwrap_or_default().iter().map(|item| &**item);
    values.chain(items).find_map(gate_in)
}

/// A stage with the binary on the PATH, and commands that deploy and roll back.
struct Pipeline {
    stage: Stage,
}

impl Pipeline {
    fn new() -> Self {
        let stage = Stage::new("");
        for (name, text) in [
            ("deploy", "#!/bin/sh\necho \"$@\" >> deployed\n".to_owned()),
            ("rollback", "#!/bin/sh\necho \"$@\" >> rolled-back\n".to_owned()),
            (
                "bin/tripline",
                format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_tripline")),
            ),
        ] {
            stage.project.write(name, &text);
            let all = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(stage.project.path(name), all).unwrap();
        }
        Self { stage }
    }

    /// A piece of shell in the pipeline, to its end. What is deployed is version 1.0.0, as the
    /// sample shop's services are.
    fn shell(&self, script: &str) -> Output {
        let project = &self.stage.project;
        let mut command = Command::new("sh");
        command.args(["-e", "-c", &format!("PATH=\"$BIN:$PATH\"\n{script}")]);
        command.current_dir(project.path("")).env("BIN", project.path("bin"));
        for name in ["GITHUB_SHA", "CI_COMMIT_SHORT_SHA", "CI_COMMIT_SHA", "VERSION"] {
            command.env(name, "1.0.0");
        }
        for name in ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"] {
            command.env(name, "x");
        }
        command.env("CI_PIPELINE_URL", "https://ci.example.com/1");
        command.env("BUILD_URL", "https://ci.example.com/1");
        command.env("GITHUB_STEP_SUMMARY", project.path("page.md"));
        command.output().unwrap()
    }
}

fn passed(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("orders 1.0.0 in staging  passed"), "{stdout}");
}

#[test]
fn the_shell_script_deploys_judges_and_takes_back() {
    let pipeline = Pipeline::new();
    let (script, _) = example("gate.sh");
    let script = format!("sh '{}' staging orders 1.0.0", script.display());
    passed(&pipeline.shell(&script));
    let project = &pipeline.stage.project;
    assert_eq!(project.read("deployed"), "staging orders 1.0.0\n");
    assert!(!project.path("rolled-back").exists());
    assert!(project.read("gate.md").starts_with("### ✅"));
    pipeline.stage.deploy(examples_shop::Release { fails: 10, ..Default::default() });
    let worse = pipeline.shell(&script);
    assert_eq!(worse.status.code(), Some(1), "{worse:?}");
    assert_eq!(project.read("rolled-back"), "staging orders\n");
}

#[test]
fn the_workflow_for_github_gates() {
    let pipeline = Pipeline::new();
    passed(&pipeline.shell(&gate_in(&yaml("github-actions.yml")).unwrap()));
    let page = pipeline.stage.project.read("page.md");
    assert_eq!(page, pipeline.stage.project.read("gate.md"));
}

#[test]
fn the_job_for_gitlab_gates() {
    let pipeline = Pipeline::new();
    passed(&pipeline.shell(&gate_in(&yaml("gitlab-ci.yml")).unwrap()));
    assert!(pipeline.stage.project.path("gate.json").exists());
}

#[test]
fn the_pipeline_for_jenkins_gates_and_its_braces_are_closed() {
    let (_, text) = example("Jenkinsfile");
    let count = |c: char| text.matches(c).count();
    assert_eq!([count('{'), count('('), count('[')], [count('}'), count(')'), count(']')]);
    let script = text.split("'''").nth(1).unwrap();
    let pipeline = Pipeline::new();
    passed(&pipeline.shell(script));
    assert!(pipeline.stage.project.path("gate.json").exists());
}

#[test]
fn the_analysis_for_argo_rollouts_gates() {
    let production = "  production:\n    services: { orders: ORDERS, shop: SHOP }\n";
    let stage = Stage::new(&format!("{production}{MONITOR}"));
    crate::memory::remember(&stage, Vec::new());
    let run = token(&stage.project, "run");
    let service = Service::of(&stage.project);

    let tree = yaml("argo-rollouts.yaml");
    let below = |node: &Node, path: &[&str]| -> Node {
        path.iter().fold(node.clone(), |node, key| match key.parse::<usize>() {
            Ok(index) => Node::clone(&node.items().unwrap()[index]),
            Err(_) => node.get(key).unwrap_or_else(|| panic!("no `{key}`")).clone(),
        })
    };
    let spec = ["spec", "metrics", "0", "provider", "job", "spec", "template", "spec"];
    let args = below(&below(&tree, &spec), &["containers", "0", "args"]);
    let args: Vec<String> = args
        .items()
        .unwrap()
        .iter()
        .map(|arg| arg.scalar().unwrap().value().as_str().unwrap().to_owned())
        .map(|arg| arg.replace("{{args.version}}", "1.0.0"))
        .map(|arg| arg.replace("http://tripline:8765", &service.url()))
        .collect();
    let mut command = stage.project.command();
    let ended = crate::stage::end(command.args(&args).env("TRIPLINE_TOKEN", &run)).exits(0);
    ended.says(&["orders 1.0.0 in production  passed", "has no runs of these tests"]);
    service.end();
}

const MONITOR: &str =
    "monitors: { orders: { run: [orders.trip.yaml], in: production, every: 1h } }\n";

/// What these systems take, as far as the examples use it: a key that is none is a slip.
fn is_valid(name: &str, schema: &Value) {
    let json = json_of(&yaml(name));
    let wrong: Vec<String> = jsonschema::validator_for(schema)
        .unwrap()
        .iter_errors(&json)
        .map(|error| format!("{name}: {} at {}", error, error.instance_path()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// The same as JSON.
fn json_of(node: &Node) -> Value {
    if let Some(entries) = node.entries() {
        let pairs = entries.iter().map(|entry| (entry.key.value.clone(), json_of(&entry.value)));
        return Value::Object(pairs.collect());
    }
    if let Some(items) = node.items() {
        return items.iter().map(|item| json_of(item)).collect();
    }
    node.scalar().map(|scalar| scalar.value()).unwrap_or_default()
}

#[test]
fn the_workflow_for_github_has_the_keys_of_workflows() {
    let step = json!({
        "type": "object",
        "properties": {
            "name": { "type": "string" }, "if": { "type": "string" }, "uses": { "pattern": "^[^@ ]+@[^@ ]+$" },
            "with": { "type": "object" }, "run": { "type": "string" }, "env": { "type": "object" },
        },
        "oneOf": [{ "required": ["uses"] }, { "required": ["run"] }],
        "additionalProperties": false,
    });
    let job = json!({
        "properties": {
            "runs-on": { "type": "string" }, "timeout-minutes": { "type": "integer" },
            "steps": { "type": "array", "items": step },
        },
        "required": ["runs-on", "steps"],
        "additionalProperties": false,
    });
    let workflow = json!({
        "properties": {
            "name": { "type": "string" },
            "on": { "type": "object" },
            "permissions": { "additionalProperties": { "enum": ["read", "write", "none"] } },
            "concurrency": { "type": "string" },
            "jobs": { "type": "object", "minProperties": 1, "additionalProperties": job },
        },
        "required": ["on", "jobs"],
        "additionalProperties": false,
    });
    is_valid("github-actions.yml", &workflow);
}

#[test]
fn the_jobs_for_gitlab_have_the_keys_of_jobs() {
    let job = json!({
        "properties": {
            "stage": { "enum": ["deploy", "gate"] },
            "script": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            "resource_group": { "type": "string" },
            "cache": {
                "properties": {
                    "key": { "type": "string" }, "paths": { "type": "array" },
                    "when": { "enum": ["on_success", "on_failure", "always"] },
                },
                "additionalProperties": false,
            },
            "allow_failure": { "properties": { "exit_codes": { "type": "integer" } }, "additionalProperties": false },
            "artifacts": {
                "properties": {
                    "when": { "enum": ["on_success", "on_failure", "always"] },
                    "paths": { "type": "array" },
                },
                "additionalProperties": false,
            },
        },
        "required": ["stage", "script"],
        "additionalProperties": false,
    });
    let pipeline = json!({
        "properties": { "stages": { "const": ["deploy", "gate"] } },
        "required": ["stages"],
        "additionalProperties": job,
    });
    is_valid("gitlab-ci.yml", &pipeline);
}

#[test]
fn the_template_for_argo_rollouts_has_the_keys_of_templates() {
    let text = json!({ "type": "string" });
    let container = json!({
        "properties": {
            "name": text, "image": text, "command": { "type": "array" },
            "args": { "type": "array", "items": text },
            "env": {
                "type": "array",
                "items": {
                    "properties": { "name": text, "valueFrom": { "required": ["secretKeyRef"] } },
                    "required": ["name", "valueFrom"],
                    "additionalProperties": false,
                },
            },
        },
        "required": ["name", "image"],
        "additionalProperties": false,
    });
    let pod = json!({
        "properties": {
            "restartPolicy": { "enum": ["Never", "OnFailure"] },
            "containers": { "type": "array", "items": container, "minItems": 1 },
        },
        "required": ["restartPolicy", "containers"],
        "additionalProperties": false,
    });
    let job = json!({
        "properties": {
            "backoffLimit": { "type": "integer" }, "activeDeadlineSeconds": { "type": "integer" },
            "template": { "properties": { "spec": pod }, "required": ["spec"], "additionalProperties": false },
        },
        "required": ["template"],
        "additionalProperties": false,
    });
    let metric = json!({
        "properties": {
            "name": text, "count": { "type": "integer" }, "failureLimit": { "type": "integer" },
            "provider": { "properties": { "job": { "properties": { "spec": job }, "required": ["spec"] } }, "required": ["job"] },
        },
        "required": ["name", "provider"],
        "additionalProperties": false,
    });
    let template = json!({
        "properties": {
            "apiVersion": { "const": "argoproj.io/v1alpha1" },
            "kind": { "const": "AnalysisTemplate" },
            "metadata": { "required": ["name"] },
            "spec": {
                "properties": {
                    "args": { "type": "array", "items": { "required": ["name"] } },
                    "metrics": { "type": "array", "items": metric, "minItems": 1 },
                },
                "required": ["metrics"],
                "additionalProperties": false,
            },
        },
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "additionalProperties": false,
    });
    is_valid("argo-rollouts.yaml", &template);
}
