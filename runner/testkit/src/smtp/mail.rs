//! A mail as it came in.

/// A mail as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients, in order; those who were refused are not among them.
    pub to: Vec<String>,
    /// Headers and body; lines end with `\r\n`.
    pub data: String,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
    /// Which connection it came over; the first is 1.
    pub connection: usize,
}

impl Mail {
    /// The first header of this name, whatever its case, its lines joined; still encoded.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\r\n\r\n")?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut fields = unfolded.split("\r\n").filter_map(|line| line.split_once(':'));
        fields
            .find(|(have, _)| have.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    }

    /// The names of all headers, in order.
    #[must_use]
    pub fn header_names(&self) -> Vec<&str> {
        let (head, _) = self.data.split_once("\r\n\r\n").unwrap_or((&self.data, ""));
        let fields = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        fields.filter_map(|line| Some(line.split_once(':')?.0)).collect()
    }
}
