//! The example of a project that is watched, embedded, and written with the ports of those who are there.

use std::io;
use std::path::Path;

use crate::project::write_file;
use crate::{ExampleFile, Ports, Service};

macro_rules! file {
    ($path:literal) => {
        ExampleFile { path: $path, content: include_bytes!(concat!("../../monitoring/", $path)) }
    };
}

/// Every file of the project in `examples/monitoring`.
pub const MONITORING: &[ExampleFile] = &[
    file!("demo-secrets/hook_key"),
    file!("demo-secrets/user_password"),
    file!("suites/catalogue.trip.yaml"),
    file!("suites/orders.trip.yaml"),
    file!("suites/payments.trip.yaml"),
    file!("suites/search.trip.yaml"),
    file!("suites/storefront.trip.yaml"),
    file!("tripline.yaml"),
];

/// Who listens where, as the project file of `examples/monitoring` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonitoringPorts {
    /// The services that are watched.
    pub shop: Ports,
    /// Where alerts are posted: [`crate::AlertSink`].
    pub alerts: u16,
    /// Where mail goes: [`crate::MailSink`].
    pub mail: u16,
}

impl MonitoringPorts {
    /// The ports written down in `examples/monitoring/tripline.yaml`.
    pub const DEMO: Self = Self { shop: Ports::DEMO, alerts: 4610, mail: 4625 };

    fn all(self) -> impl Iterator<Item = u16> {
        let services = Service::ALL.into_iter().map(move |service| self.shop.of(service));
        services.chain([self.alerts, self.mail])
    }
}

/// Writes the project into a folder, over what lies there of the same names.
///
/// In the `tripline.yaml` that is written, each number that is one of [`MonitoringPorts::DEMO`] is
/// replaced by the port of `ports` in its place; nothing else in that file is such a number. With
/// [`MonitoringPorts::DEMO`] the project is written as it is.
///
/// # Errors
/// A folder or file cannot be written.
pub fn write_monitoring(root: &Path, ports: MonitoringPorts) -> io::Result<()> {
    for file in MONITORING {
        match file.path {
            "tripline.yaml" => {
                let text = std::str::from_utf8(file.content).expect("the sources are UTF-8");
                write_file(root, file.path, with_ports(text, ports).as_bytes())?;
            }
            path => write_file(root, path, file.content)?,
        }
    }
    Ok(())
}

/// `text` with the ports of the demo replaced, all in one go: one may be another's new one.
fn with_ports(text: &str, ports: MonitoringPorts) -> String {
    let replacements: Vec<(u16, u16)> = MonitoringPorts::DEMO.all().zip(ports.all()).collect();
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from_number) = rest.split_at(begin);
        let end = from_number.find(|c: char| !c.is_ascii_digit()).unwrap_or(from_number.len());
        let (number, after) = from_number.split_at(end);
        let new = replacements.iter().find(|(usual, _)| number == usual.to_string());
        written += before;
        written += &new.map_or_else(|| number.to_owned(), |(_, port)| port.to_string());
        rest = after;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::files_below;

    const OTHERS: MonitoringPorts = MonitoringPorts {
        // Some are usual ports of somebody else.
        shop: Ports { shop: 4601, auth: 4600, orders: 50_000, payments: 4625 },
        alerts: 9,
        mail: 4610,
    };

    fn project_file() -> &'static str {
        let file = MONITORING.iter().find(|file| file.path == "tripline.yaml").unwrap();
        std::str::from_utf8(file.content).unwrap()
    }

    #[test]
    fn every_file_of_the_project_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("monitoring");
        let embedded: Vec<_> = MONITORING.iter().map(|file| file.path.to_owned()).collect();
        assert_eq!(embedded, files_below(&root, &[]));
    }

    #[test]
    fn each_port_is_replaced_where_it_stands_and_nothing_else() {
        let text = project_file();
        assert_eq!(with_ports(text, MonitoringPorts::DEMO), text);
        let written = with_ports(text, OTHERS);
        for line in [
            "      shop:     http://127.0.0.1:4601\n",
            "      auth:     http://127.0.0.1:4600\n",
            "      orders:   http://127.0.0.1:50000\n",
            "      payments: http://127.0.0.1:4625\n",
            "{ webhook: { post: \"http://127.0.0.1:9/alerts\",",
            "{ host: 127.0.0.1, port: 4610, tls: none }",
        ] {
            assert!(written.contains(line), "{line}\n{written}");
        }
        let changed = text.lines().zip(written.lines()).filter(|(was, is)| was != is);
        assert_eq!(changed.count(), MonitoringPorts::DEMO.all().count());
    }
}
