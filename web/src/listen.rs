//! Where the door may be, and whom it lets in there without signing in.

use std::net::SocketAddr;

use thiserror::Error;

use crate::Open;

/// The door may not be there.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("other machines can reach {addr}, and there is nobody who could sign in")]
pub struct Refusal {
    /// Where it was to be.
    pub addr: SocketAddr,
}

impl Refusal {
    /// The way out.
    pub fn help(&self) -> String {
        format!(
            "add somebody first (`tripline user add NAME --role admin`), or a token for the API (`tripline token create NAME --scope read`); or stay on this machine with `--listen 127.0.0.1:{}`, or let everybody do everything with `--insecure-open`",
            self.addr.port()
        )
    }
}

/// Whom the door at `addr` lets in without signing in: `is_open_to_all` when somebody wants that,
/// this machine where no other comes, else nobody. Where others come there has to be somebody who
/// can sign in, or a token.
///
/// # Errors
/// It may not be there.
pub fn may_listen(
    addr: SocketAddr,
    has_user_or_token: bool,
    is_open_to_all: bool,
) -> Result<Open, Refusal> {
    if is_open_to_all {
        Ok(Open::ToEverybody)
    } else if addr.ip().to_canonical().is_loopback() {
        Ok(Open::ToThisMachine)
    } else if has_user_or_token {
        Ok(Open::ToNobody)
    } else {
        Err(Refusal { addr })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(addr: &str, has_user_or_token: bool, is_open_to_all: bool) -> Result<Open, String> {
        let asked = may_listen(addr.parse().unwrap(), has_user_or_token, is_open_to_all);
        asked.map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn this_machine_may_always_ask() {
        for addr in ["127.0.0.1:1", "127.8.0.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert_eq!(asked(addr, false, false), Ok(Open::ToThisMachine), "{addr}");
        }
    }

    #[test]
    fn others_may_ask_only_when_somebody_can_sign_in() {
        for addr in ["0.0.0.0:80", "[::]:80", "10.0.0.7:80", "[::ffff:10.0.0.7]:80"] {
            let expected =
                format!("other machines can reach {addr}, and there is nobody who could sign in");
            assert_eq!(asked(addr, false, false), Err(expected));
            assert_eq!(asked(addr, true, false), Ok(Open::ToNobody), "{addr}");
            assert_eq!(asked(addr, false, true), Ok(Open::ToEverybody), "{addr}");
        }
    }

    #[test]
    fn a_refusal_names_the_way_out() {
        let refusal = may_listen("0.0.0.0:8765".parse().unwrap(), false, false).unwrap_err();
        assert_eq!(
            refusal.help(),
            "add somebody first (`tripline user add NAME --role admin`), or a token for the API (`tripline token create NAME --scope read`); or stay on this machine with `--listen 127.0.0.1:8765`, or let everybody do everything with `--insecure-open`"
        );
    }
}
