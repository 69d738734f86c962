//! Where the door may be.

use std::net::SocketAddr;

use thiserror::Error;

/// The door may not be there.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("other machines can reach {addr}, and there is no token that they would have to show")]
pub struct Refusal {
    /// Where it was to be.
    pub addr: SocketAddr,
}

impl Refusal {
    /// The way out.
    pub fn help(&self) -> String {
        format!(
            "make one first (`tripline token create NAME --scope read`), or stay on this machine with `--listen 127.0.0.1:{}`",
            self.addr.port()
        )
    }
}

/// Whether the door may be at `addr`: anywhere once there is a token, else only where no other
/// machine comes.
///
/// # Errors
/// It may not.
pub fn may_listen(addr: SocketAddr, has_token: bool) -> Result<(), Refusal> {
    if has_token || addr.ip().to_canonical().is_loopback() {
        return Ok(());
    }
    Err(Refusal { addr })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(addr: &str, has_token: bool) -> Option<String> {
        may_listen(addr.parse().unwrap(), has_token).err().map(|refusal| refusal.to_string())
    }

    #[test]
    fn this_machine_may_always_ask() {
        for addr in ["127.0.0.1:1", "127.8.0.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert_eq!(refused(addr, false), None, "{addr}");
        }
    }

    #[test]
    fn others_may_ask_only_when_there_is_a_token() {
        for addr in ["0.0.0.0:80", "[::]:80", "10.0.0.7:80", "[::ffff:10.0.0.7]:80"] {
            let expected = format!(
                "other machines can reach {addr}, and there is no token that they would have to show"
            );
            assert_eq!(refused(addr, false), Some(expected));
            assert_eq!(refused(addr, true), None, "{addr}");
        }
    }

    #[test]
    fn a_refusal_names_the_way_out() {
        let refusal = may_listen("0.0.0.0:8765".parse().unwrap(), false).unwrap_err();
        assert_eq!(
            refusal.help(),
            "make one first (`tripline token create NAME --scope read`), or stay on this machine with `--listen 127.0.0.1:8765`"
        );
    }
}
