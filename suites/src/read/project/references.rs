//! Names that the parts of a project mention: what is mentioned must be there.

use std::collections::BTreeSet;
use std::sync::Arc;

use runner_model::{NotifyName, ServiceName};

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{ChannelKind, MonitorRef};
use crate::read::environment::{cannot_be_run, is};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

impl Parts<'_> {
    /// Looks at all names, once all files have been read.
    pub(super) fn references(&mut self) {
        self.default_environment();
        let mut found = self.environments_in_monitors();
        found.extend(self.lists_of_rules());
        found.extend(self.channels());
        found.extend(self.monitor_refs());
        found.extend(self.maintained());
        found.into_iter().for_each(|diagnostic| self.reader.report(diagnostic));
    }

    /// A monitor that names no environment runs in the only one that there is.
    fn default_environment(&mut self) {
        let environments = &self.project.environments;
        let runnable: Vec<&Spanned<String>> = environments
            .iter()
            .filter(|(_, node)| !is(node, "abstract") && !is(node, "overlay"))
            .map(|(name, _)| name)
            .collect();
        for monitor in self.project.monitors.iter_mut().map(Arc::make_mut) {
            let (None, Some(only)) = (&monitor.environment, runnable.first()) else { continue };
            if runnable.len() > 1 {
                let known = runnable.iter().map(|name| name.value.as_str());
                let message = format!("`{}` does not say where it runs", monitor.name.value);
                let help = format!("add `in: NAME`; {}", there_are(known));
                self.reader.mistake(Code::E208, monitor.name.span, message, &help);
                continue;
            }
            // What is wrong with a name is said where it is written.
            let name = only.value.as_str().try_into().ok();
            monitor.environment = name.map(|name| Spanned::new(name, monitor.name.span));
        }
    }

    fn environments_in_monitors(&self) -> Vec<Diagnostic> {
        let written = self.project.monitors.iter().filter_map(|monitor| {
            let named = monitor.environment.as_ref()?;
            (named.span != monitor.name.span).then_some(named)
        });
        written
            .filter_map(|named| {
                cannot_be_run(&self.project, named.value.as_str(), named.span, "in:")
            })
            .collect()
    }

    /// E503.
    fn lists_of_rules(&self) -> Vec<Diagnostic> {
        let project = &self.project;
        let monitors = project.monitors.iter().flat_map(|monitor| &monitor.notify);
        let heartbeats = project.heartbeats.iter().flat_map(|heartbeat| &heartbeat.notify);
        let objectives = project.objectives.iter().flat_map(|objective| objective.alert.rules());
        let objectives = objectives.flat_map(|rule| &rule.notify);
        let mentioned = monitors.chain(heartbeats).chain(objectives);
        mentioned.filter_map(|name| self.unknown_list(name)).collect()
    }

    fn unknown_list(&self, mentioned: &Spanned<NotifyName>) -> Option<Diagnostic> {
        let name = mentioned.value.as_str();
        if self.names.place("notify", name).is_some() {
            return None;
        }
        let message = format!("`notify` of the project has no `{name}`");
        let diagnostic = Diagnostic::new(Code::E503, mentioned.span, message);
        let near = nearest(name, self.names.all("notify"));
        Some(diagnostic.help(match (near, self.names.place("channels", name)) {
            (_, Some(_)) => format!(
                "`{name}` is a channel: add `{name}: [ {{ channel: {name} }} ]` to `notify` of the project"
            ),
            (Some(near), None) => did_you_mean(near),
            (None, None) => format!("add it there: `{name}: [ {{ channel: … }} ]`"),
        }))
    }

    /// E502.
    fn channels(&self) -> Vec<Diagnostic> {
        let project = &self.project;
        let rules = project.notify.iter().flat_map(|notify| &notify.rules);
        let mentioned = rules.map(|rule| &rule.channel);
        let mentioned = mentioned.chain(project.digest.iter().map(|digest| &digest.channel));
        let mut found: Vec<Diagnostic> = mentioned
            .filter_map(|mentioned| {
                let name = mentioned.value.as_str();
                self.unknown("channels", name, mentioned.span, Code::E502, "channel")
            })
            .collect();
        for channel in &project.channels {
            if matches!(channel.kind, ChannelKind::Email { .. }) && self.written("smtp").is_none() {
                let message = format!("`{}` cannot send mail", channel.name.value);
                let help = "add `smtp` to the project: `{ from: …, routes: [ { host: … } ] }`";
                found.push(Diagnostic::new(Code::E502, channel.span, message).help(help));
            }
        }
        found
    }

    /// E501: monitors. Whether they run the tests that are named is known with the suites.
    fn monitor_refs(&self) -> Vec<Diagnostic> {
        let project = &self.project;
        let rules = project.notify.iter().flat_map(|notify| &notify.rules);
        let rules = rules.flat_map(|rule| &rule.monitors);
        let maintenance = project.maintenance.iter().flat_map(|maintenance| &maintenance.monitors);
        let components = project.status_pages.iter().flat_map(|page| &page.components);
        let components = components.flat_map(|component| &component.of);
        let objectives = project.objectives.iter().map(|objective| &objective.of);
        let mentioned = rules.chain(maintenance).chain(components).chain(objectives);
        mentioned.filter_map(|mentioned| self.unknown_monitor(mentioned)).collect()
    }

    fn unknown_monitor(&self, mentioned: &Spanned<MonitorRef>) -> Option<Diagnostic> {
        let name = mentioned.value.monitor.as_str();
        self.unknown("monitors", name, mentioned.span, Code::E501, "monitor")
    }

    /// Services and environments of maintenances.
    fn maintained(&self) -> Vec<Diagnostic> {
        let services = self.services_anywhere();
        let mut found = Vec::new();
        for maintenance in &self.project.maintenance {
            for service in &maintenance.services {
                let name = service.value.as_str();
                if services.contains(name) {
                    continue;
                }
                let known = || services.iter().copied();
                let message = format!("unknown service `{name}`");
                let diagnostic = Diagnostic::new(Code::E401, service.span, message);
                found.push(diagnostic.help(match nearest(name, known()) {
                    Some(near) => did_you_mean(near),
                    None => there_are(known()),
                }));
            }
            for environment in &maintenance.environments {
                let (name, span) = (environment.value.as_str(), environment.span);
                found.extend(cannot_be_run(&self.project, name, span, "NAME:"));
            }
        }
        found
    }

    /// The services of the project and of its environments.
    fn services_anywhere(&self) -> BTreeSet<&str> {
        let declared = self.project.services.keys().map(ServiceName::as_str);
        let nodes = self.project.environments.iter().map(|(_, node)| node);
        let placed = nodes.filter_map(|node| node.get("services").and_then(Node::entries));
        declared.chain(placed.flatten().map(|entry| entry.key.value.as_str())).collect()
    }

    /// A name below `key` that nobody gives.
    pub(super) fn unknown(
        &self,
        key: &str,
        name: &str,
        span: Span,
        code: Code,
        kind: &str,
    ) -> Option<Diagnostic> {
        if self.names.place(key, name).is_some() {
            return None;
        }
        let known = || self.names.all(key);
        let diagnostic = Diagnostic::new(code, span, format!("unknown {kind} `{name}`"));
        Some(diagnostic.help(match nearest(name, known()) {
            Some(near) => did_you_mean(near),
            None if known().next().is_none() => format!("add it to `{key}` of the project"),
            None => there_are(known()),
        }))
    }
}
