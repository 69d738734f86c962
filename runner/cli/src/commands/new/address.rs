//! What was typed as a URL, and what of it must not be written into a file.

use runner_model::Masker;
use suites::sensitive::{input_name, is_sensitive};
use url::{Host, Url};

/// Where the answer comes from.
pub(super) struct Address {
    /// Without user name, password and fragment.
    pub(super) url: Url,
    /// As a suite writes it: what is hidden stands as `{{input}}`.
    pub(super) written: String,
    /// The scheme is ours.
    pub(super) guessed: bool,
    /// User name and password, as they stood in the URL.
    pub(super) basic: Option<Basic>,
    /// Values that become inputs of the suite.
    pub(super) hidden: Vec<Hidden>,
    /// Hides them in everything that is printed.
    pub(super) masker: Masker,
}

/// A value of the URL that does not belong in a file.
pub(super) struct Hidden {
    /// The input that stands for it.
    pub(super) input: String,
    /// Long enough to be masked.
    pub(super) maskable: bool,
}

/// `user:password@`
pub(super) struct Basic {
    /// For the wire.
    pub(super) username: String,
    /// For the wire.
    pub(super) password: String,
    /// For the suite.
    pub(super) written_username: String,
    /// For the suite.
    pub(super) written_password: String,
}

/// Why something is no address.
pub(super) struct Unfit {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Address {
    /// Reads what was typed; `https://` is what is meant without a scheme, `http://` on this
    /// machine.
    pub(super) fn read(typed: &str) -> Result<Self, Unfit> {
        let typed = typed.trim();
        let guessed = !typed.contains("://");
        let text = if guessed { with_scheme(typed)? } else { typed.to_owned() };
        let mut url = parse(&text)?;
        url.set_fragment(None);
        // Braces in a query would read as a template; encoded they mean the same.
        let query = url.query().map(|query| query.replace('{', "%7B").replace('}', "%7D"));
        url.set_query(query.as_deref());
        let mut hiding = Hiding::default();
        let basic = hiding.basic(&mut url);
        let written = hiding.written(&url);
        Ok(Self { url, written, guessed, basic, hidden: hiding.hidden, masker: hiding.masker })
    }
}

fn with_scheme(typed: &str) -> Result<String, Unfit> {
    let rest = typed.strip_prefix("//").unwrap_or(typed);
    if rest.is_empty() || rest.starts_with(['/', '?', '#', '.', ':']) {
        let help = "write the whole of it, as in `https://api.example.com/health`".to_owned();
        return Err(Unfit { message: format!("`{typed}` names no host"), help: Some(help) });
    }
    let secure = parse(&format!("https://{rest}"))?;
    let scheme = if is_here(&secure) { "http" } else { "https" };
    Ok(format!("{scheme}://{rest}"))
}

fn parse(text: &str) -> Result<Url, Unfit> {
    let url = Url::parse(text)
        .map_err(|cause| Unfit { message: format!("`{text}` is no URL: {cause}"), help: None })?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        "service" => Err(Unfit {
            message: format!("`{text}` names a service, and only a suite knows where that is"),
            help: Some("write its URL: `tripline env show NAME` lists them".to_owned()),
        }),
        scheme => Err(Unfit {
            message: format!("`{scheme}://` is not supported"),
            help: Some("write `https://` or `http://`".to_owned()),
        }),
    }
}

/// The host is this machine.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}

/// Takes values out of a URL.
#[derive(Default)]
struct Hiding {
    hidden: Vec<Hidden>,
    masker: Masker,
}

impl Hiding {
    /// The template that stands for `value`.
    fn hide(&mut self, name: &str, value: &str) -> String {
        let input =
            input_name(name, |taken| self.hidden.iter().any(|hidden| hidden.input == taken));
        let maskable = self.masker.add(value).is_ok();
        let template = format!("{{{{{input}}}}}");
        self.hidden.push(Hidden { input, maskable });
        template
    }

