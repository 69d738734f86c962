//! When nobody is to be woken.

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Maintenance, MaintenanceWhen};
use crate::read::keys::MAINTENANCE;
use crate::read::one_or_more::one_or_more;
use crate::read::{Fields, Reader};
use crate::yaml::Node;

/// The way out of a maintenance that takes place at no time, or at two.
const TWO_WAYS: &str =
    "write `cron` and `lasts` for one that comes again and again, `from` and `to` for a single one";

impl Reader<'_> {
    /// An entry of `maintenance`.
    pub(super) fn maintenance(&mut self, node: &Node) -> Option<Maintenance> {
        let fields = self.fields(node, &MAINTENANCE)?;
        let name = fields.get("name").and_then(|node| self.some_text(node, "`name`"));
        let when = self.maintenance_when(fields);
        let services = self.names_at(fields, "services");
        let environments = self.names_at(fields, "environments");
        let monitors =
            self.monitor_refs(fields.get("monitors").map(one_or_more).unwrap_or_default());
        let (name, when) = (name?, when?);
        Some(Maintenance { name, when, services, monitors, environments, span: fields.span })
    }

    fn maintenance_when(&mut self, fields: Fields<'_>) -> Option<MaintenanceWhen> {
        let first = |keys: [&str; 2]| keys.iter().find_map(|key| fields.entry(key));
        let mistake = |code, span, message: &str| Diagnostic::new(code, span, message);
        match (first(["cron", "lasts"]), first(["from", "to"])) {
            (Some(repeated), Some(once)) => {
                let message = "a maintenance comes again and again, or once";
                let other = mistake(Code::E209, once.key.span, message);
                self.report(other.related(repeated.key.span, "the other").help(TWO_WAYS));
                None
            }
            (None, None) => {
                let message = "a maintenance needs to say when it is";
                self.report(mistake(Code::E208, fields.span, message).help(TWO_WAYS));
                None
            }
            (Some(one), None) | (None, Some(one)) => {
                let lacking = match one.key.value.as_str() {
                    "cron" => ("lasts", "2h"),
                    "lasts" => ("cron", "0 3 * * 0"),
                    "from" => ("to", "2026-11-21T04:00"),
                    _ => ("from", "2026-11-21T02:00"),
                };
                if fields.get(lacking.0).is_none() {
                    self.lacks(one.key.span, &format!("`{}`", one.key.value), lacking.0, lacking.1);
                    return None;
                }
                match fields.get("lasts") {
                    Some(lasts) => {
                        let lasts = self.positive_duration(lasts);
                        let begins = self.cron(fields);
                        Some(MaintenanceWhen::Repeated { begins: begins?, lasts: lasts? })
                    }
                    None => self.once(fields),
                }
            }
        }
    }

    fn once(&mut self, fields: Fields<'_>) -> Option<MaintenanceWhen> {
        let zone = self.time_zone(fields);
        let from = fields.get("from").and_then(|node| self.date_time(node, &zone));
        let to = fields.get("to").and_then(|node| self.date_time(node, &zone));
        let (from, to) = (from?, to?);
        if to.value <= from.value {
            self.report(
                Diagnostic::new(Code::E506, to.span, "it would be over before it begins")
                    .related(from.span, "it begins here")
                    .help("write a later time"),
            );
            return None;
        }
        Some(MaintenanceWhen::Once { from: from.value, to: to.value })
    }
}
