//! What services are.

use runner_model::ServiceName;

use super::parts::Parts;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Service;
use crate::read::keys::SERVICE;
use crate::read::resolved;
use crate::source::{Span, Spanned};
use crate::yaml::{Entry, Node};

impl Parts<'_> {
    pub(super) fn services(&mut self, node: &Node) {
        let Some(entries) = node.entries() else {
            return self.reader.expected("a map of services by name", node);
        };
        for entry in entries {
            let Some(service) = self.service(entry) else { continue };
            if let Some(first) = self.project.services.get(&service.name.value) {
                let message = format!("the service `{}` is defined twice", service.name.value);
                let diagnostic = Diagnostic::new(Code::E201, service.span, message)
                    .related(first.span, "the other one");
                self.reader.report(diagnostic);
                continue;
            }
            self.project.services.insert(service.name.value.clone(), service);
        }
    }

    fn service(&mut self, entry: &Entry) -> Option<Service> {
        let name = self.reader.service_name(&entry.key.value, entry.key.span);
        let span = entry.key.span;
        // `auth: null`: there is nothing to say about it but that it exists.
        let nothing = entry.value.scalar().is_some_and(|scalar| scalar.value().is_null());
        if nothing {
            return Some(bare(Spanned::new(name?, span)));
        }
        let fields = self.reader.fields(&entry.value, &SERVICE)?;
        let reader = &mut self.reader;
        let text = |node: Option<&Node>, reader: &mut crate::read::Reader<'_>| {
            node.and_then(|node| reader.text(node)).map(|text| text.value)
        };
        let owner = text(fields.get("owner"), reader);
        let status_page = text(fields.get("status_page"), reader);
        let external = fields.get("external").and_then(|node| reader.boolean(node));
        let openapi = fields.get("openapi").and_then(|node| reader.some_text(node, "a path"));
        let openapi = openapi.map(|file| resolved(reader.folder(file.span), &file.value));
        let depends_on = match fields.get("depends_on") {
            Some(node) => self.depends_on(node),
            None => Vec::new(),
        };
        Some(Service {
            depends_on,
            owner,
            external: external.unwrap_or_default(),
            status_page,
            openapi,
            ..bare(Spanned::new(name?, span))
        })
    }

    fn depends_on(&mut self, node: &Node) -> Vec<Spanned<ServiceName>> {
        let Some(items) = node.items() else {
            self.reader.expected("a list of services", node);
            return Vec::new();
        };
        let mut services = Vec::with_capacity(items.len());
        for item in items {
            let Some(text) = self.reader.text(item) else { continue };
            let name = self.reader.service_name(&text.value, text.span);
            services.extend(name.map(|name| Spanned::new(name, text.span)));
        }
        services
    }
}

fn bare(name: Spanned<ServiceName>) -> Service {
    let span: Span = name.span;
    Service {
        name,
        owner: None,
        depends_on: Vec::new(),
        external: false,
        status_page: None,
        openapi: None,
        span,
    }
}