    fn basic(&mut self, url: &mut Url) -> Option<Basic> {
        let decoded = |part: &str| {
            // Not a form: a `+` is a plus.
            let text = part.replace('+', "%2B");
            let pair = url::form_urlencoded::parse(text.as_bytes()).next();
            pair.map(|(name, _)| name.into_owned()).unwrap_or_default()
        };
        let (username, password) = (decoded(url.username()), url.password().map(decoded));
        if username.is_empty() && password.is_none() {
            return None;
        }
        // A key alone stands where the user name does.
        let is_plain = password.is_some() && !username.contains("{{");
        let written_username =
            if is_plain { username.clone() } else { self.hide("username", &username) };
        let password = password.unwrap_or_default();
        let written_password =
            if password.is_empty() { String::new() } else { self.hide("password", &password) };
        url.set_username("").expect("an http URL may have none");
        url.set_password(None).expect("an http URL may have none");
        Some(Basic { username, password, written_username, written_password })
    }

    /// The URL as a suite writes it.
    fn written(&mut self, url: &Url) -> String {
        let Some(query) = url.query() else { return url.to_string() };
        let pairs: Vec<String> = query.split('&').map(|pair| self.pair(pair)).collect();
        let mut base = url.clone();
        base.set_query(None);
        format!("{base}?{}", pairs.join("&"))
    }

    fn pair(&mut self, pair: &str) -> String {
        let Some((name, _)) = pair.split_once('=') else { return pair.to_owned() };
        let Some((key, value)) = url::form_urlencoded::parse(pair.as_bytes()).next() else {
            return pair.to_owned();
        };
        if value.is_empty() || !is_sensitive(&key) {
            return pair.to_owned();
        }
        format!("{name}={}", self.hide(&key, &value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Address {
        Address::read(typed).unwrap_or_else(|unfit| panic!("{typed}: {}", unfit.message))
    }

    fn refused(typed: &str) -> String {
        match Address::read(typed) {
            Ok(address) => panic!("{typed} was read as {}", address.url),
            Err(unfit) => unfit.message,
        }
    }

    #[test]
    fn without_a_scheme_https_is_meant_and_http_on_this_machine() {
        for (typed, meant) in [
            ("api.example.com/health", "https://api.example.com/health"),
            ("example.com:8443", "https://example.com:8443/"),
            ("localhost:8080/x", "http://localhost:8080/x"),
            ("127.0.0.1:80/x", "http://127.0.0.1/x"),
            ("[::1]:8080", "http://[::1]:8080/"),
            ("//shop.localhost", "http://shop.localhost/"),
            ("shop.example.com/?to=a:b", "https://shop.example.com/?to=a:b"),
        ] {
            let address = read(typed);
            assert!(address.guessed, "{typed}");
            assert_eq!(address.url.as_str(), meant);
        }
        assert!(!read("http://example.com").guessed);
    }

    #[test]
    fn what_has_no_host_or_another_scheme_is_refused() {
        assert_eq!(refused("/health"), "`/health` names no host");
        assert_eq!(refused(""), "`` names no host");
        assert_eq!(refused("ftp://example.com"), "`ftp://` is not supported");
        assert!(refused("service://orders/x").contains("names a service"));
        assert!(refused("https://").contains("is no URL"));
        assert!(refused("a b.example").contains("is no URL"));
    }

    #[test]
    fn credentials_become_inputs() {
        let address = read("https://ada:correct+horse@example.com/x?api_key=abcdef&page=2");
        assert_eq!(address.url.as_str(), "https://example.com/x?api_key=abcdef&page=2");
        assert_eq!(address.written, "https://example.com/x?api_key={{api_key}}&page=2");
        let basic = address.basic.unwrap();
        assert_eq!((&*basic.username, &*basic.password), ("ada", "correct+horse"));
        assert_eq!((&*basic.written_username, &*basic.written_password), ("ada", "{{password}}"));
        let inputs: Vec<&str> = address.hidden.iter().map(|hidden| &*hidden.input).collect();
        assert_eq!(inputs, ["password", "api_key"]);
    }

    #[test]
    fn a_key_in_place_of_a_user_name_is_hidden() {
        let basic = read("https://sk_live_1234:@example.com").basic.unwrap();
        assert_eq!(basic.written_username, "{{username}}");
    }

    #[test]
    fn braces_in_a_query_are_no_template() {
        assert_eq!(read("http://h/?q={{x}}#f").written, "http://h/?q=%7B%7Bx%7D%7D");
    }
}
