//! Which reply a request gets.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::builtin;
use crate::builtin::Tallies;
use crate::received::Received;
use crate::reply::Reply;

/// The replies of one route: always the same, or one after the other.
pub struct Replies(Vec<Reply>);

impl From<Reply> for Replies {
    fn from(reply: Reply) -> Self {
        Self(vec![reply])
    }
}

impl From<Vec<Reply>> for Replies {
    fn from(replies: Vec<Reply>) -> Self {
        Self(replies)
    }
}

impl<const N: usize> From<[Reply; N]> for Replies {
    fn from(replies: [Reply; N]) -> Self {
        Self(replies.into())
    }
}

type Answer = Arc<dyn Fn(&Received) -> Reply + Send + Sync>;

/// Every route of an origin: the test's own, then the built-in ones.
#[derive(Default)]
pub(crate) struct Routes {
    own: Mutex<Vec<(Pattern, Answer)>>,
    tallies: Tallies,
}

impl Routes {
    /// Replies in turn; the last reply repeats.
    pub(crate) fn add(&self, pattern: &str, Replies(replies): Replies) {
        assert!(!replies.is_empty(), "`{pattern}` needs a reply");
        let next = AtomicUsize::new(0);
        self.add_answer(pattern, move |_| {
            let turn = next.fetch_add(1, Ordering::SeqCst).min(replies.len() - 1);
            replies[turn].clone()
        });
    }

    /// Replies as the function says.
    pub(crate) fn add_answer(
        &self,
        pattern: &str,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) {
        let mut own = self.own.lock().expect("nothing panics while adding");
        own.push((Pattern::parse(pattern), Arc::new(answer)));
    }

    /// The reply to this request: by the newest route that fits, else by a built-in one.
    pub(crate) fn answer(&self, request: &Received) -> Reply {
        let own = self.find(request);
        match own {
            Some(answer) => answer(request),
            None => builtin::answer(request, &self.tallies).unwrap_or_else(|| {
                Reply::text(format!("no route for {} {}", request.method, request.path))
                    .with_status(404)
            }),
        }
    }

    fn find(&self, request: &Received) -> Option<Answer> {
        let own = self.own.lock().expect("nothing panics while adding");
        let fitting = own.iter().rev().find(|(pattern, _)| pattern.fits(request));
        fitting.map(|(_, answer)| Arc::clone(answer))
    }
}

/// `GET /orders/{id}`, `/orders`, `/files/*`.
struct Pattern {
    method: Option<String>,
    segments: Vec<String>,
}

impl Pattern {
    fn parse(text: &str) -> Self {
        let (method, path) = match text.split_once(' ') {
            Some((method, path)) => (Some(method.to_owned()), path),
            None => (None, text),
        };
        assert!(path.starts_with('/'), "`{text}` is no route: write `/path` or `GET /path`");
        Self { method, segments: path.split('/').map(str::to_owned).collect() }
    }

    fn fits(&self, request: &Received) -> bool {
        if self.method.as_ref().is_some_and(|method| *method != request.method) {
            return false;
        }
        let mut there = request.path.split('/');
        for segment in &self.segments {
            match (segment.as_str(), there.next()) {
                ("*", Some(_)) => return true,
                (_, None) => return false,
                (wanted, Some(found)) => {
                    let named = wanted.starts_with('{') && wanted.ends_with('}');
                    let fits = if named { !found.is_empty() } else { wanted == found };
                    if !fits {
                        return false;
                    }
                }
            }
        }
        there.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, method: &str, path: &str) -> bool {
        Pattern::parse(pattern).fits(&Received::new(method, path, "HTTP/1.1", 1))
    }

    #[test]
    fn a_pattern_fits_its_method_and_path_only() {
        assert!(fits("GET /orders", "GET", "/orders?page=2"));
        assert!(fits("/orders", "POST", "/orders"));
        assert!(!fits("GET /orders", "POST", "/orders"));
        assert!(!fits("/orders", "GET", "/orders/7"));
        assert!(!fits("/orders/7", "GET", "/orders"));
    }

    #[test]
    fn a_name_in_braces_fits_one_segment_and_a_star_the_rest() {
        assert!(fits("/orders/{id}/lines", "GET", "/orders/7/lines"));
        assert!(!fits("/orders/{id}", "GET", "/orders/"));
        assert!(!fits("/orders/{id}", "GET", "/orders/7/lines"));
        assert!(fits("/files/*", "GET", "/files/a/b"));
        assert!(!fits("/files/*", "GET", "/files"));
    }
}
